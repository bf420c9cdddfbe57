"""What reports and the public summary are made of: the files of a round with what stands about them. No actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.queries.final import FinalFile, final_files
from enforcement.evaluation.queries.results import DecidedFile, FileResult, SignedSheet
from enforcement.evaluation.states import DecisionKind, PlanState
from enforcement.identity.queries import organisation_facts, organisations_coded
from enforcement.platform.database import db
from enforcement.rules.evaluation.figures import PLACES, Comparison, FileFigures, RoundFigures, compare, round_figures
from enforcement.rules.evaluation.scoring import rounded
from enforcement.rules.evaluation.sheets import Reference, VetoMark
from enforcement.rules.evaluation.standard import Standard


@dataclass(frozen=True)
class RoundHead:
    """What a round is. ``final``: nothing of it changes any more; ``without_files``: agencies that closed no case."""

    public_id: str
    plan_no: str
    title: str
    organ: str
    period_from: date
    period_to: date
    state: PlanState
    standard: Standard
    digest: str
    without_files: tuple[str, ...]

    @property
    def final(self) -> bool:
        """Whether the results are fixed."""
        return self.state is PlanState.FROZEN


@dataclass(frozen=True)
class StandingFault:
    """A deduction that stands in a file: its place in the standard, where it was found, what it cost on average.

    ``points`` are averaged over the sheets that count, with two decimals.
    """

    code: str
    item: str
    title: str
    text: str
    article: str
    points: Decimal
    places: tuple[Reference, ...]


@dataclass(frozen=True)
class StandingVeto:
    """A veto that stands in a file, with the reasons the evaluators gave."""

    no: str
    text: str
    article: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CountedFile:
    """A file of the round with the result that counts, what stands behind it, and the kinds of later decisions."""

    decided: DecidedFile
    result: FileResult | None
    faults: tuple[StandingFault, ...]
    vetoes: tuple[StandingVeto, ...]
    later: tuple[DecisionKind, ...]

    @property
    def figures(self) -> FileFigures:
        """The file as figures need it."""
        return FileFigures(
            agency=self.decided.agency_name,
            unrounded=self.result.unrounded if self.result else None,
            band=self.result.band if self.result else None,
            vetoes=self.result.vetoes if self.result else (),
            faults=frozenset(one.code for one in self.faults),
            asked=frozenset(
                item.no for sheet in self.decided.sheets[:1] for item in sheet.score.items if item.applicable
            ),
        )


def head_of(plan: EvaluationPlan) -> RoundHead:
    """A plan as its reports name it."""
    empty = [one["agency"] for one in plan.shares if not one["closed"]]
    return RoundHead(
        public_id=plan.public_id,
        plan_no=plan.plan_no,
        title=plan.title,
        organ=organisation_facts(plan.org_id).name,
        period_from=plan.period_from,
        period_to=plan.period_to,
        state=plan.state,
        standard=standard_of(plan.standard),
        digest=plan.standard_digest,
        without_files=tuple(one.name for one in organisations_coded(empty).values()),
    )


def counted_files(plan_public_id: str) -> tuple[CountedFile, ...]:
    """Every file of a plan as it is after all decisions so far, by agency and label."""
    return tuple(_counted(one) for one in final_files(plan_public_id))


def figures_of(head: RoundHead, files: Sequence[FileFigures]) -> RoundFigures:
    """A round in figures."""
    return round_figures(head.title, head.standard, files)


def last_round(plan: EvaluationPlan) -> EvaluationPlan | None:
    """The organ's last finished round before this one, by the same standard if there is one, else by another."""
    rows = db.session.scalars(
        select(EvaluationPlan)
        .where(
            EvaluationPlan.org_id == plan.org_id,
            EvaluationPlan.state == PlanState.FROZEN,
            EvaluationPlan.period_to < plan.period_to,
        )
        .options(joinedload(EvaluationPlan.standard))
        .order_by(EvaluationPlan.period_to.desc(), EvaluationPlan.id.desc())
    ).all()
    same = (one for one in rows if one.standard.code == plan.standard.code)
    return next(same, next(iter(rows), None))


def comparison_of(plan: EvaluationPlan, now: RoundFigures) -> Comparison | None:
    """This round against the last one; None for the first."""
    before = last_round(plan)
    if before is None:
        return None
    files = [one.figures for one in counted_files(before.public_id)]
    return compare(figures_of(head_of(before), files), now)


def _counted(final: FinalFile) -> CountedFile:
    standard = final.decided.standard
    faults, vetoes = _faults(standard, final.counted), _vetoes(standard, final.counted, final.result)
    return CountedFile(final.decided, final.result, faults, vetoes, tuple(one.kind for one in final.decisions))


def _faults(standard: Standard, sheets: Sequence[SignedSheet]) -> tuple[StandingFault, ...]:
    found: dict[str, list[tuple[Decimal, tuple[Reference, ...]]]] = {}
    for sheet in sheets:
        for item in sheet.score.items:
            for one in item.deducted:
                found.setdefault(one.code, []).append((one.points, tuple(fault.reference for fault in one.faults)))
    return tuple(
        StandingFault(
            code=deduction.code,
            item=item.no,
            title=item.title,
            text=deduction.text,
            article=item.basis,
            points=rounded(Fraction(sum(points for points, _ in found[deduction.code])) / len(sheets), PLACES),
            places=tuple(dict.fromkeys(place for _, places in found[deduction.code] for place in places)),
        )
        for item in standard.items
        for deduction in item.deductions
        if deduction.code in found
    )


def _vetoes(standard: Standard, sheets: Sequence[SignedSheet], result: FileResult | None) -> tuple[StandingVeto, ...]:
    marks: list[VetoMark] = [mark for sheet in sheets for mark in sheet.score.vetoes]
    return tuple(
        StandingVeto(
            one.no, one.text, one.basis, tuple(dict.fromkeys(mark.reason for mark in marks if mark.veto == one.no))
        )
        for one in standard.vetoes
        if result and one.no in result.vetoes
    )
