"""Checks as other parts of this room and the doors read them. Functions without an actor are internal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from enforcement.draws.queries import unopened_draws
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.inspection.models.checks import (
    Check,
    CheckFollowUp,
    CheckScan,
    InspectionTask,
)
from enforcement.inspection.queries.check_scope import in_scope, on_team, readable, still_sealed
from enforcement.inspection.task_states import TaskState
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.inspection.checks import NOT_MADE, UNFINISHED, CheckFacts, CheckState, Origin, ScanWay
from enforcement.rules.inspection.results import EntryState, item_title

PAGE_SIZE = 30


@dataclass(frozen=True)
class CheckFilter:
    """Which checks: ``mine`` of the officer who asks; ``which`` open, done, late (window over) or all."""

    which: str = "open"
    mine: bool = False
    task: str = ""
    text: str = ""
    origin: Origin | None = None


def checks(actor: Actor, wanted: CheckFilter, today: date, cursor: str | None = None) -> Page[Check]:
    """Checks in scope by the last day of their window. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Check).where(readable(actor), *_conditions(actor, wanted, today))
    if cursor:
        due, last = decode_cursor(cursor, (date, int))
        statement = statement.where(or_(Check.window_to > due, (Check.window_to == due) & (Check.id > (last or 0))))
    statement = statement.order_by(Check.window_to, Check.id).options(selectinload(Check.officers))
    rows = db.session.scalars(statement.limit(PAGE_SIZE + 1)).all()
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return Page(rows, encode_cursor((rows[-1].window_to.isoformat(), rows[-1].id)) if more else None)


