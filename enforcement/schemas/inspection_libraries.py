"""Forms of the item list and the libraries. Lists are typed line by line, parts between ``|``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from enforcement.inspection.commands.libraries import Conflict, ItemContent, Leave
from enforcement.rules.inspection.items import Basis, ItemKind, StandardEntry
from enforcement.rules.inspection.ratios import CLASSES

Parsed = TypeVar("Parsed")
LONGEST_LINES = 20_000
WHOLE = 10_000
CODE_LENGTH = 18
METHODS = ("实地检查", "书面检查", "网络监测", "检验检测", "部门检查结果或者专业意见", "委托专业机构辅助")
WRONG_PERCENT = "请填写 0 到 100 之间的百分比，例如 5 或者 2.5"
WRONG_DAY = "请填写日期，例如 2026-10-15"
ANSWERS = ("符合", "不符合", "不涉及")
BASIS_LINE, STANDARD_LINE = 2, 2
LEAVE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[至到~—-]\s*(\d{4}-\d{2}-\d{2})\s*(.*)")


class Percent(fields.Field[int]):
    """``2.5`` or ``2.5%`` -> basis points."""

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **options: object) -> int:
        del attr, data, options
        try:
            points = Decimal(str(value).strip().rstrip("%％")) * 100
        except InvalidOperation as error:
            raise ValidationError(WRONG_PERCENT) from error
        if not (points.is_finite() and 0 <= points <= WHOLE and points == points.to_integral_value()):
            raise ValidationError(WRONG_PERCENT)
        return int(points)


class Lines(fields.Field[tuple[Any, ...]]):
    """A text of lines -> what ``parse`` makes of each; a fault names the line."""

    def __init__(self, parse: Callable[[str, int], Any], **options: Any) -> None:
        super().__init__(**options)
        self.parse = parse

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **options: object
    ) -> tuple[Any, ...]:
        del attr, data, options
        text = str(value)
        if len(text) > LONGEST_LINES:
            raise ValidationError(f"至多 {LONGEST_LINES} 个字")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(self.parse(line, number))
            except ValueError as error:
                faults.append(f"第{number}行：{error}")
        if faults:
            raise ValidationError(faults)
        return tuple(found)


def text_field(label: str, hint: str = "", *, required: bool = True, longest: int = 200, **more: Any) -> fields.String:
    """A line of text."""
    presence: dict[str, Any] = {"required": True} if required else {"load_default": ""}
    return fields.String(
        **presence,
        validate=validate.Length(max=longest, error=f"“{label}”至多 {longest} 个字"),
        error_messages={"required": f"请填写{label}"},
        metadata={"label": label, "hint": hint, **more},
    )


def day_field(label: str, hint: str = "", *, required: bool = True) -> fields.Date:
    """A civil day."""
    presence: dict[str, Any] = {"required": True} if required else {"load_default": None}
    return fields.Date(
        **presence,
        validate=validate.Range(date(2000, 1, 1), date(2099, 12, 31), error=WRONG_DAY),
        error_messages={"required": f"请填写{label}", "invalid": WRONG_DAY},
        metadata={"label": label, "hint": hint},
    )


def version_field() -> fields.Integer:
    """The version the person saw; 0 where there is nothing yet."""
    return fields.Integer(
        load_default=0,
        error_messages={"invalid": "版本号无效，请刷新后再试"},
        metadata={"label": "版本", "widget": "hidden"},
    )


def organisation_field() -> fields.String:
    """The agency whose record it is, by public id."""
    return fields.String(
        required=True,
        error_messages={"required": "请选择机关"},
        metadata={"label": "机关", "widget": "select"},
    )


def whole_field(label: str, least: int, most: int, hint: str = "", **more: Any) -> fields.Integer:
    """A whole number within bounds."""
    wrong = f"请填写 {least} 到 {most} 之间的整数"
    return fields.Integer(
        validate=validate.Range(least, most, error=wrong),
        error_messages={"required": f"请填写{label}", "invalid": wrong},
        metadata={"label": label, "hint": hint},
        **more,
    )


def parse_basis(line: str, _number: int) -> Basis:
    """``法律名称|条款``. Errors: ``ValueError``."""
    parts = _parts(line)
    if len(parts) < BASIS_LINE or not parts[1]:
        raise ValueError("写成“依据名称|条款”，例如 中华人民共和国食品安全法|第一百一十条")
    return Basis(parts[0], parts[1])


def parse_standard(line: str, number: int) -> StandardEntry:
    """``检查内容|依据|答案、答案``. Errors: ``ValueError``."""
    parts = _parts(line)
    if len(parts) < STANDARD_LINE or not parts[1]:
        raise ValueError("写成“检查内容|依据|可选答案”，可选答案不填则为符合、不符合、不涉及")
    answers = tuple(re.split(r"[、,，]", parts[2])) if len(parts) > STANDARD_LINE and parts[2] else ANSWERS
    return StandardEntry(number, parts[0], parts[1], answers)


def parse_leave(line: str, _number: int) -> Leave:
    """``2026-09-01至2026-09-05 理由``. Errors: ``ValueError``."""
    match = LEAVE.fullmatch(line)
    if match is None:
        raise ValueError("写成“2026-09-01至2026-09-05 年休假”")
    try:
        return Leave(date.fromisoformat(match[1]), date.fromisoformat(match[2]), match[3])
    except ValueError as error:
        raise ValueError("日期不存在") from error


def parse_conflict(line: str, _number: int) -> Conflict:
    """``统一社会信用代码 理由``. Errors: ``ValueError``."""
    code, _, reason = line.partition(" ")
    if len(code) != CODE_LENGTH or not reason.strip():
        raise ValueError("写成“18位统一社会信用代码 回避理由”")
    return Conflict(code.upper(), reason.strip())


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|｜]", line)]


def ratio_fields() -> dict[str, fields.Field[Any]]:
    """One field for each class, in percent."""
    return {
        f"ratio_{name.lower()}": Percent(
            required=True,
            error_messages={"required": f"请填写{name}类的抽查比例"},
            metadata={"label": f"{name}类比例（%）", "widget": "text"},
        )
        for name in CLASSES
    }


def ratios_of(data: Mapping[str, Any]) -> dict[str, int]:
    """The class -> basis points of a loaded form."""
    return {name: data[f"ratio_{name.lower()}"] for name in CLASSES}


_Ratios = Schema.from_dict(ratio_fields())
_Frequencies = Schema.from_dict(
    {f"frequency_{name.lower()}": whole_field(f"{name}类频次（次/年）", 0, 366, load_default=1) for name in CLASSES}
)


class ItemSchema(_Ratios, _Frequencies):  # type: ignore[misc, valid-type]
    """An item of the list."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    organisation = organisation_field()
    code = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9A-Za-z-]{2,40}\Z", error="编码由2到40个字母、数字和短横组成"),
        error_messages={"required": "请填写事项编码"},
        metadata={"label": "事项编码", "hint": "例如 SCJG-001；公布后不再改变"},
    )
    name = text_field("抽查事项名称")
    sub_item = text_field("抽查子项", required=False)
    kind = fields.Enum(
        ItemKind,
        by_value=True,
        required=True,
        error_messages={"required": "请选择事项类别", "unknown": "请选择事项类别"},
        metadata={
            "label": "事项类别",
            "widget": "radio",
            "choices": tuple((one.value, one.words) for one in ItemKind),
            "hint": "重点检查事项不设比例上限；一般检查事项严格控制比例",
            "basis": "国市监信〔2019〕38号",
        },
    )
    bases = Lines(
        parse_basis,
        load_default=(),
        metadata={
            "label": "抽查依据",
            "widget": "textarea",
            "hint": "一行一项：依据名称|条款",
            "basis": "国办发〔2015〕58号：没有依据的不得列入清单",
        },
    )
    subject = text_field("抽查主体", "写明层级，例如：市、县市场监督管理部门")
    object_kind = text_field("抽查对象", longest=100)
    methods = fields.List(
        fields.String(validate=validate.OneOf(METHODS)),
        load_default=list,
        metadata={"label": "抽查方式", "choices": tuple((one, one) for one in METHODS)},
    )
    qualification = text_field("检查人员要求", "需要专业资格的写明；没有则不填", required=False, longest=100)
    standard = Lines(
        parse_standard,
        load_default=(),
        metadata={
            "label": "检查标准",
            "widget": "textarea",
            "hint": "一行一项：检查内容|依据|可选答案；现场检查单按此锁定",
            "basis": "国办发〔2024〕54号：检查标准应当公布",
        },
    )
    yearly_cap = whole_field(
        "年度检查次数上限", 1, 366, "对同一企业每年不超过几次；没有公布则不填", load_default=None, allow_none=True
    )
    note = text_field("备注", required=False, longest=500)


