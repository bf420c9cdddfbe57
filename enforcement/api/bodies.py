"""JSON bodies: read by the same schemas as the forms; amounts are integer fen in both directions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request
from marshmallow import RAISE, Schema

from enforcement.doors.forms import load_data
from enforcement.foundation.errors import DomainError, Invalid, PreconditionMissing, Stale
from enforcement.schemas.casework_fields import Money

OF_THE_PAGES = frozenset({"version"})
"""What a form carries in a hidden field stands in If-Match here."""
UNKNOWN = {"unknown": "没有这个字段", "type": "这里应当是一个对象"}
WRONG_FEN = "金额请写整数，单位为分"
LONGEST_VERSION = 9
HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class MediaTypeWrong(DomainError):
    """A body that is no JSON."""

    status = 415
    code = "media-type"
    title = "请求的内容应当是 JSON（Content-Type: application/json）"


class VersionChanged(Stale):
    """The version in If-Match is not the present one (RFC 9110)."""

    status = 412


def sent() -> dict[str, Any]:
    """The JSON object of this request. Errors: ``MediaTypeWrong``; ``Invalid`` for anything but an object."""
    if not request.is_json:
        raise MediaTypeWrong
    try:
        body = request.get_json()
    except RecursionError as error:
        raise Invalid({"": ["JSON 嵌套太深"]}) from error
    if not isinstance(body, dict):
        raise Invalid({"": ["请求的内容应当是一个 JSON 对象"]})
    if not _storable(body):
        raise Invalid({"": ["含有不能保存的字符（U+0000 或者不成对的代理码元）"]})
    return body


def _storable(body: dict[str, Any]) -> bool:
    """Neither database keeps NUL or half a surrogate pair."""
    text = json.dumps(body, ensure_ascii=False)
    return r"\u0000" not in text and not HALF_A_PAIR.search(text)


def read(schema: Schema, body: Mapping[str, Any], version: int | None = None) -> Any:
    """What the schema makes of a body: usually a command, at the version of If-Match.

    Errors: ``Invalid`` with the sentences per field, unknown ones too.
    """
    hidden = OF_THE_PAGES & schema.load_fields.keys()
    errors = {name: [UNKNOWN["unknown"]] for name in hidden & body.keys()}
    data = {name: _in_yuan(schema, name, value, errors) for name, value in body.items()}
    if errors:
        raise Invalid(errors)
    schema.unknown = RAISE
    schema.error_messages = {**schema.error_messages, **UNKNOWN}
    return load_data(schema, data | {name: version for name in hidden if version is not None})


def _in_yuan(schema: Schema, name: str, value: Any, errors: dict[str, list[str]]) -> Any:
    """Forms type yuan; programs send fen, the same unit as they receive."""
    if not isinstance(schema.load_fields.get(name), Money) or value is None:
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        errors[name] = [WRONG_FEN]
        return value
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def body_schema(converter: Any, schema: Schema, without: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON schema of a body, without what only forms carry."""
    left_out = OF_THE_PAGES | set(without)
    shown = {name: field for name, field in schema.load_fields.items() if name not in left_out}
    made: dict[str, Any] = converter.fields2jsonschema(shown)
    return made | {"additionalProperties": False}


def asked_version() -> int:
    """The version named in If-Match.

    Errors: ``PreconditionMissing`` without one or with ``*``; ``VersionChanged`` for a tag that is not ours.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise PreconditionMissing
    tag = header.removeprefix('"').removesuffix('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) <= LONGEST_VERSION):
        raise VersionChanged("If-Match 中的版本不是本接口给出的 ETag，没有保存任何内容")
    return int(tag)


def version_header(version: int) -> dict[str, str]:
    """The headers of an answer that shows a record at a version; it is never kept by caches."""
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


@contextmanager
def at_version() -> Iterator[None]:
    """Within it an outdated version is answered with 412, and with what happened since."""
    try:
        yield
    except Stale as stale:
        raise VersionChanged(
            stale.message, changed_by=stale.changed_by, changed_at=stale.changed_at, changes=stale.changes
        ) from stale
