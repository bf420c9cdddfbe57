"""Recordings: announce, send in parts straight to the store, complete, look, mark."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import read, sent
from enforcement.casework import queries as casework
from enforcement.doors.access import current_actor, requires
from enforcement.doors.matters import announced
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.recording import queries, services
from enforcement.recording.commands import AbandonUpload, AddMark, CompleteUpload
from enforcement.schemas.recording import CompletionSchema, MarkSchema, PartsSchema, ReasonSchema, UploadSchema
from enforcement.schemas.recording_shown import (
    MarkShownSchema,
    OpenedSchema,
    PartLinksSchema,
    ReceivedPartsSchema,
    RecordingListShownSchema,
    RecordingShownSchema,
)

recordings = ApiBlueprint("recordings", "音像记录")


@recordings.operation("GET", "/cases/<case_id>/recordings", "案件的音像记录")
@requires(Permission.RECORDING_READ)
@recordings.response(200, RecordingListShownSchema)
def list_recordings(case_id: str) -> dict[str, Any]:
    """Recordings of a case, oldest first."""
    actor = current_actor()
    return {"items": queries.recordings_of(actor, casework.case(actor, case_id).public_id)}


@recordings.operation("POST", "/cases/<case_id>/recordings", "开始上传音像记录", body=UploadSchema())
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(201, RecordingShownSchema)
def begin_upload(case_id: str) -> object:
    """Announce a file; the same unfinished file announced again goes on where it stopped."""
    command = announced(case_id, read(UploadSchema(), sent()))
    return services.begin_upload(current_actor(), command, current_instant())


@recordings.operation("GET", "/recordings/<recording_id>", "读取音像记录的信息")
@requires(Permission.RECORDING_READ)
@recordings.response(200, RecordingShownSchema)
def get_recording(recording_id: str) -> object:
    """What is known about it, with its marks."""
    return queries.recording(current_actor(), recording_id)


@recordings.operation("GET", "/recordings/<recording_id>/parts", "已经收到的分片")
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(200, ReceivedPartsSchema)
def list_parts(recording_id: str) -> dict[str, Any]:
    """Parts of an unfinished upload that the store has in full."""
    parts = services.received_parts(current_actor(), recording_id)
    return {"received": [part.number for part in parts]}


@recordings.operation("POST", "/recordings/<recording_id>/parts", "取得分片的上传地址", body=PartsSchema())
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(200, PartLinksSchema)
def link_parts(recording_id: str) -> dict[str, Any]:
    """Links to which parts are put."""
    numbers = read(PartsSchema(), sent())["numbers"]
    return {"links": services.part_links(current_actor(), recording_id, numbers, current_instant())}


@recordings.operation("POST", "/recordings/<recording_id>/completion", "完成上传", body=CompletionSchema())
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(200, RecordingShownSchema)
def complete_upload(recording_id: str) -> object:
    """All parts are sent; the server verifies by itself. Safe to repeat."""
    command = CompleteUpload(recording_id, read(CompletionSchema(), sent())["sha256"])
    return services.complete_upload(current_actor(), command, current_instant())


@recordings.operation("POST", "/recordings/<recording_id>/abandonment", "放弃未完成的上传", body=ReasonSchema())
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(200, RecordingShownSchema)
def abandon_upload(recording_id: str) -> object:
    """A wrong file was chosen; the row stays with the reason."""
    command = AbandonUpload(recording_id, read(ReasonSchema(), sent())["reason"])
    return services.abandon_upload(current_actor(), command, current_instant())


@recordings.operation("POST", "/recordings/<recording_id>/opening", "调阅音像记录", body=ReasonSchema())
@requires(Permission.RECORDING_READ)
@recordings.response(200, OpenedSchema)
def open_recording(recording_id: str) -> object:
    """The entry in the audit record first, then a link that soon ends."""
    reason = read(ReasonSchema(), sent())["reason"]
    return services.open_recording(current_actor(), recording_id, current_instant(), reason=reason)


@recordings.operation("POST", "/recordings/<recording_id>/marks", "添加时间点标记", body=MarkSchema())
@requires(Permission.RECORDING_UPLOAD)
@recordings.response(201, MarkShownSchema)
def add_mark(recording_id: str) -> object:
    """Note what is to be seen at a moment."""
    given = read(MarkSchema(), sent())
    return services.add_mark(current_actor(), AddMark(recording_id, given["at"], given["text"]), current_instant())
