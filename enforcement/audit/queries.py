"""Reading the record: what happened to a record, who looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, column, func, or_, select, table

from enforcement.audit.models import AuditEntry
from enforcement.foundation.actor import Actor
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.scopes import within

LOOKS = ("viewed", "opened", "downloaded")
"""Second words of actions that only look: ``document.viewed``, ``recording.opened``."""

_organisations = table("organisations", column("id"), column("path"))
"""By name only: identity stands above this room."""


@dataclass(frozen=True)
class EntryFilter:
    """What to look for; empty fields don't filter. Instants are UTC, the end excluded."""

    record: str = ""
    action: str = ""
    name: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None


def entries_of(actor: Actor, record: str) -> Sequence[AuditEntry]:
    """All entries about one record that the actor may read, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.record == record, _in_scope(actor)).order_by(AuditEntry.id)
    return db.session.scalars(statement).all()


def entries(actor: Actor, wanted: EntryFilter, cursor: str | None = None, size: int = 50) -> Page[AuditEntry]:
    """A page of entries in the actor's scope, newest first."""
    statement = select(AuditEntry).where(_in_scope(actor), *_conditions(wanted))
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(AuditEntry.id < last)
    rows = db.session.scalars(statement.order_by(AuditEntry.id.desc()).limit(size + 1)).all()
    more = len(rows) > size
    return Page(rows[:size], encode_cursor([rows[size - 1].id]) if more else None)


def last_change(record: str) -> AuditEntry | None:
    """The latest entry about a record that is no look, to say who saved last. Internal."""
    statement = select(AuditEntry).where(AuditEntry.record == record, ~_is_look())
    return db.session.scalars(statement.order_by(AuditEntry.id.desc()).limit(1)).first()


def look_counts(records: Sequence[str]) -> dict[str, int]:
    """How often each record was looked at; one query for a whole list. Internal."""
    statement = (
        select(AuditEntry.record, func.count())
        .where(AuditEntry.record.in_(records), _is_look())
        .group_by(AuditEntry.record)
    )
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {record: found.get(record, 0) for record in records}


def _is_look() -> ColumnElement[bool]:
    return or_(*(AuditEntry.action.endswith(f".{word}", autoescape=True) for word in LOOKS))


def _conditions(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.record:
        conditions.append(AuditEntry.record == wanted.record)
    if wanted.action:
        conditions.append(AuditEntry.action.startswith(wanted.action, autoescape=True))
    if wanted.name:
        conditions.append(AuditEntry.actor_name.contains(wanted.name, autoescape=True))
    if wanted.start_at is not None:
        conditions.append(AuditEntry.at >= wanted.start_at)
    if wanted.end_at is not None:
        conditions.append(AuditEntry.at < wanted.end_at)
    return conditions


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """By where the organisation stands today: entries keep the path of their day."""
    today = select(_organisations.c.path).where(_organisations.c.id == AuditEntry.org_id).scalar_subquery()
    return within(actor, Permission.AUDIT_READ, func.coalesce(today, AuditEntry.org_path))
