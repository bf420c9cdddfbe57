"""Jobs after scoring: failed files are scored once more, windows close, people are reminded, late ones are told."""

from __future__ import annotations

from datetime import datetime

from enforcement.evaluation.queries.plans import plans_in
from enforcement.evaluation.queries.rectifications import plans_rectifying
from enforcement.evaluation.services import re_evaluation, rectifications, windows
from enforcement.evaluation.states import PlanState
from enforcement.jobs.evaluation import each_plan


def open_re_evaluations(now: datetime) -> None:
    """Give the failed files of every closed plan a further evaluator."""
    each_plan(plans_in(PlanState.CLOSED), re_evaluation.open_re_evaluations, now)


def watch_windows(now: datetime) -> None:
    """Remind agencies that may object and planners who must answer; tell heads what may be fixed."""
    each_plan(plans_in(PlanState.FEEDBACK), windows.watch_windows, now)


def escalate_rectifications(now: datetime) -> None:
    """Remind agencies of what they have to put right; tell them and heads of what is late."""
    each_plan(plans_rectifying(), rectifications.escalate_rectifications, now)
