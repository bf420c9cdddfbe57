"""How heavy a fine may be within the law: grades by share of the statutory span, and the agency's benchmark.

行政处罚法 34 and 国办发〔2022〕27号: benchmarks are public, applied, stated in the decision; who departs from one
gives reasons and has them approved. 行政处罚法 32: less than the statutory minimum only on a ground of mitigation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from enforcement.foundation.errors import Reason
from enforcement.rules.facts_catalogue import GRADE_NAMES, BenchmarkTier, Grade
from enforcement.rules.penalty import BandUnclear, Range, yuan
from enforcement.rules.rulesets import Number, Rulesets

PERCENT = 100
BENCHMARK_BASIS = "行政处罚法第三十四条；国办发〔2022〕27号"
RANGE_BASIS = "行政处罚法第四条、第七十六条第一款第二项"
MITIGATION_BASIS = "行政处罚法第三十二条"


@dataclass(frozen=True, slots=True)
class GradeShares:
    """The shares of the span that divide the grades; percent, each with its own inclusive flag."""

    lighter: Number
    heavier: Number
    mitigated: Number

    @classmethod
    def of(cls, rulesets: Rulesets, domain: str, region: str, on: date) -> GradeShares:
        """The shares in force for a domain and region on a day."""
        names = ("lighter", "heavier", "mitigated")
        return cls(*(rulesets.number(f"discretion.{name}_percent", domain, region, on) for name in names))


@dataclass(frozen=True, slots=True)
class GradeBand:
    """The fines of one grade, in fen (fractions of a fen are kept, so that a boundary is exact)."""

    grade: Grade
    min_fen: Decimal
    max_fen: Decimal
    min_inclusive: bool
    max_inclusive: bool

    def holds(self, fine_fen: int) -> bool:
        """Whether a fine falls into the band."""
        above = fine_fen > self.min_fen or (self.min_inclusive and fine_fen == self.min_fen)
        below = fine_fen < self.max_fen or (self.max_inclusive and fine_fen == self.max_fen)
        return above and below


def grade_bands(statutory: Range, shares: GradeShares) -> tuple[GradeBand, ...]:
    """The grades of a statutory range, lightest first.

    With a minimum, less than it is mitigation; with a maximum alone, less than the mitigated share of it.
    Raises BandUnclear if the law gives no maximum.
    """
    if statutory.max_fen is None:
        raise BandUnclear("法条没有规定罚款上限，不能按比例划分裁量阶次")
    top = Decimal(statutory.max_fen)
    low = Decimal(statutory.min_fen or 0)
    span = top - low
    floor = low if statutory.min_fen is not None else top * shares.mitigated.value / PERCENT
    lighter_to = low + span * shares.lighter.value / PERCENT
    heavier_from = low + span * shares.heavier.value / PERCENT
    mitigated = GradeBand(Grade.MITIGATED, Decimal(0), floor, min_inclusive=False, max_inclusive=False)
    if not span:
        return (mitigated, GradeBand(Grade.GENERAL, low, top, min_inclusive=True, max_inclusive=True))
    with_lighter, with_heavier = shares.lighter.inclusive, shares.heavier.inclusive
    return (
        mitigated,
        GradeBand(Grade.LIGHTER, floor, lighter_to, min_inclusive=True, max_inclusive=with_lighter),
        GradeBand(
            Grade.GENERAL,
            lighter_to,
            heavier_from,
            min_inclusive=not with_lighter,
            max_inclusive=not with_heavier,
        ),
        GradeBand(Grade.HEAVIER, heavier_from, top, min_inclusive=with_heavier, max_inclusive=True),
    )


def grade_of(fine_fen: int, statutory: Range, shares: GradeShares) -> Grade | None:
    """The grade a fine falls into; None above the statutory maximum. A fine of nothing is no penalty.

    Raises BandUnclear if the law gives no maximum.
    """
    if fine_fen == 0:
        return Grade.NONE
    return next((band.grade for band in grade_bands(statutory, shares) if band.holds(fine_fen)), None)


class Approval(StrEnum):
    """Who approved a departure from the benchmark."""

    HEAD = "head"
    COLLECTIVE = "collective"
    MAKER = "maker"


@dataclass(frozen=True, slots=True)
class Departure:
    """A departure from the benchmark: why, who approved it, and whether a superior made the benchmark."""

    reason: str
    approval: Approval | None
    superior_benchmark: bool = False

    @property
    def is_approved(self) -> bool:
        """Own benchmark: head or collective decision; a superior's: its maker."""
        if self.superior_benchmark:
            return self.approval is Approval.MAKER
        return self.approval in {Approval.HEAD, Approval.COLLECTIVE}


