"""Complete contents of every form: one market-supervision case, told once."""

from __future__ import annotations

from typing import Any

from tests.domains.documents.evaluation_samples import evaluation_contents
from tests.domains.documents.inspection_samples import inspection_contents

OFFICERS = [
    {"name": "陈志远", "certificate_no": "云执法20240117"},
    {"name": "林晓岚", "certificate_no": "云执法20240118"},
]

PARTY = {
    "party_name": "云州市惠邻超市有限公司",
    "party_kind": "企业",
    "party_uscc": "91990102MA2HL7K66L",
    "party_id_no": "",
    "legal_representative": "周海平",
    "party_address": "云州市临江区江畔路66号",
    "party_phone": "0999-5550166",
}

TITLE = "云州市惠邻超市有限公司涉嫌经营超过保质期的食品案"
BREACH = "《中华人民共和国食品安全法》第三十四条第十项"
PENALTY_BASIS = "《中华人民共和国食品安全法》第一百二十四条第一款第五项"
FACTS = (
    "2026年8月5日，本局执法人员对当事人经营场所开展现场检查，发现货架上陈列待售的“麦田”牌牛奶味饼干等"
    "3种食品共38件，均已超过包装标示的保质期，货值金额合计1,126.40元"
)
EVIDENCE = "现场笔录、询问笔录、现场照片14张、音像记录2段、进货票据、当事人营业执照和食品经营许可证复印件"
REPLY = "当事人于9月30日提出陈述申辩，称系员工漏检、未造成危害，请求减轻处罚。本局复核认为，涉案食品在货架陈列时间最长达21日，不具备减轻处罚的法定情形，对该意见不予采纳"
DISCRETION = "货值金额不足一万元，本案拟处罚款金额已为法定幅度的下限"
PENALTIES = ["一、没收超过保质期的食品38件；", "二、处罚款50,000.00元（伍万元整）。"]
PERFORMANCE = "当事人应当自收到本决定书之日起十五日内缴纳罚款"
COLLECTING_BODY = "云州银行临江支行"
COLLECTING_ADDRESS = "云州市临江区滨河大道8号"
SURCHARGE = "逾期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额"
REVIEW_TERM = "自收到本决定书之日起六十日内向云州市人民政府申请行政复议"
SUIT_TERM = "在六个月内向云州市临江区人民法院提起行政诉讼"
PUBLICATION = "本行政处罚决定信息将依法向社会公示"

PARAGRAPHS = [
    f"{FACTS}。",
    f"上述事实，有{EVIDENCE}等证据证明。",
    f"本局认为，当事人的行为违反了{BREACH}的规定。{REPLY}。{DISCRETION}。依据{PENALTY_BASIS}的规定，决定：",
    *PENALTIES,
    f"{PERFORMANCE}，到{COLLECTING_BODY}（{COLLECTING_ADDRESS}）缴纳。{SURCHARGE}。",
    f"如不服本决定，可以{REVIEW_TERM}，或者{SUIT_TERM}。",
    f"{PUBLICATION}。",
]


def opinion(text: str, name: str, on: str) -> dict[str, str]:
    """An opinion as the forms take it."""
    return {"text": text, "name": name, "on": on}


