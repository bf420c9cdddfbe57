"""Standards: versions, drafts that are edited, differences, publication by another person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.standards import DraftStandard, EditStandard, PublishStandard
from enforcement.evaluation.queries import standards as queries
from enforcement.evaluation.services import standards as services
from enforcement.evaluation.states import StandardState
from enforcement.foundation.errors import DomainError, Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_named
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation_forms import NewStandardFields, edited
from enforcement.web.evaluation import standard_views as views
from enforcement.web.evaluation.plan_views import plan_choices
from enforcement.web.evaluation.plans import READERS
from enforcement.web.forms import show as show_form
from enforcement.web.forms import submit
from enforcement.web.inspection_libraries_views import FormPage

evaluation_standards = Blueprint("evaluation_standards", __name__, url_prefix="/evaluation/standards")
ANYONE = (*READERS, Permission.EVALUATION_SCORE, Permission.EVALUATION_ANSWER)


@evaluation_standards.get("/")
@requires(*ANYONE)
def index() -> str:
    """Every version one may see."""
    rows = views.standard_rows(queries.standards(current_actor()))
    return render_template("evaluation/standards/index.html", rows=rows, columns=views.COLUMNS)


@evaluation_standards.route("/new", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def new() -> ResponseReturnValue:
    """A draft that begins as a copy."""
    here, back = url_for("evaluation_standards.new"), url_for("evaluation_standards.index")
    page = FormPage(_("起草新版本"), _("开始起草"), here, back, views.trail())
    if request.method == "GET":
        return show_form(NewStandardFields(), page.draw, {}, _choices())

    def act(values: dict[str, Any]) -> Any:
        organ = organisation_named(current_actor(), values["organisation"], Permission.EVALUATION_PLAN)
        base = queries.standard(current_actor(), values["base"])
        command = DraftStandard(organ.id, {**base.content, "version": values["version_no"]})
        return services.draft_standard(current_actor(), command, current_instant())

    return submit(NewStandardFields(), act, _edit_page, page.draw, choices=_choices)


@evaluation_standards.get("/<standard_id>")
@requires(*ANYONE)
def show(standard_id: str) -> str:
    """One version with what changed in it."""
    return _page(standard_id)


@evaluation_standards.get("/<standard_id>/edit")
@requires(Permission.EVALUATION_PLAN)
def editor(standard_id: str) -> str:
    """Points, texts, items, deductions and vetoes of a draft."""
    found = queries.standard(current_actor(), standard_id)
    return _editor(found, {})


@evaluation_standards.post("/<standard_id>/edit")
@requires(Permission.EVALUATION_PLAN)
def edit(standard_id: str) -> ResponseReturnValue:
    """The draft anew; what doesn't add up names the entry."""
    found = queries.standard(current_actor(), standard_id)
    content = edited(found.content, request.form)
    try:
        command = EditStandard(standard_id, request.form.get("version-read", 0, int), content)
        services.edit_standard(current_actor(), command, current_instant())
    except (Invalid, Refused, Stale) as error:
        return _editor(found, request.form, error), error.status
    flash(_("草稿已保存"), "success")
    return redirect(url_for("evaluation_standards.show", standard_id=standard_id, _anchor="changes"), code=303)


@evaluation_standards.post("/<standard_id>/publication")
@requires(Permission.EVALUATION_APPROVE)
def publish(standard_id: str) -> ResponseReturnValue:
    """For good."""
    try:
        command = PublishStandard(standard_id, request.form.get("version", 0, int))
        services.publish_standard(current_actor(), command, current_instant())
    except (Refused, Stale) as error:
        return _page(standard_id, error), error.status
    flash(_("标准已经公布，内容不能再改"), "success")
    return redirect(url_for("evaluation_standards.show", standard_id=standard_id), code=303)


def _choices() -> Any:
    offered = plan_choices()
    return {"organisation": offered["organisation"], "base": offered["standard"]}


def _edit_page(row: Any) -> str:
    return url_for("evaluation_standards.editor", standard_id=row.public_id)


def _page(standard_id: str, error: DomainError | None = None) -> str:
    found = queries.standard(current_actor(), standard_id)
    context = views.standard_context(found)
    return render_template("evaluation/standards/show.html", **context, trail=views.trail(), error=error)


def _editor(found: Any, typed: Mapping[str, str], error: DomainError | None = None) -> str:
    if found.state is StandardState.PUBLISHED:
        raise Refused([views.PUBLISHED])
    context = views.editor_context(found, typed, error)
    return render_template("evaluation/standards/edit.html", **context, trail=views.trail(), error=error)
