"""The list of cases: filter, pages, and the same filter as CSV or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from enforcement.casework import overview, queries
from enforcement.casework.queries import CaseFilter
from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import FormField
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_of
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.facts import STATE_NAMES, State
from enforcement.web.cases.blueprint import cases
from enforcement.web.filters import day, money
from enforcement.web.sheets import sheet_file

if TYPE_CHECKING:
    from enforcement.casework.models import Case
from enforcement.casework.overview import DeadlineView

LARGEST_FILE = 5000
"""Rows of a download."""
COLUMNS = (
    "案号",
    "案件名称",
    "当事人",
    "统一社会信用代码",
    "状态",
    "承办人",
    "收到日期",
    "立案日期",
    "决定日期",
    "罚款（元）",
)
YES = "1"


@cases.get("/cases")
@requires(Permission.CASE_READ)
def index() -> str:
    """Cases the actor may see."""
    actor, wanted = current_actor(), _wanted()
    page = queries.cases(actor, wanted, request.args.get("cursor"))
    return render_template(
        "cases/index.html",
        page=page,
        rows=_rows(page.items),
        count=queries.count_cases(actor, wanted),
        may_register=actor.may_anywhere(Permission.CASE_REGISTER),
        **_filter_bar(),
    )


@cases.get("/cases.<any(csv,xlsx):kind>")
@requires(Permission.CASE_READ)
def download(kind: str) -> Response:
    """The cases of the filter as a file."""
    page = queries.cases(current_actor(), _wanted(), size=LARGEST_FILE)
    return sheet_file(kind, "cases", COLUMNS, (_cells(case) for case in page.items))


def _wanted() -> CaseFilter:
    given = request.args
    state = given.get("state", "")
    return CaseFilter(
        words=given.get("words", "").strip(),
        state=state if state in {one.value for one in State} else "",
        mine=given.get("mine") == YES,
        overdue_on=civil_date(current_instant()) if given.get("overdue") == YES else None,
        org_path=_agencies().get(given.get("agency", ""), ("", ""))[1],
    )


def _agencies() -> dict[str, tuple[str, str]]:
    """Agencies with cases the actor may read: public id -> name and path."""
    found = organisations_of(current_actor(), Permission.CASE_READ)
    return {one.public_id: (one.name, one.path) for one in found if one.domain or not one.parent_id}


def _fields() -> list[FormField]:
    agencies = _agencies()
    fields = [
        FormField("words", _("案件名称、案号或当事人"), "text"),
        FormField("state", _("状态"), "select", choices=[(state.value, name) for state, name in STATE_NAMES.items()]),
        FormField("mine", _("承办"), "select", choices=[(YES, _("我承办的"))]),
        FormField("overdue", _("期限"), "select", choices=[(YES, _("已逾期"))]),
    ]
    if len(agencies) > 1:
        choices = [(key, name) for key, (name, _path) in agencies.items()]
        fields.append(FormField("agency", _("机关"), "select", choices=choices))
    return fields


def _filter_bar() -> dict[str, Any]:
    fields = _fields()
    values: dict[str, Any] = {
        one.name: request.args[one.name].strip() for one in fields if request.args.get(one.name, "").strip()
    }
    return {
        "fields": fields,
        "values": values,
        "active": [_chip(one, values) for one in fields if one.name in values],
        "files": [(kind.upper(), url_for("cases.download", kind=kind, **values)) for kind in ("csv", "xlsx")],
    }


def _chip(field: FormField, values: dict[str, Any]) -> dict[str, str]:
    shown = dict(field.choices).get(values[field.name], values[field.name])
    rest = {name: value for name, value in values.items() if name != field.name}
    return {"text": f"{field.label}：{shown}", "drop_href": url_for("cases.index", **rest)}


def _rows(found: Sequence[Case]) -> list[dict[str, Any]]:
    due = overview.nearest_deadlines(found, civil_date(current_instant()))
    return [_row(case, due.get(case.id)) for case in found]


def _row(case: Case, due: DeadlineView | None) -> dict[str, Any]:
    fine = case.proposal.fine_fen if case.proposal else None
    return {
        "cells": {
            "title": {
                "text": case.title,
                "href": url_for("cases.show", case_id=case.public_id),
                "second": case.case_no or _("未立案"),
            },
            "state": {
                "text": STATE_NAMES[case.state],
                "level": "done" if case.archived_on or case.closed_on else "now",
            },
            "handlers": _handlers(case),
            "due": {"text": due.left_text, "level": due.level, "second": due.name} if due else "",
            "fine": money(fine) if fine else "",
            "received": day(case.received_on),
        }
    }


def _handlers(case: Case) -> str:
    return "、".join(one.name for one in case.handlers if one.removed_at is None)


def _cells(case: Case) -> tuple[Any, ...]:
    fine = case.proposal.fine_fen / 100 if case.proposal and case.proposal.fine_fen else None
    return (
        case.case_no,
        case.title,
        case.party.name,
        case.party.uscc,
        STATE_NAMES[case.state],
        _handlers(case),
        case.received_on,
        case.filed_on,
        case.decided_on,
        fine,
    )
