"""Papers: what is known about one, and its PDF. Opening the PDF is entered in the audit record."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from enforcement.api.blueprint import ApiBlueprint
from enforcement.documents import queries
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.documents import DocumentSchema

documents = ApiBlueprint("documents", "文书")

PDF = "application/pdf"


@documents.operation("GET", "/documents/<document_id>", "读取文书信息")
@requires(Permission.DOCUMENT_READ)
@documents.response(200, DocumentSchema)
def get_document(document_id: str) -> object:
    """Form, number, digest, service."""
    return queries.document(current_actor(), document_id)


@documents.operation("GET", "/documents/<document_id>/file", "下载文书（PDF）")
@requires(Permission.DOCUMENT_READ)
@documents.response(200, {"type": "string", "format": "binary"}, content_type=PDF)
def get_document_file(document_id: str) -> Response:
    """The PDF as issued; the look is recorded first."""
    paper, data = queries.open_document(current_actor(), document_id, current_instant())
    answer = Response(data, mimetype=PDF)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.filename)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
