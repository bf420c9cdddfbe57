"""Facts of the case and the records of inspection and inquiry (案情、现场笔录、询问笔录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enforcement.casework.commands import MakeRecord, StateFacts
from enforcement.casework.deadlines import case_number
from enforcement.casework.facts import RECORD_NAMES
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseRecord
from enforcement.casework.papers import SignatureGiven, issue_paper, officer_data, sign
from enforcement.casework.services.voiding import void_if_changed
from enforcement.casework.staff import require_staff
from enforcement.casework.steps import write_audit, write_note
from enforcement.catalogue import queries as catalogue
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.queries import officer_facts, officers_of
from enforcement.platform.database import db, transaction
from enforcement.rules.facts import CaseFacts, RecordFact, State
from enforcement.rules.needs import RECORDS_STAND, record_problem

SIGNING_ROLES = {"scene": "被检查人", "inquiry": "被询问人"}
FORM_OF_RECORD = {"scene": "scene_record", "inquiry": "inquiry_record"}


def state_facts(actor: Actor, command: StateFacts, now: datetime) -> Case:
    """Write down what was done, when and where, and the power item it falls under."""
    today = civil_date(now)
    errors: dict[str, list[str]] = {}
    if command.acted_on > today:
        errors["acted_on"] = ["违法行为发生（终了）的日期不能晚于今天"]
    if command.discovered_on > today:
        errors["discovered_on"] = ["发现日期不能晚于今天"]
    item = catalogue.item_version_on(command.item_code, command.acted_on)
    if item is None:
        errors["item_code"] = ["这个事项在违法行为发生时没有生效的依据，请改选"]
    if errors:
        raise Invalid(errors)
    with transaction():
        case = open_case(actor, command.case, "state_facts", now, command.version)
        before = _facts_of(case)
        case.item_code = command.item_code
        case.item_version_id = item.version_id if item else None
        case.acted_on = command.acted_on
        case.discovered_on = command.discovered_on
        case.place = command.place
        case.facts_text = command.facts_text
        case.goods_value_fen = command.goods_value_fen
        case.illegal_income_fen = command.illegal_income_fen
        case.harm = command.harm
        case.flags = sorted(set(command.flags))
        if item is not None:
            case.title = f"{case.party.name}{item.act}案"
        db.session.flush()
        write_note(actor, case, "填写案情", now, text=command.facts_text[:200])
        write_audit(actor, case, "state_facts", now, before=before, after=_facts_of(case))
        void_if_changed(actor, case, now)
        return case


def _facts_of(case: Case) -> dict[str, object]:
    return {
        "item_code": case.item_code,
        "acted_on": case.acted_on,
        "discovered_on": case.discovered_on,
        "place": case.place,
        "facts": case.facts_text,
        "goods_value_fen": case.goods_value_fen,
        "illegal_income_fen": case.illegal_income_fen,
        "harm": case.harm,
        "flags": list(case.flags),
    }


def make_record(actor: Actor, command: MakeRecord, now: datetime) -> CaseRecord:
    """Make a record of inspection or inquiry and print it.

    Two officers whose certificates hold that day, certificate shown, rights told, signed or the
    refusal noted: otherwise refused with 行政处罚法第四十二条 or 第五十五条.
    """
    _check_times(command, now)
    with transaction():
        case = open_case(actor, command.case, f"record_{command.kind}", now, command.version)
        require_staff(actor, case, command.officer_ids, "officer_ids")
        _check_record(case, command)
        subject = new_public_id()
        given = SignatureGiven(
            subject=f"record:{subject}",
            signer=command.respondent,
            role=SIGNING_ROLES[command.kind],
            png=command.signature_png,
            refusal=command.refusal,
        )
        signatures = [sign(actor, case, one, now) for one in (given, *_colleagues(actor, case, command, given.subject))]
        document = issue_paper(actor, case, FORM_OF_RECORD[command.kind], _record_data(case, command, signatures), now)
        record = CaseRecord(
            public_id=subject,
            case_id=case.id,
            kind=command.kind,
            started_at=command.started_at,
            ended_at=command.ended_at,
            place=command.place,
            officer_ids=list(command.officer_ids),
            certificate_shown=command.certificate_shown,
            rights_told=command.rights_told,
            respondent=command.respondent,
            respondent_role=command.respondent_role,
            content=command.content or "\n".join(f"问：{ask}\n答：{answer}" for ask, answer in command.exchanges),
            refusal=command.refusal,
            signed=command.signature_png is not None,
            document_id=document.public_id,
        )
        db.session.add(record)
        name = RECORD_NAMES[command.kind]
        write_note(
            actor, case, f"制作《{name}》", now,
            text=command.refusal and f"当事人拒绝签名：{command.refusal}",
            link=f"document:{document.public_id}",
        )  # fmt: skip
        write_audit(
            actor, case, f"record_{command.kind}", now,
            after={"officers": list(command.officer_ids), "document": document.public_id},
        )  # fmt: skip
        return record


def _check_times(command: MakeRecord, now: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if command.ended_at <= command.started_at:
        errors["ended_at"] = ["结束时间应当晚于开始时间"]
    if command.ended_at > now:
        errors["ended_at"] = ["结束时间不能晚于现在"]
    if command.kind == "inquiry" and not command.exchanges:
        errors["exchanges"] = ["请填写问和答"]
    if command.kind == "scene" and not command.content.strip():
        errors["content"] = ["请写明现场情况"]
    if command.colleague_png is None and len(command.officer_ids) > 1:
        errors["colleague_png"] = ["请一起检查、询问的执法人员签名"]
    if (command.signature_png is None) == (not command.refusal.strip()):
        errors["refusal"] = ["请当事人签名；拒绝签名的写明情况。二者填一项"]
    if errors:
        raise Invalid(errors)


def _check_record(case: Case, command: MakeRecord) -> None:
    on = civil_date(command.started_at)
    fact = RecordFact(
        kind=RECORD_NAMES[command.kind],
        on=on,
        officers=officer_facts(command.officer_ids, on),
        certificate_shown=command.certificate_shown,
        rights_told=command.rights_told,
        settled=True,
    )
    facts = CaseFacts(
        state=State.VERIFYING,
        today=on,
        party_kind=case.party.kind,
        minimum_officers=case_number(case, "officers.minimum", on).whole,
    )
    problem = record_problem(fact, facts)
    if problem:
        raise Refused((Reason(RECORDS_STAND.code, problem, RECORDS_STAND.basis, RECORDS_STAND.lift),))


def _colleagues(actor: Actor, case: Case, command: MakeRecord, subject: str) -> list[SignatureGiven]:
    """What the officers who were there with the one who makes the record signed on the screen."""
    others = (one for one in officers_of(actor, case.org_path) if one.user_id != actor.user_id)
    return [
        SignatureGiven(subject, one.name, "执法人员", command.colleague_png)
        for one in others
        if one.id in command.officer_ids
    ]


def _record_data(case: Case, command: MakeRecord, signatures: Sequence[str]) -> dict[str, object]:
    shared: dict[str, object] = {
        "started_at": command.started_at.isoformat(),
        "ended_at": command.ended_at.isoformat(),
        "place": command.place,
        "officers": officer_data(command.officer_ids, civil_date(command.started_at)),
        "certificate_shown": command.certificate_shown,
        "rights_told": command.rights_told,
        "recusal": command.recusal,
        "signatures": list(signatures),
    }
    if command.kind == "scene":
        return shared | {
            "party_name": case.party.name,
            "party_address": case.party.address,
            "person_present": f"{command.respondent} {command.respondent_role}".strip(),
            "findings": command.content,
            "measures": command.measures,
        }
    return shared | {
        "person_name": command.respondent,
        "person_id_no": command.respondent_id_no or "未出示",
        "relation": command.respondent_role,
        "exchanges": [{"question": ask, "answer": answer} for ask, answer in command.exchanges],
    }
