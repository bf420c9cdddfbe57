"""Ratings and complaints as the supervision organ reads them, and the averages that the agency may see (A01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_of
from enforcement.inspection.models.visits import Complaint, Rating
from enforcement.inspection.oversight_states import ComplaintState
from enforcement.platform.database import db
from enforcement.platform.scopes import within

PAGE_SIZE = 30
LEAST = "visit.rating.least"
HUNDREDTHS = 100


@dataclass(frozen=True)
class Average:
    """Ratings of an organ in a year. ``hundredths``: average stars times 100, ``None`` below ``least`` answers.

    ``count`` is told only from ``least`` on, too: a single answer would tell who gave it.
    """

    org_id: int
    name: str
    count: int | None
    hundredths: int | None
    least: int


def averages(actor: Actor, year: int, today: date) -> Sequence[Average]:
    """One line for each organ in scope, in the order of the tree: never by how good they are."""
    places = [one for one in organisations_of(actor, Permission.CHECK_READ) if one.domain]
    rows = db.session.execute(
        select(Rating.org_id, func.count(), func.sum(Rating.stars))
        .where(
            Rating.org_id.in_([one.id for one in places]),
            Rating.month.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(Rating.org_id)
    )
    found: dict[int, tuple[int, int]] = {row[0]: (row[1], int(row[2])) for row in rows}
    shown = []
    for place in places:
        least = current_rulesets().number(LEAST, place.domain, place.region_name, today).whole
        count, stars = found.get(place.id, (0, 0))
        enough = count >= least
        average = (stars * HUNDREDTHS + count // 2) // count if enough else None
        shown.append(Average(place.id, place.name, count if enough else None, average, least))
    return shown


def single_ratings(actor: Actor, cursor: str | None = None) -> Page[Rating]:
    """Single answers, for supervisors alone, newest month first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Rating).where(within(actor, Permission.RATING_READ, Rating.org_path))
    if cursor:
        month, last = decode_cursor(cursor, (date, str))
        statement = statement.where(or_(Rating.month < month, (Rating.month == month) & (Rating.public_id > last)))
    rows = db.session.scalars(statement.order_by(Rating.month.desc(), Rating.public_id).limit(PAGE_SIZE + 1)).all()
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return Page(rows, encode_cursor((rows[-1].month.isoformat(), rows[-1].public_id)) if more else None)


def complaints(actor: Actor, state: ComplaintState | None, cursor: str | None = None) -> Page[Complaint]:
    """Complaints in the scope of who handles them, by due day. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Complaint).where(_handled(actor))
    if state is not None:
        statement = statement.where(Complaint.state == state)
    if cursor:
        due, last = decode_cursor(cursor, (date, int))
        statement = statement.where(or_(Complaint.due_on > due, (Complaint.due_on == due) & (Complaint.id > last)))
    rows = db.session.scalars(statement.order_by(Complaint.due_on, Complaint.id).limit(PAGE_SIZE + 1)).all()
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return Page(rows, encode_cursor((rows[-1].due_on.isoformat(), rows[-1].id)) if more else None)


def complaint(actor: Actor, number: str) -> Complaint:
    """One complaint with its answers. Errors: ``NotFound``, also for the agency that it is about."""
    found = db.session.scalars(
        select(Complaint).where(Complaint.number == number, _handled(actor)).options(selectinload(Complaint.answers))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_complaints(actor: Actor, now: datetime) -> tuple[int, int]:
    """How many wait for an answer, and how many of them are late."""
    today = civil_date(now)
    row = db.session.execute(
        select(func.count(), func.count().filter(Complaint.due_on < today)).where(
            _handled(actor), Complaint.state == ComplaintState.OPEN
        )
    ).one()
    return row[0], row[1]


def _handled(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.COMPLAINT_HANDLE, Complaint.org_path)
