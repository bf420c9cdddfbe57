"""What higher rooms may hear of a case; ids and dates only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.foundation.events import Event


@dataclass(frozen=True)
class ReviewRequested(Event):
    """A case was sent to review: its round, legal or case review."""

    case_id: int
    case_public_id: str
    org_id: int
    org_path: str
    round_no: int
    legal: bool


@dataclass(frozen=True)
class ReviewVoided(Event):
    """Reviewed content was changed after the pass."""

    case_id: int
    case_public_id: str
    round_no: int


@dataclass(frozen=True)
class CaseDecided(Event):
    """A penalty decision was made and its document issued."""

    case_id: int
    case_public_id: str
    org_id: int
    document_public_id: str
    decided_on: date


@dataclass(frozen=True)
class CaseServed(Event):
    """The decision was served."""

    case_id: int
    case_public_id: str
    served_on: date


@dataclass(frozen=True)
class CasePerformed(Event):
    """The penalty was performed."""

    case_id: int
    case_public_id: str
    performed_on: date


@dataclass(frozen=True)
class CaseClosed(Event):
    """The case was closed."""

    case_id: int
    case_public_id: str
    closed_on: date
