"""抽取: the desk of draws: list, one draw with its steps and what may be done, the ceremony page, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import load_form
from enforcement.draws import queries, services
from enforcement.draws.commands import AddContribution, AnswerVoid, AskVoid, RollDice
from enforcement.draws.policies import may_look
from enforcement.draws.states import ObjectReason
from enforcement.foundation.errors import DomainError, Invalid, NotFound, Refused, Stale, Unavailable
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.checks import ReplaceSealedObject
from enforcement.inspection.services.replacing import replace_sealed_object
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import draws as schemas
from enforcement.web import draws_desk as desk
from enforcement.web.draws_minutes import minutes_pdf
from enforcement.web.public_draws_views import bundle_view, conditional
from enforcement.web.public_lists import json_answer
from enforcement.web.qr import qr_answer

draws = Blueprint("draws", __name__, url_prefix="/draws")


@draws.get("/")
@requires(Permission.DRAW_READ)
def index() -> ResponseReturnValue:
    """Draws in scope with their state, newest first, and what is due or wrong."""
    actor, now = current_actor(), current_instant()
    try:
        page = queries.draws_of(actor, desk.wanted(), request.args.get("cursor") or None)
    except Invalid as invalid:
        return render_template("draws/index.html", **desk.refused_list(invalid)), invalid.status
    return render_template("draws/index.html", **desk.listed(page, queries.notices(actor), now))


@draws.get("/<public_id>")
@requires(Permission.DRAW_READ)
def show(public_id: str) -> ResponseReturnValue:
    """One draw: where it stands, what it waits for, what may be done and why not."""
    return _page(public_id)


@draws.post("/<public_id>/<any(approve, close_contributions, close_dice, sign, advance, open_sealed):act>")
@requires(Permission.DRAW_DRAFT, Permission.DRAW_APPROVE, Permission.DRAW_WITNESS)
def step(public_id: str, act: str) -> ResponseReturnValue:
    """A step that needs no words."""
    service, done = desk.STEPS[act]
    return _act(public_id, lambda: service(current_actor(), public_id, current_instant()), done)


@draws.post("/<public_id>/contributions")
@requires(Permission.DRAW_DRAFT)
def add_contribution(public_id: str) -> ResponseReturnValue:
    """Words spoken in the room, typed openly."""

    def act() -> None:
        typed = load_form(schemas.ContributionSchema(), request.form)
        services.add_contribution(current_actor(), AddContribution(public_id, **typed), current_instant())

    return _act(public_id, act, _("已登记这条发言"), "contribution")


@draws.post("/<public_id>/dice")
@requires(Permission.DRAW_DRAFT)
def roll_dice(public_id: str) -> ResponseReturnValue:
    """Digits as they fell."""

    def act() -> None:
        typed = load_form(schemas.DiceSchema(), request.form)
        services.roll_dice(current_actor(), RollDice(public_id, typed["who"], typed["text"]), current_instant())

    return _act(public_id, act, _("已登记点数"), "dice")


@draws.post("/<public_id>/void")
@requires(Permission.DRAW_DRAFT, Permission.DRAW_APPROVE)
def ask_void(public_id: str) -> ResponseReturnValue:
    """Ask to make the draw void, with the reason the public reads."""

    def act() -> None:
        typed = load_form(schemas.VoidSchema(), request.form)
        services.ask_void(current_actor(), AskVoid(public_id, typed["reason"]), current_instant())

    return _act(public_id, act, _("已提出作废，等待另一名负责人答复"), "void")


@draws.post("/<public_id>/void/answer")
@requires(Permission.DRAW_APPROVE)
def answer_void(public_id: str) -> ResponseReturnValue:
    """Agree or not, as the second person."""

    def act() -> None:
        typed = load_form(schemas.VoidAnswerSchema(), request.form)
        command = AnswerVoid(public_id, typed["answer"] == "agree")
        services.answer_void(current_actor(), command, current_instant())

    return _act(public_id, act, _("意见已经记录"), "void_answer")


@draws.post("/<public_id>/sealed-object")
@requires(Permission.DRAW_APPROVE)
def replace_sealed(public_id: str) -> ResponseReturnValue:
    """Take an object out of a list that is still sealed; who follows is not told."""

    def act() -> None:
        typed = load_form(schemas.SealedObjectSchema(), request.form)
        reason = ObjectReason(typed["reason_code"])
        command = ReplaceSealedObject(public_id, typed["uscc"], reason, typed["evidence"])
        replace_sealed_object(current_actor(), command, current_instant())

    return _act(public_id, act, _("已更换，由同类下一个签号递补；递补的检查只通知它的检查组"), "sealed_object")


@draws.get("/<public_id>/ceremony")
@requires(Permission.DRAW_READ)
def ceremony(public_id: str) -> str:
    """The screen in the room."""
    return render_template("draws/ceremony.html", board=_board(public_id))


@draws.get("/<public_id>/ceremony/board")
@requires(Permission.DRAW_READ)
def board(public_id: str) -> Response:
    """The board alone, fetched again and again."""
    return conditional(render_template("draws/_board.html", board=_board(public_id)))


@draws.get("/<public_id>/minutes.pdf")
@requires(Permission.DRAW_READ)
def minutes(public_id: str) -> Response:
    """The minutes of the draw with the commit as a QR code, to be signed."""
    data = minutes_pdf(queries.draw(current_actor(), public_id), current_instant())
    return Response(data, mimetype="application/pdf")


@draws.get("/<public_id>/bundle.json")
@requires(Permission.DRAW_READ)
def bundle(public_id: str) -> Response:
    """The public bundle, to be handed over as a file."""
    return json_answer(bundle_view(queries.draw(current_actor(), public_id)))


@draws.get("/<public_id>/qr.svg")
@requires(Permission.DRAW_READ)
def qr(public_id: str) -> Response:
    """The public address of the draw, or of its recomputation, as a QR code."""
    draw = queries.draw(current_actor(), public_id)
    return qr_answer(desk.public_address(draw, verify=request.args.get("to") == "verify"))


@draws.get("/<public_id>/sealed-list")
@requires(Permission.SUPERVISION_READ)
def sealed_list(public_id: str) -> str:
    """The warning before a look at a list that nobody may tell of."""
    return render_template("draws/sealed.html", draw=_sealed(public_id), classes=None)


@draws.post("/<public_id>/sealed-list")
@requires(Permission.SUPERVISION_READ)
def look(public_id: str) -> Response:
    """The list, once the look is written down."""
    draw = _sealed(public_id)
    services.look_at_list(current_actor(), public_id, current_instant())
    page = render_template("draws/sealed.html", draw=draw, classes=desk.drawn_classes(draw))
    return Response(page, headers={"Cache-Control": "no-store"})


def _sealed(public_id: str) -> Any:
    draw = queries.draw(current_actor(), public_id)
    if not may_look(current_actor(), draw):
        raise NotFound
    return draw


def _act(public_id: str, act: Callable[[], object], done: str, form: str = "") -> ResponseReturnValue:
    """Do it and go back to the page; a refusal is said on the page, with what was typed."""
    try:
        act()
    except (Invalid, Refused, Stale, Unavailable) as refusal:
        return _page(public_id, error=refusal, form=form)
    flash(done, "success")
    return redirect(url_for("draws.show", public_id=public_id), code=303)


def _page(public_id: str, *, error: DomainError | None = None, form: str = "") -> ResponseReturnValue:
    actor = current_actor()
    typed = desk.Typed(form, request.form if error is not None else None, error)
    context = desk.draw_context(queries.draw(actor, public_id), actor, current_instant(), typed)
    return render_template("draws/show.html", **context), error.status if error else 200


def _board(public_id: str) -> dict[str, Any]:
    return desk.room_board(queries.draw(current_actor(), public_id), current_instant())
