"""Reads for the desk within the actor's scope, and facts for higher rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from enforcement.draws.courses import missing_for_seed
from enforcement.draws.entries import TYPISTS, effective_entries, typed_by
from enforcement.draws.guards import type_reasons
from enforcement.draws.models import Draw, DrawCheck, DrawEvent, DrawNotice, RandomEntry, RandomValue
from enforcement.draws.oversight import drawn_in
from enforcement.draws.states import DrawState, EventKind, Subject, ValueState
from enforcement.draws.teams import OFFICER_EVENTS, infeasible_of, selection_now, teams_of
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound, Reason
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.scopes import within

__all__ = [
    "DrawFilter",
    "DrawResult",
    "Irregularity",
    "Selected",
    "ValueDesk",
    "draw",
    "draw_of_matter",
    "draws_of",
    "draws_to_verify",
    "irregularities",
    "last_check",
    "missing_for_seed",
    "notices",
    "open_values",
    "opening_day",
    "result_facts",
    "sealed_draws_due",
    "unopened_draws",
    "values_announced",
    "waiting_draws",
]

PAGE_SIZE = 30


@dataclass(frozen=True)
class DrawFilter:
    """Which draws; empty fields don't filter. ``q`` is looked for in title and number."""

    state: DrawState | None = None
    subject: Subject | None = None
    q: str = ""


@dataclass(frozen=True)
class Selected:
    """A drawn object; ``ticket`` is hex, ``label`` its name."""

    class_name: str
    rank: int
    object_id: str
    label: str
    ticket: str


@dataclass(frozen=True)
class DrawResult:
    """What a draw gave, with all that was replaced since. Officers are public ids of identity."""

    public_id: str
    matter: str
    state: DrawState
    sealed: bool
    published_at: datetime | None
    selected: tuple[Selected, ...]
    teams: dict[str, tuple[str, ...]]
    infeasible: frozenset[str]


@dataclass(frozen=True)
class ValueDesk:
    """A value that waits for typists, as this person may see it: what others typed only once two have."""

    source_id: str
    source: str
    issue: str
    announced_at: datetime
    against: tuple[Reason, ...]
    """Why this person can't type it; empty when he can."""
    typed_by_me: bool
    typed_count: int
    unequal: bool
    entries: tuple[RandomEntry, ...]


@dataclass(frozen=True)
class Irregularity:
    """How often something rare happened, by officer (public id), leader (name) or agency (name): A02.

    ``of``: how often the officer was drawn, or what the agency drew (officers, objects, draws); 0 for a leader.
    """

    kind: EventKind
    by: str
    who: str
    count: int
    of: int


def draw(actor: Actor, public_id: str) -> Draw:
    """One draw. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalar(
        select(Draw)
        .where(Draw.public_id == public_id, _readable(actor))
        .options(selectinload(Draw.events), selectinload(Draw.witnesses), selectinload(Draw.spoken))
    )
    if found is None:
        raise NotFound
    return found


def draws_of(actor: Actor, wanted: DrawFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Draw]:
    """Draws in scope, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Draw).where(_readable(actor))
    if wanted.state is not None:
        statement = statement.where(Draw.state == wanted.state)
    if wanted.subject is not None:
        statement = statement.where(Draw.subject == wanted.subject)
    if wanted.q:
        statement = statement.where(
            Draw.title.contains(wanted.q, autoescape=True) | Draw.draw_no.contains(wanted.q, autoescape=True)
        )
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(Draw.id < last)
    rows = db.session.scalars(statement.order_by(Draw.id.desc()).limit(size + 1)).all()
    more = len(rows) > size
    return Page(rows[:size], encode_cursor([rows[size - 1].id]) if more else None)


def draws_to_answer(actor: Actor, limit: int = 200) -> Sequence[Draw]:
    """Drafts that wait for approval and voids that wait for an answer of this person's scope, oldest first."""
    waits = (Draw.state == DrawState.DRAFT) | (Draw.void_asked_at.is_not(None) & (Draw.state != DrawState.VOID))
    return db.session.scalars(
        select(Draw).where(waits, within(actor, Permission.DRAW_APPROVE, Draw.org_path)).order_by(Draw.id).limit(limit)
    ).all()


def draw_of_matter(matter: str) -> Draw | None:
    """The latest draw of a matter, void or not. Internal."""
    return db.session.scalar(select(Draw).where(Draw.matter == matter).order_by(Draw.id.desc()).limit(1))


def result_facts(public_id: str) -> DrawResult:
    """What came out, sealed or not. Internal: for the room whose matter it is. Errors: ``NotFound``."""
    found = db.session.scalar(select(Draw).where(Draw.public_id == public_id))
    if found is None:
        raise NotFound
    return DrawResult(
        public_id=found.public_id,
        matter=found.matter,
        state=found.state,
        sealed=found.sealed,
        published_at=found.published_at,
        selected=tuple(
            Selected(row.class_name, row.rank, row.object_id, row.label, row.ticket) for row in selection_now(found)
        ),
        teams=teams_of(found),
        infeasible=infeasible_of(found),
    )


