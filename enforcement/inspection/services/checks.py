"""Opening checks, naming officers, the notice: everything before the officers stand at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import segno
from sqlalchemy import select

from enforcement.documents import services as documents
from enforcement.documents.commands import IssueDocument
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.identifiers import new_check_code
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries as identity
from enforcement.identity.facts import OrganisationFacts
from enforcement.inspection import papers
from enforcement.inspection.commands.checks import (
    AddAssistance,
    AddThirdParty,
    GiveNotice,
    NameOfficers,
    OpenCaseCheck,
)
from enforcement.inspection.commands.visits import BatchApproval
from enforcement.inspection.models.checks import Check, CheckOfficer, CheckThirdParty, InspectionTask
from enforcement.inspection.on_site import (
    acting,
    check_for,
    leave_trace,
    members,
    require_state,
    team,
    team_size,
)
from enforcement.inspection.queries.libraries import item_facts, object_facts
from enforcement.inspection.queries.plans import organs_with_proposal
from enforcement.inspection.services.approvals import note_batch_approval
from enforcement.inspection.services.visits import require_visit_allowed
from enforcement.platform import scopes
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import (
    BEFORE_ARRIVAL,
    CheckState,
    Origin,
    reasons_against_team,
)
from enforcement.rules.inspection.items import ItemFacts
from enforcement.rules.inspection.plans import BatchFacts, separate_visit_reasons
from enforcement.rules.inspection.pool import ObjectFacts
from enforcement.rules.inspection.visits import KIND_OF_ORIGIN

DRAWN, NAMED, REPLACED = "抽取", "指定", "递补"


@dataclass(frozen=True)
class DrawnObject:
    """An object as a draw gave it; ``officer_ids`` are public ids, none when no team was feasible."""

    found: ObjectFacts
    items: Sequence[ItemFacts]
    officer_ids: Sequence[str]


def open_check_from_draw(
    actor: Actor,
    task: InspectionTask,
    batch: BatchFacts,
    drawn: DrawnObject,
    now: datetime,
) -> Check | None:
    """The check of one drawn object with its drawn team; ``None`` when it is there already."""
    found = drawn.found
    with transaction():
        there = select(Check.id).where(Check.draw_public_id == task.draw_public_id, Check.uscc == found.uscc)
        if db.session.scalar(there) is not None:
            return None
        check = _new_check(found, drawn.items, now)
        check.task_id, check.draw_public_id = task.id, task.draw_public_id
        check.origin, check.source_reason, check.source_document = Origin.DRAW, "", task.draw_no
        check.org_id, check.org_path, check.agency_name = task.org_id, task.org_path, task.agency_name
        check.domain, check.region_name = task.domain, task.region_name
        check.window_from, check.window_to = task.window_from, task.due_on
        _save(actor, check, drawn.officer_ids, DRAWN, now, sealed=task.sealed)
        approval = BatchApproval(
            org_id=check.org_id,
            batch_public_id=batch.public_id,
            check_public_id=check.public_id,
            uscc=check.uscc,
            name=check.name,
            items=tuple(item["code"] for item in check.items),
            officers=tuple(drawn.officer_ids),
            planned_from=check.window_from,
            planned_to=check.window_to,
            approved_by=batch.approved_by_name,
            approved_at=batch.approved_at or now,
            off_site=batch.off_site,
        )
        note_batch_approval(actor, approval, now)
    return check


def open_case_check(actor: Actor, command: OpenCaseCheck, now: datetime) -> Check:
    """A check outside the draw (优化营商环境条例第五十四条), with its ground, source paper and named officers.

    Errors: ``Invalid`` for a ground of the draw or a missing paper; ``Refused`` for items that are not on the public
    list (I01) or officers who do not count (O01, O02, O07, O08).
    """
    agency = identity.organisation_facts(command.org_id)
    scopes.require(actor, Permission.CHECK_APPROVE, agency.path, reading=Permission.CHECK_READ)
    today = civil_date(now)
    _require_ground(command, today)
    with transaction():
        items = item_facts(command.org_id, command.item_codes, today)
        if not items or len(items) != len(set(command.item_codes)):
            raise Refused((_NOT_LISTED,))
        known = object_facts(command.org_id, [command.uscc]).get(command.uscc)
        check = _new_check(known or _unknown(command, agency), items, now)
        check.origin, check.source_reason = command.origin, command.reason.strip()
        check.source_document = command.source_document.strip()
        check.org_id, check.org_path, check.agency_name = agency.org_id, agency.path, agency.name
        check.domain, check.region_name = agency.domain, agency.region_name
        check.window_from, check.window_to = command.window_from, command.window_to
        _save(actor, check, command.officer_ids, NAMED, now)
        reasons = reasons_against_team(members(check, command.window_from), team_size(check, today))
        if reasons:
            raise Refused(reasons)
    return check


def name_officers(actor: Actor, command: NameOfficers, now: datetime) -> Check:
    """The head names the team of a check outside the draw.

    Errors: ``Refused`` for a drawn check (O04), also when no team was feasible; O01, O02, O07, O08.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_APPROVE, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL)
        least = team_size(check, civil_date(now))
        if check.origin is Origin.DRAW:
            raise Refused((DRAWN_TEAM,))
        before = [one.name for one in team(check)]
        for one in team(check):
            if one.officer_public_id not in command.officer_ids:
                one.removed_at, one.removed_reason = now, command.reason.strip() or "重新指定"
        add_officers(check, command.officer_ids, NAMED, now)
        reasons = reasons_against_team(members(check, max(civil_date(now), check.window_from)), least)
        if reasons:
            raise Refused(reasons)
        after = {"officers": [one.name for one in team(check)]}
        leave_trace(actor, check, "officers_named", now, after, before={"officers": before}, reason=command.reason)
    return check


