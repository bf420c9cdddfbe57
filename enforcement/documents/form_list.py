"""The forms of the main line of the general procedure, each content with its article."""

from __future__ import annotations

from enforcement.documents.closing_forms import (
    CLOSING_APPROVAL,
    VOLUME_COVER,
    VOLUME_INDEX,
    VOLUME_NOTE,
)
from enforcement.documents.evaluation_forms import EVALUATION_GROUP_REPORT
from enforcement.documents.forms import (
    Audience,
    Data,
    Field,
    Form,
    Kind,
    Part,
    officers_field,
    opinion_field,
    party_fields,
)
from enforcement.documents.inspection_forms import INSPECTION_FORMS

APL44 = "行政处罚法第四十四条；市场监督管理行政处罚程序规定第五十七条"
APL45 = "行政处罚法第四十五条"
APL55 = "行政处罚法第五十五条；市场监督管理行政处罚程序规定第二十八条"
APL55_INQUIRY = "行政处罚法第五十五条；市场监督管理行政处罚程序规定第二十九条"
APL57 = "行政处罚法第五十七条"
APL57_2 = "行政处罚法第五十七条第二款；市场监督管理行政处罚程序规定第六十条"
APL58 = "行政处罚法第五十八条"
SAMR18 = "市场监督管理行政处罚程序规定第十八条"
SAMR19 = "市场监督管理行政处罚程序规定第十九条"
SAMR21 = "市场监督管理行政处罚程序规定第二十一条"
SAMR48 = "市场监督管理行政处罚程序规定第四十八条"
SAMR53 = "市场监督管理行政处罚程序规定第五十三条至第五十五条"
SAMR62 = "市场监督管理行政处罚程序规定第六十二条"
SAMR83 = "行政处罚法第六十一条；市场监督管理行政处罚程序规定第八十三条"
CPL87 = "民事诉讼法第八十七条"
CPL88 = "民事诉讼法第八十八条"
FINE7 = "罚款决定与罚款收缴分离实施办法第七条"
PUB8 = "市场监督管理行政处罚信息公示规定第八条"


def _apl59(item: str) -> str:
    return f"行政处罚法第五十九条第一款第{item}项"


def _fined(data: Data) -> bool:
    return (data.get("fine_fen") or 0) > 0


def _hearing_due(data: Data) -> bool:
    return data.get("hearing_due") is True


def _electronic(data: Data) -> bool:
    return data.get("electronic_consent") is True


SOURCE_REGISTER = Form(
    "source_register", "案件来源登记表", "案源", False, Audience.INTERNAL, Part.SUB, 1,
    (
        Field("source_kind", "案件来源", basis=SAMR18),
        Field("received_on", "收到日期", Kind.DATE, SAMR18),
        Field("informant_name", "提供人", required=False),
        Field("informant_phone", "提供人电话", required=False),
        Field("informant_id_no", "提供人证件号码", required=False),
        Field("informant_address", "提供人地址", required=False),
        Field("party_name", "被反映当事人", basis=SAMR18),
        Field("party_address", "当事人地址", required=False),
        Field("party_phone", "当事人电话", required=False),
        Field("clue", "线索内容", basis=SAMR18),
        Field("materials", "随附材料", Kind.LIST, required=False),
        Field("registered_by", "登记人", basis=SAMR18),
        Field("registered_on", "登记日期", Kind.DATE, SAMR18),
        Field("verification_due_on", "核查期限届满日", Kind.DATE, required=False),
        opinion_field("handling_opinion", "处理意见", SAMR18, required=False),
        opinion_field("head_opinion", "负责人意见", SAMR18, required=False),
    ),
)  # fmt: skip

FILING_APPROVAL = Form(
    "filing_approval", "立案审批表", "立案", False, Audience.INTERNAL, Part.MAIN, 1,
    (
        Field("case_title", "案由", basis=SAMR19),
        Field("source", "案件来源", basis=SAMR19),
        *party_fields(SAMR19),
        Field("facts", "核查情况和初步证据", basis=SAMR19),
        Field("breach_basis", "涉嫌违反的规定", basis=SAMR19),
        Field("penalty_basis", "处罚依据", basis=SAMR19),
        Field("conditions", "立案条件", Kind.LIST, SAMR19, at_least=4),
        officers_field("行政处罚法第四十二条；市场监督管理行政处罚程序规定第十九条"),
        opinion_field("unit_opinion", "承办机构意见", SAMR19, required=False),
        opinion_field("head_opinion", "负责人审批意见", SAMR19),
    ),
)  # fmt: skip

