"""One run per slot, however many schedulers there are.

A slot is a job's planned time as text. Whoever inserts the row first has it; a run that was
never finished can be taken over after ``takeover``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.platform.database import Model, db, transaction
from enforcement.platform.types import UtcDateTime


class Lease(Model):
    """A job's slot: who runs it since when, and when it ended."""

    __tablename__ = "leases"
    __table_args__ = (UniqueConstraint("job", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    slot: Mapped[str] = mapped_column(String(40))
    holder: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def take_lease(job: str, slot: str, holder: str, now: datetime, takeover: timedelta = timedelta(minutes=10)) -> bool:
    """Whether this process may run the slot."""
    try:
        with transaction():
            db.session.add(Lease(job=job, slot=slot, holder=holder, taken_at=now))
    except IntegrityError:
        return _take_over(job, slot, holder, now, takeover)
    return True


def _take_over(job: str, slot: str, holder: str, now: datetime, takeover: timedelta) -> bool:
    with transaction():
        lease = db.session.execute(
            select(Lease)
            .where(Lease.job == job, Lease.slot == slot)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).scalar_one()
        if lease.finished_at is not None or lease.taken_at + takeover > now:
            return False
        lease.holder = holder
        lease.taken_at = now
        return True


def finish_lease(job: str, slot: str, holder: str, now: datetime) -> None:
    """Mark the slot as run."""
    with transaction():
        lease = db.session.execute(
            select(Lease).where(Lease.job == job, Lease.slot == slot, Lease.holder == holder)
        ).scalar_one()
        lease.finished_at = now


def forget_leases(before: datetime) -> None:
    """Remove the rows of runs that ended before an instant; they tell nothing any more."""
    with transaction():
        db.session.execute(delete(Lease).where(Lease.finished_at < before))
