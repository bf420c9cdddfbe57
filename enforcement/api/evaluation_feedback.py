"""Feedback for programs: group reports, objections and their answers, the results that are fixed."""

from __future__ import annotations

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, read, sent, version_header
from enforcement.api.evaluation import ETAG, READERS, Shown
from enforcement.api.evaluation_proofs import BINARY, proof_file
from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.feedback import (
    AnswerObjection,
    FileObjection,
    FreezeResults,
    IssueReports,
    WaiveObjections,
    WaiveReEvaluation,
)
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.services import feedback as services
from enforcement.evaluation.services import objections, re_evaluation
from enforcement.evaluation.services.proofs import objection_proof
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import evaluation_feedback as shown
from enforcement.schemas import evaluation_feedback_forms as forms
from enforcement.schemas.evaluation import VersionFields
from enforcement.schemas.evaluation_shown import EvaluationPlanSchema

evaluation_feedback = ApiBlueprint("evaluation_feedback", "评查反馈和异议")
BOTH_SIDES = (*READERS, Permission.EVALUATION_ANSWER)


@evaluation_feedback.operation("GET", "/evaluation-plans/<plan_id>/re-evaluations", "不合格案卷的复评")
@requires(*READERS)
@evaluation_feedback.response(200, shown.EvaluationReEvaluationSchema(many=True))
def list_re_evaluations(plan_id: str) -> object:
    """Never who scores."""
    return list(queries.re_evaluations(current_actor(), plan_id, civil_date(current_instant())))


@evaluation_feedback.operation(
    "POST",
    "/evaluation-files/<file_id>/re-evaluation-waiver",
    "决定不再复评",
    body=forms.WaiveReEvaluationFields(),
    versioned=True,
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation_feedback.response(204)
def waive_re_evaluation(file_id: str) -> None:
    """When nobody lawful is left; the version is that of the list of re-evaluations."""
    given = read(forms.WaiveReEvaluationFields(), sent(), asked_version())
    command = WaiveReEvaluation(file_id, given["version"], given["reason"])
    with at_version():
        re_evaluation.waive_re_evaluation(current_actor(), command, current_instant())


@evaluation_feedback.operation(
    "POST", "/evaluation-plans/<plan_id>/reports", "发出评查组报告", body=VersionFields(), versioned=True
)
@requires(Permission.EVALUATION_PLAN)
@evaluation_feedback.response(201, shown.EvaluationReportRowSchema(many=True))
def issue_evaluation_reports(plan_id: str) -> object:
    """One for each agency."""
    given = read(VersionFields(), sent(), asked_version())
    with at_version():
        made = services.issue_reports(current_actor(), IssueReports(plan_id, given["version"]), current_instant())
    return list(made)


@evaluation_feedback.operation("GET", "/evaluation-reports", "评查组报告")
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, shown.EvaluationReportRowSchema(many=True))
def list_evaluation_reports() -> object:
    """An agency's own; those of plans in scope for those who evaluate."""
    return list(queries.reports(current_actor()))


@evaluation_feedback.operation("GET", "/evaluation-reports/<report_id>", "一份评查组报告")
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, shown.EvaluationReportSchema, headers=ETAG)
def get_evaluation_report(report_id: str) -> Shown:
    """With every point of every file."""
    return _report(report_id)


@evaluation_feedback.operation("GET", "/evaluation-reports/<report_id>/file", "下载评查组报告（PDF）")
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, BINARY, content_type="application/pdf")
def get_evaluation_report_file(report_id: str) -> object:
    """The sealed paper; the look is recorded first."""
    return proof_file(queries.report_paper(current_actor(), report_id, current_instant()))


@evaluation_feedback.operation(
    "POST", "/evaluation-reports/<report_id>/waiver", "表示没有（其他）异议", body=VersionFields(), versioned=True
)
@requires(Permission.EVALUATION_ANSWER)
@evaluation_feedback.response(200, shown.EvaluationReportSchema, headers=ETAG)
def waive_evaluation_objections(report_id: str) -> Shown:
    """The window ends today."""
    given = read(VersionFields(), sent(), asked_version())
    command = WaiveObjections(report_id, given["version"])
    with at_version():
        services.waive_objections(current_actor(), command, current_instant())
    return _report(report_id)


@evaluation_feedback.operation(
    "POST", "/evaluation-reports/<report_id>/objections", "提出异议", body=shown.ObjectionSchema()
)
@requires(Permission.EVALUATION_ANSWER)
@evaluation_feedback.response(201, shown.EvaluationObjectionSchema, headers=ETAG)
def file_evaluation_objection(report_id: str) -> Shown:
    """To one point of one file."""
    given = read(shown.ObjectionSchema(), sent())
    command = FileObjection(report_id, given["file"], given["subject"], given["grounds"], tuple(given["uploads"]))
    row = objections.file_objection(current_actor(), command, current_instant())
    found, _, headers = _objection(row.public_id)
    return found, 201, headers


@evaluation_feedback.operation("GET", "/evaluation-plans/<plan_id>/objections", "一次评查的异议")
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, shown.EvaluationObjectionSchema(many=True))
def list_evaluation_objections(plan_id: str) -> object:
    """Those in scope."""
    return list(queries.objections(current_actor(), plan_id))


@evaluation_feedback.operation("GET", "/evaluation-objections/<objection_id>", "一件异议")
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, shown.EvaluationObjectionSchema, headers=ETAG)
def get_evaluation_objection(objection_id: str) -> Shown:
    """With its answer."""
    return _objection(objection_id)


@evaluation_feedback.operation(
    "GET", "/evaluation-objections/<objection_id>/attachments/<int:place>", "下载异议的证明材料"
)
@requires(*BOTH_SIDES)
@evaluation_feedback.response(200, BINARY, content_type="application/octet-stream")
def get_objection_attachment(objection_id: str, place: int) -> object:
    """As handed in; the look is recorded."""
    return proof_file(objection_proof(current_actor(), objection_id, place, current_instant()))


@evaluation_feedback.operation(
    "POST",
    "/evaluation-objections/<objection_id>/answer",
    "答复异议",
    body=forms.AnswerObjectionFields(),
    versioned=True,
)
@requires(Permission.EVALUATION_PLAN)
@evaluation_feedback.response(200, shown.EvaluationObjectionSchema, headers=ETAG)
def answer_evaluation_objection(objection_id: str) -> Shown:
    """Upheld, the file has one more decision."""
    given = read(forms.AnswerObjectionFields(), sent(), asked_version())
    command = AnswerObjection(
        objection_id, given["version"], given["decision"] == forms.UPHELD, given["reasons"], tuple(given["fallen"])
    )
    with at_version():
        objections.answer_objection(current_actor(), command, current_instant())
    return _objection(objection_id)


@evaluation_feedback.operation(
    "POST", "/evaluation-plans/<plan_id>/freezing", "确定评查结果", body=VersionFields(), versioned=True
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation_feedback.response(200, EvaluationPlanSchema, headers=ETAG)
def freeze_evaluation_results(plan_id: str) -> Shown:
    """What still stands is to be put right from today."""
    given = read(VersionFields(), sent(), asked_version())
    with at_version():
        services.freeze_results(current_actor(), FreezeResults(plan_id, given["version"]), current_instant())
    row = plan_queries.plan(current_actor(), plan_id)
    return row, 200, version_header(row.version)


def _report(report_id: str) -> Shown:
    found = queries.report(current_actor(), report_id, civil_date(current_instant()))
    return found, 200, version_header(found.row.version)


def _objection(objection_id: str) -> Shown:
    found = queries.objection(current_actor(), objection_id)
    return found, 200, version_header(found.row.version)
