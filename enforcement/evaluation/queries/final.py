"""Files of a plan with every decision after the first result, and what still stands. Internal: no actor is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection
from enforcement.evaluation.queries.results import DecidedFile, FileResult, SignedSheet, decided_files, file_result
from enforcement.evaluation.states import DecisionKind, ObjectionAnswer
from enforcement.platform.database import db
from enforcement.rules.evaluation.correction import Fallen, without
from enforcement.rules.evaluation.scoring import Deducted, ItemScore, Score, rounded
from enforcement.rules.evaluation.sheets import Reference
from enforcement.rules.evaluation.standard import Standard

ITEM = "item:"
VETO = "veto:"


@dataclass(frozen=True)
class Decision:
    """A result after the first, as it was decided."""

    public_id: str
    no: int
    kind: DecisionKind
    source: str
    result: FileResult
    steps: tuple[str, ...]
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True)
class StandingSubject:
    """An item with deductions, or a veto, that still stands; over all sheets that count.

    ``lost_points`` is the mean loss of the item on these sheets, 0 for a veto. ``codes`` are deductions, or the number
    of the veto; ``texts`` say the faults, ``references`` where they were found, ``articles`` what asks for it.
    """

    subject: str
    no: str
    title: str
    section: str
    codes: tuple[str, ...]
    texts: tuple[str, ...]
    references: tuple[str, ...]
    articles: tuple[str, ...]
    lost_points: Decimal


@dataclass(frozen=True)
class FinalFile:
    """A file as it is after all decisions so far.

    ``result`` is the last one that counts, None for a file that was not scored to the end. ``counted`` are the sheets
    that it follows, scored without what fell; ``told`` what they said to the agency before anything fell, ``standing``
    what is left of that.
    """

    decided: DecidedFile
    decisions: tuple[Decision, ...]
    fallen: Fallen
    result: FileResult | None
    counted: tuple[SignedSheet, ...]
    told: tuple[StandingSubject, ...]
    standing: tuple[StandingSubject, ...]

    @property
    def before_objections(self) -> FileResult | None:
        """The result that the agency was told: of the re-evaluation if there was one, else the first."""
        again = [one for one in self.decisions if one.kind is not DecisionKind.OBJECTION]
        return again[-1].result if again else self.decided.result


def final_files(plan_public_id: str) -> tuple[FinalFile, ...]:
    """Every drawn file of a plan, by agency and label."""
    decisions, fallen = _decisions(plan_public_id), _fallen(plan_public_id)
    return tuple(
        _final(one, decisions.get(one.public_id, ()), fallen.get(one.public_id, Fallen()))
        for one in decided_files(plan_public_id)
    )


def final_file(plan_public_id: str, file_public_id: str) -> FinalFile:
    """One of them."""
    return next(one for one in final_files(plan_public_id) if one.decided.public_id == file_public_id)


def reference_words(reference: Reference) -> str:
    """Where a fault stands: 现场笔录第2页“当事人签名”."""
    page = f"第{reference.page}页" if reference.page is not None else ""
    return f"{reference.document}{page}" + (f"“{reference.passage}”" if reference.passage else "")


def _final(decided: DecidedFile, rows: Sequence[EvaluationDecision], fallen: Fallen) -> FinalFile:
    decisions = tuple(_decision(one, decided.standard) for one in rows)
    result = decisions[-1].result if decisions else decided.result
    sheets = [decided.sheets[place] for place in result.counted] if result else []
    counted = tuple(replace(one, score=without(decided.standard, decided.facts, one.score, fallen)) for one in sheets)
    told, standing = (standing_of(decided.standard, [one.score for one in some]) for some in (sheets, counted))
    return FinalFile(decided, decisions, fallen, result, counted, told, standing)


def standing_of(standard: Standard, scores: Sequence[Score]) -> tuple[StandingSubject, ...]:
    """Vetoes and items with deductions of the sheets that count, in the order of the standard."""
    return (*_vetoes(standard, scores), *_items(standard, scores))


def _items(standard: Standard, scores: Sequence[Score]) -> tuple[StandingSubject, ...]:
    sections = {one.id: one.name for one in standard.sections}
    found = []
    for item in standard.items:
        lines = [one for score in scores for one in score.items if one.no == item.no]
        deducted = [one for line in lines for one in line.deducted]
        if not deducted:
            continue
        found.append(
            StandingSubject(
                subject=f"{ITEM}{item.no}",
                no=item.no,
                title=item.title,
                section=sections[item.section],
                codes=tuple(dict.fromkeys(one.code for one in deducted)),
                texts=tuple(dict.fromkeys(one.text for one in deducted)),
                references=_references(deducted),
                articles=(item.basis,),
                lost_points=_mean_lost(lines, standard.places),
            )
        )
    return tuple(found)


def _vetoes(standard: Standard, scores: Sequence[Score]) -> tuple[StandingSubject, ...]:
    found = []
    for veto in standard.vetoes:
        marks = [one for score in scores for one in score.vetoes if one.veto == veto.no]
        if not marks:
            continue
        references = (reference_words(one.reference) for one in marks if one.reference is not None)
        found.append(
            StandingSubject(
                subject=f"{VETO}{veto.no}",
                no=veto.no,
                title=veto.text,
                section=veto.group,
                codes=(veto.no,),
                texts=tuple(dict.fromkeys(one.reason for one in marks)),
                references=tuple(dict.fromkeys(references)),
                articles=(veto.basis,),
                lost_points=Decimal(0),
            )
        )
    return tuple(found)


def _references(deducted: Sequence[Deducted]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reference_words(fault.reference) for one in deducted for fault in one.faults))


def _mean_lost(lines: Sequence[ItemScore], places: int) -> Decimal:
    return rounded(sum((Fraction(one.lost) for one in lines), Fraction(0)) / len(lines), places)


def _decision(row: EvaluationDecision, standard: Standard) -> Decision:
    return Decision(
        public_id=row.public_id,
        no=row.no,
        kind=row.kind,
        source=row.source,
        result=file_result(row.result, standard),
        steps=tuple(row.steps),
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )


def _decisions(plan_public_id: str) -> Mapping[str, list[EvaluationDecision]]:
    rows = db.session.execute(
        select(EvaluationFile.public_id, EvaluationDecision)
        .join(EvaluationDecision, EvaluationDecision.file_id == EvaluationFile.id)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        .where(EvaluationPlan.public_id == plan_public_id)
        .order_by(EvaluationDecision.file_id, EvaluationDecision.no)
    )
    found: dict[str, list[EvaluationDecision]] = {}
    for file, row in rows:
        found.setdefault(file, []).append(row)
    return found


def _fallen(plan_public_id: str) -> Mapping[str, Fallen]:
    rows = db.session.execute(
        select(EvaluationFile.public_id, EvaluationObjection.subject, EvaluationObjection.fallen)
        .join(EvaluationObjection, EvaluationObjection.file_id == EvaluationFile.id)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        .where(EvaluationPlan.public_id == plan_public_id, EvaluationObjection.answer == ObjectionAnswer.UPHELD)
    )
    found: dict[str, Fallen] = {}
    for file, subject, codes in rows:
        before = found.get(file, Fallen())
        found[file] = (
            replace(before, vetoes=before.vetoes | set(codes))
            if subject.startswith(VETO)
            else replace(before, deductions=before.deductions | set(codes))
        )
    return found
