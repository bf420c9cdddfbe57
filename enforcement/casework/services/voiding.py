"""A pass is bound to what was reviewed: change it, and the pass is void (行政处罚法第五十八条)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.content import reviewed_content
from enforcement.casework.events import ReviewVoided
from enforcement.casework.facts import collect_facts
from enforcement.casework.loading import latest
from enforcement.casework.models import Case, CaseApproval, CaseReview
from enforcement.casework.steps import take_step, write_note
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.events import publish
from enforcement.platform.database import db
from enforcement.rules.procedure import BY_NAME
from enforcement.rules.reviewed_content import differences


def void_if_changed(actor: Actor, case: Case, now: datetime) -> bool:
    """Void the standing pass when the content is no longer the reviewed one; say what changed."""
    review = latest(CaseReview, case)
    if review is None or not review.passed or review.voided_at is not None:
        return False
    content = reviewed_content(case)
    if content.digest == review.digest:
        return False
    changes = differences(review.content, content.as_dict())
    review.voided_at = now
    review.void_changes = [{"label": one.label, "before": one.before, "after": one.after} for one in changes]
    _lapse_notice_approval(case, now)
    db.session.flush()
    text = "\n".join(f"{one.label}：{one.before} → {one.after}" for one in changes)
    write_note(actor, case, f"第 {review.round_no} 轮审核失效：审核内容被改动", now, text=text, by_system=True)
    if case.state in BY_NAME["void_review"].source:
        take_step(
            actor, case, "void_review", collect_facts(case, civil_date(now)), now,
            remark="审核内容被改动，须重新送审",
        )  # fmt: skip
    publish(ReviewVoided(case.id, case.public_id, review.round_no), now)
    return True


def _lapse_notice_approval(case: Case, now: datetime) -> None:
    """What waits for the head's signature rests on the pass, and falls with it."""
    for approval in db.session.scalars(
        select(CaseApproval).where(
            CaseApproval.case_id == case.id, CaseApproval.kind == "notice", CaseApproval.answered_at.is_(None)
        )
    ):
        approval.answered_at = now
        approval.answered_by = "系统"
        approval.outcome = "lapsed"
        approval.reason = "审核因内容改动失效，重新审核同意后再报批"
