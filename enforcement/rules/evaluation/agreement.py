"""How well two evaluators agree over many files: share of equal grades, mean difference, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enforcement.rules.evaluation.scoring import ItemScore, Score, rounded

PLACES = 2
KAPPA_PLACES = 3

Pair = tuple[Score, Score]


@dataclass(frozen=True)
class ItemAgreement:
    """One line over all files where both evaluators scored it: mean absolute difference in points, percent equal."""

    no: str
    title: str
    files: int
    equal_percent: Decimal
    mean_difference: Decimal


@dataclass(frozen=True)
class Agreement:
    """Agreement of first and second sheets. Percents and points with two decimals, `kappa` (Cohen, on grades) three.

    `kappa` is None where chance alone would always agree (one grade only); the rest is None without files.
    """

    files: int
    equal_grades: int
    equal_grades_percent: Decimal | None
    mean_difference: Decimal | None
    kappa: Decimal | None
    items: tuple[ItemAgreement, ...]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Agreement over the first and second sheets of files, all scored by one standard; third sheets don't count."""
    count = len(pairs)
    equal = sum(first.band == second.band for first, second in pairs)
    if not count:
        return Agreement(0, 0, None, None, None, ())
    gaps = [abs(first.unrounded - second.unrounded) for first, second in pairs]
    return Agreement(
        count,
        equal,
        _percent(equal, count),
        rounded(sum(gaps, Fraction(0)) / count, PLACES),
        _kappa(pairs, Fraction(equal, count)),
        _by_item(pairs),
    )


def _by_item(pairs: Sequence[Pair]) -> tuple[ItemAgreement, ...]:
    lines: dict[str, list[tuple[ItemScore, ItemScore]]] = {}
    for first, second in pairs:
        others = {item.no: item for item in second.items}
        for item in first.items:
            other = others.get(item.no)
            if other is not None and item.applicable and other.applicable:
                lines.setdefault(item.no, []).append((item, other))
    return tuple(
        ItemAgreement(
            no,
            found[0][0].title,
            len(found),
            _percent(sum(one.won == other.won for one, other in found), len(found)),
            rounded(
                sum((abs(Fraction(one.won - other.won)) for one, other in found), Fraction(0)) / len(found), PLACES
            ),
        )
        for no, found in lines.items()
    )


def _kappa(pairs: Sequence[Pair], observed: Fraction) -> Decimal | None:
    count = len(pairs)
    grades = {score.band.id for pair in pairs for score in pair}
    chance = sum(
        (
            Fraction(sum(first.band.id == grade for first, _ in pairs), count)
            * Fraction(sum(second.band.id == grade for _, second in pairs), count)
            for grade in grades
        ),
        Fraction(0),
    )
    if chance == 1:
        return None
    kappa = (observed - chance) / (1 - chance)
    return rounded(kappa, KAPPA_PLACES) if kappa >= 0 else -rounded(-kappa, KAPPA_PLACES)


def _percent(part: int, whole: int) -> Decimal:
    return rounded(Fraction(part * 100, whole), PLACES)
