"""A check that is not made after all, and the word that its object is owed when a notice had gone out."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.checks import GiveUpCheck
from enforcement.inspection.models.checks import Check, CheckFollowUp
from enforcement.inspection.on_site import check_for, leave_trace, require_state, team, team_size
from enforcement.inspection.terms import WITHDRAW, deadline_of
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, CheckState, Origin
from enforcement.rules.inspection.results import FollowUpKind

PROTOCOL = "抽取规程：没有合法组合的，不得手工指派"


def void_check(actor: Actor, check: Check, reason: str, now: datetime) -> None:
    """The object is not checked: its draw is void, or it was replaced. Joins the caller's transaction.

    A notice that was issued no longer holds: the page behind its code says so at once, and the team has the duty to
    tell the object.
    """
    with transaction():
        if check.state not in BEFORE_ARRIVAL:
            return
        if check.state is CheckState.NOTIFIED:
            owe_word(actor, check, f"检查已经取消，检查通知书{check.notice_number}作废，执法人员不再凭它到场", now)
        check.state, check.void_reason, check.closed_at = CheckState.VOID, reason, now
        leave_trace(actor, check, "voided", now, reason=reason)


def give_up_check(actor: Actor, command: GiveUpCheck, now: datetime) -> Check:
    """The head ends a drawn check for which the draw knows no lawful team, not at first and not by the next in rank.

    Nobody is put in by hand; the draw shows the object as infeasible, and it stands in the pool of the next draw.

    Errors: ``Refused`` while a drawn team is there, and outside the draw; ``Invalid`` without words; ``Stale``.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL)
        if reasons := reasons_against_giving_up(check, civil_date(now)):
            raise Refused(reasons)
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明名单上的执法人员为什么都不能参加"]})
        void_check(actor, check, f"没有合法的执法人员组合，本次不检查：{command.reason.strip()}", now)
    return check


def reasons_against_giving_up(check: Check, on: date) -> list[Reason]:
    """What stands against ending a check for want of a lawful team."""
    if check.origin is not Origin.DRAW:
        lift = "由负责人指定执法人员"
        return [Reason("not-drawn", "这项检查的执法人员不是抽取产生的，可以指定", PROTOCOL, lift)]
    if len(team(check)) >= team_size(check, on):
        lift = "不能参加的，提出回避，由负责人决定后按名次递补"
        return [Reason("team-is-there", "抽取已经产生了执法人员，应当检查", PROTOCOL, lift)]
    return []


def owe_word(actor: Actor, check: Check, what: str, now: datetime) -> None:
    """The team has the duty to tell the object that its notice no longer holds. Joins the caller's transaction."""
    db.session.add(
        CheckFollowUp(
            check_id=check.id,
            kind=FollowUpKind.WITHDRAWAL,
            text=f"告知{check.name}：{what}",
            due_on=deadline_of(WITHDRAW, civil_date(now), check.domain, check.region_name).due,
            opened_at=now,
            opened_by=actor.name,
        )
    )
