"""行政处罚法 9, 72, 73: kinds, ranges of fines, surcharge; and how amounts are written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.facts_catalogue import PENALTY_KINDS, FineBand, Threshold
from enforcement.rules.penalty import (
    BandUnclear,
    Pause,
    PenaltyKind,
    Range,
    capital_amount,
    fine_range,
    surcharge,
    surcharge_starts_on,
    wan_yuan,
    yuan,
)
from tests.rules.law_files import rulesets

LAST_DAY = date(2026, 10, 8)
ON = date(2026, 9, 1)
FIXED = FineBand(
    "货值金额不足一万元",
    "fixed",
    Decimal(50000),
    Decimal(100000),
    "yuan",
    range=Threshold("货值金额", lt_fen=10_000_00),
)
TIMES = FineBand(
    "货值金额一万元以上",
    "value_multiple",
    Decimal(10),
    Decimal(20),
    "times",
    "货值金额",
    Threshold("货值金额", ge_fen=10_000_00),
)
FOOD_124 = (FIXED, TIMES)


def charged(days, *, fine_fen=5_000_00, pauses=()):
    return surcharge(
        fine_fen,
        LAST_DAY,
        LAST_DAY + timedelta(days=days),
        daily_percent=rulesets().number("D27", "", "", ON).value,
        cap_percent=rulesets().number("D27.cap", "", "", ON).value,
        pauses=pauses,
    )


@pytest.mark.parametrize(
    ("days", "fen", "capped"),
    [
        (-3, 0, False),
        (0, 0, False),
        (1, 150_00, False),
        (33, 4_950_00, False),
        (34, 5_000_00, True),
        (400, 5_000_00, True),
    ],
)
def test_article_72_surcharge_of_3_percent_a_day_up_to_the_fine(days, fen, capped):
    assert (charged(days).amount_fen, charged(days).capped) == (fen, capped)


def test_article_73_no_surcharge_while_a_review_or_suit_is_pending():
    starts = surcharge_starts_on(LAST_DAY)
    pauses = [Pause(starts, starts + timedelta(days=4)), Pause(starts + timedelta(days=3), starts + timedelta(days=9))]
    assert charged(10, pauses=pauses).days == 0
    assert charged(12, pauses=pauses).days == 2
    assert charged(12, pauses=pauses).amount_fen == 300_00


@pytest.mark.parametrize(("fine_fen", "fen"), [(50, 2), (49, 1), (16, 0), (17, 1)])
def test_the_surcharge_is_rounded_to_the_fen_half_up(fine_fen, fen):
    assert charged(1, fine_fen=fine_fen).amount_fen == fen


@given(st.integers(1, 10**12), st.integers(0, 60))
def test_the_surcharge_never_falls_and_never_passes_the_fine(fine_fen, days):
    today, tomorrow = charged(days, fine_fen=fine_fen), charged(days + 1, fine_fen=fine_fen)
    assert 0 <= today.amount_fen <= tomorrow.amount_fen <= fine_fen


def test_article_9_has_fourteen_kinds_under_their_statutory_names():
    assert tuple(kind.label for kind in PenaltyKind) == PENALTY_KINDS
    assert PenaltyKind.named("责令停产停业") is PenaltyKind.SUSPENSION_OF_BUSINESS
    assert PenaltyKind.FINE.basis == "行政处罚法第九条第二项"


@pytest.mark.parametrize(
    ("goods_value_fen", "low", "high"),
    [
        (1_126_40, 50_000_00, 100_000_00),
        (9_999_99, 50_000_00, 100_000_00),
        (10_000_00, 100_000_00, 200_000_00),
        (12_345_67, 123_456_70, 246_913_40),
    ],
)
def test_food_safety_law_124_chooses_the_band_by_the_value_of_the_goods(goods_value_fen, low, high):
    found = fine_range(FOOD_124, goods_value_fen, 0)
    assert (found.min_fen, found.max_fen) == (low, high)


def test_the_reason_of_a_range_names_band_and_base():
    assert fine_range(FOOD_124, 12_000_00, 0).why == "货值金额一万元以上，货值金额12,000元"
    assert fine_range(FOOD_124, 1_126_40, 0).text == "5万元以上10万元以下"


def test_a_small_base_counts_as_the_floor():
    band = FineBand(
        "一般情形", "value_multiple", Decimal(15), Decimal(30), "times", "货值金额", base_floor_fen=100_000_00
    )
    found = fine_range([band], 500_00, 0)
    assert (found.min_fen, found.max_fen) == (1_500_000_00, 3_000_000_00)
    assert "不足10万元的按10万元计算" in found.why
    assert fine_range([band], 100_000_00, 0).min_fen == 1_500_000_00


def test_no_income_falls_into_the_band_for_little_income():
    low = FineBand(
        "没有违法所得或者不足",
        "fixed",
        Decimal(3000),
        Decimal(10000),
        "yuan",
        range=Threshold("违法所得", lt_fen=10_000_00),
    )
    high = FineBand(
        "超过1万元",
        "income_multiple",
        Decimal(1),
        Decimal(5),
        "times",
        "违法所得",
        Threshold("违法所得", gt_fen=10_000_00),
    )
    assert fine_range([low, high], None, 0).min_fen == 3_000_00
    assert fine_range([low, high], None, 10_000_01).min_fen == 10_000_01
    with pytest.raises(BandUnclear, match="没有适用的罚款档次"):
        fine_range([low, high], None, 10_000_00)


def test_an_amount_nobody_stated_is_not_taken_for_nothing():
    with pytest.raises(BandUnclear, match="请填写货值金额（没有的填0）"):
        fine_range(FOOD_124, None, 0)
    assert fine_range(FOOD_124, None, 0, when=FIXED.when).min_fen == 50_000_00
    with pytest.raises(BandUnclear, match="请填写货值金额，才能计算"):
        fine_range(FOOD_124, None, 0, when=TIMES.when)


def test_a_chosen_band_that_the_amount_contradicts_is_refused():
    with pytest.raises(BandUnclear, match="没有适用"):
        fine_range(FOOD_124, 500_00, 0, when=TIMES.when)


def test_circumstances_are_chosen_by_people():
    bands = [FineBand(when, "fixed", Decimal(1), Decimal(2), "yuan") for when in ("一般情形", "情节严重")]
    with pytest.raises(BandUnclear, match="一般情形；情节严重"):
        fine_range(bands, 0, 0)
    assert fine_range(bands, 0, 0, when="情节严重").when == "情节严重"


def test_persons_beside_the_party_have_bands_of_their_own():
    bands = [FIXED, FineBand("情节严重", "fixed", Decimal(1), Decimal(2), "yuan", target="法定代表人")]
    assert fine_range(bands, 100, 0).min_fen == 50_000_00
    assert fine_range(bands, 100, 0, target="法定代表人").min_fen == 1_00


def test_percentages_and_other_bases():
    band = FineBand("一般情形", "percent_of_contract", Decimal(1), Decimal(2), "percent", "工程合同价款")
    found = fine_range([band], None, None, other_bases={"工程合同价款": 1_000_000_00})
    assert (found.min_fen, found.max_fen) == (10_000_00, 20_000_00)
    with pytest.raises(BandUnclear, match="请填写工程合同价款"):
        fine_range([band], None, None)


@pytest.mark.parametrize("basis", ["none", "per_day"])
def test_what_the_text_leaves_open_is_not_guessed(basis):
    with pytest.raises(BandUnclear, match="不能自动计算"):
        fine_range([FineBand("可以并处", basis, None, None, None)], 0, 0)


@pytest.mark.parametrize(
    ("fen", "inside"), [(49_999_99, False), (50_000_00, True), (100_000_00, True), (100_000_01, False)]
)
def test_the_bounds_belong_to_the_range(fen, inside):
    assert Range(50_000_00, 100_000_00, "").holds(fen) is inside


def test_a_missing_bound_binds_nobody():
    assert Range(None, None, "").holds(0)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (50_000_00, "伍万元整"),
        (1_126_40, "壹仟壹佰贰拾陆元肆角"),
        (1_000_05, "壹仟元零伍分"),
        (10_05, "壹拾元零伍分"),
        (5, "伍分"),
        (50, "伍角"),
        (100_50_00, "壹万零伍拾元整"),
        (10_010_00, "壹万零壹拾元整"),
        (100_000_00, "壹拾万元整"),
        (1_000_001_00, "壹佰万零壹元整"),
        (20_304_056_78, "贰仟零叁拾万肆仟零伍拾陆元柒角捌分"),
        (100_000_000_00, "壹亿元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (1_000_000_000_000_00, "壹万亿元整"),
    ],
)
def test_amounts_in_capital_characters(fen, text):
    assert capital_amount(fen) == text


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_amounts_that_have_no_capital_form_are_refused(fen):
    with pytest.raises(ValueError, match="金额"):
        capital_amount(fen)


@pytest.mark.parametrize(("fen", "text"), [(50_000_00, "5.000000"), (1, "0.000001"), (1_126_40, "0.112640")])
def test_amounts_in_ten_thousands_lose_no_fen(fen, text):
    assert wan_yuan(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"), [(50_000_00, "5万元"), (4_950_00, "4,950元"), (1_126_40, "1,126.40元"), (0, "0元")]
)
def test_amounts_in_sentences(fen, text):
    assert yuan(fen) == text
