"""Forms of a case up to the proposal: lead, officers in charge, facts, records, evidence, proposal.

The forms of the steps after it stand in :mod:`enforcement.schemas.casework_steps`.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from enforcement.casework.commands import (
    AddEvidence,
    AddNote,
    AmendEvidence,
    AssignHandlers,
    ExcludeEvidence,
    MakeRecord,
    Propose,
    RegisterLead,
    StateFacts,
    VerifyEvidence,
)
from enforcement.casework.services import EVIDENCE_KINDS, PARTY_KINDS, SOURCE_KINDS
from enforcement.rules.facts_catalogue import GRADE_NAMES
from enforcement.schemas.casework_fields import (
    CaseSchema,
    choice,
    day,
    flag,
    moment,
    money,
    picture,
    prose,
    rows,
    several,
    text,
)

FLAGS: dict[str, str] = {
    "public_interest": "涉及重大公共利益",
    "complex": "案情疑难复杂、涉及多个法律关系",
    "grave": "属于重大违法行为",
}
"""What a person marks on a case; legal review or collective discussion follow from it."""
USCC_RULE = validate.Regexp(r"(?:[0-9A-HJ-NPQRTUWXY]{18})?\Z", error="统一社会信用代码是 18 位数字或者大写字母")
QUESTIONS = (("question", "问"), ("answer", "答"))


class RegisterLeadSchema(Schema):
    """A lead: the agency is given when the schema is made."""

    class Meta:
        """The token comes in the same form."""

        unknown = "exclude"

    source_kind = choice("案件来源", SOURCE_KINDS, widget="radio", basis="市场监督管理行政处罚程序规定第十八条")
    received_on = day("收到线索的日期", hint="核查期限从这一天起算")
    source_text = prose("线索内容", hint="何时、何地、何人、何事；原话照录")
    party_kind = choice("当事人类型", PARTY_KINDS, widget="radio")
    party_name = text("当事人名称（姓名）", 200, hint="与营业执照或者身份证件一致")
    party_uscc = fields.String(
        load_default="",
        validate=USCC_RULE,
        metadata={"label": "统一社会信用代码", "hint": "单位和个体工商户填写，18 位"},
    )
    legal_representative = text("法定代表人、负责人（经营者）", 100, required=False)
    party_address = text("住所（经营场所）", 300, required=False)
    party_phone = text("联系电话", 40, required=False)
    party_id_type = text("身份证件种类", 30, required=False, hint="自然人填写")
    party_id_no = text("身份证件号码", 40, required=False)
    party_born_on = day("出生日期", required=False, hint="自然人填写；不满十四周岁的不予行政处罚")
    title = text("案件名称", 300, required=False, hint="不填时按当事人名称生成")

    def __init__(self, org_id: int) -> None:
        super().__init__()
        self._org_id = org_id

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> RegisterLead:
        return RegisterLead(org_id=self._org_id, **data)


class AssignHandlersSchema(CaseSchema):
    """The officers in charge."""

    command = AssignHandlers
    officer_ids = several(
        "承办的执法人员",
        fields.Integer(error_messages={"invalid": "请从列表中选择执法人员"}),
        hint="至少两名，证件当日有效、领域相符",
        basis="行政处罚法第四十二条第一款",
    )


class StateFactsSchema(CaseSchema):
    """The facts of the case and the power item."""

    command = StateFacts
    item_code = choice("行政处罚事项", hint="只列出违法行为发生时有效的事项", basis="行政处罚法第三十八条")
    acted_on = day("违法行为发生（终了）日期", hint="适用这一天有效的依据", basis="行政处罚法第三十六条、第三十七条")
    discovered_on = day("发现日期")
    place = text("违法行为地点", 300, basis="行政处罚法第二十二条")
    facts_text = prose(
        "查明的事实",
        hint="时间、地点、行为、数量、金额；写进报告、告知书和决定书的就是这段文字",
        basis="行政处罚法第四十条、第五十四条",
    )
    goods_value_fen = money("货值金额", hint="决定罚款幅度；没有的填 0")
    illegal_income_fen = money("违法所得", hint="没有的填 0", basis="行政处罚法第二十八条第二款")
    harm = flag("涉及公民生命健康安全、金融安全且有危害后果", hint="追责时效为五年", basis="行政处罚法第三十六条第一款")
    flags = several("本案情形", fields.String(validate=validate.OneOf(list(FLAGS))), FLAGS, required=False)


class _RecordSchema(CaseSchema):
    """What records of inspection and inquiry share; the kind is given when the schema is made."""

    command = MakeRecord
    started_at = moment("开始时间")
    ended_at = moment("结束时间")
    place = text("地点", 300)
    officer_ids = several(
        "执法人员",
        fields.Integer(error_messages={"invalid": "请从列表中选择执法人员"}),
        basis="行政处罚法第四十二条第一款：不得少于两人",
    )
    certificate_shown = flag("已主动出示执法证件", basis="行政处罚法第五十五条第一款")
    rights_told = flag(
        "已告知陈述、申辩和申请回避的权利，以及配合调查的义务", basis="行政处罚法第四十三条、第四十四条、第五十五条"
    )
    recusal = text("是否申请回避", 200, initial="不申请回避", hint="申请回避的写明理由和处理")
    signature_png = picture("当事人签名", hint="先请当事人读一遍笔录，没有出入再签")
    refusal = prose("拒绝签名的情况", required=False, rows=2, hint="写明原因和在场见证人；签名和拒签只填一项")
    colleague_png = picture("一起去的执法人员签名", hint="您的签名以登录账号为准；和您一起去的执法人员在这里签")


class SceneRecordSchema(_RecordSchema):
    """The record of an on-site inspection (现场笔录)."""

    respondent = text("现场负责人（当事人）姓名", 100)
    respondent_role = text("职务", 60, required=False)
    content = prose("现场情况", hint="看到什么、在哪里、多少；只写事实，不写结论", rows=8)
    measures = prose("采取的措施", required=False, rows=2)

    class Meta:
        """The order of the form."""

        unknown = "exclude"
        fields = (
            "version", "started_at", "ended_at", "place", "officer_ids", "certificate_shown", "rights_told",
            "recusal", "respondent", "respondent_role", "content", "measures", "signature_png", "refusal",
            "colleague_png",
        )  # fmt: skip

    def __init__(self, **bound: Any) -> None:
        super().__init__(kind="scene", **bound)


class InquiryRecordSchema(_RecordSchema):
    """The record of an inquiry (询问笔录)."""

    respondent = text("被询问人姓名", 100)
    respondent_role = text("与当事人的关系、职务", 60)
    respondent_id_no = text("身份证件号码", 40, required=False)
    exchanges = rows("问和答", QUESTIONS, required=True, basis="行政处罚法第五十五条第二款")

    class Meta:
        """The order of the form."""

        unknown = "exclude"
        fields = (
            "version", "started_at", "ended_at", "place", "officer_ids", "certificate_shown", "rights_told",
            "recusal", "respondent", "respondent_role", "respondent_id_no", "exchanges", "signature_png", "refusal",
            "colleague_png",
        )  # fmt: skip

    def __init__(self, **bound: Any) -> None:
        super().__init__(kind="inquiry", **bound)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """A question without an answer, or the other way round, is not taken."""
        lacking = [no for no, (ask, answer) in enumerate(data["exchanges"], start=1) if not ask or not answer]
        if lacking:
            raise ValidationError({"exchanges": [f"第 {no} 行的问和答都要填写" for no in lacking]})
        return super().parts(data)


class AddEvidenceSchema(CaseSchema):
    """A piece of evidence."""

    command = AddEvidence
    kind = choice("证据种类", [(one, one) for one in EVIDENCE_KINDS], basis="行政处罚法第四十六条第一款")
    title = text("名称", 200)
    document_id = choice("本案文书", required=False, hint="笔录等已在系统中制作的文书")
    recording_id = choice("本案音像记录", required=False, hint="照片、录像、扫描件；摘要列入证据目录")
    source = text("来源", 200, required=False, hint="谁、在哪里、怎样取得")
    proves = prose("证明内容", rows=2)
    collected_on = day("取得日期")


class AmendEvidenceSchema(CaseSchema):
    """Other words for a piece of evidence."""

    command = AmendEvidence
    title = text("名称", 200)
    proves = prose("证明内容", rows=2)


class VerifyEvidenceSchema(CaseSchema):
    """The evidence was checked."""

    command = VerifyEvidence


class ExcludeEvidenceSchema(CaseSchema):
    """Why the evidence no longer counts."""

    command = ExcludeEvidence
    reason = prose("排除的理由", rows=2, basis="行政处罚法第四十六条第三款", hint="证据仍在案卷中，不再列入证据目录")


class ProposeSchema(CaseSchema):
    """The penalty proposed."""

    command = Propose
    kinds = several("处罚种类", fields.String(), basis="行政处罚法第九条")
    band_when = choice("适用情形", required=False, hint="法条分情形规定罚款幅度的，选择本案的情形")
    fine_fen = money("罚款", missing=0, hint="没有罚款的不填")
    confiscation_fen = money("没收违法所得", missing=0)
    confiscation_text = text("没收的物品", 500, required=False, hint="名称、数量；例如超过保质期的食品 38 件")
    other_penalty = text("其他处罚的内容", 500, required=False)
    grade = choice(
        "裁量阶次",
        {grade.value: name for grade, name in GRADE_NAMES.items()},
        widget="radio",
        basis="行政处罚法第三十四条；国办发〔2022〕27号",
    )
    grade_reasons = prose("裁量理由", hint="案件事实怎样符合这个阶次的条件；写事实，不写结论")
    mitigation = prose("减轻处罚的情形", required=False, rows=2, basis="行政处罚法第三十二条")
    departure = prose(
        "偏离裁量基准的理由", required=False, rows=2, hint="不按所选阶次的标准处罚时写明；须经负责人批准或者集体讨论"
    )


class AddNoteSchema(CaseSchema):
    """A line for the timeline."""

    command = AddNote
    text = prose("办案记事", rows=3, hint="写下后不能删除，只能补充", basis="行政处罚法第四十七条")
