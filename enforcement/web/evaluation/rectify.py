"""Rectification: what an agency has to put right, handed in with proof, and re-checked by who evaluates."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.rectifications import RecheckRectification, SubmitRectification
from enforcement.evaluation.queries import rectifications as queries
from enforcement.evaluation.queries.rectifications import RectificationView
from enforcement.evaluation.services import proofs
from enforcement.evaluation.services import rectifications as services
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation_feedback_forms import PASSED, RecheckFields, SubmitRectificationFields
from enforcement.web.evaluation import rectify_views as views
from enforcement.web.evaluation.feedback_views import ANYONE, download, tabs, told
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import Trail

evaluation_rectifications = Blueprint("evaluation_rectifications", __name__, url_prefix="/evaluation/rectifications")


@evaluation_rectifications.get("/")
@requires(*ANYONE)
def index() -> str:
    """All in one's scope, of one plan where ``?plan=`` names it, in one state where ``?state=`` does."""
    found = queries.rectifications(current_actor(), request.args.get("plan") or None, _today())
    context = views.index_context(found, request.args, _today())
    here = tabs("evaluation_rectifications.index")
    return render_template("evaluation/feedback/rectifications.html", **context, tabs_here=here)


@evaluation_rectifications.get("/<rectification_id>")
@requires(*ANYONE)
def show_one(rectification_id: str) -> str:
    """One: what stands, until when, what was handed in and what was said to it."""
    context = views.context(_view(rectification_id), _today())
    return render_template("evaluation/feedback/rectification.html", **context, trail=trail())


@evaluation_rectifications.route("/<rectification_id>/submission", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
def hand_in(rectification_id: str) -> ResponseReturnValue:
    """The agency says what it put right, with the files that prove it."""
    here = url_for("evaluation_rectifications.hand_in", rectification_id=rectification_id)
    page = views.StepPage(_view(rectification_id), here, _("提交整改"), _address(rectification_id), trail(), _today())
    if request.method == "GET":
        return show(SubmitRectificationFields(), page.draw, {"version": page.view.row.version})

    def act(values: dict[str, Any]) -> Any:
        uploads = tuple(values["uploads"])
        command = SubmitRectification(rectification_id, values["version"], values["text"], uploads)
        return services.submit_rectification(current_actor(), command, current_instant())

    done = told(_address(rectification_id), _("整改材料已经提交，等待评查机关复核"))
    return submit(SubmitRectificationFields(), act, done, page.draw, current=lambda: _standing(rectification_id))


@evaluation_rectifications.route("/<rectification_id>/recheck", methods=["GET", "POST"])
@requires(Permission.EVALUATION_PLAN)
def recheck(rectification_id: str) -> ResponseReturnValue:
    """The planner passes it, or returns it with what is lacking."""
    here = url_for("evaluation_rectifications.recheck", rectification_id=rectification_id)
    page = views.StepPage(_view(rectification_id), here, _("复核整改"), _address(rectification_id), trail(), _today())
    if request.method == "GET":
        return show(RecheckFields(), page.draw, {"version": page.view.row.version})

    def act(values: dict[str, Any]) -> Any:
        passed = values["decision"] == PASSED
        command = RecheckRectification(rectification_id, values["version"], passed, values["reasons"])
        return services.recheck_rectification(current_actor(), command, current_instant())

    done = told(_address(rectification_id), _("复核结论已经告知被评查机关"))
    return submit(RecheckFields(), act, done, page.draw, current=lambda: _standing(rectification_id))


@evaluation_rectifications.get("/<rectification_id>/steps/<int:step_no>/files/<int:place>")
@requires(*ANYONE)
def proof(rectification_id: str, step_no: int, place: int) -> Response:
    """A file that was handed in; the look is written down."""
    found = proofs.rectification_proof(current_actor(), rectification_id, step_no, place, current_instant())
    return download(found)


def trail() -> Trail:
    """The list, above every page of one."""
    return [(_("整改"), url_for("evaluation_rectifications.index"))]


def _view(rectification_id: str) -> RectificationView:
    return queries.rectification(current_actor(), rectification_id, _today())


def _standing(rectification_id: str) -> dict[str, Any]:
    return {"version": _view(rectification_id).row.version}


def _address(rectification_id: str) -> str:
    return url_for("evaluation_rectifications.show_one", rectification_id=rectification_id)


def _today() -> date:
    return civil_date(current_instant())
