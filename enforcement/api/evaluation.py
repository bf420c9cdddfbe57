"""Evaluations for programs: standards, plans, drawn files, one's own score sheets, results after closing."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, read, sent, version_header
from enforcement.doors.access import current_actor, requires
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import (
    AnswerPlan,
    AskRecusal,
    CancelPlan,
    CloseScoring,
    ConfirmAnswers,
    DraftPlan,
    EditPlan,
    WithdrawPlan,
)
from enforcement.evaluation.commands.sheets import AnswerFinding, SaveDraft, SignSheet
from enforcement.evaluation.commands.standards import DraftStandard, EditStandard, PublishStandard
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.queries import sheets as sheet_queries
from enforcement.evaluation.queries import standards as standard_queries
from enforcement.evaluation.services import cancelling, closing, drawing, plans, recusal, sheets, standards
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_named
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import evaluation as forms
from enforcement.schemas import evaluation_shown as shown
from enforcement.schemas.shown import PageQuerySchema

evaluation = ApiBlueprint("evaluation", "案卷评查")
READERS = (Permission.EVALUATION_PLAN, Permission.EVALUATION_APPROVE, Permission.EVALUATION_READ)
ANYONE = (*READERS, Permission.EVALUATION_SCORE, Permission.EVALUATION_ANSWER)
ETAG = {"ETag": {"description": "记录的版本", "schema": {"type": "string"}}}
OWNER = ("organisation",)
"""Chosen when a record is drafted, never changed."""
Shown = tuple[object, int, dict[str, str]]


@evaluation.operation("GET", "/evaluation-standards", "评查标准")
@requires(*ANYONE)
@evaluation.response(200, shown.EvaluationStandardRowSchema(many=True))
def list_evaluation_standards() -> object:
    """Published versions, and drafts for who plans."""
    return list(standard_queries.standards(current_actor()))


@evaluation.operation("GET", "/evaluation-standards/<standard_id>", "一个版本的评查标准")
@requires(*ANYONE)
@evaluation.response(200, shown.EvaluationStandardSchema, headers=ETAG)
def get_evaluation_standard(standard_id: str) -> Shown:
    """With its whole content."""
    row = standard_queries.standard(current_actor(), standard_id)
    return row, 200, version_header(row.version)


@evaluation.operation("POST", "/evaluation-standards", "起草评查标准的新版本", body=forms.StandardFields())
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(201, shown.EvaluationStandardSchema)
def draft_evaluation_standard() -> object:
    """A draft of one's organ."""
    given = read(forms.StandardFields(), sent())
    organ = organisation_named(current_actor(), given["organisation"], Permission.EVALUATION_PLAN)
    return standards.draft_standard(current_actor(), DraftStandard(organ.id, given["content"]), current_instant())


@evaluation.operation(
    "POST",
    "/evaluation-standards/<standard_id>/content",
    "修改评查标准的草稿",
    body=forms.StandardFields(exclude=OWNER),
    versioned=True,
)
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(200, shown.EvaluationStandardSchema, headers=ETAG)
def edit_evaluation_standard(standard_id: str) -> Shown:
    """The whole content anew; what doesn't add up is named by entry."""
    given = read(forms.StandardFields(exclude=OWNER), sent(), asked_version())
    command = EditStandard(standard_id, given["version"], given["content"])
    with at_version():
        row = standards.edit_standard(current_actor(), command, current_instant())
    return row, 200, version_header(row.version)


