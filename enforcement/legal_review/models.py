"""Rounds of review and the comments pinned to the draft."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime


class Review(Versioned, Model):
    """One round: asked, due, drafted item by item, concluded."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("case_id", "round_no"),
        Index("ix_reviews_scope", "org_path", "concluded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    case_public_id: Mapped[str] = mapped_column(String(20), index=True)
    case_title: Mapped[str] = mapped_column(String(300))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    round_no: Mapped[int]
    legal: Mapped[bool]
    submitted_by: Mapped[str] = mapped_column(String(100))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    items: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reviewer_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewer_name: Mapped[str] = mapped_column(String(100), default="")
    opinion: Mapped[str] = mapped_column(String(40), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    document_id: Mapped[str] = mapped_column(String(20), default="")
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    comments: Mapped[list[ReviewComment]] = relationship(order_by="ReviewComment.id")


class ReviewComment(Model):
    """A comment on a piece of the draft; answered by another, never changed."""

    __tablename__ = "review_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    item: Mapped[str] = mapped_column(String(30))
    quote: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
