"""Reports of evaluations for programs, and finished rounds for everybody."""

from __future__ import annotations

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.evaluation import READERS
from enforcement.api.evaluation_feedback import BOTH_SIDES
from enforcement.doors.access import current_actor, public, requires
from enforcement.evaluation import register
from enforcement.evaluation.queries import reports as queries
from enforcement.schemas import evaluation_reports as shown

evaluation_reports = ApiBlueprint("evaluation_reports", "评查报告")


@evaluation_reports.operation("GET", "/evaluation-plans/<plan_id>/report", "评查总报告")
@requires(*READERS)
@evaluation_reports.response(200, shown.EvaluationOverallReportSchema)
def get_evaluation_overall_report(plan_id: str) -> object:
    """Once scoring is closed; a draft until ``final``."""
    return queries.overall_report(current_actor(), plan_id)


@evaluation_reports.operation("GET", "/evaluation-plans/<plan_id>/agencies/<agency_id>/report", "评查单位报告")
@requires(*BOTH_SIDES)
@evaluation_reports.response(200, shown.UnitReportSchema)
def get_evaluation_unit_report(plan_id: str, agency_id: str) -> object:
    """One agency's part, for it and for the organ that evaluates; without evaluators."""
    return queries.unit_report(current_actor(), plan_id, agency_id)


@evaluation_reports.operation("GET", "/evaluations", "公布的案卷评查")
@public
@evaluation_reports.response(200, shown.PublicRoundSchema(many=True))
def list_public_evaluations() -> object:
    """Rounds whose results are fixed, newest first."""
    return list(register.public_rounds())


@evaluation_reports.operation("GET", "/evaluations/<round_id>", "一次公布的案卷评查")
@public
@evaluation_reports.response(200, shown.PublicSummarySchema)
def get_public_evaluation(round_id: str) -> object:
    """Figures by agency, frequent faults, standard and draw; nothing of parties, officers or files."""
    return register.public_round(round_id)
