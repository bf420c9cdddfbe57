"""From a trigger, a term and a calendar to a due date and its explanation, day by day.

Counting (民法典 201-203, 民事诉讼法 85, 市场监督管理行政处罚程序规定 80): the trigger day is not counted; a last day
on a rest day moves to the next working day; months and years end on the corresponding date, or at the month's end.
行政处罚法 85: terms of two, three, five and seven days are working days.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from enforcement.rules.calendars import ONE_DAY, DayKind, WorkCalendar
from enforcement.rules.explanation import ExplanationRun, Mark, RunKind, grouped
from enforcement.rules.rulesets import Term, Unit

MONTHS_PER_YEAR = 12
LONGEST = 10_000


class DeadlineError(ValueError):
    """This can't be counted: the message says why."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An interval that is not counted (听证、公告、检测、中止 …), from `first` to `last`, both included.

    A stop that is still running is given with today as its `last`: the due date moves on every day.
    """

    first: date
    last: date
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """An approved extension (延长), counted on from the day before any roll-over."""

    length: int
    unit: Unit
    document: str = ""


@dataclass(frozen=True)
class Deadline:
    """A computed deadline. It is never overwritten: a changed cause makes a new one.

    `unrolled`: the last day by plain counting. `due`: the last day after roll-over to a working day.
    `strict`: the day guards go by; `due`, or for terms counted backwards one working day before it.
    `earliest`: the earliest reading, before `unrolled` only while provisional (weekends may yet be worked).
    `provisional`: it rests on a year whose holiday notice is not loaded.
    """

    term: Term
    start: date
    due: date
    unrolled: date
    strict: date
    earliest: date
    provisional: bool
    explanation: tuple[ExplanationRun, ...]
    years: tuple[int, ...]
    calendar_source: str
    extensions: tuple[Extension, ...] = ()

    @property
    def basis(self) -> str:
        """The article, as cited."""
        return self.term.basis

    @property
    def rule_version(self) -> str:
        """The ruleset the length came from (国家 2026-03)."""
        return self.term.version

    @property
    def sentences(self) -> tuple[str, ...]:
        """The explanation as Chinese sentences, one per run."""
        return tuple(run.sentence for run in self.explanation)

    @property
    def footnote(self) -> str:
        """Article (or that no law holds the term), ruleset and calendar, as they stand below an explanation."""
        basis = f"依据 {self.basis}" if self.basis else ""
        parts = [
            self.term.stated if self.term.default else basis,
            f"规则 {self.rule_version}" if self.rule_version else "",
            self.calendar_source,
        ]
        return "；".join(part for part in parts if part) + "。"


def compute_deadline(
    term: Term,
    start: date,
    calendar: WorkCalendar,
    *,
    stops: Sequence[Stop] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """The deadline of `term` triggered on `start`.

    Raises DeadlineError for terms in hours (see `due_instant`), lengths below one, stops that end before they
    begin, stops or extensions on terms counted backwards, and dates outside the calendar.
    """
    _check(term, stops, extensions)
    try:
        if term.backward:
            return _count_back(term, start, calendar)
        return _count_forward(term, start, calendar, stops, tuple(extensions))
    except OverflowError as error:
        raise DeadlineError("计算出的日期超出了公历可表示的范围；请核对起算日和期限长度") from error


def due_instant(term: Term, start: datetime) -> datetime:
    """The instant a term in hours ends: they run on through nights and holidays (民法典 201).

    Raises DeadlineError for other units.
    """
    if term.unit is not Unit.H:
        raise DeadlineError(f"期限“{term.name}”不是按小时计算的")
    return start + timedelta(hours=term.length)


def add_months(day: date, count: int) -> date:
    """The corresponding date `count` months later (negative: earlier), else that month's last day (民法典 202)."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + count, MONTHS_PER_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _check(term: Term, stops: Sequence[Stop], extensions: Sequence[Extension]) -> None:
    if Unit.H in {term.unit, *(extension.unit for extension in extensions)}:
        raise DeadlineError(f"期限“{term.name}”按小时计算，不能按日推算")
    lengths = [term.length, *(extension.length for extension in extensions)]
    if min(lengths) < 1 or max(lengths) > LONGEST:
        raise DeadlineError(f"期限长度应为 1 至 {LONGEST} 的整数")
    if term.backward and (stops or extensions):
        raise DeadlineError("向前倒推的期限不适用扣除和延长")
    for stop in stops:
        if stop.last < stop.first:
            raise DeadlineError(f"扣除期间“{stop.reason}”的止日 {stop.last} 早于起日 {stop.first}")


def _count_forward(
    term: Term, start: date, calendar: WorkCalendar, stops: Sequence[Stop], extensions: tuple[Extension, ...]
) -> Deadline:
    stop_of = _stop_names(stops)
    counted = list(_walk(term, start, extensions, calendar, calendar.is_working_day, stop_of))
    unrolled = counted[-1].day if counted else start
    rolled, due = [], unrolled
    if term.rolls:
        while not calendar.is_working_day(due) or (due != unrolled and stop_of(due)):
            number = counted[-1].number if due == unrolled else None
            rolled.append(Mark(due, RunKind.ROLL, calendar.day_name(due), number))
            due += ONE_DAY
    if due == unrolled:
        last = Mark(due, RunKind.DUE, counted[-1].name, counted[-1].number)
    else:
        last = Mark(due, RunKind.DUE, "顺延")
    # Only days whose working status was asked for can change with a notice still to come.
    asked = [mark.day for mark in counted] if _has_working_days(term, extensions) else []
    asked += [mark.day for mark in rolled] + ([due] if term.rolls else [])
    provisional = any(calendar.is_provisional(day) for day in asked)
    earliest = unrolled
    if provisional:
        *_, early = _walk(term, start, extensions, calendar, calendar.may_be_worked, stop_of)
        earliest = early.day
    years = tuple(sorted({start.year, *(day.year for day in asked)}))
    marks = [Mark(start, RunKind.START, f"{term.trigger}当日"), *counted[:-1], *rolled, last]
    return Deadline(
        term=term,
        start=start,
        due=due,
        unrolled=unrolled,
        strict=due,
        earliest=earliest,
        provisional=provisional,
        explanation=grouped(marks),
        years=years,
        calendar_source=calendar.source_of(years),
        extensions=extensions,
    )


