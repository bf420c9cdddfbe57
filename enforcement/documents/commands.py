"""Acts of the room that mean something in law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enforcement.foundation.permissions import Permission
from enforcement.rules.service import ServiceMode


@dataclass(frozen=True)
class IssueDocument:
    """Make a paper of a matter. ``data`` holds the contents that its form declares.

    The room above knows whose act it is and names the ``permission`` it asks.
    """

    matter_id: str
    org_id: int
    form: str
    title: str
    data: Mapping[str, Any]
    seal: bool
    permission: Permission


@dataclass(frozen=True)
class ServeDocument:
    """Serve a paper.

    ``served_on`` is the civil day of the act itself (签收、留置、到达、回执、发出公告); from
    which day the paper counts as served is computed.
    """

    document_public_id: str
    mode: ServiceMode
    served_on: date
    place: str
    server_ids: tuple[int, ...]
    recipient: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    recording_public_id: str = ""
    signature_png: bytes | None = field(default=None, repr=False)
    note: str = ""


@dataclass(frozen=True)
class AddSignature:
    """A signature (drawn, or a photo of it: ``image_png``), or the note that it was refused."""

    matter_id: str
    org_id: int
    subject: str
    signer: str
    role: str
    permission: Permission
    image_png: bytes | None = field(default=None, repr=False)
    refusal_note: str = ""


@dataclass(frozen=True)
class RegisterSeal:
    """Register an agency's seal image (PNG, transparent ground) from a day on."""

    org_id: int
    name: str
    image_png: bytes = field(repr=False)
    valid_from: date


@dataclass(frozen=True)
class RevokeSeal:
    """End a seal's validity; ``valid_to`` is its last day."""

    seal_public_id: str
    version: int
    valid_to: date
    reason: str
