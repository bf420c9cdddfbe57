"""Forms of draws and of public randomness. What a lottery's numbers must look like, the rules say (`rules/draws`)."""

from __future__ import annotations

import base64
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from enforcement.draws.register import PublicFilter
from enforcement.draws.states import DrawState, ObjectReason
from enforcement.schemas.credit_codes import CreditCode

LONGEST_REASON = 1_000
LONGEST_WORDS = 60
LONGEST_VALUE = 200
LARGEST_PICTURE = 8 * 1024 * 1024
FIRST_YEAR, LAST_YEAR = 2000, 2999


class Picture(fields.Field[bytes]):
    """The picture of an announcement: an uploaded file, or from programs its bytes in base64."""

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> bytes:
        content = _decoded(value) if isinstance(value, str) else bytes(value.read(LARGEST_PICTURE + 1))
        if not content:
            raise ValidationError("图片是空的，请重新拍摄或者选择")
        if len(content) > LARGEST_PICTURE:
            raise ValidationError(f"图片超过 {LARGEST_PICTURE // 1024 // 1024} MB，请压缩后再传")
        return content


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ValidationError("图片应为 base64 编码") from error


class _Form(Schema):
    """Leaves aside what it does not know."""

    class Meta:
        unknown = EXCLUDE


def _words(label: str, longest: int, hint: str = "", **metadata: Any) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(max=longest, error=f"“{label}”至多 {longest} 个字"),
        error_messages={"required": f"请填写{label}"},
        metadata={"label": label, "hint": hint, **metadata},
    )


def _picture() -> Picture:
    return Picture(
        required=True,
        error_messages={"required": "请附上开奖公告的图片"},
        metadata={
            "label": "开奖公告的图片",
            "widget": "file",
            "hint": "公告网页截图，或者电视、报纸的照片（PNG、JPEG）；会公开",
        },
    )


class ContributionSchema(_Form):
    """What somebody in the room says, typed openly."""

    who = _words("发言人", LONGEST_WORDS, "例如：监督员、企业代表王某")
    text = _words("所说的字词", LONGEST_WORDS, "随便几个字、字母或者数字，不含 / 和 :")


class DiceSchema(_Form):
    """A roll of ten-sided dice."""

    who = _words("掷骰人", LONGEST_WORDS)
    text = _words("点数", LONGEST_WORDS, "按掷出的先后逐位填写，0 至 9")


class ValueSchema(_Form):
    """One person's reading of an announcement."""

    typed = _words("开奖号码", LONGEST_VALUE, "照公告逐个填写，用空格分开；两组之间用 / 分开，例如 3 9 14 22 27 31 / 8")
    picture = _picture()


class CorrectionSchema(ValueSchema):
    """A typing error, corrected visibly."""

    reason = _words("更正理由", LONGEST_REASON, "会公开；由见证人核对签名后生效", widget="textarea")


class SealedObjectSchema(_Form):
    """An object of a sealed list that can't be checked, as the team reported it."""

    uscc = CreditCode(
        required=True,
        error_messages={"required": "请填写统一社会信用代码"},
        metadata={"label": "检查组报告的统一社会信用代码", "hint": "名单仍然密封；每次填写都记入操作日志"},
    )
    reason_code = fields.String(
        required=True,
        validate=validate.OneOf([one.value for one in ObjectReason], error="请从列表中选择更换理由"),
        error_messages={"required": "请选择更换理由"},
        metadata={
            "label": "更换理由",
            "widget": "select",
            "choices": tuple((one.value, one.words) for one in ObjectReason),
            "hint": "只有这五种；理由和换下的对象随名单一起公开",
        },
    )
    evidence = _words("依据的材料", LONGEST_REASON, "例如注销通知书及文号", widget="textarea")


class VoidSchema(_Form):
    """Why a draw is to be void."""

    reason = _words("作废理由", LONGEST_REASON, "会永远公开；作废以后不能重抽", widget="textarea")


class VoidAnswerSchema(_Form):
    """The second person's answer."""

    answer = fields.String(
        required=True,
        validate=validate.OneOf(("agree", "refuse"), error="请选择同意或者不同意"),
        error_messages={"required": "请选择同意或者不同意"},
        metadata={
            "label": "意见",
            "widget": "radio",
            "choices": (("agree", "同意作废，理由和本来会得到的名单一并公开"), ("refuse", "不同意")),
        },
    )


def _question(label: str) -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_WORDS, error=f"“{label}”至多 {LONGEST_WORDS} 个字"),
        metadata={"label": label},
    )


class DrawsSchema(_Form):
    """The question to the desk's list."""

    q = _question("名称或者编号")
    state = fields.Enum(DrawState, by_value=True, load_default=None, metadata={"label": "进行到"})


class PublicDrawsSchema(_Form):
    """The question to the public list of draws."""

    agency = _question("抽取机关")
    state = fields.Enum(DrawState, by_value=True, load_default=None, metadata={"label": "进行到"})
    year = fields.Integer(
        load_default=None,
        validate=validate.Range(FIRST_YEAR, LAST_YEAR, error="请填写年份，例如 2026"),
        error_messages={"invalid": "请填写年份，例如 2026"},
        metadata={"label": "年份"},
    )

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> PublicFilter:
        """The filter."""
        return PublicFilter(**data)
