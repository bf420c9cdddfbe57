"""What upload.js talks to while a file goes straight to the store: announce, links, status, completion.

Answers are JSON, and so are refusals for whoever accepts JSON. The token against forged requests comes in the
header `X-CSRFToken`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.datastructures import MultiDict

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import load_data, load_form
from enforcement.doors.matters import announced
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.recording import queries, services
from enforcement.recording.commands import CompleteUpload
from enforcement.rules.recording import STATE_NAMES, RecordingState
from enforcement.schemas.recording import CompletionSchema, PartsSchema, UploadSchema

if TYPE_CHECKING:
    from enforcement.recording.models import Recording

uploads = Blueprint("uploads", __name__)


@uploads.post("/matters/<matter_id>/uploads")
@requires(Permission.RECORDING_UPLOAD)
def begin(matter_id: str) -> tuple[Response, int]:
    """Announce a file; the answer says into which parts to cut it and which are there already."""
    values = load_form(UploadSchema(), MultiDict(_sent()))
    recording = services.begin_upload(current_actor(), announced(matter_id, values), current_instant())
    return jsonify(_progress(recording)), 201


@uploads.get("/uploads/<public_id>")
@requires(Permission.RECORDING_UPLOAD)
def status(public_id: str) -> Response:
    """How far it is: parts in the store while sending, then the result of the server's own check."""
    return jsonify(_progress(queries.recording(current_actor(), public_id)))


@uploads.post("/uploads/<public_id>/parts")
@requires(Permission.RECORDING_UPLOAD)
def parts(public_id: str) -> Response:
    """Links to which parts are put."""
    numbers = load_data(PartsSchema(), _sent())["numbers"]
    links = services.part_links(current_actor(), public_id, numbers, current_instant())
    return jsonify({"links": {link.number: link.url for link in links}})


@uploads.post("/uploads/<public_id>/completion")
@requires(Permission.RECORDING_UPLOAD)
def complete(public_id: str) -> Response:
    """All parts are sent; this is their digest."""
    command = CompleteUpload(public_id, load_data(CompletionSchema(), _sent())["sha256"])
    return jsonify(_progress(services.complete_upload(current_actor(), command, current_instant())))


def _sent() -> dict[str, Any]:
    wrong = Invalid({"": ["请求的内容不是 JSON。"]})
    try:
        body = request.get_json(silent=True)
    except RecursionError as error:
        raise wrong from error
    if not isinstance(body, dict):
        raise wrong
    return body


def _progress(recording: Recording) -> dict[str, Any]:
    received: list[int] = []
    if recording.state is RecordingState.UPLOADING:
        received = [part.number for part in services.received_parts(current_actor(), recording.public_id)]
    return {
        "id": recording.public_id,
        "filename": recording.filename,
        "size": recording.size,
        "part_size": recording.part_size,
        "parts": recording.parts,
        "received": received,
        "state": recording.state,
        "word": STATE_NAMES[recording.state],
        "problem": recording.problem,
        "sha256": recording.server_sha256,
        "head_sha256": recording.head_sha256,
        "status_url": url_for("uploads.status", public_id=recording.public_id),
        "parts_url": url_for("uploads.parts", public_id=recording.public_id),
        "completion_url": url_for("uploads.complete", public_id=recording.public_id),
        "page_url": url_for("recordings.page", public_id=recording.public_id),
    }
