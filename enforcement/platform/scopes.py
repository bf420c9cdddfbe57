"""Scope in SQL, the same as :meth:`Actor.may` in Python (a property test holds them equal)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, cast, false, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden, NotFound
from enforcement.foundation.permissions import Permission

TextColumn = InstrumentedAttribute[str] | ColumnElement[str]


def within(
    actor: Actor,
    permission: Permission,
    path: TextColumn,
    record: TextColumn | None = None,
    record_kind: str = "",
) -> ColumnElement[bool]:
    """Condition for the rows that the actor may see.

    ``path`` is the row's organisation path; ``record`` its public id and ``record_kind`` the
    word before the colon in record grants (``case``).
    """
    conditions: list[ColumnElement[bool]] = [
        func.substr(cast(path, String), 1, len(prefix)) == literal(prefix) for prefix in actor.paths(permission)
    ]
    if record is not None:
        marker = f"{record_kind}:"
        ids = [name.removeprefix(marker) for name in actor.records(permission) if name.startswith(marker)]
        if ids:
            conditions.append(record.in_(ids))
    return or_(*conditions) if conditions else false()


def require(
    actor: Actor,
    permission: Permission,
    org_path: str,
    record: str | None = None,
    *,
    reading: Permission | None = None,
) -> None:
    """Pass, or answer: ``NotFound`` out of (reading) scope, ``Forbidden`` within it."""
    if actor.may(permission, org_path, record):
        return
    if reading is not None and actor.may(reading, org_path, record):
        raise Forbidden
    raise NotFound
