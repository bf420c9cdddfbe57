"""A case as the API shows it, and the question that lists cases."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from enforcement.casework.services import PARTY_KINDS, SOURCE_KINDS
from enforcement.casework.services.filing import APPROVAL_NAMES
from enforcement.rules.facts import STATE_NAMES, State
from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade
from enforcement.schemas.documents import DocumentSchema
from enforcement.schemas.legal_review_shown import RoundSchema
from enforcement.schemas.shown import PageQuerySchema, ShownReasonSchema, named, page_of, said, texts

NO_NUL = validate.ContainsNoneOf("\x00", error="含有不能查询的字符")
LONGEST_WORDS = 100


class CaseQuerySchema(PageQuerySchema):
    """Which cases a list shows."""

    words = fields.String(
        load_default="",
        validate=[validate.Length(max=LONGEST_WORDS, error=f"至多 {LONGEST_WORDS} 个字"), NO_NUL],
        metadata={"description": "案件名称、案号或者当事人中的字，空格分隔，都要出现"},
    )
    state = fields.String(
        load_default="",
        validate=validate.OneOf([one.value for one in State], error="没有这种状态"),
        metadata={"description": "案件状态"},
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "只要令牌持有人承办的"})
    overdue = fields.Boolean(load_default=False, metadata={"description": "只要有期限已经逾期的"})
    agency = fields.String(load_default="", validate=NO_NUL, metadata={"description": "机关的 id，含其下级机关"})


class PartyNameSchema(Schema):
    """Who the party of a case is."""

    kind = fields.String(metadata={"enum": list(PARTY_KINDS)})
    name = fields.String()
    uscc = fields.String(metadata={"description": "统一社会信用代码"})


class PartyShownSchema(PartyNameSchema):
    """The party with everything the papers print."""

    id_type = fields.String()
    id_no = fields.String()
    legal_representative = fields.String()
    address = fields.String()
    phone = fields.String()
    born_on = fields.Date(allow_none=True)


class HandlerShownSchema(Schema):
    """An officer in charge."""

    officer_id = fields.Integer()
    name = fields.String()
    added_at = fields.DateTime()


def _handlers(case: Any) -> list[Any]:
    rows = [one for one in case.handlers if one.removed_at is None]
    return list(HandlerShownSchema(many=True).dump(rows))


def _fine(case: Any) -> int | None:
    return case.proposal.fine_fen if case.proposal else None


class CaseRowSchema(Schema):
    """A case in a list."""

    id = named()
    version = fields.Integer(metadata={"description": "与 ETag 相同"})
    case_no = fields.String(allow_none=True, metadata={"description": "立案后的案号"})
    title = fields.String()
    state = fields.Enum(State, by_value=True)
    state_name = said(lambda case: STATE_NAMES[case.state])
    state_since = fields.DateTime()
    party = fields.Nested(PartyNameSchema)
    handlers = said(_handlers, "现任承办人", "array")
    received_on = fields.Date()
    filed_on = fields.Date(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    fine_fen = said(_fine, "拟处或者已处罚款", ["integer", "null"])


CasePageSchema = page_of(CaseRowSchema, "案件，新登记的在前")


class CaseFactsSchema(Schema):
    """What was done, when, where, worth how much."""

    item_code = fields.String(allow_none=True, metadata={"description": "行政处罚事项代码"})
    acted_on = fields.Date(allow_none=True)
    discovered_on = fields.Date(allow_none=True)
    place = fields.String()
    facts_text = fields.String()
    goods_value_fen = fields.Integer(allow_none=True)
    illegal_income_fen = fields.Integer(allow_none=True)
    harm = fields.Boolean()
    flags = texts()


class ProposalShownSchema(Schema):
    """The penalty proposed."""

    kinds = texts()
    fine_fen = fields.Integer()
    confiscation_fen = fields.Integer()
    confiscation_text = fields.String()
    other_penalty = fields.String()
    band_when = fields.String()
    benchmark = fields.String(attribute="benchmark_title")
    grade = fields.String()
    grade_name = said(lambda row: GRADE_NAMES[Grade(row.grade)])
    grade_reasons = fields.String()
    mitigation = fields.String()
    departure = fields.String()


class TriggerShownSchema(Schema):
    """Why review, discussion or hearing is due."""

    kind = fields.String()
    sentence = fields.String()
    basis = fields.String()


class TriggersShownSchema(Schema):
    """What the proposed penalty makes due."""

    review = fields.List(fields.Nested(TriggerShownSchema))
    discussion = fields.List(fields.Nested(TriggerShownSchema))
    hearing = fields.List(fields.Nested(TriggerShownSchema))


class RequirementSchema(Schema):
    """A need of the steps ahead; ``code`` and ``message`` say what is missing."""

    title = said(lambda one: one.need.title)
    met = said(lambda one: one.reason is None, kind="boolean")
    code = said(lambda one: one.reason.code if one.reason else one.need.code)
    message = said(lambda one: one.reason.message if one.reason else "")
    basis = said(lambda one: one.need.basis)
    lift = said(lambda one: one.reason.lift if one.reason else one.need.lift)
    fulfilled_by = said(lambda one: one.need.act, "满足它的步骤")


class AvailableStepSchema(Schema):
    """Something that may be done, or every reason why not."""

    name = fields.String()
    title = fields.String()
    step = fields.String(metadata={"description": "POST …/steps 的 step；空的在别处办理（审核、音像记录）"})
    allowed = fields.Boolean()
    reasons = fields.List(fields.Nested(ShownReasonSchema))


class RunSchema(Schema):
    """One line of a deadline's explanation."""

    first = fields.Date()
    last = fields.Date()
    kind = said(lambda run: run.kind.value)
    days = fields.String(attribute="date_text")
    what = fields.String()
    count = fields.String(attribute="count_text")


