"""Reactions to the case: a review asked for is a duty with a clock; a change voids the pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.events import ReviewRequested, ReviewVoided
from enforcement.casework.queries import review_facts
from enforcement.foundation.events import subscribe
from enforcement.legal_review.models import Review
from enforcement.platform.database import db


def open_round(event: ReviewRequested, now: datetime) -> None:
    """Put the case on the review desk."""
    case = review_facts(event.case_id)
    db.session.add(
        Review(
            case_id=event.case_id,
            case_public_id=event.case_public_id,
            case_title=case.title,
            org_id=event.org_id,
            org_path=event.org_path,
            round_no=event.round_no,
            legal=event.legal,
            submitted_by=case.submitted_by,
            requested_at=now,
            due_on=case.review_due_on,
            items={},
        )
    )


def void_round(event: ReviewVoided, now: datetime) -> None:
    """Note on the round that its pass is void."""
    review = db.session.scalar(select(Review).where(Review.case_id == event.case_id, Review.round_no == event.round_no))
    if review is not None:
        review.voided_at = now


def connect() -> None:
    """Subscribe to the case's events."""
    subscribe(ReviewRequested, open_round)
    subscribe(ReviewVoided, void_round)
