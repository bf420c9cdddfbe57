"""Yearly plans, their batches, tasks outside them, proposals to join visits, and what planners are reminded of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.inspection.library_states import NoticeKind, ProposalState
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.inspection.plans import BatchKind, BatchState, Origin, PlanState


class InspectionPlan(Versioned, Model):
    """The yearly plan of an agency (年度抽查工作计划)."""

    __tablename__ = "inspection_plans"
    __table_args__ = (
        UniqueConstraint("org_id", "no"),
        Index("ix_inspection_plans_path_year", "org_path", "year"),
        Index("ix_inspection_plans_published", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    org_name: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    no: Mapped[str] = mapped_column(String(20))
    """``2026-P-012``, consecutive within agency and year."""
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[PlanState] = mapped_column(enum_column(PlanState))
    drafted_by: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None]
    approved_by_name: Mapped[str] = mapped_column(String(100), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_until: Mapped[date]
    """Last day for publication, from the rule set (31 March)."""
    public_until_basis: Mapped[str] = mapped_column(Text)
    filed_with: Mapped[str] = mapped_column(String(100), default="")
    filing_receipt: Mapped[str] = mapped_column(String(80), default="")
    filed_on: Mapped[date | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")

    batches: Mapped[list[InspectionBatch]] = relationship(
        order_by="InspectionBatch.no", lazy="raise", back_populates="plan"
    )


class InspectionBatch(Versioned, Model):
    """A batch of a plan, or a task outside it. The columns of its facts; see ``rules.inspection.plans.BatchFacts``."""

    __tablename__ = "inspection_batches"
    __table_args__ = (
        Index("ix_inspection_batches_path", "org_path", "draw_on"),
        Index("ix_inspection_batches_due", "state", "draw_on"),
        Index("ix_inspection_batches_plan", "plan_id", "no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("inspection_plans.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    no: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    scope_text: Mapped[str] = mapped_column(Text, default="")
    """检查内容 as the published table words it."""
    item_codes: Mapped[list[str]] = mapped_column(Json)
    kind: Mapped[BatchKind] = mapped_column(enum_column(BatchKind))
    filters: Mapped[list[dict[str, str]]] = mapped_column(Json)
    exclusions: Mapped[list[dict[str, str]]] = mapped_column(Json)
    ratios: Mapped[dict[str, int]] = mapped_column(Json)
    frequency: Mapped[str] = mapped_column(String(60), default="")
    planned_count: Mapped[int | None]
    departments: Mapped[list[str]] = mapped_column(Json)
    joint: Mapped[bool]
    sealed: Mapped[bool]
    draw_on: Mapped[date]
    visit_from: Mapped[date]
    visit_to: Mapped[date]
    team_size: Mapped[int]
    algorithm: Mapped[str] = mapped_column(String(10))
    sources: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[BatchState] = mapped_column(enum_column(BatchState))
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    reason: Mapped[str] = mapped_column(Text, default="")
    papers: Mapped[dict[str, Any]] = mapped_column(Json)
    stacking_reason: Mapped[str] = mapped_column(Text, default="")
    """Why a special campaign is laid on a planned draw all the same (rule I05)."""
    off_site: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """Why each way to look without a visit is not enough (rule C03); copied to the approvals of its checks."""
    drafted_by: Mapped[int | None]
    drafted_by_name: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None]
    approved_by_name: Mapped[str] = mapped_column(String(100), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draw_public_id: Mapped[str | None] = mapped_column(String(20), unique=True)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pool_size: Mapped[int | None]
    excluded: Mapped[int | None]
    filtered_out: Mapped[int | None]
    hindrance: Mapped[str] = mapped_column(Text, default="")
    """Why the last attempt to freeze it failed, for the planner."""

    plan: Mapped[InspectionPlan | None] = relationship(lazy="raise", back_populates="batches")


class JointVisitProposal(Versioned, Model):
    """Two departments drew one enterprise within days: one joint visit is proposed (rule D10)."""

    __tablename__ = "joint_visit_proposals"
    __table_args__ = (UniqueConstraint("uscc", "first_batch", "second_batch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    uscc: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    first_batch: Mapped[str] = mapped_column(String(20))
    second_batch: Mapped[str] = mapped_column(String(20))
    first_path: Mapped[str] = mapped_column(String(200), index=True)
    second_path: Mapped[str] = mapped_column(String(200), index=True)
    days_apart: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(enum_column(ProposalState))
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(100), default="")


class InspectionNotice(Model):
    """Something planners and heads are told once: the unique key keeps two schedulers from telling it twice."""

    __tablename__ = "inspection_notices"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_inspection_notices_open", "cleared_at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    subject: Mapped[str] = mapped_column(String(80))
    """``plan:<organisation>:<year>`` or ``library:<organisation>:<version>``."""
    org_path: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
