"""Reports, objections and re-evaluations: an agency reads its own, who evaluates those of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from enforcement.documents.queries import issued_paper
from enforcement.evaluation.correcting import corrected_result, falling
from enforcement.evaluation.loading import write_down
from enforcement.evaluation.mapping import result_to
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection, EvaluationReport
from enforcement.evaluation.outcome import answer_reasons, waive_reasons, window_reasons
from enforcement.evaluation.policies import READING, Action, require
from enforcement.evaluation.proofs import Proof
from enforcement.evaluation.queries.final import (
    ITEM,
    FinalFile,
    StandingSubject,
    final_file,
    final_files,
)
from enforcement.evaluation.queries.plans import plan, still_scores
from enforcement.evaluation.queries.results import FileResult, file_result
from enforcement.evaluation.states import OPEN_SEATS, DecisionKind, FileState, PlanState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound, Reason
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.evaluation.scoring import Score, rounded
from enforcement.rules.evaluation.sheets import Reference
from enforcement.rules.evaluation.standard import decimal_text


@dataclass(frozen=True)
class ShownFault:
    """A fault where it was found; ``code`` of its deduction, or the number of the veto."""

    code: str
    text: str
    document: str
    passage: str
    page: int | None
    remark: str


@dataclass(frozen=True)
class Subject:
    """An item or veto as the agency was told, with the objection to it. Points are means of the sheets that count.

    ``codes``: code, text, points lost in words. ``reasons`` stand against objecting now.
    """

    subject: str
    anchor: str
    no: str
    title: str
    section: str
    lost_text: str
    article: str
    codes: tuple[tuple[str, str, str], ...]
    faults: tuple[ShownFault, ...]
    objection: EvaluationObjection | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ReportFile:
    """A file in a report: the result that counts now, and every point of it."""

    public_id: str
    label: str
    points: str
    grade_name: str
    failed: bool
    re_evaluated: bool
    steps: tuple[str, ...]
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class ReportView:
    """A report with its files. ``window_reasons`` is empty while the agency may object."""

    row: EvaluationReport
    plan_title: str
    frozen: bool
    may_answer: bool
    window_reasons: tuple[Reason, ...]
    files: tuple[ReportFile, ...]


@dataclass(frozen=True)
class ObjectionView:
    """An objection with what it is about. ``answer_reasons`` stand against an answer by the actor."""

    row: EvaluationObjection
    plan: str
    plan_title: str
    file: str
    file_label: str
    report_no: str
    agency_name: str
    subject: Subject
    may_reply: bool
    answer_reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Preview:
    """What a file has, and what it would have if an objection were upheld."""

    before: FileResult
    after: FileResult


@dataclass(frozen=True)
class ReEvaluation:
    """A failed file on its way to a second look. ``state``: waiting, done or impossible; never says who scores."""

    file: str
    version: int
    label: str
    agency_name: str
    first_points: str
    first_grade_name: str
    state: str
    due_on: date | None
    points: str
    grade_name: str
    reason: str
    waive_reasons: tuple[Reason, ...]


def reports(actor: Actor) -> Sequence[EvaluationReport]:
    """Reports to the actor's agency and of plans in scope, newest first, with plan and objections."""
    return db.session.scalars(_reports(actor).order_by(EvaluationReport.id.desc())).all()


def report(actor: Actor, public_id: str, today: date) -> ReportView:
    """One report with its files and points. Errors: ``NotFound``, also out of scope."""
    row = _report(actor, public_id)
    window = tuple(window_reasons(row, today))
    filed = {(one.file_id, one.subject): one for one in row.objections}
    ids = {one.public_id: one.id for one in row.plan.files}
    return ReportView(
        row=row,
        plan_title=row.plan.title,
        frozen=row.plan.state is PlanState.FROZEN,
        may_answer=actor.may(Action.ANSWER.value, row.agency_path),
        window_reasons=window,
        files=tuple(
            _shown(one, {name: filed.get((ids[one.decided.public_id], name)) for name in _names(one)}, window)
            for one in final_files(row.plan.public_id)
            if one.decided.agency_org_id == row.agency_org_id
        ),
    )


def report_paper(actor: Actor, public_id: str, now: datetime) -> Proof:
    """The sealed PDF of a report; the look is written down. Errors: ``NotFound``; ``Unavailable``."""
    row = _report(actor, public_id)
    paper, content = issued_paper(row.document)
    after = {"sha256": paper.sha256}
    write_down(actor, "report_opened", f"report:{row.public_id}", row.plan.org_path, now, after=after)
    return Proof(paper.filename, "application/pdf", content)


