"""Statistics of inspection: completion, publication in time, findings per pair, months, visits saved by joining.

国办发〔2024〕54号 forbids targets: nothing here puts organs, pairs or officers into an order by how much they check,
find or fine (C10). Lines keep the order they come in; a pair is only held against the mean.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from enforcement.rules.inspection.alarms import VisitFact
from enforcement.rules.inspection.visits import VisitKind

PER_MILLE = 1_000
MONTHS = 12
LEAST_VISITS = 5
"""Visits below which a share of a pair says nothing."""


@dataclass(frozen=True)
class Share:
    """A part of a whole. ``per_mille`` is ``None`` of nothing."""

    part: int
    whole: int

    @property
    def per_mille(self) -> int | None:
        """Thousandths, rounded half up."""
        return (2 * PER_MILLE * self.part + self.whole) // (2 * self.whole) if self.whole else None


@dataclass(frozen=True)
class PairRate:
    """Checks of one pair of officers with a known result; ``above``: points in per mille over the mean."""

    officers: tuple[str, ...]
    found: Share
    above: int | None


@dataclass(frozen=True)
class Saved:
    """``entries``: times somebody came. ``by_organs``: visits spared because organs came together.

    ``by_items``: visits spared because several items were looked at in one entry.
    """

    entries: int
    by_organs: int
    by_items: int


def months(days: Iterable[date]) -> tuple[int, ...]:
    """How many in each month, January first."""
    counted = Counter(day.month for day in days)
    return tuple(counted[month] for month in range(1, MONTHS + 1))


def case_share(kinds: Iterable[VisitKind]) -> Share:
    """Inspections on single leads, of all inspections; visits under other names are none."""
    inspections = [kind for kind in kinds if not kind.other_name]
    return Share(inspections.count(VisitKind.CASE), len(inspections))


def pair_rates(visits: Sequence[VisitFact]) -> tuple[Share, tuple[PairRate, ...]]:
    """The mean share of checks with a finding, and each pair against it, in the order of their identifiers."""
    known = [one for one in visits if one.found is not None]
    mean = Share(sum(1 for one in known if one.found), len(known))
    groups: dict[str, list[VisitFact]] = defaultdict(list)
    for one in known:
        groups[one.pair_key].append(one)
    rates = []
    for key in sorted(groups):
        found = Share(sum(1 for one in groups[key] if one.found), len(groups[key]))
        above = None
        if found.whole >= LEAST_VISITS and found.per_mille is not None and mean.per_mille is not None:
            above = found.per_mille - mean.per_mille
        rates.append(PairRate(tuple(part for part in key.split("|") if part), found, above))
    return mean, tuple(rates)


def saved(entries: Iterable[tuple[str, int]]) -> Saved:
    """From (joint key, number of items) of each organ's visit."""
    organs: Counter[str] = Counter()
    items = 0
    for joint_key, count in entries:
        organs[joint_key] += 1
        items += max(count - 1, 0)
    return Saved(len(organs), sum(count - 1 for count in organs.values()), items)
