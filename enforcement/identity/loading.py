"""Rows by public id, locked for a change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from enforcement.foundation.errors import NotFound
from enforcement.identity.models import Certificate, Officer, Organisation, User
from enforcement.platform.database import db, locked


def locked_organisation(public_id: str) -> Organisation:
    """Errors: ``NotFound``."""
    return locked(select(Organisation).where(Organisation.public_id == public_id))


def locked_user(public_id: str) -> User:
    """Errors: ``NotFound``."""
    return locked(select(User).where(User.public_id == public_id))


def locked_officer(public_id: str) -> Officer:
    """Errors: ``NotFound``."""
    return locked(select(Officer).where(Officer.public_id == public_id))


def locked_certificate(public_id: str) -> Certificate:
    """With its officer and suspensions. Errors: ``NotFound``."""
    certificate = locked(select(Certificate).where(Certificate.public_id == public_id))
    statement = (
        select(Certificate)
        .where(Certificate.id == certificate.id)
        .options(joinedload(Certificate.officer), joinedload(Certificate.suspensions))
    )
    return db.session.scalars(statement).unique().one()


def organisation_named(public_id: str) -> Organisation:
    """Unlocked. Errors: ``NotFound``."""
    statement = select(Organisation).where(Organisation.public_id == public_id)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
