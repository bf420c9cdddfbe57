"""What the pages of reports show beside the content that papers have too."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from enforcement.evaluation.queries.reports import OverallReport
from enforcement.rules.evaluation.figures import Group
from enforcement.web.evaluation.report_content import fault_rows, overall_content
from enforcement.web.evaluation.report_parts import Column, Report, Section

FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


def figures(group: Group, thirds: int | None = None) -> list[dict[str, Any]]:
    """The numbers above everything else."""
    best = group.grades[0]
    found = [
        {"title": _("评查案卷"), "value": _("%(n)s 件", n=group.files)},
        {
            "title": _("平均分"),
            "value": group.mean.points if group.mean.points is not None else "—",
            "note": _("%(n)s 件", n=group.mean.files),
        },
        {
            "title": best.name,
            "value": f"{best.percent}%" if best.percent is not None else "—",
            "note": _("%(n)s / %(of)s 件", n=best.files, of=best.of),
        },
        {
            "title": group.failed_name,
            "value": group.failed,
            "level": "late" if group.failed else "done",
            "word": _("其中一票否决 %(n)s 件", n=group.vetoed) if group.failed else _("没有"),
        },
    ]
    if thirds is not None:
        found.append({"title": _("第三名评分"), "value": thirds, "note": _("两份评分不一致")})
    return found


def with_lists(report: OverallReport) -> Report:
    """The report with all that only a workbook has room for: every fault, every file."""
    content = overall_content(report)
    rows = tuple(
        (
            one.decided.agency_name,
            one.decided.label,
            Decimal(one.result.points) if one.result else None,
            one.result.band.name if one.result else one.decided.state.words,
            "、".join(veto.no for veto in one.vetoes),
        )
        for one in report.files
    )
    lists = (
        Section(
            key="every-fault",
            title="全部问题",
            columns=(
                *(Column("项目", 2), Column("问题", 4), Column("件数", number=True), Column("适用件数", number=True)),
                *(Column("机关数", number=True), Column("条文", 3)),
            ),
            rows=fault_rows(report.faults),
        ),
        Section(
            key="files",
            title="逐件结果",
            columns=(
                *(Column("机关", 3), Column("案卷", 4), Column("得分", number=True), Column("等次")),
                Column("一票否决"),
            ),
            rows=rows,
        ),
    )
    return replace(content, lists=lists)
