"""The review desk: the queue with its clocks, and one round with draft, items, comments and conclusion."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import Form, build_form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.legal_review import queries, services
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.legal_review import ITEMS, OPINIONS
from enforcement.schemas.legal_review import AddCommentSchema, ConcludeReviewSchema, SaveItemsSchema
from enforcement.web.due import dues_of_reviews
from enforcement.web.forms import submit
from enforcement.web.review_page import review_context

reviews = Blueprint("reviews", __name__, url_prefix="/reviews")

WAITING, DONE = "waiting", "done"


@reviews.get("/")
@requires(Permission.REVIEW_READ)
def index() -> str:
    """Rounds that wait, soonest due first; or those that ended, newest first."""
    actor, which = current_actor(), request.args.get("which", WAITING)
    waiting = queries.reviews_waiting(actor)
    shown = queries.reviews_concluded(actor) if which == DONE else waiting
    today = civil_date(current_instant())
    return render_template(
        "reviews/index.html",
        rows=shown,
        dues=dues_of_reviews(waiting, today),
        which=DONE if which == DONE else WAITING,
        waiting=len(waiting),
        item_count=len(ITEMS),
        opinions=OPINIONS,
    )


@reviews.get("/<public_id>")
@requires(Permission.REVIEW_READ)
def show(public_id: str) -> str:
    """One round."""
    return _page(public_id)


@reviews.post("/<public_id>/items")
@requires(Permission.REVIEW_CONDUCT)
def save_items(public_id: str) -> ResponseReturnValue:
    """Keep the draft of the items."""
    return submit(
        SaveItemsSchema(review=public_id),
        lambda command: services.save_items(current_actor(), command, current_instant()),
        lambda review: _back(review.public_id, _("审核事项已保存"), "items"),
        lambda form, error: _page(public_id, items=form, error=error),
        current=lambda: {"version": queries.review(current_actor(), public_id).version},
    )


@reviews.post("/<public_id>/comments")
@requires(Permission.CASE_NOTE)
def add_comment(public_id: str) -> ResponseReturnValue:
    """Pin a comment, or answer one: handling officers may, too."""
    return submit(
        AddCommentSchema(review=public_id),
        lambda command: services.add_comment(current_actor(), command, current_instant()),
        lambda _comment: _back(public_id, _("批注已保存"), "comments"),
        lambda form, error: _page(public_id, comment=form, error=error),
    )


@reviews.post("/<public_id>/conclusion")
@requires(Permission.REVIEW_CONDUCT)
def conclude(public_id: str) -> ResponseReturnValue:
    """End the round, bound to the digest that was on the screen."""
    return submit(
        ConcludeReviewSchema(review=public_id),
        lambda command: services.conclude_review(current_actor(), command, current_instant()),
        lambda review: _back(review.public_id, _("审核意见书已出具，审核意见已送承办人"), ""),
        lambda form, error: _page(public_id, conclusion=form, error=error),
        current=lambda: {"version": queries.review(current_actor(), public_id).version},
    )


def _back(public_id: str, message: str, place: str) -> str:
    flash(message, "success")
    return url_for("reviews.show", public_id=public_id, _anchor=place or None)


def _page(
    public_id: str,
    *,
    items: Form | None = None,
    comment: Form | None = None,
    conclusion: Form | None = None,
    error: DomainError | None = None,
) -> str:
    actor, now = current_actor(), current_instant()
    context = review_context(actor, public_id, now)
    asked: dict[str, Any] = {"item": request.args.get("item", "")}
    return render_template(
        "reviews/show.html",
        **context,
        items_form=items or build_form(SaveItemsSchema(review=public_id), context["saved_items"]),
        comment_form=comment or build_form(AddCommentSchema(review=public_id), asked),
        conclusion_form=conclusion or build_form(ConcludeReviewSchema(review=public_id), {}),
        error=error,
    )
