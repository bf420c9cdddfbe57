"""Rounds that are over, for reports: what was found in which file is chosen by the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.plans import advance_plan
from enforcement.evaluation.states import PlanState
from enforcement.identity.queries import organisation_facts
from enforcement.rules.evaluation.sheets import Reference, Sheet, VetoMark
from tests.domains.identity.people import SYSTEM
from tests.support.evaluation import NOTHING, Round, faults

BUREAU_FILES, EAST_FILES = 2, 1
LAST_HALF = {"period_from": date(2025, 7, 1), "period_to": date(2025, 12, 31)}
CLEAN = (NOTHING, NOTHING, NOTHING)
Found = Sheet | Callable[[EvaluationFile], Sheet]


def closed(made: Round, sheets: Sequence[Found] = CLEAN, **changes: Any) -> EvaluationPlan:
    """Two files of the bureau, one of the east: one sheet for each, signed by both its evaluators."""
    for agency, count in ((made.city.bureau, BUREAU_FILES), (made.city.east_bureau, EAST_FILES)):
        for _ in range(count):
            made.take_in(agency, closed_on=changes.get("period_to", date(2026, 5, 1)))
    plan = made.scoring(**changes)
    for file, sheet in zip(bureau_first(made, plan), sheets, strict=True):
        for seat in made.seats(file):
            made.sign(seat, sheet(file) if callable(sheet) else sheet)
    assert close_finished(plan.public_id, made.start(plan) + timedelta(days=2))
    return plan


def bureau_first(made: Round, plan: EvaluationPlan) -> list[EvaluationFile]:
    """The files of a plan, those of the bureau first."""
    return sorted(plan.files, key=lambda one: (one.agency_name != made.city.bureau.name, one.label))


def told(made: Round, plan: EvaluationPlan) -> EvaluationPlan:
    """The agencies have their group reports."""
    return advance_plan(plan.public_id, PlanState.FEEDBACK, made.start(plan) + timedelta(days=3), SYSTEM)


def frozen(made: Round, plan: EvaluationPlan) -> EvaluationPlan:
    """Nothing changes any more."""
    told(made, plan)
    return advance_plan(plan.public_id, PlanState.FROZEN, made.start(plan) + timedelta(days=30), SYSTEM)


def lossy(made: Round, points: int = 20) -> Sheet:
    """About so many points lost."""
    return faults(standard_of(made.standard()), points)


def vetoed(made: Round) -> Sheet:
    """One veto."""
    veto = standard_of(made.standard()).vetoes[0]
    return Sheet((), (VetoMark(veto.no, "没有执法权", Reference("决定书", "首部")),))


def agency_id(plan: EvaluationPlan, name: str) -> str:
    """Public id of an agency that is judged in a plan."""
    file = next(one for one in plan.files if one.agency_name == name)
    return organisation_facts(file.agency_org_id).public_id
