"""D08: who may not do what in one draw, and what a grade asks; each rule from both sides."""

from __future__ import annotations

import pytest

from enforcement.foundation.errors import Reason
from enforcement.rules.draw_roles import (
    Watcher,
    grade_problem,
    is_ceremony,
    must_not_approve_own,
    must_not_type,
    must_not_void_alone,
    must_not_witness,
    witnesses_missing,
)

CEREMONY = ("contrib", "dice", "ssq")
INSIDE, OUTSIDE, PRESS = Watcher(1, outside=False), Watcher(2, outside=True), Watcher(3, outside=True)


def code(reason: Reason | None) -> str:
    if reason is None:
        return ""
    assert all((reason.message, reason.basis, reason.lift))
    return reason.code


def test_the_approver_is_not_the_drafter() -> None:
    assert code(must_not_approve_own(1, 1)) == "drafted-it"
    assert code(must_not_approve_own(1, 2)) == ""


@pytest.mark.parametrize(
    ("actor", "expected"), [(1, "leads-a-draw"), (2, "leads-a-draw"), (3, "typed-it"), (4, ""), (5, "watches-a-draw")]
)
def test_a_typist_neither_leads_nor_types_twice(actor: int, expected: str) -> None:
    assert code(must_not_type(actor, {1, 2}, {3}, {5})) == expected


@pytest.mark.parametrize(("actor", "expected"), [(1, "took-part"), (3, "took-part"), (4, "")])
def test_a_witness_took_no_part(actor: int, expected: str) -> None:
    assert code(must_not_witness(actor, {1, 2}, {3})) == expected


def test_a_void_takes_two() -> None:
    assert code(must_not_void_alone(1, 1)) == "asked-void"
    assert code(must_not_void_alone(1, 2)) == ""


def test_a_ceremony_is_what_people_in_the_room_make() -> None:
    assert [is_ceremony(kinds) for kinds in (("contrib", "ssq"), ("dice", "ssq"), ("ssq", "dlt"))] == [
        True,
        True,
        False,
    ]


def test_grade_b_needs_a_ceremony_and_grade_a_does_not() -> None:
    assert code(grade_problem("B", ("ssq",))) == "grade-b-alone"
    assert code(grade_problem("B", CEREMONY)) == ""
    assert code(grade_problem("A", ("kl8",))) == ""


@pytest.mark.parametrize(
    ("grade", "kinds", "watchers", "expected"),
    [
        ("A", ("kl8",), (), ""),
        ("A", CEREMONY, (), "witness-missing"),
        ("A", CEREMONY, (INSIDE,), ""),
        ("B", CEREMONY, (INSIDE, OUTSIDE), "outside-witnesses-missing"),
        ("B", CEREMONY, (OUTSIDE, OUTSIDE), "outside-witnesses-missing"),
        ("B", CEREMONY, (OUTSIDE, PRESS), ""),
    ],
)
def test_witnesses_by_grade(grade: str, kinds: tuple[str, ...], watchers: tuple[Watcher, ...], expected: str) -> None:
    assert code(witnesses_missing(grade, kinds, watchers)) == expected
