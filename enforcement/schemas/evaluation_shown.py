"""Evaluations as the API shows them. Points and grades are there only after closing; seats only for their owner."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields

from enforcement.evaluation.queries.final import FinalFile
from enforcement.evaluation.queries.sheets import Desk
from enforcement.evaluation.states import FileState, NoticeKind
from enforcement.schemas.shown import named, page_of, said, texts


def _running(desk: Desk) -> dict[str, Any]:
    if desk.running is None:
        return {"points": None, "grade": None, "steps": []}
    return {"points": str(desk.running.points), "grade": desk.running.band.name, "steps": list(desk.running.steps)}


def _sheets(one: FinalFile) -> list[dict[str, Any]]:
    return [
        {
            "place": sheet.place,
            "evaluator": sheet.evaluator_name,
            "points": str(sheet.score.points),
            "grade": sheet.score.band.name,
            "digest": sheet.digest,
            "signed_at": sheet.signed_at.isoformat(),
        }
        for sheet in one.decided.sheets
    ]


def _decisions(one: FinalFile) -> list[dict[str, Any]]:
    return [
        {
            "no": decision.no,
            "kind": decision.kind.value,
            "points": decision.result.points,
            "grade": decision.result.band.name,
            "steps": list(decision.steps),
            "decided_by": decision.decided_by_name,
            "decided_at": decision.decided_at.isoformat(),
        }
        for decision in one.decisions
    ]


class EvaluationStandardRowSchema(Schema):
    """A version of a standard in a list."""

    id = named()
    code = fields.String()
    version_no = fields.String(metadata={"description": "版本号"})
    name = fields.String()
    state = said(lambda row: row.state.value, "draft 草稿，published 已公布")
    digest = fields.String(metadata={"description": "内容的 SHA-256"})
    published_at = fields.DateTime(allow_none=True)


class EvaluationStandardSchema(EvaluationStandardRowSchema):
    """With its whole content."""

    content = fields.Dict()


class EvaluationPlanSchema(Schema):
    """A plan."""

    id = named()
    plan_no = fields.String()
    title = fields.String()
    state = said(lambda row: row.state.value)
    state_name = said(lambda row: row.state.words)
    period_from = fields.Date()
    period_to = fields.Date()
    standard_id = said(lambda row: row.standard.public_id)
    standard_digest = fields.String()
    agencies = texts()
    must_kinds = texts()
    ratio_bp = fields.Integer(metadata={"description": "抽取比例，万分比"})
    least = fields.Integer()
    load_limit = fields.Integer()
    draw_on = fields.Date()
    open_on = fields.Date()
    draw_id = fields.String(attribute="draw_public_id", allow_none=True)
    shares = said(lambda row: [{**one, "must": len(one["must"])} for one in row.shares], kind="array")
    hindrance = fields.String()
    closed_at = fields.DateTime(allow_none=True)


EvaluationPlanPageSchema = page_of(EvaluationPlanSchema, "评查方案")


class EvaluationFileSchema(Schema):
    """A drawn file; ``points`` and ``grade`` are empty until scoring is closed."""

    id = named()
    case_file = fields.String()
    label = fields.String()
    agency = fields.String(attribute="agency_name")
    kind = fields.String()
    must_kinds = texts()
    state = fields.Enum(FileState, by_value=True)
    answers = fields.Dict(metadata={"description": "适用条件；null 表示没有建议，待确认"})
    version = fields.Integer()
    points = fields.String()
    grade = fields.String(attribute="grade_name")


class EvaluationProgressSchema(Schema):
    """Numbers only."""

    files = said(lambda one: {state.value: count for state, count in one.files.items()}, kind="object")
    sheets = fields.Integer()
    signed = fields.Integer()
    late = fields.Integer()
    recusals = fields.Integer()
    vacant = fields.Integer()


class EvaluationSeatSchema(Schema):
    """One's own seat."""

    id = named()
    plan = fields.String(attribute="plan_title")
    label = fields.String()
    agency = fields.String(attribute="agency_name")
    kind = fields.String()
    state = said(lambda one: one.state.value)
    ready = fields.Boolean(metadata={"description": "适用条件已经确认，可以评分"})
    due_on = fields.Date(allow_none=True)
    signed_at = fields.DateTime(allow_none=True)


