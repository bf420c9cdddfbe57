"""The words and the profiles from which clean case files are made. All names are invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class SampleAgency:
    name: str
    code: str
    domain: str
    word: str
    breach: str


AGENCIES = (
    SampleAgency("云州市临江区市场监督管理局", "11530103MB0001001A", "市场监督管理", "云临市监", "销售超过保质期食品"),
    SampleAgency("云州市临江区生态环境局", "11530103MB0001002B", "生态环境", "云临环", "未按规定贮存危险废物"),
    SampleAgency("云州市临江区城市管理局", "11530103MB0001003C", "城市管理", "云临城管", "擅自占用城市道路"),
    SampleAgency("云州市临江区交通运输局", "11530103MB0001004D", "交通运输", "云临交", "未取得许可从事道路运输"),
    SampleAgency("云州市临江区文化和旅游局", "11530103MB0001005E", "文化市场", "云临文旅", "接纳未成年人进入"),
)
BUSINESSES = (
    "云州市安和食品有限公司#",
    "临江区顺达商行#",
    "云州市宏远物流有限公司#",
    "临江区一品餐饮店#",
    "云州市青山化工有限公司#",
)
PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FAMILY_NAMES = ("赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫")
OFFICE_NAMES = ("何一鸣", "吕双", "施三省", "张局", "孔副局", "曹副局", "严审")


@dataclass(frozen=True)
class Profile:
    """One kind of case. Amounts in fen."""

    ordinary: bool = True
    penalty: bool = True
    party: str = "organisation"
    kinds: tuple[str, ...] = ("罚款",)
    fine: int = 1_200_000
    confiscation: int = 0
    grade: str = "general"
    major: bool = False
    """Legal review, discussion, and the right to a hearing."""
    statement: bool = False
    hearing: bool = False
    waived: bool = False
    preservation: bool = False
    slow: str = ""
    mode: str = "direct"
    payment: str = "once"
    published: bool = True
    overturned: bool = False
    returned: bool = False
    """The first review sent it back; records and report were made again."""
    told_again: bool = False
    """A second, heavier notice after the party's statement."""
    unproved: bool = False
    third: bool = False
    """A third person is in the file."""
    passport: bool = False
    enforced: bool = False
    """Not paid in full; the court ended enforcement."""
    decision_first: bool = False
    """The agency puts the decision before the filing form."""


PROFILES = (
    Profile(),
    Profile(statement=True, mode="lien"),
    Profile(fine=12_000_000, major=True, hearing=True, statement=True),
    Profile(fine=15_000_000, major=True, mode="electronic", payment="late"),
    Profile(ordinary=False, party="person", kinds=("警告",), fine=0),
    Profile(kinds=("罚款", "没收违法所得"), confiscation=260_000, preservation=True),
    Profile(party="individual_business", fine=240_000, payment="instalments", mode="post"),
    Profile(penalty=False, kinds=(), fine=0),
    Profile(ordinary=False, party="person", fine=10_000),
    Profile(kinds=("罚款", "吊销许可证件"), fine=6_000_000, major=True, hearing=True),
    Profile(slow="extended", party="person", fine=300_000, grade="lighter"),
    Profile(slow="tested", mode="public_notice", statement=True, payment="late"),
    Profile(waived=True, published=False, party="individual_business", fine=90_000),
    Profile(ordinary=False, fine=200_000),
    Profile(kinds=("通报批评",), fine=0, statement=True, overturned=True),
    Profile(returned=True, decision_first=True, third=True),
    Profile(told_again=True, statement=True, mode="post"),
    Profile(penalty=False, kinds=(), fine=0, unproved=True),
    Profile(party="person", passport=True, fine=280_000, mode="lien"),
    Profile(fine=11_000_000, major=True, statement=True, enforced=True, returned=True),
)
"""Twenty kinds of case, for five agencies in turn."""

THIRD: Json = {"id": "p2", "name": "冯某（同案供货人）", "kind": "person", "code": "530103197703030011"}

