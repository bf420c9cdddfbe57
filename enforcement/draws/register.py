"""What everybody may read about draws and public random values; nothing else of the room is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from enforcement.draws.bundles import object_proof, public_bundle
from enforcement.draws.custody import kept_bytes, picture_type
from enforcement.draws.entries import TYPISTS, effective_entries
from enforcement.draws.models import Draw, RandomEntry, RandomValue
from enforcement.draws.states import DrawState, EntryKind, ValueState
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.platform.database import db

PAGE_SIZE = 30
_PUBLIC = or_(Draw.commit_hex.is_not(None), Draw.state == DrawState.VOID)
"""From the commit on, and every void one."""


@dataclass(frozen=True)
class PublicFilter:
    """Which draws; empty fields don't filter. ``agency`` is a code."""

    agency: str = ""
    state: DrawState | None = None
    year: int | None = None


@dataclass(frozen=True)
class Picture:
    """The picture of an announcement; ``media_type`` is ``image/png`` or ``image/jpeg``."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class PublicEntry:
    """An entry of a value; ``counted`` when it is in force."""

    public_id: str
    kind: EntryKind
    value: str
    at: datetime
    picture_sha256: str
    reason: str
    witnessed_at: datetime | None
    counted: bool


@dataclass(frozen=True)
class PublicValue:
    """A public random value; entries stay hidden until two people have typed."""

    source_id: str
    source: str
    issue: str
    announced_at: datetime
    state: ValueState
    value: str
    agreed_at: datetime | None
    unequal: bool
    entries: tuple[PublicEntry, ...]
    draws: tuple[Draw, ...] = ()
    """Draws that name it, newest first; of a list: none."""


def public_draws(wanted: PublicFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Draw]:
    """Draws from their commit on, and void ones, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Draw).where(_PUBLIC)
    if wanted.agency:
        statement = statement.where(Draw.agency == wanted.agency)
    if wanted.state is not None:
        statement = statement.where(Draw.state == wanted.state)
    if wanted.year is not None:
        statement = statement.where(Draw.year == wanted.year)
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(Draw.id < last)
    rows = db.session.scalars(statement.order_by(Draw.id.desc()).limit(size + 1)).all()
    more = len(rows) > size
    return Page(rows[:size], encode_cursor([rows[size - 1].id]) if more else None)


def public_draw(agency: str, draw_no: str) -> Draw:
    """A draw by its agency's code and number. Errors: ``NotFound``."""
    found = db.session.scalar(select(Draw).where(Draw.agency == agency, Draw.draw_no == draw_no, _PUBLIC))
    if found is None:
        raise NotFound
    return found


def bundle_of(draw: Draw) -> dict[str, Any]:
    """The public bundle, version 1; of a sealed draw before opening without key, list, thresholds and officers.

    Errors: ``NotFound`` while there is no result.
    """
    return public_bundle(draw)


def proof_of(draw: Draw, object_id: str) -> dict[str, Any]:
    """What one enterprise can check about itself (see ``bundles.object_proof``)."""
    if draw.commit_hex is None:
        raise NotFound
    return object_proof(draw, object_id)


def value_records(source_id: str) -> PublicValue:
    """One value with its visible entries and the draws that name it. Errors: ``NotFound``."""
    value = db.session.scalar(_values().where(RandomValue.source_id == source_id))
    if value is None:
        raise NotFound
    naming = db.session.scalars(select(Draw).where(_PUBLIC).order_by(Draw.id.desc()))
    return _shown(value, tuple(draw for draw in naming if source_id in draw.sources))


def public_values(cursor: str | None = None, size: int = PAGE_SIZE) -> Page[PublicValue]:
    """Values, latest announcement first."""
    statement = _values()
    if cursor:
        at, last = decode_cursor(cursor, (datetime, int))
        statement = statement.where(
            or_(
                RandomValue.announced_at < at,
                (RandomValue.announced_at == at) & (RandomValue.id < last),
            )
        )
    rows = db.session.scalars(
        statement.order_by(RandomValue.announced_at.desc(), RandomValue.id.desc()).limit(size + 1)
    ).all()
    more = len(rows) > size
    rows = rows[:size]
    following = encode_cursor((rows[-1].announced_at.isoformat(), rows[-1].id)) if more else None
    return Page([_shown(row) for row in rows], following)


def picture_of(entry_public_id: str) -> Picture:
    """The picture of an entry, once two people have typed. Errors: ``NotFound``; ``Unavailable``."""
    entry = db.session.scalar(select(RandomEntry).where(RandomEntry.public_id == entry_public_id))
    if entry is None or len(effective_entries(entry.record)) < TYPISTS:
        raise NotFound
    data = kept_bytes(entry.picture_key)
    return Picture(data, picture_type(data))


def _values() -> Any:
    return select(RandomValue).options(selectinload(RandomValue.entries).selectinload(RandomEntry.witness))


def _shown(value: RandomValue, draws: tuple[Draw, ...] = ()) -> PublicValue:
    counted = effective_entries(value)
    entries = value.entries if len(counted) >= TYPISTS else ()
    return PublicValue(
        source_id=value.source_id,
        source=value.source,
        issue=value.issue,
        announced_at=value.announced_at,
        state=value.state,
        value=value.value,
        agreed_at=value.agreed_at,
        unequal=value.unequal,
        entries=tuple(
            PublicEntry(
                one.public_id,
                one.kind,
                one.value,
                one.at,
                one.picture_sha256,
                one.reason,
                one.witness.at if one.witness else None,
                one in counted,
            )
            for one in entries
        ),
        draws=draws,
    )