class EvaluationNoticeSchema(Schema):
    """What an evaluator is told, until it is done."""

    kind = fields.Enum(NoticeKind, by_value=True)
    text = fields.String()
    at = fields.DateTime()


class EvaluationRecusalSchema(Schema):
    """A request to recuse that waits for the head."""

    id = named()
    plan = said(lambda seat: seat.file.plan.title)
    label = said(lambda seat: seat.file.label)
    evaluator = fields.String(attribute="evaluator_name")
    reason_code = fields.String(attribute="asked_code")
    text = fields.String(attribute="asked_text")
    asked_at = fields.DateTime()


class EvaluationLateSeatSchema(Schema):
    """An evaluator who is late."""

    id = named()
    evaluator = fields.String(attribute="evaluator_name")
    due_on = fields.Date()


class UnblindedRecordingSchema(Schema):
    """A link that reads a recording until it ends."""

    title = fields.String()
    kind = said(lambda one: one.kind.value, "video、audio、photo、document")
    url = fields.String()
    expires_at = fields.DateTime()


class EvaluationDeskSchema(Schema):
    """One's own sheet with its running score."""

    seat = fields.Nested(EvaluationSeatSchema)
    case_file = fields.String()
    standard = said(lambda desk: desk.standard.id)
    holds = said(lambda desk: dict(desk.facts.holds), kind="object")
    faults = said(lambda desk: [asdict(one) for one in desk.sheet.faults], kind="array")
    vetoes = said(lambda desk: [asdict(one) for one in desk.sheet.vetoes], kind="array")
    remark = fields.String()
    findings = said(
        lambda desk: {name: {"accepted": one[0], "note": one[1]} for name, one in desk.findings.items()}, kind="object"
    )
    points = said(lambda desk: _running(desk)["points"], kind=["string", "null"])
    grade = said(lambda desk: _running(desk)["grade"], kind=["string", "null"])
    steps = said(lambda desk: _running(desk)["steps"], kind="array")
    problems = fields.Dict()
    deadline = texts()
    digest = fields.String()


class EvaluationResultSchema(Schema):
    """A file after scoring, with everything that was signed, and what was decided since."""

    id = named("decided.public_id")
    case_file = named("decided.case_file")
    agency = named("decided.agency_name")
    label = named("decided.label")
    state = fields.Enum(FileState, by_value=True, attribute="decided.state")
    points = said(lambda one: one.result.points if one.result else None, "现在的结果", ["string", "null"])
    grade = said(lambda one: one.result.band.name if one.result else None, kind=["string", "null"])
    steps = said(lambda one: list(one.result.steps) if one.result else [], kind="array")
    first_points = fields.String(attribute="decided.result.points", metadata={"description": "首次结果"})
    first_grade = fields.String(attribute="decided.result.band.name")
    decisions = said(_decisions, "首次结果以后的复评和异议答复", "array")
    third_reasons = fields.List(fields.String(), attribute="decided.third_reasons")
    sheets = said(_sheets, kind="array")


class EvaluationAgreementSchema(Schema):
    """Agreement of first and second evaluators."""

    files = fields.Integer()
    equal_grades = fields.Integer()
    equal_grades_percent = fields.String(allow_none=True)
    mean_difference = fields.String(allow_none=True)
    kappa = fields.String(allow_none=True)
    items = said(
        lambda one: [
            {
                "no": item.no,
                "files": item.files,
                "equal_percent": str(item.equal_percent),
                "mean_difference": str(item.mean_difference),
            }
            for item in one.items
        ],
        kind="array",
    )
