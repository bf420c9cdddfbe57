"""Questions to the public register and forms of the publication desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from enforcement.publicity.commands import (
    AnswerExemption,
    ConfirmRedactions,
    HiddenWords,
    ProposeExemption,
    ProposeRedactions,
    ReturnRedactions,
    Withdraw,
)
from enforcement.publicity.register import RegisterFilter, Sort
from enforcement.publicity.states import PublicState
from enforcement.rules.publicity import CreditClass, Ground
from enforcement.rules.redaction import Kind, Span

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
WRONG_AMOUNT = "请填写金额，例如 50000 或 5万"
LONGEST_QUESTION = 200
LONGEST_REASON = 1_000
LARGEST_YUAN = Decimal(10) ** 13
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(9999, 12, 30)
PENALTY_KINDS = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留",
)  # fmt: skip
KINDS = tuple((kind.value, kind.words) for kind in Kind)
GROUNDS = tuple((ground.value, ground.words) for ground in Ground)
CLASSES = tuple((item.value, item.words) for item in CreditClass)


class Yuan(fields.Field[int]):
    """``50000``, ``50,000.00``, ``¥5万`` -> integer fen."""

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **options: object) -> int:
        del attr, data, options
        plain = re.sub(r"[¥￥元,，\s]", "", str(value))
        factor = YUAN_PER_WAN if plain.endswith("万") else 1
        try:
            yuan = Decimal(plain.removesuffix("万")) * factor
            fen = yuan * FEN_PER_YUAN
        except (InvalidOperation, Overflow) as error:
            raise ValidationError(WRONG_AMOUNT) from error
        if not (yuan.is_finite() and 0 <= yuan < LARGEST_YUAN and fen == fen.to_integral_value()):
            raise ValidationError(WRONG_AMOUNT)
        return int(fen)


def _question(label: str) -> fields.String:
    return fields.String(
        load_default="",
        validate=[
            validate.Length(max=LONGEST_QUESTION, error=f"“{label}”至多 {LONGEST_QUESTION} 个字"),
            validate.ContainsNoneOf("\x00", error=f"“{label}”含有不能查询的字符"),
        ],
        metadata={"label": label},
    )


def _date(label: str) -> fields.Date:
    wrong = "请填写日期，例如 2026-10-15"
    return fields.Date(
        load_default=None,
        validate=validate.Range(FIRST_DAY, LAST_DAY, error=wrong),
        error_messages={"invalid": wrong, "format": wrong},
        metadata={"label": label},
    )


class RegisterFilterSchema(Schema):
    """The question in an address -> ``RegisterFilter``; what it does not know it leaves aside."""

    class Meta:
        unknown = EXCLUDE

    q = _question("检索词")
    party = _question("当事人")
    number = _question("文号")
    uscc = _question("统一社会信用代码")
    agency = _question("作出机关")
    region = _question("地区")
    kind = _question("处罚种类")
    state = fields.Enum(PublicState, by_value=True, load_default=None, metadata={"label": "公示状态"})
    fine_from = Yuan(load_default=None, metadata={"label": "罚款不少于"})
    fine_to = Yuan(load_default=None, metadata={"label": "罚款不多于"})
    decided_from = _date("决定日期起")
    decided_to = _date("决定日期止")
    published_from = _date("公示日期起")
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.PUBLISHED, metadata={"label": "排序"})

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> RegisterFilter:
        """The filter."""
        return RegisterFilter(**data)


def _reason(label: str, hint: str = "", *, required: bool = False) -> fields.String:
    presence: dict[str, Any] = {"required": True} if required else {"load_default": ""}
    return fields.String(
        **presence,
        validate=validate.Length(max=LONGEST_REASON, error=f"“{label}”至多 {LONGEST_REASON} 个字"),
        error_messages={"required": f"请填写{label}"},
        metadata={"label": label, "widget": "textarea", "hint": hint},
    )


def _version() -> fields.Integer:
    return fields.Integer(
        required=True,
        error_messages={"required": "页面缺少版本号，请刷新后再试", "invalid": "版本号无效，请刷新后再试"},
        metadata={"label": "版本", "widget": "hidden"},
    )


SPAN = re.compile(r"(\d{1,5})-(\d{1,6})-(\d{1,6})-([a-z_]{1,20})")


def span_key(span: Span) -> str:
    """A span as the value of a check box: ``paragraph-start-end-kind``."""
    return f"{span.paragraph}-{span.start}-{span.end}-{span.kind.value}"


def parse_span(key: str) -> Span:
    """The span of a check box. Errors: ``ValidationError``."""
    match = SPAN.fullmatch(key)
    if match is None or not is_span(key):
        raise ValidationError("有一处隐去无法识别，请刷新页面后重新勾选")
    kind = Kind(match[4])
    return Span(int(match[1]), int(match[2]), int(match[3]), kind, kind.reason, kind.basis)


def is_span(key: str) -> bool:
    """Whether ``parse_span`` can read it."""
    match = SPAN.fullmatch(key)
    return match is not None and match[4] in set(Kind)


class RedactionsSchema(Schema):
    """The editor: ticked spans, and words typed line by line with their kind and reason."""

    class Meta:
        unknown = EXCLUDE

    version = _version()
    spans = fields.List(fields.String(), load_default=list, metadata={"label": "隐去"})
    words = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_REASON, error=f"至多 {LONGEST_REASON} 个字"),
        metadata={
            "label": "还要隐去的文字",
            "widget": "textarea",
            "hint": "一行一处，照正文原样输入；正文里每一处相同的文字都会隐去",
        },
    )
    words_kind = fields.Enum(
        Kind, by_value=True, load_default=Kind.OTHER, metadata={"label": "属于", "widget": "select", "choices": KINDS}
    )
    words_reason = fields.String(
        load_default="",
        validate=validate.Length(max=200, error="“隐去理由”至多 200 个字"),
        metadata={"label": "隐去理由", "hint": "会公开；不填则用该类别的通用理由"},
    )
    reason = _reason("改动理由", "与提出的方案不同，或者更正已公示的内容时必填")
    credit_class = fields.Enum(
        CreditClass,
        by_value=True,
        load_default=None,
        metadata={"label": "失信信息类别", "widget": "select", "choices": CLASSES, "hint": "不选则按规则确定"},
    )
    class_reason = _reason("类别理由", "另选类别时必填")

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        """``spans`` and ``words`` as the commands want them."""
        kind, reason = data.pop("words_kind"), data.pop("words_reason")
        lines = dict.fromkeys(line.strip() for line in data["words"].splitlines())
        words = tuple(HiddenWords(line, kind, reason) for line in lines if line)
        try:
            spans = tuple(parse_span(key) for key in data["spans"])
        except ValidationError as error:
            raise ValidationError(error.messages, "spans") from error
        return {**data, "spans": spans, "words": words}


def proposal(duty: str, data: Mapping[str, Any]) -> ProposeRedactions:
    """What ``RedactionsSchema`` loaded, as the first person's command."""
    return ProposeRedactions(duty, data["version"], data["spans"], data["words"], data["reason"])


