"""Redactions by two persons: the machine drafts, the first proposes, the second confirms and publishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.platform.database import db, locked, transaction
from enforcement.publicity.commands import ConfirmRedactions, HiddenWords, ProposeRedactions, ReturnRedactions
from enforcement.publicity.models import PublicationDuty, PublicRecord, RedactionVersion
from enforcement.publicity.policies import Action, require
from enforcement.publicity.services.duties import duty_for, wrong_state
from enforcement.publicity.services.records import publish
from enforcement.publicity.spans import span_from, span_record
from enforcement.publicity.states import DutyKind, DutyState, RedactionStage
from enforcement.rules.publicity import PublicationFacts, reasons_against_confirming, reasons_against_edits
from enforcement.rules.redaction import Span, occurrences, propose, without_overlap

_MACHINE = system_actor("系统")


def draft_redactions(actor: Actor, public_id: str, now: datetime) -> PublicationDuty:
    """The machine's proposal as version 1; a duty that has a version is left as it is."""
    with transaction():
        duty = locked(select(PublicationDuty).where(PublicationDuty.public_id == public_id))
        require(actor, Action.PROPOSE, duty.org_path)
        if duty.kind is DutyKind.PUBLISH and not duty.redactions:
            spans = propose(PublicationFacts.from_record(duty.facts))
            _add_version(duty, RedactionStage.MACHINE, spans, _MACHINE, now, "由系统按规则提出")
    return duty


def propose_redactions(actor: Actor, command: ProposeRedactions, now: datetime) -> RedactionVersion:
    """Hand in what should be hidden; of a public decision, as a correction with its reason (PUB-SAMR 12).

    Errors: ``Refused`` in another state; ``Invalid`` for words that the text does not have, spans
    outside it, or a correction without reason; ``Stale``.
    """
    with transaction():
        duty = duty_for(actor, Action.PROPOSE, command.duty, command.version)
        if duty.kind is not DutyKind.PUBLISH or duty.state not in (DutyState.DUE, DutyState.PUBLISHED):
            raise Refused((wrong_state(duty),))
        if duty.state is DutyState.PUBLISHED and not command.reason.strip():
            raise Invalid({"reason": ["这份决定已经公示；请写明为什么更正，更正理由会写进公示页的变更记录"]})
        spans = resolved(duty, command.spans, command.words)
        version = _add_version(duty, RedactionStage.PROPOSED, spans, actor, now, command.reason)
        duty.state = DutyState.PROPOSED
        _audit(actor, "publication.redactions_proposed", duty, version, now)
    return version


def return_redactions(actor: Actor, command: ReturnRedactions, now: datetime) -> PublicationDuty:
    """Send the proposal back with a reason; what was proposed stays as the starting point.

    Errors: ``Refused`` in another state; ``Invalid`` without reason; ``Stale``.
    """
    with transaction():
        duty = duty_for(actor, Action.CONFIRM, command.duty, command.version)
        if duty.state is not DutyState.PROPOSED:
            raise Refused((wrong_state(duty),))
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明退回的理由"]})
        spans = spans_of(duty.redactions[-1])
        version = _add_version(duty, RedactionStage.RETURNED, spans, actor, now, command.reason)
        duty.state = DutyState.PUBLISHED if duty.record_id else DutyState.DUE
        _audit(actor, "publication.redactions_returned", duty, version, now)
    return duty


def confirm_redactions(actor: Actor, command: ConfirmRedactions, now: datetime) -> PublicRecord:
    """Confirm and publish: the register gets the redacted snapshot, or a corrected edition of it.

    Errors: ``Refused`` for the person who proposed (118), for a minor's decision, for edits without
    a reason; ``Invalid`` for words or spans that do not fit; ``Stale``.
    """
    with transaction():
        duty = duty_for(actor, Action.CONFIRM, command.duty, command.version)
        if duty.state is not DutyState.PROPOSED:
            raise Refused((wrong_state(duty),))
        proposal = duty.redactions[-1]
        spans = resolved(duty, command.spans, command.words)
        before = set(_places(spans_of(proposal)))
        after = set(_places(spans))
        reasons = [
            *reasons_against_confirming(proposal.author_user_id, actor.user_id),
            *reasons_against_edits(len(after - before), len(before - after), command.reason),
            *(Reason(item["code"], item["message"], item["basis"]) for item in duty.exemptions),
        ]
        if reasons:
            raise Refused(reasons)
        if command.credit_class is not None and not command.class_reason.strip():
            raise Invalid({"class_reason": ["请写明为什么不按规则确定失信信息类别"]})
        version = _add_version(duty, RedactionStage.CONFIRMED, spans, actor, now, command.reason)
        record = publish(actor, duty, spans, command, now, correction=proposal.reason)
        _audit(actor, "publication.published", duty, version, now)
    return record


def resolved(duty: PublicationDuty, spans: Sequence[Span], words: Sequence[HiddenWords]) -> tuple[Span, ...]:
    """Ticked spans and typed words as spans without overlap.

    Errors: ``Invalid`` for a span outside the text or words that it does not have.
    """
    paragraphs = PublicationFacts.from_record(duty.facts).decision_text
    inside = all(
        0 <= span.paragraph < len(paragraphs) and 0 <= span.start < span.end <= len(paragraphs[span.paragraph])
        for span in spans
    )
    if not inside:
        raise Invalid({"spans": ["有一处隐去超出了正文的范围；请刷新页面后重新勾选"]})
    found = list(spans)
    for wanted in words:
        places = occurrences(paragraphs, wanted.words, wanted.kind, wanted.reason)
        if not places:
            raise Invalid({"words": [f"正文里没有“{wanted.words}”；请照正文原样输入"]})
        found += places
    return without_overlap(found)


def spans_of(version: RedactionVersion) -> tuple[Span, ...]:
    """The spans of a version."""
    return tuple(span_from(item) for item in version.spans)


def _places(spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    return [(span.paragraph, span.start, span.end) for span in spans]


def _add_version(
    duty: PublicationDuty,
    stage: RedactionStage,
    spans: Sequence[Span],
    actor: Actor,
    now: datetime,
    reason: str,
) -> RedactionVersion:
    records = [span_record(span) for span in spans]
    version = RedactionVersion(
        no=len(duty.redactions) + 1,
        stage=stage,
        spans=records,
        author_user_id=actor.user_id,
        author_name=actor.name,
        made_at=now,
        reason=reason.strip(),
        digest=content_digest({"text": duty.facts["decision_text"], "spans": records}),
    )
    duty.redactions.append(version)
    db.session.flush()
    return version


def _audit(actor: Actor, action: str, duty: PublicationDuty, version: RedactionVersion, now: datetime) -> None:
    audit.record(
        actor,
        action,
        f"publication:{duty.public_id}",
        org_path=duty.org_path,
        now=now,
        after={"version": version.no, "spans": len(version.spans), "digest": version.digest},
        reason=version.reason,
    )
