"""A report on a round as paper, page and workbook alike show it: sentences, charts, each with its table.

Averages stand in a column of their own beside the number of files they rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enforcement.evaluation.figuring import RoundHead
from enforcement.evaluation.queries.reports import OverallReport, UnitFile, UnitReport
from enforcement.rules.evaluation.figures import (
    Change,
    Comparison,
    FaultCount,
    Group,
    Mean,
    VetoCount,
)
from enforcement.rules.evaluation.sheets import Reference
from enforcement.rules.evaluation.standard import Band, decimal_text
from enforcement.web.filters import day

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


def overall_content(report: OverallReport) -> Report:
    """The report on the whole round."""
    whole, comparison = report.figures.whole, report.comparison
    groups = [("全部", whole), *report.figures.agencies.items()]
    sections = [
        _grades(groups),
        _means(groups, report.head, comparison),
        frequent_section(report),
        _vetoes(report.vetoes, whole.decided),
        _agreement(report),
    ]
    return Report(
        name="行政处罚案卷评查总报告",
        title=f"{report.head.title} 总报告",
        organ=report.head.organ,
        number=report.head.plan_no,
        draft=not report.head.final,
        facts=_facts(report.head),
        summary=(*_summary(whole, report.faults), *_change_words(comparison.whole if comparison else None, comparison)),
        sections=tuple(sections),
    )


def unit_content(report: UnitReport) -> Report:
    """One agency's report."""
    lines = [("本机关", report.group)]
    return Report(
        name="行政处罚案卷评查单位报告",
        title=f"{report.agency} {report.head.title} 单位报告",
        organ=report.head.organ,
        number=report.head.plan_no,
        draft=not report.head.final,
        facts=(("被评查机关", report.agency), *_facts(report.head)),
        summary=(
            *_summary(report.group, report.faults),
            *((f"本轮全部机关平均 {report.everybody.words}。",) if report.everybody else ()),
            *_unit_change(report),
        ),
        sections=(
            _grades(lines),
            _unit_files(report.files),
            _unit_faults(report.files),
            _vetoes(report.vetoes, report.group.decided),
            _fault_counts(report.faults, "问题汇总"),
        ),
    )


def grade_chart(groups: Iterable[tuple[str, Group]]) -> GradeChart:
    """The chart of some groups by one standard."""
    lines = tuple((name, one.decided, _segments(one)) for name, one in groups)
    return GradeChart(lines, lines[0][2] if lines else ())


def frequent_section(report: OverallReport) -> Section:
    """The most frequent faults with articles and examples that name nobody."""
    return Section(
        key="faults",
        title="常见问题",
        note=f"最常见的 {len(report.frequent)} 种，共 {len(report.faults)} 种；一件案卷里同一问题只计一次",
        columns=(
            *(Column("项目", 2), Column("问题", 4), Column("件数", number=True), Column("适用件数", number=True)),
            *(Column("机关数", number=True), Column("条文", 3), Column("例子", 4)),
        ),
        rows=tuple(
            (*_fault(one.count), one.count.article, "；".join(one.examples) or NOTHING) for one in report.frequent
        ),
        sentences=("例子由系统隐去当事人、人员、机关和文号；印发以前请再看一遍。",) if report.frequent else (),
        empty="没有扣分。",
        part=2,
    )


def fault_rows(faults: Iterable[FaultCount]) -> tuple[tuple[Cell, ...], ...]:
    """Item, text, files, of, agencies, article of each."""
    return tuple((*_fault(one), one.article) for one in faults)


def _fault(one: FaultCount) -> tuple[Cell, ...]:
    return (f"{one.item} {one.title}", one.text, one.files, one.of, one.agencies)


def _facts(head: RoundHead) -> tuple[tuple[str, str], ...]:
    standard = head.standard
    return (
        ("评查方案", f"{head.plan_no} {head.title}"),
        ("案卷结案期间", f"{day(head.period_from)}至{day(head.period_to)}"),
        ("评查标准", f"《{standard.name}》{standard.version} 版"),
        ("标准摘要", head.digest),
        ("状态", FINAL if head.final else f"{DRAFT}（{head.state.words}）"),
    )


def _summary(whole: Group, faults: Sequence[FaultCount]) -> tuple[str, ...]:
    grades = "、".join(f"{one.name} {one.files} 件（{one.percent}%）" for one in whole.grades if one.files)
    left = f"，{whole.files - whole.decided} 件没有结果" if whole.files > whole.decided else ""
    told = [f"评查 {whole.files} 件{left}；平均 {whole.mean.words}。", f"{grades or '没有已出结果的案卷'}。"]
    if whole.vetoed:
        told.append(f"{whole.vetoed} 件认定一票否决。")
    if faults:
        one = faults[0]
        told.append(f"最常见的问题：{one.text}（第 {one.item} 项，适用的 {one.of} 件中有 {one.files} 件）。")
    return tuple(told)


