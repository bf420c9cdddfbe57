"""The door for people: pages and htmx fragments. It knows no JSON API and no job."""

from __future__ import annotations

from flask import Blueprint, Flask

from enforcement.web.account import account
from enforcement.web.administration import administration
from enforcement.web.approvals import approvals
from enforcement.web.cases import cases, documents
from enforcement.web.catalogue import catalogue
from enforcement.web.check_lists import check_lists
from enforcement.web.checks import checks
from enforcement.web.context import register_context
from enforcement.web.demo import demo
from enforcement.web.draws import draws
from enforcement.web.enterprise import enterprise
from enforcement.web.evaluation import BLUEPRINTS as EVALUATION
from enforcement.web.evaluation.intake import evaluation_intake
from enforcement.web.filters import register_filters
from enforcement.web.health import health
from enforcement.web.inspection_libraries import libraries
from enforcement.web.inspection_libraries_items import library_items
from enforcement.web.inspection_plans import inspection_plans
from enforcement.web.inspection_plans_batches import inspection_batches
from enforcement.web.inspection_statistics import inspection_statistics
from enforcement.web.kit import kit
from enforcement.web.languages import register_languages
from enforcement.web.oversight import oversight
from enforcement.web.public import portal
from enforcement.web.public_draws import lots
from enforcement.web.public_evaluations import public_evaluations
from enforcement.web.public_inspection_plans import public_plans
from enforcement.web.public_results import public_results
from enforcement.web.publicity import publicity
from enforcement.web.randomness import randomness
from enforcement.web.recordings import recordings
from enforcement.web.reviews import reviews
from enforcement.web.seals import seals
from enforcement.web.security import register_security
from enforcement.web.sign_in import sign_in
from enforcement.web.staff import staff
from enforcement.web.supervision import supervision
from enforcement.web.uploads import uploads
from enforcement.web.visits import visits
from enforcement.web.workbench import workbench

BLUEPRINTS: tuple[Blueprint, ...] = (
    portal,
    lots,
    publicity,
    catalogue,
    health,
    kit,
    sign_in,
    account,
    administration,
    staff,
    seals,
    cases,
    documents,
    recordings,
    uploads,
    demo,
    workbench,
    approvals,
    reviews,
    supervision,
    library_items,
    libraries,
    inspection_plans,
    inspection_batches,
    public_plans,
    check_lists,
    checks,
    public_results,
    draws,
    randomness,
    visits,
    inspection_statistics,
    oversight,
    enterprise,
    *EVALUATION,
    public_evaluations,
    evaluation_intake,
)
"""Every blueprint of pages, in the order of the menu."""


def register(app: Flask) -> None:
    """Give the application its pages."""
    register_filters(app)
    register_languages(app)
    register_security(app)
    register_context(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
