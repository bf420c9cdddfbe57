"""Duties: to publish a decision, to withdraw one, or to leave one unpublished for a reason of law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused, Stale
from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, locked, transaction
from enforcement.publicity.commands import AnswerExemption, ProposeExemption, RequireWithdrawal
from enforcement.publicity.models import PublicationDuty, PublicRecord
from enforcement.publicity.policies import Action, require
from enforcement.publicity.states import DutyKind, DutyState, PublicState
from enforcement.rules.deadlines import Deadline, compute_deadline
from enforcement.rules.publicity import (
    PENALTY_DEADLINES,
    WITHDRAWAL_DEADLINE,
    Ground,
    PublicationFacts,
    printed_text,
    reasons_against_confirming,
    reasons_not_to_publish,
)


def open_publication_duty(actor: Actor, facts: PublicationFacts, matter_id: str, now: datetime) -> PublicationDuty:
    """The duty that a decision brings: due in the shortest term that applies (118, 424: 7 working days).

    Where the law forbids publishing (a minor; PUB-SAMR 2) the duty begins as a proposal of the
    system not to publish, which a person has to confirm. A decision has one duty: asked again, the same comes back.
    """
    require(actor, Action.PROPOSE, facts.org_path)
    organisation = organisation_facts(facts.org_id)
    facts = replace(facts, decision_text=printed_text(facts))
    with transaction():
        known = db.session.scalar(
            select(PublicationDuty).where(
                PublicationDuty.matter_id == matter_id, PublicationDuty.kind == DutyKind.PUBLISH
            )
        )
        if known is not None:
            return known
        reasons = reasons_not_to_publish(facts, organisation.domain)
        duty = _new_duty(
            DutyKind.PUBLISH,
            facts,
            matter_id,
            organisation.domain,
            _shortest(PENALTY_DEADLINES, facts.decided_on, organisation.domain, facts.region_name),
            now,
        )
        duty.exemptions = [{"code": item.code, "message": item.message, "basis": item.basis} for item in reasons]
        if reasons:
            duty.state = DutyState.EXEMPTION_PROPOSED
            duty.exemption_reason = "；".join(f"{item.message}（{item.basis}）" for item in reasons)
        db.session.add(duty)
        db.session.flush()
        _audit(actor, "publication.duty_opened", duty, now, after={"due_on": duty.due_on, "state": duty.state})
    return duty


def propose_exemption(actor: Actor, command: ProposeExemption, now: datetime) -> PublicationDuty:
    """Propose not to publish; needs a reason, and a second person's answer.

    Errors: ``Refused`` when the decision is public already; ``Invalid`` without a reason; ``Stale``.
    """
    with transaction():
        duty = duty_for(actor, Action.PROPOSE, command.duty, command.version)
        if duty.state is not DutyState.DUE:
            raise Refused((wrong_state(duty),))
        reason = _needed(command.reason, "请写明不公示的理由和依据的条文")
        duty.state, duty.exemption_reason, duty.exemption_by = DutyState.EXEMPTION_PROPOSED, reason, actor.user_id
        _audit(actor, "publication.exemption_proposed", duty, now, reason=reason)
    return duty


def answer_exemption(actor: Actor, command: AnswerExemption, now: datetime) -> PublicationDuty:
    """Agree not to publish, or send the proposal back.

    Errors: ``Refused`` for the person who proposed it, and for sending back what the law itself
    forbids to publish; ``Invalid`` when sent back without a reason.
    """
    with transaction():
        duty = duty_for(actor, Action.CONFIRM, command.duty, command.version)
        reasons = list(reasons_against_confirming(duty.exemption_by, actor.user_id))
        if duty.state is not DutyState.EXEMPTION_PROPOSED:
            reasons.append(wrong_state(duty))
        if not command.agreed:
            reasons += [Reason(item["code"], item["message"], item["basis"]) for item in duty.exemptions]
        if reasons:
            raise Refused(reasons)
        if command.agreed:
            duty.state, duty.fulfilled_at = DutyState.EXEMPT, now
            _audit(actor, "publication.exempted", duty, now, reason=duty.exemption_reason)
        else:
            reason = _needed(command.reason, "请写明退回的理由")
            duty.state, duty.exemption_by = DutyState.DUE, None
            _audit(actor, "publication.exemption_returned", duty, now, reason=reason)
    return duty


def open_withdrawal_duty(actor: Actor, command: RequireWithdrawal, now: datetime) -> PublicationDuty:
    """The duty to withdraw within three working days of the event (行政处罚法第四十八条第二款、第八十五条).

    Asked again for the same record, the first duty comes back. Errors: ``Refused`` when the
    record is not public; ``Invalid`` for a day to come or before the decision.
    """
    with transaction():
        record = locked(select(PublicRecord).where(PublicRecord.code == command.code.upper()))
        require(actor, Action.WITHDRAW, record.org_path)
        if record.state is not PublicState.PUBLISHED:
            raise Refused((_not_public(record),))
        known = db.session.scalar(
            select(PublicationDuty).where(
                PublicationDuty.record_id == record.id,
                PublicationDuty.kind == DutyKind.WITHDRAW,
                PublicationDuty.state == DutyState.DUE,
            )
        )
        if known is not None:
            return known
        if not record.decided_on <= command.happened_on <= civil_date(now):
            raise Invalid({"happened_on": ["应当在作出决定之日以后、今天以前（含当日）"]})
        published = db.session.scalars(
            select(PublicationDuty).where(
                PublicationDuty.record_id == record.id, PublicationDuty.kind == DutyKind.PUBLISH
            )
        ).one()
        facts = PublicationFacts.from_record(published.facts)
        duty = _new_duty(
            DutyKind.WITHDRAW,
            facts,
            published.matter_id,
            published.domain,
            _shortest((WITHDRAWAL_DEADLINE,), command.happened_on, published.domain, facts.region_name),
            now,
        )
        duty.ground, duty.record_id = command.ground.value, record.id
        db.session.add(duty)
        db.session.flush()
        _audit(actor, "publication.withdrawal_due", duty, now, reason=Ground(command.ground).words)
    return duty


def duty_for(actor: Actor, action: Action, public_id: str, version: int) -> PublicationDuty:
    """The duty, locked, when the actor may do this and saw its latest version.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``.
    """
    duty = locked(select(PublicationDuty).where(PublicationDuty.public_id == public_id))
    require(actor, action, duty.org_path)
    if duty.version != version:
        last = duty.redactions[-1] if duty.redactions else None
        raise Stale(changed_by=last.author_name if last else "", changed_at=last.made_at if last else None)
    return duty


def wrong_state(duty: PublicationDuty) -> Reason:
    """The duty is no longer where this step begins."""
    return Reason(
        "wrong-state",
        f"这项公示任务现在是“{duty.state.words}”，不能办理这一步",
        "《中华人民共和国行政处罚法》第四十八条",
        "请刷新页面，按当前状态办理",
    )


def _not_public(record: PublicRecord) -> Reason:
    return Reason(
        "not-public",
        f"{record.document_number}现在是“{record.state.words}”，不能再撤下",
        "《中华人民共和国行政处罚法》第四十八条第二款",
    )


def _shortest(rule_ids: tuple[str, ...], start: date, domain: str, region: str) -> Deadline:
    rulesets, calendar = current_rulesets(), current_calendar()
    computed = [compute_deadline(rulesets.term(rule, domain, region, start), start, calendar) for rule in rule_ids]
    return min(computed, key=lambda deadline: deadline.due)


def _new_duty(
    kind: DutyKind, facts: PublicationFacts, matter_id: str, domain: str, deadline: Deadline, now: datetime
) -> PublicationDuty:
    return PublicationDuty(
        public_id=new_public_id(),
        kind=kind,
        state=DutyState.DUE,
        matter_id=matter_id,
        org_id=facts.org_id,
        org_path=facts.org_path,
        domain=domain,
        facts=facts.as_record(),
        started_on=deadline.start,
        due_on=deadline.due,
        provisional=deadline.provisional,
        rule_id=deadline.term.id,
        basis=deadline.basis,
        footnote=f"{deadline.rule_version}；{deadline.calendar_source}",
        explanation=[run.as_record() for run in deadline.explanation],
        exemptions=[],
        created_at=now,
    )


def _needed(text: str, sentence: str) -> str:
    if not text.strip():
        raise Invalid({"reason": [sentence]})
    return text.strip()


def _audit(
    actor: Actor,
    action: str,
    duty: PublicationDuty,
    now: datetime,
    *,
    reason: str = "",
    after: dict[str, object] | None = None,
) -> None:
    record = f"publication:{duty.public_id}"
    audit.record(actor, action, record, org_path=duty.org_path, now=now, after=after, reason=reason)
