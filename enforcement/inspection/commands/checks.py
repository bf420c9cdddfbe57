"""Acts on a check that mean something in law. ``check`` is its public id, ``version`` the one the person saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from enforcement.draws.states import ObjectReason
from enforcement.rules.inspection.checks import Origin, RequestKind
from enforcement.rules.inspection.results import FollowUpKind, ResultCode


@dataclass(frozen=True)
class OpenCaseCheck:
    """A check outside the draw (优化营商环境条例第五十四条): its ground, the paper behind it, the officers named."""

    org_id: int
    origin: Origin
    reason: str
    source_document: str
    uscc: str
    item_codes: tuple[str, ...]
    officer_ids: tuple[str, ...]
    """Public ids of officers."""
    window_from: date
    window_to: date
    name: str = ""
    address: str = ""
    """Name and address of an object that no library knows."""


@dataclass(frozen=True)
class CheckCommand:
    """An act on one check."""

    check: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class NameOfficers(CheckCommand):
    """The head names the team of a check outside the draw."""

    officer_ids: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AddAssistance(CheckCommand):
    """The letter that lets an officer act outside the area (O08)."""

    officer_id: str
    letter_no: str


@dataclass(frozen=True, kw_only=True)
class GiveNotice(CheckCommand):
    """Issue the notice; ``papers`` are what the object should prepare.

    ``arrival_address`` is the permanent address that the QR code leads to, without the code.
    """

    visit_on: date
    arrival_address: str
    papers: tuple[str, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class ScanArrival:
    """The code of a notice, read by the camera or typed; who is there. ``third_parties`` are public ids."""

    code: str
    officer_ids: tuple[str, ...]
    third_parties: tuple[str, ...] = ()
    place: str = ""
    typed: bool = False


@dataclass(frozen=True, kw_only=True)
class EnterLate(CheckCommand):
    """An arrival that could not be scanned, with its reason (C06)."""

    arrived_at: datetime
    reason: str
    officer_ids: tuple[str, ...]
    third_parties: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class AddThirdParty(CheckCommand):
    """An expert or institution that will help (O06)."""

    name: str
    organisation: str
    agreement_no: str
    task: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerChecklist(CheckCommand):
    """Answers to entries of the checklist: (item code, entry number, answer, note) each."""

    answers: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class AskHead(CheckCommand):
    """Ask for what only the head may allow; ``subject`` as in the request."""

    kind: RequestKind
    subject: str
    reason: str
    reason_code: str = ""
    by_object: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerHead(CheckCommand):
    """The head's answer to a request."""

    request: str
    granted: bool
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplaceDrawnObject(CheckCommand):
    """The drawn object can't be checked: the next ticket of its class takes the place."""

    reason_code: ObjectReason
    evidence: str


@dataclass(frozen=True)
class ReplaceSealedObject:
    """The same in a list that is still sealed: the head names the object that the team reported."""

    draw: str
    uscc: str
    reason_code: ObjectReason
    evidence: str


@dataclass(frozen=True, kw_only=True)
class GiveUpCheck(CheckCommand):
    """The draw gives no lawful team for the object: it is not checked this time."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ExtendDays(CheckCommand):
    """The head gives a check that was not made in its days a later last day."""

    until: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class EndMissedCheck(CheckCommand):
    """The days of a check are over and it is not made any more."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class FinishRecord(CheckCommand):
    """End the visit: what was found, what the object says, its signature or the note of refusal."""

    ended_at: datetime
    findings: str
    opinion: str
    person: str
    person_role: str
    certificate_shown: bool
    rights_told: bool
    representative: str = ""
    signature_png: bytes | None = field(default=None, repr=False)
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class EnterResult(CheckCommand):
    """The result codes and words of a check."""

    codes: tuple[ResultCode, ...]
    text: str
    fixed_on: date


@dataclass(frozen=True, kw_only=True)
class ReviewResult(CheckCommand):
    """The second person passes an entered result or sends it back."""

    passed: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TellResult(CheckCommand):
    """Tell the object its result (C08)."""

    way: str
    told_to: str


@dataclass(frozen=True, kw_only=True)
class OpenFollowUp(CheckCommand):
    """What is to be done about a result."""

    kind: FollowUpKind
    text: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FinishFollowUp(CheckCommand):
    """A follow-up is done; ``link`` names the record it led to."""

    follow_up: str
    outcome: str
    link: str = ""
