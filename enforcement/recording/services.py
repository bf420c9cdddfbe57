"""What people do with recordings. Verification, which the server does by itself, is in `verification`.

Bytes before rows: the store is asked first, the row is written second, so no row promises bytes that the
store never heard of. Nothing waits for the store inside a transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from enforcement.audit.services import record
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.storage import (
    MissingUpload,
    ReceivedPart,
    StoredObject,
    current_store,
    part_size_for,
)
from enforcement.recording.announcing import announced_recording
from enforcement.recording.commands import (
    AbandonUpload,
    AddMark,
    BeginUpload,
    CompleteUpload,
    ExplainLateness,
    ReceiveFile,
)
from enforcement.recording.models import Recording, RecordingMark
from enforcement.recording.policies import require_look, require_upload
from enforcement.recording.policy import POLICY
from enforcement.rules.recording import RecordingState, is_late

BASIS = "行政处罚法第四十七条"
DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_MARK = 100


@dataclass(frozen=True)
class PartLink:
    """A signed address to which one part is put."""

    number: int
    url: str


@dataclass(frozen=True)
class OpenedRecording:
    """A signed address that reads the recording until `expires_at`, by ranges too."""

    recording: Recording
    url: str
    expires_at: datetime


def begin_upload(actor: Actor, command: BeginUpload, now: datetime) -> Recording:
    """Check what is announced and open an upload in parts.

    The same person announcing the same unfinished file again gets the upload that is already there, so that
    nothing is sent twice. Raises `Invalid` with all fields to mend, `Unavailable` when the store is away.
    """
    require_upload(actor, command.org_path, command.matter_id)
    unfinished = _unfinished(actor, command)
    if unfinished is not None:
        return unfinished
    recording = announced_recording(actor, command, now)
    recording.public_id = new_public_id()
    recording.object_key = f"recordings/{recording.matter_id}/{recording.public_id}"
    recording.part_size = part_size_for(recording.size, POLICY.part_bytes)
    recording.upload_id = current_store().begin_multipart(recording.object_key, recording.content_type)
    with transaction():
        db.session.add(recording)
        _enter(actor, "recording.announced", recording, now, after=_facts(recording))
    return recording


def receive_file(actor: Actor, command: ReceiveFile, now: datetime) -> Recording:
    """Take a whole small file through the server, for browsers without scripts.

    Raises `Invalid` when it is larger than `upload.form_bytes` or must be mended otherwise.
    """
    announced = command.announced
    require_upload(actor, announced.org_path, announced.matter_id)
    if len(command.data) > POLICY.form_bytes:
        raise Invalid({"file": [f"不用脚本时最大 {POLICY.form_bytes // 2**20} MB；请换支持脚本的浏览器分片上传。"]})
    recording = announced_recording(actor, replace(announced, size=len(command.data)), now)
    blob = current_store().put(command.data, recording.content_type)
    recording.public_id = new_public_id()
    recording.part_size = part_size_for(blob.size, POLICY.part_bytes)
    recording.object_key, recording.object_version = blob.key, blob.version_id
    recording.declared_sha256 = blob.sha256
    recording.state = RecordingState.UPLOADED
    recording.received_at = now
    with transaction():
        db.session.add(recording)
        _enter(actor, "recording.received", recording, now, after=_facts(recording) | {"sha256": blob.sha256})
    return recording


def part_links(actor: Actor, public_id: str, numbers: Iterable[int], now: datetime) -> tuple[PartLink, ...]:
    """Signed addresses for parts (numbers from 1) of an unfinished upload; at most `upload.links_at_once`.

    Raises `NotFound`, `Invalid` for numbers the file does not have, `Refused` when the upload has ended.
    """
    recording = _uploadable(actor, public_id)
    wanted = sorted(set(numbers))
    if not wanted or len(wanted) > POLICY.links_at_once or wanted[0] < 1 or wanted[-1] > recording.parts:
        raise Invalid({"numbers": [f"分片号应在 1 到 {recording.parts} 之间，一次最多 {POLICY.links_at_once} 片。"]})
    store = current_store()
    key, upload_id = recording.object_key, recording.upload_id
    _touch(public_id, now)
    return tuple(
        PartLink(number, store.presign_part(key, upload_id, number, POLICY.part_link_seconds)) for number in wanted
    )


def received_parts(actor: Actor, public_id: str) -> tuple[ReceivedPart, ...]:
    """Parts the store has in full; a part of the wrong size is left out, so that it is sent again."""
    recording = _uploadable(actor, public_id)
    try:
        parts = current_store().list_parts(recording.object_key, recording.upload_id)
    except MissingUpload:
        return _already_joined(recording)
    return tuple(part for part in parts if _fits(recording, part))


def complete_upload(actor: Actor, command: CompleteUpload, now: datetime) -> Recording:
    """Join the parts and keep the declared digest; from here on the server verifies by itself.

    Safe to repeat. Raises `Invalid` for a malformed digest, `Refused` while parts are missing.
    """
    if not DIGEST.fullmatch(command.sha256):
        raise Invalid({"sha256": ["摘要应为 64 位十六进制的 SHA-256。"]})
    recording = _visible(actor, command.public_id)
    require_upload(actor, recording.org_path, recording.matter_id)
    if recording.complete:
        return recording
    _require_unfinished(recording)
    stored = _joined(recording)
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == command.public_id))
        if recording.complete:
            return recording
        recording.state = RecordingState.UPLOADED
        recording.declared_sha256 = command.sha256
        recording.object_version = stored.version_id
        recording.received_at = recording.touched_at = now
        recording.late = is_late(recording.due_at, now)
        after = {"sha256": command.sha256, "size": stored.size, "late": recording.late}
        _enter(actor, "recording.received", recording, now, after=after, reason=recording.late_reason)
    return recording


def abandon_upload(actor: Actor, command: AbandonUpload, now: datetime) -> Recording:
    """Give up an unfinished upload; the row stays with the reason. What is complete can't be given up."""
    recording = _uploadable(actor, command.public_id)
    if not command.reason.strip():
        raise Invalid({"reason": ["请写明放弃上传的原因。"]})
    current_store().abort_multipart(recording.object_key, recording.upload_id)
    return _abandon(actor, recording.public_id, command.reason.strip(), now)


