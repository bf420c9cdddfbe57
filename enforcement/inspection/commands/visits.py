"""Acts about visits, ratings and complaints. ``version`` is the one the person saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from enforcement.inspection.oversight_states import ComplaintOutcome
from enforcement.rules.inspection.visits import OffSite, TaskSource, VisitKind


@dataclass(frozen=True)
class RecordVisit:
    """A visit that takes place (scan on arrival), or took place (``scanned`` false: entered afterwards).

    Whether it counts against the cap stands in its approval; ``exempt_reason`` is for one entered without any.
    ``joint_key`` is the same for the organs of one joint visit; ``joins``: public id of the leading organ's visit, for
    those who come along on its approval. ``officer_ids`` are public ids.
    """

    org_id: int
    uscc: str
    name: str
    kind: VisitKind
    visited_at: datetime
    check_public_id: str | None
    officer_ids: tuple[str, ...]
    exempt_reason: str = ""
    scanned: bool = True
    items: int = 1
    joint_key: str = ""
    purpose: str = ""
    item_codes: tuple[str, ...] = ()
    joins: str = ""


@dataclass(frozen=True)
class AskVisit:
    """行政检查审批表. ``officers`` are public ids; ``items`` codes of published items (none for other names)."""

    org_id: int
    uscc: str
    name: str
    kind: VisitKind
    purpose: str
    items: tuple[str, ...]
    source: TaskSource
    officers: tuple[str, ...]
    planned_from: date
    planned_to: date
    off_site: Mapping[OffSite, str] = field(default_factory=dict)
    source_document: str = ""
    assistants: int = 0
    assistance_letter: str = ""
    exempt_reason: str = ""
    urgent: bool = False
    urgent_reason: str = ""


@dataclass(frozen=True)
class AnswerVisit:
    """The head's answer."""

    approval: str
    version: int
    agreed: bool
    note: str = ""


@dataclass(frozen=True)
class BatchApproval:
    """A drawn check has its approval with the plan: who approved the batch, and when."""

    org_id: int
    batch_public_id: str
    check_public_id: str
    uscc: str
    name: str
    items: tuple[str, ...]
    officers: tuple[str, ...]
    planned_from: date
    planned_to: date
    approved_by: str
    approved_at: datetime
    off_site: Mapping[OffSite, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerAlarm:
    """What the supervision organ did about an alarm."""

    alarm: str
    version: int
    answer: str


@dataclass(frozen=True)
class RateVisit:
    """An enterprise's rating of the visit behind a code: one to five stars, questions answered with yes or no.

    ``staff_device``: it comes from a device at which somebody of an organ has signed in.
    """

    code: str
    stars: int
    answers: Mapping[str, bool]
    text: str = ""
    staff_device: bool = False


@dataclass(frozen=True)
class MakeComplaint:
    """An enterprise's complaint about the visit behind a code."""

    code: str
    category: str
    text: str
    contact: str = ""


@dataclass(frozen=True)
class AnswerComplaint:
    """The supervision organ's answer."""

    number: str
    version: int
    outcome: ComplaintOutcome
    text: str
