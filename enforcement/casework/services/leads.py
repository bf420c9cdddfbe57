"""Leads, parties and the officers in charge (案源、当事人、承办人)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.audit.services import record
from enforcement.casework.commands import AssignHandlers, CaseCommand, RegisterLead, RegisterParty
from enforcement.casework.deadlines import VERIFICATION, start_deadline
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseHandler, CaseParty, Party
from enforcement.casework.papers import issue_paper
from enforcement.casework.staff import require_staff
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_facts, organisation_facts
from enforcement.platform import scopes
from enforcement.platform.database import db, transaction
from enforcement.rules.facts import State
from enforcement.rules.needs import TWO_HANDLERS

SOURCE_KINDS: dict[str, str] = {
    "inspection": "监督检查",
    "complaint": "投诉",
    "report": "举报",
    "transfer": "其他机关移送",
    "assignment": "上级交办",
    "other": "其他",
}
PARTY_KINDS: dict[str, str] = {
    "organisation": "法人及非法人组织",
    "individual_business": "个体工商户",
    "person": "自然人",
}


def register_party(actor: Actor, command: RegisterParty, now: datetime) -> Party:
    """Add an entry to the register of parties. Errors: ``Invalid`` for a code that is taken."""
    scopes.require(actor, Permission.CASE_REGISTER, actor.org_path)
    with transaction():
        taken = command.uscc and db.session.scalar(select(Party.id).where(Party.uscc == command.uscc))
        if taken:
            raise Invalid({"uscc": ["这个统一社会信用代码已经登记"]})
        party = Party(
            kind=command.kind,
            name=command.name,
            uscc=command.uscc or None,
            legal_representative=command.legal_representative,
            address=command.address,
            phone=command.phone,
            industry=command.industry,
            region_name=command.region_name,
        )
        db.session.add(party)
        db.session.flush()
        record(
            actor,
            "party.registered",
            f"party:{party.public_id}",
            org_path=actor.org_path,
            now=now,
            after={"name": party.name, "uscc": command.uscc},
        )
        return party


def register_lead(actor: Actor, command: RegisterLead, now: datetime) -> Case:
    """Register a lead; verification must end in time (第十八条)."""
    agency = organisation_facts(command.org_id)
    scopes.require(actor, Permission.CASE_REGISTER, agency.path)
    if command.received_on > civil_date(now):
        raise Invalid({"received_on": ["收到线索的日期不能晚于今天"]})
    with transaction():
        case = Case(
            org_id=agency.org_id,
            org_path=agency.path,
            title=command.title or f"{command.party_name}涉嫌违法案",
            state=State.LEAD,
            state_since=now,
            source_kind=command.source_kind,
            source_text=command.source_text,
            received_on=command.received_on,
            discovered_on=command.received_on,
            registered_at=now,
            registered_by=actor.name,
            domain=agency.domain,
            region_name=agency.region_name,
            ruleset_version=current_rulesets().mark,
            flags=[],
            touched_at=now,
            touched_by=actor.name,
            party=CaseParty(
                kind=command.party_kind,
                name=command.party_name,
                uscc=command.party_uscc,
                id_type=command.party_id_type,
                id_no=command.party_id_no,
                born_on=command.party_born_on,
                legal_representative=command.legal_representative,
                address=command.party_address,
                phone=command.party_phone,
            ),
        )
        db.session.add(case)
        db.session.flush()
        deadline = start_deadline(case, VERIFICATION, command.received_on, now, reason="收到线索")
        document = issue_paper(
            actor,
            case,
            "source_register",
            {
                "source_kind": SOURCE_KINDS[command.source_kind],
                "received_on": command.received_on.isoformat(),
                "party_name": command.party_name,
                "party_address": command.party_address,
                "party_phone": command.party_phone,
                "clue": command.source_text,
                "registered_by": actor.name,
                "registered_on": civil_date(now).isoformat(),
                "verification_due_on": deadline.due.isoformat(),
            },
            now,
            permission=Permission.CASE_REGISTER,
        )
        write_note(
            actor, case, "登记案源", now,
            text=command.source_text, link=f"document:{document.public_id}",
        )  # fmt: skip
        write_audit(
            actor, case, "register_lead", now,
            after={"party": command.party_name, "source": command.source_kind},
        )  # fmt: skip
        return case


def assign_handlers(actor: Actor, command: AssignHandlers, now: datetime) -> Case:
    """Name the officers in charge; those left out leave today, nothing is deleted."""
    today = civil_date(now)
    with transaction():
        case = open_case(actor, command.case, "assign_handlers", now, command.version)
        require_staff(actor, case, command.officer_ids, "officer_ids")
        chosen = officer_facts(command.officer_ids, today)
        wanted = {one.officer_id for one in chosen}
        before = [one.name for one in case.handlers if one.removed_at is None]
        for handler in case.handlers:
            if handler.removed_at is None and handler.officer_id not in wanted:
                handler.removed_at = now
        present = {one.officer_id for one in case.handlers if one.removed_at is None}
        for officer in chosen:
            if officer.officer_id not in present:
                case.handlers.append(CaseHandler(officer_id=officer.officer_id, name=officer.name, added_at=now))
        db.session.flush()
        facts = collect_facts(case, today)
        reason = TWO_HANDLERS.reason(facts)
        if reason is not None:
            raise Refused((reason,))
        names = "、".join(f"{one.name}（{one.certificate_no}）" for one in chosen)
        write_note(actor, case, "指定承办人", now, text=names)
        write_audit(
            actor, case, "assign_handlers", now,
            before={"handlers": before}, after={"handlers": [one.name for one in chosen]},
        )  # fmt: skip
        if case.state is State.LEAD:
            take_step(actor, case, "start_verification", facts, now)
        return case


def start_verification(actor: Actor, command: CaseCommand, now: datetime) -> Case:
    """Begin verification with the officers in charge."""
    with transaction():
        case = open_case(actor, command.case, "start_verification", now, command.version)
        facts = collect_facts(case, civil_date(now))
        take_step(actor, case, "start_verification", facts, now)
        return case
