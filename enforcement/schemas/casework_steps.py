"""Forms of the steps of a case: approvals, review, notice, statement, discussion, decision, performance, closing."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from enforcement.casework.commands import (
    AnswerApproval,
    AnswerStatement,
    CaseCommand,
    Conclude,
    Decide,
    ExtendTerm,
    HoldDiscussion,
    RecordPayment,
    RecordStatement,
    RecordWaiver,
    SendForApproval,
    ServePaper,
    SettleGoods,
)
from enforcement.casework.decision_text import ADOPTED_WORDS
from enforcement.casework.services.notices import STATEMENT_FORMS
from enforcement.rules.service import MODE_NAMES
from enforcement.schemas.casework_fields import (
    CaseSchema,
    choice,
    day,
    flag,
    moment,
    money,
    picture,
    presence,
    prose,
    rows,
    several,
    text,
)

OPINIONS = (("name", "姓名"), ("opinion", "意见"))
ANSWERS = (("agree", "同意"), ("return", "退回"))


class StepSchema(CaseSchema):
    """A step that asks nothing more than to be taken."""

    command = CaseCommand


class AskSchema(CaseSchema):
    """Ask the head: filing or closing."""

    command = SendForApproval
    opinion = prose("承办机构意见", rows=3)


class AnswerApprovalSchema(CaseSchema):
    """The head's answer; the approval is given when the schema is made."""

    command = AnswerApproval
    answer = choice("负责人意见", ANSWERS, widget="radio")
    reason = prose("理由", required=False, rows=3, hint="退回的必须写明；同意的可以写明要求")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Agree or return."""
        agree = data.pop("answer") == "agree"
        return super().parts({**data, "agree": agree})


class ConcludeSchema(CaseSchema):
    """How the investigation went."""

    command = Conclude
    course = prose(
        "案件来源、调查经过和采取强制措施的情况",
        basis="市场监督管理行政处罚程序规定第四十八条",
        hint="写进案件调查终结报告；证据目录和报告同时生成",
    )


class ServePaperSchema(CaseSchema):
    """How a paper was served; what is asked depends on the mode."""

    command = ServePaper
    mode = choice("送达方式", {mode.value: name for mode, name in MODE_NAMES.items()}, widget="radio")
    served_on = day("送达日期", hint="签收、留置、到达、回执注明或者发出公告的日期", basis="民事诉讼法第八十七条")
    place = text("送达地点", 300, hint="电子送达写接收地址，公告送达写公告的载体")
    server_ids = several(
        "送达人",
        fields.Integer(error_messages={"invalid": "请从列表中选择送达人"}),
        basis="行政处罚法第四十二条第一款：不得少于两人",
    )
    recipient = text("签收人", 100, required=False, hint="直接送达、委托送达填写")
    relation = text("与受送达人的关系", 100, required=False, hint="直接送达填写，例如本人、法定代表人、同住成年家属")
    signature_png = picture("签收人签名", hint="直接送达须签收人在屏幕上签名，或者上传签名照片")
    refusal = prose("拒收事由和日期", required=False, rows=2, hint="留置送达填写", basis="民事诉讼法第八十九条")
    witness = text("见证人", 200, required=False, hint="留置送达：见证人姓名、单位；没有见证人的选择录像")
    recording_id = choice("送达过程的音像记录", required=False, hint="留置送达没有见证人时必须有")
    note = prose(
        "备注", required=False, rows=2, hint="邮寄：邮件号码和签收情况；委托：受托机关；公告：原因和采用过的方式"
    )


class RecordStatementSchema(CaseSchema):
    """What the party brings forward."""

    command = RecordStatement
    received_on = day("收到日期")
    form = choice("方式", STATEMENT_FORMS, widget="radio")
    content = prose("陈述、申辩的事实、理由和证据", basis="行政处罚法第四十五条", hint="当事人原意照录")
    asks_hearing = flag("要求听证", basis="行政处罚法第六十三条、第六十四条")


class AnswerStatementSchema(CaseSchema):
    """Whether the statement was adopted."""

    command = AnswerStatement
    adopted = choice("复核结论", ADOPTED_WORDS, widget="radio", basis="行政处罚法第四十五条第一款")
    answer = prose("复核意见和理由", hint="写进决定书；不得因陈述、申辩给予更重的处罚")


class RecordWaiverSchema(CaseSchema):
    """The clear waiver."""

    command = RecordWaiver
    waived_on = day("放弃的日期", basis="行政处罚法第六十二条")
    words = prose("当事人的原话", rows=2, hint="明确表示放弃陈述、申辩和要求听证的权利")
    signature_png = picture("当事人签名", hint="口头放弃、没有签名的可以不签，写明原话")


class HoldDiscussionSchema(CaseSchema):
    """The heads' discussion."""

    command = HoldDiscussion
    held_at = moment("讨论时间")
    place = text("地点", 200)
    chair = text("主持人", 100)
    recorder = text("记录人", 100)
    opinions = rows("出席的负责人和各自意见", OPINIONS, required=True, basis="行政处罚法第五十七条第二款")
    answer = choice("结论", (("agree", "同意处罚建议"), ("return", "不同意处罚建议")), widget="radio")
    conclusion = prose("结论性意见", rows=3)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Everybody named was there; everybody there said something."""
        opinions = data["opinions"]
        lacking = [no for no, (name, opinion) in enumerate(opinions, start=1) if not name or not opinion]
        if lacking:
            raise ValidationError({"opinions": [f"第 {no} 行的姓名和意见都要填写" for no in lacking]})
        attendees = tuple(dict.fromkeys(name for name, _opinion in opinions))
        if len(attendees) < len(opinions):
            raise ValidationError({"opinions": ["同一人只填一行"]})
        agreed = data.pop("answer") == "agree"
        return super().parts({**data, "attendees": attendees, "agreed": agreed})


class DecideSchema(CaseSchema):
    """The head's decision."""

    command = Decide
    fine_fen = money(
        "罚款", hint="不填时按审核通过的金额；改动金额须退回重新审核", basis="行政处罚法第五十七条、第五十九条"
    )
    opinion = prose("负责人意见", rows=3, initial="同意处罚建议，作出行政处罚决定。")


class ExtendTermSchema(CaseSchema):
    """More time for the case."""

    command = ExtendTerm
    reason = prose("延长的理由", rows=3, basis="行政处罚法第六十条；市场监督管理行政处罚程序规定第六十四条")
    days = fields.Integer(
        **presence("再延长的天数", required=False, missing=None),
        strict=False,
        metadata={"label": "再延长的天数", "hint": "第一次延长不填；再次延长须经集体讨论，写明天数"},
    )


class RecordPaymentSchema(CaseSchema):
    """A payment at the bank."""

    command = RecordPayment
    paid_on = day("缴款日期")
    amount_fen = money("金额", required=True, negative=True, hint="更正多记的，登记一笔负数")
    slip_no = text("缴款书（票据）号码", 60)
    channel = text("缴款渠道", 60, initial="代收银行", basis="行政处罚法第六十七条")


class SettleGoodsSchema(CaseSchema):
    """What became of confiscated goods."""

    command = SettleGoods
    settled_on = day("处理日期")
    how = prose("处理方式和结果", rows=3, basis="行政处罚法第七十四条", hint="销毁、拍卖、移交；数量、地点、见证人")
