"""What this room tells; ids only."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.events import Event


@dataclass(frozen=True)
class CheckArrived(Event):
    """The officers are there: the visit counts from now."""

    check_public_id: str


@dataclass(frozen=True)
class ResultPublished(Event):
    """The result of a check is on the public pages."""

    check_public_id: str
