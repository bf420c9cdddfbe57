"""Actions of review: save items, comment, conclude."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.audit.services import record
from enforcement.casework import services as casework
from enforcement.casework.commands import RecordReview
from enforcement.casework.queries import review_facts
from enforcement.documents import services as documents
from enforcement.documents.commands import IssueDocument
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_facts, organisation_facts
from enforcement.legal_review.commands import AddComment, ConcludeReview, SaveItems
from enforcement.legal_review.models import Review, ReviewComment
from enforcement.platform import scopes
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.facts import OfficerFact
from enforcement.rules.legal_review import (
    AGREE,
    ITEMS,
    OPINIONS,
    RESULTS,
    ReviewConclusion,
    conclusion_problems,
)

CASE_REVIEW_WORDS = "普通程序案件审核"


def save_items(actor: Actor, command: SaveItems, now: datetime) -> Review:
    """Save the draft of the items; others see it only when concluded."""
    errors = {
        code: ["请选择审核结论"]
        for code, (result, _) in command.results.items()
        if code not in ITEMS or result not in RESULTS
    }
    if errors:
        raise Invalid(errors)
    with transaction():
        review = _open_review(actor, command.review, command.version)
        review.items = {
            **review.items,
            **{code: {"result": result, "note": note} for code, (result, note) in command.results.items()},
        }
        review.reviewer_user_id = actor.user_id
        review.reviewer_name = actor.name
        record(
            actor, "review.items_saved", f"review:{review.public_id}",
            org_path=review.org_path, now=now, after={"items": sorted(command.results)},
        )  # fmt: skip
        return review


def add_comment(actor: Actor, command: AddComment, now: datetime) -> ReviewComment:
    """Add a comment; the handling officers may answer the same way."""
    if command.item not in ITEMS:
        raise Invalid({"item": ["请选择审核事项"]})
    with transaction():
        review = locked(select(Review).where(Review.public_id == command.review))
        scopes.require(
            actor, Permission.CASE_NOTE, review.org_path, f"case:{review.case_public_id}",
            reading=Permission.REVIEW_READ,
        )  # fmt: skip
        comment = ReviewComment(
            review_id=review.id,
            item=command.item,
            quote=command.quote,
            text=command.text,
            at=now,
            by_name=actor.name,
        )
        db.session.add(comment)
        db.session.flush()
        record(
            actor, "review.commented", f"review:{review.public_id}", org_path=review.org_path,
            now=now, after={"item": command.item, "text": command.text},
        )  # fmt: skip
        return comment


def _open_review(actor: Actor, public_id: str, version: int | None) -> Review:
    review = locked(select(Review).where(Review.public_id == public_id))
    scopes.require(
        actor, Permission.REVIEW_CONDUCT, review.org_path, f"case:{review.case_public_id}",
        reading=Permission.REVIEW_READ,
    )  # fmt: skip
    if review.concluded_at is not None:
        raise Stale(
            "这一轮审核已经有结论", changed_by=review.reviewer_name,
            changed_at=review.concluded_at,
        )  # fmt: skip
    if version is not None and version != review.version:
        raise Stale("审核意见刚被别人改过", changed_by=review.reviewer_name)
    return review


def conclude_review(actor: Actor, command: ConcludeReview, now: datetime) -> Review:
    """End the round: the opinion is issued as a paper and told down to the case.

    Errors: ``Refused`` with articles when the reviewer handled the case, lacks the
    qualification, left items open, or the content changed under the reviewer's eyes.
    """
    if command.opinion not in OPINIONS:
        raise Invalid({"opinion": ["请选择审核意见"]})
    with transaction():
        review = _open_review(actor, command.review, command.version)
        reviewer = _reviewer(actor, now)
        case = review_facts(review.case_id)
        problems = conclusion_problems(
            ReviewConclusion(
                opinion=command.opinion,
                reasons=command.reasons,
                results={code: item["result"] for code, item in review.items.items()},
                legal=review.legal,
                qualification_no=reviewer.law_qualification_no,
                handled_the_case=reviewer.officer_id in case.handler_ids,
            )
        )
        if problems:
            raise Refused(problems)
        review.opinion = command.opinion
        review.reasons = command.reasons
        review.digest = command.digest
        review.reviewer_user_id = actor.user_id
        review.reviewer_name = actor.name
        review.concluded_at = now
        review.document_id = _issue_opinion(actor, review, reviewer, case.trigger_sentences, now)
        casework.record_review(
            actor,
            RecordReview(
                case=review.case_public_id,
                legal=review.legal,
                passed=command.opinion == AGREE,
                opinion=OPINIONS[command.opinion],
                text=command.reasons,
                digest=command.digest,
                reviewer_officer_id=reviewer.officer_id,
                reviewer_name=actor.name,
                qualified=bool(reviewer.law_qualification_no),
                document_id=review.document_id,
            ),
            now,
        )
        return review


def _reviewer(actor: Actor, now: datetime) -> OfficerFact:
    if actor.officer_id is None:
        raise Invalid({"opinion": ["您的账号没有对应的审核人员登记，请联系管理员"]})
    return officer_facts([actor.officer_id], civil_date(now))[0]


def _submitter(review: Review) -> str:
    unit = organisation_facts(review.org_id).name
    return f"{unit}（经办人：{review.submitted_by}）" if review.submitted_by else unit


def _issue_opinion(
    actor: Actor,
    review: Review,
    reviewer: OfficerFact,
    triggers: tuple[str, ...],
    now: datetime,
) -> str:
    rows = [
        {
            "item": ITEMS[code][0],
            "result": RESULTS[review.items[code]["result"]],
            "note": review.items[code]["note"],
        }
        for code in ITEMS
        if code in review.items
    ]
    document = documents.issue(
        actor,
        IssueDocument(
            matter_id=review.case_public_id,
            org_id=review.org_id,
            form="review_opinion",
            title="法制审核意见书" if review.legal else "案件审核意见书",
            data={
                "case_title": review.case_title,
                "submitted_by": _submitter(review),
                "received_on": civil_date(review.requested_at).isoformat(),
                "due_on": review.due_on.isoformat(),
                "round": review.round_no,
                "triggers": list(triggers) if review.legal else [CASE_REVIEW_WORDS],
                "items": rows,
                "opinion": OPINIONS[review.opinion],
                "reasons": review.reasons,
                "reviewer": reviewer.name,
                "reviewer_qualification_no": reviewer.law_qualification_no or "（案件审核不要求）",
                "reviewed_on": civil_date(now).isoformat(),
                "content_digest": review.digest,
            },
            seal=False,
            permission=Permission.REVIEW_CONDUCT,
        ),
        now,
    )
    return document.public_id