SCENE_RECORD = Form(
    "scene_record", "现场笔录", "", False, Audience.PARTY, Part.MAIN, 41,
    (
        Field("started_at", "检查开始时间", Kind.TIME, APL55),
        Field("ended_at", "检查结束时间", Kind.TIME, APL55),
        Field("place", "检查地点", basis=APL55),
        Field("party_name", "当事人", basis=APL55),
        Field("party_address", "住所（住址）", required=False),
        Field("person_present", "现场人员及职务", required=False),
        Field("witness", "见证人", required=False),
        officers_field("行政处罚法第四十二条第一款、第五十五条第一款"),
        Field("recorder", "记录人", required=False),
        Field("certificate_shown", "出示执法证件", Kind.DONE, "行政处罚法第五十五条第一款"),
        Field("rights_told", "告知陈述、申辩和申请回避的权利", Kind.DONE, SAMR21),
        Field("recusal", "是否申请回避", basis=SAMR21),
        Field("findings", "现场情况", basis=APL55),
        Field("measures", "采取的措施", required=False),
        Field("recordings", "音像记录", Kind.LIST, required=False),
        Field("signatures", "签名或者拒签注明", Kind.SIGNATURES, APL55),
    ),
)  # fmt: skip

INQUIRY_RECORD = Form(
    "inquiry_record", "询问笔录", "", False, Audience.PARTY, Part.MAIN, 42,
    (
        Field("started_at", "询问开始时间", Kind.TIME, APL55_INQUIRY),
        Field("ended_at", "询问结束时间", Kind.TIME, APL55_INQUIRY),
        Field("ordinal", "第几次询问", Kind.COUNT, required=False),
        Field("place", "询问地点", basis=APL55_INQUIRY),
        Field("person_name", "被询问人", basis=APL55_INQUIRY),
        Field("person_sex", "性别", required=False),
        Field("person_id_no", "证件号码", basis=APL55_INQUIRY),
        Field("person_phone", "联系电话", required=False),
        Field("person_address", "住址", required=False),
        Field("person_work", "工作单位和职务", required=False),
        Field("relation", "与本案关系", basis=APL55_INQUIRY),
        officers_field("行政处罚法第四十二条第一款、第五十五条第一款"),
        Field("recorder", "记录人", required=False),
        Field("certificate_shown", "出示执法证件", Kind.DONE, "行政处罚法第五十五条第一款"),
        Field("rights_told", "告知权利和义务", Kind.DONE, SAMR21),
        Field("recusal", "是否申请回避", basis=SAMR21),
        Field("exchanges", "询问内容", Kind.ROWS, APL55_INQUIRY,
              columns=(("question", "问"), ("answer", "答"))),
        Field("signatures", "签名或者拒签注明", Kind.SIGNATURES, APL55_INQUIRY),
    ),
)  # fmt: skip

EVIDENCE_LIST = Form(
    "evidence_list", "证据目录", "", False, Audience.INTERNAL, Part.MAIN, 40,
    (
        Field("case_title", "案由", basis=SAMR48),
        Field("evidence", "证据", Kind.ROWS, "行政处罚法第四十六条",
              columns=(("no", "序号"), ("name", "证据名称"), ("kind", "种类"), ("source", "来源"),
                       ("proves", "证明内容"), ("sha256", "文件摘要（SHA-256）"))),
        officers_field(),
        Field("listed_on", "制作日期", Kind.DATE, SAMR48),
    ),
)  # fmt: skip

INVESTIGATION_REPORT = Form(
    "investigation_report", "案件调查终结报告", "", False, Audience.INTERNAL, Part.SUB, 2,
    (
        Field("case_title", "案由", basis=SAMR48),
        *party_fields(SAMR48),
        Field("course", "案件来源、调查经过和采取强制措施的情况", basis=SAMR48),
        Field("facts", "调查认定的事实", basis=SAMR48),
        Field("evidence", "主要证据", Kind.LIST, SAMR48),
        Field("nature", "案件性质", basis=SAMR48),
        Field("penalty_basis", "处理依据", basis=SAMR48),
        Field("discretion", "自由裁量理由", basis=SAMR48),
        Field("proposal", "处理意见", Kind.LIST, SAMR48),
        officers_field(),
        Field("reported_on", "报告日期", Kind.DATE, SAMR48),
    ),
)  # fmt: skip

REVIEW_OPINION = Form(
    "review_opinion", "法制审核意见书", "法审", False, Audience.INTERNAL, Part.SUB, 3,
    (
        Field("case_title", "案由", basis=SAMR53),
        Field("submitted_by", "送审机构", basis=SAMR53),
        Field("received_on", "收到完整材料日期", Kind.DATE, SAMR53),
        Field("due_on", "审核期限届满日", Kind.DATE, required=False),
        Field("round", "第几轮审核", Kind.COUNT, SAMR53),
        Field("triggers", "应当审核的理由", Kind.LIST, APL58),
        Field("items", "审核内容", Kind.ROWS, SAMR53,
              columns=(("item", "审核内容"), ("result", "审核结论"), ("note", "说明"))),
        Field("opinion", "审核意见", basis=SAMR53),
        Field("reasons", "理由", basis=SAMR53),
        Field("reviewer", "审核人员", basis=APL58),
        Field("reviewer_qualification_no", "法律职业资格证书编号",
              basis="行政处罚法第五十八条第二款"),
        Field("reviewed_on", "审核日期", Kind.DATE, SAMR53),
        Field("content_digest", "所审内容的摘要（SHA-256）", required=False),
    ),
)  # fmt: skip

