"""Forms of visits, approvals, alarms, ratings and complaints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from enforcement.foundation.clock import SHANGHAI
from enforcement.inspection.commands.visits import (
    AnswerAlarm,
    AnswerComplaint,
    AnswerVisit,
    AskVisit,
    MakeComplaint,
    RateVisit,
    RecordVisit,
)
from enforcement.inspection.oversight_states import ComplaintOutcome
from enforcement.rules.inspection.visits import EXEMPT_REASONS, OTHER_NAMES, OffSite, TaskSource, VisitKind
from enforcement.rules.inspection.voices import CATEGORIES, MOST_STARS, QUESTIONS
from enforcement.schemas.credit_codes import CreditCode

LONGEST_TEXT = 2_000
LONGEST_NAME = 200
LONGEST_NUMBER = 100
MOST_ASSISTANTS = 50
REQUIRED: dict[str, Any] = {"required": "请填写", "null": "请填写"}
INSPECTIONS = tuple(kind for kind in VisitKind if not kind.other_name)
KINDS = tuple((kind.value, kind.words) for kind in INSPECTIONS)
OTHERS = tuple((kind.value, kind.words) for kind in VisitKind if kind in OTHER_NAMES)
SOURCES = tuple((one.value, one.words) for one in TaskSource)
EXEMPTIONS = tuple((one.code, one.words) for one in EXEMPT_REASONS.values())
OUTCOMES = tuple((one.value, one.words) for one in ComplaintOutcome)
STARS = tuple((str(stars), f"{stars}星") for stars in range(MOST_STARS, 0, -1))
NOTICE_54 = "国办发〔2024〕54号"


def _text(label: str, longest: int, *, needed: bool = True, widget: str = "text", **about: str) -> fields.String:
    options: dict[str, Any] = {"required": True} if needed else {"load_default": ""}
    return fields.String(
        **options,
        error_messages=REQUIRED,
        validate=validate.Length(max=longest, error=f"不超过{longest}个字"),
        metadata={"label": label, "widget": widget, **about},
    )


def _choice(
    label: str, choices: tuple[tuple[str, str], ...], *, needed: bool = True, widget: str = "select", **about: str
) -> fields.String:
    options: dict[str, Any] = {"required": True} if needed else {"load_default": ""}
    return fields.String(
        **options,
        error_messages={"required": "请选择", "null": "请选择"},
        validate=validate.OneOf([key for key, _ in choices] + ([] if needed else [""]), error="请从列表中选择"),
        metadata={"label": label, "widget": widget, "choices": choices, **about},
    )


def _uscc() -> CreditCode:
    return CreditCode(
        required=True,
        error_messages=REQUIRED,
        metadata={"label": "统一社会信用代码", "widget": "text", "hint": "营业执照上的18位代码，最后一位是校验码"},
    )


class AskVisitSchema(Schema):
    """行政检查审批表."""

    class Meta:
        unknown = EXCLUDE

    uscc = _uscc()
    name = _text("企业名称", LONGEST_NAME)
    kind = _choice("检查类别", KINDS)
    source = _choice("任务来源", SOURCES)
    source_document = _text("来源文书编号", LONGEST_NUMBER, needed=False, hint="投诉、交办、移送、计划等文书的编号")
    purpose = _text("检查的缘由和目的", LONGEST_TEXT, widget="textarea")
    items = fields.List(
        fields.String(),
        load_default=list,
        metadata={"label": "检查事项", "widget": "checkboxes", "basis": f"{NOTICE_54}：未经公布的事项不得检查"},
    )
    off_site_paper = _text("书面核查为什么不够", LONGEST_TEXT, needed=False, widget="textarea")
    off_site_data = _text("信息共享为什么不够", LONGEST_TEXT, needed=False, widget="textarea")
    off_site_smart = _text(
        "智慧监管为什么不够",
        LONGEST_TEXT,
        needed=False,
        widget="textarea",
        basis=f"{NOTICE_54}：能够非现场查清的，不入企",
    )
    officers = fields.List(
        fields.String(),
        load_default=list,
        metadata={"label": "执法人员（不少于两人）", "widget": "checkboxes", "basis": "行政处罚法第四十二条"},
    )
    assistants = fields.Integer(
        load_default=0,
        validate=validate.Range(0, MOST_ASSISTANTS, error=f"0 至 {MOST_ASSISTANTS} 人"),
        error_messages={"invalid": "请填写人数"},
        metadata={"label": "协助检查人员人数", "hint": "没有执法证件的人员不得单独检查"},
    )
    assistance_letter = _text(
        "异地协助函编号", LONGEST_NUMBER, needed=False, hint="检查外地企业时填写（民营经济促进法第六十四条）"
    )
    planned_from = fields.Date(
        required=True, error_messages={**REQUIRED, "invalid": "请填写日期"}, metadata={"label": "检查开始日期"}
    )
    planned_to = fields.Date(
        required=True, error_messages={**REQUIRED, "invalid": "请填写日期"}, metadata={"label": "检查结束日期"}
    )
    exempt_reason = _choice(
        "频次上限以外的情形", EXEMPTIONS, needed=False, hint="没有这些情形的不选；选了的另行统计，由监督机构跟踪"
    )
    urgent = fields.Boolean(load_default=False, metadata={"label": "情况紧急，已当场报告负责人，事后补办审批"})
    urgent_reason = _text("紧急情形和报告的对象", LONGEST_TEXT, needed=False, widget="textarea")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The parts of the command that the form names."""
        return {
            **{name: value for name, value in data.items() if not name.startswith("off_site_")},
            "kind": VisitKind(data["kind"]),
            "source": TaskSource(data["source"]),
            "items": tuple(data["items"]),
            "officers": tuple(data["officers"]),
            "off_site": {way: data[f"off_site_{way.value}"] for way in OffSite},
        }