def sweep_abandoned(now: datetime) -> int:
    """Give up uploads without a sign of life for `upload.abandoned_days`. Returns how many."""
    stale = select(Recording).where(
        Recording.state == RecordingState.UPLOADING, Recording.touched_at < now - POLICY.abandoned_after
    )
    recordings = db.session.scalars(stale).all()
    for recording in recordings:
        current_store().abort_multipart(recording.object_key, recording.upload_id)
        reason = f"超过 {POLICY.abandoned_after.days} 天没有继续上传"
        _abandon(system_actor("清理未完成的上传"), recording.public_id, reason, now)
    return len(recordings)


def open_recording(actor: Actor, public_id: str, now: datetime, *, reason: str = "") -> OpenedRecording:
    """Look at a recording: the entry in the audit record is committed first, the link issued second.

    Never part of a larger action, for the entry must stand whatever follows. Raises `NotFound` out of scope,
    `Refused` while the upload is unfinished.
    """
    recording = _visible(actor, public_id)
    require_look(actor, recording)
    if not recording.complete:
        raise Refused([Reason("recording-incomplete", "文件还没有上传完，不能调阅。", BASIS, "上传完成后即可调阅")])
    with transaction():
        recording = _load(public_id)
        after = {"state": recording.state, "sha256": recording.server_sha256 or recording.declared_sha256}
        _enter(actor, "recording.opened", recording, now, after=after, reason=reason)
    return _link(recording, now)


def open_blindly(public_id: str, now: datetime) -> OpenedRecording:
    """The link alone. Internal: the caller proved the right to look and entered the look in a record of its own.

    For lookers whom the custody trail must not name yet: evaluators while they score.
    """
    recording = _load(public_id)
    if not recording.complete:
        raise NotFound
    return _link(recording, now)


def _link(recording: Recording, now: datetime) -> OpenedRecording:
    url = current_store().presign_get(
        recording.object_key,
        POLICY.look_link_seconds,
        recording.filename,
        recording.content_type,
        version_id=recording.object_version,
    )
    return OpenedRecording(recording, url, now + timedelta(seconds=POLICY.look_link_seconds))


def add_mark(actor: Actor, command: AddMark, now: datetime) -> RecordingMark:
    """Note what is to be seen at a moment. Raises `Invalid` for a moment outside the recording."""
    recording = _visible(actor, command.public_id)
    require_upload(actor, recording.org_path, recording.matter_id)
    text = command.text.strip()
    problems: dict[str, list[str]] = {}
    if not text or len(text) > LONGEST_MARK:
        problems["text"] = [f"请写明这一刻是什么，不超过 {LONGEST_MARK} 个字。"]
    if command.at_ms < 0 or (recording.duration_ms and command.at_ms > recording.duration_ms):
        problems["at"] = ["时间点不在录像长度之内；请按 分:秒 填写。"]
    if problems:
        raise Invalid(problems)
    with transaction():
        recording = _load(command.public_id)
        mark = RecordingMark(at_ms=command.at_ms, text=text, added_by_name=actor.name, added_at=now)
        recording.marks.append(mark)
        _enter(actor, "recording.marked", recording, now, after={"at_ms": command.at_ms, "text": text})
    return mark


