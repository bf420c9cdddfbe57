"""Who signs which paper, which papers carry the seal, and what must be written in them, each with its article."""

from __future__ import annotations

from enforcement.rules.casefile.terms import DocumentKind, SignatureRole
from enforcement.rules.needs import APL, SAMR

AS_MANY_OFFICERS = 0
"""In `SIGNED`: as many as the least number of officers."""

SIGNED: dict[DocumentKind, tuple[tuple[SignatureRole, int], ...]] = {
    DocumentKind.FILING_APPROVAL: ((SignatureRole.HEAD, 1),),
    DocumentKind.SCENE_RECORD: ((SignatureRole.OFFICER, AS_MANY_OFFICERS), (SignatureRole.PARTY, 1)),
    DocumentKind.INQUIRY_RECORD: ((SignatureRole.OFFICER, AS_MANY_OFFICERS), (SignatureRole.PARTY, 1)),
    DocumentKind.PRESERVATION_NOTICE: ((SignatureRole.OFFICER, AS_MANY_OFFICERS),),
    DocumentKind.REPORT: ((SignatureRole.OFFICER, AS_MANY_OFFICERS),),
    DocumentKind.REVIEW_OPINION: ((SignatureRole.REVIEWER, 1),),
    DocumentKind.EXTENSION_APPROVAL: ((SignatureRole.HEAD, 1),),
    DocumentKind.SUSPENSION_APPROVAL: ((SignatureRole.HEAD, 1),),
    DocumentKind.STATEMENT_RECORD: ((SignatureRole.PARTY, 1),),
    DocumentKind.HEARING_RECORD: (
        (SignatureRole.CHAIR, 1),
        (SignatureRole.RECORDER, 1),
        (SignatureRole.PARTY, 1),
    ),
    DocumentKind.DISCUSSION_RECORD: ((SignatureRole.MEMBER, 1),),
    DocumentKind.SUMMARY_DECISION: ((SignatureRole.OFFICER, AS_MANY_OFFICERS), (SignatureRole.PARTY, 1)),
    DocumentKind.EDUCATION_RECORD: ((SignatureRole.OFFICER, AS_MANY_OFFICERS), (SignatureRole.PARTY, 1)),
    DocumentKind.SERVICE_RECEIPT: ((SignatureRole.OFFICER, AS_MANY_OFFICERS),),
    DocumentKind.CLOSING_APPROVAL: ((SignatureRole.HEAD, 1),),
}

SEALED: dict[DocumentKind, str] = {
    DocumentKind.NOTICE: f"{SAMR}第五十七条",
    DocumentKind.HEARING_NOTICE: f"{APL}第六十四条第二项",
    DocumentKind.PRESERVATION_NOTICE: f"{SAMR}第三十四条",
    DocumentKind.DECISION: f"{APL}第五十九条第二款",
    DocumentKind.NO_PENALTY_DECISION: f"{APL}第五十九条第二款",
    DocumentKind.SUMMARY_DECISION: f"{SAMR}第六十八条",
    DocumentKind.INSTALMENT_NOTICE: f"{APL}第六十六条第二款",
}
"""Papers with the agency's seal, and the article that asks for it."""

APL44 = f"{APL}第四十四条"
APL52 = f"{APL}第五十二条第二款"
APL59 = f"{APL}第五十九条第一款第"

_DECISION = (
    ("party_address", "当事人的地址", f"{APL59}一项"),
    ("facts", "违法事实", f"{APL59}二项"),
    ("evidence", "证据", f"{APL59}二项"),
    ("remedies", "申请行政复议、提起行政诉讼的途径和期限", f"{APL59}五项"),
    ("agency", "作出决定的行政机关名称", f"{APL59}六项"),
)

FINE7 = "罚款决定与罚款收缴分离实施办法第七条"
FINE_DETAILS = (
    ("discretion", "裁量基准的适用情况", f"{APL}第三十四条；国办发〔2022〕27号"),
    ("payment", "罚款的缴纳方式、期限和代收机构", FINE7),
    ("surcharge", "逾期缴纳是否加处罚款", FINE7),
)
"""What a decision on a fine says beside `CONTENTS`."""

CONTENTS: dict[DocumentKind, tuple[tuple[str, str, str], ...]] = {
    DocumentKind.FILING_APPROVAL: (
        ("facts", "核查情况和初步证据", f"{SAMR}第十九条"),
        ("head_opinion", "负责人审批意见", f"{SAMR}第十九条"),
    ),
    DocumentKind.SCENE_RECORD: (
        ("place", "检查地点", f"{APL}第五十五条；{SAMR}第二十八条"),
        ("findings", "现场情况", f"{APL}第五十五条；{SAMR}第二十八条"),
    ),
    DocumentKind.INQUIRY_RECORD: (
        ("place", "询问地点", f"{APL}第五十五条；{SAMR}第二十九条"),
        ("person_name", "被询问人", f"{APL}第五十五条；{SAMR}第二十九条"),
        ("exchanges", "询问内容", f"{APL}第五十五条；{SAMR}第二十九条"),
    ),
    DocumentKind.REPORT: (
        ("facts", "违法事实", f"{SAMR}第四十八条"),
        ("evidence", "证据", f"{SAMR}第四十八条"),
        ("basis", "处理依据", f"{SAMR}第四十八条"),
        ("proposal", "处理建议", f"{SAMR}第四十八条"),
    ),
    DocumentKind.REVIEW_OPINION: (("opinion", "审核意见", f"{SAMR}第五十四条"),),
    DocumentKind.NOTICE: (
        ("facts", "事实", APL44),
        ("reasons", "理由", APL44),
        ("basis", "依据", APL44),
        ("penalty", "拟处罚内容", APL44),
        ("rights", "陈述、申辩、要求听证等权利", APL44),
    ),
    DocumentKind.HEARING_NOTICE: (("time_and_place", "听证的时间、地点", f"{APL}第六十四条第二项"),),
    DocumentKind.HEARING_RECORD: (("course", "听证经过", f"{APL}第六十四条第七项、第八项"),),
    DocumentKind.DISCUSSION_RECORD: (
        ("opinions", "参加人员的意见", f"{APL}第五十七条第二款"),
        ("conclusion", "讨论结论", f"{APL}第五十七条第二款"),
    ),
    DocumentKind.DECISION: (
        *_DECISION,
        ("penalty", "处罚的种类和依据", f"{APL59}三项"),
        ("basis", "处罚依据", f"{APL59}三项"),
        ("performance", "履行方式和期限", f"{APL59}四项"),
    ),
    DocumentKind.NO_PENALTY_DECISION: (
        *_DECISION,
        ("basis", "不予处罚的依据", f"{APL}第三十三条"),
    ),
    DocumentKind.SUMMARY_DECISION: (
        ("facts", "违法行为", APL52),
        ("penalty", "处罚的种类和依据", APL52),
        ("basis", "处罚依据", APL52),
        ("time_and_place", "时间、地点", APL52),
        ("remedies", "申请行政复议、提起行政诉讼的途径和期限", APL52),
        ("agency", "行政机关名称", APL52),
        ("told", "当场告知事实、理由、依据并听取陈述申辩", f"{APL}第四十四条、第四十五条；{SAMR}第六十九条"),
    ),
    DocumentKind.CLOSING_APPROVAL: (("execution", "执行情况", f"{SAMR}第七十七条"),),
}
"""Kind -> (key in `contents`, what is to be written, article)."""
