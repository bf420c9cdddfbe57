"""Who may publish. Reading needs no permission: everything here is public by 行政处罚法 5, 34 and 39."""

from __future__ import annotations

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden
from enforcement.foundation.permissions import Permission
from enforcement.platform.scopes import require


def require_publisher(actor: Actor, org_path: str) -> None:
    """The actor publishes for the organisation.

    Errors: ``NotFound`` out of scope.
    """
    require(actor, Permission.CATALOGUE_PUBLISH, org_path)


def require_item_publisher(actor: Actor) -> str:
    """The actor publishes for the whole installation; gives the path of its root.

    Power items rest on statutes and belong to no single agency: only a grant on the root
    organisation covers them. Errors: ``Forbidden``.
    """
    for path in actor.paths(Permission.CATALOGUE_PUBLISH):
        if len([part for part in path.split("/") if part]) <= 1:
            return path
    raise Forbidden("权力事项由全市统一发布，需要最高一级机关的发布权限")
