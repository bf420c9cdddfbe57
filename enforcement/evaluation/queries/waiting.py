"""What of evaluations waits for a head's answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.policies import Action
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
