"""Reads for everyone: published items and published plans, nothing else. No actor, because nobody signs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from enforcement.foundation.errors import NotFound
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.models.libraries import InspectionItem
from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan
from enforcement.platform.database import db
from enforcement.rules.inspection.plans import BatchState, PlanState

SHOWN_OUTSIDE = 200


def public_items(on: date, text: str = "") -> Sequence[InspectionItem]:
    """Items in force on a civil day, by agency and code."""
    statement = select(InspectionItem).where(
        InspectionItem.state == ItemState.PUBLISHED,
        InspectionItem.valid_from <= on,
        or_(InspectionItem.valid_to.is_(None), InspectionItem.valid_to >= on),
    )
    if text:
        words = (InspectionItem.name, InspectionItem.code, InspectionItem.org_name)
        statement = statement.where(or_(*(word.contains(text, autoescape=True) for word in words)))
    return db.session.scalars(statement.order_by(InspectionItem.org_path, InspectionItem.code)).all()


def public_plans() -> Sequence[InspectionPlan]:
    """Published plans with their batches, newest year first."""
    return db.session.scalars(
        select(InspectionPlan)
        .where(InspectionPlan.state == PlanState.PUBLISHED)
        .options(selectinload(InspectionPlan.batches))
        .order_by(InspectionPlan.year.desc(), InspectionPlan.org_path, InspectionPlan.id)
    ).all()


def public_plan(public_id: str) -> InspectionPlan:
    """One published plan. Errors: ``NotFound``."""
    found = db.session.scalars(
        select(InspectionPlan)
        .where(InspectionPlan.public_id == public_id, InspectionPlan.state == PlanState.PUBLISHED)
        .options(selectinload(InspectionPlan.batches))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def public_outside() -> Sequence[InspectionBatch]:
    """Tasks outside the plans that a head approved, latest first; they stay visible as such."""
    return db.session.scalars(
        select(InspectionBatch)
        .where(InspectionBatch.plan_id.is_(None), InspectionBatch.state.not_in((BatchState.PLANNED,)))
        .where(InspectionBatch.approved_at.is_not(None))
        .order_by(InspectionBatch.draw_on.desc(), InspectionBatch.id.desc())
        .limit(SHOWN_OUTSIDE)
    ).all()
