"""Reports of a round: the whole for the organ that evaluates, one agency's part for that agency, a signed sheet.

They can be read from the end of scoring on; before the results are fixed they are drafts (未定稿). Evaluators have no
report, an agency none but its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from enforcement.evaluation.facts import CaseFileFacts, ClosedCase
from enforcement.evaluation.figuring import (
    CountedFile,
    RoundHead,
    StandingFault,
    StandingVeto,
    comparison_of,
    counted_files,
    figures_of,
    head_of,
)
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.policies import Action
from enforcement.evaluation.queries.files import case_file
from enforcement.evaluation.queries.sheets import require_closed
from enforcement.evaluation.settling import signed_score
from enforcement.evaluation.states import DecisionKind, PlanState
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.errors import NotFound
from enforcement.identity.queries import organisation_facts, organisations_facts
from enforcement.platform.database import db
from enforcement.rules.evaluation.agreement import Agreement, agreement
from enforcement.rules.evaluation.anonymity import AGENCY, NUMBER, PERSON, nameless_place
from enforcement.rules.evaluation.figures import (
    Change,
    Comparison,
    FaultCount,
    Group,
    Mean,
    RoundFigures,
    VetoCount,
    frequent_faults,
    veto_counts,
)
from enforcement.rules.evaluation.scoring import Score
from enforcement.rules.evaluation.standard import Standard

MOST_FAULTS = 10
EXAMPLES = 2
CASE = "某案"
TOLD = (PlanState.FEEDBACK, PlanState.FROZEN)
"""From here on an agency may know its results."""


@dataclass(frozen=True)
class FrequentFault:
    """One of the most frequent faults, with examples that name nobody."""

    count: FaultCount
    examples: tuple[str, ...]


@dataclass(frozen=True)
class OverallReport:
    """The whole round. ``agencies`` are the evaluated ones (public id, name), in the order of the directory.

    ``thirds``, ``again``, ``corrected``: files with a third sheet, evaluated again, corrected after an objection.
    """

    head: RoundHead
    figures: RoundFigures
    agencies: tuple[tuple[str, str], ...]
    files: tuple[CountedFile, ...]
    frequent: tuple[FrequentFault, ...]
    faults: tuple[FaultCount, ...]
    vetoes: tuple[VetoCount, ...]
    agreement: Agreement
    thirds: int
    again: int
    corrected: int
    comparison: Comparison | None


@dataclass(frozen=True)
class UnitFile:
    """A file as its agency reads about it: no evaluator is named."""

    public_id: str
    label: str
    kind: str
    must: bool
    state: str
    points: str
    grade: str
    failed: bool
    faults: tuple[StandingFault, ...]
    vetoes: tuple[StandingVeto, ...]


@dataclass(frozen=True)
class UnitReport:
    """One agency's part. ``everybody`` is the average of the whole round, given once the results are fixed."""

    head: RoundHead
    agency: str
    agency_public_id: str
    group: Group
    everybody: Mean | None
    files: tuple[UnitFile, ...]
    faults: tuple[FaultCount, ...]
    vetoes: tuple[VetoCount, ...]
    change: Change | None
    before: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class SignedPaper:
    """A score sheet as it was signed, scored again from it; ``intact``: its digest still follows from its content."""

    seat: str
    file_label: str
    agency: str
    plan_title: str
    plan_no: str
    organ: str
    standard: Standard
    standard_digest: str
    signed: dict[str, Any]
    score: Score
    digest: str
    intact: bool
    signed_by: str
    signed_at: datetime
    place: int


def overall_report(actor: Actor, plan_public_id: str) -> OverallReport:
    """The report on a whole round.

    Errors: ``NotFound``; ``Refused`` before scoring is closed; ``Unavailable`` when the store of the files is away.
    """
    row = require_closed(actor, plan_public_id)
    head, files = head_of(row), counted_files(plan_public_id)
    every = [one.figures for one in files]
    figures = figures_of(head, every)
    faults = frequent_faults(head.standard, every)
    agencies = organisations_facts(list(dict.fromkeys(one.decided.agency_org_id for one in files)))
    pairs = [(one.decided.sheets[0].score, one.decided.sheets[1].score) for one in files if one.decided.paired]
    return OverallReport(
        head=head,
        figures=figures,
        agencies=tuple((one.public_id, one.name) for one in sorted(agencies.values(), key=lambda one: one.path)),
        files=files,
        frequent=_frequent(faults, files),
        faults=faults,
        vetoes=veto_counts(head.standard, every),
        agreement=agreement(pairs),
        thirds=sum(bool(one.decided.third_reasons) for one in files),
        again=sum(DecisionKind.RE_EVALUATION in one.later for one in files),
        corrected=sum(DecisionKind.OBJECTION in one.later for one in files),
        comparison=comparison_of(row, figures),
    )