def confirmation(duty: str, data: Mapping[str, Any]) -> ConfirmRedactions:
    """What ``RedactionsSchema`` loaded, as the second person's command."""
    return ConfirmRedactions(duty, **data)


class ReturnSchema(Schema):
    """Send back with a reason."""

    class Meta:
        unknown = EXCLUDE

    version = _version()
    reason = _reason("退回理由", required=True)


class ExemptionSchema(Schema):
    """Not to publish, with a reason of law."""

    class Meta:
        unknown = EXCLUDE

    version = _version()
    reason = _reason("不公示的理由", "写明依据的条文，例如《政府信息公开条例》第十四条", required=True)


class AnswerSchema(Schema):
    """The second person's answer to not publishing."""

    class Meta:
        unknown = EXCLUDE

    version = _version()
    answer = fields.String(
        required=True,
        validate=validate.OneOf(("agree", "return"), error="请选择同意或者退回"),
        error_messages={"required": "请选择同意或者退回"},
        metadata={
            "label": "意见",
            "widget": "radio",
            "choices": (("agree", "同意不公示"), ("return", "退回，应当公示")),
        },
    )
    reason = _reason("退回理由", "退回时必填")


class WithdrawSchema(Schema):
    """Take down, with the reason the public reads."""

    class Meta:
        unknown = EXCLUDE

    ground = fields.Enum(
        Ground,
        by_value=True,
        required=True,
        error_messages={"required": "请选择撤下的情形", "unknown": "请选择撤下的情形"},
        metadata={
            "label": "处罚决定",
            "widget": "select",
            "choices": GROUNDS,
            "basis": "《中华人民共和国行政处罚法》第四十八条第二款",
        },
    )
    happened_on = fields.Date(
        required=True,
        error_messages={"required": "请填写发生日期", "invalid": "请填写日期，例如 2026-10-15"},
        metadata={"label": "发生日期", "hint": "撤下的期限从次日起算，只计工作日"},
    )
    reason = _reason("公开的理由", "这句话会显示在公示页上", required=True)


def exemption(duty: str, data: Mapping[str, Any]) -> ProposeExemption:
    """What ``ExemptionSchema`` loaded, as a command."""
    return ProposeExemption(duty, data["version"], data["reason"])


def exemption_answer(duty: str, data: Mapping[str, Any]) -> AnswerExemption:
    """What ``AnswerSchema`` loaded, as a command."""
    return AnswerExemption(duty, data["version"], data["answer"] == "agree", data["reason"])


def returned(duty: str, data: Mapping[str, Any]) -> ReturnRedactions:
    """What ``ReturnSchema`` loaded, as a command."""
    return ReturnRedactions(duty, data["version"], data["reason"])


def withdrawal(code: str, data: Mapping[str, Any]) -> Withdraw:
    """What ``WithdrawSchema`` loaded, as a command."""
    return Withdraw(code, data["ground"], data["happened_on"], data["reason"])