def objections(actor: Actor, plan_public_id: str) -> tuple[ObjectionView, ...]:
    """Objections in a plan that the actor may read, oldest first."""
    rows = db.session.scalars(
        _objections(actor).where(EvaluationPlan.public_id == plan_public_id).order_by(EvaluationObjection.id)
    ).all()
    finals = {one.decided.public_id: one for one in final_files(plan_public_id)} if rows else {}
    return tuple(_objection_view(actor, row, finals[row.file.public_id]) for row in rows)


def objection(actor: Actor, public_id: str) -> ObjectionView:
    """One objection. Errors: ``NotFound``, also out of scope."""
    row = db.session.scalar(_objections(actor).where(EvaluationObjection.public_id == public_id))
    if row is None:
        raise NotFound
    return _objection_view(actor, row, final_file(row.report.plan.public_id, row.file.public_id))


def answer_preview(actor: Actor, objection_public_id: str, fallen: Sequence[str]) -> Preview:
    """The result before and after, were the objection upheld with these codes (none: all). Nothing is kept.

    Errors: ``NotFound``, ``Forbidden``; ``Invalid`` for codes of another item.
    """
    row = objection(actor, objection_public_id).row
    require(actor, Action.PLAN, row.report.plan.org_path)
    final = final_file(row.report.plan.public_id, row.file.public_id)
    after = corrected_result(final, row.subject, falling(final, row.subject, fallen))
    if final.result is None:
        raise NotFound
    return Preview(final.result, file_result(result_to(after), final.decided.standard))


def re_evaluations(actor: Actor, plan_public_id: str, today: date) -> tuple[ReEvaluation, ...]:
    """Failed files of a plan after closing, by agency and label; none for whoever still scores there.

    Errors: ``NotFound``, also out of scope.
    """
    found = plan(actor, plan_public_id)
    if not found.state.scored or still_scores(actor, found):
        return ()
    rows = db.session.scalars(
        select(EvaluationFile)
        .where(EvaluationFile.plan_id == found.id)
        .options(selectinload(EvaluationFile.seats))
        .order_by(EvaluationFile.agency_path, EvaluationFile.label)
    ).all()
    decisions = {
        one.file_id: one
        for one in db.session.scalars(
            select(EvaluationDecision).where(
                EvaluationDecision.file_id.in_([row.id for row in rows]),
                EvaluationDecision.kind != DecisionKind.OBJECTION,
            )
        )
    }
    failed = [row for row in rows if row.id in decisions or row.state is FileState.RE_EVALUATION or _failed(row)]
    return tuple(_re_evaluation(row, decisions.get(row.id), today) for row in failed)


def _failed(row: EvaluationFile) -> bool:
    bands = row.plan.standard.content["bands"]
    return any(one["failed"] for one in bands if one["id"] == row.grade)


def _re_evaluation(row: EvaluationFile, decision: EvaluationDecision | None, today: date) -> ReEvaluation:
    ended = {DecisionKind.RE_EVALUATION: "done", DecisionKind.NOT_RE_EVALUATED: "impossible"}
    running = [one.due_on for one in row.seats if one.state in OPEN_SEATS]
    return ReEvaluation(
        file=row.public_id,
        version=row.version,
        label=row.label,
        agency_name=row.agency_name,
        first_points=row.points,
        first_grade_name=row.grade_name,
        state=ended[decision.kind] if decision else "waiting",
        due_on=running[0] if running else None,
        points=decision.points if decision else "",
        grade_name=decision.grade_name if decision else "",
        reason="".join(decision.steps) if decision and decision.kind is DecisionKind.NOT_RE_EVALUATED else "",
        waive_reasons=tuple(waive_reasons(row, today)),
    )


def _names(final: FinalFile) -> tuple[str, ...]:
    return tuple(one.subject for one in final.told)


def _shown(final: FinalFile, filed: Mapping[str, EvaluationObjection | None], window: tuple[Reason, ...]) -> ReportFile:
    result = final.result
    again = any(one.kind is DecisionKind.RE_EVALUATION for one in final.decisions)
    return ReportFile(
        public_id=final.decided.public_id,
        label=final.decided.label,
        points=result.points if result else "",
        grade_name=result.band.name if result else "",
        failed=bool(result and result.band.failed),
        re_evaluated=again,
        steps=result.steps if result else (),
        subjects=tuple(_subject(final, one, filed[one.subject], window) for one in final.told),
    )


