"""Results of a plan once scoring is closed: every file with all its sheets, agreement, the machine's findings."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.queries import sheets as queries
from enforcement.foundation.errors import NotFound
from enforcement.web.evaluation import results_views as views
from enforcement.web.evaluation.plans import READERS, trail

evaluation_results = Blueprint("evaluation_results", __name__, url_prefix="/evaluation/plans/<plan_id>/results")


@evaluation_results.get("/")
@requires(*READERS)
def show(plan_id: str) -> str:
    """All files as they stand, grades by agency, how well evaluators agree, what became of the machine's findings."""
    actor = current_actor()
    files = queries.results(actor, plan_id)
    return render_template(
        "evaluation/results/show.html",
        plan=plan_queries.plan(actor, plan_id),
        **views.results_context(plan_id, files),
        agreement=queries.agreement_of(actor, plan_id),
        findings=views.finding_rows(queries.finding_counts(actor, plan_id)),
        finding_columns=views.FINDING_COLUMNS,
        trail=trail(),
    )


@evaluation_results.get("/<file_id>")
@requires(*READERS)
def file(plan_id: str, file_id: str) -> str:
    """One file: its sheets side by side, how the first result follows, and every decision after it."""
    found = plan_queries.plan(current_actor(), plan_id)
    one = next((one for one in queries.results(current_actor(), plan_id) if one.decided.public_id == file_id), None)
    if one is None:
        raise NotFound
    above = [*trail(), (found.title, url_for("evaluation_plans.plan", plan_id=plan_id))]
    above.append((_("评分结果"), url_for("evaluation_results.show", plan_id=plan_id)))
    return render_template(
        "evaluation/results/file.html",
        file=one.decided,
        decisions=one.decisions,
        counted=views.counted(one.decided),
        trail=above,
    )
