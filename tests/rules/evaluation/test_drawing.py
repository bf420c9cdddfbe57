"""Which files are drawn, who may evaluate them, and by what terms the agency answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.foundation.permissions import Permission
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.evaluation.drawing import ClosedFile, MustDraw, basis_points, draw_quota, shares
from enforcement.rules.evaluation.eligibility import Evaluator, FileRoles, evaluator_problems, marks, plan_problems
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


AGENCY, OTHER, CITY = "/1/7/", "/1/8/", "/1/"
FILE = FileRoles(
    AGENCY,
    {"承办人": marks("王明", ["ZJ-1"]), "审核人": marks("李　晓红", []), "批准人": marks("张 局", ["ｚｊ-９"])},
)


@pytest.mark.parametrize(
    ("belongs", "reads", "name", "numbers", "codes"),
    [
        (OTHER, "", "赵强", [], []),
        (CITY, "", "赵强", [], []),
        (AGENCY, "", "赵强", [], ["own-agency"]),
        (f"{AGENCY}3/", "", "赵强", [], ["own-agency"]),
        (OTHER, AGENCY, "赵强", [], ["opens-the-case"]),
        (OTHER, OTHER, "赵强", [], []),
        (OTHER, "", "王明", [], ["worked-on-the-case"]),
        (OTHER, "", "改名", ["ZJ-1"], ["worked-on-the-case"]),
        (OTHER, "", "李晓红", ["ZJ-5"], ["worked-on-the-case"]),
        (OTHER, "", "张　局", [], ["worked-on-the-case"]),
        (OTHER, "", "改名", ["zj-9 "], ["worked-on-the-case"]),
        (OTHER, "", "改名", ["ZJ-10"], []),
        (AGENCY, AGENCY, "王明", [], ["own-agency", "opens-the-case", "worked-on-the-case"]),
    ],
)
def test_nobody_evaluates_a_file_of_the_own_agency_or_the_own_work(belongs, reads, name, numbers, codes):
    evaluator = Evaluator(frozenset({belongs}), frozenset({reads} - {""}), marks(name, numbers))
    found = evaluator_problems(evaluator, FILE)
    assert [reason.code for reason in found] == codes
    assert all(reason.basis and reason.lift for reason in found)


def test_the_reason_names_the_role():
    evaluator = Evaluator(frozenset(), frozenset(), marks("李晓红", []))
    assert "审核人" in evaluator_problems(evaluator, FILE)[0].message


@pytest.mark.parametrize(
    ("held", "leads", "codes"),
    [
        ([], False, []),
        ([Permission.EVALUATION_READ, Permission.CASE_READ], False, []),
        ([], True, ["leads-the-plan"]),
        ([Permission.EVALUATION_PLAN], False, ["sees-what-is-sealed"]),
        ([Permission.EVALUATION_APPROVE], False, ["sees-what-is-sealed"]),
        ([Permission.AUDIT_READ], False, ["sees-what-is-sealed"]),
        ([Permission.AUDIT_READ], True, ["leads-the-plan", "sees-what-is-sealed"]),
    ],
)
def test_nobody_scores_in_a_round_that_he_runs_or_whose_audit_he_reads(held, leads, codes):
    found = plan_problems(held, leads=leads)
    assert [reason.code for reason in found] == codes
    assert all(reason.basis and reason.lift for reason in found)


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
