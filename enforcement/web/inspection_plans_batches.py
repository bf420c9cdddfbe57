"""Batches, tasks outside the plan, the plan's day, and proposals of joint visits."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts, organisation_named
from enforcement.inspection.commands.plans import (
    AnswerPlan,
    AnswerProposal,
    CancelBatch,
    DraftOutside,
    KeepBatch,
    RenewDays,
)
from enforcement.inspection.queries import plans as queries
from enforcement.inspection.queries.libraries import item_facts, library_age, published_codes
from enforcement.inspection.services import batches as services
from enforcement.inspection.services import joining, plans
from enforcement.inspection.services.freezing import freeze_batch, freeze_reasons
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.plans import BatchState
from enforcement.schemas.inspection_plans import (
    AnswerSchema,
    BatchSchema,
    CancelSchema,
    OutsideSchema,
    ProposalSchema,
    RenewDaysSchema,
    batch_content,
    papers_of,
)
from enforcement.web import inspection_plans_views as views
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Places
from enforcement.web.inspection_plans import trail

inspection_batches = Blueprint("inspection_batches", __name__, url_prefix="/inspection")
PLACES = Places(Permission.PLAN_DRAFT)


@inspection_batches.get("/batches")
@requires(Permission.CHECK_READ)
def index() -> str:
    """Every batch by draw day, tasks outside the plan among them, and proposals that wait."""
    actor = current_actor()
    return render_template(
        "inspection/batches/index.html",
        rows=views.batch_rows(queries.batches(actor)),
        columns=views.batch_columns(),
        proposals=views.proposal_rows(queries.proposals(actor, limit=50)),
        may=actor.may_anywhere(Permission.PLAN_DRAFT),
    )


@inspection_batches.get("/batches/<public_id>")
@requires(Permission.CHECK_READ)
def batch(public_id: str) -> ResponseReturnValue:
    """One batch: what it says, where it stands, what hinders it."""
    return _page(public_id)


@inspection_batches.route("/plans/<plan_id>/batches/new", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def new(plan_id: str) -> ResponseReturnValue:
    """Write a new batch into a plan in draft."""
    found = queries.plan(current_actor(), plan_id)
    here = url_for("inspection_batches.new", plan_id=plan_id)
    return _batch_form(found, here, _("添加批次"), "", {"team_size": 2, "sources": ["ssq", "kl8"]})


@inspection_batches.route("/plans/<plan_id>/batches/<public_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def edit(plan_id: str, public_id: str) -> ResponseReturnValue:
    """Change a batch of a plan in draft."""
    found, row = queries.plan(current_actor(), plan_id), queries.batch(current_actor(), public_id)
    here = url_for("inspection_batches.edit", plan_id=plan_id, public_id=public_id)
    return _batch_form(found, here, _("修改批次"), public_id, views.batch_values(row))


@inspection_batches.post("/plans/<plan_id>/batches/<public_id>/drop")
@requires(Permission.PLAN_DRAFT)
def drop(plan_id: str, public_id: str) -> ResponseReturnValue:
    """Take a batch out of a plan in draft."""
    try:
        plans.drop_batch(current_actor(), plan_id, public_id, request.form.get("version", 0, int), current_instant())
    except Refused as refusal:
        return _page(public_id, refusal)
    flash(_("批次已经去掉"), "success")
    return redirect(url_for("inspection_plans.plan", public_id=plan_id), code=303)


@inspection_batches.route("/batches/new", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def outside() -> ResponseReturnValue:
    """A task outside the plan, for the head's approval."""
    actor = current_actor()
    here, back = url_for("inspection_batches.outside"), url_for("inspection_batches.index")
    intro = _("计划外的任务要由负责人批准，批准后公开标明是临时任务。")
    page = FormPage(_("计划外任务"), _("报请批准"), here, back, trail(), intro=intro)
    choices = {**PLACES.choices(), **_choices(actor.org_id or 0)}
    if request.method == "GET":
        return show(OutsideSchema(), page.draw, {"team_size": 2, "sources": ["ssq", "kl8"]}, choices)

    def act(values: dict[str, Any]) -> Any:
        place = organisation_named(actor, values["organisation"], Permission.PLAN_DRAFT)
        command = DraftOutside(
            place.id, values["origin"], batch_content(values), values["reason"], papers_of(values),
            values["stacking_reason"],
        )  # fmt: skip
        return services.draft_outside(actor, command, current_instant())

    return submit(OutsideSchema(), act, _batch_page, page.draw, choices=lambda: choices)


