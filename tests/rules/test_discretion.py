"""行政处罚法 32, 34: grades by share of the span, and a proposed fine against range and benchmark."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.discretion import (
    Approval,
    Departure,
    FineProposal,
    GradeShares,
    check_fine,
    grade_bands,
    grade_of,
)
from enforcement.rules.facts_catalogue import BenchmarkTier, Grade
from enforcement.rules.penalty import BandUnclear, Range
from tests.rules.law_files import rulesets

SHARES = GradeShares.of(rulesets(), "市场监督管理", "云州市", date(2026, 9, 1))
RANGE = Range(50_000_00, 100_000_00, "货值金额不足一万元")
LIGHTER = BenchmarkTier(
    Grade.LIGHTER, "从轻处罚", RANGE.why, (), "处5万元以上6.5万元以下罚款", min_fen=50_000_00, max_fen=65_000_00
)
MITIGATED = BenchmarkTier(
    Grade.MITIGATED, "减轻处罚", RANGE.why, (), "处5万元以下罚款（不含本数）", max_fen=50_000_00, max_inclusive=False
)
TIMES = BenchmarkTier(
    Grade.LIGHTER,
    "从轻处罚",
    "",
    (),
    "10倍以上13倍以下",
    min_times=Decimal(10),
    max_times=Decimal(13),
    max_inclusive=False,
)
SOUND = FineProposal(50_000_00, RANGE, LIGHTER, reasons="货值不足一千元，配合调查")


def codes(**changes):
    return [reason.code for reason in check_fine(replace(SOUND, **changes))]


@pytest.mark.parametrize(
    ("fine_fen", "grade"),
    [
        (0, Grade.NONE),
        (49_999_99, Grade.MITIGATED),
        (50_000_00, Grade.LIGHTER),
        (65_000_00, Grade.LIGHTER),
        (65_000_01, Grade.GENERAL),
        (84_999_99, Grade.GENERAL),
        (85_000_00, Grade.HEAVIER),
        (100_000_00, Grade.HEAVIER),
        (100_000_01, None),
    ],
)
def test_article_34_grades_of_a_range_with_minimum_30_and_70_percent_included(fine_fen, grade):
    assert grade_of(fine_fen, RANGE, SHARES) is grade


@pytest.mark.parametrize(
    ("fine_fen", "grade"),
    [
        (199_99, Grade.MITIGATED),
        (200_00, Grade.LIGHTER),
        (600_00, Grade.LIGHTER),
        (600_01, Grade.GENERAL),
        (1_400_00, Grade.HEAVIER),
    ],
)
def test_article_34_grades_of_a_range_with_a_maximum_only(fine_fen, grade):
    assert grade_of(fine_fen, Range(None, 2_000_00, ""), SHARES) is grade


def test_boundaries_may_be_excluded_by_a_local_rule():
    open_shares = GradeShares(
        replace(SHARES.lighter, inclusive=False), replace(SHARES.heavier, inclusive=False), SHARES.mitigated
    )
    assert grade_of(65_000_00, RANGE, open_shares) is Grade.GENERAL
    assert grade_of(85_000_00, RANGE, open_shares) is Grade.GENERAL
    assert grade_of(85_000_01, RANGE, open_shares) is Grade.HEAVIER


def test_a_fixed_fine_has_one_grade():
    assert grade_of(5_000_00, Range(5_000_00, 5_000_00, ""), SHARES) is Grade.GENERAL


def test_without_a_maximum_there_are_no_shares():
    with pytest.raises(BandUnclear, match="上限"):
        grade_bands(Range(1, None, ""), SHARES)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 2 * 10**9))
def test_every_fine_up_to_the_maximum_has_exactly_one_grade(low, span, fine_fen):
    bands = grade_bands(Range(low, low + span, ""), SHARES)
    assert sum(band.holds(fine_fen) for band in bands) == (fine_fen <= low + span)


def test_a_sound_proposal_meets_no_objection():
    assert check_fine(SOUND) == ()


@pytest.mark.parametrize(("fine_fen", "refused"), [(100_000_00, False), (100_000_01, True)])
def test_nobody_may_fine_above_the_statutory_maximum(fine_fen, refused):
    departure = Departure("情节特殊", Approval.COLLECTIVE)
    assert ("fine-above-range" in codes(fine_fen=fine_fen, departure=departure)) is refused


@pytest.mark.parametrize(("fine_fen", "refused"), [(50_000_00, False), (49_999_99, True)])
def test_article_32_below_the_minimum_needs_a_ground_of_mitigation(fine_fen, refused):
    assert ("fine-below-range" in codes(fine_fen=fine_fen, tier=None)) is refused
    assert codes(fine_fen=fine_fen, tier=None, mitigation="主动消除危害后果") == []


@pytest.mark.parametrize(("fine_fen", "refused"), [(65_000_00, False), (65_000_01, True)])
def test_article_34_outside_the_chosen_grade_needs_a_departure(fine_fen, refused):
    assert (codes(fine_fen=fine_fen) == ["fine-outside-grade"]) is refused


def test_the_mitigated_tier_ends_below_the_minimum():
    assert codes(tier=MITIGATED, mitigation="立功", fine_fen=49_999_99) == []
    assert codes(tier=MITIGATED, mitigation="立功", fine_fen=50_000_00) == ["fine-outside-grade"]


@pytest.mark.parametrize(
    ("fine_fen", "base_fen", "refused"),
    [
        (100_000_00, 10_000_00, False),
        (99_999_99, 10_000_00, True),
        (130_000_00, 10_000_00, True),
        (100_000_00, None, True),
    ],
)
def test_a_tier_in_multiples_is_compared_without_rounding(fine_fen, base_fen, refused):
    wide = Range(1, 200_000_00, "")
    assert (
        codes(tier=TIMES, statutory=wide, fine_fen=fine_fen, base_fen=base_fen) == ["fine-outside-grade"]
    ) is refused


@pytest.mark.parametrize(
    ("departure", "expected"),
    [
        (Departure("", Approval.HEAD), ["fine-outside-grade"]),
        (Departure("特殊", None), ["departure-not-approved"]),
        (Departure("特殊", Approval.HEAD), []),
        (Departure("特殊", Approval.COLLECTIVE), []),
        (Departure("特殊", Approval.HEAD, superior_benchmark=True), ["departure-not-approved"]),
        (Departure("特殊", Approval.MAKER, superior_benchmark=True), []),
    ],
)
def test_who_approves_a_departure(departure, expected):
    assert codes(fine_fen=70_000_00, departure=departure) == expected


def test_a_grade_without_reasons_is_refused():
    assert codes(reasons="  ") == ["grade-reasons-missing"]


def test_no_penalty_means_no_fine():
    none = BenchmarkTier(Grade.NONE, "不予处罚", "", (), "不予处罚")
    assert codes(tier=none, fine_fen=0) == []
    assert codes(tier=none) == ["fine-outside-grade"]


def test_every_objection_names_article_and_remedy():
    reasons = check_fine(replace(SOUND, fine_fen=200_000_00, reasons=""))
    assert [reason.code for reason in reasons] == ["fine-above-range", "fine-outside-grade", "grade-reasons-missing"]
    assert all(reason.basis and reason.lift for reason in reasons)
