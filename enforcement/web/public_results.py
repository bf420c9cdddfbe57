"""Public pages of inspection results: the list, one page per task, and the same for programs. No sign-in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import public
from enforcement.doors.limits import WHOLE_LISTS, limiter
from enforcement.foundation.clock import civil_date
from enforcement.inspection.queries.task_days import public_decisions
from enforcement.inspection.register import results as register
from enforcement.inspection.register.results import PublicResult, ResultFilter
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.results import CODE_NAMES
from enforcement.web.public_lists import attachment, json_answer
from enforcement.web.sheets import csv_bytes

public_results = Blueprint("public_results", __name__, url_prefix="/inspections")

LARGEST_FILE = 5000
COLUMNS = (
    "抽查机关", "检查对象", "统一社会信用代码", "检查来源", "抽查计划编号", "抽查任务编号", "抽查任务名称",
    "抽查类型", "检查日期", "检查结果", "各事项结果", "公示日期",
)  # fmt: skip


@public_results.get("/results")
@public
def index() -> str:
    """Published results with a search, and the tasks with their terms."""
    today = civil_date(current_instant())
    wanted = _wanted()
    page = register.public_results(wanted, request.args.get("cursor"))
    named: dict[str, Any] = {"text": wanted.text, "agency": wanted.agency, "code": wanted.code}
    onward = url_for("public_results.index", **named, cursor=page.next_cursor) if page.next_cursor else ""
    return render_template(
        "inspections/results.html",
        rows=page.items,
        count=register.count_results(wanted),
        tasks=register.public_tasks(today),
        wanted=wanted,
        agencies=register.public_agencies(),
        codes=[(one.value, f"{one.value} {words}") for one, words in CODE_NAMES.items()],
        pager={"next_href": onward},
        downloads=[(form.upper(), url_for("public_results.export", form=form, **named)) for form in ("csv", "json")],
    )


@public_results.get("/results.<any(csv, json):form>")
@public
@limiter.limit(WHOLE_LISTS)
def export(form: str) -> ResponseReturnValue:
    """The same list for programs."""
    rows = register.public_results(_wanted(), size=LARGEST_FILE).items
    if form == "csv":
        lines = [_line(row) for row in rows]
        return attachment(csv_bytes(COLUMNS, lines), "text/csv; charset=utf-8", _("检查结果.csv"))
    return json_answer({"count": len(rows), "items": [_item(row) for row in rows]})


@public_results.get("/results/<public_id>")
@public
def task(public_id: str) -> str:
    """One task: what was drawn, which results are public, whose days were not kept, and whether the term is over."""
    found, rows = register.public_task(public_id, civil_date(current_instant()))
    decisions = public_decisions(public_id)
    return render_template("inspections/results_task.html", task=found, rows=rows, decisions=decisions)


def _wanted() -> ResultFilter:
    asked = request.args
    return ResultFilter(asked.get("text", "").strip(), asked.get("agency", ""), asked.get("code", ""))


def _line(row: PublicResult) -> list[Any]:
    items = "；".join(f"{one['item']}：{one['result']}" for one in row.items)
    return [
        row.agency, row.name, row.uscc, row.origin, row.plan_no, row.task_no, row.task_name, row.kind,
        row.checked_on.isoformat() if row.checked_on else "", row.result, items, row.published_on.isoformat(),
    ]  # fmt: skip


def _item(row: PublicResult) -> dict[str, Any]:
    plain = asdict(row)
    plain["checked_on"] = row.checked_on.isoformat() if row.checked_on else None
    plain["published_on"] = row.published_on.isoformat()
    plain["officers"] = [{"name": name, "certificate_no": number} for name, number in row.officers]
    return plain
