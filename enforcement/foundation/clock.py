"""Instants are UTC; the law's days are civil dates in Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def civil_date(instant: datetime) -> date:
    """The civil date in China of an aware instant."""
    return instant.astimezone(SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    """The UTC instant at which a civil date begins in China."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)
