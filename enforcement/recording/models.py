"""Tables of recording. No row is ever deleted (triggers of migration 0006)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.recording import COMPLETE, RecordingKind, RecordingState, Retention


class Recording(Versioned, Model):
    """One uploaded (or half uploaded) file of a matter, with what is known about it."""

    __tablename__ = "recordings"
    __table_args__ = (
        Index("ix_recordings_matter_id", "matter_id", "id"),
        Index("ix_recordings_state", "state", "id"),
        Index("ix_recordings_org_path", "org_path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    matter_id: Mapped[str] = mapped_column(String(40))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    kind: Mapped[RecordingKind] = mapped_column(enum_column(RecordingKind))
    state: Mapped[RecordingState] = mapped_column(enum_column(RecordingState))
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why it does not count: digest differs, can't be decoded, given up."""

    list_item: Mapped[int | None]
    """Number in the agency's recording list, and the version of that list."""
    list_id: Mapped[str] = mapped_column(String(20), default="")
    step: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(BigInteger)

    part_size: Mapped[int] = mapped_column(BigInteger)
    upload_id: Mapped[str] = mapped_column(String(500), default="")
    object_key: Mapped[str] = mapped_column(String(200))
    object_version: Mapped[str] = mapped_column(String(200), default="")
    head_sha256: Mapped[str] = mapped_column(String(64), default="")
    """Digest of the first MiB, so that a reopened page can tell whether the same file was chosen."""
    declared_sha256: Mapped[str] = mapped_column(String(64), default="")
    server_sha256: Mapped[str] = mapped_column(String(64), default="")

    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    fps_milli: Mapped[int] = mapped_column(default=0)
    audio: Mapped[bool] = mapped_column(default=False)
    codec: Mapped[str] = mapped_column(String(40), default="")
    thumbnail_key: Mapped[str] = mapped_column(String(200), default="")

    recorded_from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_to_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    device_no: Mapped[str] = mapped_column(String(60), default="")
    party_told: Mapped[bool] = mapped_column(default=False)
    interruptions: Mapped[str] = mapped_column(Text, default="")
    officer_ids: Mapped[Any] = mapped_column(Json)

    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_sentence: Mapped[str] = mapped_column(String(200))
    due_basis: Mapped[str] = mapped_column(Text)
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(Text, default="")
    retention: Mapped[Retention] = mapped_column(enum_column(Retention))
    kept_until_on: Mapped[date]
    """Kept at least until this day, whatever becomes of the matter."""

    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_by_name: Mapped[str] = mapped_column(String(100))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Last sign of life of the upload."""
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    marks: Mapped[list[RecordingMark]] = relationship(
        order_by="RecordingMark.at_ms, RecordingMark.id", lazy="selectin", back_populates="recording"
    )

    @property
    def parts(self) -> int:
        """In how many parts the file is sent."""
        return -(-self.size // self.part_size)

    def part_bytes(self, number: int) -> int:
        """Size of a part (from 1) in bytes; the last one is what is left."""
        return min(self.part_size, self.size - (number - 1) * self.part_size)

    @property
    def complete(self) -> bool:
        """Whether all bytes are in the store."""
        return self.state in COMPLETE

    @property
    def record(self) -> str:
        """Name of the record in audit entries."""
        return f"recording:{self.public_id}"


class RecordingMark(Model):
    """A time mark: what is to be seen or heard from this moment on. Added, never changed."""

    __tablename__ = "recording_marks"
    __table_args__ = (Index("ix_recording_marks_recording_id", "recording_id", "at_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    at_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(String(100))
    added_by_name: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    recording: Mapped[Recording] = relationship(back_populates="marks")
