"""Failed files are scored once more; what falls after an objection never costs points and changes no sheet."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.evaluation.correction import (
    Fallen,
    corrected,
    must_be_re_evaluated,
    re_evaluated,
    without,
)
from enforcement.rules.evaluation.deciding import final_result, third_needed
from enforcement.rules.evaluation.scoring import score
from enforcement.rules.evaluation.sheets import Fault, FileFacts, Reference, Sheet, VetoMark
from enforcement.rules.evaluation.standard import Per
from tests.rules.evaluation.standards import standard

RULE = standard("penalty-100")
FACTS = FileFacts("general", {one.id: True for one in RULE.conditions_of("general")})
DEDUCTIONS = [one for item in RULE.items_of("general") for one in item.deductions]
VETOES = [one.no for one in RULE.vetoes_of("general")]


def signed(*codes, vetoes=()):
    faults = tuple(Fault(code, Reference("现场笔录", "第2页")) for code in codes)
    return score(RULE, FACTS, Sheet(faults, tuple(VetoMark(one, "理由") for one in vetoes)))


def a_fault(deduction):
    times = st.just(1) if deduction.per is Per.ONCE else st.integers(1, 12)
    return times.map(lambda count: Fault(deduction.code, Reference("卷内文书", "第1页"), count))


SCORES = st.builds(
    lambda faults, vetoes: score(RULE, FACTS, Sheet(tuple(faults), tuple(VetoMark(one, "理由") for one in vetoes))),
    st.lists(st.sampled_from(DEDUCTIONS), unique_by=lambda one: one.code, max_size=20).flatmap(
        lambda chosen: st.tuples(*map(a_fault, chosen))
    ),
    st.lists(st.sampled_from(VETOES), unique=True, max_size=2),
)
FALLEN = st.builds(
    Fallen,
    st.frozensets(st.sampled_from([one.code for one in DEDUCTIONS]), max_size=15),
    st.frozensets(st.sampled_from(VETOES), max_size=2),
)


def rank(result):
    return result.band.at_least


def first_result(scores):
    needed = third_needed(RULE, scores[0], scores[1])
    return final_result(RULE, scores if needed else scores[:2])


@given(st.tuples(SCORES, SCORES, SCORES), FALLEN, FALLEN)
def test_art_12_an_upheld_objection_never_lowers_points_or_grade(scores, fallen, more):
    before = first_result(scores)
    after = corrected(RULE, FACTS, scores, before.counted, fallen)
    both = Fallen(fallen.deductions | more.deductions, fallen.vetoes | more.vetoes)
    later = corrected(RULE, FACTS, scores, before.counted, both)
    for one, other in pairwise((before, after, later)):
        assert other.unrounded >= one.unrounded
        assert other.points >= one.points
        assert rank(other) >= rank(one)
        assert set(other.vetoes) <= set(one.vetoes)


@given(st.tuples(SCORES, SCORES, SCORES))
def test_without_anything_fallen_the_result_is_the_first_one(scores):
    before = first_result(scores)
    after = corrected(RULE, FACTS, scores, before.counted, Fallen())
    assert (after.unrounded, after.band, after.vetoes) == (before.unrounded, before.band, before.vetoes)
    assert after.counted == before.counted


@given(SCORES, FALLEN)
def test_nothing_else_of_a_sheet_changes(sheet, fallen):
    left = without(RULE, FACTS, sheet, fallen)
    kept = {one.code: one for item in left.items for one in item.deducted}
    for item in sheet.items:
        for one in item.deducted:
            assert kept.get(one.code) == (None if one.code in fallen.deductions else one)
    assert left.vetoes == tuple(mark for mark in sheet.vetoes if mark.veto not in fallen.vetoes)
    assert left.possible == sheet.possible


def test_a_deduction_falls_from_all_counted_sheets_and_only_once():
    scores = [signed("P1.1b", "P3.1a"), signed("P1.1b")]
    after = corrected(RULE, FACTS, scores, (0, 1), Fallen(frozenset({"P1.1b"})))
    assert after.points == Decimal("97.50")
    assert "扣分项 P1.1b" in after.steps[0]
    assert corrected(RULE, FACTS, scores, (0, 1), Fallen(frozenset({"P5.6a"}))).points == Decimal("96.50")


def test_a_veto_that_falls_gives_the_points_back():
    scores = [signed("P1.1b", vetoes=["V04"]), signed("P1.1b", vetoes=["V04"])]
    assert final_result(RULE, scores).band == RULE.failed_band
    after = corrected(RULE, FACTS, scores, (0, 1), Fallen(vetoes=frozenset({"V04"})))
    assert (after.points, after.vetoes, after.band.name) == (Decimal("99.00"), (), "优秀")


def test_another_veto_still_decides_alone():
    scores = [signed(vetoes=["V03", "V04"])] * 2
    after = corrected(RULE, FACTS, scores, (0, 1), Fallen(vetoes=frozenset({"V04"})))
    assert (after.vetoes, after.band) == (("V03",), RULE.failed_band)


@pytest.mark.parametrize(("grade", "again"), [("fail", True), ("pass", False), ("excellent", False)])
def test_art_12_only_failed_files_are_evaluated_again(grade, again):
    assert must_be_re_evaluated(RULE, grade) is again


def test_art_12_the_re_evaluation_alone_counts_better_or_worse():
    scores = [signed(vetoes=["V04"]), signed(vetoes=["V04"]), signed("P1.1b")]
    result = re_evaluated(RULE, scores)
    assert (result.points, result.counted, result.vetoes) == (Decimal("99.00"), (2,), ())
    assert "复评" in result.steps[0]
    worse = re_evaluated(RULE, [signed(), signed(), signed(vetoes=["V04"])])
    assert worse.band == RULE.failed_band
