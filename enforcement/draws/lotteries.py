"""The calendars of the public lotteries: config/lotteries, read once; when a draw made now would have its values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from enforcement.foundation.clock import civil_date
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lotteries import next_issue
from enforcement.rules.draws.sources import OUTSIDE, load_lotteries

FOLDER = Path(__file__).resolve().parents[2] / "config" / "lotteries"
LOTTERIES = load_lotteries((FOLDER,))


def announced_last(kinds: Iterable[str], after: datetime) -> date | None:
    """The day on which the last outside value of a draw committed at an instant is announced.

    ``None`` while no calendar tells it: the commit says so itself.
    """
    try:
        issues = [next_issue(kind, after, LOTTERIES) for kind in kinds if kind in OUTSIDE]
    except DrawFault:
        return None
    return max((civil_date(one.announced_at) for one in issues), default=None)
