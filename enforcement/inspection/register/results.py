"""What everybody may read of inspections: finished tasks and the results of checks (一公开).

Officers stand with name and certificate number only; the library's contacts never leave the agency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.inspection.models.checks import Check, CheckOfficer, InspectionTask
from enforcement.inspection.task_states import TaskState
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import ORIGIN_NAMES, CheckState
from enforcement.rules.inspection.plans import BatchKind
from enforcement.rules.inspection.results import CODE_NAMES, ResultCode

PAGE_SIZE = 30


@dataclass(frozen=True)
class ResultFilter:
    """Which results: words of the name or a whole code, an agency's name, a result code."""

    text: str = ""
    agency: str = ""
    code: str = ""


@dataclass(frozen=True)
class PublicResult:
    """One published result; ``items`` are {no, item, result}."""

    public_id: str
    agency: str
    name: str
    uscc: str
    origin: str
    plan_no: str
    task_no: str
    task_name: str
    task_public_id: str
    kind: str
    checked_on: date | None
    published_on: date
    result: str
    codes: tuple[str, ...]
    items: tuple[dict[str, str], ...]
    officers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublicTask:
    """A task as everybody sees it; of a sealed one the objects appear with their results only."""

    public_id: str
    agency: str
    title: str
    draw_no: str
    plan_no: str
    kind: str
    state: str
    window_from: date
    due_on: date
    closed_on: date | None
    publish_due_on: date | None
    published_at: datetime | None
    total: int
    public: int
    overdue: bool


def public_results(wanted: ResultFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[PublicResult]:
    """Published results, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Check).where(*_which(wanted))
    if cursor:
        at, last = decode_cursor(cursor, (datetime, int))
        before = or_(Check.published_at < at, (Check.published_at == at) & (Check.id < last))
        statement = statement.where(before)
    statement = statement.order_by(Check.published_at.desc(), Check.id.desc()).options(*_parts()).limit(size + 1)
    rows = db.session.scalars(statement).all()
    more, rows = len(rows) > size, rows[:size]
    onward = encode_cursor((rows[-1].published_at.isoformat(), rows[-1].id)) if more and rows[-1].published_at else None
    return Page([_result(row) for row in rows], onward)


def count_results(wanted: ResultFilter) -> int:
    """How many results are published."""
    return db.session.scalar(select(func.count()).select_from(Check).where(*_which(wanted))) or 0


def public_tasks(today: date, size: int = 100) -> Sequence[PublicTask]:
    """Tasks that ended or whose days are over, newest first; those past their term first of all (P01)."""
    shown = or_(InspectionTask.state == TaskState.CLOSED, InspectionTask.due_on < today)
    return _tasks(shown & (InspectionTask.state != TaskState.VOID), today, size)


def public_task(public_id: str, today: date) -> tuple[PublicTask, Sequence[PublicResult]]:
    """One task with its published results. Errors: ``NotFound``."""
    found = _tasks((InspectionTask.public_id == public_id) & (InspectionTask.state != TaskState.VOID), today, 1)
    if not found:
        raise NotFound
    rows = db.session.scalars(
        select(Check)
        .join(InspectionTask, InspectionTask.id == Check.task_id)
        .where(InspectionTask.public_id == public_id, Check.published_at.is_not(None))
        .options(*_parts())
        .order_by(Check.name, Check.id)
    )
    return found[0], [_result(row) for row in rows]


def published_teams(draw_public_id: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Object -> officer of the draw -> name and certificate number, of the checks whose result is published.

    Before that a draw tells officers by id alone: an enterprise reads in its notice who comes, others don't.
    """
    rows = db.session.execute(
        select(Check.uscc, CheckOfficer.officer_public_id, CheckOfficer.name, CheckOfficer.certificate_no)
        .join(CheckOfficer)
        .where(
            Check.draw_public_id == draw_public_id, Check.published_at.is_not(None), CheckOfficer.removed_at.is_(None)
        )
    )
    teams: dict[str, dict[str, tuple[str, str]]] = {}
    for uscc, officer_id, name, certificate_no in rows:
        teams.setdefault(uscc, {})[officer_id] = (name, certificate_no)
    return teams


def public_agencies() -> Sequence[str]:
    """Names of agencies that published results."""
    return db.session.scalars(
        select(Check.agency_name).where(Check.published_at.is_not(None)).distinct().order_by(Check.agency_name)
    ).all()


def _tasks(condition: ColumnElement[bool], today: date, size: int) -> list[PublicTask]:
    total = func.count(Check.id).filter(Check.state != CheckState.VOID)
    public = func.count(Check.id).filter(Check.published_at.is_not(None))
    rows = db.session.execute(
        select(InspectionTask, total, public)
        .outerjoin(Check, Check.task_id == InspectionTask.id)
        .where(condition)
        .group_by(InspectionTask.id)
        .order_by(InspectionTask.due_on.desc(), InspectionTask.id.desc())
        .limit(size)
    ).all()
    return [_task(row, total_count, public_count, today) for row, total_count, public_count in rows]


def _task(row: InspectionTask, total: int, public: int, today: date) -> PublicTask:
    unpublished = row.publish_due_on is not None and today > row.publish_due_on and public < total
    unfinished = row.state is not TaskState.CLOSED and today > row.due_on
    return PublicTask(
        public_id=row.public_id,
        agency=row.agency_name,
        title=row.title,
        draw_no=row.draw_no,
        plan_no=row.plan_no,
        kind=BatchKind(row.kind).words,
        state=row.state.words,
        window_from=row.window_from,
        due_on=row.due_on,
        closed_on=row.closed_on,
        publish_due_on=row.publish_due_on,
        published_at=row.published_at,
        total=total,
        public=public,
        overdue=unpublished or unfinished,
    )


def _which(wanted: ResultFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Check.published_at.is_not(None)]
    if wanted.text:
        conditions.append(or_(Check.name.contains(wanted.text, autoescape=True), Check.uscc == wanted.text.upper()))
    if wanted.agency:
        conditions.append(Check.agency_name == wanted.agency)
    if wanted.code:
        conditions.append(Check.codes_key.contains(f"|{wanted.code}|", autoescape=True))
    return conditions


def _parts() -> tuple[ExecutableOption, ...]:
    return selectinload(Check.officers), selectinload(Check.results), selectinload(Check.task)


def _result(row: Check) -> PublicResult:
    task, published = row.task, row.results[-1]
    return PublicResult(
        public_id=row.public_id,
        agency=row.agency_name,
        name=row.name,
        uscc=row.uscc,
        origin=ORIGIN_NAMES[row.origin],
        plan_no=task.plan_no if task else "",
        task_no=task.draw_no if task else "",
        task_name=task.title if task else "",
        task_public_id=task.public_id if task else "",
        kind=BatchKind(task.kind).words if task else "",
        checked_on=row.arrived_on,
        published_on=civil_date(published.at),
        result="；".join(CODE_NAMES[ResultCode(code)] for code in row.codes),
        codes=tuple(row.codes),
        items=tuple(published.items),
        officers=tuple((one.name, one.certificate_no) for one in row.officers if one.removed_at is None),
    )
