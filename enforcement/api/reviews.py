"""Rounds of review: list, one with its content, items, comments, conclusion."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import asked_version, at_version, read, sent, version_header
from enforcement.casework import queries as casework
from enforcement.casework.content import reviewed_content
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.actor import Actor
from enforcement.foundation.permissions import Permission
from enforcement.legal_review import queries, services
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.legal_review import AddCommentSchema, ConcludeReviewSchema, SaveItemsSchema
from enforcement.schemas.legal_review_shown import (
    DONE,
    CommentSchema,
    ReviewQuerySchema,
    ReviewShownSchema,
    RoundListSchema,
)

reviews = ApiBlueprint("reviews", "审核")

Shown = tuple[dict[str, Any], int, dict[str, str]]
ETAG = {"ETag": {"schema": {"type": "string"}}}


@reviews.operation("GET", "/reviews", "审核任务")
@requires(Permission.REVIEW_READ)
@reviews.arguments(ReviewQuerySchema, location="query")
@reviews.response(200, RoundListSchema)
def list_reviews(asked: dict[str, Any]) -> dict[str, Any]:
    """Rounds that wait, soonest due first; or the hundred that ended last."""
    actor = current_actor()
    found = queries.reviews_concluded(actor) if asked["which"] == DONE else queries.reviews_waiting(actor)
    return {"items": found}


@reviews.operation("GET", "/reviews/<review_id>", "读取一轮审核")
@requires(Permission.REVIEW_READ)
@reviews.response(200, ReviewShownSchema, headers=ETAG)
def get_review(review_id: str) -> Shown:
    """The round, and the content it is about with its digest."""
    return _shown(current_actor(), review_id)


@reviews.operation(
    "POST", "/reviews/<review_id>/items", "保存审核事项", body=SaveItemsSchema(review=""), versioned=True
)
@requires(Permission.REVIEW_CONDUCT)
@reviews.response(200, ReviewShownSchema, headers=ETAG)
def save_review_items(review_id: str) -> Shown:
    """Keep the draft of the items."""
    actor = current_actor()
    command = read(SaveItemsSchema(review=review_id), sent(), asked_version())
    with at_version():
        services.save_items(actor, command, current_instant())
    return _shown(actor, review_id)


@reviews.operation("POST", "/reviews/<review_id>/comments", "批注", body=AddCommentSchema(review=""))
@requires(Permission.CASE_NOTE)
@reviews.response(201, CommentSchema)
def add_review_comment(review_id: str) -> object:
    """Pin a comment to the draft, or answer one."""
    command = read(AddCommentSchema(review=review_id), sent())
    return services.add_comment(current_actor(), command, current_instant())


@reviews.operation(
    "POST", "/reviews/<review_id>/conclusion", "出具审核意见", body=ConcludeReviewSchema(review=""), versioned=True
)
@requires(Permission.REVIEW_CONDUCT)
@reviews.response(200, ReviewShownSchema, headers=ETAG)
def conclude_review(review_id: str) -> Shown:
    """End the round, bound to the digest that was read."""
    actor = current_actor()
    command = read(ConcludeReviewSchema(review=review_id), sent(), asked_version())
    with at_version():
        services.conclude_review(actor, command, current_instant())
    return _shown(actor, review_id)


def _shown(actor: Actor, review_id: str) -> Shown:
    review = queries.review(actor, review_id)
    case = casework.case(actor, review.case_public_id)
    results = {one.round_no: one for one in casework.latest_reviews(case.id)}
    ended = results.get(review.round_no) if review.concluded_at else None
    content = ended.content if ended else reviewed_content(case).as_dict()
    facts = casework.review_facts(case.id)
    shown = {
        "review": review,
        "content": content,
        "content_digest": ended.digest if ended else facts.digest,
        "triggers": facts.trigger_sentences if review.legal else (),
    }
    return shown, 200, version_header(review.version)
