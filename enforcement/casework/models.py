"""Tables of the case. What law counts on is never overwritten without an audit entry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.facts import State


class Party(Versioned, Model):
    """Register of parties (当事人库), to fill a case's party from."""

    __tablename__ = "parties"
    __table_args__ = (Index("ix_parties_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    legal_representative: Mapped[str] = mapped_column(String(100), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    industry: Mapped[str] = mapped_column(String(100), default="")
    region_name: Mapped[str] = mapped_column(String(60), default="")


class Case(Versioned, Model):
    """One case (案件)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_scope", "org_path", "state"),
        Index("ix_cases_registered", "registered_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    case_no: Mapped[str | None] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[State] = mapped_column(enum_column(State))
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    source_kind: Mapped[str] = mapped_column(String(30))
    source_text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by: Mapped[str] = mapped_column(String(100))
    domain: Mapped[str] = mapped_column(String(60))
    region_name: Mapped[str] = mapped_column(String(60))
    """With the domain the key of the rule sets; as it was when the case came in."""
    ruleset_version: Mapped[str] = mapped_column(String(60), default="")
    item_code: Mapped[str | None] = mapped_column(String(60))
    item_version_id: Mapped[int | None] = mapped_column(ForeignKey("power_item_versions.id"))
    acted_on: Mapped[date | None]
    discovered_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    harm: Mapped[bool] = mapped_column(default=False)
    facts_text: Mapped[str] = mapped_column(Text, default="")
    goods_value_fen: Mapped[int | None] = mapped_column(BigInteger)
    illegal_income_fen: Mapped[int | None] = mapped_column(BigInteger)
    flags: Mapped[list[str]] = mapped_column(Json, default=list)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_by: Mapped[str] = mapped_column(String(100))
    touches: Mapped[int] = mapped_column(default=0)
    filed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    archived_on: Mapped[date | None]

    party: Mapped[CaseParty] = relationship(back_populates="case", uselist=False)
    handlers: Mapped[list[CaseHandler]] = relationship(order_by="CaseHandler.id")
    proposal: Mapped[CaseProposal | None] = relationship(uselist=False)


class CaseParty(Versioned, Model):
    """The party of a case as it stands in the papers."""

    __tablename__ = "case_parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str] = mapped_column(String(18), default="")
    id_type: Mapped[str] = mapped_column(String(30), default="")
    id_no: Mapped[str] = mapped_column(String(40), default="")
    legal_representative: Mapped[str] = mapped_column(String(100), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    born_on: Mapped[date | None]

    case: Mapped[Case] = relationship(back_populates="party")


class CaseHandler(Model):
    """An officer in charge (承办人); leaving is a date, not a deletion."""

    __tablename__ = "case_handlers"
    __table_args__ = (Index("ix_case_handlers_officer", "officer_id", "removed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    name: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseProposal(Versioned, Model):
    """The penalty proposed: kinds, amounts, grade and reasons (处罚建议和裁量)."""

    __tablename__ = "case_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    kinds: Mapped[list[str]] = mapped_column(Json)
    fine_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    confiscation_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    confiscation_text: Mapped[str] = mapped_column(Text, default="")
    other_penalty: Mapped[str] = mapped_column(Text, default="")
    benchmark_id: Mapped[str] = mapped_column(String(20), default="")
    benchmark_title: Mapped[str] = mapped_column(String(300), default="")
    grade: Mapped[str] = mapped_column(String(30))
    grade_reasons: Mapped[str] = mapped_column(Text)
    band_when: Mapped[str] = mapped_column(String(200), default="")
    mitigation: Mapped[str] = mapped_column(Text, default="")
    departure: Mapped[str] = mapped_column(Text, default="")


class CaseStep(Model):
    """A step that was taken: never changed, never deleted."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    source: Mapped[str | None] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_user_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    remark: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[str] = mapped_column(String(20), default="")


class CaseNote(Model):
    """A line of the timeline: what people wrote, or what the system noted."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_version: Mapped[int]
    by_system: Mapped[bool]
    actor_name: Mapped[str] = mapped_column(String(100))
    headline: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(200), default="")


class CaseRecord(Model):
    """A record of inspection or inquiry (现场笔录、询问笔录), closed when signed or refused."""

    __tablename__ = "case_records"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300))
    officer_ids: Mapped[list[int]] = mapped_column(Json)
    certificate_shown: Mapped[bool]
    rights_told: Mapped[bool]
    respondent: Mapped[str] = mapped_column(String(100))
    respondent_role: Mapped[str] = mapped_column(String(60), default="")
    content: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str] = mapped_column(Text, default="")
    signed: Mapped[bool]
    document_id: Mapped[str] = mapped_column(String(20))


class CaseEvidence(Versioned, Model):
    """A piece of evidence (行政处罚法第四十六条); taken out only with a reason, never deleted."""

    __tablename__ = "case_evidence"
    __table_args__ = (UniqueConstraint("case_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    no: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200), default="")
    proves: Mapped[str] = mapped_column(Text)
    collected_on: Mapped[date]
    document_id: Mapped[str] = mapped_column(String(20), default="")
    recording_id: Mapped[str] = mapped_column(String(20), default="")
    verified: Mapped[bool] = mapped_column(default=False)
    excluded_reason: Mapped[str] = mapped_column(Text, default="")


class CaseApproval(Versioned, Model):
    """An approval: sent, answered, by whom, with what reason (审批)."""

    __tablename__ = "case_approvals"
    __table_args__ = (Index("ix_case_approvals_open", "answered_at", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by: Mapped[str] = mapped_column(String(100))
    opinion: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(100), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class CaseReview(Versioned, Model):
    """How a round of review ended, and the content it was about; voiding is noted on it."""

    __tablename__ = "case_reviews"
    __table_args__ = (UniqueConstraint("case_id", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round_no: Mapped[int]
    legal: Mapped[bool]
    passed: Mapped[bool]
    opinion: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    reviewer_officer_id: Mapped[int]
    reviewer_name: Mapped[str] = mapped_column(String(100))
    qualified: Mapped[bool]
    concluded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    document_id: Mapped[str] = mapped_column(String(20), default="")
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_changes: Mapped[list[dict[str, str]] | None] = mapped_column(Json)


class CaseNotice(Versioned, Model):
    """A prior notice: what it told, when it was served (行政处罚告知书)."""

    __tablename__ = "case_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    fine_fen: Mapped[int] = mapped_column(BigInteger)
    confiscation_fen: Mapped[int] = mapped_column(BigInteger)
    hearing_right_told: Mapped[bool]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_on: Mapped[date | None]
    waived_on: Mapped[date | None]


class CaseStatement(Versioned, Model):
    """The party's statement and defence, and the answer (陈述申辩)."""

    __tablename__ = "case_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    received_on: Mapped[date]
    form: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    asks_hearing: Mapped[bool] = mapped_column(default=False)
    adopted: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(100), default="")
    document_id: Mapped[str] = mapped_column(String(20), default="")


class CaseDiscussion(Model):
    """A collective discussion of the heads (集体讨论), with the digest of what they discussed."""

    __tablename__ = "case_discussions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chair: Mapped[str] = mapped_column(String(100))
    attendees: Mapped[list[str]] = mapped_column(Json)
    opinions: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    agreed: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[str] = mapped_column(String(20))


class CaseDecision(Model):
    """The decision as issued (行政处罚决定), with the digest of the reviewed content it carries."""

    __tablename__ = "case_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    document_id: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    fine_fen: Mapped[int] = mapped_column(BigInteger)
    confiscation_fen: Mapped[int] = mapped_column(BigInteger)
    paragraphs: Mapped[list[str]] = mapped_column(Json)
    penalty_text: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(100))


class CasePayment(Model):
    """A payment at the collecting bank (行政处罚法第六十七条); a correction is a negative row."""

    __tablename__ = "case_payments"
    __table_args__ = (UniqueConstraint("case_id", "slip_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    paid_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    slip_no: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(100))


class CaseGoods(Model):
    """How confiscated goods were dealt with (行政处罚法第七十四条)."""

    __tablename__ = "case_goods"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    settled_on: Mapped[date]
    how: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(String(100))


class CaseDeadline(Model):
    """One computation of a deadline; a new one is added with its reason, none is overwritten."""

    __tablename__ = "case_deadlines"
    __table_args__ = (Index("ix_case_deadlines_due", "kind", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    org_path: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    started_on: Mapped[date]
    length_text: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    unrolled_on: Mapped[date]
    earliest_on: Mapped[date]
    """The earliest reading: an agency is alarmed by it, a party's right never lapses by it."""
    provisional: Mapped[bool]
    calendar_source: Mapped[str] = mapped_column(String(300))
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    basis: Mapped[str] = mapped_column(String(300))
    rule_version: Mapped[str] = mapped_column(String(60))
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200))
    current: Mapped[bool] = mapped_column(default=True)
    met_on: Mapped[date | None]
