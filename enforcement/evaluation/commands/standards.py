"""Acts on standards. ``content`` is JSON data in the shape of ``rules.evaluation.standard.content``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DraftStandard:
    """A new version of a standard, by the organ that will evaluate by it."""

    org_id: int
    content: Mapping[str, Any]


@dataclass(frozen=True)
class EditStandard:
    """The draft's whole content anew. ``version`` is the one that the editor read."""

    public_id: str
    version: int
    content: Mapping[str, Any]


@dataclass(frozen=True)
class PublishStandard:
    """The head publishes what was drafted; nothing of it changes afterwards."""

    public_id: str
    version: int
