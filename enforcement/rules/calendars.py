"""Which day is a working day: the State Council's yearly notice, and a projection for years without one.

工作日 = a weekday that is no day off, or a weekend day worked in exchange (调休上班). 全国年节及纪念日放假办法
fixes the statutory days; 行政处罚法第八十五条 excludes 法定节假日 from working-day terms. A year whose notice is
not loaded is *provisional*: weekends and the statutory days only, without exchanged days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

ONE_DAY = timedelta(days=1)
SATURDAY = 5
STATUTORY_FILE = "statutory.json"
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class CalendarError(ValueError):
    """A calendar file can't be used; the message names the file, the fault and what it should hold."""


class DayKind(StrEnum):
    """What a civil day is in the work calendar."""

    WORKING = "working"
    MAKE_UP = "make_up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A statutory holiday on the same dates of the solar calendar every year; `days` is its length."""

    name: str
    month: int
    day: int
    days: int

    def dates(self, year: int) -> Iterator[date]:
        """The days of this holiday in `year`."""
        first = date(year, self.month, self.day)
        return (first + timedelta(days=offset) for offset in range(self.days))


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Days off and exchanged days of the years whose notice is loaded, and what is known of the others.

    `off` and `worked`: date -> name of the holiday they belong to. `notices`: year -> title of its notice.
    `lunar`: statutory days of the lunar calendar, used for years without a notice.
    `make_up_window` (days): how near a statutory day a weekend may turn out to be worked in such a year.
    """

    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    notices: Mapping[int, str] = field(default_factory=dict)
    fixed: tuple[FixedDay, ...] = ()
    lunar: Mapping[date, str] = field(default_factory=dict)
    make_up_window: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose notice is loaded, ascending."""
        return tuple(sorted(self.notices))

    def is_provisional(self, day: date) -> bool:
        """Whether nothing but a projection is known of `day`."""
        return day.year not in self.notices and day not in self.off and day not in self.worked

    def kind(self, day: date) -> DayKind:
        """What `day` is: working, a weekend day worked in exchange, a holiday or a weekend."""
        if day in self.worked:
            return DayKind.MAKE_UP
        if self.holiday_name(day):
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts as a working day (工作日)."""
        return self.kind(day) in {DayKind.WORKING, DayKind.MAKE_UP}

    def holiday_name(self, day: date) -> str:
        """The holiday that `day` is part of (国庆节; 国庆节、中秋节 when two fall together), else empty."""
        if day in self.worked:
            return ""
        if not self.is_provisional(day):
            return self.off.get(day, "")
        names = [fixed.name for fixed in self.fixed if day in fixed.dates(day.year)]
        if day in self.lunar:
            names.append(self.lunar[day])
        return "、".join(names)

    def day_name(self, day: date) -> str:
        """How a person would call `day`: 国庆节, 调休上班, 周末 or 工作日."""
        names = {DayKind.MAKE_UP: "调休上班", DayKind.WEEKEND: "周末", DayKind.WORKING: "工作日"}
        return self.holiday_name(day) or names[self.kind(day)]

    def may_be_worked(self, day: date) -> bool:
        """Whether `day` is a working day, or a weekend that a notice still to come may turn into one.

        Exchanged days lie near a holiday, so weekends within `make_up_window` days of a statutory day count.
        """
        if self.is_working_day(day):
            return True
        if not self.is_provisional(day) or self.kind(day) is not DayKind.WEEKEND:
            return False
        span = range(-self.make_up_window, self.make_up_window + 1)
        return any(self.holiday_name(day + timedelta(days=offset)) for offset in span)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The working day `count` (≥ 0) working days after `day`, `day` itself not counted."""
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_after(self, day: date, last: date) -> int:
        """How many working days lie after `day` up to and with `last`; negative when `last` is earlier."""
        if last < day:
            return -self.working_days_after(last, day)
        return sum(self.is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))

    def source_of(self, years: Sequence[int]) -> str:
        """On what the days of `years` rest, for the foot of an explanation."""
        known = {year: "国办通知，非暂定" if year in self.notices else "放假通知未载入，暂定" for year in years}
        parts = [f"日历 {year}（{state}）" for year, state in known.items()]
        return "，".join(parts)


