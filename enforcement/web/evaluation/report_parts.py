"""What reports on a round are made of: sentences, tables, the chart of a table. Paper, page and workbook show the same.

Averages stand in a column of their own beside the number of files they rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enforcement.rules.evaluation.figures import Change, Comparison, FaultCount, Group, Mean, VetoCount
from enforcement.rules.evaluation.sheets import Reference
from enforcement.rules.evaluation.standard import Band, Standard, decimal_text

Cell = str | int | Decimal | None
STEP = 10
NOTHING = "—"
DRAFT = "未定稿"
FINAL = "已定稿"
DRAFT_NOTE = "异议和复评还没有结束，本报告的数字可能变动，不得公布。"
ORDER_NOTE = "按机关目录顺序排列"


@dataclass(frozen=True)
class Column:
    """A column; ``width`` relative to the others."""

    title: str
    width: int = 1
    number: bool = False


COMPARED = (Column("上一轮平均分", number=True), Column("上一轮件数", number=True), Column("变化", 2))


@dataclass(frozen=True)
class Segment:
    """A part of a bar: how many files of a grade; ``tone`` 0 is the best grade."""

    name: str
    files: int
    tone: int
    failed: bool


@dataclass(frozen=True)
class GradeChart:
    """Per line the files by grade, as a bar of full width."""

    lines: tuple[tuple[str, int, tuple[Segment, ...]], ...]
    legend: tuple[Segment, ...]


@dataclass(frozen=True)
class MeanChart:
    """Per line the average now (a dot) and before (a square) on an axis from ``low`` to ``high`` with grade lines."""

    lines: tuple[tuple[str, Mean | None, Mean | None], ...]
    low: int
    high: int
    bands: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """A heading with sentences, a table, and the chart of the same numbers."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sentences: tuple[str, ...] = ()
    empty: str = ""
    part: int | None = None
    """The column that counts a part of what the next column counts: pages draw both as one bar."""
    grades: GradeChart | None = None
    means: MeanChart | None = None


@dataclass(frozen=True)
class Report:
    """A whole report. ``draft``: its numbers may still change."""

    name: str
    title: str
    organ: str
    number: str
    draft: bool
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    lists: tuple[Section, ...] = ()
    """What only a workbook has room for."""


def grades_section(groups: Sequence[tuple[str, Group]]) -> Section:
    names = [one.name for one in groups[0][1].grades]
    return Section(
        key="grades",
        title="等次",
        note=ORDER_NOTE,
        columns=(
            *(Column("机关", 3), Column("评查件数", number=True), Column("已出结果", number=True)),
            *(Column(name, number=True) for name in names),
            Column("一票否决", number=True),
        ),
        rows=tuple(
            (name, one.files, one.decided, *(grade.files for grade in one.grades), one.vetoed) for name, one in groups
        ),
        grades=grade_chart(groups),
    )


def means_section(groups: Sequence[tuple[str, Group]], standard: Standard, comparison: Comparison | None) -> Section:
    changes = {one.name: one for one in comparison.agencies} if comparison else {}
    if comparison:
        changes["全部"] = comparison.whole
    lines: list[tuple[str, Mean | None, Mean | None]] = [
        (name, one.mean, changes[name].before if name in changes else None) for name, one in groups
    ]
    lines += [(name, None, one.before) for name, one in changes.items() if one.now is None]
    return Section(
        key="means",
        title="平均分",
        note=ORDER_NOTE,
        columns=(
            *(Column("机关", 3), Column("平均分", number=True), Column("件数", number=True)),
            *(COMPARED if comparison else ()),
        ),
        rows=tuple(
            (name, *_mean(now), *((*_mean(before), _change(changes, name)) if comparison else ()))
            for name, now, before in lines
        ),
        means=MeanChart(tuple(lines), *_axis(lines, standard.bands, standard.maximum)),
    )


def vetoes_section(vetoes: Sequence[VetoCount], of: int) -> Section:
    return Section(
        key="vetoes",
        title="一票否决",
        columns=(Column("编号"), Column("情形", 5), Column("依据", 3), Column("件数", number=True)),
        rows=tuple((one.no, one.text, one.article, one.files) for one in vetoes),
        empty=f"{of} 件案卷都没有认定一票否决。",
    )


def summary_words(whole: Group, faults: Sequence[FaultCount]) -> tuple[str, ...]:
    grades = "、".join(f"{one.name} {one.files} 件（{one.percent}%）" for one in whole.grades if one.files)
    left = f"，{whole.files - whole.decided} 件没有结果" if whole.files > whole.decided else ""
    told = [f"评查 {whole.files} 件{left}；平均 {whole.mean.words}。", f"{grades or '没有已出结果的案卷'}。"]
    if whole.vetoed:
        told.append(f"{whole.vetoed} 件认定一票否决。")
    if faults:
        one = faults[0]
        told.append(f"最常见的问题：{one.text}（第 {one.item} 项，适用的 {one.of} 件中有 {one.files} 件）。")
    return tuple(told)


def change_words(change: Change | None, comparison: Comparison | None) -> tuple[str, ...]:
    if change is None or comparison is None:
        return ("没有可以比较的上一轮评查。",)
    before = change.before.words if change.before else NOTHING
    return (f"上一轮（{comparison.title}）平均 {before}，本轮{change.words}。", *comparison.caveats)


def place_words(place: Reference) -> str:
    """Document, page, passage."""
    page = f"第 {place.page} 页" if place.page else ""
    return " ".join(part for part in (place.document, page, place.passage) if part)


def grade_chart(groups: Iterable[tuple[str, Group]]) -> GradeChart:
    """The chart of some groups by one standard."""
    lines = tuple((name, one.decided, _segments(one)) for name, one in groups)
    return GradeChart(lines, lines[0][2] if lines else ())


def _segments(one: Group) -> tuple[Segment, ...]:
    return tuple(Segment(grade.name, grade.files, tone, grade.failed) for tone, grade in enumerate(one.grades))


def _change(changes: Mapping[str, Change], name: str) -> str:
    return changes[name].words if name in changes else NOTHING


def _mean(one: Mean | None) -> tuple[Cell, Cell]:
    return (one.points, one.files) if one else (None, None)


def _axis(
    lines: Iterable[tuple[str, Mean | None, Mean | None]], bands: Sequence[Band], maximum: Decimal
) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """Low end (a ten below every average and grade line), high end, and the grade lines."""
    shown = [one.points for _, *means in lines for one in means if one and one.points is not None]
    marks = [one.at_least for one in bands if one.at_least]
    low = max(0, int(min([*shown, *marks, maximum])) // STEP * STEP - STEP)
    return low, int(maximum), tuple((one.name, decimal_text(one.at_least)) for one in bands if one.at_least)
