"""What stands against the acts after scoring, as pages show it on grey buttons and services refuse by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from enforcement.documents.queries import seal_on
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationSeat
from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection, EvaluationReport
from enforcement.evaluation.states import OPEN_SEATS, FileState, PlanState
from enforcement.evaluation.terms import running
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason
from enforcement.platform.database import db
from enforcement.rules.duties import right_lapsed
from enforcement.rules.evaluation.bases import APART, REPORTED
from enforcement.rules.evaluation.correction import BASIS

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationPlan

PLAN_BASIS = "行政执法监督条例第十五条"
VOIDING = "抽取规程：作废由一人提出、另一人批准，没有第二次抽取"
SEPARATE = "案卷评查职责分离：制定与批准由不同的人办理"
SETTLING = timedelta(minutes=15)
"""Longer than the files of an objection handed in at the last moment take to be checked and kept."""


def withdraw_reasons(actor: Actor, plan: EvaluationPlan) -> list[Reason]:
    """Against taking a draft back."""
    if plan.state is not PlanState.DRAFT:
        return [_wrong_state(plan, "撤回", PlanState.DRAFT, PLAN_BASIS)]
    if actor.user_id is None or actor.user_id != plan.drafted_by:
        message = f"方案由{plan.drafted_by_name}起草，由起草人撤回"
        return [Reason("others-plan", message, PLAN_BASIS, "起草人不能办理的，由负责人退回，经办人修改以后撤回")]
    return []


def cancel_reasons(actor: Actor, plan: EvaluationPlan) -> list[Reason]:
    """Against giving up an approved plan."""
    if plan.state in (PlanState.COMMITTED, PlanState.DRAWN):
        message = f"评查方案处于“{plan.state.words}”，名单已经锁定并公开承诺，一人不能取消"
        lift = "在密封抽取的页面由一人提出作废、另一名负责人批准，方案随之结束"
        return [Reason("list-fixed", message, VOIDING, lift)]
    if plan.state is PlanState.SCORING:
        lift = "个别情形按回避、换人办理；不能评完的，期限届满以后写明理由结束评分"
        return [Reason("scoring-began", "评分已经开始，方案不能取消", VOIDING, lift)]
    if plan.state is not PlanState.APPROVED:
        return [_wrong_state(plan, "取消", PlanState.APPROVED, PLAN_BASIS)]
    if actor.user_id is None or actor.user_id == plan.drafted_by:
        return [Reason("own-plan", "起草人不能取消自己起草的评查方案", SEPARATE, "由另一名负责人取消")]
    return []


def issue_reasons(plan: EvaluationPlan, today: date) -> list[Reason]:
    """Against sending the group reports of a plan."""
    if plan.state is not PlanState.CLOSED:
        return [_wrong_state(plan, "发出评查组报告", PlanState.CLOSED)]
    found = [] if seal_on(plan.org_id, today) is not None else [_NO_SEAL]
    left = db.session.scalar(
        select(func.count(EvaluationFile.id))
        .outerjoin(EvaluationDecision, EvaluationDecision.file_id == EvaluationFile.id)
        .where(
            EvaluationFile.plan_id == plan.id,
            EvaluationFile.grade == standard_of(plan.standard).failed_band.id,
            EvaluationDecision.id.is_(None),
        )
    )
    if left:
        lift = "等复评签名；没有可以复评的人的，由负责人决定不再复评"
        found.append(Reason("re-evaluation-open", f"还有 {left} 件不合格的案卷没有复评", BASIS, lift))
    return found


def freeze_reasons(plan: EvaluationPlan, today: date, actor: Actor | None = None) -> list[Reason]:
    """Against fixing the results of a plan; with an actor, also what stands against that person."""
    own = [_OWN_PLAN] if actor is not None and actor.user_id in (None, plan.drafted_by) else []
    if plan.state is not PlanState.FEEDBACK:
        return [*own, _wrong_state(plan, "确定评查结果", PlanState.FEEDBACK)]
    running = [one for one in _reports(plan) if not window_over(one, today)]
    if running:
        lift = "等异议期届满，或者被评查机关表示没有（其他）异议"
        names = "、".join(one.agency_name for one in running)
        own.append(Reason("window-open", f"异议期还没有结束：{names}", running[0].basis, lift))
    waiting = db.session.scalars(
        select(EvaluationObjection.basis)
        .join(EvaluationReport, EvaluationReport.id == EvaluationObjection.report_id)
        .where(EvaluationReport.plan_id == plan.id, EvaluationObjection.answered_at.is_(None))
    ).all()
    if waiting:
        message = f"还有 {len(waiting)} 件异议没有书面答复"
        own.append(Reason("objections-open", message, waiting[0], "逐件答复以后确定"))
    return own


def settling_reasons(plan: EvaluationPlan, now: datetime) -> list[Reason]:
    """Against fixing the results right after the windows: an objection of the last day may still be on its way."""
    before = civil_date(now - SETTLING)
    open_still = [one for one in _reports(plan) if not window_over(one, before)]
    if not open_still:
        return []
    minutes = int(SETTLING.total_seconds() // 60)
    message = "异议期刚刚届满，届满前提出的异议可能还在保存材料"
    return [Reason("window-settling", message, open_still[0].basis, f"届满 {minutes} 分钟以后确定")]


def window_over(report: EvaluationReport, today: date) -> bool:
    """Whether the agency can't object any more: it said so, or the term is over."""
    return report.waived_at is not None or right_lapsed(running(report), today)


