"""An enterprise's own page behind the code of its notice: who came, why, with what result; rate and complain.

No sign-in. The code is the only key; a wrong one is answered like every other wrong one, and tries are counted.
"""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from werkzeug.wrappers import Response

from enforcement.doors.access import from_staff_device, public
from enforcement.doors.forms import Form
from enforcement.doors.limits import limiter
from enforcement.foundation.errors import DomainError, NotFound, TooMany
from enforcement.inspection.register import enterprise as register
from enforcement.inspection.services import complaints, ratings
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import visits as schemas
from enforcement.web.forms import show, submit

enterprise = Blueprint("enterprise", __name__)

TRIES = "30 per minute"
VOICES = "10 per minute"


@enterprise.get("/e")
@public
@limiter.limit(TRIES)
def enter() -> ResponseReturnValue:
    """Type the code; or ask what became of a complaint."""
    code = request.args.get("code", "").strip().upper().replace("-", "")
    if code:
        return redirect(url_for("enterprise.page", code=code), code=303)
    return render_template("enterprise/enter.html")


@enterprise.get("/e/<code>")
@public
@limiter.limit(TRIES)
def page(code: str) -> str:
    """The check of the notice, the earlier ones, and how often the enterprise was visited."""
    view = register.enterprise_view(code, current_instant())
    return render_template("enterprise/page.html", view=view, code=code.upper(), **_words())


@enterprise.route("/e/<code>/rate", methods=["GET", "POST"])
@public
@limiter.limit(VOICES)
def rate(code: str) -> ResponseReturnValue:
    """Rate the visit, anonymously, once, from a device of one's own."""
    view, ours = register.enterprise_view(code, current_instant()), from_staff_device()
    blocked = ratings.device_reasons(staff_device=ours)

    def draw(form: Form, error: DomainError | None) -> str:
        context = {"view": view, "code": code.upper(), "form": form, "error": error, "blocked": blocked}
        return render_template("enterprise/rate.html", **context)

    if request.method == "GET":
        return show(schemas.RateSchema(), draw, {})
    return submit(
        schemas.RateSchema(),
        lambda data: ratings.rate_visit(schemas.rating(code, data, staff_device=ours), current_instant()),
        lambda _none: _thanked(code),
        draw,
    )


@enterprise.route("/e/<code>/complain", methods=["GET", "POST"])
@public
@limiter.limit(VOICES)
def complain(code: str) -> ResponseReturnValue:
    """Complain; number and query code are told once."""
    view = register.enterprise_view(code, current_instant())

    def draw(form: Form, error: DomainError | None) -> str:
        return render_template("enterprise/complain.html", view=view, code=code.upper(), form=form, error=error)

    if request.method == "GET":
        return show(schemas.ComplainSchema(), draw, {})
    made = complaints.make_complaint
    return submit(
        schemas.ComplainSchema(),
        lambda data: made(schemas.complaint(code, data), current_instant()),
        lambda done: _received(code, *done),
        draw,
    )


@enterprise.route("/e/complaints", methods=["GET", "POST"])
@public
@limiter.limit(VOICES)
def follow() -> ResponseReturnValue:
    """What became of a complaint, by its number and query code."""
    if request.method == "GET":
        return render_template("enterprise/follow.html", found=None, problem="")
    number, query_code = request.form.get("number", ""), request.form.get("query_code", "")
    try:
        found = complaints.complaint_of_codes(number, query_code)
    except NotFound:
        problem = _("没有找到。请核对投诉编号和查询码")
        return render_template("enterprise/follow.html", found=None, problem=problem), NotFound.status
    return render_template("enterprise/follow.html", found=found, problem="")


@enterprise.errorhandler(DomainError)
def refuse(error: DomainError) -> ResponseReturnValue:
    """What is not here, said on a public page; the same for each wrong code."""
    return render_template("public/problem.html", error=error), error.status


@enterprise.errorhandler(RateLimitExceeded)
def slow_down(_exceeded: RateLimitExceeded) -> ResponseReturnValue:
    """Too many codes in a minute."""
    error = TooMany("一分钟内查询的次数太多，请过一会儿再试")
    return render_template("public/problem.html", error=error), error.status


def _thanked(code: str) -> str:
    flash(_("谢谢，评价已经匿名保存"), "success")
    return url_for("enterprise.page", code=code.upper())


def _received(code: str, row: object, query_code: str) -> Response:
    page = render_template("enterprise/received.html", row=row, query_code=query_code, code=code.upper())
    # The query code stands in this answer alone, so nothing keeps a copy of it.
    return make_response(page, 200, {"Cache-Control": "no-store"})


def _words() -> dict[str, object]:
    return {
        "result_words": register.result_words,
        "kind_words": register.kind_words,
        "visited_on": register.visited_on,
    }
