"""Keyset paging: a cursor is the sort key of the last row seen, opaque in addresses."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from enforcement.foundation.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and where to go on, or ``None`` at the end."""

    items: Sequence[T]
    next_cursor: str | None = None


def encode_cursor(key: Sequence[str | int | None]) -> str:
    """Sort key -> URL-safe text."""
    raw = json.dumps(list(key), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> tuple[str | int | None, ...]:
    """URL-safe text -> sort key; ``Invalid`` when it is not one of ours."""
    wrong = Invalid({"cursor": ["翻页位置无效，请从第一页重新开始"]})
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = json.loads(raw)
    except (binascii.Error, ValueError) as error:
        raise wrong from error
    if not isinstance(key, list) or len(key) != len(kinds):
        raise wrong
    for value, kind in zip(key, kinds, strict=True):
        if value is not None and type(value) is not kind:
            raise wrong
    return tuple(key)
