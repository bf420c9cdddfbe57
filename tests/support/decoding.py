"""Sample pictures and films of the tests, decoded once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enforcement.draws import custody
from enforcement.evaluation import proofs
from enforcement.platform.media import MediaFacts, MediaLimits, inspect_media
from enforcement.recording import verification

ROOMS = (custody, proofs, verification)


@contextmanager
def decoded_once() -> Iterator[None]:
    """The same bytes are decoded once in a test process, by the real decoder; a refusal is found each time anew."""
    known: dict[tuple[bytes, str, MediaLimits | None], MediaFacts] = {}

    def remembered(path: Path, kind: str, limits: MediaLimits | None = None) -> MediaFacts:
        key = (hashlib.sha256(path.read_bytes()).digest(), kind, limits)
        if key not in known:
            known[key] = inspect_media(path, kind, limits)
        return known[key]

    for room in ROOMS:
        room.inspect_media = remembered  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for room in ROOMS:
            room.inspect_media = inspect_media  # type: ignore[attr-defined]
