"""What everybody may read of evaluations: rounds whose results are fixed, as figures by agency. No actor.

Nothing of it leads to a file, a party, an officer or an evaluator: it is made of the words of the standard and of
numbers. What evaluators wrote stays inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from enforcement.draws.queries import draw_of_matter
from enforcement.evaluation.figuring import comparison_of, counted_files, figures_of, head_of
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.pool import matter_of
from enforcement.evaluation.states import PlanState
from enforcement.foundation.errors import NotFound
from enforcement.identity.queries import organisation_facts, organisations_facts
from enforcement.platform.database import db
from enforcement.rules.evaluation.figures import (
    Comparison,
    FaultCount,
    RoundFigures,
    VetoCount,
    frequent_faults,
    veto_counts,
)

MOST_FAULTS = 10


@dataclass(frozen=True)
class PublicRound:
    """A finished round in the list."""

    public_id: str
    plan_no: str
    title: str
    organ: str
    period_from: date
    period_to: date


@dataclass(frozen=True)
class PublicSummary:
    """A finished round. ``draw``: agency code and number of its public draw, None before it has one.

    ``without_files``: agencies of the round that closed no case in its period.
    """

    round: PublicRound
    standard_name: str
    standard_version: str
    standard_digest: str
    figures: RoundFigures
    faults: tuple[FaultCount, ...]
    vetoes: tuple[VetoCount, ...]
    comparison: Comparison | None
    draw: tuple[str, str] | None
    without_files: tuple[str, ...]


def public_rounds() -> tuple[PublicRound, ...]:
    """Every round whose results are fixed, newest period first."""
    rows = db.session.scalars(
        select(EvaluationPlan)
        .where(EvaluationPlan.state == PlanState.FROZEN)
        .order_by(EvaluationPlan.period_to.desc(), EvaluationPlan.id.desc())
    ).all()
    organs = organisations_facts([one.org_id for one in rows])
    return tuple(_round(one, organs[one.org_id].name) for one in rows)


def public_round(public_id: str) -> PublicSummary:
    """One of them. Errors: ``NotFound``, also for a round that is not finished."""
    row = db.session.scalar(
        select(EvaluationPlan)
        .where(EvaluationPlan.public_id == public_id, EvaluationPlan.state == PlanState.FROZEN)
        .options(joinedload(EvaluationPlan.standard))
    )
    if row is None:
        raise NotFound
    head, files = head_of(row), [one.figures for one in counted_files(public_id)]
    figures = figures_of(head, files)
    draw = draw_of_matter(matter_of(public_id))
    return PublicSummary(
        round=_round(row, organisation_facts(row.org_id).name),
        standard_name=head.standard.name,
        standard_version=head.standard.version,
        standard_digest=head.digest,
        figures=figures,
        faults=frequent_faults(head.standard, files)[:MOST_FAULTS],
        vetoes=veto_counts(head.standard, files),
        comparison=comparison_of(row, figures),
        draw=(draw.agency, draw.draw_no) if draw is not None and draw.draw_no is not None else None,
        without_files=head.without_files,
    )


def _round(row: EvaluationPlan, organ: str) -> PublicRound:
    return PublicRound(row.public_id, row.plan_no, row.title, organ, row.period_from, row.period_to)
