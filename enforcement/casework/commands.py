"""What people ask of a case. ``case`` is its public id; ``version`` the one they saw.

Amounts are fen, days civil dates, instants aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RegisterParty:
    """An entry of the register of parties."""

    kind: str
    name: str
    uscc: str = ""
    legal_representative: str = ""
    address: str = ""
    phone: str = ""
    industry: str = ""
    region_name: str = ""


@dataclass(frozen=True)
class RegisterLead:
    """A lead (案源): where it came from, what it says, whom it is about."""

    org_id: int
    source_kind: str
    source_text: str
    received_on: date
    party_kind: str
    party_name: str
    party_uscc: str = ""
    party_id_type: str = ""
    party_id_no: str = ""
    party_born_on: date | None = None
    legal_representative: str = ""
    party_address: str = ""
    party_phone: str = ""
    title: str = ""


@dataclass(frozen=True)
class CaseCommand:
    """An act on one case."""

    case: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class AssignHandlers(CaseCommand):
    """The officers in charge from now on."""

    officer_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StateFacts(CaseCommand):
    """What was done, when, where, worth how much, under which power item."""

    item_code: str
    acted_on: date
    discovered_on: date
    place: str
    facts_text: str
    goods_value_fen: int | None = None
    illegal_income_fen: int | None = None
    harm: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MakeRecord(CaseCommand):
    """A record of inspection (``scene``) or inquiry (``inquiry``).

    ``exchanges`` are question and answer pairs; exactly one of signature or refusal closes it. The officer who makes it
    signs by the own account, whoever was there with him on the screen: ``colleague_png``.
    """

    kind: str
    started_at: datetime
    ended_at: datetime
    place: str
    officer_ids: tuple[int, ...]
    certificate_shown: bool
    rights_told: bool
    respondent: str
    respondent_role: str
    respondent_id_no: str = ""
    content: str = ""
    exchanges: tuple[tuple[str, str], ...] = ()
    recusal: str = "不申请回避"
    measures: str = ""
    signature_png: bytes | None = None
    refusal: str = ""
    colleague_png: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class AddEvidence(CaseCommand):
    """A piece of evidence: a document of the matter, a recording, or described text."""

    kind: str
    title: str
    source: str
    proves: str
    collected_on: date
    document_id: str = ""
    recording_id: str = ""


@dataclass(frozen=True, kw_only=True)
class AmendEvidence(CaseCommand):
    """Other words for a piece of evidence."""

    evidence: str
    title: str
    proves: str


@dataclass(frozen=True, kw_only=True)
class VerifyEvidence(CaseCommand):
    """The evidence was checked and is true."""

    evidence: str


@dataclass(frozen=True, kw_only=True)
class ExcludeEvidence(CaseCommand):
    """The evidence no longer counts, for a reason; it stays on file."""

    evidence: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Propose(CaseCommand):
    """The penalty proposed, its grade and the reasons for both."""

    kinds: tuple[str, ...]
    grade: str
    grade_reasons: str
    fine_fen: int = 0
    confiscation_fen: int = 0
    confiscation_text: str = ""
    other_penalty: str = ""
    band_when: str = ""
    mitigation: str = ""
    departure: str = ""


@dataclass(frozen=True, kw_only=True)
class SendForApproval(CaseCommand):
    """Ask the head: filing or closing, with the unit's opinion."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class AnswerApproval(CaseCommand):
    """The head's answer to an open approval, with the reason."""

    approval: str
    agree: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Conclude(CaseCommand):
    """End of the investigation; ``course`` tells how it went."""

    course: str


@dataclass(frozen=True, kw_only=True)
class RecordReview(CaseCommand):
    """How a round of review ended; sent down by the room of legal review."""

    legal: bool
    passed: bool
    opinion: str
    text: str
    digest: str
    reviewer_officer_id: int
    reviewer_name: str
    qualified: bool
    document_id: str


@dataclass(frozen=True, kw_only=True)
class ServePaper(CaseCommand):
    """How a paper was served (送达); ``mode`` as in :mod:`enforcement.rules.service`."""

    mode: str
    served_on: date
    place: str
    recipient: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    server_ids: tuple[int, ...] = ()
    recording_id: str = ""
    signature_png: bytes | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordStatement(CaseCommand):
    """What the party brought forward (陈述申辩)."""

    received_on: date
    form: str
    content: str
    asks_hearing: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerStatement(CaseCommand):
    """Whether it was adopted, and why."""

    adopted: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class RecordWaiver(CaseCommand):
    """The party clearly waives statement and hearing."""

    waived_on: date
    words: str
    signature_png: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class HoldDiscussion(CaseCommand):
    """The heads' discussion: who said what, and the conclusion."""

    held_at: datetime
    place: str
    chair: str
    attendees: tuple[str, ...]
    recorder: str
    opinions: tuple[tuple[str, str], ...]
    conclusion: str
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Decide(CaseCommand):
    """The head decides; without ``fine_fen`` the reviewed amount."""

    opinion: str
    fine_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExtendTerm(CaseCommand):
    """More time for the case (第六十四条): the reason; ``days`` only after collective discussion."""

    reason: str
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecordPayment(CaseCommand):
    """Money received by the collecting bank."""

    paid_on: date
    amount_fen: int
    slip_no: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class SettleGoods(CaseCommand):
    """How confiscated goods were dealt with."""

    settled_on: date
    how: str


@dataclass(frozen=True, kw_only=True)
class AddNote(CaseCommand):
    """A line for the timeline; it can be added to, never deleted."""

    text: str
