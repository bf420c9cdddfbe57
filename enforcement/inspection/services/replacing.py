"""A drawn object that can't be checked: the next ticket of its class takes its place, nobody chooses another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceObject
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_coded
from enforcement.inspection.commands.checks import ReplaceDrawnObject
from enforcement.inspection.models.checks import Check
from enforcement.inspection.on_site import check_for, require_state
from enforcement.inspection.queries.libraries import officer_snapshots
from enforcement.inspection.queries.plans import batch_facts
from enforcement.platform.database import transaction
from enforcement.rules.draws.officers import OfficerSnapshot
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL

NOT_DRAWN = Reason(
    "not-drawn",
    "这项检查的对象不是抽取产生的，没有递补的顺序",
    "抽取规程：更换只适用于抽取产生的对象",
    "按实际情况办理这项检查",
)


def replace_drawn_object(actor: Actor, command: ReplaceDrawnObject, now: datetime) -> Check:
    """The head takes a drawn object out for one of the five reasons; the draw tells who follows.

    The check is void from here; the job opens the one of the next ticket. The draw keeps object, reason, evidence and
    decider; object and reason are public.

    Errors: ``Refused`` once the officers have arrived, or for an object that was not drawn; ``Invalid`` without
    evidence; ``Stale``.
    """
    with transaction():
        check = check_for(actor, Permission.DRAW_APPROVE, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL)
        if check.draw_public_id is None:
            raise Refused((NOT_DRAWN,))
        draws.replace_object(
            actor,
            ReplaceObject(
                draw_public_id=check.draw_public_id,
                object_id=check.uscc,
                reason_code=command.reason_code,
                evidence=command.evidence,
                officers=officers_today(check, civil_date(now)),
            ),
            now,
        )
    return check


def officers_today(check: Check, on: date) -> Sequence[OfficerSnapshot]:
    """The officers of the batch's departments with the facts of a day (the next in rank is taken, O05)."""
    if check.task is None:
        return ()
    batch = batch_facts(check.task.batch_public_id)
    departments = organisations_coded(batch.departments)
    return officer_snapshots([one.org_id for one in departments.values()], batch.planned_days, on)
