"""The permission of each action, on the path of the organ that evaluates."""

from __future__ import annotations

from enum import Enum

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden, NotFound
from enforcement.foundation.permissions import Permission


class Action(Enum):
    """Actions of the room, with their permission."""

    PLAN = Permission.EVALUATION_PLAN
    APPROVE = Permission.EVALUATION_APPROVE
    SCORE = Permission.EVALUATION_SCORE
    READ = Permission.EVALUATION_READ
    ANSWER = Permission.EVALUATION_ANSWER


READING = (Action.PLAN, Action.APPROVE, Action.READ)
"""Who sees that a plan is there. Evaluators and agencies see their own part through other doors."""


def require(actor: Actor, action: Action, org_path: str) -> None:
    """Pass; ``NotFound`` out of reading scope, ``Forbidden`` within it."""
    if actor.may(action.value, org_path):
        return
    if any(actor.may(one.value, org_path) for one in READING):
        raise Forbidden
    raise NotFound


def reading_paths(actor: Actor) -> tuple[str, ...]:
    """The paths on which the actor sees plans."""
    return tuple(sorted({path for one in READING for path in actor.paths(one.value)}))
