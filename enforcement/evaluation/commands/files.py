"""Acts on case files."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.rules.evaluation.drawing import MustDraw


@dataclass(frozen=True)
class TakeIn:
    """A case file to be taken in.

    ``content`` is JSON in the exchange format, ``volume`` the bound volume as PDF. ``traits`` are what the importer
    knows and the file doesn't say (review, suit, complaint, assigned). ``batch`` names the folder or run it came with;
    ``matter_id`` the case, for one that was worked in this system.
    """

    content: bytes
    volume: bytes | None = None
    traits: tuple[MustDraw, ...] = ()
    batch: str = ""
    matter_id: str | None = None
