"""What stands beside the fields of the exchange format: titles, and what a value must look like.

The same annotations make the reader's errors, the JSON schema and the tables of the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Title:
    """The Chinese name of a field, and what must be known to fill it."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The value is the id of an entry of this list of the file."""

    to: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The text must match wholly; `words` say to a person what is wanted."""

    regex: str
    words: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The smallest whole number, or the smallest count of entries."""

    number: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The largest whole number."""

    number: int


EARLIEST_YEAR, LATEST_YEAR = 1949, 2099
"""Days outside are slips of the pen; counting from them would go on for ever."""
MOST_FEN = 10**15
MOST = 1_000_000

Text = Annotated[str, Pattern(r"[\s\S]*\S[\s\S]*", "不能为空")]
Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "应为64位小写十六进制的SHA-256摘要")]
Fen = Annotated[int, AtLeast(0), AtMost(MOST_FEN)]
Count = Annotated[int, AtLeast(1), AtMost(MOST)]
DocumentId = Annotated[str, Reference("documents")]
OfficerId = Annotated[str, Reference("officers")]
PartyId = Annotated[str, Reference("parties")]


class Procedure(StrEnum):
    """Which procedure the file followed."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"


class Outcome(StrEnum):
    """What was decided (行政处罚法第五十七条)."""

    PENALTY = "penalty"
    NO_PENALTY = "no_penalty"


class StepKind(StrEnum):
    """An act of the procedure that has a day."""

    LEAD = "lead"
    FILING = "filing"
    SCENE = "scene"
    INQUIRY = "inquiry"
    REPORT = "report"
    REVIEW_SENT = "review_sent"
    REVIEW = "review"
    NOTICE = "notice"
    STATEMENT = "statement"
    STATEMENT_ANSWER = "statement_answer"
    HEARING_REQUEST = "hearing_request"
    HEARING_NOTICE = "hearing_notice"
    HEARING = "hearing"
    DISCUSSION = "discussion"
    DECISION = "decision"
    REPORTED = "reported"
    CLOSING = "closing"
    ARCHIVE = "archive"


STEP_NAMES: dict[StepKind, str] = {
    StepKind.LEAD: "案源登记",
    StepKind.FILING: "立案审批",
    StepKind.SCENE: "现场检查",
    StepKind.INQUIRY: "询问",
    StepKind.REPORT: "调查终结",
    StepKind.REVIEW_SENT: "送审",
    StepKind.REVIEW: "审核",
    StepKind.NOTICE: "制作处罚告知书",
    StepKind.STATEMENT: "当事人陈述申辩",
    StepKind.STATEMENT_ANSWER: "复核答复陈述申辩",
    StepKind.HEARING_REQUEST: "当事人要求听证",
    StepKind.HEARING_NOTICE: "制作听证通知书",
    StepKind.HEARING: "举行听证",
    StepKind.DISCUSSION: "集体讨论",
    StepKind.DECISION: "作出决定",
    StepKind.REPORTED: "当场处罚报所属机关备案",
    StepKind.CLOSING: "结案审批",
    StepKind.ARCHIVE: "归档",
}


class DocumentKind(StrEnum):
    """What a paper of the volume is."""

    SOURCE_REGISTER = "source_register"
    FILING_APPROVAL = "filing_approval"
    SCENE_RECORD = "scene_record"
    INQUIRY_RECORD = "inquiry_record"
    EVIDENCE = "evidence"
    EVIDENCE_LIST = "evidence_list"
    PRESERVATION_NOTICE = "preservation_notice"
    REPORT = "report"
    REVIEW_OPINION = "review_opinion"
    EXTENSION_APPROVAL = "extension_approval"
    SUSPENSION_APPROVAL = "suspension_approval"
    NOTICE = "notice"
    STATEMENT_RECORD = "statement_record"
    STATEMENT_ANSWER = "statement_answer"
    HEARING_REQUEST = "hearing_request"
    HEARING_NOTICE = "hearing_notice"
    HEARING_RECORD = "hearing_record"
    HEARING_REPORT = "hearing_report"
    DISCUSSION_RECORD = "discussion_record"
    DECISION = "decision"
    NO_PENALTY_DECISION = "no_penalty_decision"
    SUMMARY_DECISION = "summary_decision"
    EDUCATION_RECORD = "education_record"
    SERVICE_RECEIPT = "service_receipt"
    INSTALMENT_NOTICE = "instalment_notice"
    PAYMENT_SLIP = "payment_slip"
    PROPERTY_RECORD = "property_record"
    CLOSING_APPROVAL = "closing_approval"
    OTHER = "other"


