"""A drawn object that can't be checked: the next ticket of its class takes its place, nobody chooses another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceObject
from enforcement.draws.queries import draw
from enforcement.draws.states import ObjectReason
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_coded
from enforcement.inspection.commands.checks import ReplaceDrawnObject, ReplaceSealedObject
from enforcement.inspection.models.checks import Check
from enforcement.inspection.on_site import check_for, require_state
from enforcement.inspection.queries.libraries import officer_snapshots
from enforcement.inspection.queries.plans import batch_facts, visited_jointly
from enforcement.inspection.queries.visits import standing
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.officers import OfficerSnapshot
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, CheckState
from enforcement.rules.inspection.replacing import reasons_against_cap_as_ground, reasons_against_joint_as_ground

NOT_DRAWN = Reason(
    "not-drawn",
    "这项检查的对象不是抽取产生的，没有递补的顺序",
    "抽取规程：更换只适用于抽取产生的对象",
    "按实际情况办理这项检查",
)
NOT_ON_LIST = Reason(
    "not-on-list",
    "这一户不在可以更换的名单里；这次查询已经记入操作日志",
    "抽取规程：密封名单公开以前不得泄露",
    "核对检查组报告的统一社会信用代码",
)


def replace_drawn_object(actor: Actor, command: ReplaceDrawnObject, now: datetime) -> Check:
    """The head takes a drawn object out for one of the five reasons; the draw tells who follows.

    The check is void from here; the job opens the one of the next ticket. The draw keeps object, reason, evidence and
    decider; object and reason are public.

    Errors: ``Refused`` once the officers have arrived, for an object that was not drawn, for a cap that is not reached
    or a joint visit that there is not (A02); ``Invalid`` without evidence; ``Stale``.
    """
    with transaction():
        check = check_for(actor, Permission.DRAW_APPROVE, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL)
        if check.draw_public_id is None:
            raise Refused((NOT_DRAWN,))
        _require_true(command.reason_code, check, civil_date(now))
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


def replace_sealed_object(actor: Actor, command: ReplaceSealedObject, now: datetime) -> None:
    """The head takes an object out of a list that is still sealed, by the code that the team reported.

    The answer alone tells whether the object is on the list, so every question is written down first like a look at
    the list, whatever comes of it. Who follows is told to nobody: the job opens the check, its team sees it.

    Errors: ``NotFound``, ``Forbidden`` for who may not approve the draw; ``Refused`` for an object that is not on
    the list, once the officers have arrived, for a ground that is not so (A02); ``Invalid`` without evidence.
    """
    if not actor.may(Permission.DRAW_APPROVE, draw(actor, command.draw).org_path):
        raise Forbidden
    draws.note_look(actor, command.draw, f"draw:{command.draw}", now)
    with transaction():
        check = db.session.scalars(
            select(Check).where(Check.draw_public_id == command.draw, Check.uscc == command.uscc)
        ).one_or_none()
        if check is None or check.state is CheckState.VOID:
            raise Refused((NOT_ON_LIST,))
        require_state(check, *BEFORE_ARRIVAL)
        _require_true(command.reason_code, check, civil_date(now))
        reason, evidence, officers = command.reason_code, command.evidence, officers_today(check, civil_date(now))
        draws.replace_object(actor, ReplaceObject(command.draw, command.uscc, reason, evidence, officers), now)


def _require_true(ground: ObjectReason, check: Check, today: date) -> None:
    """Errors: ``Refused`` (A02) where our own rows say that the ground is not so."""
    found: tuple[Reason, ...] = ()
    if ground is ObjectReason.CAP_REACHED:
        codes = [item["code"] for item in check.items]
        found = reasons_against_cap_as_ground(standing(check.org_id, check.uscc, today, codes))
    elif ground is ObjectReason.JOINT_TASK:
        found = reasons_against_joint_as_ground(covered=visited_jointly(check))
    if found:
        raise Refused(found)


def officers_today(check: Check, on: date) -> Sequence[OfficerSnapshot]:
    """The officers of the batch's departments with the facts of a day (the next in rank is taken, O05)."""
    if check.task is None:
        return ()
    batch = batch_facts(check.task.batch_public_id)
    departments = organisations_coded(batch.departments)
    return officer_snapshots([one.org_id for one in departments.values()], batch.planned_days, on)