def ask(org_id: int, data: dict[str, Any]) -> AskVisit:
    """The command of a filled-in form."""
    return AskVisit(org_id=org_id, **data)


class AnswerVisitSchema(Schema):
    """The head's answer."""

    class Meta:
        unknown = EXCLUDE

    version = fields.Integer(required=True, metadata={"widget": "hidden"})
    agreed = _choice("意见", (("true", "同意入企检查"), ("false", "不同意")), widget="radio")
    note = _text("说明", LONGEST_TEXT, needed=False, widget="textarea", hint="不同意的，写明理由")


def answer(public_id: str, data: dict[str, Any]) -> AnswerVisit:
    """The command of an answer."""
    return AnswerVisit(public_id, data["version"], data["agreed"] == "true", data["note"])


class OtherVisitSchema(Schema):
    """A visit under another name than inspection."""

    class Meta:
        unknown = EXCLUDE

    uscc = _uscc()
    name = _text("企业名称", LONGEST_NAME)
    kind = _choice("名义", OTHERS, basis=f"{NOTICE_54}：不得以观摩、督导、考察等名义变相检查；一律登记、单独统计")
    visited_at = fields.NaiveDateTime(
        required=True,
        error_messages={**REQUIRED, "invalid": "请填写日期和时间"},
        metadata={"label": "入企时间", "widget": "datetime"},
    )
    officers = fields.List(fields.String(), load_default=list, metadata={"label": "入企人员", "widget": "checkboxes"})
    purpose = _text("目的和内容", LONGEST_TEXT, widget="textarea")


def other_visit(org_id: int, data: dict[str, Any]) -> RecordVisit:
    """The command of a visit that was typed in: no scan was made."""
    local: datetime = data["visited_at"]
    return RecordVisit(
        org_id=org_id,
        uscc=data["uscc"],
        name=data["name"],
        kind=VisitKind(data["kind"]),
        visited_at=local.replace(tzinfo=SHANGHAI).astimezone(UTC),
        check_public_id=None,
        officer_ids=tuple(data["officers"]),
        scanned=False,
        purpose=data["purpose"],
    )


class AnswerAlarmSchema(Schema):
    """What was done about an alarm."""

    class Meta:
        unknown = EXCLUDE

    version = fields.Integer(required=True, metadata={"widget": "hidden"})
    answer = _text("核实的情况和处理意见", LONGEST_TEXT, widget="textarea")


def alarm_answer(public_id: str, data: dict[str, Any]) -> AnswerAlarm:
    """The command of an answer."""
    return AnswerAlarm(public_id, data["version"], data["answer"])


class RateSchema(Schema):
    """An anonymous rating."""

    class Meta:
        unknown = EXCLUDE

    stars = _choice("总体评价", STARS, widget="radio")
    answers = fields.List(
        fields.String(validate=validate.OneOf(list(QUESTIONS), error="请从列表中选择")),
        load_default=list,
        metadata={
            "label": "这次检查做到了哪些（没有做到的不勾）",
            "widget": "checkboxes",
            "choices": tuple(QUESTIONS.items()),
        },
    )
    text = _text("想说的话", LONGEST_TEXT, needed=False, widget="textarea", hint="请不要写能看出您是谁的内容")


def rating(code: str, data: dict[str, Any], *, staff_device: bool) -> RateVisit:
    """The command of a rating."""
    answers = {key: key in data["answers"] for key in QUESTIONS}
    return RateVisit(code, int(data["stars"]), answers, data["text"], staff_device)


class ComplainSchema(Schema):
    """A complaint about a visit."""

    class Meta:
        unknown = EXCLUDE

    category = _choice("投诉的事项", tuple(CATEGORIES.items()))
    text = _text("事实", LONGEST_TEXT, widget="textarea", hint="时间、人员、经过；可以写证据在哪里")
    contact = _text("联系方式", LONGEST_NAME, needed=False, hint="只有监督机构看得到；不填也受理")


def complaint(code: str, data: dict[str, Any]) -> MakeComplaint:
    """The command of a complaint."""
    return MakeComplaint(code, data["category"], data["text"], data["contact"])


class AnswerComplaintSchema(Schema):
    """The supervision organ's answer."""

    class Meta:
        unknown = EXCLUDE

    version = fields.Integer(required=True, metadata={"widget": "hidden"})
    outcome = _choice("结论", OUTCOMES, widget="radio")
    text = _text("答复", LONGEST_TEXT, widget="textarea", hint="投诉人凭投诉编号和查询码看到这段话")


def complaint_answer(number: str, data: dict[str, Any]) -> AnswerComplaint:
    """The command of an answer."""
    return AnswerComplaint(number, data["version"], ComplaintOutcome(data["outcome"]), data["text"])
