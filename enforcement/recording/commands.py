"""What people ask of the room. Sizes are bytes, instants UTC, digests lower-case hex SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BeginUpload:
    """Announce a file of a matter. The caller took the organisation from the matter itself."""

    matter_id: str
    org_id: int
    org_path: str
    filename: str
    content_type: str
    size: int
    recorded_from_at: datetime
    recorded_to_at: datetime
    title: str = ""
    list_item: int | None = None
    step: str = ""
    place: str = ""
    device_no: str = ""
    party_told: bool = False
    interruptions: str = ""
    officer_ids: tuple[int, ...] = ()
    late_reason: str = ""
    head_sha256: str = ""


@dataclass(frozen=True)
class ReceiveFile:
    """A whole small file, as an ordinary form brings it; `announced.size` is its length."""

    announced: BeginUpload
    data: bytes


@dataclass(frozen=True)
class CompleteUpload:
    """All parts are sent; this is the digest the browser computed while reading the file."""

    public_id: str
    sha256: str


@dataclass(frozen=True)
class AbandonUpload:
    """Give up an unfinished upload (a wrong file was chosen), with the reason."""

    public_id: str
    reason: str


@dataclass(frozen=True)
class ExplainLateness:
    """Say why a recording came in after its term."""

    public_id: str
    reason: str


@dataclass(frozen=True)
class AddMark:
    """Note what is to be seen at a moment, in milliseconds from the beginning."""

    public_id: str
    at_ms: int
    text: str
