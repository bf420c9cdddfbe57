"""Working days: the notice of a year, and the projection of a year without one."""

import json
from datetime import date, timedelta

import pytest

from enforcement.rules.calendars import CalendarError, DayKind, load_calendars, parse_year
from tests.rules.law_files import CONFIG, calendar


def days_of(year):
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def test_2026_has_248_working_days():
    assert sum(calendar().is_working_day(day) for day in days_of(2026)) == 248


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 10, 1), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 10, 4), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 10, 8), DayKind.WORKING, "工作日"),
        (date(2026, 10, 10), DayKind.MAKE_UP, "调休上班"),
        (date(2026, 10, 11), DayKind.WEEKEND, "周末"),
        (date(2026, 9, 27), DayKind.HOLIDAY, "中秋节"),
        (date(2026, 2, 14), DayKind.MAKE_UP, "调休上班"),
    ],
)
def test_each_day_has_its_kind_and_name(day, kind, name):
    assert calendar().kind(day) is kind
    assert calendar().day_name(day) == name


@pytest.mark.parametrize("year", range(2027, 2033))
def test_a_projected_year_has_the_13_statutory_days_and_is_provisional(year):
    named = [day for day in days_of(year) if calendar().holiday_name(day)]
    together = [day for day in named if "、" in calendar().holiday_name(day)]
    assert len(named) + len(together) == 13
    assert all(calendar().is_provisional(day) for day in days_of(year))
    assert not any(calendar().is_working_day(day) for day in named)


def test_lunar_days_of_2027_stand_where_the_lunar_calendar_puts_them():
    spring = [day for day in days_of(2027) if calendar().holiday_name(day) == "春节"]
    assert spring == [date(2027, 2, day) for day in (5, 6, 7, 8)]
    assert calendar().holiday_name(date(2027, 6, 9)) == "端午节"
    assert calendar().holiday_name(date(2027, 9, 15)) == "中秋节"


def test_the_statutory_days_agree_with_the_notice_of_2026():
    for day, name in calendar().lunar.items():
        if day.year == 2026:
            assert calendar().off[day] == name


def test_a_year_beyond_the_lunar_table_still_has_weekends_and_fixed_days():
    assert calendar().holiday_name(date(2050, 10, 3)) == "国庆节"
    assert calendar().is_provisional(date(2050, 3, 1))


def test_only_weekends_near_a_holiday_may_yet_be_worked():
    assert calendar().may_be_worked(date(2027, 2, 14))
    assert not calendar().may_be_worked(date(2027, 7, 17))
    assert not calendar().may_be_worked(date(2027, 2, 6))
    assert not calendar().may_be_worked(date(2026, 10, 11))


def test_working_days_between_count_the_last_and_not_the_first():
    assert calendar().working_days_after(date(2026, 9, 28), date(2026, 10, 8)) == 3
    assert calendar().working_days_after(date(2026, 10, 8), date(2026, 9, 28)) == -3
    assert calendar().working_days_after(date(2026, 9, 28), date(2026, 9, 28)) == 0


def test_adding_working_days_skips_rest_days():
    assert calendar().add_working_days(date(2026, 9, 30), 2) == date(2026, 10, 9)
    assert calendar().previous_working_day(date(2026, 10, 8)) == date(2026, 9, 30)


def test_a_later_folder_replaces_a_year_and_makes_it_firm(tmp_path):
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2026-12-31", "isOffDay": True},
    ]
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027, "notice": "通知", "papers": [], "days": days}))
    own = load_calendars([CONFIG / "calendars", tmp_path])
    assert own.years == (2026, 2027)
    assert not own.is_provisional(date(2027, 3, 1))
    assert own.holiday_name(date(2026, 12, 31)) == "元旦"
    assert own.is_working_day(date(2027, 2, 5)), "the notice alone decides once it is loaded"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "不是有效的 JSON"),
        ("[]", "最外层"),
        ('{"year": 2027}', "不合格式"),
        (
            '{"year": 2027, "notice": "", "days": [{"name": "元旦", "date": "2027-13-01", "isOffDay": true}]}',
            "不合格式",
        ),
        (
            '{"year": 2027, "notice": "", "days": [{"name": "元旦", "date": "2024-01-01", "isOffDay": true}]}',
            "不属于该年",
        ),
        (
            '{"year": 2027, "notice": "", "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": 1}]}',
            "true 或 false",
        ),
    ],
)
def test_a_broken_calendar_file_is_named_with_its_fault(text, complaint):
    with pytest.raises(CalendarError, match=complaint) as caught:
        parse_year(text, "2027.json")
    assert "2027.json" in str(caught.value)


def test_a_date_written_twice_is_refused():
    twice = [{"name": "元旦", "date": "2027-01-01", "isOffDay": off} for off in (True, False)]
    with pytest.raises(CalendarError, match="出现两次"):
        parse_year(json.dumps({"year": 2027, "notice": "", "days": twice}), "2027.json")


def test_without_statutory_days_nothing_can_be_projected(tmp_path):
    with pytest.raises(CalendarError, match=r"statutory\.json"):
        load_calendars([tmp_path])
