"""Figures of a round: an average always with its number of files, a fault once per file, no sums across standards."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from enforcement.rules.evaluation.figures import (
    FileFigures,
    Mean,
    compare,
    frequent_faults,
    group,
    mean,
    round_figures,
    veto_counts,
)
from tests.rules.evaluation.standards import standard

STANDARD = standard("penalty-100")
FIRST, SECOND = STANDARD.items[0], STANDARD.items[1]
EVERYTHING = frozenset(one.no for one in STANDARD.items)


def file(points, agency="甲局", vetoes=(), faults=(), asked=EVERYTHING):
    total = Fraction(points)
    band = STANDARD.failed_band if vetoes else STANDARD.band_of(total)
    return FileFigures(agency, total, band, tuple(vetoes), frozenset(faults), frozenset(asked))


UNDECIDED = FileFigures("甲局", None, None)


def test_an_average_is_rounded_half_up_and_says_how_many_files_it_rests_on():
    found = mean([Fraction(90), Fraction(80), Fraction("85.015")])
    assert found == Mean(Decimal("85.01"), 3)
    assert found.words == "85.01 分（3 件）"
    assert mean([Fraction("85.005")]).points == Decimal("85.01")


def test_an_average_of_nothing_is_no_number():
    assert mean([]) == Mean(None, 0)
    assert mean([]).words == "—（0 件）"


def test_files_without_a_result_are_counted_as_files_and_nowhere_else():
    found = group(STANDARD, [file(90), UNDECIDED])
    assert (found.files, found.decided, found.mean) == (2, 1, Mean(Decimal("90.00"), 1))
    assert sum(one.files for one in found.grades) == 1


@pytest.mark.parametrize(
    ("points", "grade"), [("90", "优秀"), ("89.999", "良好"), ("60", "合格"), ("59.999", "不合格")]
)
def test_grades_follow_the_unrounded_total_and_every_grade_of_the_standard_is_listed(points, grade):
    """广东省行政执法案卷评查办法第十六条."""
    found = group(STANDARD, [file(points)])
    assert [one.name for one in found.grades] == ["优秀", "良好", "合格", "不合格"]
    assert [one.name for one in found.grades if one.files] == [grade]


def test_a_vetoed_file_counts_as_failed_and_as_vetoed():
    """广东省行政执法案卷评查办法第十七条."""
    found = group(STANDARD, [file(0, vetoes=[STANDARD.vetoes[0].no]), file(95), file(50)])
    assert (found.vetoed, found.failed) == (1, 2)
    assert [one.percent for one in found.grades] == [Decimal("33.3"), Decimal("0.0"), Decimal("0.0"), Decimal("66.7")]


def test_a_share_of_nothing_is_no_number():
    assert {one.percent for one in group(STANDARD, []).grades} == {None}


def test_a_fault_counts_once_per_file_and_names_article_asked_files_and_agencies():
    code, other = FIRST.deductions[0].code, SECOND.deductions[0].code
    files = [
        file(90, faults=[code, other]),
        file(90, "乙局", faults=[other]),
        file(90, asked=EVERYTHING - {SECOND.no}),
        UNDECIDED,
    ]
    found = frequent_faults(STANDARD, files)
    assert [(one.code, one.files, one.of, one.agencies) for one in found] == [(other, 2, 2, 2), (code, 1, 3, 1)]
    assert found[0].article == SECOND.basis
    assert (found[0].item, found[0].text) == (SECOND.no, SECOND.deductions[0].text)


def test_vetoes_are_counted_by_files():
    first, second = STANDARD.vetoes[0].no, STANDARD.vetoes[3].no
    found = veto_counts(STANDARD, [file(0, vetoes=[second]), file(0, vetoes=[first, second]), file(90)])
    assert [(one.no, one.files) for one in found] == [(second, 2), (first, 1)]
    assert found[0].article == STANDARD.vetoes[3].basis


def rounds(before=(), now=(), standard=STANDARD):
    return round_figures("上一轮", standard, before), round_figures("本轮", STANDARD, now)


def test_a_comparison_subtracts_the_averages_as_they_are_shown_and_keeps_both_numbers_of_files():
    found = compare(*rounds([file(80), file(85)], [file(90)]))
    assert (found.whole.before, found.whole.now) == (Mean(Decimal("82.50"), 2), Mean(Decimal("90.00"), 1))
    assert (found.whole.difference, found.whole.words) == (Decimal("7.50"), "高 7.50 分")
    assert found.caveats == ()
    assert [(old.files, new.files) for old, new in found.grades] == [(0, 1), (2, 0), (0, 0), (0, 0)]


def test_an_agency_of_one_round_only_is_listed_and_not_compared():
    found = compare(*rounds([file(80), file(70, "丙局")], [file(80), file(90, "乙局")]))
    assert [(one.name, one.words) for one in found.agencies] == [
        ("甲局", "持平"),
        ("乙局", "不比较"),
        ("丙局", "不比较"),
    ]
    assert any("机关不完全相同" in one for one in found.caveats)


def test_with_another_standard_nothing_is_subtracted_and_it_is_said():
    other = replace(STANDARD, id="other", name="另一个标准")
    found = compare(*rounds([file(80)], [file(90)], other))
    assert {one.difference for one in (found.whole, *found.agencies)} == {None}
    assert found.grades == ()
    assert any("另一个标准" in one and "不能相减" in one for one in found.caveats)


def test_with_another_version_it_is_subtracted_with_a_warning():
    found = compare(*rounds([file(80)], [file(90)], replace(STANDARD, version="2025.1")))
    assert found.whole.difference == Decimal("10.00")
    assert any("2025.1 版" in one for one in found.caveats)


def test_with_other_lines_between_grades_the_grades_are_not_compared():
    moved = tuple(replace(one, at_least=one.at_least + 1) if one.id == "good" else one for one in STANDARD.bands)
    found = compare(*rounds([file(80)], [file(90)], replace(STANDARD, version="2025.1", bands=moved)))
    assert found.grades == ()
