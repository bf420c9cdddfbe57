"""Forms of evaluations: plans, answers, recusals, score sheets. Programs send the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import PlanContent
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet, VetoMark
from enforcement.schemas.inspection_libraries import (
    Percent,
    day_field,
    organisation_field,
    text_field,
    version_field,
    whole_field,
)
from enforcement.schemas.inspection_plans import SOURCES

LONGEST_REASON = 1_000
LONGEST_PASSAGE = 500
MOST_FAULTS = 500
MUST_KINDS = tuple((kind.value, kind.words) for kind in MustDraw)
RECUSAL_REASONS = tuple(
    (one.value, one.words.replace("检查对象", "案卷当事人或者办案人员"))
    for one in (OfficerReason.INTEREST, OfficerReason.RELATION)
)
ABSENCE_REASONS = tuple((one.value, one.words) for one in (OfficerReason.LEAVE, OfficerReason.TRANSFERRED))
AGREED = (("agree", "同意"), ("refuse", "不同意"))


class _Form(Schema):
    """Leaves aside what it does not know."""

    class Meta:
        unknown = EXCLUDE


def _reason(label: str, hint: str = "", *, required: bool = False) -> fields.String:
    return text_field(label, hint, required=required, longest=LONGEST_REASON, widget="textarea")


def _choice(label: str, choices: tuple[tuple[str, str], ...], widget: str) -> fields.String:
    wrong = f"请选择{label}"
    return fields.String(
        required=True,
        validate=validate.OneOf([one for one, _ in choices], error=wrong),
        error_messages={"required": wrong},
        metadata={"label": label, "widget": widget, "choices": choices},
    )


class PlanFields(_Form):
    """What a plan says; ``organisation`` is the organ that evaluates, by public id."""

    organisation = organisation_field()
    title = text_field("方案名称")
    period_from = day_field("评查期间起", "按结案日期")
    period_to = day_field("评查期间止")
    standard = text_field("评查标准", "一次评查只用一个标准", longest=20, widget="select")
    agencies = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(min=1, error="请至少选择一个机关"),
        error_messages={"required": "请至少选择一个机关"},
        metadata={"label": "被评查机关", "hint": "单位代码"},
    )
    must_kinds = fields.List(
        fields.Enum(MustDraw, by_value=True),
        load_default=list,
        metadata={"label": "必查案卷", "choices": MUST_KINDS, "hint": "在随机抽取的件数以外"},
    )
    ratio_bp = Percent(required=True, metadata={"label": "抽取比例（%）"})
    least = whole_field("每个机关最少件数", 1, 10_000, required=True)
    draw_on = day_field("抽取日期", "这一天锁定名单，等待公开随机数")
    open_on = day_field("名单最迟公开日期", "评分结束即公开；到期没有公开的，抽取作废")
    load_limit = whole_field("每名评查员最多件数", 1, 1_000, required=True)
    sources = fields.List(
        fields.String(validate=validate.OneOf([code for code, _ in SOURCES], error="随机数来源无效")),
        load_default=lambda: ["kl8"],
        metadata={"label": "随机数来源", "choices": SOURCES},
    )
    version = version_field()


def plan_content(data: Mapping[str, Any]) -> PlanContent:
    """What ``PlanFields`` loaded, as the command wants it."""
    return PlanContent(
        title=data["title"],
        period_from=data["period_from"],
        period_to=data["period_to"],
        standard=data["standard"],
        agencies=tuple(data["agencies"]),
        must_kinds=tuple(data["must_kinds"]),
        ratio_bp=data["ratio_bp"],
        least=data["least"],
        draw_on=data["draw_on"],
        open_on=data["open_on"],
        load_limit=data["load_limit"],
        sources=tuple(data["sources"]),
        algorithm=Algorithm.SHA256,
    )


class AnswerFields(_Form):
    """The head's answer to a plan, or to a request to recuse."""

    answer = _choice("意见", AGREED, "radio")
    reason = _reason("理由", "不同意的必须填写")
    version = version_field()


