"""Yearly plans: batches written or imported, handed in, approved by another person, filed, published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.catalogue.law import current_calendar
from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form, load_form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_named
from enforcement.inspection.commands.plans import AddBatches, AnswerPlan, DraftPlan, FilePlan
from enforcement.inspection.library_states import ABOUT_PLANS
from enforcement.inspection.plan_rows import Frame, PlanTable, read_plan_table
from enforcement.inspection.queries import plans as queries
from enforcement.inspection.queries.libraries import item_facts, published_codes
from enforcement.inspection.services import plans as services
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.inspection_plans import AnswerSchema, FilingSchema, PlanSchema, PlanTableSchema
from enforcement.web import inspection_plans_views as views
from enforcement.web.forms import show, submit, typed_values
from enforcement.web.inspection_libraries_views import FormPage, Places

inspection_plans = Blueprint("inspection_plans", __name__, url_prefix="/inspection/plans")
PLACES = Places(Permission.PLAN_DRAFT)


@inspection_plans.get("/")
@requires(Permission.CHECK_READ)
def index() -> str:
    """Plans by year, with the red mark of those not public in time."""
    actor, today = current_actor(), civil_date(current_instant())
    rows = views.plan_rows(queries.plans(actor), today)
    return render_template("inspection/plans/index.html", rows=rows, notices=queries.notices(actor, ABOUT_PLANS))


@inspection_plans.route("/new", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def new() -> ResponseReturnValue:
    """Begin the plan of a year."""
    here, back = url_for("inspection_plans.new"), url_for("inspection_plans.index")
    page = FormPage(_("编制年度计划"), _("开始编制"), here, back, trail())
    if request.method == "GET":
        return show(PlanSchema(), page.draw, {"year": civil_date(current_instant()).year}, PLACES.choices())

    def act(values: dict[str, Any]) -> Any:
        place = organisation_named(current_actor(), values["organisation"], Permission.PLAN_DRAFT)
        return services.draft_plan(
            current_actor(), DraftPlan(place.id, values["year"], values["title"]), current_instant()
        )

    return submit(PlanSchema(), act, _plan_page, page.draw, choices=PLACES.choices)


@inspection_plans.get("/<public_id>")
@requires(Permission.CHECK_READ)
def plan(public_id: str) -> ResponseReturnValue:
    """One plan with its batches and what comes next."""
    return _page(public_id)


@inspection_plans.post("/<public_id>/submit")
@requires(Permission.PLAN_DRAFT)
def hand_in(public_id: str) -> ResponseReturnValue:
    """Hand the plan to the head."""
    act = services.submit_plan
    return _act(public_id, lambda version: act(current_actor(), public_id, version, current_instant()), _("已报请批准"))


@inspection_plans.route("/<public_id>/answer", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def answer(public_id: str) -> ResponseReturnValue:
    """The head approves the plan with all its draws, or sends it back."""
    found = queries.plan(current_actor(), public_id)
    here, back = url_for("inspection_plans.answer", public_id=public_id), _plan_page(found)
    intro = _("批准后，各批次到抽取日期由系统自动冻结名录、承诺并抽取，批次内容不能再改。")
    page = FormPage(_("批准计划"), _("提交意见"), here, back, [*trail(), (found.title, back)], [found.no], intro)
    if request.method == "GET":
        return show(AnswerSchema(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        command = AnswerPlan(public_id, values["version"], values["agreed"] == "yes", values["reason"])
        return services.answer_plan(current_actor(), command, current_instant())

    return submit(AnswerSchema(), act, _plan_page, page.draw, current=lambda: _standing(public_id))


@inspection_plans.post("/<public_id>/publish")
@requires(Permission.PLAN_APPROVE)
def publish(public_id: str) -> ResponseReturnValue:
    """Put it on the public page."""
    act = services.publish_plan
    return _act(
        public_id, lambda version: act(current_actor(), public_id, version, current_instant()), _("计划已经公布")
    )


@inspection_plans.route("/<public_id>/file", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def file(public_id: str) -> ResponseReturnValue:
    """Note the receipt of filing."""
    found = queries.plan(current_actor(), public_id)
    here, back = url_for("inspection_plans.file", public_id=public_id), _plan_page(found)
    page = FormPage(_("登记备案回执"), _("登记"), here, back, [*trail(), (found.title, back)], [found.no])
    if request.method == "GET":
        return show(FilingSchema(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        return services.file_plan(current_actor(), FilePlan(public_id, **values), current_instant())

    return submit(FilingSchema(), act, _plan_page, page.draw, current=lambda: _standing(public_id))


@inspection_plans.route("/<public_id>/import", methods=["GET", "POST"])
@requires(Permission.PLAN_DRAFT)
def table(public_id: str) -> ResponseReturnValue:
    """Read the table agencies publish: a dry run cell by cell, then all batches or none."""
    found, read, error = queries.plan(current_actor(), public_id), None, None
    if request.method == "POST":
        try:
            values = load_form(PlanTableSchema(), typed_values())
            read = _read(found, values["file"])
            if values["take"] and not read.faults:
                command = AddBatches(public_id, values["version"], read.contents)
                services.add_batches(current_actor(), command, current_instant())
                flash(_("已导入 %(n)s 个批次", n=len(read.contents)), "success")
                return redirect(_plan_page(found), code=303)
        except (Invalid, Refused, Stale) as refusal:
            error = refusal
    form = build_form(PlanTableSchema(), {"version": found.version}, getattr(error, "errors", {}))
    page = render_template("inspection/plans/table.html", plan=found, form=form, read=read, error=error)
    return page, error.status if error else 200


def trail() -> list[tuple[str, str | None]]:
    """The list of plans, above every page of one."""
    return [(_("抽查计划"), url_for("inspection_plans.index"))]


def _read(found: Any, upload: Any) -> PlanTable:
    today = civil_date(current_instant())
    codes = published_codes(found.org_id, today)
    frame = Frame(found.org_name, item_facts(found.org_id, tuple(codes), today), found.year, today, current_calendar())
    return read_plan_table(upload.stream, frame)


def _standing(public_id: str) -> dict[str, Any]:
    return {"version": queries.plan(current_actor(), public_id).version}


def _plan_page(row: Any) -> str:
    return url_for("inspection_plans.plan", public_id=row.public_id)


def _act(public_id: str, act: Any, done: str) -> ResponseReturnValue:
    try:
        act(request.form.get("version", 0, int))
    except (Invalid, Refused, Stale) as refusal:
        return _page(public_id, refusal)
    flash(done, "success")
    return redirect(url_for("inspection_plans.plan", public_id=public_id), code=303)


def _page(public_id: str, error: DomainError | None = None) -> ResponseReturnValue:
    found = queries.plan(current_actor(), public_id)
    page = render_template(
        "inspection/plans/show.html",
        plan=found,
        rows=views.batch_rows(found.batches),
        columns=views.batch_columns(),
        late=views.plan_late(found, civil_date(current_instant())),
        may_draft=current_actor().may(Permission.PLAN_DRAFT, found.org_path),
        may_approve=current_actor().may(Permission.PLAN_APPROVE, found.org_path),
        own=current_actor().user_id == found.drafted_by,
        error=error,
    )
    return page, error.status if error else 200
