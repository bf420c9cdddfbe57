"""Tables of the catalogue. A published version never changes; only its last day is set, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.platform.database import Model
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.facts_catalogue import LegalKind


class PowerItem(Model):
    """A power item 行政处罚事项: its code and what every version shares."""

    __tablename__ = "power_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PowerItemVersion(Model):
    """One version of a power item: the breach, the bases and the penalties of a span of days."""

    __tablename__ = "power_item_versions"
    __table_args__ = (
        UniqueConstraint("code", "version_no", name="uq_power_item_versions_code_version_no"),
        Index("ix_power_item_versions_domain_code", "domain", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("power_items.id"))
    code: Mapped[str] = mapped_column(String(40))
    version_no: Mapped[int]
    domain: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(40), index=True)
    """Field of enforcement, as in ``organisations.domain``."""
    act: Mapped[str] = mapped_column(String(400))
    duty_law: Mapped[str] = mapped_column(String(120))
    duty_version: Mapped[date]
    duty_article: Mapped[str] = mapped_column(String(120))
    duty_kind: Mapped[LegalKind] = mapped_column(enum_column(LegalKind))
    penalty_law: Mapped[str] = mapped_column(String(120))
    penalty_version: Mapped[date]
    penalty_article: Mapped[str] = mapped_column(String(120))
    penalty_kind: Mapped[LegalKind] = mapped_column(enum_column(LegalKind))
    amount_article: Mapped[str] = mapped_column(String(120))
    supporting: Mapped[Any] = mapped_column(Json)
    kinds: Mapped[Any] = mapped_column(Json)
    fine: Mapped[Any] = mapped_column(Json)
    orders: Mapped[Any] = mapped_column(Json)
    serious: Mapped[Any | None] = mapped_column(Json)
    refusal: Mapped[Any | None] = mapped_column(Json)
    party: Mapped[str] = mapped_column(String(20))
    in_force_from: Mapped[date | None]
    """First day in force; ``None`` where the text does not state it."""
    in_force_to: Mapped[date | None]
    """Last day in force; may be set once, when the text is repealed or changed."""
    replaces: Mapped[str] = mapped_column(String(40))
    replaced_by: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(100))


class _Published:
    """What every list of an agency has: number of the version, document, span of days."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200), index=True)
    org_name: Mapped[str] = mapped_column(String(100))
    """Name at the time of publication, as the document bears it."""
    org_level: Mapped[str] = mapped_column(String(10))
    org_domain: Mapped[str] = mapped_column(String(40))
    version_no: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(60))
    published_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Last day; set once, when the next version is published."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(100))


class Benchmark(_Published, Model):
    """An agency's benchmark of discretion 裁量基准 for one power item."""

    __tablename__ = "benchmarks"
    __table_args__ = (
        UniqueConstraint("org_id", "item_code", "version_no", name="uq_benchmarks_org_id_item_code_version_no"),
        Index("ix_benchmarks_item_code_valid_from", "item_code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="span"),
    )

    item_code: Mapped[str] = mapped_column(ForeignKey("power_items.code"))
    entry_no: Mapped[int]
    """Number of the entry in the agency's own publication (第 27 项)."""
    formula: Mapped[str] = mapped_column(Text)
    """How the tiers divide the statutory range, in words."""
    tiers: Mapped[Any] = mapped_column(Json)


class ReviewCatalogue(_Published, Model):
    """An agency's catalogue of major decisions 重大执法决定法制审核目录."""

    __tablename__ = "review_catalogues"
    __table_args__ = (
        UniqueConstraint("org_id", "version_no", name="uq_review_catalogues_org_id_version_no"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="span"),
    )

    entries: Mapped[Any] = mapped_column(Json)


class RecordingList(_Published, Model):
    """An agency's list of what is recorded by audio and video 音像记录事项清单."""

    __tablename__ = "recording_lists"
    __table_args__ = (
        UniqueConstraint("org_id", "version_no", name="uq_recording_lists_org_id_version_no"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="span"),
    )

    entries: Mapped[Any] = mapped_column(Json)