def explain_lateness(actor: Actor, command: ExplainLateness, now: datetime) -> Recording:
    """Write down why a late recording came in late; once, for a second version would hide the first."""
    recording = _visible(actor, command.public_id)
    require_upload(actor, recording.org_path, recording.matter_id)
    if not command.reason.strip():
        raise Invalid({"late_reason": ["请写明迟传的原因。"]})
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == command.public_id))
        if not recording.late or recording.late_reason:
            raise Refused([Reason("lateness-settled", "这份记录没有迟传，或者原因已经写明。", recording.due_basis)])
        recording.late_reason = command.reason.strip()
        _enter(actor, "recording.lateness_explained", recording, now, reason=recording.late_reason)
    return recording


def _unfinished(actor: Actor, command: BeginUpload) -> Recording | None:
    if not command.head_sha256:
        return None
    same = select(Recording).where(
        Recording.state == RecordingState.UPLOADING,
        Recording.matter_id == command.matter_id,
        Recording.uploaded_by == actor.user_id,
        Recording.filename == command.filename,
        Recording.size == command.size,
        Recording.head_sha256 == command.head_sha256,
    )
    return db.session.scalars(same.order_by(Recording.id.desc()).limit(1)).first()


def _load(public_id: str) -> Recording:
    found = db.session.scalars(select(Recording).where(Recording.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _visible(actor: Actor, public_id: str) -> Recording:
    recording = _load(public_id)
    require_look(actor, recording)
    return recording


def _uploadable(actor: Actor, public_id: str) -> Recording:
    recording = _visible(actor, public_id)
    require_upload(actor, recording.org_path, recording.matter_id)
    _require_unfinished(recording)
    return recording


def _require_unfinished(recording: Recording) -> None:
    if recording.state is not RecordingState.UPLOADING:
        raise Refused([Reason("upload-ended", "这次上传已经结束。", BASIS, "需要补充时，另外上传一份")])


def _fits(recording: Recording, part: ReceivedPart) -> bool:
    return 1 <= part.number <= recording.parts and part.size == recording.part_bytes(part.number)


def _already_joined(recording: Recording) -> tuple[ReceivedPart, ...]:
    """The store joined the parts, but its answer never arrived: then all of them are there."""
    stored = current_store().find(recording.object_key)
    if stored is None or stored.size != recording.size:
        raise Refused([Reason("upload-lost", "存储里已经没有这次上传。", BASIS, "请放弃这一条，重新上传同一个文件")])
    return tuple(ReceivedPart(number, recording.part_bytes(number), "") for number in range(1, recording.parts + 1))


def _joined(recording: Recording) -> StoredObject:
    store = current_store()
    try:
        parts = [p for p in store.list_parts(recording.object_key, recording.upload_id) if _fits(recording, p)]
        missing = sorted(set(range(1, recording.parts + 1)) - {part.number for part in parts})
        if missing:
            raise Refused([_parts_missing(missing)])
        return store.complete_multipart(recording.object_key, recording.upload_id, parts)
    except MissingUpload:
        _already_joined(recording)
        stored = store.find(recording.object_key)
        return stored or StoredObject(recording.object_key, recording.size, "")


def _parts_missing(missing: Sequence[int]) -> Reason:
    text = f"还有 {len(missing)} 片没有收到（第 {missing[0]} 片起）。"
    return Reason("parts-missing", text, BASIS, "继续上传缺少的分片")


def _touch(public_id: str, now: datetime) -> None:
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == public_id))
        recording.touched_at = now


def _abandon(actor: Actor, public_id: str, reason: str, now: datetime) -> Recording:
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == public_id))
        _require_unfinished(recording)
        recording.state = RecordingState.ABANDONED
        recording.problem = reason
        _enter(actor, "recording.abandoned", recording, now, reason=reason)
    return recording


def _facts(recording: Recording) -> dict[str, object]:
    return {
        "matter": recording.matter_id,
        "filename": recording.filename,
        "size": recording.size,
        "list_item": recording.list_item,
        "recorded_to_at": recording.recorded_to_at.isoformat(),
        "late": recording.late,
    }


def _enter(
    actor: Actor,
    action: str,
    recording: Recording,
    now: datetime,
    *,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    record(actor, action, recording.record, org_path=recording.org_path, now=now, after=after, reason=reason)
