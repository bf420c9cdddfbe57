"""The table of batches that agencies publish (检查主体, 计划名称, 检查内容, 时间, 比例 …), read cell by cell."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import IO, Any

from enforcement.foundation.errors import Invalid
from enforcement.inspection.commands.plans import BatchContent
from enforcement.inspection.object_rows import Fault
from enforcement.platform.workbooks import cell_name, cell_text, open_sheet
from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.inspection.items import ItemFacts
from enforcement.rules.inspection.plans import BatchKind
from enforcement.rules.inspection.ratios import CLASSES, ratio_faults

TITLES = ("检查主体", "计划名称", "检查内容", "时间", "比例", "频次", "数量")
NEEDED = frozenset(TITLES[:5])
DRAW_LEAD = timedelta(days=5)
"""Between the draw and the first visit lie the announcement of the numbers and the notice to the object."""
QUARTERS = {
    "第一季度": 1,
    "第二季度": 4,
    "第三季度": 7,
    "第四季度": 10,
    "一季度": 1,
    "二季度": 4,
    "三季度": 7,
    "四季度": 10,
}
HALVES = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12)}
MONTHS = re.compile(r"(?:\d{4}年)?(\d{1,2})月?(?:[至到~～—–-]+(\d{1,2}))?月")
DAYS = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*[至到~～—–]+\s*(\d{4}-\d{1,2}-\d{1,2})")
CLASS_RATIO = re.compile(r"([A-D])类?[:：]?(\d+(?:\.\d+)?)[%％]")
ONE_RATIO = re.compile(r"(?:[≥≤不低超过于少]*)(\d+(?:\.\d+)?)[%％]")
LAST_MONTH = 12
MENDED_SPAN = "写成“4月至6月”“第二季度”“2026-04-01至2026-06-30”"


@dataclass(frozen=True)
class PlanTable:
    """Batches that can be read, and faults by cell; batches count only when there is no fault."""

    contents: tuple[BatchContent, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Frame:
    """What the rows may refer to: the agency, its published items, the year, the present day."""

    agency: str
    items: Sequence[ItemFacts]
    year: int
    today: date
    calendar: WorkCalendar


class _WrongCell(Exception):
    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def read_plan_table(file: IO[bytes], frame: Frame) -> PlanTable:
    """An uploaded table. Errors: ``Invalid`` (``file``) for what is no workbook or lacks a column."""
    with open_sheet(file) as sheet:
        missing = [title for title in TITLES if title in NEEDED and title not in sheet.head]
        if missing:
            raise Invalid({"file": [f"没有“{title}”这一列" for title in missing]})
        contents, faults = [], []
        for row_no, values in sheet.rows:
            cells = {
                title: (at, cell_text(values[at]) if at < len(values) else "") for at, title in enumerate(sheet.head)
            }
            content, wrong = _row(row_no, cells, frame)
            faults += wrong
            if content is not None:
                contents.append(content)
    return PlanTable(tuple(contents), tuple(faults))


def _row(row_no: int, cells: Mapping[str, tuple[int, str]], frame: Frame) -> tuple[BatchContent | None, list[Fault]]:
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for title, read in READERS.items():
        at, text = cells.get(title, (0, ""))
        try:
            found[title] = read(_given(title, text), frame)
        except _WrongCell as wrong:
            faults.append(Fault(row_no, cell_name(at, row_no), title, text[:100], wrong.what, wrong.mend))
    if faults:
        return None, faults
    first, last = found["时间"]
    draw_on = _draw_day(first, frame)
    visit_from = min(max(first, draw_on + DRAW_LEAD), last)
    if draw_on > visit_from:
        at, text = cells["时间"]
        return None, [
            Fault(row_no, cell_name(at, row_no), "时间", text[:100], "这一时段已经过去", "填写今天以后的时段")
        ]
    content = BatchContent(
        name=found["计划名称"],
        item_codes=found["检查内容"],
        kind=BatchKind.UNDIRECTED,
        ratios=found["比例"],
        draw_on=draw_on,
        visit_from=visit_from,
        visit_to=last,
        scope_text=cells["检查内容"][1],
        frequency=found["频次"],
        planned_count=found["数量"],
    )
    return content, []


def _given(title: str, text: str) -> str:
    if not text and title in NEEDED:
        raise _WrongCell(f"没有填写{title}", f"填写{title}")
    return text


def _draw_day(first: date, frame: Frame) -> date:
    """The first working day of the span, or the next one from today when it has begun."""
    return frame.calendar.next_working_day(max(first, frame.today + timedelta(days=1)) - timedelta(days=1))


def _agency(text: str, frame: Frame) -> str:
    if text != frame.agency:
        raise _WrongCell(f"检查主体“{text[:40]}”不是本计划的机关", f"填写“{frame.agency}”，其他机关的写进各自的计划")
    return text


def _name(text: str, _frame: Frame) -> str:
    return text[:200]


def _items(text: str, frame: Frame) -> tuple[str, ...]:
    """Codes or names of published items, separated by 、 or ；."""
    known = {item.code: item.code for item in frame.items} | {item.name: item.code for item in frame.items}
    words = [word for word in re.split(r"[、，,；;\n]+", text) if word]
    unknown = [word for word in words if word not in known]
    if unknown:
        raise _WrongCell(f"抽查事项清单里没有“{'、'.join(unknown)[:60]}”", "填写已公布事项的名称或编码，多个用“、”隔开")
    return tuple(sorted({known[word] for word in words}))


def _span(text: str, frame: Frame) -> tuple[date, date]:
    plain = text.replace(" ", "").removeprefix(f"{frame.year}年")
    whole = DAYS.fullmatch(plain)
    if whole:
        try:
            first, last = date.fromisoformat(whole[1]), date.fromisoformat(whole[2])
        except ValueError as error:
            raise _WrongCell(f"“{text[:30]}”里有不存在的日期", MENDED_SPAN) from error
        return _ordered(first, last, text)
    months = MONTHS.fullmatch(plain)
    if plain in QUARTERS:
        begin, end = QUARTERS[plain], QUARTERS[plain] + 2
    elif plain in HALVES:
        begin, end = HALVES[plain]
    elif months:
        begin, end = int(months[1]), int(months[2] or months[1])
    else:
        raise _WrongCell(f"“{text[:30]}”不是可以识别的时间", MENDED_SPAN)
    if not 1 <= begin <= end <= LAST_MONTH:
        raise _WrongCell(f"“{text[:30]}”的月份不对", MENDED_SPAN)
    return date(frame.year, begin, 1), date(frame.year, end, monthrange(frame.year, end)[1])


def _ordered(first: date, last: date, text: str) -> tuple[date, date]:
    if first > last:
        raise _WrongCell(f"“{text[:30]}”的开始晚于结束", MENDED_SPAN)
    return first, last


def _ratios(text: str, _frame: Frame) -> dict[str, int]:
    plain = text.replace(" ", "")
    by_class = {name: _points(value) for name, value in CLASS_RATIO.findall(plain)}
    one = ONE_RATIO.fullmatch(plain)
    ratios = by_class or ({name: _points(one[1]) for name in CLASSES} if one else {})
    if not ratios:
        raise _WrongCell(f"“{text[:30]}”不是比例", "写成“3%”，或者“A类1%、B类2%、C类10%、D类30%”")
    faults = ratio_faults(ratios)
    if faults:
        raise _WrongCell("；".join(faults), "信用风险越低比例越低，四类都要填写")
    return ratios


def _points(text: str) -> int:
    return int(Decimal(text) * 100)


def _frequency(text: str, _frame: Frame) -> str:
    return text[:60]


def _count(text: str, _frame: Frame) -> int | None:
    if not text:
        return None
    digits = re.fullmatch(r"(\d{1,8})[户家个件]?", text.replace(",", ""))
    if digits is None:
        raise _WrongCell(f"“{text[:30]}”不是数量", "填写整数，例如 120")
    return int(digits[1])


READERS = {
    "检查主体": _agency,
    "计划名称": _name,
    "检查内容": _items,
    "时间": _span,
    "比例": _ratios,
    "频次": _frequency,
    "数量": _count,
}
