"""Forms and bodies of checks: what is typed becomes a command of ``inspection.commands.checks``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, fields, post_load

from enforcement.draws.states import ObjectReason, OfficerReason
from enforcement.inspection.commands import checks as commands
from enforcement.rules.inspection.checks import ORIGIN_NAMES, Origin, RequestKind
from enforcement.rules.inspection.results import BY_HAND, CODE_NAMES, KIND_NAMES, FollowUpKind, ResultCode
from enforcement.schemas.casework_fields import choice, day, flag, moment, picture, presence, prose, rows, several, text
from enforcement.schemas.credit_codes import CreditCode

CASE_ORIGINS = {one.value: words for one, words in ORIGIN_NAMES.items() if one is not Origin.DRAW}
CODES = {one.value: f"{one.value} {words}" for one, words in CODE_NAMES.items()}
TOLD_WAYS = ("当场告知", "直接送达", "电子送达", "邮寄送达")
RECUSALS = (OfficerReason.INTEREST, OfficerReason.RELATION, OfficerReason.ASKED)


class CheckSchema(Schema):
    """Loads a command on one check; ``check`` is given by the address when the schema is made."""

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
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


class OpenCaseCheckSchema(Schema):
    """A check outside the draw; the page fills the lists of items and officers."""

    class Meta:
        """The token comes in the same form."""

        unknown = "exclude"

    origin = choice("检查来源", CASE_ORIGINS, basis="优化营商环境条例第五十四条")
    reason = prose("检查缘由", rows=3)
    source_document = text("来源材料编号", 100, hint="投诉举报登记号、转办文号、数据监测编号、责令改正文书文号等")
    uscc = CreditCode(
        **presence("统一社会信用代码", required=True, missing=""),
        metadata={"label": "统一社会信用代码"},
    )
    name = text("名称", 200, required=False, hint="名录库中有的对象不用填写")
    address = text("地址", 300, required=False, hint="名录库中有的对象不用填写")
    item_codes = several("检查事项", fields.String())
    officer_ids = several("执法人员", fields.String(), basis="行政处罚法第四十二条")
    window_from = day("检查期间第一天")
    window_to = day("检查期间最后一天")

    def __init__(self, org_id: int) -> None:
        super().__init__()
        self._org_id = org_id

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> commands.OpenCaseCheck:
        listed = {name: tuple(data[name]) for name in ("item_codes", "officer_ids")}
        return commands.OpenCaseCheck(org_id=self._org_id, **{**data, **listed, "origin": Origin(data["origin"])})


class NameOfficersSchema(CheckSchema):
    """The head names the team."""

    command = commands.NameOfficers
    officer_ids = several("执法人员", fields.String(), basis="行政处罚法第四十二条")
    reason = prose("理由", required=False, rows=2)


class GiveUpCheckSchema(CheckSchema):
    """The draw has no lawful team for the object."""

    command = commands.GiveUpCheck
    reason = prose(
        "执法人员为什么都不能参加",
        rows=3,
        hint="名单上每个人被跳过的规则写在抽取页面上；这一户留在下一次抽取的名单里",
        basis="抽取规程：没有合法组合的，不得手工指派",
    )


class ExtendDaysSchema(CheckSchema):
    """New days for a check that was not made in its own."""

    command = commands.ExtendDays
    until = day("新的最后一天", hint="已经通知企业的，原通知书作废，检查前重新通知")
    reason = prose("为什么没有按期检查", rows=3, hint="理由和新的日期在任务页面上公开")


class EndMissedCheckSchema(CheckSchema):
    """A check whose days are over is not made any more."""

    command = commands.EndMissedCheck
    reason = prose(
        "为什么没有按期检查",
        rows=3,
        hint="对象和理由在任务页面上公开，计入未完成，并提示监督机构",
        basis="国办发〔2015〕58号：全过程留痕，结果公开",
    )


class AddAssistanceSchema(CheckSchema):
    """A letter of assistance."""

    command = commands.AddAssistance
    officer_id = choice("执法人员")
    letter_no = text("异地协助函编号", 100, basis="民营经济促进法第六十四条")


class AddThirdPartySchema(CheckSchema):
    """An expert or institution."""

    command = commands.AddThirdParty
    name = text("姓名", 60)
    organisation = text("单位", 200)
    agreement_no = text("委托协议编号", 100, basis="北京市优化营商环境条例第六十九条；没有协议的不能参加检查")
    task = prose("协助内容", required=False, rows=2)


class GiveNoticeSchema(CheckSchema):
    """The notice."""

    command = commands.GiveNotice
    visit_on = day("检查日期")
    papers = prose(
        "请企业准备的材料", required=False, rows=3, hint="一行一项；现场出示即可，不要求复印、不要求写汇报材料"
    )
    contact_name = text("联系人", 60, required=False)
    contact_phone = text("联系电话", 40, required=False)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Lines become a list."""
        return data | {"papers": tuple(line.strip() for line in data["papers"].splitlines() if line.strip())}