def _subject(
    final: FinalFile, told: StandingSubject, filed: EvaluationObjection | None, window: tuple[Reason, ...]
) -> Subject:
    scores = [final.decided.sheets[place].score for place in final.result.counted] if final.result else []
    item = told.subject.startswith(ITEM)
    veto = next((one for one in final.decided.standard.vetoes if not item and one.no == told.no), None)
    return Subject(
        subject=told.subject,
        anchor=told.subject.replace(":", "-"),
        no=told.no,
        title=f"{told.no} {told.title}",
        section=told.section,
        lost_text=f"扣 {decimal_text(told.lost_points)} 分" if veto is None else f"一票否决：{veto.effect.words}",
        article="；".join(told.articles),
        codes=_codes(final, told, scores) if item else ((told.no, told.title, "一票否决"),),
        faults=_faults(told, scores) if item else _marks(told, scores),
        objection=filed,
        reasons=() if filed is not None else window,
    )


def _codes(final: FinalFile, told: StandingSubject, scores: Sequence[Score]) -> tuple[tuple[str, str, str], ...]:
    lines = [one for score in scores for item in score.items if item.no == told.no for one in item.deducted]
    found = []
    for code in told.codes:
        own = [one for one in lines if one.code == code]
        mean = sum((Fraction(one.points) for one in own), Fraction(0)) / len(scores)
        points = decimal_text(rounded(mean, final.decided.standard.places))
        found.append((code, own[0].text, f"扣 {points} 分"))
    return tuple(found)


def _faults(told: StandingSubject, scores: Sequence[Score]) -> tuple[ShownFault, ...]:
    return tuple(
        dict.fromkeys(
            _fault(one.code, one.text, fault.reference, fault.remark)
            for score in scores
            for item in score.items
            if item.no == told.no
            for one in item.deducted
            for fault in one.faults
        )
    )


def _marks(told: StandingSubject, scores: Sequence[Score]) -> tuple[ShownFault, ...]:
    marks = [one for score in scores for one in score.vetoes if one.veto == told.no]
    return tuple(dict.fromkeys(_fault(one.veto, one.reason, one.reference or Reference(""), "") for one in marks))


def _fault(code: str, text: str, reference: Reference, remark: str) -> ShownFault:
    return ShownFault(code, text, reference.document, reference.passage, reference.page, remark)


def _objection_view(actor: Actor, row: EvaluationObjection, final: FinalFile) -> ObjectionView:
    told = next(one for one in final.told if one.subject == row.subject)
    evaluated = row.report.plan
    return ObjectionView(
        row=row,
        plan=evaluated.public_id,
        plan_title=evaluated.title,
        file=row.file.public_id,
        file_label=row.file.label,
        report_no=row.report.report_no,
        agency_name=row.report.agency_name,
        subject=_subject(final, told, row, ()),
        may_reply=actor.may(Action.PLAN.value, evaluated.org_path),
        answer_reasons=tuple(answer_reasons(actor, row)),
    )


def _report(actor: Actor, public_id: str) -> EvaluationReport:
    row = db.session.scalar(_reports(actor).where(EvaluationReport.public_id == public_id))
    if row is None:
        raise NotFound
    return row


def _reports(actor: Actor) -> Select[tuple[EvaluationReport]]:
    return (
        select(EvaluationReport)
        .join(EvaluationReport.plan)
        .where(_readable(actor))
        .options(contains_eager(EvaluationReport.plan), selectinload(EvaluationReport.objections))
    )


def _objections(actor: Actor) -> Select[tuple[EvaluationObjection]]:
    known = EvaluationObjection.report
    return (
        select(EvaluationObjection)
        .join(known)
        .join(EvaluationReport.plan)
        .join(EvaluationObjection.file)
        .where(_readable(actor))
        .options(
            contains_eager(known).contains_eager(EvaluationReport.plan),
            contains_eager(EvaluationObjection.file).selectinload(EvaluationFile.seats),
        )
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    own = within(actor, Action.ANSWER.value, EvaluationReport.agency_path)
    return or_(own, *(within(actor, one.value, EvaluationPlan.org_path) for one in READING))
