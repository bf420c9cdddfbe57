"""Checks and tasks as the API shows them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from enforcement.rules.inspection.checks import ORIGIN_NAMES, REQUEST_NAMES, STATE_NAMES
from enforcement.rules.inspection.results import KIND_NAMES
from enforcement.schemas.shown import PageQuerySchema, named, page_of, said

WHICH = ("open", "late", "done", "all")


class CheckQuerySchema(PageQuerySchema):
    """Which checks."""

    class Meta:
        """Pages have one size."""

        exclude = ("limit",)

    which = fields.String(
        load_default="open",
        validate=validate.OneOf(WHICH, error="请写 open、late、done 或者 all"),
        metadata={"description": "未办结、逾期未查、已办结或者全部"},
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "只看自己参加的"})
    task = fields.String(load_default="", metadata={"description": "抽查任务的 id"})
    text = fields.String(load_default="", metadata={"description": "名称中的字，或者统一社会信用代码"})


class CheckOfficerSchema(Schema):
    """An officer of a team."""

    id = fields.String(attribute="officer_public_id")
    name = fields.String()
    certificate_no = fields.String()
    removed_at = fields.DateTime(allow_none=True)


class CheckSummarySchema(Schema):
    """A check in a list."""

    id = named()
    version = fields.Integer(metadata={"description": "与 ETag 相同"})
    state = said(lambda one: one.state.value)
    state_name = said(lambda one: STATE_NAMES[one.state])
    origin = said(lambda one: one.origin.value)
    origin_name = said(lambda one: ORIGIN_NAMES[one.origin])
    agency = fields.String(attribute="agency_name")
    uscc = fields.String()
    name = fields.String()
    address = fields.String()
    window_from = fields.Date()
    window_to = fields.Date()
    officers = fields.List(fields.Nested(CheckOfficerSchema))


CheckPageSchema = page_of(CheckSummarySchema, "检查")


class CheckArrivalSchema(Schema):
    """An arrival."""

    way = said(lambda one: one.way.value)
    arrived_at = fields.DateTime()
    recorded_at = fields.DateTime()
    place = fields.String()
    officers = fields.List(fields.Dict())
    third_parties = fields.List(fields.Dict())
    late_reason = fields.String()


class CheckAnswerSchema(Schema):
    """An answer of the checklist."""

    item_code = fields.String()
    entry_no = fields.String()
    answer = fields.String()
    verdict = said(lambda one: one.verdict.value)
    note = fields.String()


class CheckRequestSchema(Schema):
    """What was asked of the head."""

    id = named()
    kind = said(lambda one: one.kind.value)
    kind_name = said(lambda one: REQUEST_NAMES[one.kind])
    state = said(lambda one: one.state.value)
    subject = fields.String()
    reason = fields.String()
    asked_at = fields.DateTime()
    answer = fields.String()


class CheckFollowUpSchema(Schema):
    """What is done about a result."""

    id = named()
    kind = said(lambda one: one.kind.value)
    kind_name = said(lambda one: KIND_NAMES[one.kind])
    text = fields.String()
    due_on = fields.Date(allow_none=True)
    link = fields.String()
    outcome = fields.String()
    done_at = fields.DateTime(allow_none=True)


class CheckShownSchema(CheckSummarySchema):
    """A check with everything recorded on it. The one-time code stands on the paper only."""

    source_document = fields.String()
    source_reason = fields.String()
    items = fields.List(fields.Dict(), metadata={"description": "锁定的检查表"})
    items_digest = fields.String()
    notice_number = fields.String()
    notice_document_id = fields.String(attribute="notice_document")
    arrivals = fields.List(fields.Nested(CheckArrivalSchema), attribute="scans")
    answers = fields.List(fields.Nested(CheckAnswerSchema))
    requests = fields.List(fields.Nested(CheckRequestSchema))
    record_document_id = fields.String(attribute="record_document")
    result_codes = fields.List(fields.String(), attribute="codes")
    result_text = fields.String()
    result_state = said(lambda one: one.entry_state.value if one.entry_state else "")
    result_fixed_on = fields.Date(allow_none=True)
    tell_due_on = fields.Date(allow_none=True)
    told_at = fields.DateTime(allow_none=True)
    published_at = fields.DateTime(allow_none=True)
    follow_ups = fields.List(fields.Nested(CheckFollowUpSchema))


class InspectionTaskSchema(Schema):
    """A task of a published draw."""

    id = named()
    state = said(lambda one: one.state.value)
    agency = fields.String(attribute="agency_name")
    title = fields.String()
    draw_no = fields.String()
    plan_no = fields.String()
    window_from = fields.Date()
    due_on = fields.Date()
    closed_on = fields.Date(allow_none=True)
    publish_due_on = fields.Date(allow_none=True)
    published_at = fields.DateTime(allow_none=True)


class InspectionTaskListSchema(Schema):
    """Tasks in scope."""

    items = fields.List(fields.Nested(InspectionTaskSchema))