class ScanArrivalSchema(Schema):
    """The code at the door and who is there."""

    class Meta:
        """The token comes in the same form."""

        unknown = "exclude"

    code = text("检查码", 16)
    officer_ids = several("到场执法人员", fields.String(), basis="行政处罚法第四十二条：不少于两人")
    third_parties = several("到场的第三方人员", fields.String(), required=False)
    place = text("到场地点", 300, required=False, hint="可以填写定位或者门牌号")
    typed = flag("手工输入检查码", widget="hidden")

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> commands.ScanArrival:
        listed = {name: tuple(data[name]) for name in ("officer_ids", "third_parties")}
        return commands.ScanArrival(**{**data, **listed})


class EnterLateSchema(CheckSchema):
    """An arrival that could not be scanned."""

    command = commands.EnterLate
    arrived_at = moment("实际到场时间")
    reason = prose("没有当场扫码的原因", rows=3, basis="深府规〔2025〕6号：网络故障等情形，十日内补录并说明原因")
    officer_ids = several("到场执法人员", fields.String(), basis="行政处罚法第四十二条：不少于两人")
    third_parties = several("到场的第三方人员", fields.String(), required=False)
    place = text("到场地点", 300, required=False)


class AnswerChecklistSchema(CheckSchema):
    """Answers to entries of the checklist."""

    command = commands.AnswerChecklist
    answers = rows(
        "检查表",
        (("item_code", "事项"), ("entry_no", "序号"), ("answer", "检查情况"), ("note", "说明")),
        required=True,
    )


class AskWideningSchema(CheckSchema):
    """Ask to look at another item of the public list (C07)."""

    command = commands.AskHead
    subject = choice("增加的检查事项", hint="只能从本机关已经公布的检查事项清单中选择", basis="海南省条例第二十条")
    reason = prose("现场发现的情况和理由", rows=3)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The kind as the rules name it."""
        return data | {"kind": RequestKind.WIDENING}


class AskRepresentativeSchema(CheckSchema):
    """Ask for the legal representative's presence (C09)."""

    command = commands.AskHead
    subject = text("法定代表人姓名", 60)
    reason = prose("必须到场的理由", rows=3, basis="海南省条例第二十三条：说明理由，经主要负责人批准")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The kind as the rules name it."""
        return data | {"kind": RequestKind.REPRESENTATIVE}


class AskRecusalSchema(CheckSchema):
    """A recusal, proposed by an officer or asked for by the object (O05)."""

    command = commands.AskHead
    subject = choice("应当回避的执法人员")
    reason_code = choice("回避情形", {one.value: one.words for one in RECUSALS}, basis="行政处罚法第四十三条")
    reason = prose("具体理由", rows=3)
    by_object = flag("由检查对象提出")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The kind as the rules name it."""
        return data | {"kind": RequestKind.RECUSAL}