@dataclass(frozen=True)
class _YearFile:
    year: int
    notice: str
    off: dict[date, str]
    worked: dict[date, str]


def parse_year(text: str, where: str) -> _YearFile:
    """Read one year's file: {year, notice, papers[], days[{name, date, isOffDay}]}.

    `where` names the file in messages. Raises CalendarError.
    """
    data = _load(text, where)
    try:
        year = int(data["year"])
        notice = str(data["notice"])
        days = [(date.fromisoformat(day["date"]), str(day["name"]), day["isOffDay"]) for day in data["days"]]
    except (KeyError, TypeError, ValueError) as error:
        raise CalendarError(
            f"日历文件 {where} 的内容不合格式（{error}）；应为 year、notice、days，days 每项含 name、date、isOffDay"
        ) from error
    if len({day for day, _, _ in days}) != len(days):
        raise CalendarError(f"日历文件 {where} 中同一日期出现两次；每个日期只能写一次")
    for day, _, is_off in days:
        if not isinstance(is_off, bool):
            raise CalendarError(f"日历文件 {where} 中 {day} 的 isOffDay 须为 true 或 false")
        # A notice reaches at most into the days around its own year (元旦假期连休).
        if abs(day.year - year) > 1:
            raise CalendarError(f"日历文件 {where} 是 {year} 年的，其中的 {day} 不属于该年")
    off = {day: name for day, name, is_off in days if is_off}
    worked = {day: name for day, name, is_off in days if not is_off}
    return _YearFile(year, notice, off, worked)


def load_calendars(folders: Sequence[Path]) -> WorkCalendar:
    """Read `<year>.json` and `statutory.json` of every folder; a later folder's file replaces an earlier one's.

    Raises CalendarError when a file can't be used or no statutory days are found.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        files.update({path.name: path for path in sorted(folder.glob("*.json"))})
    statutory = files.pop(STATUTORY_FILE, None)
    if statutory is None:
        names = "、".join(str(folder) for folder in folders)
        raise CalendarError(f"在 {names} 中没有找到 {STATUTORY_FILE}；请放入法定节假日数据")
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    notices: dict[int, str] = {}
    for name in sorted(files):
        year = parse_year(files[name].read_text(encoding="utf-8"), str(files[name]))
        notices[year.year] = year.notice
        off.update(year.off)
        worked.update(year.worked)
    fixed, lunar, window = _parse_statutory(statutory.read_text(encoding="utf-8"), str(statutory))
    return WorkCalendar(off=off, worked=worked, notices=notices, fixed=fixed, lunar=lunar, make_up_window=window)


def _parse_statutory(text: str, where: str) -> tuple[tuple[FixedDay, ...], dict[date, str], int]:
    data = _load(text, where)
    try:
        fixed = tuple(FixedDay(**entry) for entry in data["fixed"])
        lunar = {
            date.fromisoformat(row[name]) + timedelta(days=offset): name
            for row in data["lunar"]
            for name, length in data["lunar_days"].items()
            for offset in range(length)
        }
        return fixed, lunar, int(data["make_up_window_days"])
    except (KeyError, TypeError, ValueError) as error:
        raise CalendarError(
            f"法定节假日文件 {where} 的内容不合格式（{error}）；应为 fixed、lunar_days、lunar、make_up_window_days"
        ) from error


def _load(text: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise CalendarError(f"日历文件 {where} 不是有效的 JSON（第 {error.lineno} 行：{error.msg}）") from error
    if not isinstance(data, dict):
        raise CalendarError(f"日历文件 {where} 的最外层应是一个对象")
    return data
