"""What an evaluator sees of himself, and what others see once scoring is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from enforcement.evaluation.mapping import facts_of, sheet_from, standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat, FindingAnswer
from enforcement.evaluation.policies import Action
from enforcement.evaluation.queries.final import FinalFile, final_files
from enforcement.evaluation.queries.plans import plan, still_scores
from enforcement.evaluation.states import OPEN_SEATS, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.evaluation.agreement import Agreement, agreement
from enforcement.rules.evaluation.bases import APART
from enforcement.rules.evaluation.scoring import Score, running_score
from enforcement.rules.evaluation.sheets import FileFacts, Sheet
from enforcement.rules.evaluation.standard import Standard

BLIND = f"{APART}；评分结束以前评分表和评查员不公开"


@dataclass(frozen=True)
class OwnSeat:
    """One's own seat in a list. It never says which place it is, nor that there are others."""

    public_id: str
    plan_title: str
    label: str
    agency_name: str
    kind: str
    state: SeatState
    ready: bool
    due_on: date | None
    opened_at: datetime
    signed_at: datetime | None


@dataclass(frozen=True)
class Desk:
    """Everything an evaluator needs to score one file. ``running`` is None while the draft can't be counted any more.

    ``problems`` say why then, by field. ``findings`` are his own answers: finding -> (accepted, note).
    """

    seat: OwnSeat
    case_file: str
    standard: Standard
    facts: FileFacts
    sheet: Sheet
    remark: str
    version: int
    saved_at: datetime | None
    running: Score | None
    problems: Mapping[str, Sequence[str]]
    findings: Mapping[str, tuple[bool, str]]
    deadline: tuple[str, ...]
    provisional: bool
    digest: str
    result: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class FindingCount:
    """How evaluators answered the findings of one rule of the machine."""

    rule: str
    accepted: int
    rejected: int


def own_seats(actor: Actor) -> tuple[OwnSeat, ...]:
    """The actor's own seats, those to be done first, by the day they are due; recused ones are left out."""
    rows = db.session.scalars(_own(actor).where(EvaluationSeat.state != SeatState.RECUSED)).all()
    done = (SeatState.SIGNED, SeatState.ENDED)
    ordered = sorted(rows, key=lambda row: (row.state in done, row.due_on or date.max, row.id))
    return tuple(_shown(row) for row in ordered)


def own_desk(actor: Actor, seat_public_id: str) -> Desk:
    """The desk of the actor's own seat. Errors: ``NotFound`` for anybody else's and after a recusal."""
    row = db.session.scalar(
        _own(actor).where(EvaluationSeat.public_id == seat_public_id, EvaluationSeat.state != SeatState.RECUSED)
    )
    if row is None:
        raise NotFound
    standard, scored = standard_of(row.file.plan.standard), row.file.plan.state.scored
    facts, sheet = _signed_or_draft(row)
    running: Score | None = None
    problems: Mapping[str, Sequence[str]] = {}
    try:
        running = running_score(standard, facts, sheet)
    except Invalid as error:
        problems = error.errors
    answers = db.session.scalars(select(FindingAnswer).where(FindingAnswer.seat_id == row.id))
    return Desk(
        seat=_shown(row),
        case_file=row.file.case_file_public_id,
        standard=standard,
        facts=facts,
        sheet=sheet,
        remark=row.sheet.remark,
        version=row.sheet.version,
        saved_at=row.sheet.saved_at,
        running=running,
        problems=problems,
        findings={one.finding: (one.accepted, one.note) for one in answers},
        deadline=tuple(row.explanation),
        provisional=row.provisional,
        digest=row.sheet.digest,
        # Whoever evaluates a failed file again doesn't see its first result while writing.
        result=tuple((row.file.result or {}).get("steps", ())) if scored and row.state not in OPEN_SEATS else (),
    )


def results(actor: Actor, plan_public_id: str) -> tuple[FinalFile, ...]:
    """All files with signed sheets and decisions, once scoring is closed. Errors: ``NotFound``; ``Refused`` before."""
    require_closed(actor, plan_public_id, void=True)
    return final_files(plan_public_id)


def agreement_of(actor: Actor, plan_public_id: str) -> Agreement:
    """How well first and second evaluators agree, once scoring is closed. Errors: as ``results``."""
    files = [one.decided for one in results(actor, plan_public_id)]
    pairs = [(file.sheets[0].score, file.sheets[1].score) for file in files if file.paired]
    return agreement(pairs)


def finding_counts(actor: Actor, plan_public_id: str) -> tuple[FindingCount, ...]:
    """Accepted and rejected findings by rule, on signed sheets, once scoring is closed. Errors: as ``results``."""
    found = require_closed(actor, plan_public_id, void=True)
    rows = db.session.execute(
        select(FindingAnswer.rule, FindingAnswer.accepted, func.count())
        .join(EvaluationSeat, EvaluationSeat.id == FindingAnswer.seat_id)
        .join(EvaluationFile, EvaluationFile.id == EvaluationSeat.file_id)
        .where(EvaluationFile.plan_id == found.id, EvaluationSeat.state == SeatState.SIGNED)
        .group_by(FindingAnswer.rule, FindingAnswer.accepted)
    ).all()
    by_rule: dict[str, dict[bool, int]] = {}
    for rule, accepted, count in rows:
        by_rule.setdefault(rule, {})[accepted] = count
    return tuple(
        FindingCount(rule, counts.get(True, 0), counts.get(False, 0)) for rule, counts in sorted(by_rule.items())
    )


def require_closed(actor: Actor, plan_public_id: str, *, void: bool = False) -> EvaluationPlan:
    """The plan of who may read its results; with ``void`` also one whose draw does not count any more.

    Errors: ``NotFound``; ``Refused`` before scoring is closed, and for whoever still scores.
    """
    found = plan(actor, plan_public_id)
    ended = found.state.unsealed if void else found.state.scored
    if not ended or still_scores(actor, found):
        raise Refused([Reason("still-blind", "评分还没有结束，评分表和结果不能查看", BLIND, "评分结束以后查看")])
    return found


def _own(actor: Actor) -> Select[tuple[EvaluationSeat]]:
    return (
        select(EvaluationSeat)
        .join(EvaluationFile, EvaluationFile.id == EvaluationSeat.file_id)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        .where(
            EvaluationSeat.user_id == actor.user_id,
            EvaluationSeat.user_id.is_not(None),
            within(actor, Action.SCORE.value, EvaluationPlan.org_path),
        )
        .options(
            joinedload(EvaluationSeat.sheet),
            joinedload(EvaluationSeat.file).joinedload(EvaluationFile.plan).joinedload(EvaluationPlan.standard),
        )
    )


def _signed_or_draft(row: EvaluationSeat) -> tuple[FileFacts, Sheet]:
    signed = row.sheet.signed
    if signed is None:
        return facts_of(row.file), sheet_from(row.sheet.draft)
    return FileFacts(signed["kind"], signed["holds"]), sheet_from(signed["sheet"])


def _shown(row: EvaluationSeat) -> OwnSeat:
    file = row.file
    return OwnSeat(
        public_id=row.public_id,
        plan_title=file.plan.title,
        label=file.label,
        agency_name=file.agency_name,
        kind=file.kind,
        state=row.state,
        ready=row.started_on is not None,
        due_on=row.due_on,
        opened_at=row.opened_at,
        signed_at=row.sheet.signed_at,
    )
