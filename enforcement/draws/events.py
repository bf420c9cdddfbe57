"""What other rooms may hear; ids only."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.events import Event


@dataclass(frozen=True)
class DrawCommitted(Event):
    """Pool and sources are fixed and public; the randomness does not exist yet."""

    draw_id: int
    public_id: str
    matter: str


@dataclass(frozen=True)
class DrawPublished(Event):
    """Objects and officers are drawn (of a sealed draw: known inside, the root public)."""

    draw_id: int
    public_id: str
    matter: str


@dataclass(frozen=True)
class DrawOpened(Event):
    """K of a sealed draw is public, and with it list and officers."""

    draw_id: int
    public_id: str
    matter: str


@dataclass(frozen=True)
class DrawVoided(Event):
    """The draw does not count; it stays public with its reason."""

    draw_id: int
    public_id: str
    matter: str


@dataclass(frozen=True)
class OfficerReplaced(Event):
    """``new`` is empty when nobody of the ranking passed."""

    public_id: str
    matter: str
    object_id: str
    old: str
    new: str


@dataclass(frozen=True)
class ObjectReplaced(Event):
    """``new`` is empty when the class has no further ticket; ``reason`` as everybody reads it."""

    public_id: str
    matter: str
    old: str
    new: str
    reason: str
