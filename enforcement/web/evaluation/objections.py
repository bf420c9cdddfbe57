"""Objections: read by both sides, answered by the organ that evaluates."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form
from enforcement.evaluation.commands.feedback import AnswerObjection
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries.feedback import ObjectionView
from enforcement.evaluation.services import objections as services
from enforcement.evaluation.services import proofs
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation_feedback_forms import UPHELD, AnswerObjectionFields
from enforcement.web.evaluation import feedback_views as views
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import Trail

evaluation_objections = Blueprint("evaluation_objections", __name__, url_prefix="/evaluation/objections")


@evaluation_objections.get("/<objection_id>")
@requires(*views.ANYONE)
def show_one(objection_id: str) -> str:
    """One objection with its proofs and its answer."""
    view = _view(objection_id)
    context = views.objection_context(view, _today())
    return render_template("evaluation/feedback/objection.html", **context, trail=_trail(view))


@evaluation_objections.get("/<objection_id>/files/<int:place>")
@requires(*views.ANYONE)
def proof(objection_id: str, place: int) -> Response:
    """A file that came with it; the look is written down."""
    return views.download(proofs.objection_proof(current_actor(), objection_id, place, current_instant()))


@evaluation_objections.route("/<objection_id>/answer", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def answer(objection_id: str) -> ResponseReturnValue:
    """Upheld, in whole or in part, or rejected; with reasons."""
    page = _page(objection_id)
    if request.method == "GET":
        return show(AnswerObjectionFields(), page.draw, {"version": page.view.row.version}, page.choices())

    def act(values: dict[str, Any]) -> Any:
        upheld = values["decision"] == UPHELD
        fallen = tuple(values["fallen"]) if upheld else ()
        command = AnswerObjection(objection_id, values["version"], upheld, values["reasons"], fallen)
        return services.answer_objection(current_actor(), command, current_instant())

    done = views.told(page.back, _("答复已经送达被评查机关"))
    standing = {"version": page.view.row.version}
    return submit(AnswerObjectionFields(), act, done, page.draw, choices=page.choices, current=lambda: standing)


@evaluation_objections.post("/<objection_id>/answer/preview")
@requires(Permission.EVALUATION_PLAN)
def preview(objection_id: str) -> str:
    """What the file would have after the answer as it is ticked; nothing is kept."""
    page = _page(objection_id)
    if request.form.get("decision") == UPHELD:
        page.preview = queries.answer_preview(current_actor(), objection_id, request.form.getlist("fallen"))
    return page.draw(build_form(AnswerObjectionFields(), request.form, choices=page.choices()), None)


def _page(objection_id: str) -> views.AnswerPage:
    view = _view(objection_id)
    here = url_for("evaluation_objections.answer", objection_id=objection_id)
    back = url_for("evaluation_objections.show_one", objection_id=objection_id)
    return views.AnswerPage(view, here, back, _trail(view), _today())


def _view(objection_id: str) -> ObjectionView:
    return queries.objection(current_actor(), objection_id)


def _trail(view: ObjectionView) -> Trail:
    """The report that it is about."""
    href = url_for("evaluation_feedback.report", report_id=view.row.report.public_id)
    return [(_("评查反馈"), url_for("evaluation_feedback.reports")), (view.report_no, href)]


def _today() -> date:
    return civil_date(current_instant())