@evaluation.operation(
    "POST",
    "/evaluation-standards/<standard_id>/publication",
    "公布评查标准",
    body=forms.VersionFields(),
    versioned=True,
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation.response(200, shown.EvaluationStandardSchema)
def publish_evaluation_standard(standard_id: str) -> object:
    """For good."""
    given = read(forms.VersionFields(), sent(), asked_version())
    with at_version():
        return standards.publish_standard(
            current_actor(), PublishStandard(standard_id, given["version"]), current_instant()
        )


@evaluation.operation("GET", "/evaluation-plans", "评查方案")
@requires(*READERS)
@evaluation.arguments(PageQuerySchema, location="query")
@evaluation.response(200, shown.EvaluationPlanPageSchema)
def list_evaluation_plans(asked: dict[str, Any]) -> object:
    """Within one's scope, newest first."""
    return plan_queries.plans(current_actor(), asked["cursor"] or None, asked["limit"])


@evaluation.operation("POST", "/evaluation-plans", "起草评查方案", body=forms.PlanFields())
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(201, shown.EvaluationPlanSchema)
def draft_evaluation_plan() -> object:
    """It waits for the head."""
    given = read(forms.PlanFields(), sent())
    organ = organisation_named(current_actor(), given["organisation"], Permission.EVALUATION_PLAN)
    return plans.draft_plan(current_actor(), DraftPlan(organ.id, forms.plan_content(given)), current_instant())


@evaluation.operation("GET", "/evaluation-plans/<plan_id>", "一个评查方案")
@requires(*READERS)
@evaluation.response(200, shown.EvaluationPlanSchema, headers=ETAG)
def get_evaluation_plan(plan_id: str) -> Shown:
    """As it stands."""
    row = plan_queries.plan(current_actor(), plan_id)
    return row, 200, version_header(row.version)


@evaluation.operation(
    "POST",
    "/evaluation-plans/<plan_id>/content",
    "修改评查方案的草稿",
    body=forms.PlanFields(exclude=OWNER),
    versioned=True,
)
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(200, shown.EvaluationPlanSchema, headers=ETAG)
def edit_evaluation_plan(plan_id: str) -> Shown:
    """The draft anew; it waits for the head again."""
    given = read(forms.PlanFields(exclude=OWNER), sent(), asked_version())
    command = EditPlan(plan_id, given["version"], forms.plan_content(given))
    with at_version():
        row = plans.edit_plan(current_actor(), command, current_instant())
    return row, 200, version_header(row.version)


@evaluation.operation(
    "POST", "/evaluation-plans/<plan_id>/answer", "审批评查方案", body=forms.AnswerFields(), versioned=True
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation.response(200, shown.EvaluationPlanSchema)
def answer_evaluation_plan(plan_id: str) -> object:
    """Approved, the list of files is fixed."""
    given = read(forms.AnswerFields(), sent(), asked_version())
    command = AnswerPlan(plan_id, given["version"], given["answer"] == "agree", given["reason"])
    with at_version():
        return plans.answer_plan(current_actor(), command, current_instant())


@evaluation.operation(
    "POST", "/evaluation-plans/<plan_id>/withdrawal", "撤回评查方案的草稿", body=forms.VersionFields(), versioned=True
)
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(200, shown.EvaluationPlanSchema)
def withdraw_evaluation_plan(plan_id: str) -> object:
    """By its drafter, before the head has approved it."""
    given = read(forms.VersionFields(), sent(), asked_version())
    with at_version():
        return cancelling.withdraw_plan(current_actor(), WithdrawPlan(plan_id, given["version"]), current_instant())


@evaluation.operation(
    "POST", "/evaluation-plans/<plan_id>/cancellation", "取消评查方案", body=forms.CancelFields(), versioned=True
)
@requires(Permission.EVALUATION_APPROVE)
@evaluation.response(200, shown.EvaluationPlanSchema)
def cancel_evaluation_plan(plan_id: str) -> object:
    """Before its list is committed to; afterwards only the draw can be made void, by two people."""
    given = read(forms.CancelFields(), sent(), asked_version())
    command = CancelPlan(plan_id, given["version"], given["reason"])
    with at_version():
        return cancelling.cancel_plan(current_actor(), command, current_instant())


@evaluation.operation("GET", "/evaluation-plans/<plan_id>/progress", "评查进度")
@requires(*READERS)
@evaluation.response(200, shown.EvaluationProgressSchema)
def get_evaluation_progress(plan_id: str) -> object:
    """Numbers only."""
    return plan_queries.progress(current_actor(), plan_id, civil_date(current_instant()))


@evaluation.operation("GET", "/evaluation-plans/<plan_id>/files", "抽取的案卷")
@requires(*READERS)
@evaluation.response(200, shown.EvaluationFileSchema(many=True))
def list_evaluation_files(plan_id: str) -> object:
    """Without who scores them; points after closing."""
    return list(plan_queries.drawn_files(current_actor(), plan_id))


@evaluation.operation(
    "POST", "/evaluation-files/<file_id>/answers", "确认适用条件", body=forms.HoldsFields(), versioned=True
)
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(204)
def confirm_evaluation_answers(file_id: str) -> None:
    """One answer for all sheets of a file."""
    given = read(forms.HoldsFields(), sent(), asked_version())
    with at_version():
        drawing.confirm_answers(
            current_actor(), ConfirmAnswers(file_id, given["version"], given["holds"]), current_instant()
        )


@evaluation.operation(
    "POST", "/evaluation-plans/<plan_id>/closing", "结束评分", body=forms.CloseFields(), versioned=True
)
@requires(Permission.EVALUATION_PLAN)
@evaluation.response(200, shown.EvaluationPlanSchema)
def close_evaluation(plan_id: str) -> object:
    """The sealed list is opened with it."""
    given = read(forms.CloseFields(), sent(), asked_version())
    with at_version():
        return closing.close_scoring(
            current_actor(), CloseScoring(plan_id, given["version"], given["reason"]), current_instant()
        )


@evaluation.operation("GET", "/evaluation-plans/<plan_id>/results", "评分结果")
@requires(*READERS)
@evaluation.response(200, shown.EvaluationResultSchema(many=True))
def list_evaluation_results(plan_id: str) -> object:
    """After closing, with every signed sheet."""
    return list(sheet_queries.results(current_actor(), plan_id))


@evaluation.operation("GET", "/evaluation-plans/<plan_id>/agreement", "评查员之间的一致程度")
@requires(*READERS)
@evaluation.response(200, shown.EvaluationAgreementSchema)
def get_evaluation_agreement(plan_id: str) -> object:
    """After closing."""
    return sheet_queries.agreement_of(current_actor(), plan_id)


@evaluation.operation("GET", "/evaluation-seats", "我要评分的案卷")
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(200, shown.EvaluationSeatSchema(many=True))
def list_evaluation_seats() -> object:
    """One's own only."""
    return list(sheet_queries.own_seats(current_actor()))


@evaluation.operation("GET", "/evaluation-seats/<seat_id>", "我的一份评分表")
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(200, shown.EvaluationDeskSchema, headers=ETAG)
def get_evaluation_seat(seat_id: str) -> Shown:
    """With its running score."""
    return _desk(seat_id)


@evaluation.operation(
    "POST", "/evaluation-seats/<seat_id>/draft", "保存评分表草稿", body=forms.SheetFields(), versioned=True
)
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(200, shown.EvaluationDeskSchema, headers=ETAG)
def save_evaluation_draft(seat_id: str) -> Shown:
    """As often as one likes."""
    given = read(forms.SheetFields(), sent(), asked_version())
    command = SaveDraft(seat_id, given["version"], forms.sheet_of(given), given["remark"])
    with at_version():
        sheets.save_draft(current_actor(), command, current_instant())
    return _desk(seat_id)


@evaluation.operation(
    "POST", "/evaluation-seats/<seat_id>/signature", "签署评分表", body=forms.VersionFields(), versioned=True
)
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(200, shown.EvaluationDeskSchema, headers=ETAG)
def sign_evaluation_sheet(seat_id: str) -> Shown:
    """Nothing changes afterwards."""
    given = read(forms.VersionFields(), sent(), asked_version())
    with at_version():
        sheets.sign_sheet(current_actor(), SignSheet(seat_id, given["version"]), current_instant())
    return _desk(seat_id)


@evaluation.operation(
    "POST", "/evaluation-seats/<seat_id>/findings/<finding_id>", "答复机器预检的一项发现", body=forms.FindingFields()
)
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(204)
def answer_evaluation_finding(seat_id: str, finding_id: str) -> None:
    """Accepted, or rejected with a reason; until signing."""
    given = read(forms.FindingFields(), sent())
    command = AnswerFinding(seat_id, finding_id, given["accepted"], given["note"])
    sheets.answer_finding(current_actor(), command, current_instant())


@evaluation.operation("POST", "/evaluation-seats/<seat_id>/recusal", "申请回避", body=forms.RecusalFields())
@requires(Permission.EVALUATION_SCORE)
@evaluation.response(204)
def ask_evaluation_recusal(seat_id: str) -> None:
    """The head decides."""
    given = read(forms.RecusalFields(), sent())
    command = AskRecusal(seat_id, OfficerReason(given["reason_code"]), given["text"])
    recusal.ask_recusal(current_actor(), command, current_instant())


def _desk(seat_id: str) -> Shown:
    desk = sheet_queries.own_desk(current_actor(), seat_id)
    return desk, 200, version_header(desk.version)
