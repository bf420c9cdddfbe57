"""The two hash functions of the protocol and its tagged hash T.

`T(tag, f1, …, fk) = H(ASCII(tag) ‖ 0x00 ‖ LP(f1) ‖ … ‖ LP(fk))` with `LP(x)` = byte length of x in four bytes,
big-endian, then x. SHA-256: FIPS 180-4. SM3: GB/T 32905-2016.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

DIGEST_BYTES = 32
LENGTH_BYTES = 4


class DrawFault(ValueError):
    """Something contradicts the protocol; the message is a Chinese sentence that says what and where."""


class Algorithm(StrEnum):
    """The hash function of one draw, by the name that stands in its commit."""

    SHA256 = "SHA-256"
    SM3 = "SM3"


_FRESH = {Algorithm.SHA256: hashlib.new("sha256"), Algorithm.SM3: hashlib.new("sm3")}


def _sm3(data: bytes) -> _Hash:
    # Copying is twice as quick as looking the algorithm up by its name.
    state = _FRESH[Algorithm.SM3].copy()
    state.update(data)
    return state


_NEW: dict[Algorithm, Callable[[bytes], _Hash]] = {Algorithm.SHA256: hashlib.sha256, Algorithm.SM3: _sm3}


def hasher(algorithm: Algorithm) -> Callable[[bytes], _Hash]:
    """The quickest way to a hash object over some bytes, for loops over millions of them."""
    return _NEW[algorithm]


def digest(algorithm: Algorithm, data: bytes) -> bytes:
    """H(data): 32 bytes."""
    return _NEW[algorithm](data).digest()


def lp(field: bytes) -> bytes:
    """`field` with its byte length before it."""
    return len(field).to_bytes(LENGTH_BYTES) + field


def tag_bytes(tag: str, *fields: bytes) -> bytes:
    """What T hashes."""
    return tag.encode("ascii") + b"\x00" + b"".join(map(lp, fields))


def tag_state(algorithm: Algorithm, tag: str, *fields: bytes) -> _Hash:
    """The state of T after the tag and its first fields; a copy of it is fed the fields that differ."""
    return _NEW[algorithm](tag_bytes(tag, *fields))


def tagged(algorithm: Algorithm, tag: str, *fields: bytes) -> bytes:
    """T(tag, fields…): 32 bytes."""
    return tag_state(algorithm, tag, *fields).digest()
