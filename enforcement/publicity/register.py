"""Reads for everyone: the public register and nothing else. No actor, because nobody signs in.

Only ``public_records``, ``public_changes`` and ``public_search`` are read here (a test holds it).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from enforcement.foundation.clock import start_of_day
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.platform.database import db
from enforcement.platform.search import holds, terms
from enforcement.publicity.models import PublicChange, PublicPassage, PublicRecord
from enforcement.publicity.states import PublicField, PublicState

Row = TypeVar("Row")
PAGE_SIZE = 20
EXPORT_SIZE = 5_000


class Sort(StrEnum):
    """Order of a list."""

    PUBLISHED = "published"
    DECIDED = "decided"
    FINE = "fine"


@dataclass(frozen=True)
class RegisterFilter:
    """What somebody looks for; empty fields ask nothing. Amounts in fen, both ends included."""

    q: str = ""
    number: str = ""
    party: str = ""
    uscc: str = ""
    agency: str = ""
    region: str = ""
    kind: str = ""
    state: PublicState | None = None
    fine_from: int | None = None
    fine_to: int | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    published_from: date | None = None
    sort: Sort = Sort.PUBLISHED

    def active(self) -> tuple[str, ...]:
        """Names of the fields that ask something, order aside."""
        return tuple(
            item.name for item in fields(self) if item.name != "sort" and getattr(self, item.name) not in ("", None)
        )

    def without(self, name: str) -> RegisterFilter:
        """The same without one field."""
        initial: dict[str, Any] = {name: getattr(RegisterFilter(), name)}
        return replace(self, **initial)


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to: values that occur in public."""

    agencies: tuple[str, ...]
    regions: tuple[str, ...]


def find_public(wanted: RegisterFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[PublicRecord]:
    """Records that are published or withdrawn, newest or largest first.

    Errors: ``Invalid`` for a query of too many words or a foreign cursor.
    """
    column = _SORTS[wanted.sort]
    statement = _filtered(select(PublicRecord), wanted)
    if cursor:
        statement = statement.where(_beyond(wanted.sort, column, cursor))
    rows = db.session.scalars(statement.order_by(column.desc(), PublicRecord.id.desc()).limit(size + 1)).all()
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _cursor_after(wanted.sort, rows[-1]) if more else None)


def count_public(wanted: RegisterFilter) -> int:
    """How many records the filter finds. Errors: ``Invalid`` likewise."""
    return db.session.scalar(_filtered(select(func.count()).select_from(PublicRecord), wanted)) or 0


def choices() -> Choices:
    """Agencies and regions that have something public."""
    rows = db.session.execute(
        select(PublicRecord.agency_name, PublicRecord.region_name)
        .where(PublicRecord.state != PublicState.EXPIRED)
        .distinct()
    ).all()
    return Choices(
        agencies=tuple(sorted({row[0] for row in rows})),
        regions=tuple(sorted({row[1] for row in rows if row[1]})),
    )


def state_counts(since: date) -> tuple[int, int]:
    """How many are public now, and how many were withdrawn since a civil date."""
    published, withdrawn = db.session.execute(
        select(
            func.count().filter(PublicRecord.state == PublicState.PUBLISHED),
            func.count().filter(
                PublicRecord.state == PublicState.WITHDRAWN, PublicRecord.ended_at >= start_of_day(since)
            ),
        ).select_from(PublicRecord)
    ).one()
    return published, withdrawn


def last_change() -> datetime | None:
    """When the register last changed."""
    return db.session.scalar(select(func.max(PublicChange.at)))


def record_of(code: str) -> PublicRecord:
    """The record of a check code, whatever its state, with its change log. Errors: ``NotFound``."""
    found = db.session.scalars(
        select(PublicRecord).where(PublicRecord.code == plain_code(code)).options(selectinload(PublicRecord.changes))
    ).one_or_none()
    if found is None:
        raise NotFound("没有这个核验码的公示记录")
    return found


