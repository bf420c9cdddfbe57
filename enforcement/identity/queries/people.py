"""Reads of accounts, sessions and tokens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from enforcement.foundation.actor import Actor
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import GrantLine, KnownPerson, PersonFact
from enforcement.identity.models import (
    ApiToken,
    Certificate,
    Officer,
    Organisation,
    RoleGrant,
    SignInLock,
    SignInSession,
    User,
)
from enforcement.identity.queries.listing import PAGE_SIZE, ListFilter, in_organisation, one
from enforcement.identity.roles import ROLES
from enforcement.platform.database import db
from enforcement.platform.scopes import within


def people_with(permission: Permission, org_path: str, on: date) -> tuple[PersonFact, ...]:
    """Accounts in use that hold a permission on the path on a civil date, by name. Internal.

    Grants on single records don't count: this is the list of whom to ask.
    """
    statement = (
        select(User.id, User.name, User.position, Officer.id, Officer.law_qualification_no)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .outerjoin(Officer, Officer.user_id == User.id)
        .where(*_holding([permission], org_path, on))
        .order_by(User.name, User.id)
        .distinct()
    )
    return tuple(
        PersonFact(user_id, name, position, officer_id, qualification or "")
        for user_id, name, position, officer_id, qualification in db.session.execute(statement)
    )


def holders(permissions: Collection[Permission], org_path: str, on: date) -> frozenset[int]:
    """Accounts in use that hold any of the permissions on the path on a civil date. Internal."""
    held = select(User.id).join(RoleGrant, RoleGrant.user_id == User.id).where(*_holding(permissions, org_path, on))
    return frozenset(db.session.scalars(held))


def people_known(permission: Permission, org_path: str, on: date) -> tuple[KnownPerson, ...]:
    """The same people with what tells them from others: home, staff list, numbers of papers. Internal."""
    ids = [one.user_id for one in people_with(permission, org_path, on)]
    rows = db.session.execute(
        select(User.id, User.public_id, User.name, User.org_path, Organisation.code, Officer.id, Officer.org_path)
        .add_columns(Officer.law_qualification_no)
        .join(Organisation, Organisation.id == User.org_id)
        .outerjoin(Officer, Officer.user_id == User.id)
        .where(User.id.in_(ids))
        .order_by(User.public_id)
    ).all()
    numbers: dict[int, set[str]] = {}
    held = select(Certificate.officer_id, Certificate.number).where(
        Certificate.officer_id.in_([row[5] for row in rows])
    )
    for officer_id, number in db.session.execute(held):
        numbers.setdefault(officer_id, set()).add(number)
    return tuple(
        KnownPerson(
            user_id=row[0],
            public_id=row[1],
            name=row[2],
            org_code=row[4],
            paths=frozenset(path for path in (row[3], row[6]) if path),
            numbers=frozenset({*numbers.get(row[5], ()), *((row[7],) if row[7] else ())}),
        )
        for row in rows
    )


def accounts_known(public_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Number and name of accounts by public id, in one query; unknown ones are left out. Internal."""
    rows = db.session.execute(select(User.public_id, User.id, User.name).where(User.public_id.in_(set(public_ids))))
    return {public_id: (user_id, name) for public_id, user_id, name in rows}


