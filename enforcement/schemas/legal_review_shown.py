"""Rounds of review as the API shows them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from enforcement.rules.legal_review import ITEMS, OPINIONS, RESULTS
from enforcement.schemas.shown import PageQuerySchema, named, said

WAITING, DONE = "waiting", "done"


class ReviewQuerySchema(PageQuerySchema):
    """Rounds that wait, or those that ended."""

    class Meta:
        """The desk is short; it has no pages."""

        exclude = ("cursor", "limit")

    which = fields.String(
        load_default=WAITING,
        validate=validate.OneOf((WAITING, DONE), error="请写 waiting 或者 done"),
        metadata={"description": "待审核的，或者已经审结的"},
    )


class RoundSchema(Schema):
    """One round of review."""

    id = named()
    version = fields.Integer(metadata={"description": "与 ETag 相同"})
    case_id = named("case_public_id")
    case_title = fields.String()
    round_no = fields.Integer()
    legal = fields.Boolean(metadata={"description": "法制审核；否则为一般审核"})
    submitted_by = fields.String()
    requested_at = fields.DateTime()
    due_on = fields.Date()
    reviewer = fields.String(attribute="reviewer_name")
    opinion = fields.String()
    opinion_name = said(lambda one: OPINIONS.get(one.opinion, ""))
    reasons = fields.String()
    digest = fields.String(metadata={"description": "审结时绑定的内容的 SHA-256"})
    document_id = fields.String()
    concluded_at = fields.DateTime(allow_none=True)
    voided_at = fields.DateTime(allow_none=True)


class RoundListSchema(Schema):
    """Rounds of the desk."""

    items = fields.List(fields.Nested(RoundSchema))


class CommentSchema(Schema):
    """A comment pinned to the draft."""

    item = fields.String()
    quote = fields.String()
    text = fields.String()
    at = fields.DateTime()
    by = fields.String(attribute="by_name")


def _items(review: Any) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "title": title,
            "basis": basis,
            "result": review.items.get(code, {}).get("result", ""),
            "result_name": RESULTS.get(review.items.get(code, {}).get("result", ""), ""),
            "note": review.items.get(code, {}).get("note", ""),
        }
        for code, (title, basis) in ITEMS.items()
    ]


class ReviewShownSchema(Schema):
    """One round with its items and comments, and the content it is about with its digest."""

    review = fields.Nested(RoundSchema)
    items = said(lambda shown: _items(shown["review"]), "审核事项", "array")
    comments = fields.List(fields.Nested(CommentSchema), attribute="review.comments")
    content = fields.Dict(metadata={"description": "审核的内容"})
    content_digest = fields.String(metadata={"description": "审结时须原样写进 digest"})
    triggers = fields.List(fields.String(), metadata={"description": "为什么须法制审核"})
