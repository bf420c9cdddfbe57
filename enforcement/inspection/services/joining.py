"""One joint visit instead of two: enterprises that two departments drew within days (rule D10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy import ColumnElement, or_, select, update

from enforcement.audit import services as audit
from enforcement.draws import queries as draws
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.commands.plans import AnswerProposal
from enforcement.inspection.library_states import ProposalState
from enforcement.inspection.loading import locked_proposal, number, require_version
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.models.plans import JointVisitProposal
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.on_site import leave_trace
from enforcement.inspection.queries.plans import drawn_batches
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.plans import ONE_DOOR, BatchFacts, WindowOfBatch, days_apart, joint_window, overlaps

JOINED_AT_LEAST = 2
DAYS = "inspection.overlap.days"
_TOO_LATE = Reason(
    "D10", "其中一家已经送达检查通知书，检查日期已经告知企业，不能再合并", ONE_DOOR, "写明理由，选择分别检查"
)


def propose_joint_visits(now: datetime, newly_drawn: str = "") -> int:
    """Compare what departments drew, and propose a joint visit once for each pair. Gives how many are new.

    With a batch (public id), only it is compared with those near it. Sealed draws are left out: a proposal would tell
    whom they will visit.
    """
    today = civil_date(now)
    batches = {one.public_id: one for one in drawn_batches(today) if not one.sealed and one.draw_public_id}
    if not batches or newly_drawn not in ("", *batches):
        return 0
    days = max(number(DAYS, organisation_facts(org_id), today).whole for org_id in {o.org_id for o in batches.values()})
    if newly_drawn:
        batches = _near(batches[newly_drawn], batches, days)
    drawn = {public_id: _drawn(one) for public_id, one in batches.items()}
    windows = [_window(one, frozenset(drawn[one.public_id])) for one in batches.values()]
    with transaction():
        known = set(
            db.session.execute(
                select(JointVisitProposal.uscc, JointVisitProposal.first_batch, JointVisitProposal.second_batch)
            ).tuples()
        )
        fresh = [one for one in overlaps(windows, days) if (one.uscc, one.first, one.second) not in known]
        db.session.add_all(
            JointVisitProposal(
                uscc=one.uscc,
                name=drawn[one.first][one.uscc],
                first_batch=one.first,
                second_batch=one.second,
                first_path=batches[one.first].org_path,
                second_path=batches[one.second].org_path,
                days_apart=one.days_apart,
                state=ProposalState.OPEN,
                proposed_at=now,
            )
            for one in fresh
        )
    return len(fresh)


def answer_proposal(actor: Actor, command: AnswerProposal, now: datetime) -> JointVisitProposal:
    """One joint visit, or two with a reason, by a planner or head of either department.

    Joined, both organs' checks get one window and one key; those not opened yet get them when they are.

    Errors: ``NotFound``; ``Invalid`` for a second visit without reason; ``Refused`` once answered, or when an organ has
    given its notice already; ``Stale``.
    """
    with transaction():
        row = locked_proposal(command.public_id)
        path = _own_path(actor, row)
        require_version(row, command.version)
        if row.state is not ProposalState.OPEN:
            raise Refused([Reason("D10", "这条合并建议已经答复", ONE_DOOR)])
        if not command.join and not command.reason.strip():
            raise Invalid({"reason": ["分别检查应当写明理由"]})
        if command.join and not _join(actor, row, now):
            raise Refused((_TOO_LATE,))
        row.state = ProposalState.JOINED if command.join else ProposalState.SEPARATE
        row.reason, row.answered_at, row.answered_by = command.reason.strip(), now, actor.name
        audit.record(
            actor,
            "inspection.proposal_answered",
            f"joint_visit:{row.public_id}",
            org_path=path,
            now=now,
            after={"state": row.state.value},
            reason=row.reason,
        )
    return row


def join_opened_checks(actor: Actor, batch_public_id: str, usccs: Sequence[str], now: datetime) -> None:
    """Join checks that were opened after their proposal was answered. Joins the caller's transaction."""
    answered = select(JointVisitProposal).where(
        JointVisitProposal.state == ProposalState.JOINED,
        JointVisitProposal.uscc.in_(usccs),
        or_(JointVisitProposal.first_batch == batch_public_id, JointVisitProposal.second_batch == batch_public_id),
    )
    for row in db.session.scalars(answered.order_by(JointVisitProposal.id)).all():
        _join(actor, row, now)


def _join(actor: Actor, row: JointVisitProposal, now: datetime) -> bool:
    """Give the checks of both organs one key and one window; ``False`` when one of them is noticed already.

    A check that is not opened yet is joined when it is.
    """
    found = _checks_of(Check.uscc == row.uscc, InspectionTask.batch_public_id.in_((row.first_batch, row.second_batch)))
    keys = {one.joint_key for one in found if one.joint_key}
    if keys:
        found = [*found, *_checks_of(Check.joint_key.in_(keys), Check.id.not_in([one.id for one in found]))]
    if any(one.state is not CheckState.ASSIGNED for one in found):
        return False
    if len({one.org_id for one in found}) < JOINED_AT_LEAST:
        return True
    first, last = reduce(joint_window, ((one.window_from, one.window_to) for one in found))
    for check in found:
        before = {"window": [check.window_from.isoformat(), check.window_to.isoformat()]}
        check.joint_key, check.window_from, check.window_to = row.public_id, first, last
        after = {"window": [first.isoformat(), last.isoformat()], "proposal": row.public_id}
        leave_trace(actor, check, "joined", now, after, before=before)
    db.session.execute(
        update(VisitApproval)
        .where(VisitApproval.check_public_id.in_([one.public_id for one in found]))
        .values(planned_from=first, planned_to=last, version=VisitApproval.version + 1)
    )
    return True


def _checks_of(*conditions: ColumnElement[bool]) -> list[Check]:
    statement = (
        select(Check)
        .join(InspectionTask, InspectionTask.id == Check.task_id)
        .where(Check.state != CheckState.VOID, *conditions)
        .order_by(Check.id)
        .with_for_update(of=Check)
    )
    return list(db.session.scalars(statement))


def _own_path(actor: Actor, row: JointVisitProposal) -> str:
    """The side on which the actor plans or approves."""
    paths = (row.first_path, row.second_path)
    for path in paths:
        if actor.may(Permission.PLAN_DRAFT, path) or actor.may(Permission.PLAN_APPROVE, path):
            return path
    if any(actor.may(Permission.CHECK_READ, path) for path in paths):
        raise Forbidden
    raise NotFound


def _window(batch: BatchFacts, usccs: frozenset[str] = frozenset()) -> WindowOfBatch:
    return WindowOfBatch(batch.public_id, batch.org_id, batch.visit_from, batch.visit_to, usccs)


def _near(batch: BatchFacts, batches: Mapping[str, BatchFacts], days: int) -> dict[str, BatchFacts]:
    """The batch, and those of other organs whose visits lie at most so many days apart from its own."""
    return {
        public_id: one
        for public_id, one in batches.items()
        if one is batch or (one.org_id != batch.org_id and days_apart(_window(batch), _window(one)) <= days)
    }


def _drawn(batch: BatchFacts) -> dict[str, str]:
    """Codes drawn in a batch -> names."""
    result = draws.result_facts(batch.draw_public_id or "")
    return {one.object_id: one.label for one in result.selected}
