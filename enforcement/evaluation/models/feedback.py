"""Decisions that follow a first result, group reports, objections and rectifications.

Nothing signed changes: a re-evaluation or an upheld objection is one more decision. Civil dates ``*_on``, instants
``*_at``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.states import DecisionKind, ObjectionAnswer, RectificationState, RectificationStepKind
from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column

PUBLIC_ID = String(20)
PATH = String(200)
NAME = String(100)
FOLLOWS = {"organisation_path": True}
"""The path moves with its organisation."""


class TermColumns:
    """A running term with its explanation as it was computed; see ``terms.set_term``."""

    started_on: Mapped[date]
    due_on: Mapped[date]
    """The last day, after roll-over."""
    strict_on: Mapped[date]
    earliest_on: Mapped[date]
    provisional: Mapped[bool]
    basis: Mapped[str] = mapped_column(Text)
    footnote: Mapped[str] = mapped_column(Text)
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Records of ``rules.explanation.ExplanationRun``."""


class EvaluationDecision(Model):
    """A result after the first: of a re-evaluation or an upheld objection. Written once; the last one counts."""

    __tablename__ = "evaluation_decisions"
    __table_args__ = (UniqueConstraint("file_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    file_id: Mapped[int] = mapped_column(ForeignKey("evaluation_files.id"))
    no: Mapped[int]
    """1, 2 … of the file."""
    kind: Mapped[DecisionKind] = mapped_column(enum_column(DecisionKind))
    source: Mapped[str] = mapped_column(PUBLIC_ID)
    """Public id of the seat or objection it follows from; empty for a decision that nobody can score again."""
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    """As ``mapping.result_to`` writes it; ``counted`` are places among the signed sheets of the file, from 0."""
    points: Mapped[str] = mapped_column(String(12))
    grade: Mapped[str] = mapped_column(String(40))
    grade_name: Mapped[str] = mapped_column(String(40))
    steps: Mapped[list[str]] = mapped_column(Json)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(NAME)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    file: Mapped[EvaluationFile] = relationship()


class EvaluationReport(Versioned, TermColumns, Model):
    """What one agency is told (评查组报告); its term is the one for objections."""

    __tablename__ = "evaluation_reports"
    __table_args__ = (UniqueConstraint("plan_id", "agency_org_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    plan_id: Mapped[int] = mapped_column(ForeignKey("evaluation_plans.id"))
    agency_org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    agency_path: Mapped[str] = mapped_column(PATH, index=True, info=FOLLOWS)
    agency_name: Mapped[str] = mapped_column(String(120))
    report_no: Mapped[str] = mapped_column(String(60))
    """文号 as printed."""
    document: Mapped[str] = mapped_column(PUBLIC_ID)
    """Public id of the sealed paper."""
    issued_by: Mapped[int | None]
    issued_by_name: Mapped[str] = mapped_column(NAME)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The agency has nothing (more) to object: its window is over."""
    waived_by_name: Mapped[str] = mapped_column(NAME, default="")

    plan: Mapped[EvaluationPlan] = relationship()
    objections: Mapped[list[EvaluationObjection]] = relationship(
        order_by="EvaluationObjection.id", back_populates="report"
    )


class EvaluationObjection(Versioned, TermColumns, Model):
    """One objection to one item or veto of a file; its term is the one for the answer. Answered, it never changes."""

    __tablename__ = "evaluation_objections"
    __table_args__ = (
        UniqueConstraint("file_id", "subject"),
        Index("ix_evaluation_objections_open", "answered_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("evaluation_reports.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("evaluation_files.id"))
    subject: Mapped[str] = mapped_column(String(60))
    """``item:<no>`` or ``veto:<no>`` of the standard."""
    grounds: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """``key, name, sha256, size, mime`` of each."""
    filed_by: Mapped[int | None]
    filed_by_name: Mapped[str] = mapped_column(NAME)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[ObjectionAnswer | None] = mapped_column(enum_column(ObjectionAnswer))
    fallen: Mapped[list[str]] = mapped_column(Json, default=list)
    """Codes of the deductions (or the number of the veto) that fall."""
    reasons: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None]
    answered_by_name: Mapped[str] = mapped_column(NAME, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    report: Mapped[EvaluationReport] = relationship(back_populates="objections")
    file: Mapped[EvaluationFile] = relationship()


class EvaluationRectification(Versioned, TermColumns, Model):
    """What an agency has to put right after the result is fixed: one for each item or veto that still stands."""

    __tablename__ = "evaluation_rectifications"
    __table_args__ = (
        UniqueConstraint("file_id", "subject"),
        Index("ix_evaluation_rectifications_open", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("evaluation_reports.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("evaluation_files.id"))
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(Text)
    """What stands: texts of deductions, where they were found."""
    article: Mapped[str] = mapped_column(Text)
    state: Mapped[RectificationState] = mapped_column(enum_column(RectificationState))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    report: Mapped[EvaluationReport] = relationship()
    file: Mapped[EvaluationFile] = relationship()
    steps: Mapped[list[RectificationStep]] = relationship(
        order_by="RectificationStep.no", back_populates="rectification"
    )


class RectificationStep(Model):
    """Handed in, returned or passed. Written once."""

    __tablename__ = "rectification_steps"
    __table_args__ = (UniqueConstraint("rectification_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("evaluation_rectifications.id"))
    no: Mapped[int]
    kind: Mapped[RectificationStepKind] = mapped_column(enum_column(RectificationStepKind))
    text: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    by_user_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(NAME)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    rectification: Mapped[EvaluationRectification] = relationship(back_populates="steps")
