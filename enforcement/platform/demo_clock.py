"""The present instant. In demo mode, and only there, the day can be moved forward.

The shift stands in the database, so that web processes and the scheduler agree.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.foundation.errors import Forbidden
from enforcement.platform.database import Model, db, transaction


class DemoClock(Model):
    """One row: by how many seconds the demo's clock runs ahead."""

    __tablename__ = "demo_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[int] = mapped_column(default=0)


def in_demo() -> bool:
    """Whether this installation is a demo."""
    return bool(current_app.config["DEMO"])


def current_instant() -> datetime:
    """Now, as UTC; shifted only in a demo."""
    real = datetime.now(UTC)
    if not in_demo():
        return real
    clock = db.session.get(DemoClock, 1)
    return real + timedelta(seconds=clock.ahead_seconds if clock else 0)


def move_clock_to(instant: datetime) -> None:
    """Set the demo's clock forward to an instant, up to a second later; never back, never outside a demo."""
    if not in_demo():
        message = "只有演示环境可以调整时钟"
        raise Forbidden(message)
    ahead = ceil((instant - datetime.now(UTC)).total_seconds())
    with transaction():
        clock = db.session.get(DemoClock, 1)
        if clock is None:
            db.session.add(DemoClock(id=1, ahead_seconds=ahead))
        elif ahead < clock.ahead_seconds:
            message = "演示时钟只能向前"
            raise Forbidden(message)
        else:
            clock.ahead_seconds = ahead
