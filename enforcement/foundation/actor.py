"""Who acts, and where they may.

An ``Actor`` is plain data: it is made once per request, job or command and passed to every
service and query. A grant is a set of permissions on an organisation path (``/1/12/``, which
covers everything below it) or on one record (``case:k3…``).
"""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.foundation.permissions import Permission


@dataclass(frozen=True)
class Grant:
    """Permissions on an organisation path, or on one record."""

    permissions: frozenset[Permission]
    org_path: str | None = None
    record: str | None = None


@dataclass(frozen=True)
class Actor:
    """A person, an agency's system or a job."""

    user_id: int | None
    name: str
    session_id: int | None = None
    org_id: int | None = None
    org_path: str = ""
    officer_id: int | None = None
    address: str = ""
    grants: tuple[Grant, ...] = ()

    def may(self, permission: Permission, org_path: str, record: str | None = None) -> bool:
        """Whether a grant covers the path, or names the record."""
        return any(org_path.startswith(path) for path in self.paths(permission)) or (
            record is not None and record in self.records(permission)
        )

    def may_anywhere(self, permission: Permission) -> bool:
        """Whether any grant holds the permission at all (for menus and doors)."""
        return any(permission in grant.permissions for grant in self.grants)

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Organisation paths on which the permission is held."""
        return tuple(
            sorted(
                {
                    grant.org_path
                    for grant in self.grants
                    if grant.org_path is not None and permission in grant.permissions
                }
            )
        )

    def records(self, permission: Permission) -> frozenset[str]:
        """Records on which the permission is held one by one."""
        return frozenset(
            grant.record for grant in self.grants if grant.record is not None and permission in grant.permissions
        )


def system_actor(name: str) -> Actor:
    """The system itself, named after its job; holds every permission everywhere."""
    return Actor(
        user_id=None,
        name=name,
        org_path="/",
        grants=(Grant(frozenset(Permission), org_path="/"),),
    )
