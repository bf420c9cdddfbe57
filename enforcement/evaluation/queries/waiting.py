"""What of evaluations waits for a head: of the organ that evaluates, or of an agency that is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport
from enforcement.evaluation.policies import Action
from enforcement.evaluation.rectifying import TO_BE_DONE
from enforcement.evaluation.states import PlanState
from enforcement.foundation.actor import Actor
from enforcement.platform.database import db
from enforcement.platform.scopes import within


def plans_waiting(actor: Actor) -> Sequence[EvaluationPlan]:
    """Drafts that the actor may approve, the oldest first; those given back wait for their planner."""
    return db.session.scalars(
        select(EvaluationPlan)
        .where(
            EvaluationPlan.state == PlanState.DRAFT,
            EvaluationPlan.hindrance == "",
            within(actor, Action.APPROVE.value, EvaluationPlan.org_path),
        )
        .order_by(EvaluationPlan.drafted_at, EvaluationPlan.id)
    ).all()


@dataclass(frozen=True)
class ToRectify:
    """What an agency still has to put right in one round."""

    plan_title: str
    plan: str
    agency_name: str
    count: int
    first_due: date


def reports_open(actor: Actor, today: date) -> Sequence[EvaluationReport]:
    """Reports that the actor's agencies may still object to, those whose window ends first in front."""
    return db.session.scalars(
        select(EvaluationReport)
        .where(
            EvaluationReport.waived_at.is_(None),
            or_(EvaluationReport.due_on >= today, EvaluationReport.provisional),
            within(actor, Action.ANSWER.value, EvaluationReport.agency_path),
        )
        .options(joinedload(EvaluationReport.plan))
        .order_by(EvaluationReport.due_on, EvaluationReport.id)
    ).all()


def to_rectify(actor: Actor) -> tuple[ToRectify, ...]:
    """What the actor's agencies have to put right or put right again, by round, the most urgent first."""
    first = func.min(EvaluationRectification.due_on)
    rows = db.session.execute(
        select(
            EvaluationPlan.title,
            EvaluationPlan.public_id,
            EvaluationReport.agency_name,
            func.count(EvaluationRectification.id),
            first,
        )
        .join(EvaluationReport, EvaluationReport.id == EvaluationRectification.report_id)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationReport.plan_id)
        .where(
            EvaluationRectification.state.in_(TO_BE_DONE),
            within(actor, Action.ANSWER.value, EvaluationReport.agency_path),
        )
        .group_by(EvaluationPlan.id, EvaluationPlan.title, EvaluationPlan.public_id, EvaluationReport.agency_name)
        .order_by(first, EvaluationPlan.id)
    )
    return tuple(ToRectify(*row) for row in rows)


def plans_in_feedback(actor: Actor) -> Sequence[EvaluationPlan]:
    """Rounds whose results the actor may fix as soon as they can be, the oldest first."""
    return db.session.scalars(
        select(EvaluationPlan)
        .where(EvaluationPlan.state == PlanState.FEEDBACK, within(actor, Action.APPROVE.value, EvaluationPlan.org_path))
        .order_by(EvaluationPlan.closed_at, EvaluationPlan.id)
    ).all()
