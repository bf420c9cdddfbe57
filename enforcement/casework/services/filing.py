"""Approvals: filing, notice, closing (立案、告知、结案审批)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.commands import AnswerApproval, SendForApproval
from enforcement.casework.content import item_of
from enforcement.casework.deadlines import (
    CASE_TERM,
    CLOSING,
    VERIFICATION,
    meet_deadline,
    start_deadline,
)
from enforcement.casework.events import CaseClosed
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseApproval
from enforcement.casework.papers import handler_data, issue_paper, opinion, party_data
from enforcement.casework.services.closing import closing_data
from enforcement.casework.services.leads import SOURCE_KINDS
from enforcement.casework.steps import take_step, write_audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Refused, Stale
from enforcement.foundation.events import publish
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db, transaction
from enforcement.rules.facts import CaseFacts
from enforcement.rules.procedure import BY_NAME

_ASK = {"filing": "ask_filing", "closing": "ask_closing"}
_STEPS = {
    "filing": ("approve_filing", "return_filing"),
    "notice": ("approve_notice", "return_notice"),
    "closing": ("approve_closing", "return_closing"),
}
APPROVAL_NAMES = {"filing": "立案", "notice": "处罚告知", "closing": "结案"}


def ask_filing(actor: Actor, command: SendForApproval, now: datetime) -> Case:
    """Ask the head to file the case (第五十四条)."""
    return _ask(actor, command, "filing", now)


def ask_closing(actor: Actor, command: SendForApproval, now: datetime) -> Case:
    """Ask the head to close the case (第七十七条)."""
    return _ask(actor, command, "closing", now)


def _ask(actor: Actor, command: SendForApproval, kind: str, now: datetime) -> Case:
    with transaction():
        case = open_case(actor, command.case, _ASK[kind], now, command.version)
        facts = collect_facts(case, civil_date(now))
        take_step(actor, case, _ASK[kind], facts, now, remark=command.opinion)
        db.session.add(
            CaseApproval(
                case_id=case.id, kind=kind, sent_at=now, sent_by=actor.name,
                opinion=command.opinion,
            )
        )  # fmt: skip
        return case


def answer_approval(actor: Actor, command: AnswerApproval, now: datetime) -> Case:
    """Approve or return. Errors: ``Stale`` when somebody answered it before."""
    if not command.agree and not command.reason.strip():
        raise Invalid({"reason": ["退回时请写明理由"]})
    with transaction():
        kind = _kind_of(command.approval)
        step = _STEPS[kind][0 if command.agree else 1]
        case = open_case(actor, command.case, step, now, command.version)
        approval = _open_approval(case, command.approval)
        facts = collect_facts(case, civil_date(now))
        reasons = BY_NAME[step].unmet(facts)
        if reasons:
            raise Refused(reasons)
        approval.answered_at = now
        approval.answered_by = actor.name
        approval.outcome = "agreed" if command.agree else "returned"
        approval.reason = command.reason
        document = _carry_out(actor, case, approval, command, now) if command.agree else ""
        take_step(actor, case, step, facts, now, remark=command.reason, document_id=document)
        write_audit(
            actor, case, "answer_approval", now,
            after={"approval": kind, "outcome": approval.outcome}, reason=command.reason,
        )  # fmt: skip
        return case


def _kind_of(public_id: str) -> str:
    kind = db.session.scalar(select(CaseApproval.kind).where(CaseApproval.public_id == public_id))
    if kind is None:
        raise NotFound
    return kind


def _open_approval(case: Case, public_id: str) -> CaseApproval:
    approval = db.session.scalar(
        select(CaseApproval)
        .where(CaseApproval.public_id == public_id, CaseApproval.case_id == case.id)
        .with_for_update()
    )
    if approval is None:
        raise NotFound
    if approval.answered_at is not None:
        raise Stale(
            "这项审批已经有人办理",
            changed_by=approval.answered_by,
            changed_at=approval.answered_at,
        )
    return approval


def _carry_out(actor: Actor, case: Case, approval: CaseApproval, command: AnswerApproval, now: datetime) -> str:
    """What an approval brings about; gives the id of the paper made."""
    today = civil_date(now)
    words = opinion(actor, command.reason or "同意", now)
    if approval.kind == "filing":
        case.filed_on = today
        paper = issue_paper(
            actor, case, "filing_approval", _filing_data(case, approval, words, now), now,
            permission=Permission.CASE_APPROVE,
        )  # fmt: skip
        case.case_no = paper.number
        meet_deadline(case, VERIFICATION, today)
        start_deadline(case, CASE_TERM, today, now, reason="批准立案")
        return paper.public_id
    if approval.kind == "closing":
        case.closed_on = today
        paper = issue_paper(
            actor, case, "closing_approval", closing_data(case, approval, words, now), now,
            permission=Permission.CASE_APPROVE,
        )  # fmt: skip
        meet_deadline(case, CLOSING, today)
        publish(CaseClosed(case.id, case.public_id, today), now)
        return paper.public_id
    return ""


def _filing_data(case: Case, approval: CaseApproval, words: dict[str, str], now: datetime) -> dict[str, object]:
    item = item_of(case)
    facts: CaseFacts = collect_facts(case, civil_date(now))
    return party_data(case) | {
        "case_title": case.title,
        "source": f"{SOURCE_KINDS[case.source_kind]}，{case.received_on:%Y年%-m月%-d日}收到",
        "facts": case.facts_text,
        "breach_basis": item.duty.citation if item else "",
        "penalty_basis": item.penalty.citation if item else "",
        "conditions": [
            "有证据初步证明存在违反法律、法规、规章的行为",
            "依据法律、法规、规章应当给予行政处罚",
            "属于本机关管辖",
            f"在给予行政处罚的法定期限内{facts.limitation.sentence if facts.limitation else ''}",
        ],
        "officers": handler_data(case, civil_date(now)),
        "unit_opinion": {
            "text": approval.opinion or "建议立案",
            "name": approval.sent_by,
            "on": civil_date(approval.sent_at).isoformat(),
        },
        "head_opinion": words,
    }
