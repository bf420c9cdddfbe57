"""Parts of what the API shows: named values, texts worked out, pages of a list. Dates ISO, instants UTC, money fen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields, validate

LARGEST_PAGE = 100
LONGEST_CURSOR = 400


def said(work_out: Callable[[Any], Any], description: str = "", kind: str | list[str] = "string") -> fields.Function:
    """A value worked out from the record; ``kind`` is its JSON type or types."""
    about: dict[str, Any] = {"type": kind} | ({"description": description} if description else {})
    return fields.Function(work_out, metadata=about)


def named(attribute: str = "public_id", description: str = "") -> fields.String:
    """A text under another name; by default the record's opaque id."""
    return fields.String(attribute=attribute, metadata={"description": description} if description else {})


def texts() -> fields.List[str]:
    """A list of texts."""
    return fields.List(fields.String())


def page_of(item: type[Schema], description: str) -> type[Schema]:
    """One page: its items, and the cursor of the next page or null."""
    made: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(item), metadata={"description": description}),
        "next_cursor": fields.String(allow_none=True, metadata={"description": "下一页的 cursor；最后一页为 null"}),
    }
    return Schema.from_dict(made, name=f"{item.__name__.removesuffix('Schema')}Page")


class PageQuerySchema(Schema):
    """Where a list goes on and how much of it is wanted."""

    error_messages = {"unknown": "没有这个参数"}  # noqa: RUF012 -- marshmallow reads it from the class

    cursor = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_CURSOR, error="翻页位置无效，请从第一页重新开始"),
        metadata={"description": "上一页答复中的 next_cursor"},
    )
    limit = fields.Integer(
        load_default=30,
        validate=validate.Range(1, LARGEST_PAGE, error=f"一页 1 至 {LARGEST_PAGE} 条"),
        error_messages={"invalid": f"一页 1 至 {LARGEST_PAGE} 条"},
        metadata={"description": "一页多少条"},
    )


class ShownReasonSchema(Schema):
    """A reason of the law: code, sentence, article, and what lifts it."""

    code = fields.String()
    message = fields.String()
    basis = fields.String()
    lift = fields.String()