def open_values(actor: Actor, now: datetime) -> tuple[ValueDesk, ...]:
    """Values that draws wait for, next announcement first, as a typist or supervisor sees them."""
    if not (actor.may_anywhere(Permission.RANDOMNESS_TYPE) or actor.may_anywhere(Permission.DRAW_READ)):
        return ()
    values = db.session.scalars(
        select(RandomValue)
        .where(RandomValue.state == ValueState.OPEN)
        .options(selectinload(RandomValue.entries).selectinload(RandomEntry.witness))
        .order_by(RandomValue.announced_at, RandomValue.id)
    )
    return tuple(_desk(actor, value, now) for value in values)


def notices(actor: Actor, limit: int = 100) -> Sequence[DrawNotice]:
    """What is due or wrong and not yet settled, in scope, newest first. Values are everybody's."""
    readable = within(actor, Permission.DRAW_READ, DrawNotice.org_path)
    if actor.may_anywhere(Permission.DRAW_READ):
        readable = readable | (DrawNotice.org_path == "/")
    return db.session.scalars(
        select(DrawNotice)
        .where(DrawNotice.cleared_at.is_(None), readable)
        .order_by(DrawNotice.at.desc(), DrawNotice.id.desc())
        .limit(limit)
    ).all()


def irregularities(actor: Actor, year: int) -> tuple[Irregularity, ...]:
    """Recusals, absences, replacements and voids of a year's draws in scope, in the order of names (A02, C10)."""
    wholes = drawn_in(year, _readable(actor))
    found: list[Irregularity] = []
    for by, column in (("officer", DrawEvent.old), ("leader", DrawEvent.decided_by_name), ("agency", Draw.agency_name)):
        kinds = OFFICER_EVENTS if by == "officer" else (*OFFICER_EVENTS, EventKind.REPLACEMENT, EventKind.VOID)
        rows = db.session.execute(
            select(DrawEvent.kind, column, func.count())
            .join(Draw, Draw.id == DrawEvent.draw_id)
            .where(_readable(actor), Draw.year == year, DrawEvent.kind.in_(kinds))
            .group_by(DrawEvent.kind, column)
        )
        found += [Irregularity(kind, by, who, count, wholes.get((by, kind, who), 0)) for kind, who, count in rows]
    return tuple(sorted(found, key=lambda one: (one.by, one.who, one.kind)))


def last_check(found: Draw) -> DrawCheck | None:
    """The latest re-verification."""
    return db.session.scalar(
        select(DrawCheck).where(DrawCheck.draw_id == found.id).order_by(DrawCheck.id.desc()).limit(1)
    )


def waiting_draws() -> Sequence[str]:
    """For the job: public ids of draws with a commit and no result yet, oldest first; void ones get theirs too."""
    return db.session.scalars(
        select(Draw.public_id).where(Draw.commit_hex.is_not(None), Draw.selected_root.is_(None)).order_by(Draw.id)
    ).all()


def draws_to_verify() -> Sequence[str]:
    """For the job: public ids of draws with a result."""
    return db.session.scalars(select(Draw.public_id).where(Draw.selected_root.is_not(None)).order_by(Draw.id)).all()


def sealed_draws_due(today: date) -> Sequence[Draw]:
    """For the job: committed sealed draws that are not opened although their day has come, or is over."""
    return db.session.scalars(
        select(Draw).where(*_unopened(), Draw.commit_hex.is_not(None), Draw.open_on <= today).order_by(Draw.id)
    ).all()


def unopened_draws() -> Sequence[str]:
    """Public ids of sealed draws whose list is nobody's yet, void ones left out. Internal."""
    return db.session.scalars(select(Draw.public_id).where(*_unopened()).order_by(Draw.id)).all()


def opening_day(public_id: str) -> date | None:
    """The last day for opening a draw that is still sealed; ``None`` for any other. Internal."""
    return db.session.scalar(select(Draw.open_on).where(Draw.public_id == public_id, *_unopened()))


def values_announced(now: datetime) -> Sequence[RandomValue]:
    """For the job: values that are public and not agreed."""
    return db.session.scalars(
        select(RandomValue)
        .where(RandomValue.state == ValueState.OPEN, RandomValue.announced_at <= now)
        .order_by(RandomValue.id)
    ).all()


def _unopened() -> tuple[ColumnElement[bool], ...]:
    return Draw.sealed.is_(True), Draw.opened_at.is_(None), Draw.state != DrawState.VOID


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.DRAW_READ, Draw.org_path)


def _desk(actor: Actor, value: RandomValue, now: datetime) -> ValueDesk:
    typed = typed_by(value)
    complete = len(effective_entries(value)) >= TYPISTS
    return ValueDesk(
        source_id=value.source_id,
        source=value.source,
        issue=value.issue,
        announced_at=value.announced_at,
        against=type_reasons(actor, value, now),
        typed_by_me=actor.user_id in typed,
        typed_count=len(value.entries),
        unequal=value.unequal,
        entries=tuple(one for one in value.entries if complete or one.typed_by == actor.user_id),
    )