class AnswerHeadSchema(CheckSchema):
    """The head's answer; the request comes with the address."""

    command = commands.AnswerHead
    granted = choice("决定", {"yes": "同意", "no": "不同意"}, widget="radio")
    answer = prose("意见", required=False, rows=2)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Yes or no."""
        return data | {"granted": data["granted"] == "yes"}


class ReplaceObjectSchema(CheckSchema):
    """A drawn object that can't be checked, and who follows is no choice."""

    command = commands.ReplaceDrawnObject
    reason_code = choice(
        "更换理由",
        {one.value: one.words for one in ObjectReason},
        hint="只有这五种；联系不上、不在原址不是更换的理由，应当录入检查结果。理由和换下的对象会公开",
        basis="抽取规程：更换按同类下一个签号递补",
    )
    evidence = prose("依据的材料", rows=3, hint="例如注销通知书及文号、合并公告、管辖调整文件、联合检查通知")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The reason as the draws name it."""
        return data | {"reason_code": ObjectReason(data["reason_code"])}


class FinishRecordSchema(CheckSchema):
    """The record that ends the visit."""

    command = commands.FinishRecord
    ended_at = moment("检查结束时间")
    findings = prose("检查情况", rows=5)
    person = text("现场人员", 60)
    person_role = text("身份", 40, hint="例如：店长、员工")
    certificate_shown = flag("已出示行政执法证件", basis="行政处罚法第五十五条第一款")
    rights_told = flag("已告知陈述、申辩、申请回避和拒绝违法检查的权利", basis="行政处罚法第四十三条")
    opinion = prose("检查对象意见", rows=2, hint="没有意见的写“无异议”")
    representative = text(
        "到场的法定代表人",
        60,
        required=False,
        hint="只有经主要负责人批准要求到场的才填写",
        basis="海南省条例第二十三条",
    )
    signature_png = picture("现场人员签名")
    refusal = text("拒绝签名的情况", 200, required=False, hint="拒绝或者不能签名的，写明原因和在场的人")


class EnterResultSchema(CheckSchema):
    """The result codes."""

    command = commands.EnterResult
    codes = several("检查结果", fields.String(), CODES, hint="可以多选；“未发现问题”不能与其他结果并列")
    text = prose("具体情况", required=False, rows=4, hint="发现问题的，写明是什么、依据、已经责令什么")
    fixed_on = day("结果确定日期", hint="需要检验检测的，以收到检验结果之日为准")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Codes as the rules name them; unknown ones are refused as such."""
        return data | {"codes": tuple(ResultCode(one) for one in data["codes"] if one in CODES)}


class ReviewResultSchema(CheckSchema):
    """The second person's answer."""

    command = commands.ReviewResult
    passed = choice("审核意见", {"yes": "审核通过", "no": "退回修改"}, widget="radio")
    reason = prose("退回的理由", required=False, rows=2)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Yes or no."""
        return data | {"passed": data["passed"] == "yes"}


class TellResultSchema(CheckSchema):
    """How the object was told."""

    command = commands.TellResult
    way = choice("告知方式", [(one, one) for one in TOLD_WAYS], basis="海南省条例第二十二条")
    told_to = text("被告知人", 60)


class OpenFollowUpSchema(CheckSchema):
    """What is done about the result."""

    command = commands.OpenFollowUp
    kind = choice("处置方式", {one.value: KIND_NAMES[one] for one in BY_HAND})
    text = prose("处置内容", required=False, rows=3)
    due_on = day("改正或者办理的最后一天", required=False)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The kind as the rules name it."""
        return data | {"kind": FollowUpKind(data["kind"])}


class FinishFollowUpSchema(CheckSchema):
    """What came of it; the follow-up comes with the address."""

    command = commands.FinishFollowUp
    outcome = prose("办理结果", rows=3)
    link = text("关联编号", 100, required=False, hint="案件、回执、决定文号；改正的，填复查通知书文号或者书面材料编号")
