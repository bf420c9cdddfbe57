"""Outside effects after commit: a row in the same transaction, performed by a job.

A row is taken with ``FOR UPDATE SKIP LOCKED``, so that several schedulers share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.foundation.errors import DomainError
from enforcement.platform.database import Model, db, transaction
from enforcement.platform.types import Json, UtcDateTime

MAX_BACKOFF = timedelta(hours=1)


class OutboxEntry(Model):
    """One effect to perform: kind, payload, tries, when next, when done."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "done_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


Performer = Callable[[Mapping[str, Any], datetime], None]


def enqueue(kind: str, payload: Mapping[str, Any], now: datetime) -> OutboxEntry:
    """Add an effect to the caller's transaction."""
    entry = OutboxEntry(kind=kind, payload=dict(payload), created_at=now, next_at=now)
    db.session.add(entry)
    return entry


def perform_due(performers: Mapping[str, Performer], now: datetime, limit: int = 50) -> int:
    """Perform what is due, each in its own transaction; failures are kept and tried again.

    Returns how many were done. An entry of an unknown kind stays and says so.
    """
    done = 0
    ids = db.session.scalars(
        select(OutboxEntry.id)
        .where(OutboxEntry.done_at.is_(None), OutboxEntry.next_at <= now)
        .order_by(OutboxEntry.id)
        .limit(limit)
    ).all()
    for entry_id in ids:
        done += _perform(entry_id, performers, now)
    return done


def _perform(entry_id: int, performers: Mapping[str, Performer], now: datetime) -> int:
    try:
        with transaction():
            entry = db.session.execute(
                select(OutboxEntry)
                .where(OutboxEntry.id == entry_id, OutboxEntry.done_at.is_(None))
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            ).scalar_one_or_none()
            if entry is None:
                return 0
            performers[entry.kind](entry.payload, now)
            entry.done_at = now
            return 1
    except (DomainError, OSError, KeyError, ValueError, RuntimeError) as error:
        _postpone(entry_id, f"{type(error).__name__}: {error}", now)
        return 0


def _postpone(entry_id: int, error: str, now: datetime) -> None:
    with transaction():
        entry = db.session.get(OutboxEntry, entry_id)
        if entry is not None:
            entry.tries += 1
            entry.last_error = error[:2000]
            entry.next_at = now + min(timedelta(seconds=5 * 2**entry.tries), MAX_BACKOFF)
