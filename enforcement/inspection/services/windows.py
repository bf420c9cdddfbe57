"""The head decides on a check that was not made in its days: new days, or an end that everybody can read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.draws.queries import opening_day
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.checks import EndMissedCheck, ExtendDays
from enforcement.inspection.models.checks import Check, CheckRequest
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.on_site import check_for, leave_trace, on_team, team, team_size
from enforcement.inspection.queries.visits import standing
from enforcement.inspection.services.visits import lock_year
from enforcement.inspection.services.voiding import owe_word
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.checks import CheckState, RequestKind, RequestState
from enforcement.rules.inspection.visits import reason_beyond_cap
from enforcement.rules.inspection.windows import (
    day_fault,
    reasons_against_ending,
    reasons_against_extension,
    words_of,
)

_APART = Reason(
    "P02",
    "本次检查的执法人员不能决定延长或者终止自己的检查",
    "国办发〔2015〕58号：全过程留痕；海南省涉企行政检查条例（试行）第十五条",
    "请没有参加检查的负责人决定",
)


def extend_days(actor: Actor, command: ExtendDays, now: datetime) -> Check:
    """The head gives one check a later last day, in public, with the reason; of a drawn one it is approved anew.

    A visit that was announced for the old days is announced again: its notice no longer holds, and the team owes the
    object word. A check outside the draw still needs its form of approval for the new days (C04).

    Errors: ``Refused`` once the officers arrived, beyond the cap (C01), for days after the opening of a sealed list,
    and for who is on the team; ``Invalid`` for a day or without words; ``Stale``.
    """
    today = civil_date(now)
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        _refuse(actor, check, reasons_against_extension(check.state, command.until, _sealed_until(check)))
        errors = {"until": [fault]} if (fault := day_fault(check.window_to, command.until, today)) else {}
        if not command.reason.strip():
            errors["reason"] = ["请写明为什么没有按期检查；理由会公开"]
        if errors:
            raise Invalid(errors)
        before = {"window_to": check.window_to.isoformat()}
        if check.state is CheckState.NOTIFIED:
            owe_word(actor, check, f"检查改期，检查通知书{check.notice_number}作废，检查前另行通知", now)
            check.state, check.notified_at = CheckState.ASSIGNED, None
        _approve_days(actor, check, command, now)
        check.window_to = command.until
        check.requests.append(_granted(actor, command, now))
        after = {"window_to": command.until.isoformat()}
        leave_trace(actor, check, "days_extended", now, after, before=before, reason=command.reason.strip())
    return check


def end_missed_check(actor: Actor, command: EndMissedCheck, now: datetime) -> Check:
    """The head ends a check whose days are over without a visit: public, an alarm, counted as not completed.

    Errors: ``Refused`` while its days run, when the officers who came can finish it, for who is on the team;
    ``Invalid`` without words; ``Stale``.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        _refuse(actor, check, reasons_against_missing(check, civil_date(now)))
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明为什么没有按期检查；理由会公开"]})
        if check.state is CheckState.NOTIFIED:
            owe_word(actor, check, f"检查已经取消，检查通知书{check.notice_number}作废，执法人员不再凭它到场", now)
        check.state, check.closed_at = CheckState.MISSED, now
        check.void_reason = f"未按期检查：{command.reason.strip()}"
        leave_trace(actor, check, "missed", now, {"window_to": check.window_to}, reason=command.reason.strip())
    return check


def reasons_against_missing(check: Check, on: date) -> list[Reason]:
    """What stands against ending a check as not made in time."""
    complete = len(team(check)) >= team_size(check, on)
    return reasons_against_ending(check.state, check.window_to, on, team_complete=complete)


def _refuse(actor: Actor, check: Check, reasons: list[Reason]) -> None:
    found = [*reasons, *([_APART] if on_team(actor, check) else [])]
    if found:
        raise Refused(found)


def _sealed_until(check: Check) -> date | None:
    if check.task is None or check.draw_public_id is None or not check.task.sealed:
        return None
    return opening_day(check.draw_public_id)


def _granted(actor: Actor, command: ExtendDays, now: datetime) -> CheckRequest:
    return CheckRequest(
        kind=RequestKind.EXTENSION,
        state=RequestState.GRANTED,
        subject=command.until.isoformat(),
        asked_by_object=False,
        reason_code="",
        reason=command.reason.strip(),
        asked_at=now,
        asked_by_id=actor.user_id,
        asked_by=actor.name,
        answered_at=now,
        answered_by=actor.name,
        answer=f"同意延长到{words_of(command.until)}",
    )


def _approve_days(actor: Actor, check: Check, command: ExtendDays, now: datetime) -> None:
    """The approval that a drawn check has with its batch is given anew for the new days, as the cap stands today."""
    found = select(VisitApproval).where(VisitApproval.check_public_id == check.public_id)
    if check.task is None or db.session.scalar(found) is None:
        return
    today = civil_date(now)
    lock_year(check.org_id, check.uscc, today.year)
    approval = locked(found)
    known = standing(check.org_id, check.uscc, today, [item["code"] for item in check.items])
    # While the old days run the approval itself stands among those that are counted.
    if approval.counted and approval.planned_to < today and (beyond := reason_beyond_cap(known)):
        raise Refused((beyond,))
    before = {"planned_to": approval.planned_to.isoformat(), "decided_by": approval.decided_by_name}
    # Its form is printed again, with the new days and the next notice.
    approval.planned_to, approval.decision_note, approval.document_id = command.until, command.reason.strip(), ""
    approval.decided_by, approval.decided_by_name, approval.decided_at = actor.user_id, actor.name, now
    plain = asdict(known)
    del plain["last_visits"]
    approval.standing = plain
    audit.record(
        actor,
        "visit.approval_extended",
        f"visit_approval:{approval.public_id}",
        org_path=approval.org_path,
        now=now,
        before=before,
        after={"planned_to": command.until.isoformat()},
        reason=command.reason.strip(),
    )