def unit_report(actor: Actor, plan_public_id: str, agency_public_id: str) -> UnitReport:
    """One agency's part of a round: for the organ that evaluates after scoring, for that agency once it was told.

    Errors: ``NotFound``, also for another agency's; ``Refused`` for the organ before scoring is closed.
    """
    row, all_files, files = _unit(actor, plan_public_id, agency_public_id)
    head = head_of(row)
    every = figures_of(head, [one.figures for one in all_files])
    name = files[0].decided.agency_name
    comparison = comparison_of(row, every)
    figures = [one.figures for one in files]
    return UnitReport(
        head=head,
        agency=name,
        agency_public_id=agency_public_id,
        group=every.agencies[name],
        everybody=every.whole.mean if head.final else None,
        files=tuple(_unit_file(one) for one in files),
        faults=frequent_faults(head.standard, figures),
        vetoes=veto_counts(head.standard, figures),
        change=next((one for one in comparison.agencies if one.name == name), None) if comparison else None,
        before=comparison.title if comparison else "",
        caveats=comparison.caveats if comparison else (),
    )


def signed_sheet(actor: Actor, seat_public_id: str) -> SignedPaper:
    """A sheet as it was signed, for the organ that evaluates, once scoring is closed.

    Errors: ``NotFound``, also for an unsigned one; ``Refused`` before scoring is closed.
    """
    seat = db.session.scalar(
        select(EvaluationSeat)
        .where(EvaluationSeat.public_id == seat_public_id)
        .options(
            joinedload(EvaluationSeat.sheet),
            joinedload(EvaluationSeat.file).joinedload(EvaluationFile.plan).joinedload(EvaluationPlan.standard),
        )
    )
    if seat is None:
        raise NotFound
    row = require_closed(actor, seat.file.plan.public_id, void=True)
    sheet, standard = seat.sheet, standard_of(row.standard)
    if sheet.signed is None or sheet.signed_at is None:
        raise NotFound
    return SignedPaper(
        seat=seat.public_id,
        file_label=seat.file.label,
        agency=seat.file.agency_name,
        plan_title=row.title,
        plan_no=row.plan_no,
        organ=organisation_facts(row.org_id).name,
        standard=standard,
        standard_digest=row.standard_digest,
        signed=sheet.signed,
        score=signed_score(standard, seat),
        digest=sheet.digest,
        intact=content_digest(sheet.signed) == sheet.digest,
        signed_by=sheet.signed_by_name,
        signed_at=sheet.signed_at,
        place=seat.place,
    )


def _unit(
    actor: Actor, plan_public_id: str, agency_public_id: str
) -> tuple[EvaluationPlan, tuple[CountedFile, ...], tuple[CountedFile, ...]]:
    """The plan, all its files, and those of the agency."""
    row = db.session.scalar(
        select(EvaluationPlan)
        .where(EvaluationPlan.public_id == plan_public_id)
        .options(joinedload(EvaluationPlan.standard))
    )
    if row is None:
        raise NotFound
    files = counted_files(plan_public_id)
    agencies = organisations_facts(list({one.decided.agency_org_id for one in files}))
    own = tuple(one for one in files if agencies[one.decided.agency_org_id].public_id == agency_public_id)
    told = row.state in TOLD and own and actor.may(Action.ANSWER.value, own[0].decided.agency_path)
    if not told:
        require_closed(actor, plan_public_id)
    if not own:
        raise NotFound
    return row, files, own


def _unit_file(one: CountedFile) -> UnitFile:
    result = one.result
    kinds = {kind.id: kind.name for kind in one.decided.standard.kinds}
    return UnitFile(
        public_id=one.decided.public_id,
        label=one.decided.label,
        kind=kinds[one.decided.kind],
        must=bool(one.decided.must_kinds),
        state=one.decided.state.words,
        points=result.points if result else "",
        grade=result.band.name if result else "",
        failed=bool(result and result.band.failed),
        faults=one.faults,
        vetoes=one.vetoes,
    )


def _frequent(faults: Sequence[FaultCount], files: Sequence[CountedFile]) -> tuple[FrequentFault, ...]:
    contents: dict[str, CaseFileFacts] = {}
    return tuple(FrequentFault(one, tuple(_examples(one.code, files, contents))) for one in faults[:MOST_FAULTS])


def _examples(code: str, files: Sequence[CountedFile], contents: dict[str, CaseFileFacts]) -> Iterator[str]:
    """From the first files that have the fault, one place of each; a file's content is read once."""
    with_it = ((one.decided.case_file, fault.places[0]) for one in files for fault in one.faults if fault.code == code)
    for public_id, place in islice(with_it, EXAMPLES):
        if public_id not in contents:
            contents[public_id] = case_file(public_id)
        found = contents[public_id]
        yield nameless_place(place, found.content, _known(found.closed))


def _known(closed: ClosedCase) -> dict[str, str]:
    """What the register of files names: the agency as it is called here, the file, who worked on it."""
    agency = organisation_facts(closed.org_id)
    people = {name: PERSON for one in closed.people for name in (one.name, *one.numbers)}
    return people | {agency.name: AGENCY, agency.short_name: AGENCY, closed.file_no: NUMBER, closed.title: CASE}
