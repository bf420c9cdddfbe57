"""Complete contents of the forms of an inspection."""

from __future__ import annotations

from typing import Any

OBJECT = {
    "object_name": "云州市惠邻超市有限公司",
    "object_uscc": "91990102MA2HL7K66L",
    "object_address": "云州市临江区江畔路66号",
    "source": "双随机抽查，抽取编号2026-0007，2026-P-012",
}
ITEM = "食品销售监督检查（保质期管理）"
CODE_ROWS = ["101", "010", "101"]


def inspection_contents(officers: list[dict[str, str]], signatures: list[str]) -> dict[str, dict[str, Any]]:
    """Form code -> complete contents."""
    return {
        "inspection_approval": {
            "object_name": OBJECT["object_name"],
            "object_uscc": OBJECT["object_uscc"],
            "kind": "个案检查",
            "source": "投诉举报，12315-2026-00123",
            "purpose": "核查投诉反映的问题",
            "items": [ITEM],
            "window": "2026年9月1日至2026年9月10日",
            "officers": officers,
            "assistants": "0人",
            "off_site": [{"way": "书面核查", "why": "需要查看现场的实际情况"}],
            "frequency": "2026年本机关已检查0次，年度上限2次",
            "urgent": "",
            "asked": {"text": "申请实施检查。", "name": "陈志远", "on": "2026-09-01"},
            "head_opinion": {"text": "同意。", "name": "罗文", "on": "2026-09-01"},
        },
        "inspection_notice": {
            **OBJECT,
            "items": [{"no": "1", "item": ITEM, "basis": "《中华人民共和国食品安全法》第一百一十条"}],
            "visit_on": "2026-09-02",
            "window": "2026年9月1日至2026年9月30日",
            "methods": ["实地检查"],
            "papers": ["食品经营许可证", "进货查验记录"],
            "officers": officers,
            "assistants": ["没有第三方人员参加"],
            "frequency": "2026年度本机关已到该单位0次，其中计入频次0次，年度上限2次",
            "rights": ["有权申请回避", "执法人员少于两人的，有权拒绝接受检查"],
            "bans": ["逐利检查", "干扰企业正常生产经营", "任性处罚企业", "下达检查指标", "变相检查"],
            "code": "K7M2Q9XA",
            "code_rows": CODE_ROWS,
            "contact": "陈志远 0999-5550001",
        },
        "inspection_record": {
            **OBJECT,
            "notice_number": "云市监检通〔2026〕1号",
            "started_at": "2026-09-02T01:00:00+00:00",
            "ended_at": "2026-09-02T02:10:00+00:00",
            "arrival": "扫码",
            "place": OBJECT["object_address"],
            "officers": officers,
            "assistants": [],
            "person": "周海平（法定代表人）",
            "representative": "",
            "certificate_shown": True,
            "rights_told": True,
            "entries": [{"item": ITEM, "entry": "货架上没有超过保质期的食品", "answer": "符合", "note": ""}],
            "findings": "货架、仓库均未发现超过保质期的食品。",
            "opinion": "以上记录属实。",
            "recordings": ["货架照片"],
            "signatures": signatures,
        },
        "inspection_result": {
            "object_name": OBJECT["object_name"],
            "object_uscc": OBJECT["object_uscc"],
            "source": OBJECT["source"],
            "visited_on": "2026-09-02",
            "items": [{"no": "1", "item": ITEM, "result": "未发现问题"}],
            "result": "未发现问题",
            "text": "",
            "fixed_on": "2026-09-02",
            "told_way": "当场告知",
            "told_to": "周海平",
            "objection": "对检查结果有异议的，可以向本机关陈述、申辩",
            "officers": officers,
        },
    }
