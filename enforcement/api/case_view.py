"""One case gathered for the API: the same reads as its page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from enforcement.casework import assessment, overview
from enforcement.casework.facts import collect_facts
from enforcement.casework.holdings import holdings_of
from enforcement.casework.overview import ActionView
from enforcement.casework.timeline import timeline_of
from enforcement.casework.wording import penalty_lines
from enforcement.documents.queries import documents_of
from enforcement.doors.case_acts import CASE_ACTS
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import organisation
from enforcement.legal_review.queries import rounds_of
from enforcement.rules.acts import ACTS
from enforcement.rules.facts import CaseFacts
from enforcement.rules.procedure import requirements

if TYPE_CHECKING:
    from enforcement.casework.models import Case

APPROVALS = frozenset({"approve_filing", "approve_notice", "approve_closing"})
NOTE = "add_note"


def case_view(actor: Actor, case: Case, now: datetime) -> dict[str, Any]:
    """Everything of a case the actor may see; ``CaseShownSchema`` writes it."""
    today = civil_date(now)
    facts, held = collect_facts(case, today), holdings_of(case)
    return {
        "case": case,
        "agency": organisation(case.org_id),
        "party": case.party,
        "source": case,
        "facts": case,
        "proposal": case.proposal,
        "penalties": penalty_lines(case),
        "triggers": assessment.decision_triggers(case, today),
        "content_digest": facts.content_digest,
        "requirements": requirements(facts),
        "steps": available_steps(actor, case, facts),
        "deadlines": overview.deadline_views(case, today),
        "evidence": held.evidence,
        "records": held.records,
        "approvals": held.approvals,
        "reviews": rounds_of(actor, case.public_id),
        "notices": held.notices,
        "statements": held.statements,
        "discussions": held.discussions,
        "decision": held.decision,
        "payments": held.payments,
        "goods": held.goods,
        "documents": documents_of(actor, case.public_id),
        "timeline": timeline_of(case),
    }


def available_steps(actor: Actor, case: Case, facts: CaseFacts) -> list[dict[str, Any]]:
    """Steps that lead on, then acts that fill the case, each with every reason against it."""
    found = [*overview.onward_actions(actor, case, facts), *overview.open_acts(actor, case)]
    found.append(ActionView(NOTE, ACTS[NOTE].title, overview.act_reasons(actor, case, facts, NOTE)))
    return [_step(one) for one in found]


def _step(one: ActionView) -> dict[str, Any]:
    name = "answer_approval" if one.name in APPROVALS else one.name
    return {
        "name": one.name,
        "title": one.title,
        "step": name if name in CASE_ACTS else "",
        "allowed": not one.reasons,
        "reasons": one.reasons,
    }
