"""Drawn files of a plan: answers on applicability, recusals, people who don't come."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import load_data
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerRecusal, ConfirmAnswers, ReplaceAbsent
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.standards import standard_of
from enforcement.evaluation.services import drawing, recusal
from enforcement.foundation.errors import DomainError, Invalid, NotFound, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation import AbsenceFields, AnswerFields, HoldsFields
from enforcement.web.evaluation.plan_views import condition_rows
from enforcement.web.evaluation.plans import trail
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage

evaluation_files = Blueprint("evaluation_files", __name__, url_prefix="/evaluation")
YES = "yes"


@evaluation_files.get("/plans/<plan_id>/files/<file_id>")
@requires(Permission.EVALUATION_PLAN)
def answers(plan_id: str, file_id: str) -> str:
    """The questions of one file, with what the machine proposes."""
    return _answers(plan_id, file_id)


@evaluation_files.post("/plans/<plan_id>/files/<file_id>")
@requires(Permission.EVALUATION_PLAN)
def confirm(plan_id: str, file_id: str) -> ResponseReturnValue:
    """Confirm them once, for all sheets of the file."""
    prefix = "holds-"
    given = {name.removeprefix(prefix): value == YES for name, value in request.form.items() if name.startswith(prefix)}
    try:
        values = load_data(HoldsFields(), {"holds": given, "version": request.form.get("version", "0")})
        command = ConfirmAnswers(file_id, values["version"], values["holds"])
        drawing.confirm_answers(current_actor(), command, current_instant())
    except (Invalid, Refused, Stale) as error:
        return _answers(plan_id, file_id, given, error), error.status
    flash(_("适用条件已经确认，评分开始"), "success")
    return redirect(url_for("evaluation_plans.plan", plan_id=plan_id, _anchor="files"), code=303)


@evaluation_files.get("/recusals")
@requires(Permission.EVALUATION_APPROVE)
def recusals() -> str:
    """Requests that wait for the head."""
    return render_template("evaluation/plans/recusals.html", seats=queries.recusals(current_actor()), trail=trail())


@evaluation_files.route("/recusals/<seat_id>", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def answer_recusal(seat_id: str) -> ResponseReturnValue:
    """The head decides; agreed, the next of the ranking takes the seat."""
    seat = next((one for one in queries.recusals(current_actor()) if one.public_id == seat_id), None)
    if seat is None:
        raise NotFound
    here, back = url_for("evaluation_files.answer_recusal", seat_id=seat_id), url_for("evaluation_files.recusals")
    facts = [seat.file.label, seat.evaluator_name, seat.asked_text]
    page = FormPage(_("决定回避"), _("提交决定"), here, back, [*trail(), (_("回避申请"), back)], facts)
    if request.method == "GET":
        return show(AnswerFields(), page.draw, {})

    def act(values: dict[str, Any]) -> Any:
        command = AnswerRecusal(seat_id, agreed=values["answer"] == "agree", reason=values["reason"])
        return recusal.answer_recusal(current_actor(), command, current_instant())

    return submit(AnswerFields(), act, lambda _seat: back, page.draw)


@evaluation_files.route("/plans/<plan_id>/seats/<seat_id>", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def replace(plan_id: str, seat_id: str) -> ResponseReturnValue:
    """Take a seat from somebody who is late and doesn't come."""
    found = queries.plan(current_actor(), plan_id)
    back = url_for("evaluation_plans.plan", plan_id=plan_id)
    here = url_for("evaluation_files.replace", plan_id=plan_id, seat_id=seat_id)
    page = FormPage(_("换评查员"), _("换人"), here, back, [*trail(), (found.title, back)], [found.plan_no])
    if request.method == "GET":
        return show(AbsenceFields(), page.draw, {})

    def act(values: dict[str, Any]) -> Any:
        command = ReplaceAbsent(seat_id, OfficerReason(values["reason_code"]), values["text"])
        return recusal.replace_absent(current_actor(), command, current_instant())

    return submit(AbsenceFields(), act, lambda _seat: back, page.draw)


def _answers(plan_id: str, file_id: str, given: dict[str, bool] | None = None, error: DomainError | None = None) -> str:
    found = queries.plan(current_actor(), plan_id)
    file = next((one for one in queries.drawn_files(current_actor(), plan_id) if one.public_id == file_id), None)
    if file is None:
        raise NotFound
    rows = condition_rows(standard_of(found.standard), file, file.answers if given is None else given)
    return render_template(
        "evaluation/plans/answers.html", plan=found, file=file, rows=rows, trail=trail(), error=error
    )
