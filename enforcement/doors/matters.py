"""Which matter a recording belongs to: today always a case."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any

from enforcement.casework import queries as casework
from enforcement.doors.access import current_actor
from enforcement.recording.commands import BeginUpload

# What recorders write and Python's list of types does not know everywhere.
MORE_TYPES = {
    ".mkv": "video/x-matroska",
    ".ts": "video/mp2t",
    ".m4a": "audio/mp4",
    ".amr": "audio/amr",
    ".webp": "image/webp",
}


def announced(matter_id: str, values: Mapping[str, Any]) -> BeginUpload:
    """The command of a filled-in form; raises `NotFound` when the case is out of the actor's scope.

    A browser that knows no type for a file sends none; then the ending of its name tells it.
    """
    case = casework.case(current_actor(), matter_id)
    content_type = values["content_type"] or type_of(values["filename"])
    return BeginUpload(
        matter_id=case.public_id,
        org_id=case.org_id,
        org_path=case.org_path,
        officer_ids=tuple(one.officer_id for one in case.handlers if one.removed_at is None),
        **{**values, "content_type": content_type},
    )


def type_of(filename: str) -> str:
    """The content type that a name's ending stands for, else an empty text."""
    ending = f".{filename.rpartition('.')[2].lower()}"
    return MORE_TYPES.get(ending) or mimetypes.guess_type(filename)[0] or ""