def check(actor: Actor, public_id: str) -> Check:
    """One check with everything recorded on it. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(Check).where(Check.public_id == public_id, readable(actor)).options(*_everything())
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def check_named_by(actor: Actor, code: str) -> Check:
    """The check whose notice bears a code, for the officers who stand before it. Errors: ``NotFound``."""
    found = db.session.scalars(
        select(Check).where(Check.code == code.strip().upper(), readable(actor)).options(*_everything())
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def check_facts(public_id: str) -> CheckFacts:
    """A check by public id. Internal. Errors: ``NotFound``."""
    found = _one_fact(Check.public_id == public_id)
    if found is None:
        raise NotFound
    return found


def check_of_code(code: str) -> CheckFacts | None:
    """The check whose notice bears the one-time code, if any. Internal: whoever holds the paper may ask."""
    return _one_fact(Check.code == code.strip().upper())


def checks_of_object(uscc: str) -> tuple[CheckFacts, ...]:
    """The checks of an object by any agency that it knows of, newest first. Internal.

    One that is not noticed yet, or whose draw is sealed until the visit, would be a tip-off.
    """
    rows = db.session.scalars(
        select(Check)
        .where(
            Check.uscc == uscc,
            Check.state.not_in((*NOT_MADE, CheckState.ASSIGNED)),
            ~still_sealed(),
        )
        .options(selectinload(Check.officers), joinedload(Check.task))
        .order_by(Check.id.desc())
    )
    return tuple(_fact(row) for row in rows)


def checks_joined_to(found: Check) -> Sequence[Check]:
    """The other checks of the same joint visit (D10). Internal: each of the organs knows of it."""
    if not found.joint_key:
        return ()
    return db.session.scalars(
        select(Check)
        .where(Check.joint_key == found.joint_key, Check.id != found.id, Check.state.not_in(NOT_MADE))
        .order_by(Check.id)
    ).all()


def usccs_checked_this_year(org_id: int, item_codes: Sequence[str], year: int) -> frozenset[str]:
    """Objects that the agency visited in a year for one of the items. Internal."""
    named = [Check.items_key.contains(f"|{code}|", autoescape=True) for code in item_codes]
    if not named:
        return frozenset()
    rows = db.session.scalars(
        select(Check.uscc)
        .where(
            Check.org_id == org_id,
            Check.state != CheckState.VOID,
            Check.arrived_on.between(date(year, 1, 1), date(year, 12, 31)),
            or_(*named),
        )
        .distinct()
    )
    return frozenset(rows)


def tasks(actor: Actor, which: str = "open") -> Sequence[tuple[InspectionTask, int, int]]:
    """Tasks in scope with how many checks they have and how many of those have a result, soonest due first."""
    has_result = func.count().filter(Check.entry_state.is_not(None), Check.state != CheckState.VOID)
    total = func.count(Check.id).filter(Check.state != CheckState.VOID)
    ended = (TaskState.CLOSED, TaskState.VOID)
    statement = (
        select(InspectionTask, total, has_result)
        .outerjoin(Check, Check.task_id == InspectionTask.id)
        .where(
            within(actor, Permission.CHECK_READ, InspectionTask.org_path),
            InspectionTask.state.in_(ended) if which == "done" else InspectionTask.state.not_in(ended),
        )
        .group_by(InspectionTask.id)
        .order_by(InspectionTask.due_on, InspectionTask.id)
        .limit(200)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def task(actor: Actor, public_id: str) -> InspectionTask:
    """One task. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(InspectionTask).where(
            InspectionTask.public_id == public_id, within(actor, Permission.CHECK_READ, InspectionTask.org_path)
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def checks_of_task(actor: Actor, found: InspectionTask, size: int = 1000) -> Sequence[Check]:
    """The checks of a task that the actor may see, by name of the object, void ones last."""
    return db.session.scalars(
        select(Check)
        .where(Check.task_id == found.id, readable(actor))
        .options(selectinload(Check.officers))
        .order_by(Check.state == CheckState.VOID, Check.name, Check.id)
        .limit(size)
    ).all()


def late_scans(actor: Actor, size: int = 100) -> Sequence[tuple[CheckScan, Check]]:
    """Arrivals entered later, newest first, within scope (C06: the supervisor sees them)."""
    statement = (
        select(CheckScan, Check)
        .join(Check, Check.id == CheckScan.check_id)
        .where(CheckScan.way == ScanWay.LATE, in_scope(actor))
        .order_by(CheckScan.id.desc())
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def late_scan_count(actor: Actor) -> int:
    """How many arrivals were entered later, within scope."""
    counted = select(func.count()).select_from(CheckScan).join(Check, Check.id == CheckScan.check_id)
    return db.session.scalar(counted.where(CheckScan.way == ScanWay.LATE, in_scope(actor))) or 0


def open_follow_ups(actor: Actor, size: int = 200, *, mine: bool = False) -> Sequence[tuple[CheckFollowUp, Check]]:
    """Follow-ups that are not done, oldest first, within scope (P04: the ageing list)."""
    statement = (
        select(CheckFollowUp, Check)
        .join(Check, Check.id == CheckFollowUp.check_id)
        .where(CheckFollowUp.done_at.is_(None), in_scope(actor), *([on_team(actor)] if mine else []))
        .order_by(CheckFollowUp.opened_at, CheckFollowUp.id)
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def entries_waiting(actor: Actor, size: int = 200) -> Sequence[Check]:
    """Results that wait for the second person, within scope."""
    return db.session.scalars(
        select(Check)
        .where(Check.entry_state == EntryState.ENTERED, in_scope(actor))
        .options(selectinload(Check.officers))
        .order_by(Check.result_fixed_on, Check.id)
        .limit(size)
    ).all()


def tasks_in(state: TaskState, *, complete: bool = False) -> Sequence[str]:
    """Public ids of tasks in a state; ``complete``: only those in which every object has a checked result. Internal."""
    statement = select(InspectionTask.public_id).where(InspectionTask.state == state)
    if complete:
        missing = exists().where(
            Check.task_id == InspectionTask.id,
            Check.state.not_in(NOT_MADE),
            or_(Check.entry_state.is_(None), Check.entry_state.not_in((EntryState.CHECKED, EntryState.PUBLISHED))),
        )
        statement = statement.where(~missing)
    return db.session.scalars(statement.order_by(InspectionTask.due_on, InspectionTask.id)).all()


def publishable_checks() -> Sequence[str]:
    """Public ids of checks that are told and checked, whether their task ended or not. Internal.

    Of a sealed draw nothing is told before it is opened; of a void one nothing counts.
    """
    counts = exists().where(
        InspectionTask.id == Check.task_id,
        InspectionTask.state != TaskState.VOID,
        InspectionTask.draw_public_id.not_in(unopened_draws()),
    )
    statement = (
        select(Check.public_id)
        .where(
            Check.state == CheckState.TOLD,
            Check.entry_state == EntryState.CHECKED,
            or_(Check.task_id.is_(None), counts),
        )
        .order_by(Check.id)
    )
    return db.session.scalars(statement).all()


def unpublished_tasks() -> Sequence[str]:
    """Public ids of ended tasks that are not public yet. Internal."""
    statement = select(InspectionTask.public_id).where(
        InspectionTask.state == TaskState.CLOSED, InspectionTask.published_at.is_(None)
    )
    return db.session.scalars(statement.order_by(InspectionTask.id)).all()


def _conditions(actor: Actor, wanted: CheckFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.which == "open":
        found.append(Check.state.in_(UNFINISHED))
    elif wanted.which == "late":
        found += [Check.state.in_((CheckState.ASSIGNED, CheckState.NOTIFIED)), Check.window_to < today]
    elif wanted.which == "done":
        found.append(Check.state == CheckState.CLOSED)
    if wanted.mine:
        found.append(on_team(actor))
    if wanted.task:
        found.append(
            Check.task_id == select(InspectionTask.id).where(InspectionTask.public_id == wanted.task).scalar_subquery()
        )
    if wanted.text:
        found.append(or_(Check.name.contains(wanted.text, autoescape=True), Check.uscc == wanted.text.upper()))
    if wanted.origin:
        found.append(Check.origin == wanted.origin)
    return found


def _everything() -> list[ExecutableOption]:
    parts = (
        Check.officers,
        Check.scans,
        Check.answers,
        Check.third_parties,
        Check.requests,
        Check.results,
        Check.follow_ups,
    )
    return [joinedload(Check.task), *(selectinload(part) for part in parts)]


def _one_fact(condition: ColumnElement[bool]) -> CheckFacts | None:
    row = db.session.scalars(
        select(Check).where(condition).options(selectinload(Check.officers), joinedload(Check.task))
    ).one_or_none()
    return None if row is None else _fact(row)


def _fact(row: Check) -> CheckFacts:
    return CheckFacts(
        public_id=row.public_id,
        task_public_id=row.task.public_id if row.task else None,
        draw_public_id=row.draw_public_id,
        origin=row.origin,
        source_document=row.source_document,
        state=row.state,
        org_id=row.org_id,
        org_path=row.org_path,
        agency_name=row.agency_name,
        domain=row.domain,
        region_name=row.region_name,
        uscc=row.uscc,
        name=row.name,
        address=row.address,
        item_codes=tuple(item["code"] for item in row.items),
        item_names=tuple(item_title(item) for item in row.items),
        bases=tuple(f"{basis['law']}{basis['article']}" for item in row.items for basis in item["bases"]),
        officers=tuple((one.name, one.certificate_no) for one in row.officers if one.removed_at is None),
        window_from=row.window_from,
        window_to=row.window_to,
        notice_number=row.notice_number,
        code=row.code or "",
        arrived_at=row.arrived_at,
        result_codes=tuple(row.codes),
        result_text=row.result_text,
        told_at=row.told_at,
        published_at=row.published_at,
        void_reason=row.void_reason,
    )
