"""Tasks that a draw opened, checks of single objects, and what was recorded on the spot.

A scan, an arrival entered later, is written once. Everything else changes only until the record is finished.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.inspection.task_states import TaskState
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.inspection.checks import (
    CheckState,
    Origin,
    RequestKind,
    RequestState,
    ScanWay,
    Verdict,
)
from enforcement.rules.inspection.results import EntryState, FollowUpKind

PUBLIC_ID = String(20)
PATH = String(200)
NAME = String(100)


class InspectionTask(Versioned, Model):
    """The duty that a published draw made: its checks are opened from here, its results published from here."""

    __tablename__ = "inspection_tasks"
    __table_args__ = (
        Index("ix_inspection_tasks_open", "state", "due_on"),
        Index("ix_inspection_tasks_public", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    batch_public_id: Mapped[str] = mapped_column(PUBLIC_ID, index=True)
    draw_public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True)
    state: Mapped[TaskState] = mapped_column(enum_column(TaskState))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    domain: Mapped[str] = mapped_column(String(60))
    region_name: Mapped[str] = mapped_column(String(60))
    agency_name: Mapped[str] = mapped_column(NAME)
    title: Mapped[str] = mapped_column(String(200))
    draw_no: Mapped[str] = mapped_column(String(40))
    plan_no: Mapped[str] = mapped_column(String(40))
    plan_title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    """定向 (directional) or 不定向 (undirected)."""
    sealed: Mapped[bool]
    window_from: Mapped[date]
    due_on: Mapped[date]
    """The last day of the batch's visits."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_on: Mapped[date | None]
    publish_due_on: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_on: Mapped[date | None]


