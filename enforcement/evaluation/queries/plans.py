"""Reads of plans and their progress. While scoring runs these tell numbers, never who scores what, nor points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from enforcement.evaluation.models.core import EvaluationFile, EvaluationNotice, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.policies import READING, Action
from enforcement.evaluation.pool import MATTER, PlannedPool, planned_pool
from enforcement.evaluation.seating import PLACES
from enforcement.evaluation.states import AGENCY_KINDS, OPEN_SEATS, FileState, PlanState, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.platform.database import db
from enforcement.platform.scopes import within

PAGE_SIZE = 30


@dataclass(frozen=True)
class PlanProgress:
    """How far a plan is: files by state, sheets signed of all, late ones, recusals that wait, places nobody holds.

    Until scoring is closed every file counts two sheets, of which one is unsigned while a third is written: that two
    disagreed stays sealed.
    """

    files: Mapping[FileState, int]
    sheets: int
    signed: int
    late: int
    recusals: int
    vacant: int


@dataclass(frozen=True)
class DrawnFile:
    """A drawn file as its planner sees it; ``points`` and ``grade_name`` are empty until scoring is closed.

    ``version`` is that of the answers until then.
    """

    public_id: str
    case_file: str
    label: str
    agency_name: str
    kind: str
    must_kinds: tuple[str, ...]
    state: FileState
    answers: Mapping[str, bool | None]
    answers_by_name: str
    version: int
    points: str
    grade_name: str


@dataclass(frozen=True)
class LateSeat:
    """Somebody who is late, without the file."""

    public_id: str
    evaluator_name: str
    due_on: date


def plans(actor: Actor, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[EvaluationPlan]:
    """Plans in scope, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(EvaluationPlan).where(_readable(actor)).options(joinedload(EvaluationPlan.standard))
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(EvaluationPlan.id < last)
    rows = db.session.scalars(statement.order_by(EvaluationPlan.id.desc()).limit(size + 1)).all()
    return Page(rows[:size], encode_cursor([rows[size - 1].id]) if len(rows) > size else None)


def plan(actor: Actor, public_id: str) -> EvaluationPlan:
    """One plan with its standard. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalar(
        select(EvaluationPlan)
        .where(EvaluationPlan.public_id == public_id, _readable(actor))
        .options(joinedload(EvaluationPlan.standard))
    )
    if found is None:
        raise NotFound
    return found


def pool_preview(actor: Actor, public_id: str) -> PlannedPool:
    """What the plan's rules would give today: what the head approves. Errors: ``NotFound``; ``Refused``."""
    return planned_pool(plan(actor, public_id))


def progress(actor: Actor, public_id: str, today: date) -> PlanProgress:
    """Numbers only. Errors: ``NotFound``."""
    found = plan(actor, public_id)
    files, open_ = _files(found), not _sealed(actor, found)
    held = [one for file in files for one in file.seats if one.state is not SeatState.RECUSED]
    still = [one for one in held if one.state in OPEN_SEATS]
    sheets = len(held) if open_ else sum(SHEETS for file in files if file.state is not FileState.INFEASIBLE)
    lacking = [places for file in files for places in _lacking(file)]
    signed = sum(one.state is SeatState.SIGNED for one in held)
    return PlanProgress(
        files=Counter(file.state if open_ else _told(file.state) for file in files),
        sheets=sheets,
        signed=signed if open_ else sheets - len(lacking),
        late=sum(one.strict_on is not None and today > one.strict_on for one in still),
        recusals=sum(one.state is SeatState.RECUSAL_ASKED for one in still),
        vacant=sum(not there for there in lacking),
    )


def drawn_files(actor: Actor, public_id: str) -> tuple[DrawnFile, ...]:
    """The drawn files of a plan, by class and label. Errors: ``NotFound``."""
    found = plan(actor, public_id)
    shown = not _sealed(actor, found)
    return tuple(
        DrawnFile(
            public_id=file.public_id,
            case_file=file.case_file_public_id,
            label=file.label,
            agency_name=file.agency_name,
            kind=file.kind,
            must_kinds=tuple(file.must_kinds),
            state=file.state if shown else _told(file.state),
            answers=file.answers,
            answers_by_name=file.answers_by_name,
            version=file.version if shown else file.answers_version,
            points=file.points if shown else "",
            grade_name=file.grade_name if shown else "",
        )
        for file in sorted(_files(found), key=lambda one: (one.class_name, one.label))
    )


def _sealed(actor: Actor, found: EvaluationPlan) -> bool:
    return not found.state.scored or still_scores(actor, found)


def _told(state: FileState) -> FileState:
    """That a third was called, and that a file is decided, is part of what stays sealed."""
    return state if state in _OPENLY else FileState.SCORING


def _lacking(file: EvaluationFile) -> list[bool]:
    """An entry for each place whose sheet is not signed: whether somebody holds it."""
    held = {one.place: one.state for one in file.seats if one.state is not SeatState.RECUSED}
    return [place in held for place in PLACES.get(file.state, ()) if held.get(place) is not SeatState.SIGNED]


