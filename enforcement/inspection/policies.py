"""The permission of each action, on the path of the agency that inspects."""

from __future__ import annotations

from enum import Enum

from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.platform.scopes import require as require_permission


class Action(Enum):
    """Actions of the room, with their permission."""

    READ = Permission.CHECK_READ
    KEEP_LIBRARY = Permission.LIBRARY_MANAGE
    DRAFT_PLAN = Permission.PLAN_DRAFT
    APPROVE_PLAN = Permission.PLAN_APPROVE
    APPROVE_CHECK = Permission.CHECK_APPROVE
    CONDUCT_CHECK = Permission.CHECK_CONDUCT
    ANSWER_COMPLAINT = Permission.COMPLAINT_HANDLE
    READ_RATINGS = Permission.RATING_READ


def require(actor: Actor, action: Action, org_path: str) -> None:
    """Pass; ``NotFound`` out of reading scope, ``Forbidden`` within it."""
    require_permission(actor, action.value, org_path, reading=Permission.CHECK_READ)
