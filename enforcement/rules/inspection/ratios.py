"""Proportions by risk class (国市监信发〔2022〕6号): A 信用风险低, B 一般, C 较高, D 高, in basis points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from enforcement.foundation.errors import Reason
from enforcement.rules.inspection.items import ItemFacts, ItemKind
from enforcement.rules.rulesets import Number

CLASSES = ("A", "B", "C", "D")
WHOLE = 10_000
"""Basis points of all objects."""


def percent(basis_points: int) -> str:
    """Basis points in words: 250 -> ``2.5%``."""
    return f"{basis_points / 100:g}%"


def ratio_faults(ratios: Mapping[str, int]) -> list[str]:
    """Sentences about a table of proportions: every class stated, 0 to 100 %, A ≤ B ≤ C ≤ D (rule D04)."""
    found = []
    missing = [name for name in CLASSES if name not in ratios]
    if missing:
        found.append(f"没有填写{'、'.join(missing)}类的抽查比例")
    unknown = sorted(set(ratios) - set(CLASSES))
    if unknown:
        found.append(f"没有{'、'.join(unknown)}这一信用风险类别")
    found += [f"{name}类的抽查比例应当在 0% 到 100% 之间" for name in CLASSES if not 0 <= ratios.get(name, 0) <= WHOLE]
    present = [name for name in CLASSES if name in ratios]
    for low, high in pairwise(present):
        if ratios[low] > ratios[high]:
            found.append(
                f"{low}类{percent(ratios[low])}高于{high}类{percent(ratios[high])}：信用风险越低，抽查比例应当越低"
                "（国市监信发〔2022〕6号）"
            )
    return found


def ceiling_faults(kind: ItemKind, ratios: Mapping[str, int], ceiling: Number) -> list[str]:
    """Classes of an item whose proportion is above the ceiling for 一般检查事项; 重点检查事项 have none (rule D04)."""
    if kind is ItemKind.KEY:
        return []
    return [
        f"一般检查事项{name}类的抽查比例{percent(value)}高于上限{percent(ceiling.whole)}（{ceiling.basis}）"
        for name, value in sorted(ratios.items())
        if not ceiling.allows(value)
    ]


def batch_ratio_reasons(ratios: Mapping[str, int], items: Sequence[ItemFacts]) -> list[Reason]:
    """Why a batch may not draw at these proportions: within the limit of each general item, monotone (rule D04)."""
    found = [Reason("D04", sentence, "国市监信发〔2022〕6号", "改正各类比例") for sentence in ratio_faults(ratios)]
    for item in items:
        if item.kind is ItemKind.KEY:
            continue
        above = [name for name in CLASSES if ratios.get(name, 0) > item.ratios.get(name, 0)]
        found += [
            Reason(
                "D04",
                f"{name}类比例{percent(ratios[name])}高于事项“{item.name}”公布的{percent(item.ratios.get(name, 0))}",
                "国市监信〔2019〕38号：一般检查事项严格控制抽查比例",
                "降低比例，或者先公布事项的新版本",
            )
            for name in above
        ]
    return found
