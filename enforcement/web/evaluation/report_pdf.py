"""A report as PDF, and its charts as pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from enforcement.platform.rendering import render_pdf, render_png
from enforcement.rules.evaluation.figures import Mean
from enforcement.web.evaluation.report_parts import NOTHING, Cell, GradeChart, MeanChart, Report, Section, Segment
from enforcement.web.filters import day

TEMPLATE = "documents/templates/evaluation_report.typ"
CHART = "documents/templates/evaluation_chart.typ"


def report_pdf(report: Report, now: datetime) -> bytes:
    """PDF/A of a report, dated ``now``. Errors: ``Unavailable`` without a Chinese face."""
    content = {
        "draft": report.draft,
        "facts": report.facts,
        "summary": report.summary,
        "sections": [_section(one) for one in report.sections],
    }
    paper = {"title": report.title, "name": report.name, "agency": report.organ, "number": report.number}
    return render_pdf(
        TEMPLATE, {**paper, "issued_on": day(now), "seal": None, "content": content}, created_at=now
    )  # fmt: skip


def chart_png(one: Section) -> bytes:
    """The chart of a section. Errors: as ``report_pdf``."""
    return render_png(CHART, {"grades": _grades(one.grades), "means": _means(one.means)})


def cell_words(cell: Cell) -> str:
    """A cell as text."""
    return NOTHING if cell is None or cell == "" else str(cell)


def _section(one: Section) -> dict[str, Any]:
    return {
        "title": one.title,
        "note": one.note,
        "columns": [{"title": column.title, "width": column.width, "number": column.number} for column in one.columns],
        "rows": [[cell_words(cell) for cell in row] for row in one.rows],
        "sentences": one.sentences,
        "empty": one.empty,
        "grades": _grades(one.grades),
        "means": _means(one.means),
    }


def _grades(chart: GradeChart | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    lines = [{"name": name, "of": of, "parts": _parts(parts)} for name, of, parts in chart.lines]
    return {"lines": lines, "legend": _parts(chart.legend)}


def _parts(parts: tuple[Segment, ...]) -> list[dict[str, Any]]:
    return [{"name": one.name, "files": one.files, "tone": one.tone, "failed": one.failed} for one in parts]


def _means(chart: MeanChart | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    lines = [
        {"name": name, "now": _points(now), "before": _points(before), "words": now.words if now else "本轮没有"}
        for name, now, before in chart.lines
    ]
    bands = [{"name": name, "at_least": at_least} for name, at_least in chart.bands]
    return {"lines": lines, "low": chart.low, "high": chart.high, "bands": bands}


def _points(one: Mean | None) -> str | None:
    return str(one.points) if one and one.points is not None else None
