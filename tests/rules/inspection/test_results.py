"""Result codes and what they oblige to: each exclusion on both sides (P02, P03, P04, P05)."""

import pytest

from enforcement.rules.inspection.checks import Verdict
from enforcement.rules.inspection.results import (
    CODE_NAMES,
    FollowUpFact,
    FollowUpKind,
    ResultCode,
    item_results,
    item_title,
    reasons_against_closing_check,
    reasons_against_closing_task,
    reasons_against_codes,
)

C = ResultCode
F = FollowUpKind
ITEMS = [
    {"code": "A", "name": "食品", "sub_item": "保质期", "standard": [{"no": "1"}]},
    {"code": "B", "name": "计量", "sub_item": "", "standard": [{"no": "1"}, {"no": "2"}]},
]
PASS, FAIL = Verdict.CONFORMS, Verdict.FAILS


def codes(reasons):
    return [one.code for one in reasons]


@pytest.mark.parametrize(
    ("chosen", "failing"),
    [
        ((C.NO_FINDING,), 0),
        ((C.CORRECTED,), 1),
        ((C.TO_BE_HANDLED, C.CORRECTED), 2),
        ((C.NOT_FOUND,), 0),
        ((C.NO_SUCH_BUSINESS,), 0),
        ((C.NOT_PUBLISHED, C.FALSE_STATEMENT), 0),
        ((C.REFUSED_TO_COOPERATE, C.TO_BE_HANDLED), 1),
        ((C.NO_SUCH_BUSINESS, C.NOT_PUBLISHED), 0),
    ],
)
def test_p03_codes_that_stand_together(chosen, failing):
    assert reasons_against_codes(chosen, failing) == []


@pytest.mark.parametrize(
    ("chosen", "failing"),
    [
        ((C.NO_FINDING, C.NOT_PUBLISHED), 0),
        ((C.NO_FINDING,), 1),
        ((C.NO_SUCH_BUSINESS, C.CORRECTED), 1),
        ((C.NO_SUCH_BUSINESS, C.TO_BE_HANDLED), 1),
        ((C.NOT_FOUND,), 1),
        ((C.CORRECTED,), 0),
        ((C.TO_BE_HANDLED,), 0),
    ],
)
def test_p03_codes_that_exclude_each_other(chosen, failing):
    assert set(codes(reasons_against_codes(chosen, failing))) == {"P03"}


def test_p02_there_is_always_a_result():
    assert codes(reasons_against_codes((), 0)) == ["P02"]
    assert reasons_against_closing_task([]) == []
    assert codes(reasons_against_closing_task(["一号店"])) == ["P02"]


def test_every_code_has_its_words():
    assert [one.value for one in CODE_NAMES] == [f"0{number}" for number in range(1, 9)]


def test_the_public_line_of_an_item_shows_its_own_findings():
    verdicts = {("A", "1"): FAIL, ("B", "1"): PASS, ("B", "2"): PASS}
    lines = item_results((C.CORRECTED,), ITEMS, verdicts)
    assert [(one["item"], one["result"]) for one in lines] == [
        ("食品（保质期）", "发现问题已责令改正"),
        ("计量", "未发现问题"),
    ]
    whole = item_results((C.NOT_FOUND,), ITEMS, {})
    assert {one["result"] for one in whole} == {"通过登记的住所（经营场所）无法联系"}
    assert item_title(ITEMS[1]) == "计量"


def closing(chosen, *follow_ups):
    return codes(reasons_against_closing_check(chosen, follow_ups))


def test_p04_08_ends_in_a_case_or_a_transfer():
    assert closing((C.TO_BE_HANDLED,), FollowUpFact(F.CASE_LEAD, done=True, link="c1")) == []
    assert closing((C.TO_BE_HANDLED,), FollowUpFact(F.TRANSFER, done=True, link="r1")) == []
    assert closing((C.TO_BE_HANDLED,), FollowUpFact(F.DAILY, done=True)) == ["P04"]
    assert closing((C.TO_BE_HANDLED,)) == ["P04", "P04"]


@pytest.mark.parametrize("kind", [F.CASE_LEAD, F.TRANSFER, F.ABNORMAL_LIST])
def test_p04_d_and_e_need_their_link(kind):
    assert closing((C.CORRECTED,), FollowUpFact(kind, done=True)) == ["P04"]
    assert closing((C.CORRECTED,), FollowUpFact(kind, done=True, link="x")) == []


def test_p04_nothing_stays_open():
    assert closing((C.CORRECTED,), FollowUpFact(F.CORRECTION, done=False)) == ["P04"]
    assert closing((C.CORRECTED,), FollowUpFact(F.CORRECTION, done=True)) == []
    assert closing((C.NO_FINDING,)) == ["P04"]
    assert closing((C.NO_FINDING,), FollowUpFact(F.NONE, done=True)) == []


def test_p05_who_was_not_found_is_put_forward():
    assert closing((C.NOT_FOUND,), FollowUpFact(F.DAILY, done=True)) == ["P05"]
    assert closing((C.NOT_FOUND,), FollowUpFact(F.ABNORMAL_LIST, done=True, link="n1")) == []
