"""Whether the scheduler runs, told from the leases it leaves: since when nothing ran, and what did not end well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from enforcement.platform.database import db
from enforcement.platform.leases import Lease

HEARTBEAT = "draws.remind"
"""A job that is planned every minute: where its runs have a gap, nothing ran."""
SILENCE = timedelta(minutes=5)
TAKEOVER = timedelta(minutes=10)


@dataclass(frozen=True)
class Running:
    """``last``: the latest planned instant that was served. ``gaps``: from and to, oldest first; one may reach now.

    ``unfinished``: (job, planned instant) that began, did not end, and was not followed by a run that did.
    """

    last: datetime | None
    gaps: tuple[tuple[datetime, datetime], ...]
    unfinished: tuple[tuple[str, datetime], ...]


def running(now: datetime) -> Running:
    """As far back as finished runs are kept (a week); two queries."""
    slots = [
        datetime.fromisoformat(slot)
        for slot in db.session.scalars(
            select(Lease.slot).where(Lease.job == HEARTBEAT, Lease.finished_at.is_not(None)).order_by(Lease.slot)
        )
    ]
    later = aliased(Lease)
    followed = exists().where(later.job == Lease.job, later.slot > Lease.slot, later.finished_at.is_not(None))
    open_runs = db.session.execute(
        select(Lease.job, Lease.slot)
        .where(Lease.finished_at.is_(None), Lease.taken_at < now - TAKEOVER, ~followed)
        .order_by(Lease.job, Lease.slot)
    )
    return Running(
        last=slots[-1] if slots else None,
        gaps=tuple((begin, end) for begin, end in pairwise([*slots, now]) if end - begin > SILENCE),
        unfinished=tuple((job, datetime.fromisoformat(slot)) for job, slot in open_runs),
    )