def add_officers(check: Check, public_ids: Sequence[str], how: str, now: datetime) -> None:
    """Put officers on the team; one who left it before comes back. Errors: ``NotFound`` for an unknown one."""
    known = {one.officer_public_id: one for one in check.officers}
    fresh = [public_id for public_id in public_ids if public_id not in known]
    numbers = identity.officer_ids(fresh)
    facts = {one.officer_id: one for one in identity.officer_facts(list(numbers.values()), civil_date(now))}
    for public_id in fresh:
        fact = facts[numbers[public_id]]
        check.officers.append(
            CheckOfficer(
                officer_id=fact.officer_id,
                officer_public_id=public_id,
                name=fact.name,
                certificate_no=fact.certificate_no,
                added_at=now,
                added_how=how,
            )
        )
    for public_id in public_ids:
        if public_id in known:
            known[public_id].removed_at, known[public_id].removed_reason = None, ""
    db.session.flush()


def add_assistance(actor: Actor, command: AddAssistance, now: datetime) -> Check:
    """The number of the letter that asks for help from elsewhere (O08). Errors: ``Invalid``."""
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL)
        member = next((one for one in team(check) if one.officer_public_id == command.officer_id), None)
        if member is None:
            raise Invalid({"officer_id": ["请选择本次检查的执法人员"]})
        if not command.letter_no.strip():
            raise Invalid({"letter_no": ["请填写异地协助函的编号"]})
        member.assistance_letter = command.letter_no.strip()
        leave_trace(actor, check, "assistance_added", now, {"officer": member.name, "letter": member.assistance_letter})
    return check


def add_third_party(actor: Actor, command: AddThirdParty, now: datetime) -> Check:
    """An expert or institution that will help under an agreement. Errors: ``Invalid`` without its number (O06)."""
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, *BEFORE_ARRIVAL, CheckState.ARRIVED)
        if not command.agreement_no.strip():
            raise Invalid({"agreement_no": ["请填写委托协议编号；没有协议的第三方不能参加检查"]})
        check.third_parties.append(
            CheckThirdParty(
                name=command.name.strip(),
                organisation=command.organisation.strip(),
                agreement_no=command.agreement_no.strip(),
                task=command.task.strip(),
                added_at=now,
                added_by=actor.name,
            )
        )
        leave_trace(actor, check, "third_party_added", now, {"name": command.name, "agreement": command.agreement_no})
    return check


