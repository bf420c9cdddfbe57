"""Two sheets on one file: whether a third evaluator is needed, and what the result is. All sheets stay on record.

When and how is data of the standard (`Comparison`); totals are compared unrounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from enforcement.foundation.errors import Reason, Refused
from enforcement.rules.evaluation.scoring import Score, rounded
from enforcement.rules.evaluation.standard import Band, FinalRule, Standard, ThirdWhen, decimal_text

PLACES_OF_REASONS = 4
MAJORITY = 2


@dataclass(frozen=True)
class Result:
    """The result of a file: rounded points, the unrounded total behind the grade, the vetoes that stand, the steps.

    `counted` are the places (0, 1, 2) of the sheets that the result follows; `vetoes` are all that these sheets name.
    """

    points: Decimal
    unrounded: Fraction
    band: Band
    vetoes: tuple[str, ...]
    counted: tuple[int, ...]
    steps: tuple[str, ...]


def third_needed(standard: Standard, first: Score, second: Score) -> tuple[Reason, ...]:
    """Why a third evaluator has to score; empty if the two sheets agree well enough."""
    rule = standard.comparison
    gap = abs(first.unrounded - second.unrounded)
    found = {
        ThirdWhen.POINTS: (
            gap > Fraction(rule.largest_difference),
            f"两份评分相差 {_words(gap)} 分，超过 {decimal_text(rule.largest_difference)} 分",
        ),
        ThirdWhen.GRADE: (
            first.band != second.band,
            f"两份评分的等次不同：{first.band.name}、{second.band.name}",
        ),
        ThirdWhen.VETO: (
            bool(first.vetoes) != bool(second.vetoes),
            "只有一名评查员认定一票否决",
        ),
    }
    return tuple(
        Reason(f"third-for-{when}", found[when][1], rule.basis, "由第三名评查员独立评分")
        for when in rule.third_when
        if found[when][0]
    )


def final_result(standard: Standard, scores: Sequence[Score]) -> Result:
    """The result from two sheets, or from three where a third was needed.

    Two: their mean. Three: the third alone, or the mean of the two nearest totals (of all three if one stands exactly
    in the middle); a veto stands if two of three sheets have one, and only sheets that agree on that are counted.
    Raises Refused for a missing or needless third sheet.
    """
    if len(scores) not in {2, 3}:
        raise ValueError("a result follows from two or three sheets")
    reasons = third_needed(standard, scores[0], scores[1])
    if reasons and len(scores) == MAJORITY:
        raise Refused(reasons)
    if not reasons and len(scores) > MAJORITY:
        raise Refused(
            [
                Reason(
                    "third-not-needed",
                    "两份评分一致，不需要第三份评分",
                    standard.comparison.basis,
                    "按两份评分的平均分确定",
                )
            ]
        )
    counted, rule = _counted(standard, scores)
    return mean_result(standard, scores, counted, (*(reason.message + "。" for reason in reasons), rule))


def _counted(standard: Standard, scores: Sequence[Score]) -> tuple[tuple[int, ...], str]:
    if len(scores) == MAJORITY:
        return (0, 1), "取两份评分的平均分。"
    if standard.comparison.final is FinalRule.THIRD_DECIDES:
        return (2,), f"{FinalRule.THIRD_DECIDES.words}。"
    vetoed = sum(bool(score.vetoes) for score in scores) >= MAJORITY
    agreeing = [place for place, score in enumerate(scores) if bool(score.vetoes) == vetoed]
    gaps = {
        (one, other): abs(scores[one].unrounded - scores[other].unrounded) for one, other in combinations(agreeing, 2)
    }
    nearest = [pair for pair, gap in gaps.items() if gap == min(gaps.values())]
    counted = nearest[0] if len(nearest) == 1 else tuple(agreeing)
    return counted, f"{FinalRule.NEAREST_TWO.words}，距离相等的取平均；一票否决以两份以上评分认定的为准。"


def mean_result(
    standard: Standard, scores: Sequence[Score], counted: tuple[int, ...], steps: tuple[str, ...]
) -> Result:
    """The mean of the sheets at the counted places, graded unrounded, with what was said before it in `steps`."""
    used = [scores[place] for place in counted]
    unrounded = sum((score.unrounded for score in used), Fraction(0)) / len(used)
    vetoes = tuple(dict.fromkeys(mark.veto for score in used for mark in score.vetoes))
    band = standard.failed_band if vetoes else standard.band_of(unrounded)
    points = rounded(unrounded, standard.places)
    sums = " + ".join(_words(score.unrounded) for score in used)
    mean = f"({sums}) ÷ {len(used)} = {_words(unrounded)}" if len(used) > 1 else _words(unrounded)
    veto = f"认定一票否决 {'、'.join(vetoes)}。" if vetoes else ""
    return Result(
        points, unrounded, band, vetoes, counted, (*steps, f"{veto}{mean}，记 {points} 分，等次：{band.name}。")
    )


def _words(value: Fraction) -> str:
    return decimal_text(rounded(value, PLACES_OF_REASONS))
