"""Forms of the review desk: items, comments pinned to the draft, the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from enforcement.legal_review.commands import AddComment, ConcludeReview, SaveItems
from enforcement.rules.legal_review import ITEMS, OPINIONS, RESULTS
from enforcement.schemas.casework_fields import choice, prose, text

RESULT, NOTE = "result_", "note_"
LONGEST_QUOTE = 1000


class ReviewSchema(Schema):
    """Loads a command on one round; ``review`` is given by the address when the schema is made."""

    command: ClassVar[type]

    class Meta:
        """The token comes in the same form."""

        unknown = "exclude"

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        error_messages={"invalid": "页面已经过期，请刷新后重试"},
        metadata={"label": "版本", "widget": "hidden"},
    )

    def __init__(self, **bound: Any) -> None:
        super().__init__()
        self._bound: Mapping[str, Any] = bound

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> Any:
        return self.command(**self.parts(data), **self._bound)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """From what was typed to the arguments of the command."""
        return data


def _item_fields() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for code, (title, basis) in ITEMS.items():
        made[RESULT + code] = choice(title, RESULTS, required=False, widget="radio", basis=basis)
        made[NOTE + code] = prose(f"{title}的说明", required=False, rows=2)
    return made


class _SavesItems(ReviewSchema):
    command = SaveItems

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """``result_facts`` and ``note_facts`` become one pair; a fault without a word of explanation is refused."""
        results = {code: (data[RESULT + code], data[NOTE + code]) for code in ITEMS if data[RESULT + code]}
        errors = {
            NOTE + code: ["有问题的事项请写明问题"]
            for code, (result, note) in results.items()
            if result != "ok" and not note
        }
        errors |= {RESULT + code: ["请选择审核结论"] for code in ITEMS if data[NOTE + code] and not data[RESULT + code]}
        if errors:
            raise ValidationError(errors)
        return {"results": results, "version": data["version"]}


SaveItemsSchema: type[_SavesItems] = _SavesItems.from_dict(_item_fields(), name="SaveItemsSchema")  # type: ignore[assignment]
"""``result_<item>`` and ``note_<item>`` for each item of 市场监督管理行政处罚程序规定第五十三条."""


class AddCommentSchema(ReviewSchema):
    """A comment on an item, pinned to words of the draft."""

    command = AddComment
    item = choice("审核事项", {code: title for code, (title, _) in ITEMS.items()})
    quote = text(
        "钉在这段文字上", LONGEST_QUOTE, required=False, widget="textarea", rows=2, hint="在正文中选中文字即可填入"
    )
    text = prose("批注", rows=3)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """A comment is added to the rest and overwrites nothing, so it needs no version."""
        return {name: value for name, value in data.items() if name != "version"}


class ConcludeReviewSchema(ReviewSchema):
    """The opinion and its reasons, with the digest of the content that was on the screen."""

    command = ConcludeReview
    opinion = choice("审核意见", OPINIONS, widget="radio")
    reasons = prose("审核理由", basis="市场监督管理行政处罚程序规定第五十四条")
    digest = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$", error="页面已经过期，请刷新后重试"),
        error_messages={"required": "页面已经过期，请刷新后重试"},
        metadata={"label": "审核内容摘要", "widget": "hidden"},
    )