def names_of(user_ids: Sequence[int]) -> dict[int, str]:
    """Names of accounts in one query. Internal."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(set(user_ids))))
    return {row.id: row.name for row in rows}


def accounts(actor: Actor, wanted: ListFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[User]:
    """Accounts in scope with organisation and grants, by user name; states: active, disabled."""
    statement = (
        select(User)
        .where(within(actor, Permission.ACCOUNT_MANAGE, User.org_path))
        .options(joinedload(User.organisation), selectinload(User.grants))
        .order_by(User.username)
    )
    if wanted.text:
        statement = statement.where(
            or_(
                User.username.contains(wanted.text.casefold(), autoescape=True),
                User.name.contains(wanted.text, autoescape=True),
            )
        )
    if wanted.state == "active":
        statement = statement.where(User.disabled_at.is_(None))
    elif wanted.state == "disabled":
        statement = statement.where(User.disabled_at.is_not(None))
    statement = in_organisation(statement, wanted, User.org_path)
    if cursor:
        (last,) = decode_cursor(cursor, (str,))
        statement = statement.where(User.username > last)
    rows = db.session.scalars(statement.limit(size + 1)).all()
    return Page(rows[:size], encode_cursor([rows[size - 1].username]) if len(rows) > size else None)


def accounts_without_officer(actor: Actor) -> Sequence[User]:
    """Accounts in use whose owner stands on no staff list yet, by name: choices of a form."""
    taken = select(Officer.user_id).where(Officer.user_id.is_not(None))
    statement = select(User).where(
        within(actor, Permission.ORGANISATION_MANAGE, User.org_path),
        User.disabled_at.is_(None),
        User.id.not_in(taken),
    )
    return db.session.scalars(statement.order_by(User.name, User.id)).all()


def account_named(actor: Actor, public_id: str) -> User:
    """One account with organisation and grants. Errors: ``NotFound``."""
    return one(
        select(User)
        .where(User.public_id == public_id, within(actor, Permission.ACCOUNT_MANAGE, User.org_path))
        .options(joinedload(User.organisation), selectinload(User.grants))
    )


def locked_until(actor: Actor, public_id: str, now: datetime) -> datetime | None:
    """Until when an account in scope can't sign in after wrong passwords; ``None``: it can."""
    statement = (
        select(SignInLock.locked_until)
        .join(User, User.username == SignInLock.username)
        .where(
            User.public_id == public_id,
            SignInLock.locked_until > now,
            within(actor, Permission.ACCOUNT_MANAGE, User.org_path),
        )
    )
    return db.session.scalar(statement)


def own_account(actor: Actor) -> User:
    """The account behind the actor. Errors: ``NotFound`` for the system."""
    return one(
        select(User).where(User.id == actor.user_id).options(joinedload(User.organisation), selectinload(User.grants))
    )


def own_sessions(actor: Actor, now: datetime) -> Sequence[SignInSession]:
    """The actor's sessions that are still open, latest used first."""
    statement = (
        select(SignInSession)
        .where(
            SignInSession.user_id == actor.user_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    )
    return db.session.scalars(statement).all()


def own_tokens(actor: Actor) -> Sequence[ApiToken]:
    """The actor's tokens, newest first, ended ones too."""
    statement = select(ApiToken).where(ApiToken.user_id == actor.user_id)
    return db.session.scalars(statement.order_by(ApiToken.id.desc())).all()


def tokens_of(actor: Actor) -> Sequence[tuple[ApiToken, User]]:
    """Tokens in force or ended that the actor may revoke, newest first."""
    statement = (
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(within(actor, Permission.TOKEN_MANAGE, ApiToken.org_path))
        .order_by(ApiToken.id.desc())
    )
    return [(token, user) for token, user in db.session.execute(statement)]


def grant_lines(user: User, on: date) -> tuple[GrantLine, ...]:
    """The grants of an account that were not taken back, in words; one query for all places."""
    held = [row for row in user.grants if row.revoked_at is None]
    paths = [row.org_path for row in held if row.org_path is not None]
    rows = db.session.execute(select(Organisation.path, Organisation.name).where(Organisation.path.in_(paths)))
    names = {row.path: row.name for row in rows}
    return tuple(
        GrantLine(
            public_id=row.public_id,
            role=ROLES[row.role].name if row.role in ROLES else row.role,
            where=names.get(row.org_path or "", "") if row.record is None else row.record,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            in_force=row.valid_from <= on and (row.valid_to is None or row.valid_to >= on),
        )
        for row in held
    )


def _holding(permissions: Collection[Permission], org_path: str, on: date) -> tuple[ColumnElement[bool], ...]:
    roles = [role.code for role in ROLES.values() if not role.permissions.isdisjoint(permissions)]
    covers = func.substr(literal(org_path), 1, func.length(RoleGrant.org_path)) == RoleGrant.org_path
    return (
        User.disabled_at.is_(None),
        RoleGrant.role.in_(roles),
        RoleGrant.revoked_at.is_(None),
        RoleGrant.valid_from <= on,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        covers,
    )
