"""Duties to publish, redactions, and the register that the public sees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.platform.database import Model, Versioned
from enforcement.platform.search import Grams
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.publicity.states import DutyKind, DutyState, PublicField, PublicState, RedactionStage


class PublicationDuty(Versioned, Model):
    """A duty with its deadline; ``facts`` are what casework told on the day of the decision."""

    __tablename__ = "publication_duties"
    __table_args__ = (
        Index("ix_publication_duties_open", "state", "due_on", "id"),
        Index("ix_publication_duties_matter", "matter_id"),
        Index("ix_publication_duties_org_path", "org_path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[DutyKind] = mapped_column(enum_column(DutyKind))
    state: Mapped[DutyState] = mapped_column(enum_column(DutyState))
    matter_id: Mapped[str] = mapped_column(String(40))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    started_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    rule_id: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(Text)
    footnote: Mapped[str] = mapped_column(Text)
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    exemptions: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """Reasons of law not to publish, as the rules found them: code, message, basis."""
    exemption_reason: Mapped[str] = mapped_column(Text, default="")
    exemption_by: Mapped[int | None]
    ground: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fulfilled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("public_records.id"))

    redactions: Mapped[list[RedactionVersion]] = relationship(order_by="RedactionVersion.no")
    record: Mapped[PublicRecord | None] = relationship()


class RedactionVersion(Model):
    """One version of what is hidden; versions are added, never changed."""

    __tablename__ = "redaction_versions"
    __table_args__ = (UniqueConstraint("duty_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("publication_duties.id"))
    no: Mapped[int]
    stage: Mapped[RedactionStage] = mapped_column(enum_column(RedactionStage))
    spans: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    author_user_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class PublicRecord(Versioned, Model):
    """A published decision: everything the public pages show, nothing they must not.

    The text is gone when it is withdrawn or its time is over; number, dates and reason stay.
    """

    __tablename__ = "public_records"
    __table_args__ = (
        Index("ix_public_records_published", "published_at", "id"),
        Index("ix_public_records_decided", "decided_on", "id"),
        Index("ix_public_records_fine", "fine_fen", "id"),
        Index("ix_public_records_end", "state", "max_end_on"),
        Index("ix_public_records_agency", "agency_name"),
        Index("ix_public_records_number", "document_number"),
        Index("ix_public_records_document", "document_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[PublicState] = mapped_column(enum_column(PublicState))
    edition: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    document_number: Mapped[str] = mapped_column(String(80))
    document_sha256: Mapped[str] = mapped_column(String(64))
    agency_name: Mapped[str] = mapped_column(String(120))
    org_path: Mapped[str] = mapped_column(String(200))
    region_name: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    party_name: Mapped[str] = mapped_column(String(200))
    party_kind: Mapped[str] = mapped_column(String(40))
    party_uscc: Mapped[str] = mapped_column(String(18))
    act: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    kinds: Mapped[list[str]] = mapped_column(Json)
    kinds_key: Mapped[str] = mapped_column(String(200))
    """The kinds between bars (``|警告|罚款|``), so that both databases can be asked for one."""
    penalty_text: Mapped[str] = mapped_column(Text)
    fine_fen: Mapped[int] = mapped_column(BigInteger)
    confiscation_fen: Mapped[int] = mapped_column(BigInteger)
    grade: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    performed_on: Mapped[date | None]
    paragraphs: Mapped[list[list[dict[str, Any]]]] = mapped_column(Json)
    redactions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    remedies: Mapped[dict[str, str]] = mapped_column(Json)
    credit_class: Mapped[str] = mapped_column(String(20))
    min_end_on: Mapped[date | None]
    max_end_on: Mapped[date]
    period_basis: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_ground: Mapped[str] = mapped_column(String(20), default="")
    end_reason: Mapped[str] = mapped_column(Text, default="")

    changes: Mapped[list[PublicChange]] = relationship(order_by="PublicChange.id.desc()")


class PublicChange(Model):
    """A line of the change log below a public page."""

    __tablename__ = "public_changes"
    __table_args__ = (Index("ix_public_changes_record", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("public_records.id"))
    edition: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(Text)


class PublicEdition(Model):
    """Every content that was ever shown, for the agency's own proof; not on any public page."""

    __tablename__ = "public_editions"
    __table_args__ = (UniqueConstraint("record_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("public_records.id"))
    edition: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(100))


class PublicPassage(Model):
    """A passage of public text as search tokens (see ``platform.search``)."""

    __tablename__ = "public_search"
    __table_args__ = (
        Index("ix_public_search_record", "record_id"),
        Index("ix_public_search_grams", "grams", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("public_records.id"))
    field: Mapped[PublicField] = mapped_column(enum_column(PublicField, 20))
    grams: Mapped[str] = mapped_column(Grams)
