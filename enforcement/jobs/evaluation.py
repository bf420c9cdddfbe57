"""Jobs of evaluations: publish standards, fix lists on their day, open seats, remind, escalate, close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from enforcement.evaluation.installation import installed_standards
from enforcement.evaluation.queries.plans import due_plans, plans_in
from enforcement.evaluation.services import closing, drawing, empty_seats, plans, standards
from enforcement.evaluation.states import PlanState
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError

log = logging.getLogger(__name__)
_ACTOR = system_actor("评查调度")


def publish_standards(now: datetime) -> None:
    """Publish the installation's standards that are not there yet; a file changed under its version is refused."""
    try:
        standards.seed_standards(_ACTOR, installed_standards(), now)
    except DomainError as error:
        log.warning("standards of the installation are not published: %s", error)


def commit_plans(now: datetime) -> None:
    """Fix the list of every approved plan whose day has come; what stands against one is kept for its planner."""
    for public_id in due_plans(civil_date(now)):
        try:
            drawing.commit_plan(_ACTOR, public_id, now)
        except DomainError as error:
            plans.note_hindrance(public_id, _ACTOR, error.message, now)
            log.warning("plan %s is not committed: %s", public_id, error)


def open_files(now: datetime) -> None:
    """Make files and seats of every plan whose draw has a result."""
    each_plan(plans_in(PlanState.DRAWN), drawing.open_files, now)


def fill_seats(now: datetime) -> None:
    """Try again where nobody could take a seat."""
    each_plan(plans_in(PlanState.SCORING), empty_seats.fill_empty_seats, now)


def remind_evaluators(now: datetime) -> None:
    """Remind whoever still scores, also at a re-evaluation, and tell heads how many are late, until none is."""
    states = (PlanState.SCORING, PlanState.CLOSED, PlanState.FEEDBACK)
    each_plan([plan for state in states for plan in plans_in(state)], closing.escalate, now)


def close_plans(now: datetime) -> None:
    """Close the scoring of every plan whose files all have results, or whose list must be opened today."""
    each_plan(plans_in(PlanState.SCORING), closing.close_finished, now)


def each_plan(public_ids: Sequence[str], act: Callable[[str, datetime], object], now: datetime) -> None:
    """Do something for every plan; one that can't now is noted and stops no other."""
    for public_id in public_ids:
        try:
            act(public_id, now)
        except DomainError as error:
            log.warning("plan %s waits: %s", public_id, error)
