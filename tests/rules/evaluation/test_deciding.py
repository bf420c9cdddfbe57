"""Two evaluators: when a third is called, what the result is, and how their agreement is measured."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.foundation.errors import Refused
from enforcement.rules.evaluation.agreement import agreement
from enforcement.rules.evaluation.deciding import final_result, third_needed
from enforcement.rules.evaluation.scoring import score
from enforcement.rules.evaluation.sheets import Fault, FileFacts, Reference, Sheet, VetoMark
from enforcement.rules.evaluation.standard import FinalRule
from tests.rules.evaluation.standards import standard

RULE = standard("penalty-100")
THIRD = replace(RULE, comparison=replace(RULE.comparison, final=FinalRule.THIRD_DECIDES))
FACTS = FileFacts("general", {one.id: True for one in RULE.conditions_of("general")})
LOSSES = [
    ("P1.2a", 3),
    ("P3.1a", 5),
    ("P2.2a", 5),
    ("P3.2a", 4),
    ("P2.5a", 3),
    ("P1.1a", 2),
    ("P5.6a", 2),
    ("P1.1b", 1),
]


def at(points, *vetoes):
    """A sheet with this total on all items: half points from P2.3, P7.1 and P7.3, the rest from whole ones."""
    lost, faults = Decimal(100) - Decimal(points), []
    for code, costs in LOSSES:
        if lost >= costs and not (code == "P1.1b" and any(fault.deduction == "P1.1a" for fault in faults)):
            faults.append(Fault(code, Reference("1", "一")))
            lost -= costs
    for code, most in (("P2.3b", 5), ("P7.1a", 3), ("P7.3a", 3), ("P5.2a", 4)):
        if lost and (cost := min(lost, Decimal(most))):
            faults.append(Fault(code, Reference("1", "一"), int(cost * 2)))
            lost -= cost
    assert lost == 0
    return score(RULE, FACTS, Sheet(tuple(faults), tuple(VetoMark(veto, "理由") for veto in vetoes)))


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (at(98), at(93), []),
        (at(98), at("92.5"), ["third-for-points"]),
        (at("92.5"), at(98), ["third-for-points"]),
        (at(90), at("89.5"), ["third-for-grade"]),
        (at("89.5"), at(84), ["third-for-points"]),
        (at(92), at(80), ["third-for-points", "third-for-grade"]),
        (at(92), at(92, "V03"), ["third-for-points", "third-for-grade", "third-for-veto"]),
        (at(92, "V04"), at(70, "V03"), []),
    ],
)
def test_more_than_5_points_another_grade_or_a_lone_veto_calls_a_third(first, second, codes):
    assert [reason.code for reason in third_needed(RULE, first, second)] == codes


def test_when_a_third_is_called_is_data_of_the_standard():
    wide = replace(
        RULE, comparison=replace(RULE.comparison, largest_difference=Decimal(6), third_when=("veto", "points"))
    )
    assert third_needed(wide, at(92), at(86)) == ()
    assert [one.code for one in third_needed(wide, at(92), at("85.5"))] == ["third-for-points"]


def test_two_sheets_that_agree_give_their_mean():
    result = final_result(RULE, [at(96), at("92.5")])
    assert (str(result.points), result.band.name, result.counted) == ("94.25", "优秀", (0, 1))


def test_the_result_waits_for_a_third_sheet_and_takes_no_needless_one():
    with pytest.raises(Refused) as refused:
        final_result(RULE, [at(96), at(80)])
    assert {reason.code for reason in refused.value.reasons} == {"third-for-points", "third-for-grade"}
    with pytest.raises(Refused) as refused:
        final_result(RULE, [at(96), at(95), at(80)])
    assert [reason.code for reason in refused.value.reasons] == ["third-not-needed"]


@pytest.mark.parametrize(
    ("points", "mean", "counted"),
    [
        ((96, 80, 82), "81.00", (1, 2)),
        ((96, 80, 95), "95.50", (0, 2)),
        ((92, 86, 98), "92.00", (0, 1, 2)),
        ((96, 80, 88), "88.00", (0, 1, 2)),
        ((91, "89.5", 70), "90.25", (0, 1)),
    ],
)
def test_of_three_sheets_the_two_nearest_count(points, mean, counted):
    result = final_result(RULE, [at(one) for one in points])
    assert (str(result.points), result.counted) == (mean, counted)


def test_of_three_sheets_the_third_decides_where_the_standard_says_so():
    result = final_result(THIRD, [at(96), at(80), at(82)])
    assert (str(result.points), result.counted, result.band.name) == ("82.00", (2,), "良好")


def test_a_veto_stands_if_two_of_three_find_one():
    stands = final_result(RULE, [at(92), at(92, "V03"), at(95, "V04")])
    assert (str(stands.points), stands.band.name, stands.vetoes) == ("0.00", "不合格", ("V03", "V04"))
    falls = final_result(RULE, [at(92), at(92, "V03"), at(95)])
    assert (str(falls.points), falls.band.name, falls.vetoes, falls.counted) == ("93.50", "优秀", (), (0, 2))


@given(st.lists(st.integers(140, 200), min_size=3, max_size=3))
def test_the_result_lies_between_the_sheets_and_the_first_two_are_equal_in_right(halves):
    sheets = [at(Decimal(half) / 2) for half in halves]
    used = sheets if third_needed(RULE, sheets[0], sheets[1]) else sheets[:2]
    result = final_result(RULE, used)
    totals = [one.unrounded for one in used]
    assert min(totals) <= result.unrounded <= max(totals)
    turned = final_result(RULE, [used[1], used[0], *used[2:]])
    assert turned.unrounded == result.unrounded


def test_agreement_counts_equal_grades_mean_difference_and_each_item():
    pairs = [(at(96), at(91)), (at(90), at("89.5")), (at(80), at(80)), (at(70), at(80))]
    found = agreement(pairs)
    assert (found.files, found.equal_grades) == (4, 2)
    assert str(found.equal_grades_percent) == "50.00"
    assert str(found.mean_difference) == "3.88"
    assert str(found.kappa) == "0.273"
    lines = {item.no: item for item in found.items}
    assert (lines["P3.1"].files, str(lines["P3.1"].equal_percent), str(lines["P3.1"].mean_difference)) == (
        4,
        "75.00",
        "1.25",
    )
    assert lines["P4.1"].mean_difference == 0


def test_agreement_skips_lines_that_a_case_does_not_ask_and_needs_files():
    facts = FileFacts("general", {**FACTS.holds, "fine": False})
    pair = (score(RULE, facts, Sheet()), score(RULE, facts, Sheet()))
    found = agreement([pair])
    assert "P6.2" not in {item.no for item in found.items}
    assert found.kappa is None
    none = agreement([])
    assert (none.files, none.equal_grades_percent, none.mean_difference, none.items) == (0, None, None, ())
