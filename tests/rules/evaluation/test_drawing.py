"""Which files are drawn, who may evaluate them, and by what terms the agency answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.evaluation.drawing import ClosedFile, MustDraw, basis_points, draw_quota, shares
from enforcement.rules.evaluation.eligibility import Evaluator, FileRoles, evaluator_problems
from tests.rules.law_files import calendar, rulesets

ON = date(2026, 11, 2)


def number(name):
    return rulesets().number(name, "", "云州市", ON)


RATIO, LEAST = number("evaluation.ratio"), number("evaluation.least_files")


@pytest.mark.parametrize(
    ("closed", "drawn"), [(0, 0), (3, 3), (5, 5), (6, 5), (50, 5), (51, 6), (60, 6), (61, 7), (1000, 100), (1001, 101)]
)
def test_ten_percent_and_at_least_five_files_of_each_agency(closed, drawn):
    assert draw_quota(closed, RATIO, LEAST) == drawn


def test_must_draw_files_come_on_top_and_leave_the_pool():
    major, sued = frozenset({MustDraw.MAJOR_PENALTY}), frozenset({MustDraw.SUIT, MustDraw.COMPLAINT})
    files = [ClosedFile(f"a{no:02}", "A", major if no in {3, 9} else frozenset()) for no in range(20)]
    files += [ClosedFile("b2", "B", sued), ClosedFile("b1", "B")]
    a, b = shares(files, {MustDraw.MAJOR_PENALTY, MustDraw.COMPLAINT, MustDraw.REVIEW}, RATIO, LEAST)
    assert a.must == (("a03", (MustDraw.MAJOR_PENALTY,)), ("a09", (MustDraw.MAJOR_PENALTY,)))
    assert (a.closed, len(a.pool), a.draw) == (20, 18, 5)
    assert not {file_id for file_id, _ in a.must} & set(a.pool)
    assert b.must == (("b2", (MustDraw.COMPLAINT,)),)
    assert (b.pool, b.draw, b.basis_points) == (("b1",), 1, 10_000)


def test_a_kind_that_the_plan_does_not_name_is_drawn_like_any_other():
    (share,) = shares([ClosedFile("a", "A", frozenset({MustDraw.SUIT}))], set(), RATIO, LEAST)
    assert (share.must, share.pool) == ((), ("a",))


@given(st.integers(1, 10_000).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))))
def test_the_protocol_rounds_the_basis_points_to_exactly_the_quota(sizes):
    size, draw = sizes
    share = basis_points(size, draw)
    assert 0 < share <= 10_000
    assert min(size, max(1, (2 * size * share + 10_000) // 20_000)) == draw


def test_no_basis_points_for_an_empty_pool_and_none_for_one_too_large():
    assert basis_points(0, 0) == 0
    with pytest.raises(ValueError, match="10001"):
        basis_points(10_001, 5)


FILE = FileRoles(
    "市场监管局",
    {"承办人": frozenset({"p1", "p2"}), "审核人": frozenset({"p3"}), "批准人": frozenset({"p4"})},
    recused={"p7": "与当事人是亲属"},
    scoring=frozenset({"p8"}),
)


@pytest.mark.parametrize(
    ("person", "agency", "codes"),
    [
        ("p9", "城管局", []),
        ("p9", "市场监管局", ["own-agency"]),
        ("p1", "城管局", ["worked-on-the-case"]),
        ("p3", "司法局", ["worked-on-the-case"]),
        ("p4", "市场监管局", ["own-agency", "worked-on-the-case"]),
        ("p7", "司法局", ["recused"]),
        ("p8", "司法局", ["already-scoring"]),
    ],
)
def test_nobody_evaluates_a_file_of_the_own_agency_or_the_own_work(person, agency, codes):
    found = evaluator_problems(Evaluator(person, frozenset({agency})), FILE)
    assert [reason.code for reason in found] == codes
    assert all(reason.basis and reason.lift for reason in found)


def test_the_reason_names_the_role_and_the_cause_of_recusal():
    assert "审核人" in evaluator_problems(Evaluator("p3", frozenset()), FILE)[0].message
    assert "与当事人是亲属" in evaluator_problems(Evaluator("p7", frozenset()), FILE)[0].message


@pytest.mark.parametrize(
    ("rule_id", "due"),
    [
        ("evaluation.objection", date(2026, 11, 16)),
        ("evaluation.answer", date(2026, 11, 16)),
        ("evaluation.rectification", date(2026, 12, 2)),
    ],
)
def test_the_terms_after_a_report_of_2_november(rule_id, due):
    term = rulesets().term(rule_id, "", "云州市", ON)
    assert compute_deadline(term, ON, calendar()).due == due
    assert "待核对" in term.note
