"""Reports of evaluations as the API shows them. Every average carries the number of files it rests on."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from enforcement.evaluation.figuring import RoundHead
from enforcement.evaluation.queries.reports import OverallReport
from enforcement.evaluation.register import PublicSummary
from enforcement.rules.evaluation.figures import RoundFigures
from enforcement.schemas.shown import named, said, texts


def _by_agency(figures: RoundFigures) -> list[dict[str, Any]]:
    return [{"agency": name, "group": one} for name, one in figures.agencies.items()]


def _standard(head: RoundHead) -> str:
    return f"{head.standard.name} {head.standard.version}"


def _public_standard(one: PublicSummary) -> str:
    return f"{one.standard_name} {one.standard_version}"


def _agreement(report: OverallReport) -> dict[str, Any]:
    found = report.agreement
    figures = {
        "equal_grades_percent": found.equal_grades_percent,
        "mean_difference": found.mean_difference,
        "kappa": found.kappa,
    }
    told = {name: str(value) if value is not None else None for name, value in figures.items()}
    return {"files": found.files, "equal_grades": found.equal_grades, **told}


class MeanSchema(Schema):
    """An average; ``points`` is null without files."""

    points = fields.Decimal(as_string=True, allow_none=True, metadata={"description": "平均分；没有案卷的为 null"})
    files = fields.Integer(metadata={"description": "平均分后面的件数"})


class GradeCountSchema(Schema):
    """How many files of how many got a grade."""

    name = fields.String()
    files = fields.Integer()
    of = fields.Integer()
    failed = fields.Boolean(metadata={"description": "是不是不合格的等次"})
    percent = fields.Decimal(as_string=True, allow_none=True)


class GroupSchema(Schema):
    """Files together."""

    files = fields.Integer(metadata={"description": "评查件数"})
    decided = fields.Integer(metadata={"description": "已出结果的件数"})
    mean = fields.Nested(MeanSchema)
    grades = fields.List(fields.Nested(GradeCountSchema))
    vetoed = fields.Integer(metadata={"description": "认定一票否决的件数"})


class AgencyGroupSchema(Schema):
    """An agency with its files."""

    agency = fields.String()
    group = fields.Nested(GroupSchema)


class FaultCountSchema(Schema):
    """A deduction and the number of files it stands in."""

    code = fields.String()
    item = fields.String()
    title = fields.String()
    text = fields.String()
    article = fields.String()
    files = fields.Integer()
    of = fields.Integer(metadata={"description": "适用这个项目的件数"})
    agencies = fields.Integer()


class VetoCountSchema(Schema):
    """A veto and the number of files it stands in."""

    no = fields.String()
    text = fields.String()
    article = fields.String()
    files = fields.Integer()


class MeanChangeSchema(Schema):
    """An average then and now; ``difference`` is null where nothing may be subtracted."""

    name = fields.String()
    before = fields.Nested(MeanSchema, allow_none=True)
    now = fields.Nested(MeanSchema, allow_none=True)
    difference = fields.Decimal(as_string=True, allow_none=True)


class ComparisonSchema(Schema):
    """Against the last finished round."""

    title = fields.String(metadata={"description": "上一轮的名称"})
    whole = fields.Nested(MeanChangeSchema)
    agencies = fields.List(fields.Nested(MeanChangeSchema))
    caveats = texts()


class _RoundSchema(Schema):
    """The figures of a round."""

    whole = fields.Nested(GroupSchema, attribute="figures.whole")
    agencies = fields.Function(
        lambda one: AgencyGroupSchema(many=True).dump(_by_agency(one.figures)),
        metadata={"type": "array", "items": {"type": "object"}, "description": "各机关，按机关目录顺序"},
    )
    faults = fields.List(fields.Nested(FaultCountSchema))
    vetoes = fields.List(fields.Nested(VetoCountSchema))
    comparison = fields.Nested(ComparisonSchema, allow_none=True)


class EvaluationOverallReportSchema(_RoundSchema):
    """The report on a whole round."""

    plan_id = named("head.public_id")
    plan_no = named("head.plan_no")
    title = named("head.title")
    organ = named("head.organ")
    final = fields.Boolean(attribute="head.final", metadata={"description": "结果是否已经确定；否则未定稿"})
    standard = said(lambda one: _standard(one.head), "评查标准和版本")
    standard_digest = named("head.digest")
    agreement = said(_agreement, "前两份评分表的一致程度", kind="object")
    thirds = fields.Integer(metadata={"description": "由第三名评查员评分的件数"})
    evaluated_again = fields.Integer(attribute="again")
    corrected = fields.Integer(metadata={"description": "经异议更正的件数"})


class UnitFaultSchema(Schema):
    """A deduction that stands in a file."""

    code = fields.String()
    item = fields.String()
    text = fields.String()
    article = fields.String()
    points = fields.Decimal(as_string=True, metadata={"description": "计入结果的评分表的平均扣分"})


class UnitVetoSchema(Schema):
    """A veto that stands in a file."""

    no = fields.String()
    text = fields.String()
    article = fields.String()
    reasons = texts()


class UnitFileSchema(Schema):
    """A file as its agency reads about it."""

    id = named()
    label = fields.String()
    points = fields.String()
    grade = fields.String()
    faults = fields.List(fields.Nested(UnitFaultSchema))
    vetoes = fields.List(fields.Nested(UnitVetoSchema))


class UnitReportSchema(Schema):
    """One agency's part of a round."""

    plan_id = named("head.public_id")
    title = named("head.title")
    agency = fields.String()
    final = fields.Boolean(attribute="head.final", metadata={"description": "结果是否已经确定；否则未定稿"})
    group = fields.Nested(GroupSchema)
    everybody = fields.Nested(MeanSchema, allow_none=True, metadata={"description": "全部机关平均；结果确定前为 null"})
    files = fields.List(fields.Nested(UnitFileSchema))
    faults = fields.List(fields.Nested(FaultCountSchema))


class PublicRoundSchema(Schema):
    """A finished round in the public list."""

    id = named()
    plan_no = fields.String()
    title = fields.String()
    organ = fields.String()
    period_from = fields.Date()
    period_to = fields.Date()


class PublicSummarySchema(_RoundSchema):
    """A finished round in public: nothing of parties, officers, evaluators or files."""

    round = fields.Nested(PublicRoundSchema)
    standard = said(_public_standard, "评查标准和版本")
    standard_digest = fields.String()
    draw = said(lambda one: "/".join(one.draw) if one.draw else None, "机关代码/抽取编号", kind=["string", "null"])
