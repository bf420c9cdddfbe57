"""The overall report of a round and the report of one agency, as paper, page and workbook alike show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from enforcement.evaluation.figuring import RoundHead
from enforcement.evaluation.queries.reports import OverallReport, UnitFile, UnitReport
from enforcement.rules.evaluation.figures import FaultCount
from enforcement.web.evaluation.report_parts import (
    DRAFT,
    FINAL,
    NOTHING,
    Cell,
    Column,
    Report,
    Section,
    change_words,
    grades_section,
    means_section,
    place_words,
    summary_words,
    vetoes_section,
)
from enforcement.web.filters import day


def overall_content(report: OverallReport) -> Report:
    """The report on the whole round."""
    whole, comparison = report.figures.whole, report.comparison
    groups = [("全部", whole), *report.figures.agencies.items()]
    sections = [
        grades_section(groups),
        means_section(groups, report.head.standard, comparison),
        frequent_section(report),
        vetoes_section(report.vetoes, whole.decided),
        _agreement(report),
    ]
    return Report(
        name="行政处罚案卷评查总报告",
        title=f"{report.head.title} 总报告",
        organ=report.head.organ,
        number=report.head.plan_no,
        draft=not report.head.final,
        facts=(*_facts(report.head), *_without_files(report.head)),
        summary=(
            *summary_words(whole, report.faults),
            *_later(report),
            *change_words(comparison.whole if comparison else None, comparison),
        ),
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
            *summary_words(report.group, report.faults),
            *((f"本轮全部机关平均 {report.everybody.words}。",) if report.everybody else ()),
            *_unit_change(report),
        ),
        sections=(
            grades_section(lines),
            _unit_files(report.files),
            vetoes_section(report.vetoes, report.group.decided),
            _fault_counts(report.faults),
            _unit_faults(report.files),
        ),
    )


def frequent_section(report: OverallReport) -> Section:
    """The most frequent faults with articles and examples that name nobody."""
    return Section(
        key="faults",
        title="常见问题",
        note=f"最常见的 {len(report.frequent)} 种，共 {len(report.faults)} 种；一件案卷里同一问题只计一次",
        columns=(
            *(Column("项目", 4), Column("问题", 4), Column("件数", 2, number=True)),
            *(Column("适用件数", 2, number=True), Column("机关数", 2, number=True)),
            *(Column("条文", 4), Column("例子", 5)),
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


def _without_files(head: RoundHead) -> Iterator[tuple[str, str]]:
    if head.without_files:
        yield "期内没有已结案卷（0 件）", "、".join(head.without_files)


def _later(report: OverallReport) -> Iterator[str]:
    if report.again or report.corrected:
        yield f"不合格案卷复评 {report.again} 件；经异议更正 {report.corrected} 件。"


def _unit_change(report: UnitReport) -> tuple[str, ...]:
    if report.change is None:
        return ()
    before = report.change.before.words if report.change.before else NOTHING
    return (f"本机关上一轮（{report.before}）平均 {before}，本轮{report.change.words}。", *report.caveats)


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


def _fault_counts(faults: Sequence[FaultCount]) -> Section:
    return Section(
        key="counts",
        title="问题汇总",
        note="一件案卷里同一问题只计一次",
        columns=(
            *(Column("项目", 4), Column("问题", 5), Column("件数", number=True)),
            *(Column("适用件数", number=True), Column("条文", 4)),
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
