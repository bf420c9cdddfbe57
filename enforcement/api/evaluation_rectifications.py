"""Rectifications for programs: agencies hand in what they put right, planners re-check it."""

from __future__ import annotations

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, read, sent, version_header
from enforcement.api.evaluation import ETAG, READERS, Shown
from enforcement.api.evaluation_feedback import BOTH_SIDES
from enforcement.api.evaluation_proofs import BINARY, proof_file
from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.rectifications import RecheckRectification, SubmitRectification
from enforcement.evaluation.queries import rectifications as queries
from enforcement.evaluation.services import rectifications as services
from enforcement.evaluation.services.proofs import rectification_proof
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import evaluation_feedback as shown
from enforcement.schemas import evaluation_feedback_forms as forms

evaluation_rectifications = ApiBlueprint("evaluation_rectifications", "评查整改")


@evaluation_rectifications.operation("GET", "/evaluation-rectifications", "整改事项")
@requires(*BOTH_SIDES)
@evaluation_rectifications.response(200, shown.EvaluationRectificationSchema(many=True))
def list_rectifications() -> object:
    """An agency's own; those of plans in scope for those who evaluate."""
    return list(queries.rectifications(current_actor(), None, civil_date(current_instant())))


@evaluation_rectifications.operation("GET", "/evaluation-plans/<plan_id>/rectifications", "一次评查的整改进度")
@requires(*READERS)
@evaluation_rectifications.response(200, shown.RectificationProgressSchema)
def get_rectification_progress(plan_id: str) -> object:
    """Numbers by state, and whether all is done."""
    return queries.rectification_progress(current_actor(), plan_id, civil_date(current_instant()))


@evaluation_rectifications.operation("GET", "/evaluation-rectifications/<rectification_id>", "一项整改")
@requires(*BOTH_SIDES)
@evaluation_rectifications.response(200, shown.EvaluationRectificationSchema, headers=ETAG)
def get_rectification(rectification_id: str) -> Shown:
    """With its steps."""
    return _rectification(rectification_id)


@evaluation_rectifications.operation(
    "GET",
    "/evaluation-rectifications/<rectification_id>/steps/<int:step_no>/attachments/<int:place>",
    "下载整改的证明材料",
)
@requires(*BOTH_SIDES)
@evaluation_rectifications.response(200, BINARY, content_type="application/octet-stream")
def get_rectification_attachment(rectification_id: str, step_no: int, place: int) -> object:
    """As handed in; the look is recorded."""
    return proof_file(rectification_proof(current_actor(), rectification_id, step_no, place, current_instant()))


@evaluation_rectifications.operation(
    "POST",
    "/evaluation-rectifications/<rectification_id>/submission",
    "提交整改材料",
    body=forms.SubmitRectificationFields(),
    versioned=True,
)
@requires(Permission.EVALUATION_ANSWER)
@evaluation_rectifications.response(200, shown.EvaluationRectificationSchema, headers=ETAG)
def submit_rectification(rectification_id: str) -> Shown:
    """What was put right, with what proves it."""
    given = read(forms.SubmitRectificationFields(), sent(), asked_version())
    command = SubmitRectification(rectification_id, given["version"], given["text"], tuple(given["uploads"]))
    with at_version():
        services.submit_rectification(current_actor(), command, current_instant())
    return _rectification(rectification_id)


@evaluation_rectifications.operation(
    "POST",
    "/evaluation-rectifications/<rectification_id>/recheck",
    "复核整改",
    body=forms.RecheckFields(),
    versioned=True,
)
@requires(Permission.EVALUATION_PLAN)
@evaluation_rectifications.response(200, shown.EvaluationRectificationSchema, headers=ETAG)
def recheck_rectification(rectification_id: str) -> Shown:
    """Passed, or returned within the same term."""
    given = read(forms.RecheckFields(), sent(), asked_version())
    passed = given["decision"] == forms.PASSED
    command = RecheckRectification(rectification_id, given["version"], passed, given["reasons"])
    with at_version():
        services.recheck_rectification(current_actor(), command, current_instant())
    return _rectification(rectification_id)


def _rectification(rectification_id: str) -> Shown:
    found = queries.rectification(current_actor(), rectification_id, civil_date(current_instant()))
    return found, 200, version_header(found.row.version)
