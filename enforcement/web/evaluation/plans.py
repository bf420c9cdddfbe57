"""Plans of an evaluation: written, approved by the head, followed in numbers, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.plans import (
    AnswerPlan,
    CancelPlan,
    CloseScoring,
    DraftPlan,
    EditPlan,
    WithdrawPlan,
)
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.services import cancelling, closing
from enforcement.evaluation.services import plans as services
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_named
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation import (
    AnswerFields,
    CancelFields,
    CloseFields,
    PlanFields,
    VersionFields,
    plan_content,
)
from enforcement.web.evaluation import plan_views as views
from enforcement.web.evaluation.notice_links import notice_lines
from enforcement.web.evaluation.outcome_views import re_evaluation_state
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Trail

evaluation_plans = Blueprint("evaluation_plans", __name__, url_prefix="/evaluation/plans")
READERS = (Permission.EVALUATION_PLAN, Permission.EVALUATION_APPROVE, Permission.EVALUATION_READ)


@evaluation_plans.get("/")
@requires(*READERS)
def index() -> str:
    """Plans in scope with what waits for somebody."""
    actor = current_actor()
    page = queries.plans(actor, request.args.get("cursor") or None)
    rows = views.plan_rows(page.items)
    return render_template(
        "evaluation/plans/index.html",
        rows=rows,
        page=page,
        notices=notice_lines(queries.notices(actor)),
        columns=views.PLAN_COLUMNS,
        recusals=len(queries.recusals(actor)),
    )


@evaluation_plans.route("/new", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def new() -> ResponseReturnValue:
    """Write a plan."""
    here, back = url_for("evaluation_plans.new"), url_for("evaluation_plans.index")
    page = FormPage(_("起草评查方案"), _("提交审批"), here, back, trail(), intro=views.INTRO)
    if request.method == "GET":
        return show(PlanFields(), page.draw, views.new_plan(), views.plan_choices())

    def act(values: dict[str, Any]) -> Any:
        organ = organisation_named(current_actor(), values["organisation"], Permission.EVALUATION_PLAN)
        return services.draft_plan(current_actor(), DraftPlan(organ.id, plan_content(values)), current_instant())

    return submit(PlanFields(), act, _done(_("方案已提交审批")), page.draw, choices=views.plan_choices)


@evaluation_plans.get("/<plan_id>")
@requires(*READERS)
def plan(plan_id: str) -> str:
    """One plan: what it says, the files it gives, how far it is, in numbers."""
    context = views.plan_context(plan_id)
    again = re_evaluation_state(context["plan"], civil_date(current_instant()))
    return render_template("evaluation/plans/show.html", **context, re_evaluation=again, trail=trail())


@evaluation_plans.route("/<plan_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def edit(plan_id: str) -> ResponseReturnValue:
    """Write the draft anew."""
    found = queries.plan(current_actor(), plan_id)
    page = _form_page(found, _("修改评查方案"), _("提交审批"), "edit")
    if request.method == "GET":
        return show(PlanFields(), page.draw, views.plan_values(found), views.plan_choices())

    def act(values: dict[str, Any]) -> Any:
        command = EditPlan(plan_id, values["version"], plan_content(values))
        return services.edit_plan(current_actor(), command, current_instant())

    done = _done(_("方案已修改，等待审批"))
    return submit(PlanFields(), act, done, page.draw, choices=views.plan_choices, current=lambda: _standing(plan_id))


@evaluation_plans.route("/<plan_id>/answer", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def answer(plan_id: str) -> ResponseReturnValue:
    """The head approves the plan with its list of files, or gives it back."""
    found = queries.plan(current_actor(), plan_id)
    page = _form_page(found, _("审批评查方案"), _("提交意见"), "answer", views.APPROVING)
    if request.method == "GET":
        return show(AnswerFields(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        command = AnswerPlan(plan_id, values["version"], values["answer"] == "agree", values["reason"])
        return services.answer_plan(current_actor(), command, current_instant())

    done = _done(_("意见已提交"))
    return submit(AnswerFields(), act, done, page.draw, current=lambda: _standing(plan_id))


@evaluation_plans.route("/<plan_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def withdraw(plan_id: str) -> ResponseReturnValue:
    """The drafter takes the draft back."""
    found = queries.plan(current_actor(), plan_id)
    page = _form_page(found, _("撤回评查方案"), _("撤回"), "withdraw", views.WITHDRAWING)
    if request.method == "GET":
        return show(VersionFields(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        return cancelling.withdraw_plan(current_actor(), WithdrawPlan(plan_id, values["version"]), current_instant())

    done = _done(_("方案已经撤回"))
    return submit(VersionFields(), act, done, page.draw, current=lambda: _standing(plan_id))


@evaluation_plans.route("/<plan_id>/cancellation", methods=["GET", "POST"])
@requires(Permission.EVALUATION_APPROVE)
def cancel(plan_id: str) -> ResponseReturnValue:
    """The head gives up an approved plan, and its draw with it."""
    found = queries.plan(current_actor(), plan_id)
    page = _form_page(found, _("取消评查方案"), _("取消方案"), "cancel", views.CANCELLING)
    if request.method == "GET":
        return show(CancelFields(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        command = CancelPlan(plan_id, values["version"], values["reason"])
        return cancelling.cancel_plan(current_actor(), command, current_instant())

    done = _done(_("方案已经取消，抽取随之作废"))
    return submit(CancelFields(), act, done, page.draw, current=lambda: _standing(plan_id))


@evaluation_plans.route("/<plan_id>/closing", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def close(plan_id: str) -> ResponseReturnValue:
    """End the scoring and open the sealed list."""
    found = queries.plan(current_actor(), plan_id)
    page = _form_page(found, _("结束评分"), _("结束评分，公开名单"), "close", views.CLOSING)
    if request.method == "GET":
        return show(CloseFields(), page.draw, {"version": found.version})

    def act(values: dict[str, Any]) -> Any:
        command = CloseScoring(plan_id, values["version"], values["reason"])
        return closing.close_scoring(current_actor(), command, current_instant())

    done = _done(_("评分已经结束，抽取名单已经公开"))
    return submit(CloseFields(), act, done, page.draw, current=lambda: _standing(plan_id))


def trail() -> Trail:
    """The list of plans, above every page of one."""
    return [(_("案卷评查"), url_for("evaluation_plans.index"))]


def _form_page(found: Any, title: str, button: str, name: str, intro: str = "") -> FormPage:
    back = url_for("evaluation_plans.plan", plan_id=found.public_id)
    here = url_for(f"evaluation_plans.{name}", plan_id=found.public_id)
    return FormPage(title, button, here, back, [*trail(), (found.title, back)], [found.plan_no], intro)


def _standing(plan_id: str) -> dict[str, Any]:
    return {"version": queries.plan(current_actor(), plan_id).version}


def _done(message: str) -> Callable[[Any], str]:
    def to_the_plan(row: Any) -> str:
        flash(message, "success")
        return url_for("evaluation_plans.plan", plan_id=row.public_id)

    return to_the_plan
