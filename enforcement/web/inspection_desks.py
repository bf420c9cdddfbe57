"""Draws and checks on the desks: what an officer has in hand, what waits for a head, what a supervisor counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.doors.sealed_checks import SEALED_NAME
from enforcement.draws import queries as draws
from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.inspection.check_overview import next_act
from enforcement.inspection.queries import alarms, for_head, plans, ratings
from enforcement.inspection.queries import checks as queries
from enforcement.inspection.queries.checks import CheckFilter
from enforcement.inspection.queries.visits import approvals
from enforcement.inspection.terms import nearness
from enforcement.rules.inspection.checks import REQUEST_NAMES
from enforcement.rules.inspection.plans import BatchState, Origin, PlanState
from enforcement.rules.inspection.results import KIND_NAMES, item_title
from enforcement.rules.inspection.visits import ApprovalState
from enforcement.web.filters import relative_days, short_day

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check


@dataclass(frozen=True)
class CheckLine:
    """One check or follow-up of an officer, with the last day and the way there."""

    title: str
    name: str
    href: str
    until: date | None
    level: str
    word: str


@dataclass(frozen=True)
class HeadLine:
    """Something outside of cases that waits for a head's answer."""

    kind: str
    title: str
    facts: tuple[str, ...]
    since: datetime | None
    href: str
    go: str = ""
    """What is done there, where nothing is to be answered."""


def checks_in_hand(actor: Actor, today: date) -> list[tuple[str, list[CheckLine]]]:
    """The officer's checks by what is to be done, then follow-ups; groups without a line are left out."""
    if not actor.may_anywhere(Permission.CHECK_CONDUCT):
        return []
    groups: dict[str, list[CheckLine]] = {
        "notice": [], "arrive": [], "record": [], "result": [], "tell": [], "follow-up": [],
    }  # fmt: skip
    for check in queries.checks(actor, CheckFilter(mine=True), today).items:
        act = next_act(check)
        if act in groups and not (act == "arrive" and check.window_from > today):
            groups[act].append(_check_line(check, act, today))
    for row, check in queries.open_follow_ups(actor, mine=True):
        groups["follow-up"].append(_line(KIND_NAMES[row.kind], check, row.due_on, today))
    titles = {
        "notice": _("等制发检查通知书"), "arrive": _("今天可以到场检查"), "record": _("检查中，等完成笔录"),
        "result": _("等录入检查结果"), "tell": _("等告知检查结果"), "follow-up": _("后续处置没有办结"),
    }  # fmt: skip
    return [(titles[name], found) for name, found in groups.items() if found]


def waiting_for_head(actor: Actor, today: date) -> list[HeadLine]:
    """What waits for a head: plans, draws, visits, requests, checks without team, results, tasks running out."""
    found = [*_plans(actor), *_draws(actor)]
    if actor.may_anywhere(Permission.CHECK_APPROVE):
        found += [*_visits(actor), *_requests(actor), *_without_team(actor, today), *_results(actor)]
        found += _running_out(actor, today)
    return found


