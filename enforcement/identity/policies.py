"""The permission each action asks, on the path of the organisation it touches."""

from __future__ import annotations

from enum import Enum

from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.platform.scopes import require as require_permission


class Action(Enum):
    """Actions of the room, with their permission."""

    MANAGE_ORGANISATION = Permission.ORGANISATION_MANAGE
    MANAGE_ACCOUNT = Permission.ACCOUNT_MANAGE
    OWN_ACCOUNT = Permission.SELF
    ISSUE_TOKEN = Permission.TOKEN_MANAGE


def require(actor: Actor, action: Action, org_path: str) -> None:
    """Pass or raise; out of scope answers like a missing record (``NotFound``)."""
    require_permission(actor, action.value, org_path)
