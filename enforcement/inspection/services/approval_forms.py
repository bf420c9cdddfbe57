"""行政检查审批表 as a paper (司法部格式文本): once the head has approved a visit; of a drawn check with its notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.documents import services as documents
from enforcement.documents.commands import IssueDocument
from enforcement.documents.forms import date_words
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.inspection.models.checks import Check
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.on_site import team
from enforcement.inspection.queries.plans import batch_facts
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.visits import EXEMPT_REASONS, OffSite


def issue_form(actor: Actor, public_id: str, now: datetime) -> VisitApproval:
    """Make the paper of an approval, once; the approval itself does not wait for it.

    Errors: ``NotFound``, ``Forbidden``; ``Refused`` for contents the form lacks; ``Unavailable`` without the store.
    """
    with transaction():
        row = locked(select(VisitApproval).where(VisitApproval.public_id == public_id))
        if row.document_id or row.decided_at is None:
            return row
        data = _contents(row, row.decided_at)
        if row.batch_public_id is not None:
            data |= _of_batch(row)
        paper = documents.issue(
            actor,
            IssueDocument(
                matter_id=(row.check_public_id if row.batch_public_id else None) or row.public_id,
                org_id=row.org_id,
                form="inspection_approval",
                title=f"{row.name}行政检查审批表",
                data=data,
                seal=False,
                permission=Permission.CHECK_APPROVE,
            ),
            now,
        )
        row.document_id = paper.public_id
    return row


def _of_batch(row: VisitApproval) -> dict[str, Any]:
    """What a drawn check has from its batch and its draw: who planned it, who goes there."""
    batch = batch_facts(row.batch_public_id or "")
    check = db.session.scalars(select(Check).where(Check.public_id == row.check_public_id)).one()
    present = [{"name": one.name, "certificate_no": one.certificate_no} for one in team(check)]
    planned = f"列入{batch.plan_no}“{batch.name}”，检查对象和执法人员由抽取产生。"
    return {
        "source": f"{row.source.words}，{check.source_document}",
        "officers": present,
        "asked": _opinion(planned, batch.drafted_by_name, batch.approved_at or row.asked_at),
    }


def _contents(row: VisitApproval, decided_at: datetime) -> dict[str, Any]:
    exempt, known = EXEMPT_REASONS.get(row.exempt_reason), row.standing
    counted = f"频次上限以外：{exempt.words}" if exempt else "计入年度上限" if row.counted else "不计入年度上限"
    return {
        "object_name": row.name,
        "object_uscc": row.uscc,
        "kind": row.kind.words,
        "source": "，".join(one for one in (row.source.words, row.source_document) if one),
        "purpose": row.purpose,
        "items": [f"{one['code']} {one['name']}" for one in row.items],
        "window": f"{date_words(row.planned_from.isoformat())}至{date_words(row.planned_to.isoformat())}",
        "officers": [
            {"name": one.get("name", ""), "certificate_no": one.get("certificate_no", "")} for one in row.officers
        ],
        "assistants": f"{row.assistants}人" + (f"，异地协助函{row.assistance_letter}" if row.assistance_letter else ""),
        "off_site": [{"way": way.words, "why": row.off_site.get(way.value, "")} for way in OffSite],
        "frequency": (
            f"{known['year']}年本机关已检查{known['counted']}次，已批准未实施{known['reserved']}次，"
            f"年度上限{known['cap']}次；各机关合计入户{known['total']}次。本次{counted}"
        ),
        "urgent": row.urgent_reason,
        "asked": _opinion("申请实施检查。", row.asked_by_name, row.asked_at),
        "head_opinion": _opinion(row.decision_note or "同意。", row.decided_by_name, decided_at),
    }


def _opinion(text: str, name: str, at: datetime) -> dict[str, str]:
    return {"text": text, "name": name, "on": civil_date(at).isoformat()}