def _walk(
    term: Term,
    start: date,
    extensions: Sequence[Extension],
    calendar: WorkCalendar,
    is_working: Callable[[date], bool],
    stop_of: Callable[[date], str],
) -> Iterator[Mark]:
    """Every day after `start` up to the unrolled end, each with what it counts for."""
    day, number = start, 0
    segments = [(term.length, term.unit, ""), *((item.length, item.unit, "延长") for item in extensions)]
    for length, unit, label in segments:
        if unit in {Unit.M, Unit.Y}:
            name = label + f"{length}{unit.label}"
            for mark in _walk_months(day, length * (MONTHS_PER_YEAR if unit is Unit.Y else 1), name, stop_of):
                day = mark.day
                yield mark
            continue
        goal = number + length
        while number < goal:
            day += ONE_DAY
            if stop_of(day):
                yield Mark(day, RunKind.STOPPED, stop_of(day))
            elif unit is Unit.CD:
                number += 1
                yield Mark(day, RunKind.CALENDAR, label, number)
            elif is_working(day):
                number += 1
                yield Mark(day, _run_kind(calendar, day), calendar.day_name(day) + label, number)
            else:
                yield Mark(day, _run_kind(calendar, day), calendar.day_name(day))


def _walk_months(start: date, count: int, name: str, stop_of: Callable[[date], str]) -> Iterator[Mark]:
    end = add_months(start, count)
    day, owed = start, 0
    while day < end or owed:
        day += ONE_DAY
        stopped = stop_of(day)
        if day <= end:
            owed += bool(stopped)
        elif not stopped:
            owed -= 1
        yield Mark(day, RunKind.STOPPED, stopped) if stopped else Mark(day, RunKind.CALENDAR, name)


def _count_back(term: Term, start: date, calendar: WorkCalendar) -> Deadline:
    marks = [Mark(start, RunKind.START, f"{term.trigger}当日")]
    day, number = start, 0
    if term.unit in {Unit.M, Unit.Y}:
        end = add_months(start, -term.length * (MONTHS_PER_YEAR if term.unit is Unit.Y else 1))
        while day > end:
            day -= ONE_DAY
            marks.append(Mark(day, RunKind.CALENDAR, term.text))
    while term.unit in {Unit.WD, Unit.CD} and number < term.length:
        day -= ONE_DAY
        counts = term.unit is Unit.CD or calendar.is_working_day(day)
        number += counts
        kind = RunKind.CALENDAR if term.unit is Unit.CD else _run_kind(calendar, day)
        name = "" if term.unit is Unit.CD else calendar.day_name(day)
        marks.append(Mark(day, kind, name, number if counts else None))
    unrolled, last = day, marks.pop()
    # What must be done before a day is brought forward, never postponed, when the last day is a rest day.
    while term.rolls and not calendar.is_working_day(day):
        marks.append(Mark(day, RunKind.ROLL_BACK, calendar.day_name(day), last.number if day == unrolled else None))
        day -= ONE_DAY
    due = day
    marks.append(Mark(due, RunKind.DUE, "倒推", last.number) if due == unrolled else Mark(due, RunKind.DUE, "提前"))
    strict = calendar.previous_working_day(due)
    while (day := day - ONE_DAY) > strict:
        marks.append(Mark(day, _run_kind(calendar, day), calendar.day_name(day)))
    marks.append(Mark(strict, RunKind.STRICT, calendar.day_name(strict)))
    asked = [mark.day for mark in marks[1:] if term.unit is Unit.WD or mark.day <= unrolled]
    years = tuple(sorted({mark.day.year for mark in marks}))
    return Deadline(
        term=term,
        start=start,
        due=due,
        unrolled=unrolled,
        strict=strict,
        earliest=strict,
        provisional=any(calendar.is_provisional(asked_day) for asked_day in asked),
        explanation=grouped(marks),
        years=years,
        calendar_source=calendar.source_of(years),
    )


def _run_kind(calendar: WorkCalendar, day: date) -> RunKind:
    return {
        DayKind.WORKING: RunKind.WORKING,
        DayKind.MAKE_UP: RunKind.MAKE_UP,
        DayKind.HOLIDAY: RunKind.HOLIDAY,
        DayKind.WEEKEND: RunKind.WEEKEND,
    }[calendar.kind(day)]


def _has_working_days(term: Term, extensions: Sequence[Extension]) -> bool:
    return Unit.WD in {term.unit, *(extension.unit for extension in extensions)}


def _stop_names(stops: Sequence[Stop]) -> Callable[[date], str]:
    def name_of(day: date) -> str:
        return next((stop.reason for stop in stops if stop.first <= day <= stop.last), "")

    return name_of
