"""The days of a check, extended or over: both sides of each boundary (P02)."""

from datetime import date, timedelta

import pytest

from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.windows import (
    day_fault,
    reasons_against_ending,
    reasons_against_extension,
    too_late_reasons,
)

LAST = date(2026, 9, 21)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("until", "today", "right"),
    [
        (LAST, LAST, False),
        (LAST + DAY, LAST, True),
        (LAST + 5 * DAY, LAST + 6 * DAY, False),
        (LAST + 5 * DAY, LAST + 5 * DAY, True),
    ],
)
def test_p02_new_days_are_later_than_the_old_ones_and_not_over(until, today, right):
    assert (day_fault(LAST, until, today) == "") is right


@pytest.mark.parametrize(
    ("until", "sealed_until", "code"),
    [
        (LAST + 3 * DAY, None, ""),
        (LAST + 3 * DAY, LAST + 4 * DAY, ""),
        (LAST + 4 * DAY, LAST + 4 * DAY, "P02"),
        (LAST + 5 * DAY, LAST + 4 * DAY, "P02"),
    ],
)
def test_p02_a_visit_of_a_sealed_draw_comes_before_its_opening(until, sealed_until, code):
    found = reasons_against_extension(CheckState.ASSIGNED, until, sealed_until)
    assert "".join(one.code for one in found) == code


@pytest.mark.parametrize("state", list(CheckState))
def test_p02_only_a_check_before_the_visit_gets_new_days(state):
    before = state in (CheckState.ASSIGNED, CheckState.NOTIFIED)
    assert (reasons_against_extension(state, LAST + DAY, None) == []) is before


@pytest.mark.parametrize(
    ("state", "today", "team_complete", "code"),
    [
        (CheckState.ASSIGNED, LAST, True, "P02"),
        (CheckState.ASSIGNED, LAST + DAY, True, ""),
        (CheckState.NOTIFIED, LAST, True, "P02"),
        (CheckState.NOTIFIED, LAST + DAY, True, ""),
        (CheckState.ARRIVED, LAST + DAY, True, "P02"),
        (CheckState.ARRIVED, LAST + DAY, False, ""),
        (CheckState.ARRIVED, LAST, False, "P02"),
        (CheckState.RECORDED, LAST + DAY, False, "check.state"),
        (CheckState.PUBLISHED, LAST + DAY, True, "check.state"),
        (CheckState.MISSED, LAST + DAY, True, "check.state"),
        (CheckState.VOID, LAST + DAY, True, "check.state"),
    ],
)
def test_p02_a_check_ends_as_missed_only_when_its_days_are_over(state, today, team_complete, code):
    found = reasons_against_ending(state, LAST, today, team_complete=team_complete)
    assert "".join(one.code for one in found) == code


@pytest.mark.parametrize(
    ("today", "announced_on", "code"),
    [
        (LAST - 2 * DAY, LAST - DAY, ""),
        (LAST - DAY, LAST, "D09"),
        (LAST, LAST + DAY, "D09"),
        (LAST, None, ""),
        (LAST + DAY, None, "D09"),
        (LAST + DAY, LAST + DAY, "D09"),
    ],
)
def test_d09_no_freeze_when_nobody_could_be_visited_after_the_draw(today, announced_on, code):
    assert "".join(one.code for one in too_late_reasons(LAST, today, announced_on)) == code
