"""Who may do what to a case: the permission, then the separation of duties."""

from __future__ import annotations

from enforcement.casework.models import Case
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.platform import scopes
from enforcement.rules.separation import must_handle, must_stand_apart

_APART = {
    Permission.CASE_APPROVE: "审批本案",
    Permission.CASE_DECIDE: "决定本案",
    Permission.CASE_DISCUSS: "主持本案的集体讨论",
    Permission.REVIEW_CONDUCT: "审核本案",
}


def case_record(public_id: str) -> str:
    """The name of a case in grants and audit entries."""
    return f"case:{public_id}"


def handler_ids(case: Case) -> frozenset[int]:
    """Officers in charge at present."""
    return frozenset(one.officer_id for one in case.handlers if one.removed_at is None)


def investigator_ids(case: Case) -> frozenset[int]:
    """Officers who are or ever were in charge: who has left the case stays apart from its review."""
    return frozenset(one.officer_id for one in case.handlers)


def require(actor: Actor, permission: Permission, case: Case) -> None:
    """Pass, or ``NotFound`` (not yours), ``Forbidden`` (not allowed), ``Refused`` (law)."""
    scopes.require(
        actor,
        permission,
        case.org_path,
        case_record(case.public_id),
        reading=Permission.CASE_READ,
    )
    reason = separation(actor, permission, case)
    if reason is not None:
        raise Refused((reason,))


def separation(actor: Actor, permission: Permission, case: Case) -> Reason | None:
    """Why the law keeps this person apart from an act on the case, or ``None``."""
    if permission is Permission.CASE_INVESTIGATE:
        return must_handle(actor.officer_id, handler_ids(case))
    if permission is Permission.CASE_ASSIGN and not actor.may(Permission.CASE_APPROVE, case.org_path):
        return must_handle(actor.officer_id, handler_ids(case))
    if permission in _APART:
        return must_stand_apart(actor.officer_id, investigator_ids(case), _APART[permission])
    return None