class Check(Versioned, Model):
    """One object in one visit: what is looked at is locked when the check is opened (C07)."""

    __tablename__ = "checks"
    __table_args__ = (
        UniqueConstraint("draw_public_id", "uscc"),
        Index("ix_checks_object", "org_id", "uscc", "arrived_on"),
        Index("ix_checks_state", "state", "window_to", "id"),
        Index("ix_checks_published", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("inspection_tasks.id"), index=True)
    draw_public_id: Mapped[str | None] = mapped_column(PUBLIC_ID)
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    source_reason: Mapped[str] = mapped_column(Text)
    source_document: Mapped[str] = mapped_column(NAME)
    state: Mapped[CheckState] = mapped_column(enum_column(CheckState))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    agency_name: Mapped[str] = mapped_column(NAME)
    domain: Mapped[str] = mapped_column(String(60))
    region_name: Mapped[str] = mapped_column(String(60))
    uscc: Mapped[str] = mapped_column(String(18), index=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    library: Mapped[dict[str, Any]] = mapped_column(Json)
    """The library's entry as it was when the check was opened."""
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """The locked checklist: items with name, bases and the entries of their standard."""
    items_key: Mapped[str] = mapped_column(Text)
    """The item codes between bars (``|A|B|``), so that both databases can be asked for one."""
    items_digest: Mapped[str] = mapped_column(String(64))
    window_from: Mapped[date]
    window_to: Mapped[date]
    joint_key: Mapped[str] = mapped_column(String(80), default="", index=True)
    """The same for the checks of one joint visit (D10); empty for a visit of its own."""
    code: Mapped[str | None] = mapped_column(String(16), unique=True)
    """The one-time code printed on the notice (检查码)."""
    notice_document: Mapped[str] = mapped_column(PUBLIC_ID, default="")
    notice_number: Mapped[str] = mapped_column(String(60), default="")
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_on: Mapped[date | None]
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record_document: Mapped[str] = mapped_column(PUBLIC_ID, default="")
    object_opinion: Mapped[str] = mapped_column(Text, default="")
    representative: Mapped[str] = mapped_column(NAME, default="")
    """The legal representative who was asked to be present (C09)."""
    entry_state: Mapped[EntryState | None] = mapped_column(enum_column(EntryState))
    codes: Mapped[list[str]] = mapped_column(Json, default=list)
    codes_key: Mapped[str] = mapped_column(String(60), default="")
    """The result codes between bars, as ``items_key``."""
    result_text: Mapped[str] = mapped_column(Text, default="")
    result_fixed_on: Mapped[date | None]
    tell_due_on: Mapped[date | None]
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_way: Mapped[str] = mapped_column(String(40), default="")
    told_document: Mapped[str] = mapped_column(PUBLIC_ID, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_by: Mapped[str] = mapped_column(NAME)
    void_reason: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[InspectionTask | None] = relationship()
    officers: Mapped[list[CheckOfficer]] = relationship(order_by="CheckOfficer.id")
    scans: Mapped[list[CheckScan]] = relationship(order_by="CheckScan.id")
    answers: Mapped[list[CheckAnswer]] = relationship(order_by="CheckAnswer.id")
    third_parties: Mapped[list[CheckThirdParty]] = relationship(order_by="CheckThirdParty.id")
    requests: Mapped[list[CheckRequest]] = relationship(order_by="CheckRequest.id")
    results: Mapped[list[CheckResult]] = relationship(order_by="CheckResult.no")
    follow_ups: Mapped[list[CheckFollowUp]] = relationship(order_by="CheckFollowUp.id")


class CheckOfficer(Model):
    """An officer of the team; who leaves it stays in the list with the reason."""

    __tablename__ = "check_officers"
    __table_args__ = (UniqueConstraint("check_id", "officer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    officer_public_id: Mapped[str] = mapped_column(PUBLIC_ID)
    name: Mapped[str] = mapped_column(String(60))
    certificate_no: Mapped[str] = mapped_column(String(40))
    assistance_letter: Mapped[str] = mapped_column(NAME, default="")
    """Number of the letter that asks for help from elsewhere (异地协助函, O08)."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_how: Mapped[str] = mapped_column(String(40))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_reason: Mapped[str] = mapped_column(Text, default="")


class CheckScan(Model):
    """An arrival: when the server heard of it, where, who was there. Written once."""

    __tablename__ = "check_scans"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"), index=True)
    way: Mapped[ScanWay] = mapped_column(enum_column(ScanWay))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300))
    officers: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    third_parties: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    late_reason: Mapped[str] = mapped_column(Text)
    late_due_on: Mapped[date | None]
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(NAME)


class CheckAnswer(Model):
    """The answer to one entry of the checklist; changed freely until the record is finished."""

    __tablename__ = "check_answers"
    __table_args__ = (UniqueConstraint("check_id", "item_code", "entry_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"))
    item_code: Mapped[str] = mapped_column(String(60))
    entry_no: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(60))
    """One of the answers that the standard allows."""
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict, 20))
    note: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(NAME)


class CheckThirdParty(Model):
    """An expert or institution that helps under an agreement (O06)."""

    __tablename__ = "check_third_parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"), index=True)
    name: Mapped[str] = mapped_column(NAME)
    organisation: Mapped[str] = mapped_column(String(200))
    agreement_no: Mapped[str] = mapped_column(NAME)
    task: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(NAME)


class CheckRequest(Model):
    """What only the head may allow: widening (C07), the legal representative's presence (C09), recusal (O05)."""

    __tablename__ = "check_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind, 20))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState, 20))
    subject: Mapped[str] = mapped_column(NAME)
    """Item code, name of the representative, or public id of the officer."""
    asked_by_object: Mapped[bool]
    reason_code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_by: Mapped[str] = mapped_column(NAME)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(NAME, default="")
    answer: Mapped[str] = mapped_column(Text, default="")


class CheckResult(Model):
    """One step of 录入—审核—公示; steps are added, never changed."""

    __tablename__ = "check_results"
    __table_args__ = (UniqueConstraint("check_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"))
    no: Mapped[int]
    step: Mapped[EntryState] = mapped_column(enum_column(EntryState, 20))
    codes: Mapped[list[str]] = mapped_column(Json)
    items: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """The public line of each item."""
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(NAME)


class CheckFollowUp(Versioned, Model):
    """What is done about a result, until it is done (closed loop, P04)."""

    __tablename__ = "check_follow_ups"
    __table_args__ = (Index("ix_check_follow_ups_open", "done_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    check_id: Mapped[int] = mapped_column(ForeignKey("checks.id"), index=True)
    kind: Mapped[FollowUpKind] = mapped_column(enum_column(FollowUpKind))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(NAME)
    link: Mapped[str] = mapped_column(NAME, default="")
    """Public id of the case, number of the receipt, or public id of the check that looked again."""
    outcome: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(NAME, default="")

    check: Mapped[Check] = relationship(lazy="raise", overlaps="follow_ups")
