"""Forms of plans, batches and tasks outside the plan. The fields of filters and exclusions come from the rule table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from enforcement.inspection.commands.plans import DEFAULT_SOURCES, BatchContent
from enforcement.inspection.pool_rules import POOL_RULES
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.inspection.plans import BatchKind, Origin, PaperReference, PoolChoice, SpecialPapers
from enforcement.rules.inspection.visits import OffSite
from enforcement.schemas.inspection_libraries import (
    day_field,
    organisation_field,
    ratio_fields,
    ratios_of,
    text_field,
    version_field,
    whole_field,
)

SOURCES = (
    ("ssq", "双色球（公开，两人录入）"),
    ("kl8", "快乐8（公开，两人录入）"),
    ("dlt", "大乐透（公开，两人录入）"),
    ("dice", "掷骰"),
    ("contrib", "在场发言"),
)
OPTIONAL = tuple(rule for rule in POOL_RULES.exclusions.values() if not rule.always)
PAPERS = (("approval", "批准文件"), ("filing", "备案文件"), ("publication", "公布文件"))
LONGEST_REASON = 1000

_Rules = Schema.from_dict(
    {
        **{
            f"filter_{rule.id}": text_field(
                f"筛选：{rule.name}", f"{rule.words('…')}；不填则不筛选", required=False, longest=100, basis=rule.basis
            )
            for rule in POOL_RULES.filters.values()
        },
        **{
            f"exclude_{rule.id}": text_field(
                f"排除：{rule.name}", f"{rule.words('…')}；不填则不排除", required=False, longest=100, basis=rule.basis
            )
            for rule in OPTIONAL
            if rule.takes_value
        },
        "exclude": fields.List(
            fields.String(validate=validate.OneOf([rule.id for rule in OPTIONAL])),
            load_default=list,
            metadata={
                "label": "排除",
                "hint": "登记状态不是存续、年度检查频次已满、抽查频次已满的一律排除，不用勾选",
                "choices": tuple(
                    (rule.id, rule.name, rule.words("规定的")) for rule in OPTIONAL if not rule.takes_value
                ),
            },
        ),
    }
)
_Ratios = Schema.from_dict(ratio_fields())


class PlanSchema(Schema):
    """A new plan."""

    class Meta:
        unknown = EXCLUDE

    organisation = organisation_field()
    year = whole_field("年度", 2000, 2099, required=True)
    title = text_field("计划名称", "不填则按机关和年度命名", required=False)


def _off_site(way: str) -> fields.String:
    """Why a way to look without a visit is not enough, for all checks of the batch (C03)."""
    return text_field(
        f"{way}为什么不够",
        "报批以前填写，写入每一户的行政检查审批表",
        required=False,
        longest=LONGEST_REASON,
        widget="textarea",
        basis="国办发〔2024〕54号；海南省涉企行政检查条例（试行）第十六条",
    )


class BatchSchema(_Ratios, _Rules):  # type: ignore[misc, valid-type]
    """A batch."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    name = text_field("批次名称")
    scope_text = text_field("检查内容", required=False, longest=1000, widget="textarea")
    item_codes = fields.List(
        fields.String(),
        required=True,
        error_messages={"required": "请至少选择一个检查事项"},
        metadata={"label": "检查事项", "hint": "只列出已公布的事项", "basis": "国办发〔2015〕58号"},
    )
    kind = fields.Enum(
        BatchKind,
        by_value=True,
        required=True,
        error_messages={"required": "请选择抽查类型", "unknown": "请选择抽查类型"},
        metadata={
            "label": "抽查类型",
            "widget": "radio",
            "choices": tuple((one.value, one.words) for one in BatchKind),
            "hint": "不定向抽查以整个名录库为范围，不能筛选",
        },
    )
    draw_on = day_field("抽取日期", "到这一天由系统自动冻结名录并承诺")
    visit_from = day_field("检查开始日期")
    visit_to = day_field("检查结束日期")
    frequency = text_field("频次", required=False, longest=60)
    planned_count = whole_field(
        "计划数量", 1, 10_000_000, "供核对；实际数量按比例计算", load_default=None, allow_none=True
    )
    joint = fields.Boolean(load_default=False, metadata={"label": "部门联合抽查"})
    departments = fields.List(
        fields.String(), load_default=list, metadata={"label": "参加部门", "hint": "本机关是发起部门，不用勾选"}
    )
    sealed = fields.Boolean(
        load_default=False, metadata={"label": "密封抽取", "hint": "不事先通知的检查：名单到最后一天才公开"}
    )
    team_size = whole_field("每组人数", 2, 20, load_default=2)
    sources = fields.List(
        fields.String(validate=validate.OneOf([name for name, _ in SOURCES])),
        load_default=lambda: list(DEFAULT_SOURCES),
        metadata={
            "label": "随机数来源",
            "choices": SOURCES,
            "hint": "只选公开来源时，数值公布后由系统自动完成抽取；双色球加快乐8为A级",
        },
    )
    off_site_paper = _off_site("书面核查")
    off_site_data = _off_site("信息共享")
    off_site_smart = _off_site("智慧监管")
    algorithm = fields.Enum(
        Algorithm,
        by_value=True,
        load_default=Algorithm.SHA256,
        metadata={
            "label": "摘要算法",
            "widget": "select",
            "choices": tuple((one.value, one.value) for one in Algorithm),
        },
    )