@dataclass(frozen=True, slots=True)
class FineProposal:
    """A proposed fine and what it is held against.

    `base_fen` is the amount a tier in multiples multiplies (货值金额, 违法所得). `reasons` say why the grade
    applies; `mitigation` names the ground of 行政处罚法 30-32, empty if there is none.
    """

    fine_fen: int
    statutory: Range
    tier: BenchmarkTier | None
    base_fen: int | None = None
    reasons: str = ""
    mitigation: str = ""
    departure: Departure | None = None


def check_fine(proposal: FineProposal) -> tuple[Reason, ...]:
    """What speaks against a proposed fine, all at once; empty if nothing does."""
    found = (_against_range(proposal), _against_tier(proposal), _reasons_missing(proposal))
    return tuple(reason for reason in found if reason is not None)


def _against_range(proposal: FineProposal) -> Reason | None:
    fine, law = proposal.fine_fen, proposal.statutory
    if law.max_fen is not None and fine > law.max_fen:
        return Reason(
            "fine-above-range",
            f"拟罚款{yuan(fine)}，高于法定上限{yuan(law.max_fen)}（{law.why}）",
            RANGE_BASIS,
            f"将罚款数额改到{yuan(law.max_fen)}以下",
        )
    if law.min_fen is not None and 0 < fine < law.min_fen and not proposal.mitigation.strip():
        return Reason(
            "fine-below-range",
            f"拟罚款{yuan(fine)}，低于法定下限{yuan(law.min_fen)}（{law.why}），没有写明减轻处罚的情形",
            MITIGATION_BASIS,
            f"将罚款数额改到{yuan(law.min_fen)}以上，或者写明并证明减轻处罚的法定情形",
        )
    return None


def _against_tier(proposal: FineProposal) -> Reason | None:
    tier = proposal.tier
    if tier is None or _within(tier, proposal):
        return None
    name = GRADE_NAMES[tier.grade]
    departure = proposal.departure
    if departure is None or not departure.reason.strip():
        return Reason(
            "fine-outside-grade",
            f"拟罚款{yuan(proposal.fine_fen)}，不在所选裁量阶次“{name}”的标准之内（{tier.standard}）",
            BENCHMARK_BASIS,
            "改选裁量阶次或者数额；确需偏离的，写明理由并报批",
        )
    if departure.is_approved:
        return None
    who = "基准的制定机关批准" if departure.superior_benchmark else "本机关负责人批准或者集体讨论决定"
    return Reason(
        "departure-not-approved",
        f"偏离裁量基准“{name}”（{tier.standard}）还没有经{who}",
        BENCHMARK_BASIS,
        f"报{who}，并将材料入卷",
    )


def _within(tier: BenchmarkTier, proposal: FineProposal) -> bool:
    if tier.grade is Grade.NONE:
        return proposal.fine_fen == 0
    if not tier.allows_fine(proposal.fine_fen):
        return False
    if tier.min_times is None and tier.max_times is None:
        return True
    if proposal.base_fen is None:
        return False
    # The fine is compared with multiples of the base, not the quotient with the multiple: no rounding comes in.
    low = None if tier.min_times is None else tier.min_times * proposal.base_fen
    high = None if tier.max_times is None else tier.max_times * proposal.base_fen
    above = low is None or proposal.fine_fen > low or (tier.min_inclusive and proposal.fine_fen == low)
    below = high is None or proposal.fine_fen < high or (tier.max_inclusive and proposal.fine_fen == high)
    return above and below


def _reasons_missing(proposal: FineProposal) -> Reason | None:
    if proposal.reasons.strip():
        return None
    return Reason(
        "grade-reasons-missing",
        "没有写明适用该裁量阶次的理由",
        BENCHMARK_BASIS,
        "写明案件事实怎样符合该阶次的适用条件",
    )