class DeadlineShownSchema(Schema):
    """A deadline with its explanation; ``level`` is ok, soon, late or done."""

    name = fields.String()
    started_on = fields.Date(attribute="start")
    due_on = fields.Date(attribute="due")
    length = fields.String(attribute="length_text")
    level = fields.String(metadata={"enum": ["ok", "soon", "late", "done"]})
    left = fields.String(attribute="left_text")
    provisional = fields.Boolean(metadata={"description": "当年放假安排未公布，暂按周末和法定节日计算"})
    explanation = fields.List(fields.Nested(RunSchema), attribute="runs")
    basis = fields.String()
    rule_version = fields.String()
    note = fields.String()


class EvidenceShownSchema(Schema):
    """A piece of evidence."""

    id = named("row.public_id")
    no = fields.Integer(attribute="row.no")
    kind = fields.String(attribute="row.kind")
    title = fields.String(attribute="row.title")
    source = fields.String(attribute="row.source")
    proves = fields.String(attribute="row.proves")
    collected_on = fields.Date(attribute="row.collected_on")
    document_id = fields.String(attribute="row.document_id")
    recording_id = fields.String(attribute="row.recording_id")
    sha256 = fields.String()
    verified = fields.Boolean(attribute="row.verified")
    excluded_reason = fields.String(attribute="row.excluded_reason")


class RecordShownSchema(Schema):
    """A record of inspection or inquiry."""

    id = named()
    kind = fields.String()
    started_at = fields.DateTime()
    ended_at = fields.DateTime()
    place = fields.String()
    officer_ids = fields.List(fields.Integer())
    respondent = fields.String()
    signed = fields.Boolean()
    refusal = fields.String()
    document_id = fields.String()


class ApprovalShownSchema(Schema):
    """An approval asked and answered."""

    id = named()
    kind = fields.String()
    kind_name = said(lambda one: APPROVAL_NAMES.get(one.kind, one.kind))
    sent_at = fields.DateTime()
    sent_by = fields.String()
    opinion = fields.String()
    answered_at = fields.DateTime(allow_none=True)
    answered_by = fields.String()
    outcome = fields.String()
    reason = fields.String()


