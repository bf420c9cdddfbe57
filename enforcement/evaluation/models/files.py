"""Case files taken in for evaluation, in the exchange format. A changed file is a new row; the old one stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model
from enforcement.platform.types import Json, UtcDateTime


class EvaluationCaseFile(Model):
    """One version of a case file; its content lies in the object store under ``content_key``."""

    __tablename__ = "evaluation_case_files"
    __table_args__ = (
        UniqueConstraint("org_id", "file_no", "sha256"),
        Index("ix_evaluation_case_files_closed", "org_id", "closed_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """The agency that is judged."""
    org_path: Mapped[str] = mapped_column(String(200))
    file_no: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40))
    """In the words of the standards (``rules.evaluation.applicability.kind_of``)."""
    matter_id: Mapped[str | None] = mapped_column(String(20))
    """Public id of the case, for one that was worked in this system."""
    closed_on: Mapped[date]
    content_key: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the canonical JSON."""
    volume_key: Mapped[str | None] = mapped_column(String(100))
    batch: Mapped[str] = mapped_column(String(20), default="")
    traits: Mapped[list[str]] = mapped_column(Json)
    """``MustDraw`` values."""
    people: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """``role, name, numbers`` of everybody who worked on it, so that a draw reads no content."""
    imported_by_name: Mapped[str] = mapped_column(String(100))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    findings: Mapped[list[PrecheckFinding]] = relationship(order_by="PrecheckFinding.no")


class PrecheckFinding(Model):
    """What the machine found in one version of a file when it was taken in; people score."""

    __tablename__ = "precheck_findings"
    __table_args__ = (UniqueConstraint("file_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    file_id: Mapped[int] = mapped_column(ForeignKey("evaluation_case_files.id"))
    no: Mapped[int]
    rule: Mapped[str] = mapped_column(String(60))
    article: Mapped[str] = mapped_column(Text)
    documents: Mapped[list[str]] = mapped_column(Json)
    explanation: Mapped[str] = mapped_column(Text)
    rule_version: Mapped[str] = mapped_column(Text)
    """The rule sets and their content, as they were loaded."""
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
