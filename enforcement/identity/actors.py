"""From an account to what every service is given: an actor with the grants in force now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Officer, RoleGrant, User
from enforcement.identity.roles import ROLES
from enforcement.platform.database import db


def actor_of_user(user: User, address: str, now: datetime, *, session_id: int | None = None) -> Actor:
    """The account as an actor; with a temporary password it may only mind its own account."""
    own = Grant(frozenset({Permission.SELF}), org_path=user.org_path)
    held = () if user.password_temporary else grants_in_force(user.id, now)
    return Actor(
        user_id=user.id,
        name=user.name,
        session_id=session_id,
        org_id=user.org_id,
        org_path=user.org_path,
        officer_id=db.session.scalar(select(Officer.id).where(Officer.user_id == user.id)),
        address=address,
        grants=(own, *held),
    )


def grants_in_force(user_id: int, now: datetime) -> tuple[Grant, ...]:
    """Grants not revoked and valid on today's civil date; roles of the file as it is now."""
    today = civil_date(now)
    statement = (
        select(RoleGrant.role, RoleGrant.org_path, RoleGrant.record)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.valid_from <= today,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
        )
        .order_by(RoleGrant.id)
    )
    return tuple(
        Grant(ROLES[role].permissions, org_path=org_path, record=record)
        for role, org_path, record in db.session.execute(statement)
        if role in ROLES
    )
