"""One paper as PDF; every look is an audit entry."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from enforcement.documents import queries
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant

documents = Blueprint("documents", __name__)

VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""Chromium draws a PDF with a plug-in of its own, which the policy of pages forbids."""


@documents.get("/documents/<public_id>")
@requires(Permission.DOCUMENT_READ)
def show(public_id: str) -> Response:
    """The PDF, shown in the browser."""
    paper, data = queries.open_document(current_actor(), public_id, current_instant())
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(paper.filename)}"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = VIEWER_POLICY
    return answer
