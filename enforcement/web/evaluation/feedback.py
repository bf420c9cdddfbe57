"""Group reports as agencies get them: read, objected to point by point, or taken as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.commands.feedback import FileObjection, WaiveObjections
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.queries.feedback import ReportView
from enforcement.evaluation.services import feedback as services
from enforcement.evaluation.services import objections
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.evaluation import VersionFields
from enforcement.schemas.evaluation_feedback_forms import ObjectionFields
from enforcement.web.evaluation import feedback_views as views
from enforcement.web.evaluation.notice_links import notice_lines
from enforcement.web.evaluation.plans import READERS
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Trail

evaluation_feedback = Blueprint("evaluation_feedback", __name__, url_prefix="/evaluation/reports")
ANYONE = (*READERS, Permission.EVALUATION_ANSWER)


@evaluation_feedback.get("/")
@requires(*ANYONE)
def reports() -> str:
    """Reports to one's own agency, and those of plans in scope."""
    actor = current_actor()
    return render_template(
        "evaluation/feedback/reports.html",
        entries=views.report_entries(queries.reports(actor), _today()),
        notices=notice_lines(plan_queries.notices(actor)),
        tabs_here=views.tabs("evaluation_feedback.reports"),
        today=_today(),
    )


@evaluation_feedback.get("/<report_id>")
@requires(*ANYONE)
def report(report_id: str) -> str:
    """One report: files with their grades, each point with what was found and what can be said to it."""
    context = views.report_context(_view(report_id), _today())
    return render_template("evaluation/feedback/report.html", **context, trail=trail())


@evaluation_feedback.get("/<report_id>/paper.pdf")
@requires(*ANYONE)
def paper(report_id: str) -> Response:
    """The sealed paper."""
    return views.download(queries.report_paper(current_actor(), report_id, current_instant()))


@evaluation_feedback.route("/<report_id>/waiver", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
def waive(report_id: str) -> ResponseReturnValue:
    """Nothing (more) to object: the window ends early."""
    row = _view(report_id).row
    here, back = url_for("evaluation_feedback.waive", report_id=report_id), _address(report_id)
    facts, above = [row.plan.title, row.agency_name], [*trail(), (row.report_no, back)]
    page = FormPage(_("没有（其他）异议"), _("确认没有（其他）异议"), here, back, above, facts, views.WAIVING)
    if request.method == "GET":
        return show(VersionFields(), page.draw, {"version": row.version})

    def act(values: dict[str, Any]) -> Any:
        command = WaiveObjections(report_id, values["version"])
        return services.waive_objections(current_actor(), command, current_instant())

    return submit(VersionFields(), act, views.told(back, _("已经告知评查机关没有异议")), page.draw)


@evaluation_feedback.route("/<report_id>/files/<file_id>/<subject>", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
def objection(report_id: str, file_id: str, subject: str) -> ResponseReturnValue:
    """Object to one point, with reasons and proofs."""
    here = url_for("evaluation_feedback.objection", report_id=report_id, file_id=file_id, subject=subject)
    page = views.PointPage(_view(report_id), file_id, subject, here, _address(report_id), trail(), _today())
    if request.method == "GET":
        return show(ObjectionFields(), page.draw, {})

    def act(values: dict[str, Any]) -> Any:
        command = FileObjection(report_id, file_id, subject, values["grounds"], tuple(values["uploads"]))
        return objections.file_objection(current_actor(), command, current_instant())

    done = views.told(_address(report_id, page.anchor), _("异议已经提交，评查机关会书面答复"))
    return submit(ObjectionFields(), act, done, page.draw)


def trail() -> Trail:
    """The list of reports, above every page of one."""
    return [(_("评查反馈"), url_for("evaluation_feedback.reports"))]


def _view(report_id: str) -> ReportView:
    return queries.report(current_actor(), report_id, _today())


def _address(report_id: str, anchor: str | None = None) -> str:
    return url_for("evaluation_feedback.report", report_id=report_id, _anchor=anchor)


def _today() -> date:
    return civil_date(current_instant())
