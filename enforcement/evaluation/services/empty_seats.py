"""A seat that nobody lawful could take waits until somebody can."""

from __future__ import annotations

from datetime import datetime

from enforcement.evaluation.loading import locked_file, locked_plan
from enforcement.evaluation.policies import Action
from enforcement.evaluation.seating import empty_places, take_further
from enforcement.evaluation.states import PlanState
from enforcement.foundation.actor import system_actor
from enforcement.platform.database import transaction

_SYSTEM = system_actor("评查席位")


def fill_empty_seats(public_id: str, now: datetime) -> int:
    """Give every seat of a plan that is still empty to whoever may take it now, and say how many took one.

    Safe to repeat and to run twice at once. Errors: ``Unavailable`` when the store is away.
    """
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, public_id)
        if row.state is not PlanState.SCORING:
            return 0
        waiting = [one.public_id for one in row.files if empty_places(one)]
        return sum(_fill(one, now) for one in waiting)


def _fill(file_public_id: str, now: datetime) -> int:
    file = locked_file(file_public_id)
    return sum(take_further(file, place, now) is not None for place in empty_places(file))
