"""Prior notice, the party's statement, and the waiver (告知、陈述申辩、放弃)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from enforcement.casework.assessment import decision_triggers
from enforcement.casework.commands import (
    AnswerStatement,
    CaseCommand,
    RecordStatement,
    RecordWaiver,
    ServePaper,
)
from enforcement.casework.content import evidence_of, item_of
from enforcement.casework.deadlines import HEARING_REQUEST, STATEMENT, case_term, meet_deadline, start_deadline
from enforcement.casework.decision_text import APL
from enforcement.casework.facts import collect_facts, oldest_unanswered
from enforcement.casework.loading import latest, open_case
from enforcement.casework.models import Case, CaseNotice, CaseStatement
from enforcement.casework.papers import (
    SignatureGiven,
    handler_data,
    issue_paper,
    party_data,
    sign,
)
from enforcement.casework.services.serving import serve_paper
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.casework.wording import discretion_words, evidence_words, numbered_penalties
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.needs import REVIEW_PASSED

if TYPE_CHECKING:
    from enforcement.documents.models import Document

ADOPTIONS = {"adopted": "采纳", "partly": "部分采纳", "rejected": "不予采纳"}
STATEMENT_FORMS = {"oral": "口头", "written": "书面"}


def issue_notice(actor: Actor, command: CaseCommand, now: datetime) -> Document:
    """Make the notice from the reviewed content, numbered and sealed (第四十四条)."""
    with transaction():
        case = open_case(actor, command.case, "issue_notice", now, command.version)
        facts = collect_facts(case, civil_date(now))
        reason = REVIEW_PASSED.reason(facts)
        if reason is not None:
            raise Refused((reason,))
        document = issue_paper(actor, case, "penalty_notice", _notice_data(case, now), now)
        row = case.proposal
        db.session.add(
            CaseNotice(
                case_id=case.id,
                document_id=document.public_id,
                digest=facts.content_digest,
                fine_fen=row.fine_fen if row else 0,
                confiscation_fen=row.confiscation_fen if row else 0,
                hearing_right_told=bool(facts.hearing_triggers),
                issued_at=now,
            )
        )
        write_note(
            actor, case, f"制作《行政处罚告知书》{document.number}", now,
            link=f"document:{document.public_id}",
        )  # fmt: skip
        write_audit(actor, case, "issue_notice", now, after={"number": document.number})
        return document


def _notice_data(case: Case, now: datetime) -> dict[str, object]:
    item = item_of(case)
    agency = organisation_facts(case.org_id)
    today = civil_date(now)
    term = case_term(case, STATEMENT, today)
    hearing = decision_triggers(case, today).hearing
    data = party_data(case) | {
        "case_title": case.title,
        "facts": f"{case.facts_text.rstrip('。')}。",
        "evidence": f"{'；'.join(evidence_words(one) for one in evidence_of(case.id))}。",
        "breach_basis": item.duty.full_citation if item else "",
        "reasons": f"{discretion_words(case)}。",
        "penalty_basis": item.penalty.full_citation if item else "",
        "intended_penalties": numbered_penalties(case),
        "statement_right": (
            f"根据《{APL}》第四十四条、第四十五条的规定，你（单位）有权陈述、申辩，可以自收到本告知书之日起"
            f"{term.text}内向本机关提出；逾期未提出的，视为放弃此权利。本机关不会因陈述、申辩给予更重的处罚。"
        ),
        "hearing_due": bool(hearing),
        "contact_name": "、".join(one["name"] for one in handler_data(case, today)),
        "contact_phone": agency.phone,
        "contact_address": agency.address,
    }
    if hearing:
        hearing_term = case_term(case, HEARING_REQUEST, today)
        data["hearing_right"] = (
            f"根据《{APL}》第六十三条、第六十四条的规定，你（单位）有权要求听证，可以自收到本告知书之日起"
            f"{hearing_term.text}内向本机关提出；逾期未提出的，视为放弃此权利。听证不收取费用。"
        )
    return data


def serve_notice(actor: Actor, command: ServePaper, now: datetime) -> Case:
    """Serve the notice; the five working days begin."""
    with transaction():
        case = open_case(actor, command.case, "serve_notice", now, command.version)
        facts = collect_facts(case, civil_date(now))
        notice = latest(CaseNotice, case)
        take_step(
            actor, case, "serve_notice", facts, now,
            document_id=notice.document_id if notice else "", remark=command.note,
        )  # fmt: skip
        if notice is not None:
            served_on = serve_paper(actor, case, notice.document_id, command, now)
            notice.served_on = served_on
            deadline = start_deadline(case, STATEMENT, served_on, now, reason="告知书送达")
            write_note(
                actor, case,
                f"陈述申辩期开始，{deadline.due:%Y年%-m月%-d日}届满", now, by_system=True,
            )  # fmt: skip
        return case


def record_statement(actor: Actor, command: RecordStatement, now: datetime) -> CaseStatement:
    """Take down what the party brings forward; late ones too, for the agency may hear them."""
    with transaction():
        case = open_case(actor, command.case, "record_statement", now, command.version)
        notice = latest(CaseNotice, case)
        _check_day(command.received_on, notice, now, "received_on")
        statement = CaseStatement(
            case_id=case.id,
            received_on=command.received_on,
            form=command.form,
            content=command.content,
            asks_hearing=command.asks_hearing,
        )
        db.session.add(statement)
        db.session.flush()
        write_note(actor, case, "收到当事人陈述申辩", now, text=command.content)
        write_audit(actor, case, "record_statement", now, after={"content": command.content})
        return statement


def _check_day(day: date, notice: CaseNotice | None, now: datetime, field: str) -> None:
    if day > civil_date(now):
        raise Invalid({field: ["日期不能晚于今天"]})
    if notice is None or notice.served_on is None or day < notice.served_on:
        raise Invalid({field: ["日期不能早于告知书送达的日期"]})


def answer_statement(actor: Actor, command: AnswerStatement, now: datetime) -> CaseStatement:
    """Answer the statement: adopted or not, and why; printed as the record (第四十五条)."""
    with transaction():
        case = open_case(actor, command.case, "answer_statement", now, command.version)
        statement = oldest_unanswered(case)
        if statement is None:
            raise Refused(
                (
                    Reason(
                        "no-statement", "没有待复核的陈述申辩", "行政处罚法第四十五条",
                        "先登记当事人的陈述申辩",
                    ),
                )
            )  # fmt: skip
        statement.adopted = command.adopted
        statement.answer = command.answer
        statement.answered_at = now
        statement.answered_by = actor.name
        document = issue_paper(actor, case, "statement_record", _statement_data(case, statement, now), now)
        statement.document_id = document.public_id
        write_note(
            actor, case, f"复核陈述申辩：{ADOPTIONS[command.adopted]}", now, text=command.answer,
            link=f"document:{document.public_id}",
        )  # fmt: skip
        write_audit(actor, case, "answer_statement", now, after={"adopted": command.adopted})
        return statement


def _statement_data(case: Case, statement: CaseStatement, now: datetime) -> dict[str, object]:
    agency = organisation_facts(case.org_id)
    today = civil_date(now)
    return {
        "received_on": statement.received_on.isoformat(),
        "place": agency.address or agency.name,
        "way": STATEMENT_FORMS[statement.form],
        "person_name": case.party.legal_representative or case.party.name,
        "relation": "法定代表人（负责人）" if case.party.legal_representative else "本人",
        "officers": handler_data(case, today),
        "content": statement.content,
        "adoption": ADOPTIONS[statement.adopted],
        "reply": statement.answer,
        "reviewed_by": statement.answered_by,
        "reviewed_on": today.isoformat(),
    }


def record_waiver(actor: Actor, command: RecordWaiver, now: datetime) -> Case:
    """Note that the party clearly waives statement and hearing (第六十二条)."""
    with transaction():
        case = open_case(actor, command.case, "record_waiver", now, command.version)
        notice = latest(CaseNotice, case)
        _check_day(command.waived_on, notice, now, "waived_on")
        if notice is None:
            return case
        if command.signature_png is not None:
            given = SignatureGiven(f"waiver:{notice.document_id}", case.party.name, "当事人", command.signature_png)
            sign(actor, case, given, now)
        notice.waived_on = command.waived_on
        meet_deadline(case, STATEMENT, command.waived_on)
        headline = f"当事人放弃陈述、申辩{'和要求听证' if notice.hearing_right_told else ''}的权利"
        write_note(actor, case, headline, now, text=command.words)
        write_audit(actor, case, "record_waiver", now, after={"words": command.words})
        return case
