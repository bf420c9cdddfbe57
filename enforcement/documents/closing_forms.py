"""The forms that end a case: closing and the bound volume (卷宗)."""

from __future__ import annotations

from enforcement.documents.forms import Audience, Field, Form, Kind, Part, officers_field, opinion_field, party_fields

SAMR77 = "市场监督管理行政处罚程序规定第七十七条"
SAMR78 = "市场监督管理行政处罚程序规定第七十八条"

CLOSING_APPROVAL = Form(
    "closing_approval", "结案审批表", "结案", False, Audience.INTERNAL, Part.SUB, 5,
    (
        Field("case_title", "案由", basis=SAMR77),
        *party_fields(SAMR77),
        Field("filed_on", "立案日期", Kind.DATE, SAMR77),
        Field("decision_number", "处理决定文号", basis=SAMR77),
        Field("decided_on", "处理决定日期", Kind.DATE, SAMR77),
        Field("decision", "处理决定内容", Kind.LIST, SAMR77),
        Field("performance", "执行情况", basis=SAMR77),
        Field("property_handling", "涉案财物处理情况", required=False),
        Field("closing_ground", "结案理由", basis=SAMR77),
        officers_field(),
        opinion_field("unit_opinion", "承办机构意见", SAMR77, required=False),
        opinion_field("head_opinion", "负责人审批意见", SAMR77),
    ),
)  # fmt: skip

VOLUME_COVER = Form(
    "volume_cover", "卷宗封面", "", False, Audience.INTERNAL, Part.BINDING, 0,
    (
        Field("part", "卷别", basis=SAMR78),
        Field("case_title", "案卷题名", basis=SAMR78),
        Field("party_name", "当事人", basis=SAMR78),
        Field("decision_number", "决定书文号", required=False),
        Field("unit", "承办机构", basis=SAMR78),
        officers_field(SAMR78),
        Field("filed_on", "立案日期", Kind.DATE, SAMR78),
        Field("closed_on", "结案日期", Kind.DATE, SAMR78),
        Field("archived_on", "归档日期", Kind.DATE, SAMR78),
        Field("retention", "保管期限", basis=SAMR78),
        Field("items", "件数", Kind.COUNT, SAMR78),
        Field("pages", "页数", Kind.COUNT, SAMR78),
        Field("archive_no", "归档号", basis=SAMR78),
        Field("fonds_no", "全宗号", required=False),
        Field("catalogue_no", "目录号", required=False),
        Field("file_no", "案卷号", required=False),
    ),
)  # fmt: skip

_INDEX_COLUMNS = (
    ("no", "序号"), ("number", "文号"), ("title", "文书名称"), ("on", "日期"),
    ("pages", "页号"), ("note", "备注"),
)  # fmt: skip

VOLUME_INDEX = Form(
    "volume_index", "卷内文件目录", "", False, Audience.INTERNAL, Part.BINDING, 1,
    (
        Field("case_title", "案卷题名", basis=SAMR78),
        Field("main", "正卷", Kind.ROWS, SAMR78, columns=_INDEX_COLUMNS),
        Field("sub", "副卷", Kind.ROWS, required=False, columns=_INDEX_COLUMNS),
    ),
)  # fmt: skip

VOLUME_NOTE = Form(
    "volume_note", "卷内备考表", "", False, Audience.INTERNAL, Part.BINDING, 99,
    (
        Field("case_title", "案卷题名", basis=SAMR78),
        Field("situation", "本卷情况说明", basis=SAMR78),
        Field("items", "件数", Kind.COUNT, SAMR78),
        Field("pages", "页数", Kind.COUNT, SAMR78),
        Field("compiled_by", "立卷人", basis=SAMR78),
        Field("checked_by", "检查人", basis=SAMR78),
        Field("compiled_on", "立卷时间", Kind.DATE, SAMR78),
    ),
)  # fmt: skip