DOCUMENT_NAMES: dict[DocumentKind, str] = {
    DocumentKind.SOURCE_REGISTER: "案件来源登记表",
    DocumentKind.FILING_APPROVAL: "立案审批表",
    DocumentKind.SCENE_RECORD: "现场笔录",
    DocumentKind.INQUIRY_RECORD: "询问笔录",
    DocumentKind.EVIDENCE: "证据材料",
    DocumentKind.EVIDENCE_LIST: "证据目录",
    DocumentKind.PRESERVATION_NOTICE: "先行登记保存证据通知书",
    DocumentKind.REPORT: "案件调查终结报告",
    DocumentKind.REVIEW_OPINION: "案件审核（法制审核）表",
    DocumentKind.EXTENSION_APPROVAL: "延长办案期限审批表",
    DocumentKind.SUSPENSION_APPROVAL: "中止（扣除期间）审批表",
    DocumentKind.NOTICE: "行政处罚告知书",
    DocumentKind.STATEMENT_RECORD: "陈述申辩笔录",
    DocumentKind.STATEMENT_ANSWER: "陈述申辩复核意见",
    DocumentKind.HEARING_REQUEST: "听证申请",
    DocumentKind.HEARING_NOTICE: "行政处罚听证通知书",
    DocumentKind.HEARING_RECORD: "听证笔录",
    DocumentKind.HEARING_REPORT: "听证报告",
    DocumentKind.DISCUSSION_RECORD: "行政处罚案件集体讨论记录",
    DocumentKind.DECISION: "行政处罚决定书",
    DocumentKind.NO_PENALTY_DECISION: "不予行政处罚决定书",
    DocumentKind.SUMMARY_DECISION: "当场行政处罚决定书",
    DocumentKind.EDUCATION_RECORD: "教育记录",
    DocumentKind.SERVICE_RECEIPT: "送达回证",
    DocumentKind.INSTALMENT_NOTICE: "延期（分期）缴纳罚款通知书",
    DocumentKind.PAYMENT_SLIP: "缴款凭证",
    DocumentKind.PROPERTY_RECORD: "涉案物品处理记录",
    DocumentKind.CLOSING_APPROVAL: "结案审批表",
    DocumentKind.OTHER: "其他材料",
}


class SignatureRole(StrEnum):
    """As what somebody signed."""

    OFFICER = "officer"
    PARTY = "party"
    WITNESS = "witness"
    RECORDER = "recorder"
    REVIEWER = "reviewer"
    HEAD = "head"
    CHAIR = "chair"
    MEMBER = "member"
    RECIPIENT = "recipient"


ROLE_NAMES: dict[SignatureRole, str] = {
    SignatureRole.OFFICER: "执法人员",
    SignatureRole.PARTY: "当事人（被询问人）",
    SignatureRole.WITNESS: "见证人",
    SignatureRole.RECORDER: "记录人",
    SignatureRole.REVIEWER: "审核人员",
    SignatureRole.HEAD: "行政机关负责人",
    SignatureRole.CHAIR: "听证主持人",
    SignatureRole.MEMBER: "参加讨论的负责人",
    SignatureRole.RECIPIENT: "受送达人",
}


class VolumePart(StrEnum):
    """Which half of the volume (市场监督管理行政处罚程序规定第七十八条)."""

    MAIN = "main"
    SUB = "sub"


PART_NAMES: dict[VolumePart, str] = {VolumePart.MAIN: "正卷", VolumePart.SUB: "副卷"}


class ExtendedTerm(StrEnum):
    """Which term was extended."""

    VERIFICATION = "verification"
    CASE = "case"
    REVIEW = "review"


class PaymentWay(StrEnum):
    """How a fine came in (行政处罚法第六十七条、第六十八条)."""

    BANK = "bank"
    ON_THE_SPOT = "on_the_spot"
