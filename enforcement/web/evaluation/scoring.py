"""One's own score sheets: the list, the desk of one file, recusal, signature. Nothing here names anybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import load_data
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AskRecusal
from enforcement.evaluation.commands.sheets import AnswerFinding, SaveDraft, SignSheet
from enforcement.evaluation.queries import sheets as queries
from enforcement.evaluation.queries.files import blinded_file, recordings_there
from enforcement.evaluation.queries.plans import own_notices
from enforcement.evaluation.services import recusal, sheets, unblinded
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation import RecusalFields, SheetFields, sheet_of
from enforcement.schemas.evaluation_forms import Typed, typed_sheet
from enforcement.web.cases.papers import VIEWER_POLICY
from enforcement.web.evaluation import scoring_views as views
from enforcement.web.evaluation.notice_links import notice_lines
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Trail

scoring = Blueprint("scoring", __name__, url_prefix="/evaluation/seats")


@scoring.get("/")
@requires(Permission.EVALUATION_SCORE)
def index() -> str:
    """The actor's own files, those to be done first, and what he is reminded of."""
    actor = current_actor()
    rows = views.seat_rows(queries.own_seats(actor), civil_date(current_instant()))
    notices = notice_lines(own_notices(actor))
    return render_template("evaluation/seats/index.html", rows=rows, columns=views.SEAT_COLUMNS, notices=notices)


@scoring.get("/<seat_id>")
@requires(Permission.EVALUATION_SCORE)
def desk(seat_id: str) -> str:
    """The file at the left, the items at the right."""
    return _page(seat_id)


@scoring.post("/<seat_id>")
@requires(Permission.EVALUATION_SCORE)
def save(seat_id: str) -> ResponseReturnValue:
    """Keep the draft with what the pressed button changes in it."""
    typed: Typed | None = None
    try:
        typed = typed_sheet(request.form)
        given = load_data(SheetFields(), typed)
        command = SaveDraft(seat_id, given["version"], sheet_of(given), given["remark"])
        sheets.save_draft(current_actor(), command, current_instant())
        _answer_finding(seat_id, request.form)
    except (Invalid, Refused, Stale) as error:
        return _page(seat_id, typed, error), error.status
    if request.headers.get("HX-Request"):
        return _page(seat_id)
    return redirect(url_for("scoring.desk", seat_id=seat_id, _anchor=views.place_of(request.form, typed)), code=303)


@scoring.get("/<seat_id>/signature")
@requires(Permission.EVALUATION_SCORE)
def review(seat_id: str) -> str:
    """What would be signed, and what still lacks."""
    return _signature(seat_id)


@scoring.post("/<seat_id>/signature")
@requires(Permission.EVALUATION_SCORE)
def sign(seat_id: str) -> ResponseReturnValue:
    """For good."""
    try:
        command = SignSheet(seat_id, request.form.get("version", 0, int))
        sheets.sign_sheet(current_actor(), command, current_instant())
    except (Invalid, Refused, Stale) as error:
        return _signature(seat_id, error), error.status
    flash(_("评分表已经签名，不能再改"), "success")
    return redirect(url_for("scoring.desk", seat_id=seat_id), code=303)


@scoring.route("/<seat_id>/recusal", methods=["GET", "POST"])
@requires(Permission.EVALUATION_SCORE)
def ask_recusal(seat_id: str) -> ResponseReturnValue:
    """Say why not to score the file."""
    found = queries.own_desk(current_actor(), seat_id).seat
    here, back = url_for("scoring.ask_recusal", seat_id=seat_id), url_for("scoring.desk", seat_id=seat_id)
    page = FormPage(_("申请回避"), _("提交申请"), here, back, [*trail(), (found.label, back)], intro=views.WHY_RECUSE)
    if request.method == "GET":
        return show(RecusalFields(), page.draw, {})

    def act(values: dict[str, Any]) -> Any:
        command = AskRecusal(seat_id, OfficerReason(values["reason_code"]), values["text"])
        return recusal.ask_recusal(current_actor(), command, current_instant())

    return submit(RecusalFields(), act, lambda _seat: back, page.draw)


@scoring.post("/<seat_id>/volume")
@requires(Permission.EVALUATION_SCORE)
def open_volume(seat_id: str) -> Response:
    """The scanned volume, which can't be blinded: never by following a link, and entered in the record."""
    answer = Response(unblinded.open_volume(current_actor(), seat_id, current_instant()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=volume.pdf"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = VIEWER_POLICY
    return answer


@scoring.post("/<seat_id>/recordings/<int:place>")
@requires(Permission.EVALUATION_SCORE)
def open_recording(seat_id: str, place: int) -> Response:
    """A recording with its player, as ``open_volume``."""
    opened = unblinded.open_recording(current_actor(), seat_id, place, current_instant())
    label = queries.own_desk(current_actor(), seat_id).seat.label
    back = url_for("scoring.desk", seat_id=seat_id)
    page = render_template("evaluation/seats/recording.html", opened=opened, trail=[*trail(), (label, back)])
    answer = Response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def trail() -> Trail:
    """The list above every page of one file."""
    return [(_("案卷评分"), url_for("scoring.index"))]


def _answer_finding(seat_id: str, sent: Mapping[str, str]) -> None:
    act, _colon, finding = sent.get("act", "").partition(":")
    if act not in ("accept", "reject"):
        return
    command = AnswerFinding(seat_id, finding, accepted=act == "accept", note=sent.get(f"note-{finding}", ""))
    try:
        sheets.answer_finding(current_actor(), command, current_instant())
    except Invalid as error:
        raise Invalid({f"note-{finding}": error.errors["note"]}) from error


def _page(seat_id: str, typed: Typed | None = None, error: DomainError | None = None) -> str:
    found = queries.own_desk(current_actor(), seat_id)
    context = views.desk_context(found, typed, getattr(error, "errors", {}))
    file = blinded_file(found.case_file)
    titles = {paper.id: paper.title for paper in file.papers}
    there = recordings_there(found.case_file) if file.recordings else {}
    return render_template(
        "evaluation/seats/show.html", **context, file=file, titles=titles, there=there, trail=trail(), error=error
    )


def _signature(seat_id: str, error: DomainError | None = None) -> str:
    found = queries.own_desk(current_actor(), seat_id)
    unanswered = sum(one.public_id not in found.findings for one in blinded_file(found.case_file).findings)
    return render_template(
        "evaluation/seats/sign.html",
        desk=found,
        lacking=views.lacking(found),
        unanswered=unanswered,
        trail=trail(),
        error=error,
    )
