"""行政检查审批: asked with reasons why off-site means are not enough, answered by the head before the visit begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused, Stale
from enforcement.identity import queries as identity
from enforcement.identity.facts import OrganisationFacts
from enforcement.inspection.commands.visits import AnswerVisit, AskVisit, BatchApproval
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.policies import Action, require
from enforcement.inspection.queries.visits import counted_kinds, published_items, standing
from enforcement.inspection.services.visits import lock_year
from enforcement.inspection.terms import deadline_of
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.visits import (
    HAINAN,
    ApprovalFacts,
    ApprovalState,
    OffSite,
    Standing,
    TaskSource,
    VisitKind,
    counts_against_cap,
    reason_beyond_cap,
    reason_same_person,
    reasons_against_approval,
)

URGENT_REPORT = "visit.urgent.report"


def ask_visit(actor: Actor, command: AskVisit, now: datetime) -> VisitApproval:
    """Ask for the approval of a visit; an urgent one may begin at once, its answer follows within the term.

    Errors: ``NotFound`` or ``Forbidden``; ``Invalid`` field by field; ``Refused`` with all reasons of C01, C03, O01
    and of the reasons outside the cap.
    """
    place = identity.organisation_facts(command.org_id)
    require(actor, Action.CONDUCT_CHECK, place.path)
    today = civil_date(now)
    items = _items(place, command, today)
    _require_sense(command, today)
    officers = _officers(command.officers, command.planned_from)
    counted = counts_against_cap(command.kind, command.exempt_reason, counted_kinds(place, command.planned_from))
    facts = ApprovalFacts(
        kind=command.kind,
        exempt_reason=command.exempt_reason,
        source_document=command.source_document,
        off_site=command.off_site,
        officers=len(officers),
        items=len(items),
        window=(command.planned_from, command.planned_to),
    )
    with transaction():
        lock_year(command.org_id, command.uscc, command.planned_from.year)
        known = standing(command.org_id, command.uscc, command.planned_from, command.items)
        beyond = reason_beyond_cap(known) if counted else None
        reasons = (*reasons_against_approval(facts), *((beyond,) if beyond else ()))
        if reasons:
            raise Refused(reasons)
        row = _new_row(place, command, counted, now)
        row.items, row.officers, row.standing = items, officers, _plain(known)
        row.asked_by, row.asked_by_name = actor.user_id, actor.name
        if command.urgent:
            deadline = deadline_of(URGENT_REPORT, today, place.domain, place.region_name)
            row.due_on, row.provisional, row.basis = deadline.due, deadline.provisional, deadline.basis
            row.footnote = f"{deadline.rule_version}；{deadline.calendar_source}"
            row.explanation = [run.as_record() for run in deadline.explanation]
        db.session.add(row)
        db.session.flush()
        _audit(actor, "visit.approval_asked", row, now, row.purpose)
    return row


def answer_visit(actor: Actor, command: AnswerVisit, now: datetime) -> VisitApproval:
    """The head agrees or not; the cap is looked at again, with the row locked.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Invalid`` for a refusal without words; ``Refused`` for one's own
    request (C04), beyond the cap (C01), or when the days are over.
    """
    if not command.agreed and not command.note.strip():
        raise Invalid({"note": ["不予批准的，请写明理由"]})
    with transaction():
        row = locked(select(VisitApproval).where(VisitApproval.public_id == command.approval))
        require(actor, Action.APPROVE_CHECK, row.org_path)
        if row.version != command.version or row.state is not ApprovalState.ASKED:
            raise Stale(changed_by=row.decided_by_name or row.asked_by_name, changed_at=row.decided_at)
        lock_year(row.org_id, row.uscc, row.planned_from.year)
        known = standing(row.org_id, row.uscc, row.planned_from, [one["code"] for one in row.items])
        reasons = [reason_same_person(row.asked_by, actor.user_id)]
        if command.agreed and not row.urgent:
            reasons.append(_reason_over(row, civil_date(now)))
        if command.agreed and not row.urgent and row.counted:
            reasons.append(reason_beyond_cap(known))
        if any(reasons):
            raise Refused([one for one in reasons if one is not None])
        row.state = ApprovalState.APPROVED if command.agreed else ApprovalState.REFUSED
        row.decided_by, row.decided_by_name, row.decided_at = actor.user_id, actor.name, now
        row.decision_note, row.standing = command.note.strip(), _plain(known)
        _audit(actor, "visit.approval_answered", row, now, row.decision_note)
    return row


def note_batch_approval(actor: Actor, command: BatchApproval, now: datetime) -> VisitApproval:
    """The approval of a drawn check, which its batch has had already; asked again, the same comes back."""
    place = identity.organisation_facts(command.org_id)
    require(actor, Action.CONDUCT_CHECK, place.path)
    with transaction():
        lock_year(command.org_id, command.uscc, command.planned_from.year)
        known = db.session.scalar(select(VisitApproval).where(VisitApproval.check_public_id == command.check_public_id))
        if known is not None:
            return known
        counted = counts_against_cap(VisitKind.DAILY, "", counted_kinds(place, command.planned_from))
        found = {item.code: item.name for item in published_items(place, civil_date(now), command.items)}
        row = VisitApproval(
            state=ApprovalState.APPROVED,
            org_id=place.org_id,
            org_path=place.path,
            agency_name=place.name,
            uscc=command.uscc,
            name=command.name,
            kind=VisitKind.DAILY,
            counted=counted,
            purpose="双随机抽查",
            items=[{"code": code, "name": found[code]} for code in command.items if code in found],
            source=TaskSource.PLAN,
            source_document=command.batch_public_id,
            off_site={way.value: why for way, why in command.off_site.items()},
            officers=[{"public_id": one} for one in command.officers],
            assistants=0,
            assistance_letter="",
            planned_from=command.planned_from,
            planned_to=command.planned_to,
            exempt_reason="",
            urgent=False,
            urgent_reason="",
            standing=_plain(standing(place.org_id, command.uscc, command.planned_from, command.items)),
            batch_public_id=command.batch_public_id,
            check_public_id=command.check_public_id,
            asked_by_name=actor.name,
            asked_at=now,
            provisional=False,
            basis="",
            footnote="",
            explanation=[],
            decided_by_name=command.approved_by,
            decided_at=command.approved_at,
        )
        db.session.add(row)
        db.session.flush()
        _audit(actor, "visit.approval_noted", row, now, "")
    return row


def _new_row(place: OrganisationFacts, command: AskVisit, counted: bool, now: datetime) -> VisitApproval:  # noqa: FBT001 -- the answer of a rule, handed on
    return VisitApproval(
        state=ApprovalState.ASKED,
        org_id=place.org_id,
        org_path=place.path,
        agency_name=place.name,
        uscc=command.uscc,
        name=command.name,
        kind=command.kind,
        counted=counted,
        purpose=command.purpose,
        source=command.source,
        source_document=command.source_document,
        off_site={way.value: command.off_site.get(way, "") for way in OffSite},
        assistants=command.assistants,
        assistance_letter=command.assistance_letter,
        planned_from=command.planned_from,
        planned_to=command.planned_to,
        exempt_reason=command.exempt_reason,
        urgent=command.urgent,
        urgent_reason=command.urgent_reason,
        asked_at=now,
        provisional=False,
        basis="",
        footnote="",
        explanation=[],
    )


def _items(place: OrganisationFacts, command: AskVisit, today: date) -> list[dict[str, str]]:
    if command.kind.other_name:
        return []
    found = {item.code: item.name for item in published_items(place, today, command.items)}
    unknown = [code for code in command.items if code not in found]
    if unknown:
        raise Invalid({"items": [f"{'、'.join(unknown)}不在已公布的抽查事项清单中，不得检查（国办发〔2015〕58号）"]})
    return [{"code": code, "name": found[code]} for code in command.items]


def _officers(public_ids: Sequence[str], on: date) -> list[dict[str, str]]:
    """Those whose certificate is valid on the day, with its number."""
    try:
        numbers = identity.officer_ids(public_ids)
    except NotFound as missing:
        raise Invalid({"officers": ["请从本机关执法人员名录中选择"]}) from missing
    facts = {one.officer_id: one for one in identity.officer_facts(list(numbers.values()), on)}
    found = [(public_id, facts[number]) for public_id, number in numbers.items()]
    faults = [f"{one.name}：{one.certificate_problem}" for _, one in found if not one.certificate_valid]
    if faults:
        raise Invalid({"officers": faults})
    return [
        {"public_id": public_id, "name": one.name, "certificate_no": one.certificate_no} for public_id, one in found
    ]


def _require_sense(command: AskVisit, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if not command.purpose.strip():
        errors["purpose"] = ["请写明检查的缘由和目的"]
    if command.planned_from < today:
        errors["planned_from"] = ["检查开始日期不能早于今天；已经发生的入企活动请补录"]
    if command.planned_to.year != command.planned_from.year:
        errors["planned_to"] = ["起止日期应在同一年度内，频次按年度计算"]
    if command.urgent and not command.urgent_reason.strip():
        errors["urgent_reason"] = [f"请写明紧急情形和已向谁报告（{HAINAN}第十五条）"]
    if command.urgent and command.planned_from != today:
        errors["urgent"] = ["紧急检查在报告当日开始；不在当日开始的，请先办理审批"]
    if errors:
        raise Invalid(errors)


def _reason_over(row: VisitApproval, today: date) -> Reason | None:
    if row.planned_to >= today:
        return None
    return Reason("window-over", "检查的起止日期已经过去", f"{HAINAN}第十五条", "退回后由经办人重新填写")


def _plain(known: Standing) -> dict[str, Any]:
    plain = asdict(known)
    del plain["last_visits"]
    return plain


def _audit(actor: Actor, action: str, row: VisitApproval, now: datetime, reason: str) -> None:
    after = {"state": row.state.value, "counted": row.counted}
    if row.batch_public_id is None:
        # Whom a batch drew may be sealed still; of a drawn check its own entries tell.
        after["uscc"] = row.uscc
    record = f"visit_approval:{row.public_id}"
    audit.record(actor, action, record, org_path=row.org_path, now=now, after=after, reason=reason)
