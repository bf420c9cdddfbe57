"""Sign-in and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import NotFound, TooMany, Unauthenticated
from enforcement.foundation.identifiers import new_secret
from enforcement.identity.actors import actor_of_user
from enforcement.identity.locks import count_attempt, forget_failures
from enforcement.identity.models import SignInSession, User
from enforcement.identity.passwords import (
    hash_password,
    needs_rehash,
    password_matches,
    token_hash,
)
from enforcement.identity.policies import Action, require
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.database import db, locked, transaction

WRONG = "用户名或者密码不正确"
AGENT_LENGTH = 200


@dataclass(frozen=True)
class SignedIn:
    """A fresh session; ``token`` is given to the browser and kept nowhere else."""

    token: str
    public_id: str
    expires_at: datetime
    password_temporary: bool


def sign_in(
    username: str,
    password: str,
    address: str,
    agent: str,
    now: datetime,
    *,
    lifetime: timedelta = SIGN_IN.session.lifetime,
) -> SignedIn:
    """Open a session.

    Each try is counted before the password is looked at, so that tries side by side can't
    exceed the limit. An unknown name, a wrong password and a disabled account answer alike
    and take alike long.

    Errors: ``Unauthenticated`` (one sentence for all causes), ``TooMany`` with the time at
    which a locked name opens again.
    """
    name = username.strip().casefold()
    locked_until = count_attempt(name, now)
    if locked_until is not None:
        raise TooMany(locked_message(locked_until))
    statement = select(User).where(User.username == name)
    user = db.session.scalars(statement).one_or_none()
    right = password_matches(user.password_hash if user else None, password)
    if user is None:
        raise Unauthenticated(WRONG)
    if not right or user.disabled_at is not None:
        _record_failure(user, address, now)
        raise Unauthenticated(WRONG)
    return _open_session(user, password, address, agent, now, lifetime)


def locked_message(until: datetime) -> str:
    """The sentence of a locked name, with the civil time of its end."""
    from_then = until.astimezone(SHANGHAI)
    return f"输错次数过多，这个用户名已暂时锁定，请在{from_then:%H:%M}以后再试，或者联系管理员解锁"


def _record_failure(user: User, address: str, now: datetime) -> None:
    """Only for names that exist: what else was typed may be a password in the wrong box."""
    audit.record(
        Actor(user_id=None, name=user.username, address=address),
        "account.sign_in_refused",
        f"account:{user.public_id}",
        org_path=user.org_path,
        now=now,
    )


def _open_session(user: User, password: str, address: str, agent: str, now: datetime, lifetime: timedelta) -> SignedIn:
    token = new_secret()
    user_id, verified = user.id, user.password_hash
    with transaction():
        user = locked(select(User).where(User.id == user_id))
        if user.password_hash != verified:
            raise Unauthenticated(WRONG)
        if needs_rehash(user.password_hash):
            user.password_hash = hash_password(password)
        opened = SignInSession(
            user_id=user.id,
            token_hash=token_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + min(lifetime, SIGN_IN.session.lifetime),
            address=address,
            agent=agent[:AGENT_LENGTH],
        )
        db.session.add(opened)
        db.session.flush()
        forget_failures(user.username)
        audit.record(
            Actor(user.id, user.name, opened.id, user.org_id, user.org_path, address=address),
            "account.signed_in",
            f"account:{user.public_id}",
            org_path=user.org_path,
            now=now,
        )
        return SignedIn(token, opened.public_id, opened.expires_at, user.password_temporary)


def sign_out(actor: Actor, now: datetime) -> None:
    """End the actor's own session at once; nothing happens when it has ended already."""
    with transaction():
        opened = db.session.get(SignInSession, actor.session_id)
        if opened is not None and opened.revoked_at is None:
            _revoke(actor, opened, now, "account.signed_out")


def revoke_session(actor: Actor, public_id: str, now: datetime) -> None:
    """End one of the actor's own sessions at once.

    Errors: ``NotFound`` also for another person's session.
    """
    require(actor, Action.OWN_ACCOUNT, actor.org_path)
    with transaction():
        opened = locked(select(SignInSession).where(SignInSession.public_id == public_id))
        if opened.user_id != actor.user_id:
            raise NotFound
        if opened.revoked_at is None:
            _revoke(actor, opened, now, "account.session_revoked")


def _revoke(actor: Actor, opened: SignInSession, now: datetime, action: str) -> None:
    opened.revoked_at = now
    audit.record(actor, action, f"session:{opened.public_id}", org_path=actor.org_path, now=now)


def end_sessions(user_id: int, now: datetime, *, but: int | None = None) -> None:
    """End all sessions of an account, perhaps but one. Joins the caller's transaction."""
    statement = (
        update(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    if but is not None:
        statement = statement.where(SignInSession.id != but)
    db.session.execute(statement)


def carry_sessions_over(by: timedelta) -> None:
    """Move open sessions along with the demo's clock, so that nobody is signed out by a jump."""
    with transaction():
        rows = db.session.scalars(select(SignInSession).where(SignInSession.revoked_at.is_(None)))
        for opened in rows:
            opened.last_seen_at += by
            opened.expires_at += by


def actor_of_session(token: str, address: str, now: datetime) -> Actor | None:
    """Who holds the token now; ``None`` when it was revoked, ran out or is unknown."""
    statement = (
        select(SignInSession, User)
        .join(User, User.id == SignInSession.user_id)
        .where(SignInSession.token_hash == token_hash(token))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    opened, user = row
    if not _alive(opened, now) or user.disabled_at is not None:
        return None
    actor = actor_of_user(user, address, now, session_id=opened.id)
    if now - opened.last_seen_at >= SIGN_IN.session.touch:
        _touch(opened.id, now)
    return actor


def _alive(opened: SignInSession, now: datetime) -> bool:
    idle_until = opened.last_seen_at + SIGN_IN.session.idle
    return opened.revoked_at is None and now < opened.expires_at and now < idle_until


def _touch(session_id: int, now: datetime) -> None:
    with transaction():
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id == session_id, SignInSession.last_seen_at < now)
            .values(last_seen_at=now)
        )
