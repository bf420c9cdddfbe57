"""A file that comes with an objection or a rectification."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """The name that the sender gave it, and its bytes."""

    name: str
    content: bytes
