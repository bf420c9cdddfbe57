"""Counting wrong passwords per typed name, real or not, so that a lock tells nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Insert, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.identity.models import SignInLock
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.database import db, locked, transaction


def count_attempt(username: str, now: datetime) -> datetime | None:
    """Count one try; the instant until which the name is locked, or ``None`` to go on.

    Counted as failed until :func:`forget_failures` says otherwise. Commits at once.
    """
    numbers = SIGN_IN.lock_out
    with transaction():
        _clear_old(now)
        db.session.execute(_insert_if_missing(username, now))
        tries = locked(select(SignInLock).where(SignInLock.username == username))
        if tries.locked_until is not None and tries.locked_until > now:
            return tries.locked_until
        if tries.locked_until is not None or now - tries.last_failed_at > numbers.within:
            tries.failures, tries.locked_until = 0, None
        tries.failures += 1
        tries.last_failed_at = now
        if tries.failures >= numbers.failures:
            tries.locked_until = now + numbers.locked
    return None


def forget_failures(username: str) -> None:
    """The password was right, or an administrator unlocks. Joins the caller's transaction."""
    db.session.execute(delete(SignInLock).where(SignInLock.username == username))


def _clear_old(now: datetime) -> None:
    oldest = now - SIGN_IN.lock_out.within - SIGN_IN.lock_out.locked
    db.session.execute(delete(SignInLock).where(SignInLock.last_failed_at < oldest))


def _insert_if_missing(username: str, now: datetime) -> Insert:
    values = {"username": username, "failures": 0, "last_failed_at": now}
    if db.session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(SignInLock).values(values).on_conflict_do_nothing()
    return sqlite.insert(SignInLock).values(values).on_conflict_do_nothing()
