"""Who sees which checks, as conditions for the statements of this room."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_

from enforcement.draws.queries import unopened_draws
from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.inspection.models.checks import Check, CheckOfficer, InspectionTask
from enforcement.platform.scopes import within
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, NOT_MADE

UNSEEN = (*BEFORE_ARRIVAL, *NOT_MADE)
"""States in which nobody was there: only the list tells that there is such a check."""


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """What the actor may read, and the checks for whose team he was drawn from another department."""
    scope = within(actor, Permission.CHECK_READ, Check.org_path, Check.public_id, "check")
    return or_(scope, on_team(actor)) if actor.may_anywhere(Permission.CHECK_CONDUCT) else scope


def readable(actor: Actor) -> ColumnElement[bool]:
    """In scope; one whose list is sealed still is for its own officers only."""
    return in_scope(actor) & or_(~still_sealed(), on_team(actor))


def on_team(actor: Actor) -> ColumnElement[bool]:
    """The actor is one of the present team."""
    return exists().where(
        CheckOfficer.check_id == Check.id,
        CheckOfficer.officer_id == (actor.officer_id or 0),
        CheckOfficer.removed_at.is_(None),
    )


def still_sealed() -> ColumnElement[bool]:
    """The check stands on a list that is not open to everybody, and nobody has arrived."""
    return Check.state.in_(UNSEEN) & exists().where(
        InspectionTask.id == Check.task_id,
        InspectionTask.draw_public_id.in_(unopened_draws()),
    )


def decides_on_sealed(actor: Actor) -> ColumnElement[bool]:
    """Of sealed checks the head of the agency alone decides, who may exchange its objects too."""
    return and_(
        within(actor, Permission.CHECK_APPROVE, Check.org_path), within(actor, Permission.DRAW_APPROVE, Check.org_path)
    )
