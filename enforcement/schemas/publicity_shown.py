"""Public decisions and duties to publish as the API shows them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from enforcement.publicity.states import DutyState
from enforcement.schemas.shown import PageQuerySchema, named, page_of, said

WHICH = ("open", "late", "soon", "done", "all")


class PublicRowSchema(Schema):
    """A public decision in a list."""

    code = fields.String(metadata={"description": "核验码"})
    page = said(lambda row: f"/p/{row.code}", "永久地址的路径")
    state = said(lambda row: row.state.value)
    document_number = fields.String(metadata={"description": "文号"})
    document_sha256 = fields.String()
    agency = fields.String(attribute="agency_name")
    region = fields.String(attribute="region_name")
    party = fields.String(attribute="party_name")
    uscc = fields.String(attribute="party_uscc")
    act = fields.String()
    kinds = fields.List(fields.String())
    penalty = fields.String(attribute="penalty_text")
    fine_fen = fields.Integer()
    decided_on = fields.Date()
    published_at = fields.DateTime()
    withdrawn_reason = fields.String(attribute="end_reason")


PublicPageSchema = page_of(PublicRowSchema, "公示的决定；已撤下的只有文号和理由")


class PublicDecisionSchema(Schema):
    """The content that is public, and its digest, which anyone can compute again."""

    content = fields.Dict(metadata={"description": "公示的全部内容；按规范 JSON 计算摘要"})
    content_sha256 = fields.String()
    intact = fields.Boolean(metadata={"description": "内容与发布时的摘要一致"})
    address = fields.String()


class DutyQuerySchema(PageQuerySchema):
    """Which duties a list shows."""

    which = fields.String(
        load_default="open",
        validate=validate.OneOf(WHICH, error=f"请写 {'、'.join(WHICH)} 之一"),
        metadata={"description": "待办、已逾期、三日内到期、已办、全部"},
    )


class DutyShownSchema(Schema):
    """A duty to publish or to take down."""

    id = named()
    case_id = named("matter_id")
    kind = said(lambda one: one.kind.value, "publish 公示，withdraw 撤下")
    state = fields.Enum(DutyState, by_value=True)
    state_name = said(lambda one: one.state.words)
    started_on = fields.Date()
    due_on = fields.Date()
    provisional = fields.Boolean()
    basis = fields.String()
    fulfilled_at = fields.DateTime(allow_none=True)
    exemption_reason = fields.String()
    code = said(lambda one: one.record.code if one.record else "", "公示后的核验码")


DutyPageSchema = page_of(DutyShownSchema, "公示和撤下的职责")
