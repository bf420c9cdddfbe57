"""Draws for everyone: the list, one draw with all its data, its bundle, the proof for one enterprise, the tool."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from enforcement.doors.access import public
from enforcement.doors.forms import load_form
from enforcement.doors.limits import SINGLE_ANSWERS, WHOLE_LISTS, limiter
from enforcement.draws import register
from enforcement.foundation.errors import DomainError, Invalid
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.draws import PublicDrawsSchema
from enforcement.web import public_draws_lists as lists
from enforcement.web import public_draws_views as views
from enforcement.web.draws_board import board_of
from enforcement.web.public import refuse
from enforcement.web.public_lists import attachment, json_answer
from enforcement.web.qr import absolute, qr_answer

lots = Blueprint("lots", __name__)
lots.register_error_handler(DomainError, refuse)

TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"


@lots.get("/lots")
@public
def index() -> ResponseReturnValue:
    """Every draw that was committed, void ones too, with filters."""
    try:
        wanted = load_form(PublicDrawsSchema(), request.args)
        page = register.public_draws(wanted, request.args.get("cursor") or None)
    except Invalid as invalid:
        return render_template("lots/index.html", **lists.refused(invalid)), invalid.status
    return render_template("lots/index.html", **lists.found(wanted, page))


@lots.get("/lots.<any(csv, json):form>")
@public
@limiter.limit(WHOLE_LISTS)
def export(form: str) -> ResponseReturnValue:
    """The same list for programs."""
    return lists.list_file(load_form(PublicDrawsSchema(), request.args), form)


@lots.get("/lots/verify")
@public
def verify_file() -> str:
    """Verify a bundle from a file in this browser; it is not sent."""
    return render_template("lots/verify.html", draw=None, steps=views.STEPS)


@lots.get("/lots/verify_draw.py")
@public
def tool() -> Response:
    """The verifier in one file, to be run on one's own computer."""
    return attachment(TOOL.read_bytes(), "text/x-python; charset=utf-8", TOOL.name)


@lots.get("/lots/values")
@public
def values() -> str:
    """Public random values: who typed what when, with the pictures; corrections stay visible."""
    page = register.public_values(request.args.get("cursor") or None)
    return render_template(
        "lots/values.html", values=lists.value_rows(page.items), pager=lists.pager(page, "lots.values")
    )


@lots.get("/lots/values/pictures/<entry>")
@public
def picture(entry: str) -> Response:
    """The picture of an announcement that a typist added."""
    found = register.picture_of(entry)
    return Response(found.data, mimetype=found.media_type, headers={"Cache-Control": "public, max-age=86400"})


@lots.get("/lots/<agency>/<draw_no>")
@public
def show(agency: str, draw_no: str) -> str:
    """One draw: what was committed, the values, the seed, the list, what happened afterwards."""
    draw = register.public_draw(agency, draw_no)
    return render_template("lots/show.html", draw=views.draw_view(draw, current_instant()))


@lots.get("/lots/<agency>/<draw_no>.json")
@public
@limiter.limit(SINGLE_ANSWERS)
def bundle(agency: str, draw_no: str) -> ResponseReturnValue:
    """The bundle: all that is published of the draw, for the verifiers; before the result, what was committed."""
    return json_answer(views.bundle_view(register.public_draw(agency, draw_no)))


@lots.get("/lots/<agency>/<draw_no>/verify")
@public
def verify(agency: str, draw_no: str) -> str:
    """Recompute the draw in this browser; the only call is the bundle."""
    draw = register.public_draw(agency, draw_no)
    return render_template("lots/verify.html", draw=views.head_view(draw), steps=views.STEPS)


@lots.get("/lots/<agency>/<draw_no>/proof")
@public
@limiter.limit(SINGLE_ANSWERS)
def proof(agency: str, draw_no: str) -> str:
    """One enterprise: in the pool or excluded, its ticket, the line, the outcome."""
    draw = register.public_draw(agency, draw_no)
    asked = request.args.get("id", "").strip().upper()
    found = views.proof_view(draw, asked, register.proof_of(draw, asked))
    return render_template("lots/proof.html", draw=views.head_view(draw), asked=asked, proof=found)


@lots.get("/lots/<agency>/<draw_no>/live")
@public
def live(agency: str, draw_no: str) -> ResponseReturnValue:
    """The screen of the room, for those who watch from afar."""
    return render_template("draws/ceremony.html", board=_board(agency, draw_no))


@lots.get("/lots/<agency>/<draw_no>/live/board")
@public
def live_board(agency: str, draw_no: str) -> ResponseReturnValue:
    """The board alone, fetched again and again."""
    return views.conditional(render_template("draws/_board.html", board=_board(agency, draw_no)))


@lots.get("/lots/<agency>/<draw_no>/qr.svg")
@public
def qr(agency: str, draw_no: str) -> Response:
    """The address of the draw, or of its recomputation, as a QR code."""
    draw = register.public_draw(agency, draw_no)
    endpoint = "lots.verify" if request.args.get("to") == "verify" else "lots.show"
    return qr_answer(absolute(views.address(endpoint, draw)))


def _board(agency: str, draw_no: str) -> dict[str, object]:
    draw = register.public_draw(agency, draw_no)
    return board_of(draw, {}, current_instant(), views.board_links(draw))