def item_content(data: Mapping[str, Any]) -> ItemContent:
    """What ``ItemSchema`` loaded, as the content of a version."""
    return ItemContent(
        code=data["code"],
        name=data["name"],
        sub_item=data["sub_item"],
        bases=data["bases"],
        subject=data["subject"],
        object_kind=data["object_kind"],
        kind=data["kind"],
        ratios=ratios_of(data),
        frequency={name: data[f"frequency_{name.lower()}"] for name in CLASSES},
        methods=tuple(data["methods"]),
        qualification=data["qualification"],
        standard=data["standard"],
        yearly_cap=data["yearly_cap"],
        note=data["note"],
    )


class PublishItemSchema(Schema):
    """The first day on which a version counts."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    valid_from = day_field("施行日期", "不早于今天；上一版本到前一天为止")


class LibraryFileSchema(Schema):
    """An Excel file of objects."""

    class Meta:
        unknown = EXCLUDE

    organisation = organisation_field()
    file = fields.Raw(
        required=True,
        error_messages={"required": "请选择要上传的 Excel 文件"},
        metadata={"label": "检查对象名录（.xlsx）", "widget": "file", "hint": "用模板填写，第一行是列名"},
    )


class InspectorSchema(Schema):
    """What the library of inspectors says of a person."""

    class Meta:
        unknown = EXCLUDE

    version = version_field()
    active = fields.Boolean(load_default=False, metadata={"label": "在岗，参加随机抽取"})
    item_codes = fields.List(fields.String(), load_default=list, metadata={"label": "可检查事项"})
    qualified_items = fields.List(
        fields.String(),
        load_default=list,
        metadata={"label": "具备专业资格的事项", "hint": "只在事项要求专业资格时勾选"},
    )
    areas = fields.List(
        fields.String(), load_default=list, metadata={"label": "检查区域", "hint": "不选则为本机关全部辖区"}
    )
    specialities = text_field("专业特长", "用“、”隔开", required=False)
    load_limit = whole_field("一次抽取最多承担的对象数", 1, 1000, load_default=30)
    leaves = Lines(
        parse_leave,
        load_default=(),
        metadata={"label": "不在岗的日期", "widget": "textarea", "hint": "一行一段：2026-09-01至2026-09-05 年休假"},
    )
    conflicts = Lines(
        parse_conflict,
        load_default=(),
        metadata={
            "label": "应当回避的对象",
            "widget": "textarea",
            "hint": "一行一个：统一社会信用代码 理由",
            "basis": "行政处罚法第四十三条",
        },
    )