def give_notice(actor: Actor, command: GiveNotice, now: datetime) -> Check:
    """Issue the notice: numbered, sealed, with the one-time code (C05).

    Errors: ``Refused`` for the team (O01, O02, O07, O08, on the day of the visit), while a joint visit is proposed and
    not answered (D10), for a visit beyond the cap or without approval (C01, C03, C04), for contents the form lacks;
    ``Invalid`` for a day outside the window.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        require_state(check, CheckState.ASSIGNED)
        today = civil_date(now)
        if not max(today, check.window_from) <= command.visit_on <= check.window_to:
            raise Invalid({"visit_on": ["检查日期应当在检查期间之内，并且不早于今天"]})
        present = members(check, command.visit_on)
        reasons = reasons_against_team(present, team_size(check, today))
        reasons += separate_visit_reasons(organs_with_proposal(check))
        if reasons:
            raise Refused(reasons)
        require_visit_allowed(
            check.org_id,
            check.uscc,
            KIND_OF_ORIGIN[check.origin],
            command.visit_on,
            now,
            check_public_id=check.public_id,
            item_codes=[item["code"] for item in check.items],
        )
        check.code = new_check_code()
        address = f"{command.arrival_address}{check.code}"
        document = documents.issue(
            acting(actor, check),
            IssueDocument(
                matter_id=check.public_id,
                org_id=check.org_id,
                form="inspection_notice",
                title=f"{check.name}行政检查通知书",
                data=papers.notice_data(check, present, command, _matrix(address), now),
                seal=True,
                permission=Permission.CHECK_CONDUCT,
            ),
            now,
        )
        check.state, check.notified_at = CheckState.NOTIFIED, now
        check.notice_document, check.notice_number = document.public_id, document.number
        leave_trace(actor, check, "notified", now, {"number": document.number, "visit_on": command.visit_on})
    return check


_NOT_LISTED = Reason(
    "I01",
    "检查事项不在本机关已经公布的检查事项清单上",
    "国务院办公厅关于严格规范涉企行政检查的意见（国办发〔2024〕54号）",
    "请从已经公布的清单中选择检查事项",
)
DRAWN_TEAM = Reason(
    "O04",
    "执法人员由抽取产生，不能指定",
    "民营经济促进法第五十二条；优化营商环境条例第五十四条；抽取规程：没有合法组合的，不得手工指派",
    "确需更换的，提出回避，负责人决定后按名次递补；没有人可以递补的，由负责人终止对这一户的检查",
)


def _require_ground(command: OpenCaseCheck, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if command.origin is Origin.DRAW:
        errors["origin"] = ["双随机抽查的检查由抽取产生"]
    if not command.reason.strip():
        errors["reason"] = ["请写明为什么单独检查这一户"]
    if not command.source_document.strip():
        errors["source_document"] = ["请填写来源材料的编号（投诉举报登记号、转办文号、复查的责令改正文号等）"]
    if command.window_to < max(today, command.window_from):
        errors["window_to"] = ["检查期间的最后一天不能早于第一天和今天"]
    if errors:
        raise Invalid(errors)


def _new_check(found: ObjectFacts, items: Sequence[ItemFacts], now: datetime) -> Check:
    check = Check(
        state=CheckState.ASSIGNED,
        uscc=found.uscc,
        name=found.name,
        address=found.address,
        library=_plain(asdict(found)),
        opened_at=now,
        codes=[],
    )
    lock_items(check, [checklist_item(one) for one in items])
    return check


def lock_items(check: Check, items: list[dict[str, Any]]) -> None:
    """Set what is looked at, with its digest."""
    check.items = items
    check.items_key = f"|{'|'.join(item['code'] for item in items)}|"
    check.items_digest = content_digest({"items": items})


def checklist_item(item: ItemFacts) -> dict[str, Any]:
    """An item of the list as it stands in a locked checklist."""
    return {
        "code": item.code,
        "version_no": item.version_no,
        "name": item.name,
        "sub_item": item.sub_item,
        "qualification": item.qualification,
        "methods": list(item.methods),
        "bases": [{"law": one.law, "article": one.article} for one in item.bases],
        "standard": [
            {"no": str(one.no), "text": one.text, "basis": one.basis, "answers": list(one.answers)}
            for one in item.standard
        ],
    }


def _unknown(command: OpenCaseCheck, agency: OrganisationFacts) -> ObjectFacts:
    missing = {
        name: ["名录库没有这个对象，请填写"] for name in ("name", "address") if not getattr(command, name).strip()
    }
    if missing:
        raise Invalid(missing)
    return bare_object(agency, command.uscc, command.name.strip(), command.address.strip())


def bare_object(agency: OrganisationFacts, uscc: str, name: str, address: str) -> ObjectFacts:
    """An object of which no library tells more."""
    return ObjectFacts(
        uscc=uscc,
        name=name,
        kind="",
        registration_state="",
        legal_representative="",
        contact="",
        address=address,
        phone="",
        region_name=agency.region_name,
        area=agency.path,
        industry="",
        tags=(),
        item_codes=(),
        risk_class="",
        risk_class_on=None,
        registered_on=None,
        last_check_on=None,
        org_id=agency.org_id,
    )


def _save(
    actor: Actor, check: Check, officer_ids: Sequence[str], how: str, now: datetime, *, sealed: bool = False
) -> None:
    check.touched_at, check.touched_by = now, actor.name
    db.session.add(check)
    db.session.flush()
    add_officers(check, officer_ids, how, now)
    after: dict[str, Any] = {"origin": check.origin.value, "source": check.source_document, "items": check.items_digest}
    if not sealed:  # of a sealed draw the audit record tells neither object nor officers
        after |= {"uscc": check.uscc, "officers": [one.officer_public_id for one in check.officers]}
    leave_trace(actor, check, "opened", now, after, reason=check.source_reason)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _matrix(address: str) -> list[str]:
    """The QR code as rows of 0 and 1, for the template to draw."""
    return ["".join("1" if cell else "0" for cell in row) for row in segno.make(address, error="m").matrix]
