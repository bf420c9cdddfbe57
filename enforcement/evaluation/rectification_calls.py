"""Whom the rectifications of a plan call: told from how they stand, so that it may be said again at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport
from enforcement.evaluation.notices import clear, clear_days, tell, tell_today
from enforcement.evaluation.rectifying import TO_BE_DONE, was_late
from enforcement.evaluation.states import NoticeKind, RectificationState
from enforcement.evaluation.terms import RECTIFICATION, loudest_call, renew_term
from enforcement.foundation.clock import civil_date
from enforcement.platform.database import db
from enforcement.rules.duties import AlarmLevel
from enforcement.rules.precheck.base import day


def call_for_rectifications(plan: EvaluationPlan, now: datetime) -> int:
    """Tell agencies what runs out or is late, the planner what waits, the head how many are late: gives that number.

    What is settled is taken back. In the caller's transaction.
    """
    rows = _rows(plan)
    reports = {row.report.public_id: row.report for row in rows}
    late = {
        report.agency_name: _call_agency(plan, report, [row for row in rows if row.report is report], now)
        for report in reports.values()
    }
    total, subject = sum(late.values()), f"plan:{plan.public_id}"
    if total:
        agencies = "、".join(f"{name} {count} 项" for name, count in late.items() if count)
        text = f"《{plan.title}》有 {total} 项整改超过期限没有完成：{agencies}"
        tell_today(NoticeKind.RECTIFICATIONS_LATE, subject, plan.org_path, text, now)
    else:
        clear_days(NoticeKind.RECTIFICATIONS_LATE, subject, now)
    if any(row.state is RectificationState.SUBMITTED for row in rows):
        text = f"《{plan.title}》有整改材料等待复核"
        tell(NoticeKind.RECTIFICATION_WAITING, subject, plan.org_path, text, now)
    else:
        clear(NoticeKind.RECTIFICATION_WAITING, subject, now)
    if rows and all(row.state is RectificationState.PASSED for row in rows):
        text = f"《{plan.title}》的 {len(rows)} 项整改全部通过复核，整改完毕"
        tell(NoticeKind.RECTIFIED, subject, plan.org_path, text, now)
    return total


def _call_agency(
    plan: EvaluationPlan, report: EvaluationReport, rows: Sequence[EvaluationRectification], now: datetime
) -> int:
    today, subject = civil_date(now), f"report:{report.public_id}"
    waiting = [row for row in rows if row.state in TO_BE_DONE]
    for row in waiting:
        renew_term(row, RECTIFICATION, plan)
    late = [row for row in waiting if was_late(row, today)]
    running_out = [row for row in waiting if row not in late]
    near = loudest_call(running_out, RECTIFICATION, plan, today)
    if late:
        text = f"《{plan.title}》有 {len(late)} 项整改{AlarmLevel.OVERDUE.label}，请立即完成并提交"
        tell_today(NoticeKind.RECTIFICATION_LATE, subject, report.agency_path, text, now)
    else:
        clear_days(NoticeKind.RECTIFICATION_LATE, subject, now)
    if near is not None:
        due = min(row.due_on for row in running_out)
        text = f"《{plan.title}》有 {len(running_out)} 项整改没有提交，{near.label}：应在{day(due)}前完成"
        tell_today(NoticeKind.RECTIFICATION_REMINDER, subject, report.agency_path, text, now)
    else:
        clear_days(NoticeKind.RECTIFICATION_REMINDER, subject, now)
    return len(late)


def _rows(plan: EvaluationPlan) -> Sequence[EvaluationRectification]:
    return db.session.scalars(
        select(EvaluationRectification)
        .join(EvaluationRectification.report)
        .where(EvaluationReport.plan_id == plan.id)
        .options(
            contains_eager(EvaluationRectification.report),
            selectinload(EvaluationRectification.steps),
        )
        .order_by(EvaluationReport.agency_name, EvaluationRectification.id)
    ).all()
