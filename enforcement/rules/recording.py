"""Whole-process recording: what may be uploaded, by when, for how long it is kept, what a file still lacks.

行政处罚法第四十七条 asks for the whole process to be recorded and archived, 国办发〔2018〕118号 each agency
for a list of what is recorded by audio and video (音像记录事项清单). The list's own time for upload goes before the
general term D43; the term of the ruleset stands where the list says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from enforcement.foundation.clock import civil_date, start_of_day
from enforcement.rules.calendars import ONE_DAY, WorkCalendar
from enforcement.rules.deadlines import add_months, compute_deadline, due_instant
from enforcement.rules.facts_catalogue import RecordingListEntry, RecordingWay
from enforcement.rules.rulesets import Term, Unit

FOREVER = "永久"
LONGEST_FILENAME = 200
MEGABYTE = 1024 * 1024


class RecordingKind(StrEnum):
    """What a file is."""

    VIDEO = "video"
    AUDIO = "audio"
    PHOTO = "photo"
    FILE = "file"


KIND_NAMES: dict[RecordingKind, str] = {
    RecordingKind.VIDEO: "录像",
    RecordingKind.AUDIO: "录音",
    RecordingKind.PHOTO: "照片",
    RecordingKind.FILE: "文件",
}


class RecordingState(StrEnum):
    """How far an upload is. Only `verified` counts as a record; the others stay visible for ever."""

    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    VERIFIED = "verified"
    MISMATCH = "mismatch"
    UNDECODABLE = "undecodable"
    ABANDONED = "abandoned"


STATE_NAMES: dict[RecordingState, str] = {
    RecordingState.UPLOADING: "上传中",
    RecordingState.UPLOADED: "等待核验",
    RecordingState.VERIFIED: "已核验",
    RecordingState.MISMATCH: "摘要不一致",
    RecordingState.UNDECODABLE: "不能完整播放",
    RecordingState.ABANDONED: "已放弃上传",
}

CHECKED = frozenset({RecordingState.VERIFIED, RecordingState.MISMATCH, RecordingState.UNDECODABLE})
COMPLETE = CHECKED | {RecordingState.UPLOADED}
"""States in which all bytes are in the store."""


class Retention(StrEnum):
    """For how long a recording is kept."""

    CASE_FILE = "case_file"
    PERMANENT = "permanent"


RETENTION_NAMES: dict[Retention, str] = {
    Retention.CASE_FILE: "与案卷同期保存",
    Retention.PERMANENT: "永久保存",
}


@dataclass(frozen=True)
class RecordingFact:
    """A recording as other rules see it."""

    public_id: str
    kind: str
    list_item: int | None
    step: str
    state: str
    sha256: str
    filename: str
    recorded_on: date
    title: str = ""

    @property
    def verified(self) -> bool:
        """Whether the server has re-hashed and decoded it."""
        return self.state == RecordingState.VERIFIED


@dataclass(frozen=True)
class UploadLimits:
    """What this installation accepts: content types per kind, largest size in bytes."""

    types: Mapping[RecordingKind, tuple[str, ...]]
    largest_bytes: int


@dataclass(frozen=True)
class UploadDue:
    """By when a recording must have been uploaded, and why."""

    due_at: datetime
    sentence: str
    basis: str


def kind_of(content_type: str, limits: UploadLimits) -> RecordingKind | None:
    """The kind that accepts this content type, if any."""
    return next((kind for kind, types in limits.types.items() if content_type in types), None)


def file_problems(filename: str, content_type: str, size: int, limits: UploadLimits) -> dict[str, list[str]]:
    """What speaks against taking a file, per field; empty when nothing does. Size in bytes."""
    problems: dict[str, list[str]] = {}
    if not filename.strip() or len(filename) > LONGEST_FILENAME or any(char < " " for char in filename):
        problems["filename"] = [f"文件名不能为空，不能超过 {LONGEST_FILENAME} 个字，不能有控制字符；请改名后再选一次。"]
    if kind_of(content_type, limits) is None:
        problems["content_type"] = ["不接受这种格式；请上传 MP4 等录像、录音，JPEG、PNG 照片或 PDF 扫描件。"]
    if size < 1:
        problems["size"] = ["文件是空的；请核对设备里的文件后再选一次。"]
    elif size > limits.largest_bytes:
        problems["size"] = [f"文件超过 {limits.largest_bytes // MEGABYTE} MB 的上限；请在设备上分段导出后分别上传。"]
    return problems


def list_problem(
    entries: Iterable[RecordingListEntry], number: int | None, kind: RecordingKind
) -> tuple[RecordingListEntry | None, str]:
    """The entry of the agency's list that a recording belongs to, and what speaks against it."""
    if number is None:
        return None, ""
    entry = next((one for one in entries if one.no == number), None)
    if entry is None:
        return None, f"本机关音像记录事项清单没有第 {number} 项；请重新选择，或者留空。"
    if entry.way is RecordingWay.AUDIO_VIDEO and kind not in {RecordingKind.VIDEO, RecordingKind.AUDIO}:
        return (
            None,
            f"清单第 {number} 项“{entry.item}”要求录音录像，{KIND_NAMES[kind]}不能代替；请上传录像或录音。",
        )
    return entry, ""


def upload_due(
    general: Term, entry: RecordingListEntry | None, ended_at: datetime, calendar: WorkCalendar
) -> UploadDue:
    """By when a recording that ended at an instant is to be uploaded.

    The agency's list goes before the general term; terms in days end at the end of their last day.
    """
    term, basis = general, general.basis
    if entry is not None and entry.upload_hours:
        term = replace(general, length=entry.upload_hours, unit=Unit.H)
        basis = f"本机关音像记录事项清单第 {entry.no} 项；{general.basis}"
    if term.unit is Unit.H:
        due_at = due_instant(term, ended_at)
    else:
        due_at = start_of_day(compute_deadline(term, civil_date(ended_at), calendar).due + ONE_DAY)
    return UploadDue(due_at, f"{term.trigger}后 {term.text}内上传", basis)


def is_late(due_at: datetime, received_at: datetime) -> bool:
    """Whether a recording came in after its term; the last instant is still in time."""
    return received_at > due_at


def retention_of(entry: RecordingListEntry | None) -> Retention:
    """Permanent where the agency's list says so, else as long as the case file."""
    return Retention.PERMANENT if entry is not None and FOREVER in entry.retention else Retention.CASE_FILE


def kept_at_least_until(minimum: Term, recorded_on: date) -> date:
    """The day before which a recording is not even proposed for disposal (D44), whatever becomes of its matter."""
    months = minimum.length * (12 if minimum.unit is Unit.Y else 1)
    if minimum.unit in {Unit.M, Unit.Y}:
        return add_months(recorded_on, months)
    return recorded_on + timedelta(days=minimum.length)


def missing_entries(
    entries: Iterable[RecordingListEntry], facts: Sequence[RecordingFact]
) -> tuple[tuple[RecordingListEntry, ...], tuple[RecordingListEntry, ...]]:
    """Required entries without any recording, and those whose recording is not verified yet.

    Only audio, video and photos are asked for here; what a list records in words is in the documents.
    """
    missing: list[RecordingListEntry] = []
    pending: list[RecordingListEntry] = []
    for entry in entries:
        if not entry.required or entry.way is RecordingWay.TEXT:
            continue
        found = [fact for fact in facts if fact.list_item == entry.no]
        if any(fact.verified for fact in found):
            continue
        under_way = {RecordingState.UPLOADING, RecordingState.UPLOADED}
        (pending if any(fact.state in under_way for fact in found) else missing).append(entry)
    return tuple(missing), tuple(pending)
