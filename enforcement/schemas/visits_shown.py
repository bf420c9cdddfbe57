"""Visits, approvals and alarms as the API shows them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from enforcement.inspection.oversight_states import AlarmState
from enforcement.rules.inspection.visits import ApprovalState, VisitKind
from enforcement.schemas.shown import PageQuerySchema, named, page_of, said


class VisitQuerySchema(PageQuerySchema):
    """Which visits a list shows."""

    text = fields.String(load_default="", metadata={"description": "统一社会信用代码，或者企业名称的一部分"})
    kind = fields.Enum(VisitKind, by_value=True, load_default=None, metadata={"description": "类别"})
    which = fields.String(
        load_default="all",
        validate=validate.OneOf(("all", "exempt", "other", "late"), error="all、exempt、other 或者 late"),
        metadata={"description": "exempt 频次上限以外；other 其他名义；late 没有扫码"},
    )


class VisitShownSchema(Schema):
    """A visit."""

    id = named()
    agency = fields.String(attribute="agency_name")
    uscc = fields.String()
    name = fields.String()
    visited_on = fields.Date()
    kind = said(lambda row: row.kind.value)
    counted = fields.Boolean(metadata={"description": "计入年度频次上限"})
    exempt_reason = fields.String()
    scanned = fields.Boolean()
    late_days = fields.Integer(metadata={"description": "入企到登记之间的天数"})
    check = fields.String(attribute="check_public_id", allow_none=True)


VisitPageSchema = page_of(VisitShownSchema, "入企记录，新的在前")


class StandingShownSchema(Schema):
    """How often an enterprise was visited this year."""

    uscc = fields.String()
    year = fields.Integer()
    counted = fields.Integer(metadata={"description": "本机关计入上限的次数"})
    exempt = fields.Integer(metadata={"description": "本机关上限以外的次数"})
    other_names = fields.Integer(metadata={"description": "本机关以其他名义入企的次数"})
    total = fields.Integer(metadata={"description": "各机关合计"})
    reserved = fields.Integer(metadata={"description": "已批准尚未实施的次数"})
    cap = fields.Integer(metadata={"description": "年度上限"})
    cap_basis = fields.String()


class VisitApprovalQuerySchema(PageQuerySchema):
    """Which approval forms a list shows."""

    state = fields.Enum(ApprovalState, by_value=True, load_default=None)


class VisitApprovalShownSchema(Schema):
    """行政检查审批表."""

    id = named()
    state = said(lambda row: row.state.value)
    agency = fields.String(attribute="agency_name")
    uscc = fields.String()
    name = fields.String()
    kind = said(lambda row: row.kind.value)
    purpose = fields.String()
    planned_from = fields.Date()
    planned_to = fields.Date()
    counted = fields.Boolean()
    exempt_reason = fields.String()
    urgent = fields.Boolean()
    asked_at = fields.DateTime()
    decided_at = fields.DateTime(allow_none=True)


VisitApprovalPageSchema = page_of(VisitApprovalShownSchema, "审批表，新的在前")


class AlarmQuerySchema(PageQuerySchema):
    """Which alarms a list shows."""

    state = fields.Enum(AlarmState, by_value=True, load_default=None)


class AlarmShownSchema(Schema):
    """An alarm about visits."""

    id = named()
    rule = fields.String(attribute="rule_id")
    state = said(lambda row: row.state.value)
    subject = fields.String()
    message = fields.String()
    numbers = fields.Dict(keys=fields.String(), values=fields.Integer())
    basis = fields.String()
    raised_at = fields.DateTime()
    answer = fields.String()


AlarmPageSchema = page_of(AlarmShownSchema, "预警，新的在前")