def still_scores(actor: Actor, found: EvaluationPlan) -> bool:
    """Whether the actor has a sheet of the plan to write: results stay closed to him, also at a re-evaluation."""
    held = select(EvaluationSeat.id).join(EvaluationFile, EvaluationFile.id == EvaluationSeat.file_id)
    mine = held.where(
        EvaluationFile.plan_id == found.id,
        EvaluationSeat.user_id == actor.user_id,
        EvaluationSeat.user_id.is_not(None),
        EvaluationSeat.state.in_(OPEN_SEATS),
    )
    return db.session.scalar(mine.limit(1)) is not None


def recusals(actor: Actor) -> Sequence[EvaluationSeat]:
    """Requests to recuse that wait for the head, with file and plan; to nobody else, nor in plans he scores in."""
    return db.session.scalars(
        select(EvaluationSeat)
        .join(EvaluationFile, EvaluationFile.id == EvaluationSeat.file_id)
        .join(EvaluationPlan, EvaluationPlan.id == EvaluationFile.plan_id)
        .where(
            EvaluationSeat.state == SeatState.RECUSAL_ASKED,
            within(actor, Action.APPROVE.value, EvaluationPlan.org_path),
            EvaluationPlan.id.not_in(_seated(actor)),
        )
        .options(joinedload(EvaluationSeat.file).joinedload(EvaluationFile.plan))
        .order_by(EvaluationSeat.asked_at, EvaluationSeat.id)
    ).all()


def late_seats(actor: Actor, public_id: str, today: date) -> tuple[LateSeat, ...]:
    """Who of a plan is late, for the head who may replace them; empty for others, and for whoever has a seat in it.

    Errors: ``NotFound``.
    """
    found = plan(actor, public_id)
    if not actor.may(Action.APPROVE.value, found.org_path) or found.id in db.session.scalars(_seated(actor)).all():
        return ()
    seats = [one for file in _files(found) for one in file.seats if one.state in OPEN_SEATS]
    return tuple(
        LateSeat(one.public_id, one.evaluator_name, one.due_on)
        for one in sorted(seats, key=lambda one: one.evaluator_name)
        if one.strict_on is not None and one.due_on is not None and today > one.strict_on
    )


def notices(actor: Actor, limit: int = 100) -> Sequence[EvaluationNotice]:
    """What is due or wrong, newest first: the actor's own, of plans he leads, and what his agency is told."""
    led = [within(actor, one.value, EvaluationNotice.org_path) for one in (Action.PLAN, Action.APPROVE)]
    told = and_(within(actor, Action.ANSWER.value, EvaluationNotice.org_path), EvaluationNotice.kind.in_(AGENCY_KINDS))
    mine = and_(EvaluationNotice.user_id == actor.user_id, EvaluationNotice.user_id.is_not(None))
    return db.session.scalars(
        select(EvaluationNotice)
        .where(
            EvaluationNotice.cleared_at.is_(None), or_(mine, and_(EvaluationNotice.user_id.is_(None), or_(told, *led)))
        )
        .order_by(EvaluationNotice.at.desc(), EvaluationNotice.id.desc())
        .limit(limit)
    ).all()


def own_notices(actor: Actor, limit: int = 100) -> Sequence[EvaluationNotice]:
    """What the actor himself is told as an evaluator and has not done, newest first."""
    return db.session.scalars(
        select(EvaluationNotice)
        .where(
            EvaluationNotice.cleared_at.is_(None),
            EvaluationNotice.user_id == actor.user_id,
            EvaluationNotice.user_id.is_not(None),
        )
        .order_by(EvaluationNotice.at.desc(), EvaluationNotice.id.desc())
        .limit(limit)
    ).all()


def plan_of_matter(matter: str) -> str | None:
    """The plan (public id) behind a draw; None when the draw is of another kind. Internal."""
    if not matter.startswith(MATTER):
        return None
    public_id = matter.removeprefix(MATTER)
    known = db.session.scalar(select(EvaluationPlan.id).where(EvaluationPlan.public_id == public_id))
    return public_id if known is not None else None


def due_plans(today: date) -> Sequence[str]:
    """For the scheduler: public ids of approved plans whose day has come."""
    return db.session.scalars(
        select(EvaluationPlan.public_id)
        .where(EvaluationPlan.state == PlanState.APPROVED, EvaluationPlan.draw_on <= today)
        .order_by(EvaluationPlan.id)
    ).all()


def plans_in(state: PlanState) -> Sequence[str]:
    """For the scheduler: public ids of plans in a state."""
    return db.session.scalars(
        select(EvaluationPlan.public_id).where(EvaluationPlan.state == state).order_by(EvaluationPlan.id)
    ).all()


SHEETS = 2
_OPENLY = (FileState.WAITING, FileState.INFEASIBLE)


def _seated(actor: Actor) -> Select[tuple[int]]:
    """Plans in which the actor has, or had, a seat."""
    own = aliased(EvaluationSeat)
    return (
        select(EvaluationFile.plan_id)
        .join(own, own.file_id == EvaluationFile.id)
        .where(own.user_id == actor.user_id, own.user_id.is_not(None))
    )


def _files(found: EvaluationPlan) -> Sequence[EvaluationFile]:
    return db.session.scalars(
        select(EvaluationFile)
        .where(EvaluationFile.plan_id == found.id)
        .options(selectinload(EvaluationFile.seats))
        .order_by(EvaluationFile.id)
    ).all()


def _readable(actor: Actor) -> ColumnElement[bool]:
    return or_(*(within(actor, one.value, EvaluationPlan.org_path) for one in READING))
