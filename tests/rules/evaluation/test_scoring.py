"""Scoring one sheet: floors, maxima, vetoes, rounding, what is refused and in which field; and what always holds."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.foundation.errors import Invalid
from enforcement.rules.evaluation.scoring import running_score, score
from enforcement.rules.evaluation.sheets import Fault, FileFacts, Reference, Sheet, VetoMark, applies
from enforcement.rules.evaluation.standard import Role
from tests.rules.evaluation.standards import small, standard

PLACE = Reference("3", "第二段", 2)
FINE, NO_FINE = FileFacts("general", {"fine": True}), FileFacts("general", {"fine": False})
fast = settings(max_examples=150, deadline=None)


def sheet(*faults, vetoes=()):
    return Sheet(tuple(Fault(code, PLACE, times) for code, times in faults), tuple(vetoes))


def won(result):
    return {item.no: item.won for item in result.items}


def test_an_item_does_not_fall_below_its_floor_nor_a_deduction_above_its_maximum():
    assert won(score(small(), FINE, sheet(("a", 20))))["S1.1"] == 2
    assert won(score(small(), FINE, sheet(("a", 20), ("b", 1))))["S1.1"] == 1
    assert won(score(small(), FINE, sheet(("c", 1), ("d", 3))))["S1.2"] == 0


def test_faults_of_one_kind_at_several_places_are_counted_together():
    result = score(small(), FINE, sheet(("a", 1), ("a", 2)))
    found = result.items[0].deducted[0]
    assert (found.times, found.points, len(found.faults)) == (3, Decimal("1.5"), 2)


def test_what_the_case_does_not_ask_leaves_both_sums():
    result = score(small(), NO_FINE, sheet(("a", 2)))
    assert (result.won, result.possible) == (5, 6)
    assert str(result.points) == "83.33"
    assert not result.items[1].applicable


def test_the_grade_follows_from_the_unrounded_total():
    result = score(small(), FINE, sheet(("a", 2), ("e", 4)))
    assert str(result.points) == "90.00"
    assert result.band.name == "不合格"
    assert score(small(), FINE, sheet(("a", 2))).band.name == "优秀"


@pytest.mark.parametrize(
    ("times", "points"), [(5, "100.00"), (6, "99.99"), (14, "99.99"), (15, "99.99"), (16, "99.98")]
)
def test_two_decimals_rounded_half_up(times, points):
    assert str(score(small(), FINE, sheet(("e", times))).points) == points


def test_the_total_is_never_negative():
    result = score(small(), FINE, sheet(("a", 8), ("b", 1), ("c", 1), ("e", 8000)))
    assert str(result.points) == "2.00"
    rule = replace(small(), items=tuple(replace(item, floor=Decimal(0)) for item in small().items))
    lost = rule.items[0].deductions
    worst = replace(rule.items[0], deductions=(replace(lost[0], most=Decimal(6)), lost[1]))
    rule = replace(rule, items=(worst, *rule.items[1:]))
    assert str(score(rule, FINE, sheet(("a", 12), ("c", 1), ("e", 8000))).points) == "0.00"


def test_a_veto_makes_zero_or_only_unqualified_as_the_standard_says():
    zero = score(small(), FINE, sheet(vetoes=[VetoMark("V1", "没有管辖权")]))
    assert (str(zero.points), zero.band.name, zero.before_veto) == ("0.00", "不合格", 100)
    failed = score(small(), FINE, sheet(vetoes=[VetoMark("V2", "没有票据")]))
    assert (str(failed.points), failed.band.name) == ("100.00", "不合格")


def test_the_steps_explain_the_total():
    result = score(
        standard("mee24"),
        facts_of("mee24", "general"),
        Sheet((Fault("F2.1a", Reference("现场检查笔录")), Fault("B2.8a", PLACE))),
    )
    text = "\n".join(result.steps)
    assert "第 F2.1 项 10 分" in text
    assert "没有现场检查（勘察）笔录" in text
    assert "总分 = 50 + 50 × 90 ÷ 100 − 0.5 = 94.5 分。" in text
    assert "得分 94.50 分" in text
    text = "\n".join(score(small(), NO_FINE, sheet(vetoes=[VetoMark("V1", "没有管辖权")])).steps)
    assert "本案不适用第 S1.2 项" in text
    assert "没有管辖权" in text
    assert "等次：不合格（有一票否决情形）" in text


@pytest.mark.parametrize(
    ("facts", "found", "fields"),
    [
        (FileFacts("other", {}), sheet(), {"kind"}),
        (FileFacts("general", {}), sheet(), {"holds.fine"}),
        (FileFacts("general", {"fine": True, "hearing": True}), sheet(), {"holds.hearing"}),
        (FINE, sheet(("x", 1)), {"faults.0.deduction"}),
        (NO_FINE, sheet(("a", 1), ("d", 1)), {"faults.1.deduction"}),
        (FINE, sheet(("a", 0)), {"faults.0.times"}),
        (FINE, sheet(("b", 2)), {"faults.0.times"}),
        (FINE, sheet(("b", 1), ("b", 1)), {"faults.1.times"}),
        (FINE, sheet(vetoes=[VetoMark("V9", "理由")]), {"vetoes.0.veto"}),
        (NO_FINE, sheet(vetoes=[VetoMark("V2", "理由")]), {"vetoes.0.veto"}),
        (FINE, sheet(vetoes=[VetoMark("V1", "理由"), VetoMark("V1", "理由")]), {"vetoes.1.veto"}),
    ],
)
def test_what_cannot_be_counted_is_refused_in_its_field(facts, found, fields):
    for of in (score, running_score):
        with pytest.raises(Invalid) as refused:
            of(small(), facts, found)
        assert set(refused.value.errors) == fields


@pytest.mark.parametrize(
    ("found", "fields"),
    [
        (Sheet((Fault("a", Reference("", "第二段")),)), {"faults.0.reference.document"}),
        (Sheet((Fault("a", Reference("3", " ")),)), {"faults.0.reference.passage"}),
        (Sheet((Fault("a", Reference("3", "第二段", 0)),)), {"faults.0.reference.page"}),
        (Sheet((Fault("c", Reference("", "")),)), {"faults.0.reference.document"}),
        (Sheet((), (VetoMark("V1", "  "),)), {"vetoes.0.reason"}),
    ],
)
def test_a_deduction_points_to_document_and_passage_and_a_veto_has_a_written_reason(found, fields):
    with pytest.raises(Invalid) as refused:
        score(small(), FINE, found)
    assert set(refused.value.errors) == fields
    assert running_score(small(), FINE, found).points >= 0


def test_a_missing_document_has_no_passage():
    assert score(small(), FINE, Sheet((Fault("c", Reference("罚没票据")),))).won == 6


def facts_of(standard_id, kind):
    return FileFacts(kind, {one.id: True for one in standard(standard_id).conditions_of(kind)})


@st.composite
def scored_files(draw):
    rule = standard(draw(st.sampled_from(["penalty-100", "mee24"])))
    kind = draw(st.sampled_from([one.id for one in rule.kinds]))
    facts = FileFacts(kind, {one.id: draw(st.booleans()) for one in rule.conditions_of(kind)})
    codes = [one.code for item in rule.items if applies(rule, item, facts) for one in item.deductions]
    chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=30))
    once = {one.code for item in rule.items for one in item.deductions if one.per == "once"}
    faults = tuple(Fault(code, PLACE, 1 if code in once else draw(st.integers(1, 8))) for code in chosen)
    vetoes = [one.no for one in rule.vetoes if applies(rule, one, facts)]
    marks = draw(st.lists(st.sampled_from(vetoes), unique=True, max_size=1)) if draw(st.booleans()) else []
    return rule, facts, Sheet(faults, tuple(VetoMark(veto, "理由") for veto in marks))


@fast
@given(scored_files())
def test_a_score_lies_in_its_bounds(file):
    rule, _, found = file
    result = score(*file)
    assert 0 <= result.points <= rule.maximum
    assert abs(result.unrounded - Fraction(result.points)) <= Fraction(1, 200)
    assert all(0 <= item.won <= item.possible for item in result.items)
    assert result.band.failed or not found.vetoes
    assert result.band.failed or result.unrounded >= result.band.at_least


@fast
@given(scored_files(), st.data())
def test_more_faults_never_raise_it(file, data):
    rule, facts, found = file
    codes = [
        one.code
        for item in rule.items
        if applies(rule, item, facts)
        for one in item.deductions
        if one.per != "once" or one.code not in {fault.deduction for fault in found.faults}
    ]
    more = Sheet((*found.faults, Fault(data.draw(st.sampled_from(codes)), PLACE)), found.vetoes)
    assert score(rule, facts, more).unrounded <= score(*file).unrounded


@fast
@given(scored_files())
def test_removing_an_item_that_does_not_apply_never_lowers_it(file):
    rule, facts, found = file
    without = replace(rule, items=tuple(item for item in rule.items if applies(rule, item, facts)))
    asked = {one.id for one in without.conditions_of(facts.kind)}
    less = FileFacts(facts.kind, {one: answer for one, answer in facts.holds.items() if one in asked})
    assert score(without, less, found).unrounded == score(*file).unrounded


@fast
@given(scored_files())
def test_leaving_out_a_line_without_points_never_lowers_it(file):
    rule, facts, found = file
    result = score(*file)
    for item in result.items:
        if item.applicable and item.won == 0 and item.role is Role.SCORED:
            codes = {one.code for line in rule.items if line.no == item.no for one in line.deductions}
            without = replace(rule, items=tuple(line for line in rule.items if line.no != item.no))
            kept = Sheet(tuple(fault for fault in found.faults if fault.deduction not in codes), found.vetoes)
            asked = {one.id for one in without.conditions_of(facts.kind)}
            less = FileFacts(facts.kind, {one: answer for one, answer in facts.holds.items() if one in asked})
            assert score(without, less, kept).unrounded >= result.unrounded


@fast
@given(scored_files())
def test_the_order_of_faults_does_not_matter(file):
    rule, facts, found = file
    turned = Sheet(found.faults[::-1], found.vetoes)
    assert score(rule, facts, turned).unrounded == score(*file).unrounded
