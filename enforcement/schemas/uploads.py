"""Files in a form or in a body: uploaded, or their bytes in base64."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.proofs import LARGEST, LONGEST_NAME, MEGABYTE, MOST

WRONG_FILE = "应为 {name, content}，content 是 base64 编码的文件内容"
FOR_PROGRAMS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "content"],
    "properties": {
        "name": {"type": "string", "maxLength": LONGEST_NAME},
        "content": {"type": "string", "format": "byte", "description": "文件内容，base64 编码"},
    },
}


class UploadField(fields.Field[Upload]):
    """An uploaded file, or from programs ``{name, content}`` with the bytes in base64 -> ``Upload``.

    Of a file that is too large only so much is read as shows it; what it is, is checked where it is kept.
    """

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> Upload:
        if hasattr(value, "read"):
            return Upload(value.filename or "", bytes(value.read(LARGEST + 1)))
        if not (isinstance(value, Mapping) and set(value) == {"name", "content"}):
            raise ValidationError(WRONG_FILE)
        try:
            return Upload(str(value["name"]), base64.b64decode(str(value["content"]), validate=True))
        except ValueError as error:
            raise ValidationError(WRONG_FILE) from error


def uploads_field(label: str) -> fields.List[Upload]:
    """Any number of files up to the most that are kept; none is given as an empty list."""
    return fields.List(
        UploadField(metadata=FOR_PROGRAMS),
        load_default=list,
        metadata={
            "label": label,
            "widget": "file",
            "hint": f"PDF、PNG 或者 JPEG，至多 {MOST} 个，每个不超过 {LARGEST // MEGABYTE} MB，一次合计不超过 15 MB",
        },
    )