def _change_words(change: Change | None, comparison: Comparison | None) -> tuple[str, ...]:
    if change is None or comparison is None:
        return ("没有可以比较的上一轮评查。",)
    before = change.before.words if change.before else NOTHING
    return (f"上一轮（{comparison.title}）平均 {before}，本轮{change.words}。", *comparison.caveats)


def _unit_change(report: UnitReport) -> tuple[str, ...]:
    if report.change is None:
        return ()
    before = report.change.before.words if report.change.before else NOTHING
    return (f"本机关上一轮（{report.before}）平均 {before}，本轮{report.change.words}。", *report.caveats)


def _segments(one: Group) -> tuple[Segment, ...]:
    return tuple(Segment(grade.name, grade.files, tone, grade.failed) for tone, grade in enumerate(one.grades))


def _grades(groups: Sequence[tuple[str, Group]]) -> Section:
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


def _means(groups: Sequence[tuple[str, Group]], head: RoundHead, comparison: Comparison | None) -> Section:
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
            *(Column("上一轮平均分", number=True), Column("上一轮件数", number=True), Column("变化", 2)),
        ),
        rows=tuple(_mean_row(name, now, before, changes) for name, now, before in lines),
        sentences=_change_words(comparison.whole if comparison else None, comparison),
        means=MeanChart(tuple(lines), *_axis(lines, head.standard.bands, head.standard.maximum)),
    )


def _mean_row(name: str, now: Mean | None, before: Mean | None, changes: dict[str, Change]) -> tuple[Cell, ...]:
    words = changes[name].words if name in changes else NOTHING
    return (name, *_mean(now), *_mean(before), words)


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


def _vetoes(vetoes: Sequence[VetoCount], of: int) -> Section:
    return Section(
        key="vetoes",
        title="一票否决",
        columns=(Column("编号"), Column("情形", 5), Column("依据", 3), Column("件数", number=True)),
        rows=tuple((one.no, one.text, one.article, one.files) for one in vetoes),
        empty=f"{of} 件案卷都没有认定一票否决。",
    )


def _agreement(report: OverallReport) -> Section:
    found = report.agreement
    kappa = "只有一个等次，不计算" if found.kappa is None else str(found.kappa)
    return Section(
        key="agreement",
        title="评查员一致程度",
        note="第一份和第二份评分表比较",
        columns=(Column("指标", 3), Column("数值", 2), Column("说明", 5)),
        rows=(
            ("等次相同", f"{found.equal_grades_percent}%", f"{found.files} 件中 {found.equal_grades} 件"),
            ("平均分差", f"{found.mean_difference} 分", f"{found.files} 件两份评分之差的平均"),
            ("Kappa 系数", kappa, "扣除偶然一致以后的等次一致程度，1 为完全一致"),
            ("第三名评查员评分", f"{report.thirds} 件", "分差、等次或者一票否决不一致的案卷"),
        )
        if found.files
        else (),
        empty="没有两份都签名的案卷，不能比较。",
    )


def _fault_counts(faults: Sequence[FaultCount], title: str) -> Section:
    return Section(
        key="counts",
        title=title,
        note="一件案卷里同一问题只计一次",
        columns=(
            *(Column("项目", 2), Column("问题", 4), Column("件数", number=True), Column("适用件数", number=True)),
            Column("条文", 3),
        ),
        rows=tuple((f"{one.item} {one.title}", one.text, one.files, one.of, one.article) for one in faults),
        empty="没有扣分。",
        part=2,
    )


def _unit_files(files: Sequence[UnitFile]) -> Section:
    return Section(
        key="files",
        title="逐件结果",
        columns=(
            *(Column("案卷", 4), Column("种类", 2), Column("抽取方式", 2), Column("得分", number=True)),
            *(Column("等次", 2), Column("一票否决", 3)),
        ),
        rows=tuple(
            (
                one.label,
                one.kind,
                "必查" if one.must else "随机",
                Decimal(one.points) if one.points else None,
                one.grade or one.state,
                "；".join(f"{veto.no} {veto.text}：{'；'.join(veto.reasons)}" for veto in one.vetoes) or NOTHING,
            )
            for one in files
        ),
    )


def _unit_faults(files: Sequence[UnitFile]) -> Section:
    return Section(
        key="places",
        title="逐件问题",
        note="扣分为计入结果的评分表的平均数",
        columns=(
            *(Column("案卷", 3), Column("项目", 3), Column("问题", 3), Column("扣分", number=True)),
            *(Column("文书和位置", 4), Column("条文", 3)),
        ),
        rows=tuple(
            (
                one.label,
                f"{fault.item} {fault.title}",
                fault.text,
                fault.points,
                "；".join(place_words(place) for place in fault.places),
                fault.article,
            )
            for one in files
            for fault in one.faults
        ),
        empty="没有扣分。",
    )


def place_words(place: Reference) -> str:
    """Document, page, passage."""
    page = f"第 {place.page} 页" if place.page else ""
    return " ".join(part for part in (place.document, page, place.passage) if part)
