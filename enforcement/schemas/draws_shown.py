"""Draws and public random values as the API shows them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from enforcement.draws.states import DrawState, EntryKind, EventKind, NoticeKind, Subject, ValueState
from enforcement.schemas.shown import PageQuerySchema, ShownReasonSchema, named, page_of, said, texts


class DrawQuerySchema(PageQuerySchema):
    """Which draws a list shows."""

    state = fields.Enum(DrawState, by_value=True, load_default=None, metadata={"description": "进行到"})
    q = fields.String(load_default="", validate=validate.Length(max=60), metadata={"description": "名称或者编号"})


class PublicDrawQuerySchema(PageQuerySchema):
    """Which draws the public list shows."""

    agency = fields.String(load_default="", validate=validate.Length(max=60), metadata={"description": "机关代码"})
    state = fields.Enum(DrawState, by_value=True, load_default=None, metadata={"description": "进行到"})
    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2999), metadata={"description": "年份"})


class ProofQuerySchema(Schema):
    """Whose proof is wanted."""

    error_messages = {"unknown": "没有这个参数"}  # noqa: RUF012 -- marshmallow reads it from the class

    object = fields.String(
        required=True,
        validate=validate.Length(min=1, max=120, error="请填写统一社会信用代码"),
        error_messages={"required": "请填写统一社会信用代码"},
        metadata={"description": "统一社会信用代码"},
    )


class PublicDrawSchema(Schema):
    """What everybody sees of a draw; lists and digests are in its bundle."""

    agency = fields.String()
    agency_name = fields.String()
    draw_no = fields.String(allow_none=True, metadata={"description": "承诺以前作废的没有编号"})
    title = fields.String()
    subject = fields.Enum(Subject, by_value=True)
    plan = fields.String(attribute="plan_no")
    state = fields.Enum(DrawState, by_value=True)
    state_name = said(lambda one: one.state.words)
    sealed = fields.Boolean()
    open_on = fields.Date(allow_none=True)
    opened_at = fields.DateTime(allow_none=True)
    grade = fields.String(metadata={"description": "A：公开随机数不少于40位；B：须有两名外部见证人"})
    algorithm = fields.String()
    frozen_at = fields.DateTime(allow_none=True)
    commit_json = fields.Raw(metadata={"type": ["object", "null"]})
    commit = fields.String(attribute="commit_hex", allow_none=True)
    seed = fields.String(attribute="seed_hex", allow_none=True)
    selected_root = fields.String(allow_none=True)
    published_at = fields.DateTime(allow_none=True)
    library_age = fields.Raw(metadata={"type": "object", "description": "锁定名单时名录库的新旧"})
    void_reason = said(lambda one: one.void_reason if one.state is DrawState.VOID else "")
    voided_at = fields.DateTime(allow_none=True)


PublicDrawPageSchema = page_of(PublicDrawSchema, "从承诺起的抽取，以及作废的抽取")


class DrawWitnessShownSchema(Schema):
    """A signature of a witness."""

    name = fields.String()
    organisation = fields.String()
    outside = fields.Boolean()
    commit = fields.String(attribute="commit_hex")
    signed_at = fields.DateTime()


class DrawSpokenShownSchema(Schema):
    """A contribution or a roll of dice."""

    source = fields.String()
    who = fields.String()
    text = fields.String()
    at = fields.DateTime()


class DrawEventShownSchema(Schema):
    """Something that happened to a draw since its commit."""

    kind = fields.Enum(EventKind, by_value=True)
    kind_name = said(lambda one: one.kind.words)
    at = fields.DateTime()
    object = fields.String(attribute="object_id")
    old = fields.String()
    new = fields.String()
    reason = fields.String()
    evidence = fields.String()
    decided_by = fields.String(attribute="decided_by_name")


class DrawRowSchema(PublicDrawSchema):
    """A draw of the desk's list."""

    id = named()
    matter = fields.String()
    drafted_by = fields.String(attribute="drafted_by_name")
    approved_by = fields.String(attribute="approved_by_name")
    void_asked_by = fields.String(attribute="void_asked_by_name")


DrawPageSchema = page_of(DrawRowSchema, "抽取")


class DrawShownSchema(DrawRowSchema):
    """A draw for the people who work on it; a sealed list is looked at through its bundle only."""

    sources = texts()
    witnesses = fields.List(fields.Nested(DrawWitnessShownSchema))
    spoken = fields.List(fields.Nested(DrawSpokenShownSchema))
    events = fields.List(
        fields.Nested(DrawEventShownSchema), metadata={"description": "密封的抽取公开以前不列出，见 bundle"}
    )
    missing = fields.List(fields.Nested(ShownReasonSchema), metadata={"description": "取种还缺什么"})


class DrawPublicEntrySchema(Schema):
    """An entry of a value; hidden until two people have typed."""

    id = named()
    kind = fields.Enum(EntryKind, by_value=True)
    value = fields.String()
    at = fields.DateTime()
    picture_sha256 = fields.String()
    reason = fields.String()
    witnessed_at = fields.DateTime(allow_none=True)
    counted = fields.Boolean()


class DrawPublicValueSchema(Schema):
    """A public random value."""

    source_id = fields.String()
    announced_at = fields.DateTime()
    state = fields.Enum(ValueState, by_value=True)
    value = fields.String()
    agreed_at = fields.DateTime(allow_none=True)
    unequal = fields.Boolean()
    entries = fields.List(fields.Nested(DrawPublicEntrySchema))


DrawPublicValuePageSchema = page_of(DrawPublicValueSchema, "公开随机数")


class DrawTypedEntrySchema(Schema):
    """What one person typed."""

    id = named()
    kind = fields.Enum(EntryKind, by_value=True)
    value = fields.String()
    by = fields.String(attribute="typed_by_name")
    at = fields.DateTime()


class ValueDeskSchema(Schema):
    """A value that waits for typists, as this person may see it."""

    source_id = fields.String()
    announced_at = fields.DateTime()
    against = fields.List(fields.Nested(ShownReasonSchema), metadata={"description": "为什么您不能录入"})
    typed_by_me = fields.Boolean()
    typed_count = fields.Integer()
    unequal = fields.Boolean()
    entries = fields.List(fields.Nested(DrawTypedEntrySchema))


class ValueDeskListSchema(Schema):
    """All values that draws wait for."""

    items = fields.List(fields.Nested(ValueDeskSchema))


class DrawNoticeShownSchema(Schema):
    """Something due or wrong."""

    kind = fields.Enum(NoticeKind, by_value=True)
    kind_name = said(lambda one: one.kind.words)
    alarm = fields.Boolean(attribute="kind.alarm")
    subject = fields.String()
    text = fields.String()
    at = fields.DateTime()


class DrawNoticeListSchema(Schema):
    """What is due or wrong, newest first."""

    items = fields.List(fields.Nested(DrawNoticeShownSchema))
