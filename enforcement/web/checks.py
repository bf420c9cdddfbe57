"""Checks of an inspection: the officer's list and page, made for a phone in one hand; every act by one way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from enforcement.doors.access import current_actor, optional_actor, public, requires
from enforcement.doors.check_acts import ARRIVAL, CHECK_ACTS, schema_of
from enforcement.doors.forms import Form, build_form
from enforcement.doors.sealed_checks import Loaded, check_for_act
from enforcement.draws.states import OfficerReason
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Forbidden, NotFound, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.inspection.on_site import not_arrived
from enforcement.inspection.queries import checks as queries
from enforcement.inspection.queries.checks import CheckFilter
from enforcement.inspection.services import arrivals, follow_up, results
from enforcement.inspection.services.checks import open_case_check
from enforcement.inspection.terms import nearness
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, ORIGIN_NAMES, REQUEST_NAMES, STATE_NAMES, CheckState
from enforcement.schemas.checks import OpenCaseCheckSchema, ScanArrivalSchema
from enforcement.web import checks_page as views
from enforcement.web.cases.forms import typed_of
from enforcement.web.filters import moment, relative_days
from enforcement.web.forms import show, submit
from enforcement.web.qr import qr_svg

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check, CheckOfficer

checks = Blueprint("checks", __name__, url_prefix="/inspection")
checks.add_app_template_filter(lambda state: STATE_NAMES[state], "check_state")

ACTING = (Permission.CHECK_CONDUCT, Permission.CHECK_APPROVE)
DONE = {
    "notice": "通知书已制发",
    "late-entry": "到场已补录",
    "record": "检查笔录已完成",
    "result": "检查结果已录入，等待审核",
    "review": "审核意见已记录",
    "tell": "结果告知书已制发",
    "checklist": "检查表已保存",
    "recusal": "已提出，等待负责人答复",
    "widening": "已提出，等待负责人答复",
    "representative": "已提出，等待负责人答复",
    "answer": "已答复",
    "no-team": "已终止对这一户的检查；它留在下一次抽取的名单里",
    "extension": "检查期间已延长；新的日期和理由已公开",
    "missed": "已登记为未按期检查，并已公开",
    "replacement": "已更换，由同类下一个签号递补；递补的检查随后自动生成",
}


@checks.get("/checks")
@requires(Permission.CHECK_READ)
def index() -> str:
    """My checks first; all in scope for who looks after others."""
    actor, today = current_actor(), civil_date(current_instant())
    officer = actor.officer_id is not None and actor.may_anywhere(Permission.CHECK_CONDUCT)
    which = request.args.get("which", "mine" if officer else "open")
    wanted = CheckFilter(
        which="open" if which == "mine" else which, mine=which == "mine",
        task=request.args.get("task", ""), text=request.args.get("text", "").strip(),
    )  # fmt: skip
    page = queries.checks(actor, wanted, today, request.args.get("cursor"))
    entries = (("mine", _("我的检查")), ("open", _("全部未办结")), ("late", _("逾期未查")), ("done", _("已办结")))
    more = url_for("checks.index", which=which, task=wanted.task, text=wanted.text, cursor=page.next_cursor)
    return render_template(
        "inspection/checks/index.html",
        rows=[(row, STATE_NAMES[row.state], ORIGIN_NAMES[row.origin], _clock(row, today)) for row in page.items],
        tabs=[
            {"title": title, "href": url_for("checks.index", which=key), "current": key == which}
            for key, title in entries
        ],
        wanted=wanted,
        which=which,
        pager={"next_href": more if page.next_cursor else ""},
        may_open=actor.may_anywhere(Permission.CHECK_APPROVE),
        may_conduct=officer,
    )


@checks.route("/checks/new", methods=["GET", "POST"])
@requires(Permission.CHECK_APPROVE)
def new() -> ResponseReturnValue:
    """A check outside the draw, with its ground and paper."""
    actor, today = current_actor(), civil_date(current_instant())
    schema = OpenCaseCheckSchema(actor.org_id or 0)
    listed = {
        "item_codes": views.item_choices(actor.org_id or 0, today),
        "officer_ids": views.officer_choices(actor, actor.org_path, today),
    }

    def page(form: Form, error: DomainError | None) -> str:
        return render_template("inspection/checks/new.html", form=form, error=error)

    if request.method == "GET":
        return show(schema, page, {"window_from": today, "origin": request.args.get("origin", "")}, listed)
    return submit(
        schema,
        lambda command: open_case_check(current_actor(), command, current_instant()),
        lambda check: url_for("checks.page", public_id=check.public_id),
        page,
        choices=lambda: listed,
    )


@checks.get("/checks/<public_id>")
@requires(Permission.CHECK_READ)
def page(public_id: str) -> ResponseReturnValue:
    """One check: where it stands, what is next, everything recorded."""
    return _page(public_id)


@checks.get("/checks/<public_id>/code.svg")
@requires(Permission.CHECK_READ)
def code(public_id: str) -> Response:
    """The code of the notice, for a printer that failed."""
    check = queries.check(current_actor(), public_id)
    if check.code is None:
        raise NotFound
    image = qr_svg(f"{current_app.config['PUBLIC_BASE_URL']}{ARRIVAL}{check.code}")
    return Response(image, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@checks.post("/checks/<public_id>/checklist")
@requires(Permission.CHECK_CONDUCT)
def checklist(public_id: str) -> ResponseReturnValue:
    """Save what is answered of the checklist; the rest stays open."""
    check = queries.check(current_actor(), public_id)
    rows = json.dumps(views.typed_answers(request.form, check), ensure_ascii=False)
    return submit(
        schema_of("checklist", public_id),
        lambda command: CHECK_ACTS["checklist"].service(current_actor(), command, current_instant()),
        lambda _check: _back(public_id, DONE["checklist"], "checklist"),
        lambda form, error: _page(public_id, form, error)[0],
        MultiDict({"version": request.form.get("version", ""), "answers": rows}),
        current=lambda: {"version": queries.check(current_actor(), public_id).version},
    )


@checks.route("/checks/<public_id>/<name>", methods=["GET", "POST"])
@checks.route("/checks/<public_id>/<name>/<record>", methods=["GET", "POST"])
@requires(*ACTING)
def act(public_id: str, name: str, record: str = "") -> ResponseReturnValue:
    """Draw or take the form of an act. Errors: ``NotFound``, ``Forbidden``."""
    actor, now = current_actor(), current_instant()
    _require_act(actor, name)
    schema = schema_of(name, public_id, record)
    loaded = check_for_act(actor, public_id, name, now)
    check = loaded.check
    if request.method == "GET":
        return show(
            schema,
            lambda form, error: _form(loaded, name, form, error, record),
            views.begin(name, check, actor, now),
            views.choices(name, check, actor, now),
        )
    return submit(
        schema,
        lambda command: CHECK_ACTS[name].service(actor, command, now),
        lambda _result: _back(public_id, DONE.get(name, "已保存"), "", sealed=loaded.sealed),
        lambda form, error: _form(loaded, name, form, error, record),
        typed_of(schema),
        choices=lambda: views.choices(name, check_for_act(actor, public_id, name, now).check, actor, now),
        current=lambda: {"version": check_for_act(actor, public_id, name, now).check.version},
    )


@checks.post("/checks/<public_id>/publish")
@requires(Permission.CHECK_APPROVE)
def publish(public_id: str) -> ResponseReturnValue:
    """Publish now instead of waiting for the job."""
    try:
        results.publish_result(current_actor(), public_id, current_instant())
    except (Refused, Stale, Forbidden) as error:
        return _page(public_id, None, error)
    return redirect(_back(public_id, _("检查结果已公示"), ""), 303)


@checks.post("/checks/<public_id>/close")
@requires(Permission.CHECK_CONDUCT)
def close(public_id: str) -> ResponseReturnValue:
    """End the check when the loop is closed."""
    try:
        follow_up.close_check(current_actor(), public_id, None, current_instant())
    except (Refused, Stale, Forbidden) as error:
        return _page(public_id, None, error)
    return redirect(_back(public_id, _("检查已办结"), ""), 303)


@checks.get("/arrive")
@public
def arrive() -> ResponseReturnValue:
    """Where the code of a notice leads: an officer arrives, everybody else sees the check."""
    actor, typed = optional_actor(), _typed_code(request.args)
    if actor is None or not actor.may_anywhere(Permission.CHECK_CONDUCT):
        return redirect(f"/e/{typed}" if typed else url_for("portal.home"), 302)
    if not typed:
        return render_template("inspection/checks/arrive.html", form=None, check=None, error=None)
    check = queries.check_named_by(actor, typed)
    if check.state is not CheckState.NOTIFIED and not (check.state is CheckState.ARRIVED and not_arrived(check)):
        return redirect(url_for("checks.page", public_id=check.public_id), 302)
    values = {"code": typed, "place": check.address, "typed": "true" if request.args.get("typed") else ""}
    begun = values | {
        "officer_ids": [one for one, _name in views.choices("arrive", check, actor, current_instant())["officer_ids"]]
    }
    return show(
        ScanArrivalSchema(),
        lambda form, error: _arrive_page(typed, form, error),
        begun,
        views.choices("arrive", check, actor, current_instant()),
    )


@checks.post("/arrive")
@requires(Permission.CHECK_CONDUCT)
def record_arrival() -> ResponseReturnValue:
    """The officers are there."""
    typed = _typed_code(request.form)
    actor, now = current_actor(), current_instant()
    check = queries.check_named_by(actor, typed)
    return submit(
        ScanArrivalSchema(),
        lambda command: arrivals.scan_arrival(actor, command, now),
        lambda done: _back(done.public_id, _("到场已登记，时间以服务器为准"), "checklist"),
        lambda form, error: _arrive_page(typed, form, error),
        choices=lambda: views.choices("arrive", check, actor, now),
    )


def _typed_code(sent: Mapping[str, str]) -> str:
    """As it is kept: it is shown in two groups, and typed as it is shown."""
    return sent.get("code", "").strip().upper().replace("-", "")


def _require_act(actor: Actor, name: str) -> None:
    """Errors: ``NotFound`` for an act that is not in the table, ``Forbidden`` for one of other people."""
    if name not in CHECK_ACTS:
        raise NotFound
    if not actor.may_anywhere(CHECK_ACTS[name].asks):
        raise Forbidden


def _arrive_page(typed: str, form: Form, error: DomainError | None) -> str:
    check = queries.check_named_by(current_actor(), typed)
    return render_template("inspection/checks/arrive.html", form=form, check=check, error=error)


def _form(loaded: Loaded, name: str, form: Form, error: DomainError | None, record: str) -> str:
    check = loaded.check
    waiting, own = url_for("approvals.show"), url_for("checks.page", public_id=check.public_id)
    return render_template(
        "inspection/checks/form.html",
        check=check,
        object_name=loaded.name,
        back=waiting if loaded.sealed else own,
        trail=(_("待审批"), waiting) if loaded.sealed else (_("行政检查"), url_for("checks.index")),
        name=name,
        title=CHECK_ACTS[name].title,
        form=form,
        error=error,
        asked=_facts(loaded, name, record),
    )


def _facts(loaded: Loaded, name: str, record: str) -> list[tuple[str, str]]:
    """What is decided on, beside the form: the request, or the team; of a sealed check its number and task too."""
    rows = _asked(loaded.check, record) if CHECK_ACTS[name].about == "request" else []
    if loaded.sealed and name == "no-team":
        rows = [(_("执法人员"), "；".join(_member(one) for one in loaded.check.officers) or _("名单上没有人可以参加"))]
    task = loaded.check.task
    if loaded.sealed and task is not None:
        rows += [(_("检查编号"), loaded.check.public_id), (_("抽查任务"), f"{task.title}（{task.draw_no}）")]
    return rows


def _member(one: CheckOfficer) -> str:
    return one.name if one.removed_at is None else _("%(name)s（%(why)s）", name=one.name, why=one.removed_reason)


def _asked(check: Check, record: str) -> list[tuple[str, str]]:
    """What the head is asked, for whoever answers. Errors: ``NotFound``."""
    one = next((request for request in check.requests if request.public_id == record), None)
    if one is None:
        raise NotFound
    names = {row.officer_public_id: row.name for row in check.officers}
    by = _("检查对象，由%(name)s转达", name=one.asked_by) if one.asked_by_object else one.asked_by
    return [
        (_("申请"), REQUEST_NAMES[one.kind]),
        (_("对象"), names.get(one.subject, one.subject)),
        (_("情形"), OfficerReason(one.reason_code).words if one.reason_code else ""),
        (_("理由"), one.reason),
        (_("提出"), f"{by}　{moment(one.asked_at)}"),
    ]


def _page(public_id: str, form: Form | None = None, error: DomainError | None = None) -> tuple[str, int]:
    actor, now = current_actor(), current_instant()
    check = queries.check(actor, public_id)
    context = views.page_context(actor, check, now)
    if error is not None and form is not None:
        context["entries"] = views.entries(check, request.form)
    drawn = render_template(
        "inspection/checks/show.html",
        **context,
        error=error,
        checklist_form=form or build_form(schema_of("checklist", public_id)),
        typed_errors=form.errors if form else {},
    )
    return drawn, error.status if error else 200


def _back(public_id: str, message: str, place: str, *, sealed: bool = False) -> str:
    flash(message, "success")
    if sealed:
        return url_for("approvals.show")
    return url_for("checks.page", public_id=public_id, _anchor=place or None)


def _clock(row: Check, today: date) -> tuple[str, str]:
    """Level and words of the last day of the visits."""
    if row.state not in BEFORE_ARRIVAL:
        return "done" if row.state is CheckState.CLOSED else "ok", STATE_NAMES[row.state]
    return nearness(row.window_to, today, row.domain, row.region_name), relative_days((row.window_to - today).days)
