"""A third seat that nobody lawful could take waits until somebody can."""

from __future__ import annotations

from datetime import datetime

from enforcement.evaluation.loading import locked_file, locked_plan
from enforcement.evaluation.policies import Action
from enforcement.evaluation.seating import THIRD, call_further
from enforcement.evaluation.states import FileState, PlanState, SeatState
from enforcement.foundation.actor import system_actor
from enforcement.platform.database import transaction

_SYSTEM = system_actor("评查席位")


def call_missing_thirds(public_id: str, now: datetime) -> int:
    """Give every third seat of a plan that is still empty to whoever may take it now, and say how many took one.

    Safe to repeat and to run twice at once. Errors: ``Unavailable`` when the store is away.
    """
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, public_id)
        if row.state is not PlanState.SCORING:
            return 0
        empty = [one.public_id for one in row.files if one.state is FileState.THIRD]
        return sum(_call(one, now) for one in empty)


def _call(file_public_id: str, now: datetime) -> bool:
    file = locked_file(file_public_id)
    taken = any(one.place == THIRD and one.state is not SeatState.RECUSED for one in file.seats)
    return not taken and call_further(file, THIRD, now) is not None