def records_with_document(sha256: str) -> Sequence[PublicRecord]:
    """Records whose served document has this SHA-256 (hex)."""
    return db.session.scalars(
        select(PublicRecord).where(PublicRecord.document_sha256 == sha256.strip().lower()).order_by(PublicRecord.id)
    ).all()


def plain_code(typed: str) -> str:
    """A check code as stored: case, dash and spaces aside, I and L read as 1, O as 0 (Crockford)."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return plain.translate(str.maketrans("ILO", "110"))


def expired_codes(today: date) -> Sequence[str]:
    """For the job: codes of published records whose longest time ended before today."""
    return db.session.scalars(
        select(PublicRecord.code)
        .where(PublicRecord.state == PublicState.PUBLISHED, PublicRecord.max_end_on < today)
        .order_by(PublicRecord.id)
    ).all()


_SORTS: dict[Sort, InstrumentedAttribute[Any]] = {
    Sort.PUBLISHED: PublicRecord.published_at,
    Sort.DECIDED: PublicRecord.decided_on,
    Sort.FINE: PublicRecord.fine_fen,
}

_KINDS: dict[Sort, type] = {Sort.PUBLISHED: datetime, Sort.DECIDED: date, Sort.FINE: int}


def _filtered(statement: Select[tuple[Row]], wanted: RegisterFilter) -> Select[tuple[Row]]:
    conditions: list[ColumnElement[bool]] = [PublicRecord.state != PublicState.EXPIRED]
    conditions += [_passage_holds(term) for term in terms(wanted.q)]
    conditions += [_passage_holds(term, PublicField.PARTY) for term in terms(wanted.party)]
    conditions += [_passage_holds(term, PublicField.NUMBER) for term in terms(wanted.number)]
    return statement.where(*conditions, *_plain_conditions(wanted))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "state": lambda value: PublicRecord.state == value,
    "uscc": lambda value: PublicRecord.party_uscc == value.strip().upper(),
    "agency": lambda value: PublicRecord.agency_name == value,
    "region": lambda value: PublicRecord.region_name == value,
    "kind": lambda value: PublicRecord.kinds_key.contains(f"|{value}|", autoescape=True),
    # A withdrawn record has no amount: who asks for a range of amounts, asks for published ones.
    "fine_from": lambda value: and_(PublicRecord.fine_fen >= value, PublicRecord.state == PublicState.PUBLISHED),
    "fine_to": lambda value: and_(PublicRecord.fine_fen <= value, PublicRecord.state == PublicState.PUBLISHED),
    "decided_from": lambda value: PublicRecord.decided_on >= value,
    "decided_to": lambda value: PublicRecord.decided_on <= value,
    "published_from": lambda value: PublicRecord.published_at >= start_of_day(value),
}


def _plain_conditions(wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    return [_CONDITIONS[name](getattr(wanted, name)) for name in wanted.active() if name in _CONDITIONS]


def _passage_holds(term: str, name: PublicField | None = None) -> ColumnElement[bool]:
    passage = select(PublicPassage.record_id).where(holds(PublicPassage.grams, term))
    if name is not None:
        passage = passage.where(PublicPassage.field == name)
    return PublicRecord.id.in_(passage)


def _cursor_after(sort: Sort, row: PublicRecord) -> str:
    key: dict[Sort, str | int] = {
        Sort.PUBLISHED: row.published_at.isoformat(),
        Sort.DECIDED: row.decided_on.isoformat(),
        Sort.FINE: row.fine_fen,
    }
    return encode_cursor((key[sort], row.id))


def _beyond(sort: Sort, column: InstrumentedAttribute[Any], cursor: str) -> ColumnElement[bool]:
    key, last_id = decode_cursor(cursor, (_KINDS[sort], int))
    return or_(column < key, and_(column == key, PublicRecord.id < last_id))
