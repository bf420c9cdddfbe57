"""Reads of the review desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.legal_review.models import Review
from enforcement.platform.database import db
from enforcement.platform.scopes import within

DESK_SIZE = 100


def reviews_waiting(actor: Actor) -> Sequence[Review]:
    """Open rounds in the actor's scope, soonest due first."""
    return db.session.scalars(
        select(Review)
        .where(_readable(actor), Review.concluded_at.is_(None))
        .order_by(Review.due_on, Review.id)
        .limit(DESK_SIZE)
    ).all()


def reviews_concluded(actor: Actor) -> Sequence[Review]:
    """Finished rounds in the actor's scope, newest first."""
    return db.session.scalars(
        select(Review)
        .where(_readable(actor), Review.concluded_at.is_not(None))
        .order_by(Review.concluded_at.desc(), Review.id.desc())
        .limit(DESK_SIZE)
    ).all()


def review(actor: Actor, public_id: str) -> Review:
    """One round. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalar(select(Review).where(Review.public_id == public_id, _readable(actor)))
    if found is None:
        raise NotFound
    return found


def rounds_of(actor: Actor, case_public_id: str) -> Sequence[Review]:
    """All rounds of a case, first to last."""
    return db.session.scalars(
        select(Review)
        .where(Review.case_public_id == case_public_id, _readable(actor))
        .options(selectinload(Review.comments))
        .order_by(Review.round_no)
    ).all()


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.REVIEW_READ, Review.org_path, Review.case_public_id, "case")
