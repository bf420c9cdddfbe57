"""Statistics of inspection. No page, column or file here puts anybody in order by checks, findings or fines (C10)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request, url_for

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.inspection.queries import ratings, statistics
from enforcement.inspection.queries.statistics import Statistics
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.statistics import PairRate, Share
from enforcement.web.sheets import sheet_file

inspection_statistics = Blueprint("inspection_statistics", __name__, url_prefix="/inspection/statistics")

FIRST_YEAR = 2020
COLUMNS = (
    "机关",
    "应检查",
    "已公示",
    "完成率",
    "已办结",
    "完结率",
    "按期公示",
    "应公示任务",
    "入企次数",
    "联合减少次数",
    "合并事项减少次数",
    "检查次数",
    "个案检查次数",
    "个案检查占比",
)


@inspection_statistics.get("/")
@requires(Permission.CHECK_READ)
def show() -> str:
    """The figures of a year; a chart with its table beneath."""
    today = civil_date(current_instant())
    year = _year(today.year)
    figures = statistics.statistics(current_actor(), year, today)
    return render_template(
        "inspection/statistics/show.html",
        figures=figures,
        years=[
            {"title": str(one), "href": url_for("inspection_statistics.show", year=one), "current": one == year}
            for one in range(today.year, today.year - 3, -1)
        ],
        totals=_totals(figures),
        highest=max(*figures.months, 1),
        pairs=[(_names(pair, figures), pair) for pair in figures.pairs],
        averages=ratings.averages(current_actor(), year, today),
        percent=percent,
        export_href=url_for("inspection_statistics.export", form="xlsx", year=year),
        csv_href=url_for("inspection_statistics.export", form="csv", year=year),
    )


@inspection_statistics.get("/figures.<any(csv, xlsx):form>")
@requires(Permission.CHECK_READ)
def export(form: str) -> Response:
    """The lines of the organs, in the order of the tree."""
    today = civil_date(current_instant())
    figures = statistics.statistics(current_actor(), _year(today.year), today)
    rows: Sequence[Sequence[object]] = [
        (
            one.name,
            one.completed.whole,
            one.completed.part,
            percent(one.completed),
            one.finished.part,
            percent(one.finished),
            one.in_time.part,
            one.in_time.whole,
            one.saved.entries,
            one.saved.by_organs,
            one.saved.by_items,
            one.cases.whole,
            one.cases.part,
            percent(one.cases),
        )
        for one in figures.organs
    ]
    return sheet_file(form, f"inspection-{figures.year}", COLUMNS, rows)


def percent(share: Share) -> str:
    """``66.7%``, or a dash of nothing."""
    return "—" if share.per_mille is None else f"{share.per_mille // 10}.{share.per_mille % 10}%"


def _totals(figures: Statistics) -> dict[str, Share]:
    return {
        name: Share(
            sum(getattr(one, name).part for one in figures.organs),
            sum(getattr(one, name).whole for one in figures.organs),
        )
        for name in ("completed", "finished", "in_time")
    }


def _names(pair: PairRate, figures: Statistics) -> str:
    return "、".join(figures.names.get(one, one) for one in pair.officers)


def _year(this_year: int) -> int:
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len(str(this_year)) else this_year
    return year if FIRST_YEAR <= year <= this_year else this_year
