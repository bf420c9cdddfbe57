"""What the feedback page of a plan shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.doors.access import current_actor
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries.feedback import ReEvaluation
from enforcement.evaluation.queries.rectifications import RectificationProgress, rectification_progress
from enforcement.evaluation.services.feedback import freeze_reasons, issue_reasons
from enforcement.evaluation.states import PlanState, RectificationState
from enforcement.foundation.permissions import Permission
from enforcement.rules.evaluation.bases import REPORTED
from enforcement.web.evaluation.feedback_views import objection_context, window_of
from enforcement.web.evaluation.plan_views import LEVELS
from enforcement.web.filters import day

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationPlan
    from enforcement.evaluation.models.feedback import EvaluationReport

ISSUING = (
    f"向每个被评查机关发出一份盖章的评查组报告（{REPORTED}）。"
    "系统内发出即为收到，异议期从这一天开始计算；发出以后不能撤回。"
)
FREEZING = "结果确定以后不能再变；每一项仍然成立的扣分和一票否决都要求整改，整改期限从今天开始计算。"
WAIVING_RE_EVALUATION = "只有确实没有可以复评的评查员时才这样决定；以原结果为准，决定和理由记入这件案卷的评分过程。"
RE_COLUMNS = [
    {"key": "file", "title": "案卷"},
    {"key": "agency", "title": "机关"},
    {"key": "first", "title": "初评", "nowrap": True},
    {"key": "state", "title": "复评"},
]
REPORT_COLUMNS = [
    {"key": "report", "title": "报告"},
    {"key": "agency", "title": "机关"},
    {"key": "window", "title": "异议期", "nowrap": True},
    {"key": "objections", "title": "异议", "number": True},
    {"key": "open", "title": "待答复", "number": True},
]
WAITING, DONE = "waiting", "done"


def address(plan: EvaluationPlan) -> str:
    """The page."""
    return url_for("evaluation_outcome.board", plan_id=plan.public_id)


def board_context(plan: EvaluationPlan, today: date) -> dict[str, Any]:
    """Everything of the page."""
    actor = current_actor()
    again = queries.re_evaluations(actor, plan.public_id, today)
    reports = [one for one in queries.reports(actor) if one.plan_id == plan.id]
    objections = [objection_context(one, today) for one in queries.objections(actor, plan.public_id)]
    progress = rectification_progress(actor, plan.public_id, today)
    still = sum(one["view"].row.answered_at is None for one in objections)
    return {
        "plan": plan,
        "level": LEVELS[plan.state],
        "state_word": _("整改完毕") if progress.finished else plan.state.words,
        "stages": _stages(plan, again, reports, still, progress, today),
        "re_columns": RE_COLUMNS,
        "re_evaluations": [_re_row(plan, one) for one in again],
        "report_columns": REPORT_COLUMNS,
        "reports": [_report_row(one, today) for one in reports],
        "objections": objections,
        "open": still,
        "rectify_href": url_for("evaluation_rectifications.index", plan=plan.public_id) if progress.total else "",
        "rectify_line": _rectify_line(progress),
        "actions": _actions(plan, today, still, progress),
        "today": today,
    }


def re_evaluation_state(plan: EvaluationPlan, today: date) -> dict[str, Any] | None:
    """How far re-evaluation is, in a sentence without names; None where none is needed, or while scoring runs."""
    again = queries.re_evaluations(current_actor(), plan.public_id, today) if plan.state.scored else ()
    waiting = sum(one.state == WAITING for one in again)
    if not again:
        return None
    left = _("复评还差 %(n)s 件", n=waiting) if waiting else _("复评已经全部完成")
    return {"done": not waiting, "line": _("%(n)s 件案卷不合格，", n=len(again)) + left}


def _actions(plan: EvaluationPlan, today: date, still: int, progress: RectificationProgress) -> list[dict[str, Any]]:
    actor, found = current_actor(), []
    planner, handed_in = actor.may(Permission.EVALUATION_PLAN, plan.org_path), RectificationState.SUBMITTED
    if planner and still:
        found.append({"key": "answer", "title": _("答复异议 %(n)s 项", n=still), "href": "#objections"})
    if planner and progress.states.get(handed_in):
        href = url_for("evaluation_rectifications.index", plan=plan.public_id, state=handed_in.value)
        title = _("复核整改 %(n)s 项", n=progress.states[handed_in])
        found.append({"key": "recheck", "title": title, "href": href})
    if plan.state is PlanState.CLOSED and planner:
        href = url_for("evaluation_outcome.issue", plan_id=plan.public_id)
        reasons = issue_reasons(plan, today)
        found.append({"key": "issue", "title": _("发出评查组报告"), "href": href, "reasons": reasons})
    if plan.state in (PlanState.CLOSED, PlanState.FEEDBACK) and actor.may(Permission.EVALUATION_APPROVE, plan.org_path):
        href = url_for("evaluation_outcome.freeze", plan_id=plan.public_id)
        reasons = freeze_reasons(plan, today, actor)
        found.append({"key": "freeze", "title": _("确定评查结果"), "href": href, "reasons": reasons})
    return [one | {"primary": True} for one in found]


def _stages(
    plan: EvaluationPlan,
    again: Sequence[ReEvaluation],
    reports: Sequence[EvaluationReport],
    still: int,
    progress: RectificationProgress,
    today: date,
) -> list[dict[str, Any]]:
    waiting = sum(one.state == WAITING for one in again)
    running = sum(not window_of(one, today)[2] for one in reports)
    windows = _("%(n)s 个机关还在异议期", n=running) if running else _("异议期都已结束")
    done = _("%(n)s 件已经复评", n=len(again)) if again else _("没有不合格的案卷")
    lines = [
        (_("结束评分"), [day(plan.closed_at), plan.closed_by_name]),
        (_("复评"), [_("还差 %(n)s 件", n=waiting) if waiting else done]),
        (_("发出报告"), [day(reports[0].issued_at), _("%(n)s 个机关", n=len(reports))] if reports else []),
        (_("异议和答复"), [_("待答复 %(n)s 项", n=still) if still else windows, windows] if reports else []),
        (_("确定结果"), []),
        (_("整改"), [_rectify_line(progress)] if progress.total else []),
    ]
    now = _now(plan, waiting, still + running, progress)
    return [
        {
            "state": "done" if place < now else "now" if place == now else "next" if place == now + 1 else "later",
            "number": place + 1,
            "title": title,
            "lines": list(dict.fromkeys(words)) if place <= now else [],
        }
        for place, (title, words) in enumerate(lines)
    ]


def _now(plan: EvaluationPlan, waiting: int, open_matters: int, progress: RectificationProgress) -> int:
    if plan.state is PlanState.FROZEN:
        return 6 if progress.finished or not progress.total else 5
    if plan.state is PlanState.FEEDBACK:
        return 3 if open_matters else 4
    if plan.state is PlanState.CLOSED:
        return 1 if waiting else 2
    return 0


def _re_row(plan: EvaluationPlan, one: ReEvaluation) -> dict[str, Any]:
    link = url_for("evaluation_results.file", plan_id=plan.public_id, file_id=one.file)
    return {
        "cells": {
            "file": {"text": one.label, "href": link},
            "agency": one.agency_name,
            "first": {"text": f"{one.first_points} {one.first_grade_name}", "level": "late"},
            "state": _re_state(one),
        }
    }


def _re_state(one: ReEvaluation) -> dict[str, Any]:
    if one.state == DONE:
        return {"text": f"{one.points} {one.grade_name}", "level": "done", "second": _("以复评结果为准")}
    if one.state == WAITING:
        until = _("%(day)s前", day=day(one.due_on)) if one.due_on else ""
        return {"text": _("等待复评"), "level": "now", "second": until}
    return {"text": _("没有复评"), "level": "idle", "second": one.reason}


def _report_row(row: EvaluationReport, today: date) -> dict[str, Any]:
    level, word, _closed = window_of(row, today)
    still = sum(one.answered_at is None for one in row.objections)
    return {
        "cells": {
            "report": {
                "text": row.report_no,
                "href": url_for("evaluation_feedback.report", report_id=row.public_id),
                "second": day(row.issued_at),
            },
            "agency": row.agency_name,
            "window": {"text": word, "level": level, "second": _("至 %(day)s", day=day(row.due_on))},
            "objections": len(row.objections),
            "open": still,
        }
    }


def _rectify_line(progress: RectificationProgress) -> str:
    passed = progress.states.get(RectificationState.PASSED, 0)
    line = _("%(n)s 项，已通过 %(m)s 项", n=progress.total, m=passed)
    return line + _("，逾期 %(n)s 项", n=progress.late) if progress.late else line
