"""Which matter a recording belongs to: a case, or a check of an inspection."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enforcement.casework import queries as casework
from enforcement.doors.access import current_actor
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.inspection.queries import checks as inspection
from enforcement.recording.commands import BeginUpload

if TYPE_CHECKING:
    from enforcement.casework.models import Case
    from enforcement.inspection.models.checks import Check

# What recorders write and Python's list of types does not know everywhere.
MORE_TYPES = {
    ".mkv": "video/x-matroska",
    ".ts": "video/mp2t",
    ".m4a": "audio/mp4",
    ".amr": "audio/amr",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class Matter:
    """What recordings hang on; ``path`` is its page, ``list_path`` the list that it stands in."""

    public_id: str
    org_id: int
    org_path: str
    title: str
    number: str
    officer_ids: tuple[int, ...]
    list_title: str
    list_path: str
    path: str


def matter_of(actor: Actor, matter_id: str) -> Matter:
    """A case or a check in the actor's scope. Errors: ``NotFound``."""
    try:
        return _case(casework.case(actor, matter_id))
    except NotFound:
        return _check(inspection.check(actor, matter_id))


def announced(matter_id: str, values: Mapping[str, Any]) -> BeginUpload:
    """The command of a filled-in form; raises `NotFound` when the matter is out of the actor's scope.

    A browser that knows no type for a file sends none; then the ending of its name tells it.
    """
    matter = matter_of(current_actor(), matter_id)
    content_type = values["content_type"] or type_of(values["filename"])
    return BeginUpload(
        matter_id=matter.public_id,
        org_id=matter.org_id,
        org_path=matter.org_path,
        officer_ids=matter.officer_ids,
        **{**values, "content_type": content_type},
    )


def _case(case: Case) -> Matter:
    officers = tuple(one.officer_id for one in case.handlers if one.removed_at is None)
    number, path = case.case_no or "", f"/cases/{case.public_id}"
    return Matter(case.public_id, case.org_id, case.org_path, case.title, number, officers, "案件", "/cases", path)


def _check(check: Check) -> Matter:
    officers = tuple(one.officer_id for one in check.officers if one.removed_at is None)
    path = f"/inspection/checks/{check.public_id}"
    return Matter(
        check.public_id, check.org_id, check.org_path, f"{check.name}检查", check.notice_number, officers,
        "检查", "/inspection/checks", path,
    )  # fmt: skip


def type_of(filename: str) -> str:
    """The content type that a name's ending stands for, else an empty text."""
    ending = f".{filename.rpartition('.')[2].lower()}"
    return MORE_TYPES.get(ending) or mimetypes.guess_type(filename)[0] or ""
