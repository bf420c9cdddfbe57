"""The windows after the reports: objections and their answers. People are reminded, late ones are told to the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from enforcement.evaluation.loading import locked_plan
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationObjection, EvaluationReport
from enforcement.evaluation.notices import clear, clear_days, tell, tell_today
from enforcement.evaluation.outcome import freeze_reasons, window_over
from enforcement.evaluation.policies import Action
from enforcement.evaluation.states import NoticeKind, PlanState
from enforcement.evaluation.terms import ANSWER, OBJECTION, loudest_call, renew_term, running
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.platform.database import db, transaction
from enforcement.rules.duties import late
from enforcement.rules.precheck.base import day

_SYSTEM = system_actor("评查反馈")


def watch_windows(plan_public_id: str, now: datetime) -> None:
    """For the scheduler: remind agencies and the planner, note windows that closed, tell the head what may be fixed.

    What is settled is taken back. One notice a day for each agency and two for the organ, however often it runs.
    """
    with transaction():
        plan = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        if plan.state is not PlanState.FEEDBACK:
            return
        reports = _reports(plan)
        waiting = [one for report in reports for one in report.objections if one.answer is None]
        for report in reports:
            renew_term(report, OBJECTION, plan)
            _watch_window(plan, report, now)
        for objection in waiting:
            renew_term(objection, ANSWER, plan)
        _watch_answers(plan, waiting, now)
        subject = f"plan:{plan.public_id}"
        if freeze_reasons(plan, civil_date(now)):
            clear(NoticeKind.FREEZE_POSSIBLE, subject, now)
        else:
            text = f"《{plan.title}》的异议期都已结束，异议都已答复，可以确定评查结果"
            tell(NoticeKind.FREEZE_POSSIBLE, subject, plan.org_path, text, now)


def _watch_window(plan: EvaluationPlan, report: EvaluationReport, now: datetime) -> None:
    today, subject = civil_date(now), f"report:{report.public_id}"
    over = window_over(report, today)
    level = loudest_call([] if over else [report], OBJECTION, plan, today)
    if level is not None:
        text = f"《{plan.title}》的评查组报告，提出异议的期限{level.label}：{day(report.due_on)}前可以逐项提出"
        tell_today(NoticeKind.OBJECTION_REMINDER, subject, report.agency_path, text, now)
    else:
        clear_days(NoticeKind.OBJECTION_REMINDER, subject, now)
    if over:
        clear(NoticeKind.OBJECTIONS_OPEN, subject, now)
        ended = "已表示没有异议" if report.waived_at is not None else "异议期已届满"
        text = f"《{plan.title}》：{report.agency_name}{ended}，提出异议 {len(report.objections)} 件"
        tell(NoticeKind.WINDOW_CLOSED, subject, plan.org_path, text, now)


def _watch_answers(plan: EvaluationPlan, open_objections: Sequence[EvaluationObjection], now: datetime) -> None:
    today, subject = civil_date(now), f"plan:{plan.public_id}"
    overdue = [one for one in open_objections if late(running(one), today)]
    near = loudest_call([one for one in open_objections if one not in overdue], ANSWER, plan, today)
    if overdue:
        text = f"《{plan.title}》有 {len(overdue)} 件异议超过答复期限没有答复"
        tell_today(NoticeKind.ANSWER_LATE, subject, plan.org_path, text, now)
    else:
        clear_days(NoticeKind.ANSWER_LATE, subject, now)
    if near is not None:
        due = min(one.due_on for one in open_objections if one not in overdue)
        text = f"《{plan.title}》有异议没有答复，期限{near.label}：应在{day(due)}前书面答复"
        tell_today(NoticeKind.ANSWER_REMINDER, subject, plan.org_path, text, now)
    else:
        clear_days(NoticeKind.ANSWER_REMINDER, subject, now)


def _reports(plan: EvaluationPlan) -> Sequence[EvaluationReport]:
    return db.session.scalars(
        select(EvaluationReport)
        .where(EvaluationReport.plan_id == plan.id)
        .options(selectinload(EvaluationReport.objections))
        .order_by(EvaluationReport.agency_name)
    ).all()