@inspection_batches.route("/batches/<public_id>/cancel", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def cancel(public_id: str) -> ResponseReturnValue:
    """The head takes an approved batch back before the freeze."""
    row = queries.batch(current_actor(), public_id)
    here, back = url_for("inspection_batches.cancel", public_id=public_id), _batch_page(row)
    intro = _("取消后这个批次不再抽取，批次和理由仍然公开；名录冻结以后不能取消。")
    page = FormPage(_("取消批次"), _("取消"), here, back, [*trail(), (row.name, back)], [row.name], intro)
    if request.method == "GET":
        return show(CancelSchema(), page.draw, {"version": row.version})

    def act(values: dict[str, Any]) -> Any:
        return services.cancel_batch(current_actor(), CancelBatch(public_id, **values), current_instant())

    return submit(CancelSchema(), act, _batch_page, page.draw)


@inspection_batches.route("/batches/<public_id>/days", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def days(public_id: str) -> ResponseReturnValue:
    """The head approves new days for a batch before the freeze."""
    row = queries.batch(current_actor(), public_id)
    here, back = url_for("inspection_batches.days", public_id=public_id), _batch_page(row)
    intro = _("新的检查期间由负责人批准；原来准备的抽取作废，连同理由公开，另行准备一次。")
    page = FormPage(_("批准新的检查期间"), _("批准"), here, back, [*trail(), (row.name, back)], [row.name], intro)
    if request.method == "GET":
        return show(RenewDaysSchema(), page.draw, {"version": row.version})

    def act(values: dict[str, Any]) -> Any:
        return services.renew_days(current_actor(), RenewDays(public_id, **values), current_instant())

    return submit(RenewDaysSchema(), act, _batch_page, page.draw)


@inspection_batches.route("/batches/<public_id>/answer", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def answer(public_id: str) -> ResponseReturnValue:
    """The head's answer to a task outside the plan."""
    row = queries.batch(current_actor(), public_id)
    here, back = url_for("inspection_batches.answer", public_id=public_id), _batch_page(row)
    page = FormPage(_("批准计划外任务"), _("提交意见"), here, back, [*trail(), (row.name, back)], [row.reason])
    if request.method == "GET":
        return show(AnswerSchema(), page.draw, {"version": row.version})

    def act(values: dict[str, Any]) -> Any:
        command = AnswerPlan(public_id, values["version"], values["agreed"] == "yes", values["reason"])
        return services.answer_outside(current_actor(), command, current_instant())

    return submit(AnswerSchema(), act, _batch_page, page.draw)


@inspection_batches.post("/batches/<public_id>/freeze")
@requires(Permission.PLAN_DRAFT)
def freeze(public_id: str) -> ResponseReturnValue:
    """Freeze now what the job would freeze: the same rules, nobody chooses an object."""
    try:
        freeze_batch(current_actor(), public_id, current_instant())
    except Refused as refusal:
        return _page(public_id, refusal)
    flash(_("名录已经冻结并承诺，等待随机数公布"), "success")
    return redirect(url_for("inspection_batches.batch", public_id=public_id), code=303)


@inspection_batches.route("/joint/<public_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT, Permission.PLAN_APPROVE)
def proposal(public_id: str) -> ResponseReturnValue:
    """Answer a proposal of one joint visit."""
    found = queries.proposal(current_actor(), public_id)
    here, back = url_for("inspection_batches.proposal", public_id=public_id), url_for("inspection_batches.index")
    intro = _("两个部门抽到了同一对象，检查时间相近。合并为一次联合检查，只进一次门。")
    page = FormPage(_("合并检查的建议"), _("提交意见"), here, back, trail(), [found.name, found.uscc], intro)
    if request.method == "GET":
        return show(ProposalSchema(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        command = AnswerProposal(public_id, values["version"], values["join"] == "yes", values["reason"])
        return joining.answer_proposal(current_actor(), command, current_instant())

    return submit(ProposalSchema(), act, lambda _row: back, page.draw)


def _batch_form(found: Any, here: str, title: str, public_id: str, values: dict[str, Any]) -> ResponseReturnValue:
    back = url_for("inspection_plans.plan", public_id=found.public_id)
    page = FormPage(title, _("保存批次"), here, back, [*trail(), (found.title, back)], [found.no])
    choices = _choices(found.org_id)
    if request.method == "GET":
        return show(BatchSchema(), page.draw, values, choices)

    def act(loaded: dict[str, Any]) -> Any:
        command = KeepBatch(found.public_id, public_id, loaded["version"], batch_content(loaded))
        return plans.keep_batch(current_actor(), command, current_instant())

    return submit(BatchSchema(), act, lambda _row: back, page.draw, choices=lambda: choices)


def _choices(org_id: int) -> dict[str, list[tuple[str, str]]]:
    today = civil_date(current_instant())
    items = item_facts(org_id, tuple(published_codes(org_id, today)), today) if org_id else ()
    return {
        "item_codes": [(one.code, f"{one.code} {one.title}") for one in items],
        "departments": [(one.code, one.name) for one in queries.departments_beside(org_id)] if org_id else [],
    }


def _batch_page(row: Any) -> str:
    return url_for("inspection_batches.batch", public_id=row.public_id)


def _page(public_id: str, error: Refused | None = None) -> ResponseReturnValue:
    actor = current_actor()
    row, facts = queries.batch(actor, public_id), queries.batch_facts(public_id)
    agency = organisation_facts(row.org_id)
    waiting = row.state is BatchState.APPROVED
    page = render_template(
        "inspection/batches/show.html",
        batch=row,
        lines=views.batch_lines(row, views.department_names([row])),
        level=views.LEVELS[row.state],
        reasons=freeze_reasons(facts, agency, library_age(agency.org_id), current_instant()) if waiting else [],
        may_draft=actor.may(Permission.PLAN_DRAFT, row.org_path),
        may_approve=actor.may(Permission.PLAN_APPROVE, row.org_path),
        may_draw=actor.may(Permission.DRAW_READ, row.org_path),
        error=error,
    )
    return page, error.status if error else 200