def window_reasons(report: EvaluationReport, today: date) -> list[Reason]:
    """Against objecting to anything in a report."""
    if report.plan.state is not PlanState.FEEDBACK:
        lift = "结果确定以后，按结果整改；对监督处理有异议的，向评查机关提出（行政执法监督条例第三十条）"
        message = f"评查处于“{report.plan.state.words}”，不能再提出异议"
        return [Reason("wrong-state", message, report.basis, lift)]
    if report.waived_at is not None:
        lift = "已经提出的异议照常答复"
        message = f"{report.waived_by_name}已表示没有（其他）异议，异议期已经结束"
        return [Reason("window-waived", message, report.basis, lift)]
    if window_over(report, today):
        last = f"{report.due_on.year}年{report.due_on.month}月{report.due_on.day}日"
        lift = "结果确定以后，对监督处理有异议的，向评查机关提出（行政执法监督条例第三十条）"
        return [Reason("window-closed", f"提出异议的期限到{last}为止，已经届满", report.basis, lift)]
    return []


def answer_reasons(actor: Actor, objection: EvaluationObjection) -> list[Reason]:
    """Against answering an objection: once only, never by whoever scored the file. A late answer is still given."""
    if objection.answered_at is not None:
        lift = "答复以后不能再改；每一项只能提一次异议"
        return [Reason("answered", f"{objection.answered_by_name}已经答复过这件异议", objection.basis, lift)]
    if objection.report.plan.state is not PlanState.FEEDBACK:
        return [_wrong_state(objection.report.plan, "答复异议", PlanState.FEEDBACK)]
    if actor.user_id is None or actor.user_id in {one.user_id for one in objection.file.seats}:
        message = "您评过这件案卷，不能答复对它的异议"
        return [Reason("own-file", message, APART, "由没有评过这件案卷的经办人答复")]
    return []


def waive_reasons(file: EvaluationFile, today: date) -> list[Reason]:
    """Against deciding that a file is not evaluated again."""
    if file.plan.state is not PlanState.CLOSED or file.state is not FileState.RE_EVALUATION:
        message = f"案卷处于“{file.state.words}”，没有待办的复评"
        return [Reason("wrong-state", message, BASIS, "评分结束以后，不合格的案卷由系统安排复评")]
    if any(one.strict_on is None or today <= one.strict_on for one in open_seats(file)):
        lift = "等复评的评查员签名；到期没有签名的，可以换人或者决定不再复评"
        return [Reason("re-evaluation-open", "复评的评查员正在评分，期限没有到", BASIS, lift)]
    return []


def open_seats(file: EvaluationFile) -> list[EvaluationSeat]:
    """The seats of a file that somebody may still sign."""
    return [one for one in file.seats if one.state in OPEN_SEATS]


def _reports(plan: EvaluationPlan) -> Sequence[EvaluationReport]:
    return db.session.scalars(select(EvaluationReport).where(EvaluationReport.plan_id == plan.id)).all()


_NO_SEAL = Reason(
    "document.seal_unregistered",
    "评查机关没有登记在用的印章，评查组报告不能盖章",
    REPORTED,
    "请管理员登记本机关的印章",
)
_OWN_PLAN = Reason("own-plan", "起草评查方案的人不能确定评查结果", SEPARATE, "由负责人确定")


def _wrong_state(plan: EvaluationPlan, act: str, wanted: PlanState, basis: str = BASIS) -> Reason:
    message = f"评查方案处于“{plan.state.words}”，不能{act}"
    return Reason("wrong-state", message, basis, f"处于“{wanted.words}”时办理")
