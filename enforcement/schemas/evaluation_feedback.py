"""Feedback and rectification as the API takes and shows them. What people write has the schemas of the pages."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from enforcement.evaluation.queries.feedback import ReportView, Subject
from enforcement.evaluation.queries.rectifications import RectificationProgress
from enforcement.evaluation.states import ObjectionAnswer, RectificationState, RectificationStepKind
from enforcement.schemas.evaluation_feedback_forms import ObjectionFields
from enforcement.schemas.inspection_libraries import text_field
from enforcement.schemas.shown import ShownReasonSchema, named, said, texts

DUE = "期限的最后一天"


class ObjectionSchema(ObjectionFields):
    """An objection to one subject of one file."""

    file = text_field("案卷", longest=20)
    subject = text_field("项目", "item:编号 或者 veto:编号，见评查组报告", longest=60)


class AttachmentSchema(Schema):
    """A file that was handed in; it is opened by its place, from 1."""

    name = fields.String()
    size = fields.Integer(metadata={"description": "字节"})
    sha256 = fields.String()
    mime = fields.String()


class _Term(Schema):
    """The term of a row."""

    due_on = fields.Date(attribute="row.due_on", metadata={"description": DUE})
    provisional = fields.Boolean(attribute="row.provisional", metadata={"description": "放假安排没有公布，暂按推算"})
    basis = fields.String(attribute="row.basis")


def _faults(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "text": one.text, "document": one.document, "page": one.page, "passage": one.passage}
        for one in subject.faults
    ]


class EvaluationSubjectSchema(Schema):
    """An item or a veto as the agency was told; ``reasons`` stand against objecting now."""

    subject = fields.String()
    title = fields.String()
    lost = fields.String(attribute="lost_text")
    article = fields.String()
    faults = said(_faults, kind="array")
    objection_id = said(lambda one: one.objection.public_id if one.objection else None, kind=["string", "null"])
    reasons = fields.List(fields.Nested(ShownReasonSchema))


class EvaluationReportFileSchema(Schema):
    """A file of a report: the result that counts now."""

    id = named()
    label = fields.String()
    points = fields.String()
    grade = fields.String(attribute="grade_name")
    re_evaluated = fields.Boolean()
    steps = texts()
    subjects = fields.List(fields.Nested(EvaluationSubjectSchema))


class EvaluationReportRowSchema(Schema):
    """A group report in a list; ``due_on`` ends the window for objections."""

    id = named()
    plan_id = named("plan.public_id")
    plan = named("plan.title")
    report_no = fields.String()
    agency = fields.String(attribute="agency_name")
    issued_at = fields.DateTime()
    due_on = fields.Date(metadata={"description": DUE})
    waived_at = fields.DateTime(allow_none=True, metadata={"description": "被评查机关表示没有（其他）异议"})


def _open(view: ReportView) -> bool:
    return not view.window_reasons


class EvaluationReportSchema(_Term):
    """A group report with its files."""

    id = named("row.public_id")
    plan_id = named("row.plan.public_id")
    plan = fields.String(attribute="plan_title")
    report_no = named("row.report_no")
    agency = named("row.agency_name")
    issued_at = fields.DateTime(attribute="row.issued_at")
    waived_at = fields.DateTime(attribute="row.waived_at", allow_none=True)
    frozen = fields.Boolean(metadata={"description": "结果已经确定"})
    open = said(_open, "现在可以提出异议", kind="boolean")
    window_reasons = fields.List(fields.Nested(ShownReasonSchema))
    files = fields.List(fields.Nested(EvaluationReportFileSchema))


class EvaluationObjectionSchema(_Term):
    """An objection with its answer; ``due_on`` is for the answer."""

    id = named("row.public_id")
    plan_id = fields.String(attribute="plan")
    report_no = fields.String()
    file_id = fields.String(attribute="file")
    file = fields.String(attribute="file_label")
    agency = fields.String(attribute="agency_name")
    subject = named("row.subject")
    title = named("subject.title")
    grounds = named("row.grounds")
    attachments = fields.List(fields.Nested(AttachmentSchema), attribute="row.attachments")
    filed_at = fields.DateTime(attribute="row.filed_at")
    filed_by = named("row.filed_by_name")
    answer = fields.Enum(ObjectionAnswer, by_value=True, attribute="row.answer", allow_none=True)
    fallen = fields.List(fields.String(), attribute="row.fallen")
    reasons = named("row.reasons")
    answered_at = fields.DateTime(attribute="row.answered_at", allow_none=True)
    answered_by = named("row.answered_by_name")
    answer_reasons = fields.List(fields.Nested(ShownReasonSchema))


class EvaluationReEvaluationSchema(Schema):
    """A failed file on its way to a second look; never says who scores."""

    file_id = fields.String(attribute="file")
    version = fields.Integer()
    label = fields.String()
    agency = fields.String(attribute="agency_name")
    first_points = fields.String()
    first_grade = fields.String(attribute="first_grade_name")
    state = fields.String(metadata={"description": "waiting 待评分，done 已复评，impossible 决定不再复评"})
    due_on = fields.Date(allow_none=True)
    points = fields.String()
    grade = fields.String(attribute="grade_name")
    reason = fields.String()
    waive_reasons = fields.List(fields.Nested(ShownReasonSchema))


class RectificationStepSchema(Schema):
    """A step of a rectification."""

    no = fields.Integer()
    kind = fields.Enum(RectificationStepKind, by_value=True)
    text = fields.String()
    attachments = fields.List(fields.Nested(AttachmentSchema))
    by = fields.String(attribute="by_name")
    at = fields.DateTime()


class EvaluationRectificationSchema(_Term):
    """What an agency has to put right; ``due_on`` stays when it is returned."""

    id = named("row.public_id")
    plan_id = fields.String(attribute="plan")
    plan = fields.String(attribute="plan_title")
    file_id = fields.String(attribute="file")
    file = fields.String(attribute="file_label")
    agency = fields.String(attribute="agency_name")
    subject = named("row.subject")
    title = named("row.title")
    problem = named("row.problem")
    article = named("row.article")
    state = fields.Enum(RectificationState, by_value=True, attribute="row.state")
    received_at = fields.DateTime(attribute="row.received_at")
    late = fields.Boolean(metadata={"description": "逾期没有提交，或者逾期提交"})
    steps = fields.List(fields.Nested(RectificationStepSchema))
    submit_reasons = fields.List(fields.Nested(ShownReasonSchema))
    recheck_reasons = fields.List(fields.Nested(ShownReasonSchema))


def _states(progress: RectificationProgress) -> dict[str, int]:
    return {state.value: count for state, count in progress.states.items()}


class RectificationProgressSchema(Schema):
    """How far the rectifications of a plan are."""

    states = said(_states, kind="object")
    total = fields.Integer()
    late = fields.Integer()
    finished = fields.Boolean(metadata={"description": "整改完毕"})
