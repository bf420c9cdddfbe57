"""The style page: every part pages are made of, with invented data, in demo mode only.

Whoever draws a new page looks here first: what is shown here has passed axe at both widths.
"""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from enforcement.doors.access import public
from enforcement.foundation.errors import NotFound
from enforcement.web import kit_samples

kit = Blueprint("kit", __name__, url_prefix="/kit")


@kit.before_request
def _only_in_demo_mode() -> None:
    if not current_app.config.get("DEMO"):
        raise NotFound


@kit.get("/")
@public
def desk() -> str:
    """The parts of the desk, as one case page with more beneath it."""
    return render_template("kit.html", sample=kit_samples)


@kit.get("/portal")
@public
def portal() -> str:
    """The parts of the public pages."""
    return render_template("kit_portal.html", sample=kit_samples)
