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


def require_answering(actor: Actor, agency_path: str, plan_path: str) -> None:
    """Pass for who answers for the agency; ``Forbidden`` for who may read the plan, ``NotFound`` for everybody else."""
    if actor.may(Action.ANSWER.value, agency_path):
        return
    if any(actor.may(one.value, plan_path) for one in READING):
        raise Forbidden
    raise NotFound


def governments(actor: Actor) -> tuple[str, ...]:
    """Below these paths lie the agencies whose files the actor may have evaluated: the own organs' governments."""
    return tuple(sorted({government_of(path) for path in actor.paths(Action.PLAN.value)}))


def government_of(organ_path: str) -> str:
    """The government that an organ belongs to; an organ without one stands for itself."""
    parts = organ_path.strip("/").split("/")
    return f"/{'/'.join(parts[:-1])}/" if len(parts) > 1 else organ_path
