"""Which room reacts to which event: the one place where they are connected."""

from __future__ import annotations

from enforcement.evaluation import handlers as evaluation
from enforcement.inspection import handlers as inspection
from enforcement.legal_review import handlers as legal_review
from enforcement.publicity import handlers as publicity


def connect_handlers() -> None:
    """Subscribe every room's handlers. Called once per process, before the first request."""
    evaluation.connect()
    inspection.connect()
    legal_review.connect()
    publicity.connect()
