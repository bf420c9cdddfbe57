"""What other rooms may hear; ids only."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.events import Event


@dataclass(frozen=True)
class ScoringClosed(Event):
    """Every sheet is in, or its time is over: the draw is opened and the feedback begins."""

    plan_public_id: str


@dataclass(frozen=True)
class SeatReplaced(Event):
    """An evaluator recused; ``new_seat`` is empty when nobody lawful follows."""

    plan_public_id: str
    old_seat: str
    new_seat: str