class HoldsFields(_Form):
    """Answers on applicability: condition id -> yes."""

    holds = fields.Dict(
        keys=fields.String(),
        values=fields.Boolean(),
        required=True,
        error_messages={"required": "请逐项回答"},
        metadata={"label": "适用条件"},
    )
    version = version_field()


class RecusalFields(_Form):
    """Why an evaluator does not score a file."""

    reason_code = _choice("回避的情形", RECUSAL_REASONS, "select")
    text = _reason("理由", "写明具体关系", required=True)


class AbsenceFields(_Form):
    """Why somebody is replaced."""

    reason_code = _choice("换人的情形", ABSENCE_REASONS, "select")
    text = _reason("理由", required=True)


class CloseFields(_Form):
    """End the scoring."""

    reason = _reason("理由", "还有案卷没有评完的必须填写")
    version = version_field()


class CancelFields(_Form):
    """Give up an approved plan."""

    reason = _reason("取消的理由", "会随抽取公开，不要写姓名", required=True)
    version = version_field()


class StandardFields(_Form):
    """A version of a standard as JSON, in the shape of docs/evaluation-standards.md."""

    organisation = fields.String(load_default="", metadata={"label": "机关", "widget": "select"})
    content = fields.Dict(
        keys=fields.String(),
        required=True,
        error_messages={"required": "请填写标准的内容", "invalid": "标准的内容应是一个 JSON 对象"},
        metadata={"label": "内容"},
    )
    version = version_field()


class VersionFields(_Form):
    """Only the version that was read."""

    version = version_field()


class _Reference(Schema):
    """A document and a passage; nothing of them is asked before signing."""

    error_messages = {"unknown": "没有这个字段"}  # noqa: RUF012 -- marshmallow reads it from the class

    document = fields.String(load_default="", validate=validate.Length(max=200, error="至多 200 个字"))
    passage = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_PASSAGE, error=f"至多 {LONGEST_PASSAGE} 个字")
    )
    page = fields.Integer(
        load_default=None, validate=validate.Range(1, 99_999, error="页码应为 1 以上的整数"), allow_none=True
    )

    @staticmethod
    def reference(data: dict[str, Any]) -> Reference:
        """The reference of what was loaded, taken out of it."""
        return Reference(data.pop("document"), data.pop("passage"), data.pop("page"))


class FaultFields(_Reference):
    """A deduction with its place."""

    deduction = fields.String(required=True, error_messages={"required": "请选择扣分项"})
    times = fields.Integer(
        load_default=1,
        validate=validate.Range(1, 999, error="次数应为 1 以上的整数"),
        error_messages={"invalid": "次数应为 1 以上的整数"},
    )
    remark = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_PASSAGE, error=f"至多 {LONGEST_PASSAGE} 个字")
    )

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> Fault:
        """The fault."""
        return Fault(reference=self.reference(data), **data)


class VetoFields(_Reference):
    """A veto with its reason."""

    veto = fields.String(required=True, error_messages={"required": "请选择一票否决项"})
    reason = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_REASON, error=f"至多 {LONGEST_REASON} 个字")
    )

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> VetoMark:
        """The mark; without a document it has no place."""
        place = self.reference(data)
        return VetoMark(data["veto"], data["reason"], place if place.document else None)


class SheetFields(_Form):
    """A score sheet as it stands."""

    faults = fields.List(
        fields.Nested(FaultFields), load_default=list, validate=validate.Length(max=MOST_FAULTS, error="扣分太多")
    )
    vetoes = fields.List(
        fields.Nested(VetoFields), load_default=list, validate=validate.Length(max=MOST_FAULTS, error="一票否决太多")
    )
    remark = _reason("评语")
    version = version_field()


def sheet_of(data: Mapping[str, Any]) -> Sheet:
    """What ``SheetFields`` loaded, as a sheet."""
    return Sheet(tuple(data["faults"]), tuple(data["vetoes"]))


class FindingFields(_Form):
    """Whether a finding of the machine holds."""

    accepted = fields.Boolean(required=True, error_messages={"required": "请选择采纳或者不采纳"})
    note = _reason("理由", "不采纳的必须填写")