class NoticeShownSchema(Schema):
    """A prior notice."""

    document_id = fields.String()
    fine_fen = fields.Integer()
    confiscation_fen = fields.Integer()
    hearing_right_told = fields.Boolean()
    issued_at = fields.DateTime()
    served_on = fields.Date(allow_none=True)
    waived_on = fields.Date(allow_none=True)


class StatementShownSchema(Schema):
    """The party's statement and the answer to it."""

    received_on = fields.Date()
    form = fields.String()
    content = fields.String()
    asks_hearing = fields.Boolean()
    adopted = fields.String()
    answer = fields.String()
    answered_at = fields.DateTime(allow_none=True)
    answered_by = fields.String()


class DiscussionShownSchema(Schema):
    """A collective discussion."""

    held_at = fields.DateTime()
    chair = fields.String()
    attendees = texts()
    opinions = fields.String()
    conclusion = fields.String()
    agreed = fields.Boolean()
    document_id = fields.String()


class DecisionShownSchema(Schema):
    """The decision as issued."""

    number = fields.String()
    document_id = fields.String()
    digest = fields.String(metadata={"description": "决定所依据的审核内容的 SHA-256"})
    fine_fen = fields.Integer()
    confiscation_fen = fields.Integer()
    penalty_text = fields.String()
    paragraphs = texts()
    decided_at = fields.DateTime()
    decided_by = fields.String()


class PaymentShownSchema(Schema):
    """A payment at the bank."""

    paid_on = fields.Date()
    amount_fen = fields.Integer()
    slip_no = fields.String()
    channel = fields.String()


class GoodsShownSchema(Schema):
    """What became of confiscated goods."""

    settled_on = fields.Date()
    how = fields.String()


class TimelineShownSchema(Schema):
    """A line of the timeline."""

    at = fields.DateTime()
    who = fields.String()
    system = fields.Boolean()
    text = fields.String()
    quote = fields.String()
    document_id = fields.String()


class AgencyShownSchema(Schema):
    """The agency of a case."""

    id = named()
    name = fields.String()
    short_name = fields.String(metadata={"description": "文号代字"})


class SourceShownSchema(Schema):
    """How the case came in."""

    kind = fields.String(attribute="source_kind")
    name = said(lambda case: SOURCE_KINDS.get(case.source_kind, case.source_kind))
    text = fields.String(attribute="source_text")
    registered_at = fields.DateTime()
    registered_by = fields.String()


class CaseShownSchema(Schema):
    """One case with everything it holds, what it lacks, what may be done and until when."""

    case = fields.Nested(CaseRowSchema)
    agency = fields.Nested(AgencyShownSchema)
    party = fields.Nested(PartyShownSchema)
    source = fields.Nested(SourceShownSchema)
    facts = fields.Nested(CaseFactsSchema)
    proposal = fields.Nested(ProposalShownSchema, allow_none=True)
    penalties = texts()
    triggers = fields.Nested(TriggersShownSchema)
    content_digest = fields.String(metadata={"description": "审核内容现在的 SHA-256"})
    requirements = fields.List(fields.Nested(RequirementSchema))
    steps = fields.List(fields.Nested(AvailableStepSchema))
    deadlines = fields.List(fields.Nested(DeadlineShownSchema))
    evidence = fields.List(fields.Nested(EvidenceShownSchema))
    records = fields.List(fields.Nested(RecordShownSchema))
    approvals = fields.List(fields.Nested(ApprovalShownSchema))
    reviews = fields.List(fields.Nested(RoundSchema))
    notices = fields.List(fields.Nested(NoticeShownSchema))
    statements = fields.List(fields.Nested(StatementShownSchema))
    discussions = fields.List(fields.Nested(DiscussionShownSchema))
    decision = fields.Nested(DecisionShownSchema, allow_none=True)
    payments = fields.List(fields.Nested(PaymentShownSchema))
    goods = fields.List(fields.Nested(GoodsShownSchema))
    documents = fields.List(fields.Nested(DocumentSchema))
    timeline = fields.List(fields.Nested(TimelineShownSchema))
