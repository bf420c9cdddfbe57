"""The public register: publish, correct, note performance, withdraw, take down when the time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.identifiers import new_check_code
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.search import passages
from enforcement.publicity.commands import ConfirmRedactions, RequireWithdrawal, Withdraw
from enforcement.publicity.content import public_content
from enforcement.publicity.models import PublicationDuty, PublicChange, PublicEdition, PublicPassage, PublicRecord
from enforcement.publicity.policies import Action, require
from enforcement.publicity.services.duties import open_withdrawal_duty
from enforcement.publicity.spans import redaction_record, segment_record
from enforcement.publicity.states import DutyKind, DutyState, PublicField, PublicState
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade
from enforcement.rules.publicity import CreditClass, PublicationFacts, credit_class
from enforcement.rules.redaction import Span, redact, summary_text
from enforcement.rules.rulesets import RuleMissing


def publish(
    actor: Actor,
    duty: PublicationDuty,
    spans: Sequence[Span],
    command: ConfirmRedactions,
    now: datetime,
    *,
    correction: str,
) -> PublicRecord:
    """Put the snapshot into the register, or a corrected edition of it; joins the caller's transaction."""
    facts = PublicationFacts.from_record(duty.facts)
    record = duty.record
    if record is None:
        record = _new_record(facts, command, duty.domain, now)
        late = (civil_date(now) - duty.due_on).days
        what = "首次公示" + (f"，晚于期限 {late} 天" if late > 0 else f"，期限为{_day(duty.due_on)}，在期限内")
        duty.fulfilled_at = now
    else:
        what = f"更正公示内容：{correction}"
        record.edition += 1
    _fill(record, facts, spans)
    db.session.add(record)
    db.session.flush()
    duty.record_id, duty.state = record.id, DutyState.PUBLISHED
    _seal_edition(actor, record, what, now)
    _index(record)
    return record


def note_performance(actor: Actor, matter_id: str, performed_on: date, now: datetime) -> PublicRecord | None:
    """Write on the public page that the penalty was performed; ``None`` while nothing is public."""
    with transaction():
        duty = db.session.scalar(
            select(PublicationDuty).where(
                PublicationDuty.matter_id == matter_id, PublicationDuty.kind == DutyKind.PUBLISH
            )
        )
        if duty is None:
            return None
        require(actor, Action.PROPOSE, duty.org_path)
        duty.facts = {**duty.facts, "performed_on": performed_on.isoformat()}
        if duty.record is None or duty.record.state is not PublicState.PUBLISHED:
            return None
        record = locked(select(PublicRecord).where(PublicRecord.id == duty.record_id))
        record.performed_on = performed_on
        record.edition += 1
        _seal_edition(actor, record, f"登记履行完毕（{_day(performed_on)}）", now)
    return record


def withdraw(actor: Actor, command: Withdraw, now: datetime) -> PublicRecord:
    """Take a decision down: the text goes, number, day and reason stay (行政处罚法第四十八条第二款: 3 working days).

    Errors: ``NotFound``; ``Refused`` when it is not public; ``Invalid`` without a public reason or
    for a day that can't be.
    """
    with transaction():
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明撤下的理由，这句话会公开（行政处罚法第四十八条第二款）"]})
        duty = open_withdrawal_duty(actor, RequireWithdrawal(command.code, command.ground, command.happened_on), now)
        record = locked(select(PublicRecord).where(PublicRecord.id == duty.record_id))
        what = f"撤下：处罚决定于{_day(command.happened_on)}{command.ground.words}"
        record.end_ground, record.end_reason = command.ground.value, command.reason.strip()
        _take_down(actor, record, PublicState.WITHDRAWN, what, now)
        duty.state, duty.fulfilled_at = DutyState.WITHDRAWN, now
        published = db.session.scalars(
            select(PublicationDuty).where(
                PublicationDuty.record_id == record.id, PublicationDuty.kind == DutyKind.PUBLISH
            )
        ).one()
        published.state = DutyState.WITHDRAWN
        audit.record(
            actor,
            "publication.withdrawn",
            f"publication:{duty.public_id}",
            org_path=record.org_path,
            now=now,
            after={"code": record.code, "due_on": duty.due_on, "late": civil_date(now) > duty.due_on},
            reason=record.end_reason,
        )
    return record


def take_down_expired(actor: Actor, code: str, now: datetime) -> PublicRecord:
    """Stop showing a record whose longest time is over; one that is still due to be shown is left as it is."""
    with transaction():
        record = locked(select(PublicRecord).where(PublicRecord.code == code))
        require(actor, Action.WITHDRAW, record.org_path)
        if record.state is PublicState.PUBLISHED and record.max_end_on < civil_date(now):
            _take_down(actor, record, PublicState.EXPIRED, "公示期满，停止公示", now)
            audit.record(
                actor,
                "publication.expired",
                f"publication:{record.code}",
                org_path=record.org_path,
                now=now,
                after={"max_end_on": record.max_end_on},
            )
    return record


