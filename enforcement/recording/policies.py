"""The permission of each action, on the recording's organisation path or on its case."""

from __future__ import annotations

from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.platform.scopes import require as require_permission
from enforcement.recording.models import Recording

MATTER_KIND = "case"
"""The word of record grants: whoever was given one case sees its recordings."""


def require_upload(actor: Actor, org_path: str, matter_id: str) -> None:
    """Upload, mark, explain. Out of scope answers like a missing matter (`NotFound`)."""
    _require(actor, Permission.RECORDING_UPLOAD, org_path, matter_id)


def require_look(actor: Actor, recording: Recording) -> None:
    """Look at a recording."""
    _require(actor, Permission.RECORDING_READ, recording.org_path, recording.matter_id)


def _require(actor: Actor, permission: Permission, org_path: str, matter_id: str) -> None:
    record = f"{MATTER_KIND}:{matter_id}"
    require_permission(actor, permission, org_path, record, reading=Permission.RECORDING_READ)
