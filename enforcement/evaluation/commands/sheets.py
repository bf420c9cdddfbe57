"""Acts on score sheets. A sheet is named by its seat (public id); ``version`` is the one that the tab read."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.rules.evaluation.sheets import Sheet


@dataclass(frozen=True)
class SaveDraft:
    """What was found so far."""

    seat: str
    version: int
    sheet: Sheet
    remark: str = ""


@dataclass(frozen=True)
class SignSheet:
    """The saved draft, signed: nothing of it changes afterwards."""

    seat: str
    version: int


@dataclass(frozen=True)
class AnswerFinding:
    """Whether a finding of the machine holds (``accepted``), said by one evaluator."""

    seat: str
    finding: str
    accepted: bool
    note: str = ""
