"""Visits to enterprises, the approvals before them, alarms about them; ratings and complaints of enterprises.

A visit, an answer and a rating are written once. A rating holds nothing that leads to who gave it: neither check, code,
enterprise nor instant, and its key is drawn at random, so that the order of rows tells nothing either (A01).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.inspection.oversight_states import AlarmState, ComplaintOutcome, ComplaintState
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.inspection.visits import ApprovalState, TaskSource, VisitKind

PUBLIC_ID = String(20)
PATH = String(200)
NAME = String(100)
USCC = String(18)


class VisitYear(Model):
    """Organ x enterprise x calendar year: the row that is locked while one more visit is counted or approved."""

    __tablename__ = "visit_years"
    __table_args__ = (UniqueConstraint("org_id", "uscc", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    uscc: Mapped[str] = mapped_column(USCC)
    year: Mapped[int]


class Visit(Model):
    """One organ at one enterprise, once; written once. A joint visit is one row per organ with one ``joint_key``."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_object", "uscc", "year", "org_id"),
        Index("ix_visits_organ", "org_id", "year", "visited_on"),
        Index("ix_visits_day", "visited_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    agency_name: Mapped[str] = mapped_column(NAME)
    uscc: Mapped[str] = mapped_column(USCC)
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visited_on: Mapped[date]
    kind: Mapped[VisitKind] = mapped_column(enum_column(VisitKind, 20))
    counted: Mapped[bool]
    exempt_reason: Mapped[str] = mapped_column(String(40))
    check_public_id: Mapped[str | None] = mapped_column(PUBLIC_ID, unique=True)
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("visit_approvals.id"))
    officers: Mapped[list[str]] = mapped_column(Json)
    pair_key: Mapped[str] = mapped_column(String(200))
    """The officers' public ids, sorted, between bars."""
    scanned: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late_days: Mapped[int]
    """Calendar days between the visit and its entry."""
    items: Mapped[int]
    """How many items were looked at in one entry."""
    joint_key: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(Text)


class VisitApproval(Versioned, Model):
    """行政检查审批表: asked before the visit (an urgent one: reported at once), answered by the head."""

    __tablename__ = "visit_approvals"
    __table_args__ = (
        Index("ix_visit_approvals_object", "org_id", "uscc", "planned_from"),
        Index("ix_visit_approvals_state", "state", "asked_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    state: Mapped[ApprovalState] = mapped_column(enum_column(ApprovalState, 20))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    agency_name: Mapped[str] = mapped_column(NAME)
    uscc: Mapped[str] = mapped_column(USCC)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[VisitKind] = mapped_column(enum_column(VisitKind, 20))
    counted: Mapped[bool]
    purpose: Mapped[str] = mapped_column(Text)
    items: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """``code`` and ``name`` each."""
    source: Mapped[TaskSource] = mapped_column(enum_column(TaskSource, 20))
    source_document: Mapped[str] = mapped_column(NAME)
    off_site: Mapped[dict[str, str]] = mapped_column(Json)
    officers: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """Public id, name and certificate number of each."""
    assistants: Mapped[int]
    assistance_letter: Mapped[str] = mapped_column(NAME)
    planned_from: Mapped[date]
    planned_to: Mapped[date]
    exempt_reason: Mapped[str] = mapped_column(String(40))
    urgent: Mapped[bool]
    urgent_reason: Mapped[str] = mapped_column(Text)
    standing: Mapped[dict[str, Any]] = mapped_column(Json)
    """Frequency and cap as the head saw them."""
    batch_public_id: Mapped[str | None] = mapped_column(PUBLIC_ID)
    check_public_id: Mapped[str | None] = mapped_column(PUBLIC_ID, unique=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_by_name: Mapped[str] = mapped_column(NAME)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    provisional: Mapped[bool]
    basis: Mapped[str] = mapped_column(Text)
    footnote: Mapped[str] = mapped_column(Text)
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_by_name: Mapped[str] = mapped_column(NAME, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[str] = mapped_column(PUBLIC_ID, default="")

    visits: Mapped[list[Visit]] = relationship(lazy="raise")


class VisitAlarm(Versioned, Model):
    """An alarm to the supervision organ: rule, numbers and records behind it; answered, never deleted.

    ``facts_key`` names the facts, so that the same facts never give a second alarm.
    """

    __tablename__ = "visit_alarms"
    __table_args__ = (
        UniqueConstraint("rule_id", "facts_key"),
        Index("ix_visit_alarms_state", "state", "raised_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    rule_id: Mapped[str] = mapped_column(String(60))
    facts_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[AlarmState] = mapped_column(enum_column(AlarmState, 20))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    subject: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(Text)
    numbers: Mapped[dict[str, Any]] = mapped_column(Json)
    basis: Mapped[str] = mapped_column(Text)
    records: Mapped[list[dict[str, str]]] = mapped_column(Json)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_by_name: Mapped[str] = mapped_column(NAME, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RatingCode(Model):
    """That a code has rated, so that it can't twice; no row number, no instant, no rating."""

    __tablename__ = "rating_codes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    code_digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class Rating(Model):
    """One anonymous rating of an organ in a month; written once."""

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_organ", "org_id", "month"), {"sqlite_with_rowid": False})

    public_id: Mapped[str] = mapped_column(PUBLIC_ID, primary_key=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    month: Mapped[date]
    """The first day of the month."""
    stars: Mapped[int]
    answers: Mapped[dict[str, bool]] = mapped_column(Json)
    text: Mapped[str] = mapped_column(Text)


class Complaint(Versioned, Model):
    """A complaint of an enterprise about a visit, for the supervision organ alone."""

    __tablename__ = "complaints"
    __table_args__ = (Index("ix_complaints_open", "state", "due_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    query_digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[ComplaintState] = mapped_column(enum_column(ComplaintState, 20))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    agency_name: Mapped[str] = mapped_column(NAME)
    check_public_id: Mapped[str] = mapped_column(PUBLIC_ID)
    category: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    provisional: Mapped[bool]
    basis: Mapped[str] = mapped_column(Text)
    footnote: Mapped[str] = mapped_column(Text)
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answers: Mapped[list[ComplaintAnswer]] = relationship(order_by="ComplaintAnswer.id")


class ComplaintAnswer(Model):
    """An answer to a complaint; answers are added, never changed."""

    __tablename__ = "complaint_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    outcome: Mapped[ComplaintOutcome] = mapped_column(enum_column(ComplaintOutcome, 20))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(NAME)
