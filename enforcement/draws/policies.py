"""The permission of each action, on the path of the drawing agency."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from enforcement.draws.bundles import is_open
from enforcement.draws.states import Subject
from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.platform.scopes import require as require_permission

if TYPE_CHECKING:
    from enforcement.draws.models import Draw


class Action(Enum):
    """Actions of the room, with their permission."""

    READ = Permission.DRAW_READ
    DRAFT = Permission.DRAW_DRAFT
    APPROVE = Permission.DRAW_APPROVE
    WITNESS = Permission.DRAW_WITNESS
    TYPE = Permission.RANDOMNESS_TYPE


def require(actor: Actor, action: Action, org_path: str) -> None:
    """Pass; ``NotFound`` out of reading scope, ``Forbidden`` within it."""
    require_permission(actor, action.value, org_path, reading=Permission.DRAW_READ)


def may_ask_void(actor: Actor, org_path: str) -> bool:
    """Who drafts or who approves may ask to make a draw void."""
    return any(actor.may(one, org_path) for one in (Permission.DRAW_DRAFT, Permission.DRAW_APPROVE))


def may_look(actor: Actor, draw: Draw) -> bool:
    """Whether a list that is drawn and still sealed may be looked at: by the supervision organ, against tip-offs.

    Who scores which file is nobody's before the opening: supervisors are evaluators, too.
    """
    if draw.selected_root is None or is_open(draw) or draw.subject is Subject.EVALUATION:
        return False
    return actor.may(Permission.SUPERVISION_READ, draw.org_path)
