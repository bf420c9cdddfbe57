"""The paper of an evaluation that is numbered and sealed: what one agency is told (评查组报告)."""

from __future__ import annotations

from enforcement.documents.forms import Audience, Field, Form, Kind, Part

GD231_12 = "广东省行政执法案卷评查办法第十二条"
GD231_13 = "广东省行政执法案卷评查办法第十三条"

EVALUATION_GROUP_REPORT = Form(
    "evaluation_group_report", "行政执法案卷评查组报告", "评查", True, Audience.INTERNAL, Part.MAIN, 50,
    (
        Field("agency", "评查对象", basis=GD231_13),
        Field("plan", "评查活动", basis=GD231_13),
        Field("period", "案卷期间", basis=GD231_13),
        Field("standard", "评查标准", basis=GD231_13),
        Field("evaluators", "评查员", Kind.LIST, GD231_13),
        Field("summary", "评查结果", basis=GD231_13),
        Field("files", "评查案卷", Kind.ROWS, GD231_13,
              columns=(("no", "序号"), ("file", "案卷编号和名称"), ("chosen", "抽取方式"), ("points", "得分"),
                       ("grade", "等次"))),
        Field("problems", "主要问题", Kind.ROWS, required=False,
              columns=(("no", "序号"), ("item", "评查项目"), ("problem", "存在的问题"), ("files", "涉及案卷"))),
        Field("advice", "改正建议", Kind.LIST, GD231_13),
        Field("objection", "提出异议的途径和期限", basis=GD231_12),
    ),
)  # fmt: skip