PENALTY_NOTICE = Form(
    "penalty_notice", "行政处罚告知书", "罚告", True, Audience.PARTY, Part.MAIN, 30,
    (
        *party_fields(APL44),
        Field("case_title", "案由", required=False),
        Field("facts", "查明的事实", basis=APL44),
        Field("evidence", "证据", required=False),
        Field("breach_basis", "违反的规定", basis=APL44),
        Field("reasons", "处罚理由（含裁量理由）", basis=APL44),
        Field("penalty_basis", "处罚依据", basis=APL44),
        Field("intended_penalties", "拟作出的行政处罚", Kind.LIST, APL44),
        Field("statement_right", "陈述、申辩的权利和期限", basis=APL44),
        Field("hearing_due", "是否符合听证条件", Kind.YES_NO, "行政处罚法第六十三条"),
        Field("hearing_right", "要求听证的权利和期限",
              basis="行政处罚法第六十三条、第六十四条", when=_hearing_due),
        Field("contact_name", "联系人", basis=APL44),
        Field("contact_phone", "联系电话", basis=APL44),
        Field("contact_address", "联系地址", basis=APL44),
    ),
)  # fmt: skip

STATEMENT_RECORD = Form(
    "statement_record", "陈述申辩笔录", "", False, Audience.PARTY, Part.MAIN, 71,
    (
        Field("received_on", "陈述申辩日期", Kind.DATE, APL45),
        Field("place", "地点", basis=APL45),
        Field("way", "方式", required=False),
        Field("person_name", "陈述申辩人", basis=APL45),
        Field("relation", "与当事人关系", required=False),
        officers_field(),
        Field("content", "陈述、申辩内容", basis=APL45),
        Field("evidence", "提交的证据", Kind.LIST, required=False),
        Field("adoption", "复核意见（采纳、部分采纳、不予采纳）", basis=APL45),
        Field("reply", "复核理由", basis=APL45),
        Field("reviewed_by", "复核人", basis=APL45),
        Field("reviewed_on", "复核日期", Kind.DATE, APL45),
        Field("signatures", "签名或者拒签注明", Kind.SIGNATURES, APL45, required=False),
    ),
)  # fmt: skip

DISCUSSION_RECORD = Form(
    "discussion_record", "集体讨论记录", "", False, Audience.INTERNAL, Part.SUB, 61,
    (
        Field("case_title", "案由", basis=APL57_2),
        Field("started_at", "讨论开始时间", Kind.TIME, APL57_2),
        Field("ended_at", "讨论结束时间", Kind.TIME, required=False),
        Field("place", "地点", basis=APL57_2),
        Field("chair", "主持人", basis=APL57_2),
        Field("attendees", "出席人员", Kind.LIST, APL57_2, at_least=2),
        Field("observers", "列席人员", Kind.LIST, required=False),
        Field("recorder", "记录人", basis=APL57_2),
        Field("report", "案情汇报", basis=APL57_2),
        Field("opinions", "讨论意见", Kind.ROWS, APL57_2,
              columns=(("name", "姓名"), ("opinion", "意见"))),
        Field("conclusion", "结论性意见", basis=APL57_2),
        Field("signatures", "签名", Kind.SIGNATURES, required=False),
    ),
)  # fmt: skip

DECISION_APPROVAL = Form(
    "decision_approval", "行政处理决定审批表", "", False, Audience.INTERNAL, Part.SUB, 62,
    (
        Field("case_title", "案由", basis=APL57),
        *party_fields(APL57),
        Field("facts", "违法事实和证据", basis=APL57),
        Field("notice_course", "告知和陈述申辩情况", basis="行政处罚法第六十二条"),
        Field("review_result", "审核意见", required=False),
        Field("discussion_result", "集体讨论结论", required=False),
        Field("penalty_basis", "处理依据", basis=APL57),
        Field("proposal", "处理意见", Kind.LIST, APL57),
        officers_field(),
        opinion_field("unit_opinion", "承办机构意见", APL57, required=False),
        opinion_field("head_opinion", "负责人决定", APL57),
    ),
)  # fmt: skip

