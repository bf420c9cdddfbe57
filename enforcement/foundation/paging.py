"""Keyset paging: a cursor is the sort key of the last row seen, opaque in addresses."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from enforcement.foundation.errors import Invalid

T = TypeVar("T")
LARGEST_INTEGER = 2**63
LONGEST_CURSOR = 1_000
"""Characters; longer ones are not ours, and nested deeply enough they would exhaust the reader."""
FIRST_YEAR, LAST_YEAR = 1, 9999
"""At either end an instant may have no equal in another zone."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and where to go on, or ``None`` at the end."""

    items: Sequence[T]
    next_cursor: str | None = None


def encode_cursor(key: Sequence[str | int]) -> str:
    """Sort key -> URL-safe text."""
    raw = json.dumps(list(key), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    """URL-safe text -> sort key; ``date`` and ``datetime`` are read from ISO text, instants with their zone.

    Errors: ``Invalid`` when it is not one of ours.
    """
    wrong = Invalid({"cursor": ["翻页位置无效，请从第一页重新开始"]})
    if len(cursor) > LONGEST_CURSOR:
        raise wrong
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = json.loads(raw)
        if not isinstance(key, list):
            raise wrong
        return tuple(_read(value, kind) for value, kind in zip(key, kinds, strict=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise wrong from error


def _read(value: object, kind: type) -> object:
    """One part of a key, if a database takes it: 64 bits, no control character, no half of a surrogate pair."""
    if isinstance(value, str) and value.isprintable():
        if kind in _FROM_ISO:
            return _FROM_ISO[kind](value)
        if kind is str:
            return value
    if kind is int and type(value) is int and abs(value) < LARGEST_INTEGER:
        return value
    raise ValueError(kind)


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None or not FIRST_YEAR < read.year < LAST_YEAR:
        raise ValueError(text)
    return read


_FROM_ISO: dict[type, Callable[[str], object]] = {date: date.fromisoformat, datetime: _instant}
