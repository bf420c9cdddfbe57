"""What a head must decide on checks: requests, and drawn checks without a lawful team; of a sealed list as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.permissions import Permission
from enforcement.inspection.models.checks import Check, CheckOfficer, CheckRequest, InspectionTask
from enforcement.inspection.queries.check_scope import decides_on_sealed, readable, still_sealed
from enforcement.inspection.task_states import TaskState
from enforcement.inspection.terms import TEAM_SIZE, number_of
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, NOT_MADE, Origin, RequestState


@dataclass(frozen=True)
class ForHead:
    """A check on which a head must decide. ``sealed``: he may not read whom it is about. ``request``: none without."""

    check: Check
    sealed: bool
    request: CheckRequest | None = None


def requests_waiting(actor: Actor, size: int = 200) -> Sequence[ForHead]:
    """What officers ask the head in the course of a check and this person may answer, oldest first."""
    statement = (
        select(CheckRequest, Check, readable(actor))
        .join(Check, Check.id == CheckRequest.check_id)
        .where(CheckRequest.state == RequestState.ASKED, Check.state.not_in(NOT_MADE), _decides(actor))
        .order_by(CheckRequest.asked_at, CheckRequest.id)
        .limit(size)
        .options(joinedload(Check.task))
    )
    return [ForHead(check, not seen, request) for request, check, seen in db.session.execute(statement).tuples()]


def checks_without_team(actor: Actor, today: date, size: int = 200) -> Sequence[ForHead]:
    """Drawn checks for which no lawful team is left: the head ends them (O04). By the last day of their window."""
    statement = (
        select(Check, readable(actor))
        .where(_without_team(today), _decides(actor))
        .order_by(Check.window_to, Check.id)
        .limit(size)
        .options(joinedload(Check.task))
    )
    return [ForHead(check, not seen) for check, seen in db.session.execute(statement).tuples()]


def tasks_running_out(actor: Actor) -> Sequence[tuple[InspectionTask, int]]:
    """Tasks of which this head was reminded, with how many of their objects nobody has visited; soonest first."""
    unvisited = func.count(Check.id)
    statement = (
        select(InspectionTask, unvisited)
        .join(Check, Check.task_id == InspectionTask.id)
        .where(
            InspectionTask.state == TaskState.OPEN,
            InspectionTask.reminded_on.is_not(None),
            Check.state.in_(BEFORE_ARRIVAL),
            within(actor, Permission.CHECK_APPROVE, InspectionTask.org_path),
        )
        .group_by(InspectionTask.id)
        .order_by(InspectionTask.due_on, InspectionTask.id)
    )
    return db.session.execute(statement).tuples().all()


def sealed_check_to_decide(actor: Actor, public_id: str, today: date) -> Check:
    """A check of a sealed list on which this head must answer a request, or which has no lawful team.

    Errors: ``NotFound`` for every other check, whoever asks.
    """
    asked = exists().where(CheckRequest.check_id == Check.id, CheckRequest.state == RequestState.ASKED)
    found = db.session.scalars(
        select(Check)
        .where(
            Check.public_id == public_id,
            Check.state.in_(BEFORE_ARRIVAL),
            still_sealed(),
            decides_on_sealed(actor),
            or_(asked, _without_team(today)),
        )
        .options(joinedload(Check.task), selectinload(Check.officers), selectinload(Check.requests))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _decides(actor: Actor) -> ColumnElement[bool]:
    open_to_him = and_(within(actor, Permission.CHECK_APPROVE, Check.org_path), readable(actor))
    return or_(open_to_him, and_(decides_on_sealed(actor), still_sealed()))


def _without_team(today: date) -> ColumnElement[bool]:
    """Drawn, nobody there yet, and fewer officers than the least number of the place."""
    places = db.session.execute(
        select(InspectionTask.domain, InspectionTask.region_name)
        .where(InspectionTask.state.in_((TaskState.OPENING, TaskState.OPEN)))
        .distinct()
    )
    present = (
        select(func.count(CheckOfficer.id))
        .where(CheckOfficer.check_id == Check.id, CheckOfficer.removed_at.is_(None))
        .correlate(Check)
        .scalar_subquery()
    )
    few = [
        and_(Check.domain == domain, Check.region_name == region, present < number_of(TEAM_SIZE, today, domain, region))
        for domain, region in places.tuples()
    ]
    return and_(Check.origin == Origin.DRAW, Check.state.in_(BEFORE_ARRIVAL), or_(false(), *few))