def contents(signatures: list[str]) -> dict[str, dict[str, Any]]:
    """Form code -> complete contents; the records bear the given signatures."""
    return inspection_contents(OFFICERS, signatures) | evaluation_contents() | {
        "source_register": {
            "source_kind": "监督检查", "received_on": "2026-08-05", "clue": "日常监督检查中发现货架上有超过保质期的食品。",
            "party_name": PARTY["party_name"], "party_address": PARTY["party_address"], "party_phone": PARTY["party_phone"],
            "materials": ["现场照片14张"], "registered_by": "陈志远", "registered_on": "2026-08-05",
            "verification_due_on": "2026-08-26",
            "handling_opinion": opinion("建议核查。", "陈志远", "2026-08-05"),
            "head_opinion": opinion("同意核查，由陈志远、林晓岚办理。", "罗文", "2026-08-05"),
        },
        "filing_approval": {
            "case_title": TITLE, "source": "监督检查", **PARTY, "facts": FACTS + "。",
            "breach_basis": BREACH, "penalty_basis": PENALTY_BASIS,
            "conditions": ["有证据初步证明存在违反市场监督管理法律、法规、规章的行为；", "依据市场监督管理法律、法规、规章应当给予行政处罚；",
                           "属于本部门管辖；", "在给予行政处罚的法定期限内。"],
            "officers": OFFICERS,
            "unit_opinion": opinion("建议立案。", "王建", "2026-08-11"),
            "head_opinion": opinion("同意立案。", "罗文", "2026-08-12"),
        },
        "scene_record": {
            "started_at": "2026-08-05T01:30:00+00:00", "ended_at": "2026-08-05T03:05:00+00:00",
            "place": "云州市临江区江畔路66号惠邻超市一层食品区", "party_name": PARTY["party_name"],
            "party_address": PARTY["party_address"], "person_present": "周海平（法定代表人）", "witness": "",
            "officers": OFFICERS, "recorder": "林晓岚", "certificate_shown": True, "rights_told": True,
            "recusal": "不申请",
            "findings": "一、当事人正在营业，营业执照和食品经营许可证悬挂在收银台上方。\n二、食品区第三排货架第二层陈列待售“麦田”牌牛奶味饼干18袋，标示生产日期2025年7月14日、保质期12个月。\n三、同一货架另有2种食品共20件，均已超过保质期。",
            "measures": "对上述38件食品逐件拍照、清点，由当事人确认数量。",
            "recordings": ["1号执法记录仪视频2段", "照片14张"], "signatures": signatures,
        },
        "inquiry_record": {
            "started_at": "2026-08-13T06:00:00+00:00", "ended_at": "2026-08-13T07:10:00+00:00", "ordinal": 1,
            "place": "云州市市场监督管理局临江分局询问室", "person_name": "周海平", "person_sex": "男",
            "person_id_no": "990102198003070018", "person_phone": "13900000166", "person_address": "云州市临江区云溪路2号",
            "person_work": "云州市惠邻超市有限公司 法定代表人", "relation": "当事人的法定代表人", "officers": OFFICERS,
            "recorder": "林晓岚", "certificate_shown": True, "rights_told": True, "recusal": "不申请",
            "exchanges": [
                {"question": "超过保质期的食品是什么时候进的货？", "answer": "2025年8月进的货，有进货票据。"},
                {"question": "为什么没有下架？", "answer": "理货员漏检，我们没有建立临期食品检查制度。"},
                {"question": "以上笔录请你核对，有无补充？", "answer": "看过，和我说的一样，没有补充。"},
            ],
            "signatures": signatures,
        },
        "evidence_list": {
            "case_title": TITLE,
            "evidence": [
                {"no": "1", "name": "现场笔录", "kind": "勘验笔录、现场笔录", "source": "本局制作", "proves": "现场陈列待售超过保质期的食品", "sha256": "a1" * 32},
                {"no": "2", "name": "现场检查视频", "kind": "视听资料", "source": "执法记录仪", "proves": "检查经过、食品数量和位置", "sha256": "b2" * 32},
            ],
            "officers": OFFICERS, "listed_on": "2026-08-20",
        },
        "investigation_report": {
            "case_title": TITLE, **PARTY, "course": "2026年8月5日检查发现，8月12日立案。调查期间没有采取行政强制措施。",
            "facts": FACTS + "。", "evidence": [EVIDENCE + "。"], "nature": f"当事人的行为违反了{BREACH}的规定，属于经营超过保质期的食品。",
            "penalty_basis": PENALTY_BASIS + "。", "discretion": DISCRETION + "。", "proposal": PENALTIES, "officers": OFFICERS,
            "reported_on": "2026-09-10",
        },
        "review_opinion": {
            "case_title": TITLE, "submitted_by": "综合执法大队", "received_on": "2026-09-11", "due_on": "2026-09-25", "round": 2,
            "triggers": ["对企业罚款五万元以上（本局重大执法决定法制审核目录第3项）"],
            "items": [{"item": item, "result": "符合", "note": ""} for item in (
                "执法主体合法，执法人员具备资格", "执法程序合法", "案件事实清楚，证据合法充分", "适用法律准确，裁量适当",
                "没有超越法定权限", "执法文书完备、规范", "不涉嫌犯罪")],
            "opinion": "同意", "reasons": "补充的进货票据证明了货值金额，同意按所提处理意见办理。", "reviewer": "宋明",
            "reviewer_qualification_no": "A20189901000001", "reviewed_on": "2026-09-18", "content_digest": "c3" * 32,
        },
        "penalty_notice": {
            **PARTY, "facts": FACTS + "。", "evidence": EVIDENCE + "。", "breach_basis": BREACH,
            "reasons": DISCRETION + "。", "penalty_basis": PENALTY_BASIS, "intended_penalties": PENALTIES,
            "statement_right": "你（单位）有权在收到本告知书之日起五个工作日内向本局陈述、申辩；逾期不提出的，视为放弃陈述、申辩的权利。",
            "hearing_due": False, "contact_name": "陈志远、林晓岚", "contact_phone": "0999-5550100",
            "contact_address": "云州市临江区市府路1号",
        },
        "statement_record": {
            "received_on": "2026-09-30", "place": "云州市市场监督管理局", "way": "当面陈述", "person_name": "周海平",
            "relation": "法定代表人", "officers": OFFICERS, "content": "系员工漏检，没有造成危害，请求减轻处罚。", "evidence": [],
            "adoption": "不予采纳", "reply": REPLY + "。", "reviewed_by": "陈志远", "reviewed_on": "2026-10-09", "signatures": signatures,
        },
        "discussion_record": {
            "case_title": TITLE, "started_at": "2026-10-13T01:00:00+00:00", "ended_at": "2026-10-13T01:40:00+00:00",
            "place": "局三楼会议室", "chair": "罗文", "attendees": ["罗文", "王建", "赵青"], "observers": ["宋明"], "recorder": "何苗",
            "report": FACTS + "。", "opinions": [{"name": "王建", "opinion": "同意处理意见。"}, {"name": "赵青", "opinion": "同意，事实清楚。"}],
            "conclusion": "一致同意：没收超过保质期的食品38件，处罚款50,000.00元。",
        },
        "decision_approval": {
            "case_title": TITLE, **PARTY, "facts": FACTS + "。", "notice_course": "2026年9月23日送达告知书。" + REPLY + "。",
            "review_result": "法制审核同意。", "discussion_result": "集体讨论一致同意。", "penalty_basis": PENALTY_BASIS,
            "proposal": PENALTIES, "officers": OFFICERS, "unit_opinion": opinion("建议按告知内容处罚。", "王建", "2026-10-14"),
            "head_opinion": opinion("同意。", "罗文", "2026-10-15"),
        },
        "penalty_decision": {
            **PARTY, "paragraphs": PARAGRAPHS, "facts": FACTS, "evidence": EVIDENCE, "breach_basis": BREACH,
            "statement_reply": REPLY, "discretion": DISCRETION, "penalty_basis": PENALTY_BASIS, "penalties": PENALTIES,
            "performance": PERFORMANCE, "fine_fen": 5_000_000, "confiscation_fen": 0, "collecting_body": COLLECTING_BODY,
            "collecting_address": COLLECTING_ADDRESS, "surcharge": SURCHARGE, "review_organ": "云州市人民政府",
            "review_term": REVIEW_TERM, "court": "云州市临江区人民法院", "suit_term": SUIT_TERM, "publication_notice": PUBLICATION,
        },
        "address_confirmation": {
            "party_name": PARTY["party_name"], "recipient": "周海平", "address": PARTY["party_address"], "postcode": "990100",
            "phone": "13900000166", "electronic_consent": False,
            "told": "送达地址变更应当及时书面告知；因提供的地址不准确或者未及时告知变更，文书未能被实际接收的，直接送达以文书留在该地址之日为送达之日，邮寄送达以文书被退回之日为送达之日。",
            "confirmed_on": "2026-08-13", "signatures": signatures,
        },
        "service_receipt": {
            "document_title": "行政处罚决定书", "document_number": "云市监处罚〔2026〕1号", "document_public_id": "0123456789abcdefghjk",
            "addressee": PARTY["party_name"], "mode": "直接送达", "place": PARTY["party_address"], "acted_on": "2026-10-15",
            "served_on": "2026-10-15", "rule": "在送达回证上签收的日期为送达日期", "recipient": "周海平", "relation": "法定代表人",
            "officers": OFFICERS, "signatures": signatures,
        },
        "closing_approval": {
            "case_title": TITLE, **PARTY, "filed_on": "2026-08-12", "decision_number": "云市监处罚〔2026〕1号", "decided_on": "2026-10-15",
            "decision": PENALTIES, "performance": "2026年10月19日足额缴纳罚款。", "property_handling": "38件食品已依法销毁。",
            "closing_ground": "行政处罚决定执行完毕", "officers": OFFICERS, "unit_opinion": opinion("建议结案。", "王建", "2026-10-20"),
            "head_opinion": opinion("同意结案。", "罗文", "2026-10-21"),
        },
        "volume_cover": {
            "part": "正卷", "case_title": TITLE, "party_name": PARTY["party_name"], "decision_number": "云市监处罚〔2026〕1号",
            "unit": "综合执法大队", "officers": OFFICERS, "filed_on": "2026-08-12", "closed_on": "2026-10-21", "archived_on": "2026-10-28",
            "retention": "三十年", "items": 9, "pages": 18, "archive_no": "20260001",
        },
        "volume_index": {
            "case_title": TITLE,
            "main": [
                {"no": "1", "number": "云市监立案〔2026〕1号", "title": "立案审批表", "on": "2026年8月12日", "pages": "1-2", "note": ""},
                {"no": "2", "number": "云市监处罚〔2026〕1号", "title": "行政处罚决定书", "on": "2026年10月15日", "pages": "3-5", "note": ""},
                {"no": "3", "number": "", "title": "送达回证（行政处罚决定书）", "on": "2026年10月15日", "pages": "6", "note": ""},
            ],
            "sub": [{"no": "1", "number": "云市监案源〔2026〕1号", "title": "案件来源登记表", "on": "2026年8月5日", "pages": "1", "note": ""}],
        },
        "volume_note": {
            "case_title": TITLE, "situation": "本卷材料齐全，无缺损。", "items": 10, "pages": 20, "compiled_by": "陈志远",
            "checked_by": "何苗", "compiled_on": "2026-10-28",
        },
    }  # fmt: skip
