"""The forms of an inspection: approval, notice, record, result (行政检查文书基本格式文本（试行）)."""

from __future__ import annotations

from enforcement.documents.forms import Audience, Field, Form, Kind, Part, officers_field, opinion_field

GBF54 = "国务院办公厅关于严格规范涉企行政检查的意见（国办发〔2024〕54号）"
MOJ = "司法部《行政检查文书基本格式文本（试行）》"
HAINAN15 = "海南省涉企行政检查条例（试行）第十五条"
HAINAN16 = "海南省涉企行政检查条例（试行）第十六条"
HAINAN22 = "海南省涉企行政检查条例（试行）第二十二条"
APL43 = "行政处罚法第四十三条"
APL55 = "行政处罚法第五十五条"
_OFFICERS = "行政处罚法第四十二条、第五十五条"


def _object_fields() -> tuple[Field, ...]:
    return (
        Field("object_name", "检查对象", basis=MOJ),
        Field("object_uscc", "统一社会信用代码", basis=MOJ),
        Field("object_address", "地址", basis=MOJ),
        Field("source", "任务来源", basis=MOJ),
    )


INSPECTION_APPROVAL = Form(
    "inspection_approval", "行政检查审批表", "检批", False, Audience.INTERNAL, Part.SUB, 9,
    (
        Field("object_name", "检查对象", basis=MOJ),
        Field("object_uscc", "统一社会信用代码", basis=MOJ),
        Field("kind", "检查类别", basis=MOJ),
        Field("source", "任务来源", basis=MOJ),
        Field("purpose", "缘由和目的", basis=MOJ),
        Field("items", "检查事项", Kind.LIST, GBF54),
        Field("window", "检查期间", basis=MOJ),
        officers_field(_OFFICERS),
        Field("assistants", "协助检查人员", basis=f"{GBF54}；{MOJ}"),
        Field("off_site", "非现场方式不够的理由", Kind.ROWS, HAINAN16,
              columns=(("way", "方式"), ("why", "不够的理由"))),
        Field("frequency", "本年度检查频次", basis=GBF54),
        Field("urgent", "紧急情形和报告", required=False),
        opinion_field("asked", "经办人意见", MOJ),
        opinion_field("head_opinion", "行政机关负责人意见", HAINAN15),
    ),
)  # fmt: skip

INSPECTION_NOTICE = Form(
    "inspection_notice", "行政检查通知书（随机抽查通知书）", "检通", True, Audience.PARTY, Part.MAIN, 10,
    (
        *_object_fields(),
        Field("items", "检查事项和依据", Kind.ROWS, f"{GBF54}；{HAINAN16}",
              columns=(("no", "序号"), ("item", "检查事项"), ("basis", "检查依据"))),
        Field("visit_on", "检查日期", Kind.DATE, MOJ),
        Field("window", "检查期间", basis=MOJ),
        Field("methods", "检查方式", Kind.LIST, MOJ),
        Field("papers", "请准备的材料", Kind.LIST, MOJ),
        officers_field(_OFFICERS),
        Field("assistants", "协助检查人员", Kind.LIST, f"{GBF54}；{MOJ}"),
        Field("frequency", "本年度检查频次", basis=f"{GBF54}；{MOJ}"),
        Field("rights", "权利和救济", Kind.LIST, f"{APL43}；{GBF54}", at_least=2),
        Field("bans", "五个严禁", Kind.LIST, GBF54, at_least=5),
        Field("code", "检查码", basis=GBF54),
        Field("code_rows", "检查码图形", Kind.LIST, GBF54),
        Field("contact", "联系人", basis=MOJ),
    ),
)  # fmt: skip

INSPECTION_RECORD = Form(
    "inspection_record", "现场检查笔录（随机抽查情况记录表）", "", False, Audience.PARTY, Part.MAIN, 41,
    (
        *_object_fields(),
        Field("notice_number", "检查通知书文号", basis=GBF54),
        Field("started_at", "检查开始时间", Kind.TIME, APL55),
        Field("ended_at", "检查结束时间", Kind.TIME, APL55),
        Field("arrival", "到场登记", basis=GBF54),
        Field("place", "检查地点", basis=APL55),
        officers_field(_OFFICERS),
        Field("assistants", "协助检查人员", Kind.LIST, required=False),
        Field("person", "现场人员", basis=APL55),
        Field("representative", "经批准到场的法定代表人", required=False),
        Field("certificate_shown", "出示执法证件", Kind.DONE, "行政处罚法第五十五条第一款"),
        Field("rights_told", "告知权利义务", Kind.DONE, APL43),
        Field("entries", "检查表", Kind.ROWS, GBF54,
              columns=(("item", "检查事项"), ("entry", "检查内容"), ("answer", "检查情况"), ("note", "说明"))),
        Field("findings", "检查情况", basis=APL55),
        Field("opinion", "检查对象意见", basis=MOJ),
        Field("recordings", "音像记录", Kind.LIST, required=False),
        Field("signatures", "签名或者拒签注明", Kind.SIGNATURES, APL55),
    ),
)  # fmt: skip

INSPECTION_RESULT = Form(
    "inspection_result", "行政检查结果告知书", "检告", True, Audience.PARTY, Part.MAIN, 42,
    (
        Field("object_name", "检查对象", basis=MOJ),
        Field("object_uscc", "统一社会信用代码", basis=MOJ),
        Field("source", "任务来源", basis=MOJ),
        Field("visited_on", "检查日期", Kind.DATE, MOJ),
        Field("items", "各事项检查结果", Kind.ROWS, f"{HAINAN22}；{MOJ}",
              columns=(("no", "序号"), ("item", "检查事项"), ("result", "检查结果"))),
        Field("result", "检查结论", basis=HAINAN22),
        Field("text", "具体情况和处理意见", required=False),
        Field("fixed_on", "结果确定日期", Kind.DATE, HAINAN22),
        Field("told_way", "告知方式", basis=HAINAN22),
        Field("told_to", "被告知人", basis=HAINAN22),
        Field("objection", "异议途径", basis=GBF54),
        officers_field(_OFFICERS),
    ),
)  # fmt: skip

INSPECTION_FORMS = (INSPECTION_APPROVAL, INSPECTION_NOTICE, INSPECTION_RECORD, INSPECTION_RESULT)
