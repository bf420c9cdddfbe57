"""Pages of recordings: those of a case, the upload form, one recording with player, marks and custody trail.

A recording is opened by a POST, never by following a link: opening writes an entry into the audit record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from enforcement.catalogue.queries import recording_list_on
from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form, load_form
from enforcement.doors.matters import announced, matter_of
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.recording import queries, services
from enforcement.recording.commands import AbandonUpload, AddMark, ExplainLateness, ReceiveFile
from enforcement.recording.policy import POLICY
from enforcement.rules.facts_catalogue import RecordingWay
from enforcement.rules.recording import KIND_NAMES, RETENTION_NAMES, STATE_NAMES, RecordingKind, RecordingState
from enforcement.schemas.recording import AnnouncementSchema, MarkSchema, ReasonSchema, UploadSchema

if TYPE_CHECKING:
    from enforcement.recording.models import Recording

recordings = Blueprint("recordings", __name__)

Choices = Sequence[tuple[str, str]]


@recordings.get("/matters/<matter_id>/recordings")
@requires(Permission.RECORDING_READ)
def of_matter(matter_id: str) -> str:
    """The recordings of a case and the form to add some."""
    return _matter_page(matter_id)


@recordings.post("/matters/<matter_id>/recordings")
@requires(Permission.RECORDING_UPLOAD)
def receive(matter_id: str) -> AnyResponse | tuple[str, int]:
    """A whole small file by an ordinary form, for browsers without scripts."""
    try:
        _receive(matter_id)
    except Invalid as error:
        return _matter_page(matter_id, request.form, error.errors), error.status
    flash(_("文件已收到，等待服务器核验。"), "success")
    return redirect(url_for("recordings.of_matter", matter_id=matter_id))


@recordings.get("/recordings/<public_id>")
@requires(Permission.RECORDING_READ)
def page(public_id: str) -> str:
    """One recording: what is known about it, its marks, who had it and who looked. Not the recording itself."""
    return _recording_page(queries.recording(current_actor(), public_id))


@recordings.post("/recordings/<public_id>/look")
@requires(Permission.RECORDING_READ)
def look(public_id: str) -> Response:
    """Open the recording: entry in the audit record first, then the page with the player."""
    reason = load_form(ReasonSchema(), request.form)["reason"]
    opened = services.open_recording(current_actor(), public_id, current_instant(), reason=reason)
    answer = Response(_recording_page(opened.recording, opened=opened))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@recordings.get("/recordings/<public_id>/thumbnail.jpg")
@requires(Permission.RECORDING_READ)
def thumbnail(public_id: str) -> Response:
    """The small picture that stands in lists."""
    answer = Response(queries.thumbnail(current_actor(), public_id), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@recordings.post("/recordings/<public_id>/marks")
@requires(Permission.RECORDING_UPLOAD)
def mark(public_id: str) -> AnyResponse | tuple[str, int]:
    """Add a time mark."""
    try:
        values = load_form(MarkSchema(), request.form)
        services.add_mark(current_actor(), AddMark(public_id, values["at"], values["text"]), current_instant())
    except Invalid as error:
        found = queries.recording(current_actor(), public_id)
        return _recording_page(found, typed=request.form, errors=error.errors), error.status
    return redirect(url_for("recordings.page", public_id=public_id))


@recordings.post("/recordings/<public_id>/lateness")
@requires(Permission.RECORDING_UPLOAD)
def explain(public_id: str) -> AnyResponse:
    """Say why a recording came late."""
    reason = load_form(ReasonSchema(), request.form)["reason"]
    return _settled(
        public_id, lambda now: services.explain_lateness(current_actor(), ExplainLateness(public_id, reason), now)
    )


@recordings.post("/recordings/<public_id>/abandonment")
@requires(Permission.RECORDING_UPLOAD)
def abandon(public_id: str) -> AnyResponse:
    """Give up an unfinished upload: a wrong file was chosen."""
    reason = load_form(ReasonSchema(), request.form)["reason"]
    return _settled(
        public_id, lambda now: services.abandon_upload(current_actor(), AbandonUpload(public_id, reason), now)
    )


def panel(matter_id: str) -> dict[str, Any]:
    """What `recordings/_panel.html` takes: recordings (as entries of macros/files.html), matter, can_upload.

    The caller established that the actor may see the case.
    """
    actor = current_actor()
    found = queries.recordings_of(actor, matter_id)
    looks = queries.looks(found)
    return {
        "recordings": [_entry(one, looks[one.public_id]) for one in found if one.state is not RecordingState.UPLOADING],
        "unfinished": [one for one in found if one.state is RecordingState.UPLOADING],
        "matter": matter_id,
        "can_upload": actor.may_anywhere(Permission.RECORDING_UPLOAD),
    }


def upload_form(
    org_id: int, typed: Mapping[str, Any] | None = None, errors: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """What `recordings/_upload.html` takes beside `matter`: the form and the types a file may have.

    `?item=3` in the address chooses an entry of the recording list beforehand.
    """
    now = current_instant()
    local = now.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    begun = {"recorded_from_at": local, "recorded_to_at": local, "list_item": request.args.get("item", "")}
    values = typed if typed is not None else begun
    listed = recording_list_on(org_id, civil_date(now))
    entries = [one for one in (listed.entries if listed else ()) if one.way is not RecordingWay.TEXT]
    choices = {"list_item": [(str(one.no), f"{one.no}. {one.item}（{one.way_name}）") for one in entries]}
    return {
        "upload_form": build_form(AnnouncementSchema(), values, errors, choices),
        "accepted": ",".join(name for names in POLICY.limits.types.values() for name in names),
        "form_bytes": POLICY.form_bytes,
    }


def _settled(public_id: str, act: Callable[[datetime], object]) -> AnyResponse:
    try:
        act(current_instant())
    except Invalid as error:
        flash("".join(sentence for sentences in error.errors.values() for sentence in sentences), "error")
    return redirect(url_for("recordings.page", public_id=public_id))


def _matter_page(
    matter_id: str, typed: Mapping[str, Any] | None = None, errors: Mapping[str, Sequence[str]] | None = None
) -> str:
    found = matter_of(current_actor(), matter_id)
    return render_template(
        "recordings/of_matter.html", about=found, **panel(matter_id), **upload_form(found.org_id, typed, errors)
    )


def _receive(matter_id: str) -> Recording:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid({"file": [_("请选择一个文件。")]})
    with closing(file):
        data = file.read(POLICY.form_bytes + 1)
    typed = MultiDict(request.form)
    typed.update({"filename": file.filename, "content_type": file.mimetype, "size": str(len(data))})
    command = ReceiveFile(announced(matter_id, load_form(UploadSchema(), typed)), data)
    return services.receive_file(current_actor(), command, current_instant())


def _recording_page(
    found: Recording,
    *,
    opened: services.OpenedRecording | None = None,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
) -> str:
    actor = current_actor()
    return render_template(
        "recordings/page.html",
        recording=found,
        about=matter_of(actor, found.matter_id),
        opened=opened,
        trail=queries.custody_trail(actor, found.public_id),
        mark_form=build_form(MarkSchema(), typed, errors),
        can_upload=actor.may_anywhere(Permission.RECORDING_UPLOAD),
        kind_name=KIND_NAMES[found.kind],
        state_name=STATE_NAMES[found.state],
        retention_name=RETENTION_NAMES[found.retention],
    )


def _entry(one: Recording, looks: int) -> dict[str, Any]:
    """A recording as macros/files.html draws it."""
    href = url_for("recordings.page", public_id=one.public_id)
    notes = [one.problem, _("迟传：%(reason)s", reason=one.late_reason or _("未写明原因")) if one.late else ""]
    picture = one.thumbnail_key and url_for("recordings.thumbnail", public_id=one.public_id)
    return {
        "name": one.title,
        "size": one.size,
        "kind": one.kind,
        "state": one.state,
        "href": href,
        "thumbnail_href": picture,
        "duration_ms": one.duration_ms if one.kind in {RecordingKind.VIDEO, RecordingKind.AUDIO} else 0,
        "note": " ".join(note for note in notes if note),
        "sha256": one.server_sha256,
        "marks": [
            {"text": f"{_clock(mark.at_ms)} {mark.text}", "href": f"{href}#mark-{mark.id}"} for mark in one.marks
        ],
        "looks": looks,
        "looks_href": f"{href}#custody",
    }


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"
