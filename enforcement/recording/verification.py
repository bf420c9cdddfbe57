"""The server's own look at a recording: read it all, hash it, decode it, and only then let it count.

The reading takes as long as it takes and happens outside any transaction; the result is one short write.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from enforcement.audit.services import record
from enforcement.foundation.actor import system_actor
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.media import MediaFacts, UndecodableError, inspect_media
from enforcement.platform.storage import MissingObject, current_store
from enforcement.recording.models import Recording
from enforcement.recording.policy import POLICY
from enforcement.rules.recording import RecordingState

VERIFIER = "录像核验"


@dataclass(frozen=True)
class _Sample:
    """What is examined: plain values, so that no transaction stays open while the file is read."""

    kind: str
    size: int
    sha256: str
    key: str
    version_id: str


@dataclass(frozen=True)
class _Finding:
    state: RecordingState
    sha256: str = ""
    problem: str = ""
    media: MediaFacts | None = None
    thumbnail_key: str = ""


def verify_recording(public_id: str, now: datetime) -> Recording:
    """Stream the object, re-hash and decode it, and write down what was found; does nothing a second time.

    A recording that differs or can't be decoded stays on record with the reason. Raises `Unavailable` when the
    store is away: then nothing is written and the next run tries again.
    """
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == public_id))
        if recording.state is not RecordingState.UPLOADED:
            return recording
        sample = _Sample(
            kind=str(recording.kind),
            size=recording.size,
            sha256=recording.declared_sha256,
            key=recording.object_key,
            version_id=recording.object_version,
        )
    finding = _examine(sample)
    with transaction():
        recording = locked(select(Recording).where(Recording.public_id == public_id))
        if recording.state is RecordingState.UPLOADED:
            _write_down(recording, finding, now)
    return recording


def recordings_to_verify(limit: int = 20) -> Sequence[str]:
    """Public ids of complete uploads that wait, oldest first."""
    waiting = select(Recording.public_id).where(Recording.state == RecordingState.UPLOADED).order_by(Recording.id)
    return db.session.scalars(waiting.limit(limit)).all()


def _examine(sample: _Sample) -> _Finding:
    with tempfile.TemporaryDirectory(prefix="recording-") as folder:
        path = Path(folder, "file")
        try:
            sha256, length = _fetch(sample.key, sample.version_id, path)
        except MissingObject:
            return _Finding(RecordingState.MISMATCH, problem="存储里没有找到这份文件；请重新上传。")
        if sha256 != sample.sha256 or length != sample.size:
            told = f"服务器重算的摘要 {sha256[:8]}… 与上传时的 {sample.sha256[:8]}… 不同，请重新选择文件上传。"
            return _Finding(RecordingState.MISMATCH, sha256, told)
        try:
            media = inspect_media(path, sample.kind, POLICY.decoding)
        except UndecodableError as exc:
            return _Finding(RecordingState.UNDECODABLE, sha256, exc.message)
    thumbnail = current_store().put(media.thumbnail, "image/jpeg").key if media.thumbnail else ""
    return _Finding(RecordingState.VERIFIED, sha256, media=media, thumbnail_key=thumbnail)


def _fetch(key: str, version_id: str, path: Path) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in current_store().stream(key, version_id=version_id):
            digest.update(chunk)
            length += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), length


def _write_down(recording: Recording, finding: _Finding, now: datetime) -> None:
    recording.state = finding.state
    recording.server_sha256 = finding.sha256
    recording.problem = finding.problem
    recording.checked_at = now
    recording.thumbnail_key = finding.thumbnail_key
    if finding.media is not None:
        for name in ("codec", "duration_ms", "width", "height", "fps_milli", "audio"):
            setattr(recording, name, getattr(finding.media, name))
    record(
        system_actor(VERIFIER),
        f"recording.{finding.state}",
        recording.record,
        org_path=recording.org_path,
        now=now,
        after={"declared": recording.declared_sha256, "server": finding.sha256},
        reason=finding.problem,
    )
