"""Reports of a round: the whole, one agency's part, a score sheet as it was signed; each as page, paper or workbook."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.queries import reports as queries
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.web.evaluation import report_views as views
from enforcement.web.evaluation.plans import READERS, trail
from enforcement.web.evaluation.report_content import overall_content, unit_content
from enforcement.web.evaluation.report_files import PDF, report_file, saved
from enforcement.web.evaluation.sheet_paper import sheet_pdf

evaluation_reports = Blueprint("evaluation_reports", __name__, url_prefix="/evaluation")


@evaluation_reports.get("/plans/<plan_id>/report/")
@requires(*READERS)
def show(plan_id: str) -> str:
    """The whole round, readable in a minute; each chart beside the table of its numbers."""
    found = queries.overall_report(current_actor(), plan_id)
    above = [*trail(), (found.head.title, url_for("evaluation_plans.plan", plan_id=plan_id))]
    return render_template(
        "evaluation/reports/show.html",
        report=overall_content(found),
        figures=views.figures(found.figures.whole, thirds=found.thirds),
        units=[(name, url_for(".unit", plan_id=plan_id, agency_id=one)) for one, name in found.agencies],
        downloads=[(title, url_for(".export", plan_id=plan_id, form=form)) for form, title in views.FORMS.items()],
        trail=[*above, (_("总报告"), None)],
    )


@evaluation_reports.get("/plans/<plan_id>/report.<any(pdf, docx, xlsx):form>")
@requires(*READERS)
def export(plan_id: str, form: str) -> Response:
    """The same as a file."""
    found = queries.overall_report(current_actor(), plan_id)
    return report_file(form, f"evaluation-{found.head.plan_no}", views.with_lists(found))


@evaluation_reports.get("/plans/<plan_id>/agencies/<agency_id>/report/")
@requires(*READERS, Permission.EVALUATION_ANSWER)
def unit(plan_id: str, agency_id: str) -> str:
    """One agency's part, for it and for the organ that evaluates."""
    found = queries.unit_report(current_actor(), plan_id, agency_id)
    forms = views.FORMS.items()
    return render_template(
        "evaluation/reports/unit.html",
        trail=[(_("评查反馈"), url_for("evaluation_feedback.reports")), (_("单位报告"), None)],
        report=unit_content(found),
        figures=views.figures(found.group),
        downloads=[
            (title, url_for(".unit_export", plan_id=plan_id, agency_id=agency_id, form=form)) for form, title in forms
        ],
    )


@evaluation_reports.get("/plans/<plan_id>/agencies/<agency_id>/report.<any(pdf, docx, xlsx):form>")
@requires(*READERS, Permission.EVALUATION_ANSWER)
def unit_export(plan_id: str, agency_id: str, form: str) -> Response:
    """The same as a file."""
    found = queries.unit_report(current_actor(), plan_id, agency_id)
    return report_file(form, f"evaluation-{found.head.plan_no}-{found.agency_public_id}", unit_content(found))


@evaluation_reports.get("/sheets/<seat_id>.pdf")
@requires(*READERS)
def sheet(seat_id: str) -> Response:
    """A score sheet as it was signed."""
    found = queries.signed_sheet(current_actor(), seat_id)
    return saved(sheet_pdf(found, current_instant()), PDF, f"score-sheet-{seat_id}.pdf")
