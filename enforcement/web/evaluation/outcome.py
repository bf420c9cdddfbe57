"""What follows scoring, for who evaluates: re-evaluations, reports sent out, objections, the results fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.feedback import FreezeResults, IssueReports, WaiveReEvaluation
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.services import feedback as services
from enforcement.evaluation.services.re_evaluation import waive_re_evaluation
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation import VersionFields
from enforcement.schemas.evaluation_feedback_forms import WaiveReEvaluationFields
from enforcement.web.evaluation import outcome_views as views
from enforcement.web.evaluation.feedback_views import told
from enforcement.web.evaluation.plans import READERS, trail
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Trail

evaluation_outcome = Blueprint("evaluation_outcome", __name__, url_prefix="/evaluation/plans/<plan_id>/feedback")


@evaluation_outcome.get("/")
@requires(*READERS)
def board(plan_id: str) -> str:
    """How far feedback is, and the next step."""
    found = plan_queries.plan(current_actor(), plan_id)
    context = views.board_context(found, _today())
    return render_template("evaluation/feedback/plan.html", **context, trail=trail())


@evaluation_outcome.route("/reports", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def issue(plan_id: str) -> ResponseReturnValue:
    """One sealed report for each agency."""

    def act(version: int) -> Any:
        return services.issue_reports(current_actor(), IssueReports(plan_id, version), current_instant())

    return _step(plan_id, "issue", _("发出评查组报告"), views.ISSUING, _("报告已经发出，异议期开始"), act)


@evaluation_outcome.route("/results", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def freeze(plan_id: str) -> ResponseReturnValue:
    """The results become final; rectification begins."""

    def act(version: int) -> Any:
        return services.freeze_results(current_actor(), FreezeResults(plan_id, version), current_instant())

    return _step(plan_id, "freeze", _("确定评查结果"), views.FREEZING, _("评查结果已经确定，整改开始"), act)


@evaluation_outcome.route("/re-evaluations/<file_id>", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def waive(plan_id: str, file_id: str) -> ResponseReturnValue:
    """Nobody lawful is left to evaluate a failed file again: the head says so."""
    found = plan_queries.plan(current_actor(), plan_id)
    again = queries.re_evaluations(current_actor(), plan_id, _today())
    file = next((one for one in again if one.file == file_id), None)
    if file is None:
        raise NotFound
    here, back = url_for("evaluation_outcome.waive", plan_id=plan_id, file_id=file_id), views.address(found)
    above, facts = _trail(found), [file.label, file.agency_name]
    page = FormPage(_("不再复评"), _("决定不再复评"), here, back, above, facts, views.WAIVING_RE_EVALUATION)
    if request.method == "GET":
        return show(WaiveReEvaluationFields(), page.draw, {"version": file.version})

    def act(values: dict[str, Any]) -> Any:
        command = WaiveReEvaluation(file_id, values["version"], values["reason"])
        return waive_re_evaluation(current_actor(), command, current_instant())

    return submit(WaiveReEvaluationFields(), act, told(back, _("已经决定不再复评，以原结果为准")), page.draw)


def _step(
    plan_id: str, name: str, title: str, intro: str, message: str, act: Callable[[int], Any]
) -> ResponseReturnValue:
    found = plan_queries.plan(current_actor(), plan_id)
    here, back = url_for(f"evaluation_outcome.{name}", plan_id=plan_id), views.address(found)
    page = FormPage(title, title, here, back, _trail(found), [found.title, found.plan_no], intro)
    if request.method == "GET":
        return show(VersionFields(), page.draw, {"version": found.version})
    return submit(VersionFields(), lambda values: act(values["version"]), told(back, message), page.draw)


def _trail(found: Any) -> Trail:
    above = (found.title, url_for("evaluation_plans.plan", plan_id=found.public_id))
    return [*trail(), above, (_("反馈和整改"), views.address(found))]


def _today() -> date:
    return civil_date(current_instant())
