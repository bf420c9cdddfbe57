"""Visits to enterprises: the list of all of them, the approval before one, and visits under other names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import Form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, NotFound
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_facts, officers_of, organisation_facts
from enforcement.inspection.queries import visits as queries
from enforcement.inspection.queries.visits import VisitFilter
from enforcement.inspection.services import approvals as approving
from enforcement.inspection.services import visits as visiting
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.visits import EXEMPT_REASONS, ApprovalState, OffSite, VisitKind
from enforcement.schemas import visits as schemas
from enforcement.web.filters import day, moment
from enforcement.web.forms import show, submit
from enforcement.web.sheets import sheet_file
from enforcement.web.visit_due import kept_deadline

if TYPE_CHECKING:
    from enforcement.inspection.models.visits import Visit, VisitApproval

visits = Blueprint("visits", __name__, url_prefix="/inspection/visits")

WHICH = {"all": "全部", "exempt": "频次上限以外", "other": "其他名义", "late": "没有扫码"}
STATES = {"asked": "待审批", "approved": "已批准", "refused": "不予批准", "all": "全部"}
LEVELS = {ApprovalState.ASKED: "now", ApprovalState.APPROVED: "done", ApprovalState.REFUSED: "withdrawn"}
COLUMNS = ("入企日期", "机关", "企业", "统一社会信用代码", "类别", "是否计入频次上限", "上限以外的情形", "到场扫码")
MOST_ROWS = 10_000


@visits.get("/")
@requires(Permission.CHECK_READ)
def index() -> str:
    """Every visit in scope, newest first."""
    wanted = _wanted()
    page = queries.visits(current_actor(), wanted, request.args.get("cursor"))
    given: dict[str, Any] = {name: value for name in ("text", "kind", "which") if (value := request.args.get(name))}
    return render_template(
        "visits/index.html",
        rows=[_row(visit) for visit in page.items],
        values=given,
        kinds=[(kind.value, kind.words) for kind in VisitKind],
        tabs=[
            {
                "title": _(title),
                "href": url_for("visits.index", **{**given, "which": key}),
                "current": key == wanted.which,
            }
            for key, title in WHICH.items()
        ],
        pager={"next_href": url_for("visits.index", **given, cursor=page.next_cursor) if page.next_cursor else ""},
        downloads=[
            (_("CSV"), url_for("visits.export", form="csv", **given)),
            (_("Excel"), url_for("visits.export", form="xlsx", **given)),
        ],
        waiting=queries.waiting_approvals(current_actor()),
        may_conduct=current_actor().may_anywhere(Permission.CHECK_CONDUCT),
    )


@visits.get("/list.<any(csv, xlsx):form>")
@requires(Permission.CHECK_READ)
def export(form: str) -> Response:
    """The list of the page by day, as a sheet."""
    rows: list[tuple[object, ...]] = []
    cursor: str | None = None
    while len(rows) < MOST_ROWS:
        page = queries.visits(current_actor(), _wanted(), cursor)
        rows += [_line(visit) for visit in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    return sheet_file(form, "visits", COLUMNS, rows)


@visits.route("/other", methods=["GET", "POST"])
@requires(Permission.CHECK_CONDUCT)
def other() -> ResponseReturnValue:
    """Record a visit under another name than inspection (C11)."""
    choices = {"officers": _officers()}

    def page(form: Form, error: DomainError | None) -> str:
        return render_template("visits/other.html", form=form, error=error)

    if request.method == "GET":
        return show(schemas.OtherVisitSchema(), page, {}, choices)
    return submit(
        schemas.OtherVisitSchema(),
        lambda data: visiting.record_visit(current_actor(), schemas.other_visit(_org_id(), data), current_instant()),
        lambda _visit: _said(_("已登记"), url_for("visits.index", which="other")),
        page,
        choices=lambda: choices,
    )


@visits.get("/approvals")
@requires(Permission.CHECK_READ)
def approvals() -> str:
    """Approval forms in scope."""
    state = request.args.get("state", "asked")
    wanted = ApprovalState(state) if state in set(ApprovalState) else None
    page = queries.approvals(current_actor(), wanted, request.args.get("cursor"))
    more = url_for("visits.approvals", state=state, cursor=page.next_cursor) if page.next_cursor else ""
    return render_template(
        "visits/approvals.html",
        rows=[_approval_row(row) for row in page.items],
        tabs=[
            {"title": _(title), "href": url_for("visits.approvals", state=key), "current": key == state}
            for key, title in STATES.items()
        ],
        pager={"next_href": more},
        may_conduct=current_actor().may_anywhere(Permission.CHECK_CONDUCT),
    )


@visits.route("/approvals/new", methods=["GET", "POST"])
@requires(Permission.CHECK_CONDUCT)
def ask() -> ResponseReturnValue:
    """行政检查审批表."""
    today = civil_date(current_instant())
    place = organisation_facts(_org_id())
    items = [(item.code, f"{item.code} {item.name}") for item in queries.published_items(place, today)]
    choices = {"items": items, "officers": _officers()}

    def page(form: Form, error: DomainError | None) -> str:
        return render_template("visits/ask.html", form=form, error=error, place=place)

    if request.method == "GET":
        begun = {name: value for name in ("uscc", "name") if (value := request.args.get(name))}
        return show(schemas.AskVisitSchema(), page, {**begun, "planned_from": today, "planned_to": today}, choices)
    return submit(
        schemas.AskVisitSchema(),
        lambda data: approving.ask_visit(current_actor(), schemas.ask(place.org_id, data), current_instant()),
        lambda row: _said(_("已提交，等待负责人审批"), url_for("visits.approval", public_id=row.public_id)),
        page,
        choices=lambda: choices,
    )


@visits.get("/approvals/<public_id>")
@requires(Permission.CHECK_READ)
def approval(public_id: str) -> ResponseReturnValue:
    """One form: what it says, how often the enterprise was visited, and the head's answer."""
    found = queries.approval(current_actor(), public_id)
    return show(schemas.AnswerVisitSchema(), _approval_form(found), {"version": found.version})


