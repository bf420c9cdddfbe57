"""The calendars of the public lotteries: which issue is drawn when.

One file a year (`<year>.toml`): the lotteries with their weekdays and time, and the days on which none is drawn.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from enforcement.foundation.clock import SHANGHAI
from enforcement.rules.draws.hashing import DrawFault

ONE_DAY = timedelta(days=1)


class LotteryFileError(ValueError):
    """A calendar of lotteries can't be used; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One draw of a lottery: `ssq:2026135`, and the instant (UTC) from which its numbers are public."""

    source_id: str
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class Lottery:
    """One lottery in one year. `weekdays` as ISO counts them, Monday 1; `drawn_at` in China's time."""

    source: str
    name: str
    publisher: str
    weekdays: tuple[int, ...]
    drawn_at: time


@dataclass(frozen=True, slots=True)
class LotteryYear:
    """The lotteries of one year by source, and the days on which none of them is drawn (休市)."""

    lotteries: Mapping[str, Lottery]
    suspended: frozenset[date]


LotteryCalendar = Mapping[int, LotteryYear]


def load_lotteries(folders: Sequence[Path]) -> LotteryCalendar:
    """Read `<year>.toml` of every folder; a later folder's year replaces an earlier one's. Raises LotteryFileError."""
    files: dict[str, Path] = {}
    for folder in folders:
        files.update({path.name: path for path in sorted(folder.glob("*.toml"))})
    return dict(_parse(path) for path in files.values())


def next_issue(source: str, after: datetime, calendar: LotteryCalendar) -> Issue:
    """The first issue of `source` that is drawn after the instant `after`.

    Raises DrawFault when no calendar of that year (or of the next, late in December) is loaded.
    """
    year = after.astimezone(SHANGHAI).year
    for candidate in (year, year + 1):
        for issue in _issues(source, candidate, calendar):
            if issue.announced_at > after:
                return issue
    raise DrawFault(f"{year} 年已没有 {source} 的下一期")


def _issues(source: str, year: int, calendar: LotteryCalendar) -> Iterator[Issue]:
    known = calendar.get(year)
    if known is None or source not in known.lotteries:
        raise DrawFault(f"没有载入 {year} 年 {source} 的开奖日历，请在 config/lotteries 中补充 {year}.toml")
    lottery = known.lotteries[source]
    number = 0
    day = date(year, 1, 1)
    while day.year == year:
        if day.isoweekday() in lottery.weekdays and day not in known.suspended:
            number += 1
            drawn = datetime.combine(day, lottery.drawn_at, tzinfo=SHANGHAI)
            yield Issue(f"{source}:{year}{number:03d}", drawn.astimezone(UTC))
        day += ONE_DAY


def _parse(path: Path) -> tuple[int, LotteryYear]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        lotteries = [
            Lottery(row["source"], row["name"], row["publisher"], tuple(row["weekdays"]), row["drawn_at"])
            for row in data["lottery"]
        ]
        suspended = frozenset(
            row["first"] + timedelta(days=offset)
            for row in data.get("suspended", ())
            for offset in range((row["last"] - row["first"]).days + 1)
        )
        year = int(data["year"])
    except (KeyError, TypeError, ValueError) as error:
        raise LotteryFileError(
            f"开奖日历 {path} 的内容不合格式（{error}）；应为 year、lottery（source、name、publisher、weekdays、"
            "drawn_at）、suspended（first、last）"
        ) from error
    return year, LotteryYear({lottery.source: lottery for lottery in lotteries}, suspended)
