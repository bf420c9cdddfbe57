"""Reads of rectifications: by the agency that has to put something right, and by those who evaluate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport, RectificationStep
from enforcement.evaluation.policies import READING, Action
from enforcement.evaluation.queries.plans import plan as plan_for
from enforcement.evaluation.rectifying import recheck_reasons, submit_reasons, was_late
from enforcement.evaluation.states import RectificationState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound, Reason
from enforcement.platform.database import db
from enforcement.platform.scopes import within


@dataclass(frozen=True)
class RectificationView:
    """One rectification as both sides see it.

    ``may_submit`` and ``may_recheck`` say whether the act is the actor's at all; reasons, what stands against it now.
    """

    row: EvaluationRectification
    plan: str
    plan_title: str
    file: str
    file_label: str
    agency_name: str
    steps: tuple[RectificationStep, ...]
    late: bool
    may_submit: bool
    may_recheck: bool
    submit_reasons: tuple[Reason, ...]
    recheck_reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RectificationProgress:
    """How far the rectifications of a plan are: number by state, and how many are or were late."""

    states: Mapping[RectificationState, int]
    late: int

    @property
    def total(self) -> int:
        """All of the plan."""
        return sum(self.states.values())

    @property
    def finished(self) -> bool:
        """整改完毕: there were some, and every one has passed."""
        return 0 < self.total == self.states.get(RectificationState.PASSED, 0)


def rectifications(actor: Actor, plan: str | None, today: date) -> tuple[RectificationView, ...]:
    """Those in the actor's scope, of one plan (public id) or of all, by plan, agency, file and subject."""
    statement = _all().where(_readable(actor))
    if plan is not None:
        statement = statement.where(EvaluationPlan.public_id == plan)
    order = (EvaluationPlan.id.desc(), EvaluationReport.agency_path, EvaluationFile.label, EvaluationRectification.id)
    return tuple(_view(actor, row, today) for row in db.session.scalars(statement.order_by(*order)))


def rectification(actor: Actor, public_id: str, today: date) -> RectificationView:
    """One with its steps. Errors: ``NotFound``, also out of scope."""
    row = db.session.scalar(_all().where(EvaluationRectification.public_id == public_id, _readable(actor)))
    if row is None:
        raise NotFound
    return _view(actor, row, today)


def rectification_progress(actor: Actor, plan: str, today: date) -> RectificationProgress:
    """Of a plan (public id), for those who evaluate. Errors: ``NotFound``."""
    found = plan_for(actor, plan)
    rows = db.session.scalars(_all().where(EvaluationReport.plan_id == found.id)).all()
    return RectificationProgress(Counter(row.state for row in rows), sum(was_late(row, today) for row in rows))


def plans_rectifying() -> Sequence[str]:
    """For the scheduler: public ids of plans with a rectification that has not passed."""
    return db.session.scalars(
        select(EvaluationPlan.public_id)
        .join(EvaluationReport, EvaluationReport.plan_id == EvaluationPlan.id)
        .join(EvaluationRectification, EvaluationRectification.report_id == EvaluationReport.id)
        .where(EvaluationRectification.state != RectificationState.PASSED)
        .distinct()
        .order_by(EvaluationPlan.public_id)
    ).all()


def _all() -> Select[tuple[EvaluationRectification]]:
    report = EvaluationRectification.report
    return (
        select(EvaluationRectification)
        .join(report)
        .join(EvaluationReport.plan)
        .join(EvaluationRectification.file)
        .options(
            contains_eager(report).contains_eager(EvaluationReport.plan),
            contains_eager(EvaluationRectification.file),
            selectinload(EvaluationRectification.steps),
        )
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    own = within(actor, Action.ANSWER.value, EvaluationReport.agency_path)
    return or_(own, *(within(actor, one.value, EvaluationPlan.org_path) for one in READING))


def _view(actor: Actor, row: EvaluationRectification, today: date) -> RectificationView:
    report, plan = row.report, row.report.plan
    return RectificationView(
        row=row,
        plan=plan.public_id,
        plan_title=plan.title,
        file=row.file.public_id,
        file_label=row.file.label,
        agency_name=report.agency_name,
        steps=tuple(row.steps),
        late=was_late(row, today),
        may_submit=actor.may(Action.ANSWER.value, report.agency_path),
        may_recheck=actor.may(Action.PLAN.value, plan.org_path),
        submit_reasons=tuple(submit_reasons(row)),
        recheck_reasons=tuple(recheck_reasons(actor, row)),
    )
