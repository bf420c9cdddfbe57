"""What the rules of the procedure look at: one case, as plain facts on one day.

``casework`` collects them from its own tables and from the rooms below (identity, catalogue,
documents, recording). Amounts are fen, dates are civil dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from enforcement.foundation.errors import Reason
from enforcement.rules.major_decision import Trigger


class State(StrEnum):
    """Where a case stands on the main line of the general procedure."""

    LEAD = "lead"
    VERIFYING = "verifying"
    FILING_ASKED = "filing_asked"
    INVESTIGATING = "investigating"
    CONCLUDED = "concluded"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    NOTICE_READY = "notice_ready"
    NOTIFIED = "notified"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    SERVED = "served"
    PERFORMED = "performed"
    CLOSING_ASKED = "closing_asked"
    CLOSED = "closed"
    ARCHIVED = "archived"


STATE_NAMES: dict[State, str] = {
    State.LEAD: "案源",
    State.VERIFYING: "核查",
    State.FILING_ASKED: "立案待批",
    State.INVESTIGATING: "调查取证",
    State.CONCLUDED: "调查终结",
    State.IN_REVIEW: "审核中",
    State.REVIEWED: "审核通过",
    State.NOTICE_READY: "告知待送达",
    State.NOTIFIED: "已告知",
    State.DISCUSSED: "已集体讨论",
    State.DECIDED: "已决定",
    State.SERVED: "已送达",
    State.PERFORMED: "已履行",
    State.CLOSING_ASKED: "结案待批",
    State.CLOSED: "已结案",
    State.ARCHIVED: "已归档",
}


@dataclass(frozen=True)
class OfficerFact:
    """An officer on one day: whether the certificate holds that day, and if not, why."""

    officer_id: int
    name: str
    certificate_no: str
    certificate_valid: bool
    certificate_problem: str = ""
    fields: tuple[str, ...] = ()
    kind: str = "officer"
    law_qualification_no: str = ""


@dataclass(frozen=True)
class RecordFact:
    """A record of inspection or inquiry (现场笔录、询问笔录) and who made it that day."""

    kind: str
    on: date
    officers: tuple[OfficerFact, ...]
    certificate_shown: bool
    rights_told: bool
    settled: bool
    """Signed by the party, or the refusal noted."""


@dataclass(frozen=True)
class ProposalFact:
    """The penalty proposed in the investigation report."""

    kinds: tuple[str, ...]
    fine_fen: int
    confiscation_fen: int
    grade: str
    reasons: str = ""
    """Why this grade, and, where the law changed meanwhile, which version is the lighter."""
    problems: tuple[Reason, ...] = ()
    """What speaks against it: outside the statutory range, outside the grade, no reasons."""


@dataclass(frozen=True)
class ReviewFact:
    """The last finished review of the case."""

    round_no: int
    legal: bool
    passed: bool
    digest: str
    reviewer_id: int
    qualified: bool
    concluded_on: date
    voided: bool = False


@dataclass(frozen=True)
class NoticeFact:
    """The prior notice (行政处罚告知书) and the party's term to answer."""

    document_id: str
    digest: str
    """Digest of the reviewed content it tells."""
    fine_fen: int
    confiscation_fen: int
    served_on: date | None
    lapsed: bool
    """The term for statement and hearing request has passed, read in the party's favour."""
    term_due: date | None
    hearing_right_told: bool = False


@dataclass(frozen=True)
class StatementFact:
    """The party's statement and defence (陈述申辩) and what became of it."""

    received_on: date
    answered: bool
    asks_hearing: bool = False


@dataclass(frozen=True)
class DiscussionFact:
    """The heads' collective discussion (集体讨论)."""

    on: date
    digest: str
    """Digest of the reviewed content that was discussed."""
    agreed: bool
    attendees: int


@dataclass(frozen=True)
class IntendedDecision:
    """What somebody is about to decide."""

    fine_fen: int
    confiscation_fen: int
    digest: str
    """Digest of the content the decision would carry."""


@dataclass(frozen=True)
class LimitationFact:
    """Whether the act may still be punished (行政处罚法第三十六条)."""

    open: bool
    sentence: str


@dataclass(frozen=True)
class CaseFacts:
    """One case on one day."""

    state: State
    today: date
    party_kind: str
    handlers: tuple[OfficerFact, ...] = ()
    """The officers in charge, as their certificates stand today."""
    investigators: frozenset[int] = frozenset()
    """Ids of all who are or ever were in charge."""
    age_at_act: int | None = None
    """Full years of a natural person on the day of the act; ``None`` for others or unknown."""
    punishable_age: int = 14
    lighter_age: int = 18
    minimum_officers: int = 2
    minimum_discussants: int = 3
    field_name: str = ""
    """The field of enforcement the certificates must cover (市场监督管理)."""
    item_in_scope: bool = False
    item_in_force: bool = False
    law_change: str = ""
    """What is to be compared because the basis changed since the act (行政处罚法第三十七条), empty when nothing."""
    acted_on: date | None = None
    limitation: LimitationFact | None = None
    facts_found: bool = False
    scene_records: tuple[RecordFact, ...] = ()
    inquiry_records: tuple[RecordFact, ...] = ()
    evidence_count: int = 0
    evidence_unverified: tuple[str, ...] = ()
    recordings_missing: tuple[str, ...] = ()
    recordings_pending: tuple[str, ...] = ()
    filing_approved_on: date | None = None
    decide_by: date | None = None
    """Last day for the decision, after extensions and stopped clocks."""
    proposal: ProposalFact | None = None
    report_issued: bool = False
    content_digest: str = ""
    review_triggers: tuple[Trigger, ...] = ()
    discussion_triggers: tuple[Trigger, ...] = ()
    hearing_triggers: tuple[Trigger, ...] = ()
    review: ReviewFact | None = None
    notice_approved: bool = False
    notice: NoticeFact | None = None
    waived_on: date | None = None
    statement: StatementFact | None = None
    discussion: DiscussionFact | None = None
    hearing_held: bool = False
    intended: IntendedDecision | None = None
    """Only while deciding; otherwise the proposal is what would be decided."""
    double_fine: str = ""
    """Why a fine would be the second for one act (行政处罚法第二十九条), empty when not."""
    decision_issued: bool = False
    decision_sealed: bool = False
    decision_served_on: date | None = None
    fine_due_fen: int = 0
    fine_paid_fen: int = 0
    goods_unsettled: bool = False
    service_receipts_missing: tuple[str, ...] = ()
    volume_gaps: tuple[str, ...] = field(default=())

    @property
    def legal_review_due(self) -> bool:
        """Whether legal review (and not only case review) is due."""
        return bool(self.review_triggers)

    @property
    def discussion_due(self) -> bool:
        """Whether the heads must discuss the case together."""
        return bool(self.discussion_triggers)
