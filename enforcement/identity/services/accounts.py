"""Accounts and their passwords. No password, hash or token ever reaches an audit entry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.commands import ChangePassword, CreateAccount
from enforcement.identity.loading import locked_user, organisation_named
from enforcement.identity.locks import forget_failures
from enforcement.identity.models import User
from enforcement.identity.passwords import hash_password, password_faults, password_matches
from enforcement.identity.policies import Action, require
from enforcement.identity.roles import SIGN_IN
from enforcement.identity.services.sessions import end_sessions
from enforcement.identity.services.tokens import end_tokens
from enforcement.platform.database import db, locked, transaction


def create_account(actor: Actor, command: CreateAccount, now: datetime) -> User:
    """An account without any role; names are compared without regard to case.

    Errors: ``NotFound`` for an organisation out of scope, ``Invalid`` for a name in use or a
    weak password.
    """
    username = command.username.strip().casefold()
    _check_password(command.password, username)
    hashed = hash_password(command.password)
    with transaction():
        organisation = organisation_named(command.organisation)
        require(actor, Action.MANAGE_ACCOUNT, organisation.path)
        if db.session.scalar(select(User.id).where(User.username == username)) is not None:
            raise Invalid({"username": [f"用户名{username}已被使用，请换一个"]})
        user = User(
            username=username,
            name=command.name,
            position=command.position,
            org_id=organisation.id,
            org_path=organisation.path,
            password_hash=hashed,
            password_changed_at=now,
            password_temporary=command.temporary,
            created_at=now,
        )
        db.session.add(user)
        db.session.flush()
        _record(actor, "account.created", user, now)
    return user


def change_password(actor: Actor, command: ChangePassword, now: datetime) -> User:
    """One's own password; every other session of the account ends at once.

    Errors: ``Invalid`` for a wrong current password, a weak or an unchanged new one.
    """
    require(actor, Action.OWN_ACCOUNT, actor.org_path)
    with transaction():
        user = locked(select(User).where(User.id == actor.user_id))
        if not password_matches(user.password_hash, command.current):
            raise Invalid({"current": ["当前密码不正确"]})
        if command.password == command.current:
            raise Invalid({"password": ["新密码不能与当前密码相同"]})
        _check_password(command.password, user.username)
        _set_password(user, command.password, now, temporary=False)
        end_sessions(user.id, now, but=actor.session_id)
        _record(actor, "account.password_changed", user, now)
    return user


def reset_password(actor: Actor, account: str, password: str, now: datetime) -> User:
    """A temporary password from the administrator; all sessions and tokens end, the name is unlocked.

    Errors: ``NotFound``; ``Refused`` for one's own account; ``Invalid`` for a weak password.
    """
    with transaction():
        user = _account_of_another(actor, account, "重置密码")
        _check_password(password, user.username)
        _set_password(user, password, now, temporary=True)
        end_sessions(user.id, now)
        end_tokens(user.id, now)
        forget_failures(user.username)
        _record(actor, "account.password_reset", user, now)
    return user


def unlock_account(actor: Actor, account: str, now: datetime) -> User:
    """Forget wrong passwords, so that the owner can sign in now. Errors: ``NotFound``."""
    with transaction():
        user = locked_user(account)
        require(actor, Action.MANAGE_ACCOUNT, user.org_path)
        forget_failures(user.username)
        _record(actor, "account.unlocked", user, now)
    return user


def disable_account(actor: Actor, account: str, reason: str, now: datetime) -> User:
    """No sign-in, no token, and every session ends at once.

    Errors: ``NotFound``; ``Refused`` for one's own account.
    """
    with transaction():
        user = _account_of_another(actor, account, "停用账号")
        if user.disabled_at is None:
            user.disabled_at = now
            end_sessions(user.id, now)
            _record(actor, "account.disabled", user, now, reason)
    return user


def enable_account(actor: Actor, account: str, reason: str, now: datetime) -> User:
    """Take the account into use again, with the grants still in force. Errors: ``NotFound``."""
    with transaction():
        user = _account_of_another(actor, account, "启用账号")
        if user.disabled_at is not None:
            user.disabled_at = None
            _record(actor, "account.enabled", user, now, reason)
    return user


def _account_of_another(actor: Actor, account: str, what: str) -> User:
    user = locked_user(account)
    require(actor, Action.MANAGE_ACCOUNT, user.org_path)
    if user.id == actor.user_id:
        reason = Reason(
            "own-account",
            f"不能对自己的账号{what}",
            "GB/T 22239—2019 第8.1.4.2条（权限分离）",
            "请另一名管理员办理",
        )
        raise Refused([reason])
    return user


def _check_password(password: str, username: str) -> None:
    faults = password_faults(password, username, SIGN_IN.password)
    if faults:
        raise Invalid({"password": faults})


def _set_password(user: User, password: str, now: datetime, *, temporary: bool) -> None:
    user.password_hash = hash_password(password)
    user.password_changed_at = now
    user.password_temporary = temporary


def _record(actor: Actor, action: str, user: User, now: datetime, reason: str = "") -> None:
    audit.record(
        actor,
        action,
        f"account:{user.public_id}",
        org_path=user.org_path,
        now=now,
        after={"username": user.username, "name": user.name},
        reason=reason,
    )