PENALTY_DECISION = Form(
    "penalty_decision", "行政处罚决定书", "处罚", True, Audience.PARTY, Part.MAIN, 20,
    (
        *party_fields(_apl59("一")),
        Field("case_title", "案由", required=False),
        Field("paragraphs", "正文", Kind.LIST, "行政处罚法第五十九条"),
        Field("facts", "违反法律、法规、规章的事实", basis=_apl59("二"), printed=True),
        Field("evidence", "证据", basis=_apl59("二"), printed=True),
        Field("breach_basis", "违反的规定", basis=_apl59("二"), printed=True),
        Field("statement_reply", "陈述、申辩的采纳情况及理由", basis=SAMR62, printed=True),
        Field("discretion", "裁量理由", required=False, printed=True),
        Field("penalty_basis", "行政处罚的依据", basis=_apl59("三"), printed=True),
        Field("penalties", "行政处罚的种类", Kind.LIST, _apl59("三"), printed=True),
        Field("performance", "履行方式和期限", basis=_apl59("四"), printed=True),
        Field("fine_fen", "罚款数额", Kind.FEN, _apl59("三"), required=False, printed=True),
        Field("confiscation_fen", "没收违法所得数额", Kind.FEN, _apl59("三"), required=False,
              printed=True),
        Field("collecting_body", "代收机构名称", basis=FINE7, when=_fined, printed=True),
        Field("collecting_address", "代收机构地址", basis=FINE7, when=_fined, printed=True),
        Field("surcharge", "逾期缴纳是否加处罚款", basis=FINE7, when=_fined, printed=True),
        Field("review_organ", "行政复议机关", basis=_apl59("五"), printed=True),
        Field("review_term", "申请行政复议的途径和期限",
              basis=_apl59("五") + "；行政复议法第二十条", printed=True),
        Field("court", "管辖法院", basis=_apl59("五"), printed=True),
        Field("suit_term", "提起行政诉讼的途径和期限",
              basis=_apl59("五") + "；行政诉讼法第四十六条", printed=True),
        Field("publication_notice", "处罚信息将公示的告知", basis=PUB8, printed=True),
    ),
)  # fmt: skip

ADDRESS_CONFIRMATION = Form(
    "address_confirmation", "送达地址确认书", "", False, Audience.PARTY, Part.MAIN, 39,
    (
        Field("party_name", "当事人", basis=SAMR83),
        Field("recipient", "收件人", basis=SAMR83),
        Field("address", "送达地址", basis=SAMR83),
        Field("postcode", "邮政编码", required=False),
        Field("phone", "联系电话", basis=SAMR83),
        Field("electronic_consent", "是否同意电子送达", Kind.YES_NO, "民事诉讼法第九十条"),
        Field("electronic_kind", "电子送达方式", basis="民事诉讼法第九十条", when=_electronic),
        Field("electronic_address", "电子送达地址", basis="民事诉讼法第九十条", when=_electronic),
        Field("told", "已告知事项", basis=SAMR83),
        Field("confirmed_on", "确认日期", Kind.DATE, SAMR83),
        Field("signatures", "当事人签名", Kind.SIGNATURES, SAMR83),
    ),
)  # fmt: skip

SERVICE_RECEIPT = Form(
    "service_receipt", "送达回证", "", False, Audience.PARTY, Part.MAIN, 31,
    (
        Field("document_title", "送达文书名称", basis=CPL87),
        Field("document_number", "文书文号", required=False),
        Field("document_public_id", "送达文书编号", basis=CPL87),
        Field("addressee", "受送达人", basis=CPL87),
        Field("mode", "送达方式", basis=CPL87),
        Field("place", "送达地点", basis=CPL87),
        Field("acted_on", "送达日期", Kind.DATE, CPL87),
        Field("served_on", "视为送达日期", Kind.DATE, CPL87),
        Field("rule", "送达日期的依据", basis=CPL87),
        Field("recipient", "签收人", required=False),
        Field("relation", "签收人与受送达人关系", required=False),
        Field("refusal", "拒收事由和日期", required=False),
        Field("witness", "见证人", required=False),
        Field("recording", "音像记录", required=False),
        officers_field(CPL88),
        Field("note", "备注", required=False),
        Field("signatures", "受送达人签名", Kind.SIGNATURES, required=False),
    ),
)  # fmt: skip

FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        SOURCE_REGISTER, FILING_APPROVAL, SCENE_RECORD, INQUIRY_RECORD, EVIDENCE_LIST,
        INVESTIGATION_REPORT, REVIEW_OPINION, PENALTY_NOTICE, STATEMENT_RECORD,
        DISCUSSION_RECORD, DECISION_APPROVAL, PENALTY_DECISION, ADDRESS_CONFIRMATION,
        SERVICE_RECEIPT, CLOSING_APPROVAL, VOLUME_COVER, VOLUME_INDEX, VOLUME_NOTE,
        *INSPECTION_FORMS, EVALUATION_GROUP_REPORT,
    )
}  # fmt: skip
"""Form code -> form."""
