"""`flask --app wsgi enforce due-date`: when a term ends and why. Needs no database and no settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any
from unicodedata import east_asian_width

import click
from flask import current_app
from flask.cli import with_appcontext

from config.settings import HERE as CONFIG
from enforcement.rules.calendars import CalendarError, load_calendars
from enforcement.rules.deadlines import Deadline, DeadlineError, compute_deadline
from enforcement.rules.rulesets import Term, Unit

UNITS = {"WD": "工作日", "CD": "自然日", "M": "月", "Y": "年"}
UNITS_IN_WORDS = "、".join(f"{code}（{name}）" for code, name in UNITS.items())


class BadInput(click.ClickException):
    """What was typed can't be counted with; said in Chinese, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"错误：{self.message}", err=True, file=file)


@click.command("due-date", help="推算期限届满日，并逐段说明怎样算出。")
@click.option("--start", default="", help="起算日（不计入），如 2026-09-20")
@click.option("--length", default="", help="期限长度，正整数")
@click.option("--unit", default="", help=f"单位：{UNITS_IN_WORDS}")
@click.option("--backward", is_flag=True, help="从起算日向前倒推")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@with_appcontext
def due_date(start: str, length: str, unit: str, *, backward: bool, as_json: bool) -> None:
    """Print the due date of a term and its explanation; bad input ends with status 2 and a sentence."""
    term = Term("", "期限", _length(length), _unit(unit), backward=backward)
    try:
        deadline = compute_deadline(term, _day(start), load_calendars(_folders()))
    except (CalendarError, DeadlineError) as error:
        raise BadInput(str(error)) from error
    click.echo(_as_json(deadline) if as_json else _as_table(deadline))


def _folders() -> Sequence[Path]:
    settings = current_app.extensions.get("settings")
    # Without an installation the calendars that come with the program are all there is.
    return settings.calendar_folders if settings else (CONFIG / "calendars",)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--start 应为真实存在的日期，写成 2026-09-20 的样子，现在是“{text}”") from error


def _length(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"--length 应为正整数，现在是“{text}”")
    return int(text)


def _unit(text: str) -> Unit:
    if text not in UNITS:
        raise BadInput(f"--unit 应为 {UNITS_IN_WORDS} 之一，现在是“{text}”")
    return Unit(text)


def _as_json(deadline: Deadline) -> str:
    answer = {
        "due": deadline.due.isoformat(),
        "unrolled": deadline.unrolled.isoformat(),
        "provisional": deadline.provisional,
        "explanation": list(deadline.sentences),
    }
    return json.dumps(answer, ensure_ascii=False)


def _as_table(deadline: Deadline) -> str:
    rows = [(run.date_text, run.what, run.count_text) for run in deadline.explanation]
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    lines = [f"{_padded(days, widths[0])}  {_padded(what, widths[1])}  {count}".rstrip() for days, what, count in rows]
    head = [f"届满日：{deadline.due}", f"顺延前：{deadline.unrolled}"]
    if deadline.term.backward:
        head.append(f"从严：{deadline.strict}")
    if deadline.provisional:
        head.append("暂定，放假通知载入后重新计算")
    return "\n".join(["　".join(head), "", *lines, "", deadline.footnote])


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
