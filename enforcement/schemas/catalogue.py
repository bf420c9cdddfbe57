"""What is asked of the catalogue and how it is written as data (CSV columns follow the JSON names)."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from enforcement.rules.facts_catalogue import GRADE_NAMES, LEGAL_KIND_NAMES

LONGEST_WORDS = 60
NO_NUL = validate.ContainsNoneOf("\x00", error="含有不能查询的字符")


def _words(label: str, **more: Any) -> fields.String:
    length = validate.Length(max=LONGEST_WORDS, error=f"至多 {LONGEST_WORDS} 个字")
    return fields.String(load_default="", validate=[length, NO_NUL], metadata={"label": label, **more})


class ItemQuerySchema(Schema):
    """Filters of the list of power items; ``on`` is the day asked about."""

    class Meta:
        """Unknown parameters are ignored: addresses are passed on with tracking marks."""

        unknown = EXCLUDE

    words = _words("事项、法律或者条款", placeholder="例如：超过保质期，或 食品安全法 第一百二十四条")
    domain = _words("领域", widget="select")
    on = fields.Date(
        load_default=None,
        error_messages={"invalid": "请按 2026-11-22 的样子填写日期"},
        metadata={"label": "哪一天有效", "widget": "date"},
    )
    cursor = fields.String(load_default="", validate=NO_NUL)


class ItemSearchSchema(Schema):
    """The words typed while a case is filed, the field of the agency and the day of the act."""

    class Meta:
        """Other fields of the form are sent along by htmx."""

        unknown = EXCLUDE

    q = _words("事项")
    field = _words("执法领域")
    on = fields.Date(load_default=None, error_messages={"invalid": "请按 2026-11-22 的样子填写日期"})


class OfficerCheckSchema(Schema):
    """An officer's name and certificate number, both as on the card."""

    class Meta:
        """Unknown parameters are ignored."""

        unknown = EXCLUDE

    name = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST_WORDS), NO_NUL],
        error_messages={"required": "请填写姓名"},
        metadata={"label": "姓名", "autocomplete": "off"},
    )
    number = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST_WORDS), NO_NUL],
        error_messages={"required": "请填写执法证号"},
        metadata={"label": "执法证号", "hint": "印在证件正面，例如 云A-0127", "autocomplete": "off"},
    )


class BasisSchema(Schema):
    """One provision."""

    law = fields.String()
    version = fields.Date()
    article = fields.String()
    kind = fields.Function(lambda basis: LEGAL_KIND_NAMES[basis.kind])


class ThresholdSchema(Schema):
    """The amounts that select a band, in fen."""

    of = fields.String()
    lt_fen = fields.Integer(allow_none=True)
    ge_fen = fields.Integer(allow_none=True)
    gt_fen = fields.Integer(allow_none=True)


class BandSchema(Schema):
    """One range of a fine; ``text`` is the range in words."""

    when = fields.String()
    basis = fields.String()
    minimum = fields.Decimal(as_string=True, allow_none=True)
    maximum = fields.Decimal(as_string=True, allow_none=True)
    unit = fields.String(allow_none=True)
    of = fields.String()
    range = fields.Nested(ThresholdSchema, allow_none=True)
    per = fields.String()
    target = fields.String()
    article = fields.String()
    text = fields.Function(lambda band: band.sentence())


class CircumstanceSchema(Schema):
    """A circumstance and the kinds it adds."""

    when = fields.String()
    adds = fields.List(fields.String())


class ItemSchema(Schema):
    """One version of a power item."""

    code = fields.String()
    version_no = fields.Integer()
    domain = fields.String()
    department = fields.String()
    field = fields.String()
    act = fields.String()
    duty = fields.Nested(BasisSchema)
    penalty = fields.Nested(BasisSchema)
    supporting = fields.List(fields.Nested(BasisSchema))
    kinds = fields.List(fields.String())
    fine = fields.List(fields.Nested(BandSchema))
    orders = fields.List(fields.String())
    serious = fields.Nested(CircumstanceSchema, allow_none=True)
    refusal = fields.Nested(CircumstanceSchema, allow_none=True)
    party = fields.String()
    in_force_from = fields.Date(allow_none=True)
    in_force_to = fields.Date(allow_none=True)
    replaces = fields.String()
    replaced_by = fields.String()
    note = fields.String()


class FoundItemSchema(Schema):
    """What the filing form needs of an item."""

    code = fields.String()
    act = fields.String()
    domain = fields.String()
    penalty = fields.Function(lambda item: item.penalty.citation)
    kinds = fields.List(fields.String())


class PublishedSchema(Schema):
    """What every published list of an agency has."""

    public_id = fields.String()
    org_name = fields.String()
    version_no = fields.Integer()
    title = fields.String()
    document_no = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class TierSchema(Schema):
    """One line of a benchmark."""

    grade = fields.Function(lambda tier: GRADE_NAMES[tier.grade])
    when = fields.String()
    conditions = fields.List(fields.String())
    standard = fields.String()
    min_fen = fields.Integer(allow_none=True)
    max_fen = fields.Integer(allow_none=True)
    min_times = fields.Decimal(as_string=True, allow_none=True)
    max_times = fields.Decimal(as_string=True, allow_none=True)
    min_inclusive = fields.Boolean()
    max_inclusive = fields.Boolean()


class BenchmarkSchema(PublishedSchema):
    """A benchmark with its tiers."""

    item_code = fields.String()
    entry_no = fields.Integer()
    formula = fields.String()
    tiers = fields.List(fields.Nested(TierSchema))


class ReviewEntrySchema(Schema):
    """An entry of a review catalogue."""

    no = fields.Integer()
    text = fields.String()
    threshold_fen = fields.Integer(allow_none=True)
    inclusive = fields.Boolean()
    parties = fields.List(fields.String())
    penalty_kinds = fields.List(fields.String())
    discussion = fields.Boolean()
    basis = fields.String()


class ReviewCatalogueSchema(PublishedSchema):
    """A review catalogue with its entries."""

    entries = fields.List(fields.Nested(ReviewEntrySchema))


class RecordingEntrySchema(Schema):
    """An entry of a recording list."""

    no = fields.Integer()
    step = fields.String()
    item = fields.String()
    way = fields.String(attribute="way_name")
    required = fields.Boolean()
    content = fields.String()
    upload_hours = fields.Integer()
    retention = fields.String()
    basis = fields.String()


class RecordingListSchema(PublishedSchema):
    """A recording list with its entries."""

    entries = fields.List(fields.Nested(RecordingEntrySchema))
