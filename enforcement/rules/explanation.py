"""How a deadline was counted, in runs of days of the same kind, and in Chinese.

A run is one line of the table a person opens under a due date: which days, what they are, which count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from enforcement.rules.calendars import ONE_DAY, WEEKDAYS


class RunKind(StrEnum):
    """What the days of a run are in the counting."""

    START = "start"
    WORKING = "working"
    MAKE_UP = "make_up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    CALENDAR = "calendar"
    STOPPED = "stopped"
    ROLL = "roll"
    ROLL_BACK = "roll_back"
    DUE = "due"
    STRICT = "strict"


REST = frozenset({RunKind.HOLIDAY, RunKind.WEEKEND})


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of the counting; `number` if it is the number-th counted day."""

    day: date
    kind: RunKind
    name: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ExplanationRun:
    """Consecutive days of one kind, in counting order (descending where a term is counted backwards).

    `name`: 国庆节, 调休上班, the reason of a stop, 顺延 … `counted_from`, `counted_to`: which counted days they are,
    both None where nothing is counted. In a roll run only the first day may be a counted one.
    """

    first: date
    last: date
    kind: RunKind
    name: str = ""
    counted_from: int | None = None
    counted_to: int | None = None

    @property
    def days(self) -> int:
        """How many days the run covers."""
        return abs((self.last - self.first).days) + 1

    @property
    def counted(self) -> int:
        """How many days of it count towards the length."""
        if self.counted_from is None or self.counted_to is None:
            return 0
        return self.counted_to - self.counted_from + 1

    @property
    def date_text(self) -> str:
        """2026年9月25日至27日, with the weekday for the first and last day of the counting."""
        early, late = min(self.first, self.last), max(self.first, self.last)
        text = f"{early.year}年{early.month}月{early.day}日"
        if early == late:
            shows_weekday = self.kind in {RunKind.START, RunKind.DUE, RunKind.STRICT}
            return text + (f"（{WEEKDAYS[early.weekday()]}）" if shows_weekday else "")
        if early.year != late.year:
            return f"{text}至{late.year}年{late.month}月{late.day}日"
        if early.month != late.month:
            return f"{text}至{late.month}月{late.day}日"
        return f"{text}至{late.day}日"

    @property
    def what(self) -> str:
        """What the days are: 送达当日，不计; 工作日; 中秋节，跳过3天; 届满，当日24时."""
        if self.kind in REST:
            return f"{self.name}，跳过{self.days}天"
        return {
            RunKind.START: f"{self.name}，不计",
            RunKind.WORKING: self.name,
            RunKind.MAKE_UP: f"{self.name}，按工作日计",
            RunKind.CALENDAR: _calendar_text(self),
            RunKind.STOPPED: f"{self.name}期间，扣除{self.days}天",
            RunKind.ROLL: f"末日遇{self.name}，顺延",
            RunKind.ROLL_BACK: f"末日遇{self.name}，提前",
            RunKind.DUE: _due_text(self),
            RunKind.STRICT: "从严掌握，应在当日24时前办结",
        }[self.kind]

    @property
    def count_text(self) -> str:
        """第1日, 第3至4日, or 不计; empty where a count has no meaning."""
        if self.counted_from is None:
            return "不计" if self.kind in REST | {RunKind.START, RunKind.STOPPED} else ""
        if self.counted_from == self.counted_to:
            return f"第{self.counted_from}日"
        return f"第{self.counted_from}至{self.counted_to}日"

    @property
    def sentence(self) -> str:
        """The run as one Chinese sentence."""
        count = f"，{self.count_text}" if self.counted_from is not None else ""
        return f"{self.date_text}：{self.what}{count}。"

    def as_record(self) -> dict[str, object]:
        """The run as JSON values: dates ISO, `kind` its word."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "kind": self.kind.value,
            "name": self.name,
            "counted_from": self.counted_from,
            "counted_to": self.counted_to,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> ExplanationRun:
        """The run that `as_record` wrote."""
        counted_from, counted_to = record["counted_from"], record["counted_to"]
        return cls(
            first=date.fromisoformat(str(record["from"])),
            last=date.fromisoformat(str(record["to"])),
            kind=RunKind(str(record["kind"])),
            name=str(record["name"]),
            counted_from=counted_from if isinstance(counted_from, int) else None,
            counted_to=counted_to if isinstance(counted_to, int) else None,
        )


def grouped(marks: Sequence[Mark]) -> tuple[ExplanationRun, ...]:
    """The days of a counting as runs of the same kind and name."""
    runs = []
    for (kind, name), group in groupby(marks, key=lambda mark: (mark.kind, mark.name)):
        days = list(group)
        numbers = [mark.number for mark in days if mark.number is not None]
        counted = (numbers[0], numbers[-1]) if numbers else (None, None)
        runs.append(ExplanationRun(days[0].day, days[-1].day, kind, name, *counted))
    return tuple(runs)


def split_at(runs: Sequence[ExplanationRun], today: date) -> tuple[ExplanationRun, ...]:
    """The runs with `today` as a run of its own, so that a page can mark it. For terms counted forward."""
    split: list[ExplanationRun] = []
    for run in runs:
        if run.first <= today <= run.last and run.days > 1:
            split += _cut(run, today)
        else:
            split.append(run)
    return tuple(split)


def _cut(run: ExplanationRun, today: date) -> list[ExplanationRun]:
    spans = [(run.first, today - ONE_DAY), (today, today), (today + ONE_DAY, run.last)]
    pieces = [replace(run, first=first, last=last) for first, last in spans if first <= last]
    if run.counted_from is None:
        return pieces
    if run.counted == 1:
        return [pieces[0], *(replace(piece, counted_from=None, counted_to=None) for piece in pieces[1:])]
    numbered = []
    for piece in pieces:
        number = run.counted_from + (piece.first - run.first).days
        numbered.append(replace(piece, counted_from=number, counted_to=number + piece.days - 1))
    return numbered


def _calendar_text(run: ExplanationRun) -> str:
    if run.counted_from is None:
        return f"按{run.name}的对应日推算"
    return f"{run.name}，自然日" if run.name else "自然日"


def _due_text(run: ExplanationRun) -> str:
    return {
        "倒推": "倒推届满",
        "提前": "倒推届满（遇休息日提前）",
        "顺延": "届满，当日24时（顺延）",
    }.get(run.name, "届满，当日24时")
