"""Acts on yearly plans, batches and tasks outside them. ``version`` is the one the person saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.inspection.plans import BatchKind, Origin, PoolChoice, SpecialPapers
from enforcement.rules.inspection.visits import OffSite

DEFAULT_SOURCES = ("ssq", "kl8")
"""Public lotteries that reach grade A together (85.7 bits), so that the scheduler can draw alone."""


@dataclass(frozen=True)
class DraftPlan:
    """Begin the plan of a year."""

    org_id: int
    year: int
    title: str


@dataclass(frozen=True)
class BatchContent:
    """What a batch says. ``ratios`` in basis points by class; ``departments`` codes, the initiator first."""

    name: str
    item_codes: tuple[str, ...]
    kind: BatchKind
    ratios: Mapping[str, int]
    draw_on: date
    visit_from: date
    visit_to: date
    filters: tuple[PoolChoice, ...] = ()
    exclusions: tuple[PoolChoice, ...] = ()
    departments: tuple[str, ...] = ()
    joint: bool = False
    sealed: bool = False
    team_size: int = 2
    algorithm: Algorithm = Algorithm.SHA256
    sources: tuple[str, ...] = DEFAULT_SOURCES
    scope_text: str = ""
    frequency: str = ""
    planned_count: int | None = None
    off_site: Mapping[OffSite, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KeepBatch:
    """Write a batch of a plan that is still a draft; ``public_id`` empty for a new one."""

    plan_public_id: str
    public_id: str
    version: int
    content: BatchContent


@dataclass(frozen=True)
class AddBatches:
    """All batches of an imported table, or none."""

    plan_public_id: str
    version: int
    contents: tuple[BatchContent, ...]


@dataclass(frozen=True)
class DraftOutside:
    """A task outside the plan (临时任务) or a special campaign, to be approved by the head."""

    org_id: int
    origin: Origin
    content: BatchContent
    reason: str
    papers: SpecialPapers = field(default_factory=SpecialPapers)
    stacking_reason: str = ""


@dataclass(frozen=True)
class FilePlan:
    """The receipt of filing with the superior or the justice department (备案)."""

    public_id: str
    version: int
    filed_with: str
    receipt: str
    filed_on: date


@dataclass(frozen=True)
class AnswerPlan:
    """The head approves, or sends back with a reason; ``public_id`` of a plan, or of a task outside it."""

    public_id: str
    version: int
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class AnswerProposal:
    """One joint visit, or separate visits with a reason (rule D10)."""

    public_id: str
    version: int
    join: bool
    reason: str = ""


@dataclass(frozen=True)
class RenewDays:
    """The head approves new days for the visits of a batch whose pool is not frozen."""

    public_id: str
    version: int
    visit_from: date
    visit_to: date
    reason: str


@dataclass(frozen=True)
class CancelBatch:
    """The head takes an approved batch back before its pool is frozen."""

    public_id: str
    version: int
    reason: str
