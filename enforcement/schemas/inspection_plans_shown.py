"""What the API shows of items, objects, plans and batches. Proportions in basis points, days ISO."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from enforcement.schemas.shown import PageQuerySchema, named, page_of, said, texts


class InspectionItemShownSchema(Schema):
    """A published item with its standard."""

    id = named()
    code = fields.String()
    version_no = fields.Integer()
    agency = named("org_name", "公布清单的机关")
    name = fields.String()
    sub_item = fields.String()
    kind = said(lambda one: one.kind.value, "key 重点检查事项，general 一般检查事项")
    bases = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
    subject = fields.String()
    object_kind = fields.String()
    ratios = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "类别到万分比"})
    frequency = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "类别到每年次数"})
    methods = texts()
    qualification = fields.String()
    standard = fields.List(fields.Dict())
    yearly_cap = fields.Integer(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)


InspectionItemPageSchema = page_of(InspectionItemShownSchema, "在效的抽查事项")


class InspectionBatchShownSchema(Schema):
    """A batch as it stands."""

    id = named()
    no = fields.Integer()
    name = fields.String()
    origin = said(lambda one: one.origin.value, "plan 年度计划，ad_hoc 临时任务，special 专项检查")
    kind = said(lambda one: one.kind.value, "directional 定向，undirected 不定向")
    state = said(lambda one: one.state.value)
    item_codes = texts()
    filters = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
    exclusions = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
    ratios = fields.Dict(keys=fields.String(), values=fields.Integer())
    departments = texts()
    joint = fields.Boolean()
    sealed = fields.Boolean()
    draw_on = fields.Date()
    visit_from = fields.Date()
    visit_to = fields.Date()
    pool_size = fields.Integer(allow_none=True)
    excluded = fields.Integer(allow_none=True)
    draw_id = named("draw_public_id", "抽取的编号；还没有批准时为 null")


class InspectionPlanShownSchema(Schema):
    """A plan with its batches."""

    id = named()
    no = fields.String()
    year = fields.Integer()
    title = fields.String()
    agency = named("org_name", "编制计划的机关")
    state = said(lambda one: one.state.value)
    public_until = fields.Date()
    published_at = fields.DateTime(allow_none=True)
    filing_receipt = fields.String()
    batches = fields.List(fields.Nested(InspectionBatchShownSchema))


InspectionPlanPageSchema = page_of(InspectionPlanShownSchema, "计划")


class LibraryObjectShownSchema(Schema):
    """An object of the library."""

    uscc = fields.String()
    name = fields.String()
    kind = fields.String()
    registration_state = fields.String()
    address = fields.String()
    region_name = fields.String()
    industry = fields.String()
    tags = texts()
    item_codes = texts()
    risk_class = fields.String()
    risk_class_on = fields.Date(allow_none=True)
    registered_on = fields.Date(allow_none=True)
    last_check_on = fields.Date(
        allow_none=True,
        attribute="checked_on",
        metadata={"description": "名录文件写明的和本系统记录的检查中较晚的一次"},
    )
    library_version = fields.Integer(attribute="changed_version", metadata={"description": "最近改动它的名录库版本"})


LibraryObjectPageSchema = page_of(LibraryObjectShownSchema, "检查对象")


class LibraryObjectQuerySchema(PageQuerySchema):
    """Which objects."""

    text = fields.String(
        load_default="",
        validate=validate.Length(max=200, error="至多 200 个字"),
        metadata={"description": "名称或统一社会信用代码"},
    )
    risk_class = fields.String(
        load_default="",
        validate=validate.OneOf(("", "A", "B", "C", "D"), error="请填写 A、B、C 或者 D"),
        metadata={"description": "信用风险分类"},
    )