def _new_record(facts: PublicationFacts, command: ConfirmRedactions, domain: str, now: datetime) -> PublicRecord:
    found = command.credit_class or credit_class(
        facts.kinds, facts.fine_fen, _number("credit.serious.fine", domain, facts.region_name, now)
    )
    min_end, _ = _period_end(found, "min", facts, domain, now)
    max_end, basis = _period_end(found, "max", facts, domain, now)
    organisation = organisation_facts(facts.org_id)
    return PublicRecord(
        code=new_check_code(),
        state=PublicState.PUBLISHED,
        edition=1,
        org_path=facts.org_path,
        credit_class=found.value,
        min_end_on=min_end,
        max_end_on=max_end or facts.decided_on,
        period_basis=basis,
        remedies={"review_organ": organisation.review_organ, "court": organisation.court},
        published_at=now,
        changed_at=now,
        digest="",
        end_ground="",
        end_reason="",
    )


def _number(rule_id: str, domain: str, region: str, now: datetime) -> int | None:
    try:
        return current_rulesets().number(rule_id, domain, region, civil_date(now)).whole
    except RuleMissing:
        # No amount is set nationally for a "huge" fine (信用修复管理办法); a region may set one.
        return None


def _period_end(
    found: CreditClass, edge: str, facts: PublicationFacts, domain: str, now: datetime
) -> tuple[date | None, str]:
    """Last day of the shortest (``min``) or longest (``max``) time, from the decision's date; and its article."""
    rulesets = current_rulesets()
    rule_id = f"D46.{found.value}.{edge}"
    if rule_id not in rulesets.ids():
        return None, ""
    term = rulesets.term(rule_id, domain, facts.region_name, civil_date(now))
    return compute_deadline(term, facts.decided_on, current_calendar()).due, f"{term.basis}（{term.text}）"


def _fill(record: PublicRecord, facts: PublicationFacts, spans: Sequence[Span]) -> None:
    paragraphs, redactions = redact(facts.decision_text, spans)
    hidden = [(facts.decision_text[span.paragraph][span.start : span.end], span.kind) for span in spans]
    record.document_number = facts.document_number
    record.document_sha256 = facts.document_sha256
    record.agency_name = facts.agency_name
    record.region_name = facts.region_name
    record.party_name, record.party_kind = facts.party_name, facts.party_kind
    record.party_uscc = facts.party_uscc
    for name in ("title", "act", "basis", "penalty_text"):
        setattr(record, name, summary_text(getattr(facts, name), facts, hidden))
    record.grade = GRADE_NAMES[Grade(facts.grade)] if facts.grade else ""
    record.kinds, record.kinds_key = list(facts.kinds), f"|{'|'.join(facts.kinds)}|"
    record.fine_fen, record.confiscation_fen = facts.fine_fen, facts.confiscation_fen
    record.decided_on, record.performed_on = facts.decided_on, facts.performed_on
    record.paragraphs = [[segment_record(segment) for segment in row] for row in paragraphs]
    record.redactions = [redaction_record(item) for item in redactions]


def _seal_edition(actor: Actor, record: PublicRecord, what: str, now: datetime) -> None:
    record.changed_at = now
    content = public_content(record)
    record.digest = content_digest(content)
    db.session.add(PublicChange(record_id=record.id, edition=record.edition, at=now, what=what))
    db.session.add(
        PublicEdition(
            record_id=record.id,
            edition=record.edition,
            content=content,
            digest=record.digest,
            made_at=now,
            made_by=actor.name,
        )
    )
    db.session.flush()


def _take_down(actor: Actor, record: PublicRecord, state: PublicState, what: str, now: datetime) -> None:
    """Empty everything but number, agency, days and reason; earlier editions stay with the agency."""
    record.state, record.ended_at = state, now
    for name in ("title", "party_name", "party_uscc", "party_kind", "act", "basis", "penalty_text", "grade"):
        setattr(record, name, "")
    record.paragraphs, record.redactions, record.kinds, record.kinds_key = [], [], [], ""
    record.fine_fen = record.confiscation_fen = 0
    record.performed_on = None
    record.edition += 1
    _seal_edition(actor, record, what, now)
    _index(record)


def _index(record: PublicRecord) -> None:
    """Search tokens from what is public, and nothing else."""
    db.session.execute(delete(PublicPassage).where(PublicPassage.record_id == record.id))
    if record.state is PublicState.EXPIRED:
        return
    shown = [segment["text"] for row in record.paragraphs for segment in (*row, {"text": ""}) if "text" in segment]
    summary = [record.title, record.act, record.penalty_text, record.basis, record.grade, record.agency_name]
    runs = {
        PublicField.TEXT: [*summary, *shown, record.end_reason],
        PublicField.PARTY: [record.party_name],
        PublicField.NUMBER: [record.document_number, record.party_uscc, record.code],
    }
    for name, texts in runs.items():
        for grams in passages([text for text in texts if text]):
            db.session.add(PublicPassage(record_id=record.id, field=name, grams=grams))
    db.session.flush()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
