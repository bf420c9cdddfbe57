"""The paper of an evaluation that is numbered and sealed: what one agency is told (评查组报告)."""

from __future__ import annotations

from enforcement.documents.forms import Audience, Field, Form, Kind, Part
from enforcement.rules.evaluation.bases import RE_EVALUATED, REPORTED

EVALUATION_GROUP_REPORT = Form(
    "evaluation_group_report", "行政执法案卷评查组报告", "评查", True, Audience.INTERNAL, Part.MAIN, 50,
    (
        Field("agency", "评查对象", basis=REPORTED),
        Field("plan", "评查活动", basis=REPORTED),
        Field("period", "案卷期间", basis=REPORTED),
        Field("standard", "评查标准", basis=REPORTED),
        Field("evaluators", "评查员", Kind.LIST, REPORTED),
        Field("summary", "评查结果", basis=REPORTED),
        Field("files", "评查案卷", Kind.ROWS, REPORTED,
              columns=(("no", "序号"), ("file", "案卷编号和名称"), ("chosen", "抽取方式"), ("points", "得分"),
                       ("grade", "等次"))),
        Field("problems", "主要问题", Kind.ROWS, required=False,
              columns=(("no", "序号"), ("item", "评查项目"), ("problem", "存在的问题"), ("files", "涉及案卷"))),
        Field("advice", "改正建议", Kind.LIST, REPORTED),
        Field("objection", "提出异议的途径和期限", basis=RE_EVALUATED),
    ),
)  # fmt: skip
