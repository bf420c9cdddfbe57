"""How the days of tasks stand: which visits are to come, which are overdue, what became of single objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select

from enforcement.draws.queries import unopened_draws
from enforcement.foundation.clock import civil_date
from enforcement.inspection.models.checks import Check, CheckRequest, InspectionTask
from enforcement.inspection.task_states import TaskState
from enforcement.inspection.terms import PUBLISH, deadline_of
from enforcement.platform.database import db
from enforcement.rules.deadlines import Deadline
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, CheckState, RequestKind, RequestState

Overdue = dict[int, list[tuple[str, str, date]]]
"""By organ: (public id, words, the day that passed)."""


@dataclass(frozen=True)
class TaskDays:
    """A task with the day on which its results are due at the latest. ``missed``: objects not checked in time."""

    task: InspectionTask
    due_on: date
    unvisited_since: date | None
    """The last day of objects that were not visited though it passed."""
    missed: int


@dataclass(frozen=True)
class PublicDecision:
    """What the head decided about an object that was not visited in its days; ``until`` is a later last day."""

    name: str
    on: date
    until: date | None
    reason: str


def tasks_to_open(today: date) -> Sequence[str]:
    """Public ids of tasks whose draw is sealed still though no visit is to come any more. Internal."""
    to_come = exists().where(
        Check.task_id == InspectionTask.id, Check.state.in_(BEFORE_ARRIVAL), Check.window_to >= today
    )
    statement = select(InspectionTask.public_id).where(
        InspectionTask.draw_public_id.in_(unopened_draws()),
        InspectionTask.state.in_((TaskState.OPEN, TaskState.CLOSED)),
        ~to_come,
    )
    return db.session.scalars(statement.order_by(InspectionTask.id)).all()


def publish_term(task: InspectionTask) -> Deadline:
    """The term to publish the results of a task: from its end, at the latest from the last day of its visits (P01)."""
    latest = select(func.max(Check.window_to)).where(Check.task_id == task.id, Check.state != CheckState.VOID)
    return _term(task, db.session.scalar(latest))


def task_days(today: date, *conditions: ColumnElement[bool]) -> list[TaskDays]:
    """Tasks that are not void with their days. A term that does not run yet runs from the last day of the visits."""
    made = Check.state != CheckState.VOID
    late = Check.state.in_(BEFORE_ARRIVAL) & (Check.window_to < today)
    rows = db.session.execute(
        select(
            InspectionTask,
            func.max(Check.window_to).filter(made),
            func.max(Check.window_to).filter(late),
            func.count(Check.id).filter(Check.state == CheckState.MISSED),
        )
        .outerjoin(Check, Check.task_id == InspectionTask.id)
        .where(InspectionTask.state != TaskState.VOID, *conditions)
        .group_by(InspectionTask.id)
        .order_by(InspectionTask.id)
    )
    return [TaskDays(row[0], _due(row[0], row[1]), row[2], row[3]) for row in rows]


def overdue_tasks(year: int, today: date) -> tuple[Overdue, Overdue]:
    """Tasks whose results are not public though their term is over, and those with objects nobody visited in time."""
    results: Overdue = defaultdict(list)
    visits: Overdue = defaultdict(list)
    for one in task_days(today, InspectionTask.published_at.is_(None)):
        row = one.task
        if one.due_on < today and one.due_on.year == year:
            results[row.org_id].append((row.public_id, f"{row.title}的检查结果", one.due_on))
        if one.unvisited_since is not None and one.unvisited_since.year == year:
            visits[row.org_id].append((row.public_id, f"{row.title}抽中对象的检查", one.unvisited_since))
    return results, visits


def missed_checks(year: int) -> dict[int, list[tuple[str, str, str]]]:
    """By organ: (public id of the check, of its task, words) of checks that were ended as not made in time.

    Whom it is about is not said: the list may be sealed still.
    """
    rows = db.session.execute(
        select(Check, InspectionTask)
        .outerjoin(InspectionTask, InspectionTask.id == Check.task_id)
        .where(Check.state == CheckState.MISSED, Check.window_to.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Check.id)
    )
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for check, task in rows:
        what = f"{task.title}抽中的一户" if task is not None else f"{check.source_document}的检查"
        found[check.org_id].append((check.public_id, task.public_id if task is not None else "", what))
    return found


def public_decisions(task_public_id: str) -> tuple[PublicDecision, ...]:
    """Longer days and missed objects of a task, as everybody reads them; a sealed list keeps names and words."""
    task = db.session.scalar(select(InspectionTask).where(InspectionTask.public_id == task_public_id))
    if task is None:
        return ()
    sealed = task.draw_public_id in unopened_draws()
    extended = db.session.execute(
        select(Check.name, CheckRequest)
        .join(CheckRequest, CheckRequest.check_id == Check.id)
        .where(
            Check.task_id == task.id,
            CheckRequest.kind == RequestKind.EXTENSION,
            CheckRequest.state == RequestState.GRANTED,
        )
        .order_by(CheckRequest.id)
    )
    found = [
        PublicDecision(name, civil_date(row.answered_at or row.asked_at), date.fromisoformat(row.subject), row.reason)
        for name, row in extended
    ]
    missed = db.session.scalars(
        select(Check).where(Check.task_id == task.id, Check.state == CheckState.MISSED).order_by(Check.id)
    )
    found += [
        PublicDecision(one.name, civil_date(one.closed_at or one.touched_at), None, one.void_reason) for one in missed
    ]
    return tuple(PublicDecision(_NOBODY, one.on, one.until, "") if sealed else one for one in found)


_NOBODY = "（密封名单中的一户）"


def _due(task: InspectionTask, last: date | None) -> date:
    if task.publish_due_on is not None:
        return task.publish_due_on
    return _term(task, last).due


def _term(task: InspectionTask, last: date | None) -> Deadline:
    """``last``: the last day of its checks, with days that were extended or joined."""
    last_day = max(task.due_on, last or task.due_on)
    return deadline_of(PUBLISH, min(task.closed_on or last_day, last_day), task.domain, task.region_name)