@visits.post("/approvals/<public_id>")
@requires(Permission.CHECK_APPROVE)
def answer(public_id: str) -> ResponseReturnValue:
    """The head's answer."""
    found = queries.approval(current_actor(), public_id)
    return submit(
        schemas.AnswerVisitSchema(),
        lambda data: approving.answer_visit(current_actor(), schemas.answer(public_id, data), current_instant()),
        lambda row: _said(row.state.words, url_for("visits.approval", public_id=public_id)),
        _approval_form(found),
        current=lambda: {"version": queries.approval(current_actor(), public_id).version},
    )


def _approval_form(found: VisitApproval) -> Callable[[Form, DomainError | None], str]:
    def page(form: Form, error: DomainError | None) -> str:
        return render_template("visits/approval.html", **_approval_page(found), form=form, error=error)

    return page


def _wanted() -> VisitFilter:
    kind = request.args.get("kind", "")
    which = request.args.get("which", "all")
    return VisitFilter(
        text=request.args.get("text", "").strip(),
        kind=VisitKind(kind) if kind in set(VisitKind) else None,
        which=which if which in WHICH else "all",
    )


def _org_id() -> int:
    org_id = current_actor().org_id
    if org_id is None:
        raise NotFound
    return org_id


def _officers() -> Sequence[tuple[str, str]]:
    """Officers of the own organ whose certificate is valid today."""
    actor = current_actor()
    rows = officers_of(actor, actor.org_path)
    facts = {one.officer_id: one for one in officer_facts([row.id for row in rows], civil_date(current_instant()))}
    return [
        (row.public_id, f"{row.name}（{facts[row.id].certificate_no}）")
        for row in rows
        if facts[row.id].certificate_valid
    ]


def _said(words: str, target: str) -> str:
    flash(words, "success")
    return target


def _row(visit: Visit) -> Mapping[str, Any]:
    exempt = EXEMPT_REASONS.get(visit.exempt_reason)
    counted = {"level": "ok", "text": _("计入")} if visit.counted else {"level": "idle", "text": _("不计入")}
    return {
        "cells": {
            "name": {"text": visit.name, "second": visit.uscc},
            "day": day(visit.visited_on),
            "agency": visit.agency_name,
            "kind": visit.kind.words,
            "counted": {**counted, "second": exempt.words if exempt else ""},
            "scan": {"level": "ok", "text": _("已扫码")}
            if visit.scanned
            else {"level": "soon", "text": _late_words(visit)},
        }
    }


def _late_words(visit: Visit) -> str:
    return _("%(n)s天后补录", n=visit.late_days) if visit.late_days else _("当天补录")


def _line(visit: Visit) -> tuple[object, ...]:
    exempt = EXEMPT_REASONS.get(visit.exempt_reason)
    return (
        visit.visited_on,
        visit.agency_name,
        visit.name,
        visit.uscc,
        visit.kind.words,
        "是" if visit.counted else "否",
        exempt.words if exempt else "",
        "是" if visit.scanned else _late_words(visit),
    )


def _approval_row(row: VisitApproval) -> Mapping[str, Any]:
    state = _("紧急，待补办") if row.urgent and row.state is ApprovalState.ASKED else row.state.words
    return {
        "cells": {
            "name": {
                "text": row.name,
                "href": url_for("visits.approval", public_id=row.public_id),
                "second": row.purpose[:60],
            },
            "kind": row.kind.words,
            "window": f"{day(row.planned_from)}—{day(row.planned_to)}",
            "asked": {"text": row.asked_by_name, "second": moment(row.asked_at)},
            "state": {"level": LEVELS[row.state], "text": state},
        }
    }


def _approval_page(row: VisitApproval) -> Mapping[str, Any]:
    exempt = EXEMPT_REASONS.get(row.exempt_reason)
    actor, today = current_actor(), civil_date(current_instant())
    closed = "" if row.state is ApprovalState.ASKED else row.state.words
    return {
        "row": row,
        "state_level": LEVELS[row.state],
        "lines": [
            (_("企业"), f"{row.name}（{row.uscc}）"),
            (_("检查类别"), row.kind.words),
            (_("任务来源"), f"{row.source.words}{'，' + row.source_document if row.source_document else ''}"),
            (_("缘由和目的"), row.purpose),
            (_("检查事项"), "；".join(item["name"] for item in row.items)),
            (_("检查期间"), f"{day(row.planned_from)}至{day(row.planned_to)}"),
            (_("执法人员"), "、".join(f"{one['name']}（{one['certificate_no']}）" for one in row.officers)),
            (_("协助检查人员"), _("%(n)s人", n=row.assistants)),
            (_("异地协助函"), row.assistance_letter),
            (
                _("频次"),
                exempt.words if exempt else _("计入年度上限") if row.counted else _("本机关的规则不计入年度上限"),
            ),
        ],
        "off_site": [(way.words, row.off_site.get(way.value, "")) for way in OffSite],
        "may_answer": actor.may(Permission.CHECK_APPROVE, row.org_path) and row.state is ApprovalState.ASKED,
        "due": kept_deadline(row, _("补办审批"), row.asked_at, today, closed) if row.due_on else None,
        "today": today,
    }
