"""One record of each kind around evaluations of the bureau of the tests, for tests that walk every address."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from enforcement.evaluation.commands.plans import DraftPlan, PlanContent
from enforcement.evaluation.commands.standards import DraftStandard
from enforcement.evaluation.installation import installed_standards
from enforcement.evaluation.models.core import (
    EvaluationFile,
    EvaluationPlan,
    EvaluationSeat,
    EvaluationStandard,
    ScoreSheet,
)
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport
from enforcement.evaluation.services import plans, standards
from enforcement.evaluation.states import FileState, RectificationState, SeatState
from enforcement.evaluation.terms import OBJECTION, RECTIFICATION, set_term
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Organisation, User
from enforcement.identity.queries import organisations_of
from enforcement.platform.database import db, transaction
from tests.support.app import NOON
from tests.support.bureau import Bureau


def evaluation_records(bureau: Bureau) -> dict[str, str]:
    """Kind of a record -> public id: a plan with a file, a seat and what follows scoring; the draft of a standard."""
    planner, judged = bureau.actor("cen"), db.session.get_one(Organisation, bureau.org_id)
    organ = organisations_of(planner, Permission.EVALUATION_PLAN)[0]
    standards.seed_standards(system_actor("测试"), installed_standards(), NOON)
    base = db.session.scalars(select(EvaluationStandard).order_by(EvaluationStandard.id)).first()
    assert base is not None
    draft = standards.draft_standard(planner, DraftStandard(organ.id, {**base.content, "version": "9999"}), NOON)
    content = PlanContent(
        title="案卷评查", period_from=date(2026, 1, 1), period_to=date(2026, 6, 30), standard=base.public_id,
        agencies=(judged.code,), must_kinds=(), ratio_bp=1000, least=5, draw_on=date(2026, 9, 20),
        open_on=date(2026, 12, 20), load_limit=10,
    )  # fmt: skip
    plan = plans.draft_plan(planner, DraftPlan(organ.id, content), NOON)
    seat = _seat(plan, judged)
    return {
        "evaluation_plan": plan.public_id, "evaluation_standard": draft.public_id, "seat": seat.public_id,
        **_feedback(plan, seat.file),
    }  # fmt: skip


def _seat(plan: EvaluationPlan, judged: Organisation) -> EvaluationSeat:
    evaluator = db.session.scalars(select(User).where(User.username == "bai")).one()
    answers = {
        one["id"]: True for one in plan.standard.content["conditions"] if not one["kinds"] or "general" in one["kinds"]
    }
    file = EvaluationFile(
        plan_id=plan.id, case_file_public_id="3" * 20, class_name=judged.code, must_kinds=[], agency_org_id=judged.id,
        agency_path=judged.path, agency_name=judged.name, label="案0001", kind="general", answers=answers,
        state=FileState.WAITING,
    )  # fmt: skip
    seat = EvaluationSeat(
        file=file, place=1, evaluator=evaluator.public_id, user_id=evaluator.id, evaluator_name=evaluator.name,
        state=SeatState.ACTIVE, opened_at=NOON,
    )  # fmt: skip
    with transaction():
        db.session.add_all([file, seat, ScoreSheet(seat=seat, draft={})])
    return seat


def _feedback(plan: EvaluationPlan, file: EvaluationFile) -> dict[str, str]:
    report = EvaluationReport(
        plan=plan, agency_org_id=file.agency_org_id, agency_path=file.agency_path, agency_name=file.agency_name,
        report_no="评报〔2026〕1号", document="4" * 20, issued_by=None, issued_by_name="岑", issued_at=NOON,
    )  # fmt: skip
    rectification = EvaluationRectification(
        file=file, subject="item:P1.1", title="P1.1 基本要素", problem="没有签名", article="",
        state=RectificationState.OPEN, received_at=NOON,
    )  # fmt: skip
    for row, term in ((report, OBJECTION), (rectification, RECTIFICATION)):
        set_term(row, term, plan, civil_date(NOON))
    rectification.report = report
    with transaction():
        db.session.add_all([report, rectification])
    return {"evaluation_report": report.public_id, "rectification": rectification.public_id}
