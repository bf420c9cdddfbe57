"""One joint visit instead of two: enterprises that two departments drew within days (rule D10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

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
from enforcement.inspection.models.plans import JointVisitProposal
from enforcement.inspection.queries.plans import drawn_batches
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.plans import BatchFacts, WindowOfBatch, overlaps

DAYS = "inspection.overlap.days"
ONE_DOOR = "优化营商环境条例第五十四条；北京市优化营商环境条例第七十条：同一时期对同一对象的检查合并进行"


def propose_joint_visits(now: datetime) -> int:
    """Compare what departments drew, and propose a joint visit once for each pair. Gives how many are new.

    Sealed draws are left out: a proposal would tell whom they will visit.
    """
    today = civil_date(now)
    batches = {one.public_id: one for one in drawn_batches(today) if not one.sealed and one.draw_public_id}
    if not batches:
        return 0
    drawn = {public_id: _drawn(one) for public_id, one in batches.items()}
    windows = [
        WindowOfBatch(one.public_id, one.org_id, one.visit_from, one.visit_to, frozenset(drawn[one.public_id]))
        for one in batches.values()
    ]
    days = max(number(DAYS, organisation_facts(one.org_id), today).whole for one in batches.values())
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

    Errors: ``NotFound``; ``Invalid`` for a second visit without reason; ``Refused`` once answered; ``Stale``.
    """
    with transaction():
        row = locked_proposal(command.public_id)
        path = _own_path(actor, row)
        require_version(row, command.version)
        if row.state is not ProposalState.OPEN:
            raise Refused([Reason("D10", "这条合并建议已经答复", ONE_DOOR)])
        if not command.join and not command.reason.strip():
            raise Invalid({"reason": ["分别检查应当写明理由"]})
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


def _own_path(actor: Actor, row: JointVisitProposal) -> str:
    """The side on which the actor plans or approves."""
    paths = (row.first_path, row.second_path)
    for path in paths:
        if actor.may(Permission.PLAN_DRAFT, path) or actor.may(Permission.PLAN_APPROVE, path):
            return path
    if any(actor.may(Permission.CHECK_READ, path) for path in paths):
        raise Forbidden
    raise NotFound


def _drawn(batch: BatchFacts) -> dict[str, str]:
    """Codes drawn in a batch -> names."""
    result = draws.result_facts(batch.draw_public_id or "")
    return {one.object_id: one.label for one in result.selected}
