"""Standards, plans, drawn files, seats and score sheets. Civil dates ``*_on``, instants ``*_at``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.evaluation.states import FileState, NoticeKind, PlanState, SeatState, StandardState
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column

PUBLIC_ID = String(20)
PATH = String(200)
STILL_HELD = text("state <> 'recused'")


class EvaluationStandard(Versioned, Model):
    """One version of a standard; published it is known by its digest and never changes (a trigger holds it)."""

    __tablename__ = "evaluation_standards"
    __table_args__ = (UniqueConstraint("code", "version_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    code: Mapped[str] = mapped_column(String(60))
    version_no: Mapped[str] = mapped_column(String(40))
    org_path: Mapped[str] = mapped_column(PATH)
    """Of the organ that drafted it; ``/`` for those that come with the installation."""
    state: Mapped[StandardState] = mapped_column(enum_column(StandardState))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    drafted_by: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_name: Mapped[str] = mapped_column(String(100), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EvaluationPlan(Versioned, Model):
    """One round: which agencies and files, by which standard. Its draw is always sealed."""

    __tablename__ = "evaluation_plans"
    __table_args__ = (UniqueConstraint("org_id", "plan_no"), Index("ix_evaluation_plans_state", "state", "draw_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    plan_no: Mapped[str] = mapped_column(String(20))
    """``2026-E-001``."""
    title: Mapped[str] = mapped_column(String(200))
    period_from: Mapped[date]
    period_to: Mapped[date]
    standard_id: Mapped[int] = mapped_column(ForeignKey("evaluation_standards.id"))
    standard_digest: Mapped[str] = mapped_column(String(64))
    agencies: Mapped[list[str]] = mapped_column(Json)
    must_kinds: Mapped[list[str]] = mapped_column(Json)
    ratio_bp: Mapped[int]
    least: Mapped[int]
    draw_on: Mapped[date]
    open_on: Mapped[date]
    load_limit: Mapped[int]
    sources: Mapped[list[str]] = mapped_column(Json)
    algorithm: Mapped[str] = mapped_column(String(20))
    state: Mapped[PlanState] = mapped_column(enum_column(PlanState))
    pool: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """The closed files as approved: ``file, agency, class, label, kind, must, excluded``."""
    shares: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Per agency: ``agency, closed, must, pool, draw, basis_points``."""
    draw_public_id: Mapped[str | None] = mapped_column(PUBLIC_ID)
    hindrance: Mapped[str] = mapped_column(Text, default="")
    """Why the last step of the scheduler failed; or why the head gave the draft back."""
    drafted_by: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None]
    approved_by_name: Mapped[str] = mapped_column(String(100), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scoring_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_name: Mapped[str] = mapped_column(String(100), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    close_reason: Mapped[str] = mapped_column(Text, default="")

    standard: Mapped[EvaluationStandard] = relationship()
    files: Mapped[list[EvaluationFile]] = relationship(order_by="EvaluationFile.id", back_populates="plan")


class EvaluationFile(Versioned, Model):
    """A drawn case file, from its seats to its result; ``agency_*`` is the agency that is judged."""

    __tablename__ = "evaluation_files"
    __table_args__ = (
        UniqueConstraint("plan_id", "case_file_public_id"),
        Index("ix_evaluation_files_state", "plan_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    plan_id: Mapped[int] = mapped_column(ForeignKey("evaluation_plans.id"))
    case_file_public_id: Mapped[str] = mapped_column(PUBLIC_ID, index=True)
    class_name: Mapped[str] = mapped_column(String(60))
    must_kinds: Mapped[list[str]] = mapped_column(Json)
    """Why it was evaluated without chance (必查); empty for a file that was drawn."""
    agency_org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    agency_path: Mapped[str] = mapped_column(PATH, info={"organisation_path": True})
    agency_name: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40))
    """Kind of file in the words of the standard."""
    answers: Mapped[dict[str, bool | None]] = mapped_column(Json)
    """Condition id -> yes, no, or null where the machine proposes nothing."""
    answers_by_name: Mapped[str] = mapped_column(String(100), default="")
    answers_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[FileState] = mapped_column(enum_column(FileState))
    third_reasons: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    points: Mapped[str] = mapped_column(String(12), default="")
    grade: Mapped[str] = mapped_column(String(40), default="")
    """Band id of the standard."""
    grade_name: Mapped[str] = mapped_column(String(40), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """``points, unrounded, grade, grade_name, vetoes, counted, steps`` as ``mapping.result_to`` writes them."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    plan: Mapped[EvaluationPlan] = relationship(back_populates="files")
    seats: Mapped[list[EvaluationSeat]] = relationship(order_by="EvaluationSeat.id", back_populates="file")

    @property
    def scored_now(self) -> bool:
        """Whether sheets may be written: in the scoring of the round, or at the re-evaluation that follows it."""
        if self.state is FileState.RE_EVALUATION:
            return self.plan.state is PlanState.CLOSED
        return self.plan.state is PlanState.SCORING and self.state in (FileState.SCORING, FileState.THIRD)

    @property
    def answers_version(self) -> int:
        """The version of the answers alone: that of the row moves when two disagree, which stays sealed."""
        at = self.answers_at.isoformat() if self.answers_at else ""
        return int(content_digest([self.answers, at])[:7], 16)


class EvaluationSeat(Versioned, Model):
    """One evaluator's place at one file. A recused one stays, the successor has a seat of his own."""

    __tablename__ = "evaluation_seats"
    __table_args__ = (
        UniqueConstraint("file_id", "evaluator"),
        Index(
            "uq_evaluation_seats_held",
            "file_id",
            "place",
            unique=True,
            sqlite_where=STILL_HELD,
            postgresql_where=STILL_HELD,
        ),
        Index("ix_evaluation_seats_person", "user_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    file_id: Mapped[int] = mapped_column(ForeignKey("evaluation_files.id"))
    place: Mapped[int]
    """1, 2; 3 for the third. Never shown to evaluators."""
    evaluator: Mapped[str] = mapped_column(PUBLIC_ID)
    """Public id of the account, as it stands in the draw."""
    user_id: Mapped[int]
    evaluator_name: Mapped[str] = mapped_column(String(100))
    state: Mapped[SeatState] = mapped_column(enum_column(SeatState))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date | None]
    """Scoring began: the term counts from here."""
    due_on: Mapped[date | None]
    strict_on: Mapped[date | None]
    earliest_on: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[list[str]] = mapped_column(Json, default=list)
    """Sentences of the deadline, then its footnote."""
    asked_code: Mapped[str] = mapped_column(String(40), default="")
    asked_text: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_name: Mapped[str] = mapped_column(String(100), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_text: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[EvaluationFile] = relationship(back_populates="seats")
    sheet: Mapped[ScoreSheet] = relationship(back_populates="seat")


class ScoreSheet(Versioned, Model):
    """One evaluator's sheet: a draft until it is signed, then never changed (a trigger holds it)."""

    __tablename__ = "score_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("evaluation_seats.id"), unique=True)
    draft: Mapped[dict[str, Any]] = mapped_column(Json)
    remark: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What was signed: sheet, remark, answers on applicability, answers to findings, points, grade, standard."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    signed_by_name: Mapped[str] = mapped_column(String(100), default="")
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    seat: Mapped[EvaluationSeat] = relationship(back_populates="sheet")


class FindingAnswer(Model):
    """What one evaluator says to one finding of the machine; part of what is signed."""

    __tablename__ = "finding_answers"
    __table_args__ = (UniqueConstraint("seat_id", "finding"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("evaluation_seats.id"))
    finding: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(60), index=True)
    accepted: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class EvaluationNotice(Model):
    """Something people are told once: the unique key keeps two schedulers from telling it twice."""

    __tablename__ = "evaluation_notices"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_evaluation_notices_open", "cleared_at", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    subject: Mapped[str] = mapped_column(String(80))
    """``plan:…``, ``file:…`` or ``seat:…`` with public id, with a day where it may come again."""
    org_path: Mapped[str] = mapped_column(PATH)
    user_id: Mapped[int | None]
    """Whom it is for; None: whoever plans or approves there."""
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
