"""What a load balancer and an operator ask: does the process live, can it work?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from enforcement.doors.access import public
from enforcement.foundation.errors import Unavailable
from enforcement.platform.database import db
from enforcement.platform.storage import current_store

health = Blueprint("health", __name__)

UNAVAILABLE = 503


@health.get("/healthz")
@public
def alive() -> Response:
    """200 as long as the process answers at all."""
    return jsonify(status="alive")


@health.get("/readyz")
@public
def ready() -> Response:
    """200 when database and object store answer, else 503 with the name of what does not."""
    missing = [name for name, answers in (("database", _database()), ("store", _store())) if not answers]
    response = jsonify(status="unavailable" if missing else "ready", missing=missing)
    response.status_code = UNAVAILABLE if missing else 200
    return response


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _store() -> bool:
    try:
        current_store().prepare()
    except Unavailable:
        return False
    return True
