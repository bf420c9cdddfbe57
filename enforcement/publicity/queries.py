"""Reads for the desk: duties within the actor's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.publicity.models import PublicationDuty, PublicRecord
from enforcement.publicity.states import OPEN_STATES, DutyKind, DutyState

PAGE_SIZE = 30
SOON = timedelta(days=3)


@dataclass(frozen=True)
class DutyFilter:
    """Which duties: ``open``, ``late``, ``soon`` (due within three days), ``done`` or ``all``."""

    which: str = "open"
    state: DutyState | None = None


@dataclass(frozen=True)
class DutyCounts:
    """How many duties of the actor's scope are open, late, due soon and wait for a second person."""

    open: int
    late: int
    soon: int
    waiting: int


def duties(
    actor: Actor, wanted: DutyFilter, now: datetime, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[PublicationDuty]:
    """Duties by due day; finished ones newest first. Errors: ``Invalid`` for a foreign cursor."""
    today = civil_date(now)
    newest_first = wanted.which in ("done", "all")
    statement = select(PublicationDuty).where(_readable(actor), _which(wanted, today))
    if cursor:
        key = decode_cursor(cursor, (date, int))
        statement = statement.where(_beyond(*key, descending=newest_first))
    order = (PublicationDuty.due_on, PublicationDuty.id)
    statement = statement.order_by(*(column.desc() if newest_first else column for column in order))
    rows = db.session.scalars(statement.options(selectinload(PublicationDuty.record)).limit(size + 1)).all()
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, encode_cursor((rows[-1].due_on.isoformat(), rows[-1].id)) if more else None)


def duty(actor: Actor, public_id: str) -> PublicationDuty:
    """One duty with its versions and record. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(PublicationDuty)
        .where(PublicationDuty.public_id == public_id, _readable(actor))
        .options(selectinload(PublicationDuty.redactions), selectinload(PublicationDuty.record))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def duty_of_record(actor: Actor, code: str) -> PublicationDuty:
    """The duty to publish behind a public record. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(PublicationDuty)
        .join(PublicRecord, PublicRecord.id == PublicationDuty.record_id)
        .where(PublicRecord.code == code.upper(), PublicationDuty.kind == DutyKind.PUBLISH, _readable(actor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def duties_of_matter(actor: Actor, matter_id: str) -> Sequence[PublicationDuty]:
    """The duties of one case, oldest first, within scope."""
    return db.session.scalars(
        select(PublicationDuty)
        .where(PublicationDuty.matter_id == matter_id, _readable(actor))
        .options(selectinload(PublicationDuty.record))
        .order_by(PublicationDuty.id)
    ).all()


def duty_counts(actor: Actor, now: datetime) -> DutyCounts:
    """Numbers above the list."""
    today = civil_date(now)
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(PublicationDuty.due_on < today),
            func.count().filter(PublicationDuty.due_on.between(today, today + SOON)),
            func.count().filter(PublicationDuty.state != DutyState.DUE),
        ).where(_readable(actor), PublicationDuty.state.in_(OPEN_STATES))
    ).one()
    return DutyCounts(*row)


def late_duty_counts(actor: Actor, today: date) -> dict[int, int]:
    """Duties past their day that are still open, by agency id; for the supervision board."""
    statement = (
        select(PublicationDuty.org_id, func.count())
        .where(_readable(actor), _which(DutyFilter("late"), today))
        .group_by(PublicationDuty.org_id)
    )
    return dict(db.session.execute(statement).tuples().all())


def late_duties(actor: Actor, today: date, org_id: int | None, limit: int = 100) -> Sequence[PublicationDuty]:
    """The duties behind that figure, longest overdue first."""
    statement = select(PublicationDuty).where(_readable(actor), _which(DutyFilter("late"), today))
    if org_id is not None:
        statement = statement.where(PublicationDuty.org_id == org_id)
    return db.session.scalars(statement.order_by(PublicationDuty.due_on, PublicationDuty.id).limit(limit)).all()


def undrafted_duties() -> Sequence[str]:
    """For the job: public ids of duties to publish without any version of redactions."""
    return db.session.scalars(
        select(PublicationDuty.public_id)
        .where(
            PublicationDuty.kind == DutyKind.PUBLISH,
            PublicationDuty.state == DutyState.DUE,
            ~PublicationDuty.redactions.any(),
        )
        .order_by(PublicationDuty.id)
    ).all()


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.PUBLICATION_READ, PublicationDuty.org_path)


def _which(wanted: DutyFilter, today: date) -> ColumnElement[bool]:
    is_open = PublicationDuty.state.in_(OPEN_STATES)
    conditions = {
        "open": is_open,
        "late": and_(is_open, PublicationDuty.due_on < today),
        "soon": and_(is_open, PublicationDuty.due_on.between(today, today + SOON)),
        "done": ~is_open,
        "all": PublicationDuty.id > 0,
    }
    condition = conditions.get(wanted.which, is_open)
    return condition if wanted.state is None else and_(condition, PublicationDuty.state == wanted.state)


def _beyond(due_on: date, last_id: int, *, descending: bool) -> ColumnElement[bool]:
    first, second = PublicationDuty.due_on, PublicationDuty.id
    if descending:
        return or_(first < due_on, and_(first == due_on, second < last_id))
    return or_(first > due_on, and_(first == due_on, second > last_id))
