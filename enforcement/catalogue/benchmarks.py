"""Whether tiers of a benchmark keep within the statute and within the superior's benchmark."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from enforcement.rules.facts_catalogue import BenchmarkTier, FineBand, Grade, ItemFacts

LEAST_GRADES = 3
"""At least three grades (海南 13; 国办发〔2022〕27号 四 names five)."""

FEN = 100
BELOW_RANGE = frozenset({Grade.NONE, Grade.MITIGATED})


def benchmark_faults(
    item: ItemFacts, tiers: Sequence[BenchmarkTier], superior: Sequence[BenchmarkTier] = ()
) -> dict[str, list[str]]:
    """Faults by field path (``tiers.3.max``), empty when the tiers may be published.

    Checked: enough grades, conditions given, each tier belongs to a band of the item and
    stays within it (only 减轻 and 不予 go below), grades do not overlap, and a lower
    agency's tier stays within the superior's tier of the same grade (国办发〔2022〕27号 五).
    """
    faults: dict[str, list[str]] = {}
    if len({tier.grade for tier in tiers}) < LEAST_GRADES:
        faults["tiers"] = [f"裁量阶次不得少于 {LEAST_GRADES} 个（国办发〔2022〕27号第四条）"]
    for number, tier in enumerate(tiers, start=1):
        sentences = _tier_faults(item, tier) + _leaves(tier, superior)
        if sentences:
            faults[f"tiers.{number}"] = sentences
    for number, (before, after) in enumerate(_neighbours(tiers), start=2):
        if _overlap(before, after):
            faults.setdefault(f"tiers.{number}", []).append(f"与“{before.name}”的幅度重叠或者次序颠倒")
    return faults


def bounds(tier: BenchmarkTier) -> tuple[Decimal | None, Decimal | None]:
    """Bounds of a tier as numbers: times where it has them, else fen."""
    if tier.min_times is not None or tier.max_times is not None:
        return tier.min_times, tier.max_times
    return (
        None if tier.min_fen is None else Decimal(tier.min_fen),
        None if tier.max_fen is None else Decimal(tier.max_fen),
    )


def _tier_faults(item: ItemFacts, tier: BenchmarkTier) -> list[str]:
    found = []
    if not tier.conditions:
        found.append("没有填写适用条件（国办发〔2022〕27号第四条）")
    bands = [band for band in item.fine if band.when == tier.when and not band.target]
    if not bands:
        return [*found, f"“{tier.when}”不是事项 {item.code} 的处罚情形"]
    low, high = _statutory(bands[0])
    least, most = bounds(tier)
    if high is not None and most is not None and most > high:
        found.append("上限超出法定幅度（行政处罚法第五条）")
    if tier.grade not in BELOW_RANGE and low is not None and (least is None or least < low):
        found.append("下限低于法定幅度；低于下限的只能是减轻处罚")
    return found


def _statutory(band: FineBand) -> tuple[Decimal | None, Decimal | None]:
    scale = FEN if band.unit == "yuan" else 1
    return (
        None if band.minimum is None else band.minimum * scale,
        None if band.maximum is None else band.maximum * scale,
    )


def _leaves(tier: BenchmarkTier, superior: Sequence[BenchmarkTier]) -> list[str]:
    above = next((one for one in superior if one.grade == tier.grade and one.when == tier.when), None)
    if above is None:
        return ["上级机关的裁量基准没有这一阶次，不得增设（国办发〔2022〕27号第五条）"] if superior else []
    (least, most), (floor, ceiling) = bounds(tier), bounds(above)
    below = floor is not None and (least is None or least < floor)
    beyond = ceiling is not None and (most is None or most > ceiling)
    return ["幅度超出上级机关同一阶次的幅度（国办发〔2022〕27号第五条）"] if below or beyond else []


def _neighbours(tiers: Sequence[BenchmarkTier]) -> list[tuple[BenchmarkTier, BenchmarkTier]]:
    return list(itertools.pairwise(tiers))


def _overlap(before: BenchmarkTier, after: BenchmarkTier) -> bool:
    """Only within one band and within its range: 减轻 and 不予 both lie below."""
    if before.when != after.when or before.grade in BELOW_RANGE:
        return False
    (_, end), (start, _) = bounds(before), bounds(after)
    if end is None or start is None:
        return True
    return start < end or (start == end and before.max_inclusive and after.min_inclusive)
