"""Acts on plans, draws and seats. ``version`` is the one that the person read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from enforcement.draws.states import OfficerReason
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.evaluation.drawing import MustDraw


@dataclass(frozen=True)
class PlanContent:
    """What a plan says. Days are civil days, both ends included.

    ``agencies`` are organisation codes; ``ratio_bp`` basis points of each agency's closed files, ``least`` files of
    each; ``draw_on`` the day on which the list is fixed; ``open_on`` the last day for opening the sealed list;
    ``load_limit`` the most files one evaluator is drawn for; ``sources`` kinds of randomness (``ssq``, ``kl8`` …).
    """

    title: str
    period_from: date
    period_to: date
    standard: str
    agencies: tuple[str, ...]
    must_kinds: tuple[MustDraw, ...]
    ratio_bp: int
    least: int
    draw_on: date
    open_on: date
    load_limit: int
    sources: tuple[str, ...] = ("kl8",)
    algorithm: Algorithm = Algorithm.SHA256


@dataclass(frozen=True)
class DraftPlan:
    """A plan of one organ, waiting for its head."""

    org_id: int
    content: PlanContent


@dataclass(frozen=True)
class EditPlan:
    """The draft anew."""

    public_id: str
    version: int
    content: PlanContent


@dataclass(frozen=True)
class AnswerPlan:
    """The head approves, or gives the draft back with a reason."""

    public_id: str
    version: int
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class WithdrawPlan:
    """The drafter takes the draft back."""

    public_id: str
    version: int


@dataclass(frozen=True)
class CancelPlan:
    """The head gives up a plan before its list is committed to."""

    public_id: str
    version: int
    reason: str


@dataclass(frozen=True)
class ConfirmAnswers:
    """Which questions of applicability hold for a drawn file (condition id -> yes): one answer for all its sheets."""

    file: str
    version: int
    holds: Mapping[str, bool]


@dataclass(frozen=True)
class AskRecusal:
    """An evaluator says why not to score a file (广东省行政执法案卷评查办法第十条)."""

    seat: str
    reason_code: OfficerReason
    text: str


@dataclass(frozen=True)
class AnswerRecusal:
    """The head decides. Agreed: the next of the same ranking takes the seat."""

    seat: str
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class ReplaceAbsent:
    """The head takes a seat from somebody who doesn't come."""

    seat: str
    reason_code: OfficerReason
    text: str


@dataclass(frozen=True)
class CloseScoring:
    """End the scoring. Before every file has its result only with a reason, after the term is over."""

    public_id: str
    version: int
    reason: str = ""
