"""The door for programs: JSON under `/api/v1`, described by OpenAPI. It knows no form and no job."""

from __future__ import annotations

from flask import Flask

from enforcement.api.account import account
from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.cases import cases
from enforcement.api.catalogue import catalogue
from enforcement.api.checks import checks
from enforcement.api.docs import EXTENSION, docs
from enforcement.api.documents import documents
from enforcement.api.draws import draws
from enforcement.api.evaluation import evaluation
from enforcement.api.evaluation_feedback import evaluation_feedback
from enforcement.api.evaluation_files import evaluation_files
from enforcement.api.evaluation_rectifications import evaluation_rectifications
from enforcement.api.evaluation_reports import evaluation_reports
from enforcement.api.evaluation_seats import evaluation_seats
from enforcement.api.guide import TEXT
from enforcement.api.inspection_plans import inspection_plans
from enforcement.api.publicity import publicity
from enforcement.api.recordings import recordings
from enforcement.api.reviews import reviews
from enforcement.api.spec import complete_spec, make_api
from enforcement.api.visits import visits

BLUEPRINTS: tuple[ApiBlueprint, ...] = (
    cases,
    documents,
    recordings,
    reviews,
    publicity,
    draws,
    catalogue,
    inspection_plans,
    checks,
    visits,
    evaluation,
    evaluation_files,
    evaluation_seats,
    evaluation_feedback,
    evaluation_rectifications,
    evaluation_reports,
    account,
)
"""Every blueprint of operations, in the order of the description."""


def register(app: Flask) -> None:
    """Give the application its API."""
    api = make_api(app.config["PUBLIC_BASE_URL"], TEXT)
    api.init_app(app)
    complete_spec(api)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.extensions[EXTENSION] = api
    app.register_blueprint(docs)