CATALOGUE: list[dict[str, Any]] = [
    {"no": 1, "kind": "fine", "text": "对单位罚款10万元以上", "basis": "云州市重大行政执法决定标准", "parties": ["organisation"],
     "threshold_fen": 10_000_000},
    {"no": 2, "kind": "fine", "text": "对个人罚款1万元以上", "basis": "云州市重大行政执法决定标准",
     "parties": ["person", "individual_business"], "threshold_fen": 1_000_000},
    {"no": 3, "kind": "penalty_kind", "text": "吊销许可证件、责令停产停业", "basis": "云州市重大行政执法决定标准",
     "penalty_kinds": ["吊销许可证件", "责令停产停业"]},
]  # fmt: skip

FLOW = (
    "lead", "scene", "filing", "inquiry", "report", "review_sent", "review", "notice", "statement", "hearing_request",
    "statement_answer", "hearing_notice", "hearing", "discussion", "decision", "reported", "closing", "archive",
)  # fmt: skip

_MAIN = (
    "filing_approval", "decision", "no_penalty_decision", "summary_decision", "service_receipt", "notice",
    "hearing_notice", "preservation_notice", "instalment_notice", "evidence_list", "scene_record", "inquiry_record",
    "evidence", "statement_record", "statement_answer", "hearing_request", "hearing_record", "education_record",
    "payment_slip", "property_record", "other",
)  # fmt: skip
_SUB = (
    "source_register", "report", "review_opinion", "hearing_report", "discussion_record", "extension_approval",
    "suspension_approval", "closing_approval",
)  # fmt: skip
PARTS = {
    "main": {kind: place for place, kind in enumerate(_MAIN)},
    "sub": {kind: place for place, kind in enumerate(_SUB)},
}

TITLES = {
    "source_register": "案件来源登记表", "filing_approval": "立案审批表", "scene_record": "现场笔录",
    "inquiry_record": "询问笔录", "evidence": "进货票据复印件", "evidence_list": "证据目录",
    "preservation_notice": "先行登记保存证据通知书", "report": "案件调查终结报告", "review_opinion": "案件审核表",
    "extension_approval": "延长办案期限审批表", "suspension_approval": "检验期间告知审批表", "notice": "行政处罚告知书",
    "statement_record": "陈述申辩笔录", "statement_answer": "陈述申辩复核意见", "hearing_request": "听证申请书",
    "hearing_notice": "行政处罚听证通知书", "hearing_record": "听证笔录", "hearing_report": "听证报告",
    "discussion_record": "行政处罚案件集体讨论记录", "decision": "行政处罚决定书",
    "no_penalty_decision": "不予行政处罚决定书", "summary_decision": "当场行政处罚决定书",
    "education_record": "教育记录", "service_receipt": "送达回证", "instalment_notice": "分期缴纳罚款通知书",
    "payment_slip": "缴款凭证", "property_record": "涉案物品处理记录", "closing_approval": "结案审批表",
    "other": "放弃陈述申辩声明",
}  # fmt: skip

CASE = {
    "party_address": "云州市临江区滨河路", "facts": "经查，{party}在检查当日的经营场所内存在上述违法行为，货值金额较小。",
    "evidence": "现场笔录、询问笔录、进货票据复印件。", "basis": "《示例条例》第十条、第四十条。",
    "penalty": "依照《示例条例》第四十条处理。", "performance": "自收到本决定书之日起十五日内履行。",
    "discretion": "适用《云州市行政处罚裁量基准》第12项“一般”阶次。", "correction": "当事人已当场改正。",
    "remedies": "可以在六十日内申请行政复议，或者在六个月内提起行政诉讼。", "agency": "见落款和印章。",
    "time_and_place": "检查当日，云州市临江区滨河路。", "told": "已当场告知事实、理由和依据，当事人不陈述申辩。",
}  # fmt: skip