def batch_content(data: Mapping[str, Any]) -> BatchContent:
    """What ``BatchSchema`` loaded, as the content of a batch."""
    filters = [PoolChoice(name, data[f"filter_{name}"]) for name in POOL_RULES.filters if data[f"filter_{name}"]]
    exclusions = [PoolChoice(name) for name in data["exclude"]]
    exclusions += [
        PoolChoice(rule.id, data[f"exclude_{rule.id}"])
        for rule in OPTIONAL
        if rule.takes_value and data[f"exclude_{rule.id}"]
    ]
    return BatchContent(
        name=data["name"],
        item_codes=tuple(sorted(set(data["item_codes"]))),
        kind=data["kind"],
        ratios=ratios_of(data),
        draw_on=data["draw_on"],
        visit_from=data["visit_from"],
        visit_to=data["visit_to"],
        filters=tuple(filters),
        exclusions=tuple(exclusions),
        departments=tuple(data["departments"]) if data["joint"] else (),
        joint=data["joint"],
        sealed=data["sealed"],
        team_size=data["team_size"],
        algorithm=data["algorithm"],
        sources=tuple(data["sources"]),
        scope_text=data["scope_text"],
        frequency=data["frequency"],
        planned_count=data["planned_count"],
        off_site={way: data[f"off_site_{way.value}"] for way in OffSite},
    )


_Papers = Schema.from_dict(
    {
        field: made
        for name, label in PAPERS
        for field, made in (
            (f"{name}_number", text_field(f"{label}文号", "专项检查必填", required=False, longest=80)),
            (f"{name}_on", day_field(f"{label}日期", required=False)),
        )
    }
)


class OutsideSchema(BatchSchema, _Papers):  # type: ignore[misc, valid-type]
    """A task outside the plan, or a special campaign."""

    organisation = organisation_field()
    origin = fields.Enum(
        Origin,
        by_value=True,
        required=True,
        error_messages={"required": "请选择任务来源", "unknown": "请选择任务来源"},
        metadata={
            "label": "任务来源",
            "widget": "radio",
            "choices": tuple((one.value, one.words) for one in (Origin.AD_HOC, Origin.SPECIAL)),
        },
    )
    reason = text_field("开展的理由", longest=LONGEST_REASON, widget="textarea")
    stacking_reason = text_field(
        "与计划内抽查重叠时的理由",
        "同一时期同一事项已有随机抽查的，原则上并入，不另行开展",
        required=False,
        longest=LONGEST_REASON,
        widget="textarea",
    )

    @validates_schema
    def whole_papers(self, data: Mapping[str, Any], **_options: object) -> None:
        """A number needs its day, a day its number."""
        for name, label in PAPERS:
            if bool(data.get(f"{name}_number")) != bool(data.get(f"{name}_on")):
                raise ValidationError(f"{label}的文号和日期要一起填写", f"{name}_number")


def papers_of(data: Mapping[str, Any]) -> SpecialPapers:
    """The documents of a special campaign as typed."""
    return SpecialPapers(
        **{
            name: PaperReference(data[f"{name}_number"], data[f"{name}_on"])
            for name, _ in PAPERS
            if data[f"{name}_number"]
        }
    )


class AnswerSchema(Schema):
    """The head's answer."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    agreed = fields.String(
        required=True,
        validate=validate.OneOf(("yes", "no"), error="请选择批准或者退回"),
        error_messages={"required": "请选择批准或者退回"},
        metadata={"label": "意见", "widget": "radio", "choices": (("yes", "批准"), ("no", "退回"))},
    )
    reason = text_field("理由", "退回时必填", required=False, longest=LONGEST_REASON, widget="textarea")


class RenewDaysSchema(Schema):
    """New days for the visits of an approved batch."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    visit_from = day_field("检查期间第一天")
    visit_to = day_field("检查期间最后一天", "要留出随机数公布以后的日子")
    reason = text_field("改期的理由", "理由会公开", longest=LONGEST_REASON, widget="textarea")


class CancelSchema(Schema):
    """The head's reason for taking an approved batch back."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    reason = text_field("取消的理由", "理由会公开", longest=LONGEST_REASON, widget="textarea")


class FilingSchema(Schema):
    """The receipt of filing."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    filed_with = text_field("备案机关", longest=100)
    receipt = text_field("备案回执文号", longest=80)
    filed_on = day_field("备案日期")


class PlanTableSchema(Schema):
    """The table of batches that agencies publish."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    file = fields.Raw(
        required=True,
        error_messages={"required": "请选择要上传的 Excel 文件"},
        metadata={
            "label": "抽查计划表（.xlsx）",
            "widget": "file",
            "hint": "列名：检查主体、计划名称、检查内容、时间、比例、频次、数量",
        },
    )
    take = fields.Boolean(load_default=False, metadata={"label": "没有问题就直接导入", "hint": "不勾选则只校验"})


class ProposalSchema(Schema):
    """The answer to a proposal of one joint visit."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    join = fields.String(
        required=True,
        validate=validate.OneOf(("yes", "no"), error="请选择合并或者分别检查"),
        error_messages={"required": "请选择合并或者分别检查"},
        metadata={
            "label": "意见",
            "widget": "radio",
            "choices": (("yes", "合并为一次联合检查"), ("no", "分别检查")),
        },
    )
    reason = text_field("理由", "分别检查时必填", required=False, longest=LONGEST_REASON, widget="textarea")
