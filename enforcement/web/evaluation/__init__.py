"""Pages of evaluations: score sheets of evaluators, plans and their files, results, standards."""

from __future__ import annotations

from enforcement.web.evaluation.feedback import evaluation_feedback
from enforcement.web.evaluation.files import evaluation_files
from enforcement.web.evaluation.objections import evaluation_objections
from enforcement.web.evaluation.outcome import evaluation_outcome
from enforcement.web.evaluation.plans import evaluation_plans
from enforcement.web.evaluation.rectify import evaluation_rectifications
from enforcement.web.evaluation.reports import evaluation_reports
from enforcement.web.evaluation.results import evaluation_results
from enforcement.web.evaluation.scoring import scoring
from enforcement.web.evaluation.standards import evaluation_standards

BLUEPRINTS = (
    scoring,
    evaluation_plans,
    evaluation_files,
    evaluation_results,
    evaluation_outcome,
    evaluation_feedback,
    evaluation_objections,
    evaluation_rectifications,
    evaluation_reports,
    evaluation_standards,
)
"""In the order of the menu."""
