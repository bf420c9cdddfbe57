"""Deadlines of a case: never overwritten, provisional while a year has no holiday notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enforcement.casework import services
from enforcement.casework.deadlines import deadlines_of
from enforcement.catalogue import law
from enforcement.demo.walking import Walk
from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.facts import State
from tests.support.bureau import Bureau

AUTUMN = date(2026, 10, 20)


@pytest.fixture
def known_2027(monkeypatch: pytest.MonkeyPatch) -> WorkCalendar:
    """The calendar as it will be when the notice for 2027 is out (here: no day off on 18 January)."""
    calendar = law.current_calendar()
    return replace(calendar, notices={**calendar.notices, 2027: "2027年部分节假日安排的通知（假定）"})


def filed(bureau: Bureau) -> Walk:
    walk = bureau.walk(AUTUMN)
    walk.to(State.INVESTIGATING)
    return walk


def term_of(walk: Walk) -> list[tuple[date, bool, bool]]:
    return [(one.due_on, one.provisional, one.current) for one in deadlines_of(walk.row().id) if one.kind == "D05"]


def test_ninety_days_into_a_year_without_notice_are_provisional(bureau: Bureau) -> None:
    ((due, provisional, current),) = term_of(filed(bureau))
    assert due.year == 2027
    assert provisional
    assert current


def test_nothing_is_computed_again_while_the_notice_is_missing(bureau: Bureau) -> None:
    walk = filed(bureau)
    services.recompute_provisional(walk.now())
    assert len(term_of(walk)) == 1


def test_the_notice_brings_a_new_computation_and_keeps_the_old_one(
    bureau: Bureau, known_2027: WorkCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = filed(bureau)
    monkeypatch.setattr(law._installed, "calendar", known_2027)
    services.recompute_provisional(walk.now())
    (first, second) = term_of(walk)
    assert first[1:] == (True, False)
    assert second[1:] == (False, True)
    services.recompute_provisional(walk.now())
    assert len(term_of(walk)) == 2