def supervision_figures(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Counts of the board that lead to the alarms, late arrivals, draws and complaints behind them."""
    open_alarms = sum(alarms.open_alarm_counts(actor).values())
    waiting, late = ratings.open_complaints(actor, now)
    figures = [
        _figure(_("入企预警待处理"), open_alarms, url_for("oversight.alarms")),
        _figure(_("补录的到场"), queries.late_scan_count(actor), url_for("check_lists.late_arrivals")),
        _figure(_("抽取的提醒和异常"), len(draws.notices(actor)), url_for("draws.index")),
    ]
    if actor.may_anywhere(Permission.COMPLAINT_HANDLE):
        shown = _figure(_("企业投诉待答复"), waiting, url_for("oversight.complaints"))
        figures.append(shown | ({"level": "late", "word": _("%(n)s 件逾期", n=late)} if late else {}))
    return figures


def _figure(title: str, value: int, href: str) -> dict[str, Any]:
    return {
        "title": title, "value": value, "href": href,
        "level": "soon" if value else "done", "word": _("待查看") if value else _("没有"),
    }  # fmt: skip


def _check_line(check: Check, act: str, today: date) -> CheckLine:
    until = {"tell": check.tell_due_on}.get(act, check.window_to if act in {"notice", "arrive"} else None)
    return _line("、".join(item_title(item) for item in check.items), check, until, today)


def _line(title: str, check: Check, until: date | None, today: date) -> CheckLine:
    level = nearness(until, today, check.domain, check.region_name) if until else "ok"
    href = url_for("checks.page", public_id=check.public_id)
    word = relative_days((until - today).days) if until else ""
    return CheckLine(check.name, title, href, until, level, word)


def _plans(actor: Actor) -> Iterator[HeadLine]:
    if not actor.may_anywhere(Permission.PLAN_APPROVE):
        return
    for plan in plans.plans(actor):
        if plan.state is PlanState.SUBMITTED and actor.may(Permission.PLAN_APPROVE, plan.org_path):
            href = url_for("inspection_plans.answer", public_id=plan.public_id)
            facts = (plan.org_name, _("%(n)s 个批次", n=len(plan.batches)), plan.drafted_by_name)
            yield HeadLine(_("年度抽查计划"), plan.title, facts, None, href)
    for row in plans.batches(actor, BatchState.PLANNED):
        if row.origin is not Origin.PLAN and actor.may(Permission.PLAN_APPROVE, row.org_path):
            href = url_for("inspection_batches.answer", public_id=row.public_id)
            yield HeadLine(_("计划外任务"), row.name, (row.origin.words, row.drafted_by_name), None, href)


def _draws(actor: Actor) -> Iterator[HeadLine]:
    for draw in draws.draws_to_answer(actor):
        asked = draw.void_asked_at
        kind, by = (_("作废抽取"), draw.void_asked_by_name) if asked else (_("抽取方案"), draw.drafted_by_name)
        yield HeadLine(kind, draw.title, (draw.plan_no, by), asked, url_for("draws.show", public_id=draw.public_id))


def _visits(actor: Actor) -> Iterator[HeadLine]:
    for row in approvals(actor, ApprovalState.ASKED).items:
        if actor.may(Permission.CHECK_APPROVE, row.org_path):
            href = url_for("visits.approval", public_id=row.public_id)
            yield HeadLine(_("入企检查审批"), row.name, (row.kind.words, row.purpose), row.asked_at, href)


def _requests(actor: Actor) -> Iterator[HeadLine]:
    for one in for_head.requests_waiting(actor):
        request, check = one.request, one.check
        if request is not None:
            href = url_for("checks.act", public_id=check.public_id, name="answer", record=request.public_id)
            # What was asked may name the object: of a sealed one it stands on the form, where the look is written down.
            facts = (request.asked_by, _task_title(check) if one.sealed else request.reason)
            yield HeadLine(REQUEST_NAMES[request.kind], _shown_name(one), facts, request.asked_at, href)


def _without_team(actor: Actor, today: date) -> Iterator[HeadLine]:
    for one in for_head.checks_without_team(actor, today):
        href = url_for("checks.act", public_id=one.check.public_id, name="no-team")
        until = _("检查截止 %(day)s", day=short_day(one.check.window_to))
        yield HeadLine(_("没有合法的执法人员组合"), _shown_name(one), (_task_title(one.check), until), None, href)


def _running_out(actor: Actor, today: date) -> Iterator[HeadLine]:
    for task, unvisited in for_head.tasks_running_out(actor):
        kind = _("抽查任务已经逾期") if task.due_on < today else _("抽查任务即将到期")
        facts = (_("还有 %(n)s 户没有到场检查", n=unvisited), _("检查截止 %(day)s", day=short_day(task.due_on)))
        href = url_for("check_lists.task", public_id=task.public_id)
        yield HeadLine(kind, f"{task.title}（{task.draw_no}）", facts, None, href, _("查看任务"))


def _shown_name(one: for_head.ForHead) -> str:
    return SEALED_NAME if one.sealed else one.check.name


def _task_title(check: Check) -> str:
    return f"{check.task.title}（{check.task.draw_no}）" if check.task else ""


def _results(actor: Actor) -> Iterator[HeadLine]:
    for check in queries.entries_waiting(actor):
        if actor.may(Permission.CHECK_APPROVE, check.org_path):
            href = url_for("checks.page", public_id=check.public_id)
            yield HeadLine(_("审核检查结果"), check.name, ("、".join(one.name for one in check.officers),), None, href)