_RECORD = {
    "place": "云州市临江区滨河路", "certificate_shown": "是", "rights_told": "是", "recusal": "不申请回避",
}  # fmt: skip
TEXTS: dict[str, dict[str, str]] = {
    "source_register": {"clue": "日常检查中发现"},
    "filing_approval": {"facts": "现场发现涉嫌违法行为", "head_opinion": "同意立案"},
    "scene_record": {**_RECORD, "findings": "货架上陈列涉案商品，已拍照"},
    "inquiry_record": {**_RECORD, "person_name": "受委托人刘某", "exchanges": "问：商品从哪里购进？答：从批发市场购进。"},
    "evidence": {"note": "与原件核对无误"},
    "evidence_list": {"list": "现场笔录、询问笔录、票据"},
    "preservation_notice": {"things": "涉案商品一批", "term": "七个工作日"},
    "report": {"facts": "{party}存在违法行为", "evidence": "笔录、票据", "basis": "《示例条例》第四十条", "proposal": "建议按一般阶次处理"},
    "review_opinion": {"opinion": "事实清楚，证据确凿，程序合法，同意"},
    "extension_approval": {"reason": "案情复杂，取证需要时间"},
    "suspension_approval": {"reason": "委托检验"},
    "notice": {"facts": "{party}存在违法行为", "reasons": "违反规定", "basis": "《示例条例》第四十条", "penalty": "拟作如下处罚",
               "rights": "有权陈述、申辩；符合条件的可以要求听证"},
    "statement_record": {"statement": "认为处罚偏重"},
    "statement_answer": {"answer": "经复核，不予采纳"},
    "hearing_request": {"request": "要求举行听证"},
    "hearing_notice": {"time_and_place": "定于通知所载日期九时在本局会议室"},
    "hearing_record": {"course": "调查人员陈述，当事人申辩、质证，最后陈述"},
    "hearing_report": {"report": "事实清楚，建议维持"},
    "discussion_record": {"opinions": "三名负责人均同意", "conclusion": "同意处罚建议"},
    "education_record": {"education": "告知违法之处和法律后果，当事人表示改正"},
    "service_receipt": {"document": "见送达文书"},
    "instalment_notice": {"terms": "分两期缴纳"},
    "payment_slip": {"bank": "代收银行回单"},
    "property_record": {"handling": "涉案商品已经销毁"},
    "closing_approval": {"execution": "已经履行完毕"},
    "other": {"words": "自愿放弃陈述申辩"},
}  # fmt: skip


def party_of(n: int, kind: str, *, passport: bool) -> Json:
    """The party of the n-th file, with a valid code."""
    name = BUSINESSES[n % len(BUSINESSES)].replace("#", str(n))
    if kind == "person":
        name = FAMILY_NAMES[n % len(FAMILY_NAMES)] + "某" + "甲乙丙丁戊"[n % 5]
        code = f"5301031988{n % 12 + 1:02d}{n % 28 + 1:02d}{n % 999:03d}"
        code += "10X98765432"[sum(int(a) * b for a, b in zip(code, PERSON_WEIGHTS, strict=True)) % 11]
        code = f"E{10_000_000 + n}" if passport else code
    else:
        code = ("92" if kind == "individual_business" else "91") + f"530103MA6{n % 999999:06d}"
        total = sum(CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
        code += CODE_SIGNS[(31 - total % 31) % 31]
    head = "" if kind == "person" else FAMILY_NAMES[n % 7] + "负责"
    return {"id": "p1", "name": name, "kind": kind, "code": code, "legal_representative": head,
            "address": f"云州市临江区滨河路{n + 1}号"}  # fmt: skip


def recordings_of(steps: list[Json]) -> Json:
    """What the agency's list asks for, and the recordings that are there."""
    days = {step["kind"]: step["on"] for step in steps}
    ways = {"scene": ("现场检查", "audio_video"), "hearing": ("听证", "audio_video"), "inquiry": ("询问", "photo")}
    items = [{"no": no, "step": step, "item": item, "way": way}
             for no, (step, (item, way)) in enumerate(ways.items(), 1)]  # fmt: skip
    files = [
        {"no": item["no"], "title": f"{item['item']}录像", "recorded_on": days[str(item["step"])],
         "sha256": hashlib.sha256(f"{item} {days}".encode()).hexdigest()}
        for item in items if item["step"] in days
    ]  # fmt: skip
    return {"items": items, "files": files}


def volume_of(documents: list[Json], *, decision_first: bool) -> Json:
    """The index of the volume, paged."""
    index: list[Json] = []
    for part, kinds in PARTS.items():
        ranks = {**kinds, "decision": -1} if decision_first and part == "main" else kinds
        page = 0
        for document in sorted(documents, key=lambda one: ranks.get(one["kind"], 0)):
            if document["kind"] in ranks:
                index.append({"no": len(index) + 1, "document": document["id"], "title": document["title"], "part": part,
                              "page_from": page + 1, "page_to": page + document["pages"]})  # fmt: skip
                page += document["pages"]
    return {"index": index}
