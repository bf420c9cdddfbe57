"""What every action of the room begins and ends with: the locked row, its version, the refusal, the audit entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_rulesets
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat, EvaluationStandard
from enforcement.evaluation.models.feedback import EvaluationReport
from enforcement.evaluation.policies import Action, require
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused, Stale
from enforcement.identity.facts import OrganisationFacts
from enforcement.platform.database import Versioned, db, locked
from enforcement.rules.rulesets import Number, Term

LONGEST_REASON = 1000


def locked_standard(actor: Actor, action: Action, public_id: str, version: int) -> EvaluationStandard:
    """A version of a standard, locked. Errors: ``NotFound``, ``Forbidden``, ``Stale``."""
    row = locked(select(EvaluationStandard).where(EvaluationStandard.public_id == public_id))
    require(actor, action, row.org_path)
    require_version(row, version)
    return row


def locked_plan(actor: Actor, action: Action, public_id: str, version: int | None = None) -> EvaluationPlan:
    """A plan, locked; ``version`` None for the scheduler. Errors: ``NotFound``, ``Forbidden``, ``Stale``."""
    row = locked(select(EvaluationPlan).where(EvaluationPlan.public_id == public_id))
    require(actor, action, row.org_path)
    if version is not None:
        require_version(row, version)
    return row


def locked_report(public_id: str) -> EvaluationReport:
    """A report, locked after its plan: what an agency files and what the head fixes follow each other.

    Errors: ``NotFound``.
    """
    wanted = EvaluationReport.public_id == public_id
    plan = db.session.scalar(select(EvaluationReport.plan_id).where(wanted))
    if plan is None:
        raise NotFound
    locked(select(EvaluationPlan).where(EvaluationPlan.id == plan))
    return locked(select(EvaluationReport).where(wanted))


def locked_file(public_id: str) -> EvaluationFile:
    """A drawn file, locked: whoever changes its seats or its result waits here. Errors: ``NotFound``."""
    return locked(select(EvaluationFile).where(EvaluationFile.public_id == public_id))


def locked_seat(public_id: str) -> EvaluationSeat:
    """A seat, locked after its file, so that two sheets are never settled at once. Errors: ``NotFound``."""
    found = select(EvaluationFile).join(EvaluationSeat, EvaluationSeat.file_id == EvaluationFile.id)
    locked(found.where(EvaluationSeat.public_id == public_id))
    return locked(select(EvaluationSeat).where(EvaluationSeat.public_id == public_id))


def own_seat(actor: Actor, public_id: str) -> EvaluationSeat:
    """The actor's own seat, locked; anybody else's is not there. Errors: ``NotFound``."""
    seat = locked_seat(public_id)
    if actor.user_id is None or seat.user_id != actor.user_id:
        raise NotFound
    if not actor.may(Action.SCORE.value, seat.file.plan.org_path):
        raise NotFound
    return seat


def require_version(row: Versioned, version: int) -> None:
    """Errors: ``Stale`` when somebody saved since the person looked."""
    if row.version != version:
        raise Stale


def refuse(reasons: Sequence[Reason]) -> None:
    """Errors: ``Refused`` with all reasons, when there is one."""
    if reasons:
        raise Refused(reasons)


def needed(text: str, field: str, message: str, longest: int = LONGEST_REASON) -> str:
    """The stripped text. Errors: ``Invalid`` when there is none, or too much."""
    stripped = text.strip()
    if not stripped:
        raise Invalid({field: [message]})
    if len(stripped) > longest:
        raise Invalid({field: [f"至多 {longest} 个字"]})
    return stripped


def number(rule_id: str, organ: OrganisationFacts, on: date) -> Number:
    """A number of the rule sets as it holds for an organ on a civil day."""
    return current_rulesets().number(rule_id, organ.domain, organ.region_name, on)


def term(rule_id: str, organ: OrganisationFacts, on: date) -> Term:
    """A term of the rule sets as it holds for an organ on a civil day."""
    return current_rulesets().term(rule_id, organ.domain, organ.region_name, on)


def write_down(
    actor: Actor,
    action: str,
    record: str,
    org_path: str,
    now: datetime,
    *,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """The audit entry of an act. Entries about a seat never name its file: who scores what stays sealed."""
    audit.record(
        actor, f"evaluation.{action}", f"evaluation_{record}", org_path=org_path, now=now, after=after, reason=reason
    )
