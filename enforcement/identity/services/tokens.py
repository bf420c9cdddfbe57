"""Tokens of agencies' own systems: shown once, only the hash kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.errors import Invalid, NotFound
from enforcement.foundation.identifiers import new_secret
from enforcement.foundation.permissions import Permission
from enforcement.identity.actors import actor_of_user
from enforcement.identity.commands import IssueToken
from enforcement.identity.models import ApiToken, User
from enforcement.identity.passwords import token_hash
from enforcement.identity.policies import Action, require
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.database import db, locked, transaction

PREFIX = "xzzf_"
"""Lets a secret scanner recognise a token that leaked into a file."""


def issue_token(actor: Actor, command: IssueToken, now: datetime) -> tuple[ApiToken, str]:
    """A token that acts as its owner, with some of his permissions; the secret is given once.

    Errors: ``Invalid`` for permissions the owner does not hold, ``self`` among them, or for
    too long a life.
    """
    require(actor, Action.OWN_ACCOUNT, actor.org_path)
    if actor.user_id is None:
        raise NotFound
    held = {permission.value for grant in actor.grants for permission in grant.permissions}
    beyond = sorted(set(command.scopes) - (held - {Permission.SELF.value}))
    if beyond or not command.scopes:
        raise Invalid({"scopes": ["只能从您自己持有的权限中选择，至少一项"]})
    most = SIGN_IN.token_lifetime.days
    if not 1 <= command.days <= most:
        raise Invalid({"days": [f"有效期为1至{most}天"]})
    secret = f"{PREFIX}{new_secret()}"
    with transaction():
        token = ApiToken(
            user_id=actor.user_id,
            org_path=actor.org_path,
            name=command.name,
            token_hash=token_hash(secret),
            scopes=sorted(set(command.scopes)),
            created_at=now,
            expires_at=now + timedelta(days=command.days),
        )
        db.session.add(token)
        db.session.flush()
        after = {"name": token.name, "scopes": token.scopes, "expires_at": token.expires_at}
        audit.record(actor, "token.issued", _record_of(token), org_path=token.org_path, now=now, after=after)
    return token, secret


def revoke_token(actor: Actor, public_id: str, now: datetime) -> ApiToken:
    """End a token at once: its owner, or who manages tokens of the organisation.

    Errors: ``NotFound``.
    """
    with transaction():
        token = locked(select(ApiToken).where(ApiToken.public_id == public_id))
        if token.user_id != actor.user_id:
            require(actor, Action.ISSUE_TOKEN, token.org_path)
        if token.revoked_at is None:
            token.revoked_at = now
            audit.record(actor, "token.revoked", _record_of(token), org_path=token.org_path, now=now)
    return token


def end_tokens(user_id: int, now: datetime) -> None:
    """End all tokens of an account: whoever had its password may have issued some. Joins the caller's transaction."""
    statement = update(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    db.session.execute(statement.values(revoked_at=now))


def actor_of_token(token: str, address: str, now: datetime) -> Actor | None:
    """The owner with the token's permissions only; ``None`` when it doesn't hold any more.

    What the owner lost since, the token lost too.
    """
    statement = (
        select(ApiToken, User).join(User, User.id == ApiToken.user_id).where(ApiToken.token_hash == token_hash(token))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    found, user = row
    if found.revoked_at is not None or now >= found.expires_at or user.disabled_at is not None:
        return None
    owner = actor_of_user(user, address, now)
    scopes = frozenset(found.scopes)
    name, used = f"{owner.name}（{found.name}）", found.last_used_at
    if used is None or now - used >= SIGN_IN.session.touch:
        _touch(found.id, now)
    return Actor(
        user_id=owner.user_id,
        name=name,
        org_id=owner.org_id,
        org_path=owner.org_path,
        officer_id=owner.officer_id,
        address=address,
        grants=tuple(_narrowed(grant, scopes) for grant in owner.grants),
    )


def _narrowed(grant: Grant, scopes: frozenset[str]) -> Grant:
    kept = frozenset(one for one in grant.permissions if one.value in scopes)
    return Grant(kept, org_path=grant.org_path, record=grant.record)


def _touch(token_id: int, now: datetime) -> None:
    with transaction():
        db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


def _record_of(token: ApiToken) -> str:
    return f"token:{token.public_id}"
