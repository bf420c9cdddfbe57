"""Who may do what with papers. Reading: ``document:read`` on the path or on the matter."""

from __future__ import annotations

from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.platform import scopes

SERVE = Permission.CASE_INVESTIGATE
READ = Permission.DOCUMENT_READ
MANAGE_SEAL = Permission.SEAL_MANAGE


def grant_record(matter_id: str) -> str:
    """The name under which a grant on one matter is written."""
    return f"case:{matter_id}"


def require(actor: Actor, permission: Permission, org_path: str, matter_id: str) -> None:
    """Pass or raise: ``NotFound`` out of reading scope, ``Forbidden`` within it."""
    scopes.require(actor, permission, org_path, grant_record(matter_id), reading=READ)


def require_seal_manager(actor: Actor, org_path: str) -> None:
    """Pass or raise ``NotFound``: seals are managed on the agency's path only."""
    scopes.require(actor, MANAGE_SEAL, org_path)
