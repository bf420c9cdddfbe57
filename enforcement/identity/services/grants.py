"""Roles given and taken. Who hands out roles holds none that works cases.

Three walls: nobody grants to his own account; an exclusive role (the administrator) stands
alone on an account; a role is given only on paths the giver himself administers.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.commands import GrantRole
from enforcement.identity.loading import locked_user, organisation_named
from enforcement.identity.models import RoleGrant, User
from enforcement.identity.policies import Action, require
from enforcement.identity.roles import ROLES, Role
from enforcement.platform.database import db, locked, transaction

SEPARATION = "GB/T 22239—2019 第8.1.4.2条（最小权限、权限分离）"


def grant_role(actor: Actor, command: GrantRole, now: datetime) -> RoleGrant:
    """Bind a role to an organisation and all below it, or to one record.

    Errors: ``NotFound`` out of scope; ``Invalid`` for an unknown role, both or neither of
    organisation and record, or days in the wrong order; ``Refused`` for one's own account or
    a combination with an exclusive role.
    """
    role = _role(command)
    with transaction():
        user = locked_user(command.account)
        require(actor, Action.MANAGE_ACCOUNT, user.org_path)
        org_path = None
        if command.organisation is not None:
            org_path = organisation_named(command.organisation).path
            require(actor, Action.MANAGE_ACCOUNT, org_path)
        _check_separation(actor, user, role, now)
        grant = RoleGrant(
            user_id=user.id,
            role=role.code,
            org_path=org_path,
            record=command.record,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            granted_by=actor.name,
            granted_at=now,
        )
        db.session.add(grant)
        db.session.flush()
        after = {
            "role": role.code,
            "org_path": org_path,
            "record": command.record,
            "valid_from": command.valid_from,
            "valid_to": command.valid_to,
        }
        audit.record(
            actor,
            "grant.given",
            f"account:{user.public_id}",
            org_path=user.org_path,
            now=now,
            after=after,
        )
    return grant


def revoke_grant(actor: Actor, grant: str, reason: str, now: datetime) -> RoleGrant:
    """Take a role back at once; nothing happens when it was taken already.

    Errors: ``NotFound``; ``Refused`` for one's own account.
    """
    with transaction():
        row = locked(select(RoleGrant).where(RoleGrant.public_id == grant))
        user = locked(select(User).where(User.id == row.user_id))
        require(actor, Action.MANAGE_ACCOUNT, user.org_path)
        _check_not_own(actor, user)
        if row.revoked_at is None:
            row.revoked_at = now
            audit.record(
                actor,
                "grant.revoked",
                f"account:{user.public_id}",
                org_path=user.org_path,
                now=now,
                before={"role": row.role, "org_path": row.org_path, "record": row.record},
                reason=reason,
            )
    return row


def _role(command: GrantRole) -> Role:
    if command.role not in ROLES:
        raise Invalid({"role": ["没有这个角色"]})
    if (command.organisation is None) == (command.record is None):
        raise Invalid({"organisation": ["请选择单位，或者写明一条记录，二者择一"]})
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise Invalid({"valid_to": ["最后一日不能早于第一日"]})
    return ROLES[command.role]


def _check_not_own(actor: Actor, user: User) -> None:
    if actor.user_id == user.id:
        message = "不能给自己的账号增减角色"
        raise Refused([Reason("own-account", message, SEPARATION, "请另一名管理员办理")])


def _check_separation(actor: Actor, user: User, role: Role, now: datetime) -> None:
    _check_not_own(actor, user)
    statement = select(RoleGrant.role).where(
        RoleGrant.user_id == user.id,
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= civil_date(now)),
    )
    held = [ROLES[code] for code in db.session.scalars(statement) if code in ROLES]
    against = [one for one in held if one.code != role.code and (one.exclusive or role.exclusive)]
    if against:
        reason = Reason(
            "exclusive-role",
            f"“{role.name}”不能与“{against[0].name}”由同一账号担任",
            SEPARATION,
            f"先收回“{against[0].name}”，或者给另一个账号授权",
        )
        raise Refused([reason])
