"""What a deadline means on a day: alarms at the plain count, lateness after roll-over, rights in the party's favour."""

from datetime import date, timedelta

import pytest

from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.duties import AlarmLevel, alarm_level, alarm_on, days_left, late, right_lapsed
from enforcement.rules.rulesets import Term, Unit
from tests.rules.law_files import calendar


def counted(start, length, unit, *, backward=False):
    return compute_deadline(Term("T", "期限", length, unit, backward=backward), date.fromisoformat(start), calendar())


def level(deadline, today):
    term = deadline.term
    return alarm_level(deadline, deadline.start, term.unit, term.alarms, today, calendar())


def test_article_60_the_agency_is_alarmed_at_the_plain_count_and_late_after_the_rolled_day():
    deadline = counted("2026-07-06", 90, Unit.CD)
    assert alarm_on(deadline) == date(2026, 10, 4)
    assert not late(deadline, date(2026, 10, 8))
    assert late(deadline, date(2026, 10, 9))


def test_article_64_what_is_counted_back_is_late_after_the_stricter_day():
    deadline = counted("2026-10-20", 7, Unit.WD, backward=True)
    assert alarm_on(deadline) == date(2026, 10, 9)
    assert not late(deadline, date(2026, 10, 9))
    assert late(deadline, date(2026, 10, 10))


def test_article_67_the_partys_term_lapses_the_day_after_the_rolled_day():
    deadline = counted("2026-09-20", 15, Unit.CD)
    assert not right_lapsed(deadline, date(2026, 10, 8))
    assert right_lapsed(deadline, date(2026, 10, 9))


def test_a_right_never_lapses_while_the_calendar_is_provisional():
    deadline = counted("2026-12-28", 5, Unit.WD)
    assert deadline.provisional
    assert not right_lapsed(deadline, deadline.due + timedelta(days=365))


def test_a_provisional_duty_is_alarmed_at_the_earliest_reading():
    deadline = counted("2026-12-28", 7, Unit.WD)
    assert alarm_on(deadline) < deadline.unrolled


@pytest.mark.parametrize(
    ("due", "unit", "today", "left"),
    [
        (date(2026, 10, 8), Unit.WD, date(2026, 9, 28), 3),
        (date(2026, 11, 10), Unit.CD, date(2026, 9, 28), 43),
        (date(2026, 10, 8), Unit.WD, date(2026, 10, 9), -1),
        (date(2026, 10, 8), Unit.CD, date(2026, 10, 8), 0),
    ],
)
def test_days_left_are_counted_in_the_unit_of_the_term(due, unit, today, left):
    assert days_left(due, unit, today, calendar()) == left


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, AlarmLevel.NORMAL),
        (44, AlarmLevel.NORMAL),
        (45, AlarmLevel.NOTICE),
        (71, AlarmLevel.NOTICE),
        (72, AlarmLevel.WARNING),
        (86, AlarmLevel.WARNING),
        (87, AlarmLevel.URGENT),
        (89, AlarmLevel.CRITICAL),
        (94, AlarmLevel.CRITICAL),
        (95, AlarmLevel.OVERDUE),
    ],
)
def test_alarm_levels_of_a_term_of_90_days_that_rolls_to_day_94(day, expected):
    start = date(2026, 7, 6)
    assert level(counted(start.isoformat(), 90, Unit.CD), start + timedelta(days=day)) is expected


def test_every_alarm_level_has_a_word():
    assert len({each.label for each in AlarmLevel}) == len(AlarmLevel)
