"""Recordings as the API shows them."""

from __future__ import annotations

from marshmallow import Schema, fields

from enforcement.rules.recording import KIND_NAMES, RETENTION_NAMES, STATE_NAMES
from enforcement.schemas.shown import named, said


class MarkShownSchema(Schema):
    """A time mark."""

    at_ms = fields.Integer(metadata={"description": "距开头的毫秒数"})
    text = fields.String()
    added_by = fields.String(attribute="added_by_name")
    added_at = fields.DateTime()


class RecordingShownSchema(Schema):
    """What is known about a recording; never the recording itself."""

    id = named()
    case_id = named("matter_id")
    kind = said(lambda one: one.kind.value)
    kind_name = said(lambda one: KIND_NAMES[one.kind])
    state = said(lambda one: one.state.value)
    state_name = said(lambda one: STATE_NAMES[one.state])
    problem = fields.String(metadata={"description": "为什么不作数"})
    list_item = fields.Integer(allow_none=True, metadata={"description": "音像记录事项清单的序号"})
    title = fields.String()
    filename = fields.String()
    content_type = fields.String()
    size = fields.Integer(metadata={"description": "字节"})
    part_size = fields.Integer(metadata={"description": "每片的字节数"})
    parts = fields.Integer(metadata={"description": "共多少片"})
    head_sha256 = fields.String()
    declared_sha256 = fields.String()
    server_sha256 = fields.String(metadata={"description": "服务器自己算出的摘要"})
    duration_ms = fields.Integer()
    width = fields.Integer()
    height = fields.Integer()
    codec = fields.String()
    recorded_from_at = fields.DateTime()
    recorded_to_at = fields.DateTime()
    place = fields.String()
    device_no = fields.String()
    party_told = fields.Boolean()
    interruptions = fields.String()
    officer_ids = fields.List(fields.Integer())
    due_at = fields.DateTime(metadata={"description": "上传期限"})
    late = fields.Boolean()
    late_reason = fields.String()
    retention = said(lambda one: RETENTION_NAMES[one.retention])
    kept_until_on = fields.Date()
    uploaded_by = fields.String(attribute="uploaded_by_name")
    began_at = fields.DateTime()
    received_at = fields.DateTime(allow_none=True)
    checked_at = fields.DateTime(allow_none=True)
    marks = fields.List(fields.Nested(MarkShownSchema))


class RecordingListShownSchema(Schema):
    """The recordings of a case, oldest first."""

    items = fields.List(fields.Nested(RecordingShownSchema))


class PartLinkSchema(Schema):
    """The address to which one part is put."""

    number = fields.Integer()
    url = fields.String(metadata={"description": "用 PUT 直接送往存储，有效期很短"})


class PartLinksSchema(Schema):
    """Links for the parts asked for."""

    links = fields.List(fields.Nested(PartLinkSchema))


class ReceivedPartsSchema(Schema):
    """Numbers of the parts that are there in full."""

    received = fields.List(fields.Integer())


class OpenedSchema(Schema):
    """A link to the recording itself; the look stands in the audit record already."""

    url = fields.String()
    expires_at = fields.DateTime()
