"""Files that come with objections and rectifications: checked and kept before any row names them, read with a trace."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from enforcement.documents.custody import kept_bytes
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.loading import write_down
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, NotFound
from enforcement.platform.media import MediaLimits, UndecodableError, inspect_media
from enforcement.platform.storage import current_store

FIELD = "uploads"
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST = 8
LONGEST_NAME = 120
KINDS = {
    b"%PDF-": ("application/pdf", "file"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "photo"),
    b"\xff\xd8\xff": ("image/jpeg", "photo"),
}
"""First bytes -> media type, and what the decoder is to read it as. The name and the browser's word count nothing."""
LIMITS = MediaLimits(cpu_seconds=20, wall_seconds=30, pixels=40_000_000)

Stored = Mapping[str, Any]


@dataclass(frozen=True)
class Proof:
    """A kept file as it was handed in."""

    name: str
    mime: str
    content: bytes


def keep_proofs(uploads: Sequence[Upload]) -> list[dict[str, Any]]:
    """Check all files, then keep all; gives ``key, name, sha256, size, mime`` of each, as rows store them.

    To be called before the transaction. Errors: ``Invalid`` (``uploads``) for what is no whole PDF, PNG or JPEG, for
    too large and too many files; ``Unavailable`` when the store is away.
    """
    if len(uploads) > MOST:
        raise Invalid({FIELD: [f"一次至多附 {MOST} 个文件"]})
    checked = [(_name(one.name), _mime(one), one.content) for one in uploads]
    return [_kept(name, mime, content) for name, mime, content in checked]


def open_proof(actor: Actor, record: str, org_path: str, stored: Sequence[Stored], place: int, now: datetime) -> Proof:
    """A kept file by its place (from 1); the look is written down. The caller has found the row in the actor's scope.

    ``record`` is ``objection:…`` or ``rectification:…``. Errors: ``NotFound``; ``Unavailable`` when the store is away,
    or the bytes are not those that were handed in.
    """
    if not 0 < place <= len(stored):
        raise NotFound
    entry = stored[place - 1]
    content = kept_bytes(entry["key"], entry["sha256"])
    after = {"name": entry["name"], "sha256": entry["sha256"]}
    write_down(actor, "proof_opened", record, org_path, now, after=after)
    return Proof(entry["name"], entry["mime"], content)


def _mime(upload: Upload) -> str:
    name, content = _name(upload.name), upload.content
    mime, read_as = next((known for magic, known in KINDS.items() if content.startswith(magic)), ("", ""))
    if not mime:
        raise Invalid({FIELD: [f"“{name}”不是 PDF、PNG 或者 JPEG 文件"]})
    if len(content) > LARGEST:
        raise Invalid({FIELD: [f"“{name}”超过 {LARGEST // MEGABYTE} MB，请压缩后再传"]})
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        path = Path(folder, "proof")
        path.write_bytes(content)
        try:
            inspect_media(path, read_as, LIMITS)
        except UndecodableError as error:
            raise Invalid({FIELD: [f"“{name}”：{error.message}"]}) from error
    return mime


def _kept(name: str, mime: str, content: bytes) -> dict[str, Any]:
    blob = current_store().put(content, mime)
    return {"key": blob.key, "name": name, "sha256": blob.sha256, "size": blob.size, "mime": mime}


def _name(given: str) -> str:
    """The last part of a name, without what no file system or log should see; the end is kept when it is too long."""
    last = PurePosixPath(given.replace("\\", "/")).name
    clean = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return clean[-LONGEST_NAME:] or "未命名"
