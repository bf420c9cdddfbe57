"""Closing and archiving (结案、归档)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.commands import AddNote, CaseCommand
from enforcement.casework.deadlines import case_number
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import open_case
from enforcement.casework.models import Case, CaseApproval, CaseDecision, CaseGoods, CasePayment
from enforcement.casework.papers import handler_data, issue_paper, party_data
from enforcement.casework.steps import take_step, write_audit, write_note
from enforcement.casework.wording import penalty_lines
from enforcement.documents.queries import volume_index
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Refused
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, transaction
from enforcement.rules.procedure import BY_NAME

RETENTION = "archive.retention.ordinary"


def closing_data(case: Case, approval: CaseApproval, head_opinion: dict[str, str], now: datetime) -> dict[str, object]:
    """Contents of the closing approval form (第七十七条)."""
    decision = db.session.scalars(select(CaseDecision).where(CaseDecision.case_id == case.id)).one_or_none()
    payments = db.session.scalars(
        select(CasePayment).where(CasePayment.case_id == case.id).order_by(CasePayment.id)
    ).all()
    goods = db.session.scalars(select(CaseGoods).where(CaseGoods.case_id == case.id)).all()
    paid = "；".join(
        f"{one.paid_on:%Y年%-m月%-d日}缴款{one.amount_fen / 100:,.2f}元（{one.slip_no}）" for one in payments
    )
    return party_data(case) | {
        "case_title": case.title,
        "filed_on": case.filed_on.isoformat() if case.filed_on else "",
        "decision_number": decision.number if decision else "",
        "decided_on": case.decided_on.isoformat() if case.decided_on else "",
        "decision": penalty_lines(case),
        "performance": paid or "没有缴款义务，已履行",
        "property_handling": "；".join(one.how for one in goods),
        "closing_ground": approval.opinion or "行政处罚决定执行完毕",
        "officers": handler_data(case, civil_date(now)),
        "head_opinion": head_opinion,
    }


def archive(actor: Actor, command: CaseCommand, now: datetime) -> Case:
    """Bind the volume: cover, index in the order of 第七十八条, closing note."""
    today = civil_date(now)
    with transaction():
        case = open_case(actor, command.case, "archive", now, command.version)
        facts = collect_facts(case, today)
        reasons = BY_NAME["archive"].unmet(facts)
        if reasons:
            raise Refused(reasons)
        case.archived_on = today
        index = _bind_volume(actor, case, now)
        take_step(actor, case, "archive", facts, now, document_id=index)
        return case


def _bind_volume(actor: Actor, case: Case, now: datetime) -> str:
    volume = volume_index(case.public_id)
    today = civil_date(now)
    decision = db.session.scalars(select(CaseDecision).where(CaseDecision.case_id == case.id)).one_or_none()
    retention = case_number(case, RETENTION, today)
    handlers = handler_data(case, today)
    issue_paper(
        actor, case, "volume_cover",
        {
            "part": "正卷、副卷",
            "case_title": case.title,
            "party_name": case.party.name,
            "decision_number": decision.number if decision else "",
            "unit": organisation_facts(case.org_id).name,
            "officers": handlers,
            "filed_on": case.filed_on.isoformat() if case.filed_on else "",
            "closed_on": case.closed_on.isoformat() if case.closed_on else "",
            "archived_on": today.isoformat(),
            "retention": f"{retention.whole}年",
            "items": volume.items,
            "pages": volume.pages,
            "archive_no": f"{today.year}-{case.id:06d}",
        },
        now,
    )  # fmt: skip
    index = issue_paper(
        actor, case, "volume_index",
        {"case_title": case.title, **volume.rows()}, now,
    )  # fmt: skip
    issue_paper(
        actor, case, "volume_note",
        {
            "case_title": case.title,
            "situation": "本卷文书齐全，由系统按归档顺序编目；各件摘要（SHA-256）见电子目录。",
            "items": volume.items,
            "pages": volume.pages,
            "compiled_by": actor.name,
            "checked_by": "、".join(one["name"] for one in handlers),
            "compiled_on": today.isoformat(),
        },
        now,
    )  # fmt: skip
    return index.public_id


def add_note(actor: Actor, command: AddNote, now: datetime) -> Case:
    """Write a line on the timeline; nothing deletes it."""
    with transaction():
        case = open_case(actor, command.case, "add_note", now, command.version)
        write_note(actor, case, "办案记事", now, text=command.text)
        write_audit(actor, case, "add_note", now, after={"text": command.text})
        return case
