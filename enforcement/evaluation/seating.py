"""Seats at a file: made, started with their term, given to further evaluators. Joins the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from enforcement.catalogue.law import current_calendar
from enforcement.draws.further import further_officer
from enforcement.evaluation.loading import term
from enforcement.evaluation.models.core import EvaluationFile, EvaluationSeat, ScoreSheet
from enforcement.evaluation.notices import clear, clear_seat, tell
from enforcement.evaluation.pool import organ_of, snapshots
from enforcement.evaluation.queries.files import files_named
from enforcement.evaluation.states import OPEN_SEATS, FileState, NoticeKind, SeatState
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import accounts_known
from enforcement.platform.database import db
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.draws.lines import FULL
from enforcement.rules.duties import AlarmLevel, alarm_level

THIRD = 3
RE_EVALUATION = 4
SCORING_TERM = "evaluation.scoring"
"""The same for all: another term would tell the third that two disagreed."""
PLACES = {FileState.WAITING: (1, 2), FileState.SCORING: (1, 2), FileState.THIRD: (1, 2, THIRD)}
"""Those whose sheets a file needs, while it is scored."""


@dataclass(frozen=True)
class Running:
    """The running term of a seat; civil dates."""

    due: date
    strict: date
    earliest: date
    provisional: bool


def seat(file: EvaluationFile, place: int, evaluator: str, now: datetime) -> EvaluationSeat:
    """A seat for an account (public id); it starts at once where scoring of the file has begun."""
    user_id, name = accounts_known([evaluator])[evaluator]
    row = EvaluationSeat(
        file=file,
        place=place,
        evaluator=evaluator,
        user_id=user_id,
        evaluator_name=name,
        state=OPEN_SEATS[0],
        opened_at=now,
        sheet=ScoreSheet(draft={}),
    )
    db.session.add(row)
    db.session.flush()
    if file.state in (FileState.SCORING, FileState.THIRD, FileState.RE_EVALUATION):
        start(row, now)
    return row


def renew(sheet: ScoreSheet) -> None:
    """What a signature would be under changed: pages that were opened before are of an older version now."""
    flag_modified(sheet, "draft")


def begin_scoring(file: EvaluationFile, now: datetime) -> None:
    """The answers of a file are fixed: the terms of its seats begin."""
    for row in file.seats:
        if row.state in OPEN_SEATS and row.started_on is None:
            start(row, now)


def start(row: EvaluationSeat, now: datetime) -> None:
    """The term of a seat counts from today; its evaluator is told."""
    plan, today = row.file.plan, civil_date(now)
    deadline = compute_deadline(term(SCORING_TERM, organ_of(plan), today), today, current_calendar())
    row.started_on, row.due_on, row.strict_on = today, deadline.due, deadline.strict
    row.earliest_on, row.provisional = deadline.earliest, deadline.provisional
    row.explanation = [*deadline.sentences, deadline.footnote]
    day = f"{deadline.due.year}年{deadline.due.month}月{deadline.due.day}日"
    text = f"《{plan.title}》有一件案卷请您评分，{day}前签名"
    tell(NoticeKind.SEAT_OPENED, f"seat:{row.public_id}", plan.org_path, text, now, user_id=row.user_id)


def end_seats(file: EvaluationFile, now: datetime) -> None:
    """Nobody may sign for the file any more; what asked for it is settled."""
    for row in file.seats:
        if row.state in OPEN_SEATS:
            row.state = SeatState.ENDED
            clear_seat(row.public_id, now)
    clear(NoticeKind.NO_EVALUATOR, f"file:{file.public_id}", now)


def alarm_of(row: EvaluationSeat, today: date) -> AlarmLevel:
    """How loudly a seat's term calls; NORMAL before it runs."""
    if row.started_on is None or row.due_on is None or row.strict_on is None or row.earliest_on is None:
        return AlarmLevel.NORMAL
    rule = term(SCORING_TERM, organ_of(row.file.plan), row.started_on)
    running = Running(row.due_on, row.strict_on, row.earliest_on, row.provisional)
    return alarm_level(running, row.started_on, rule.unit, rule.alarms, today, current_calendar())


def empty_places(file: EvaluationFile) -> list[int]:
    """Places of the scoring that nobody holds: of the first two, and of the third once one is called."""
    wanted = PLACES.get(file.state, ())
    held = {one.place for one in file.seats if one.state is not SeatState.RECUSED}
    return [place for place in wanted if place not in held]


def take_further(file: EvaluationFile, place: int, now: datetime) -> EvaluationSeat | None:
    """As ``call_further``; with one of the first two places the plan's limit may be passed, of which is told."""
    taken = call_further(file, place, now)
    if taken is not None and place < THIRD:
        tell_load(taken, now)
    return taken


def tell_load(taken: EvaluationSeat, now: datetime) -> None:
    """Who plans is told when a successor holds more files than the plan allows each; never who, nor of which file."""
    plan = taken.file.plan
    held = select(func.count(EvaluationSeat.id)).join(EvaluationFile, EvaluationFile.id == EvaluationSeat.file_id)
    mine = (
        EvaluationFile.plan_id == plan.id,
        EvaluationSeat.evaluator == taken.evaluator,
        EvaluationSeat.place < THIRD,
        EvaluationSeat.state != SeatState.RECUSED,
    )
    if (db.session.scalar(held.where(*mine)) or 0) > plan.load_limit:
        text = f"《{plan.title}》有一名接替的评查员超过每人最多 {plan.load_limit} 件：没有别人可以接替"
        tell(NoticeKind.LOAD_EXCEEDED, f"load:{taken.public_id}", plan.org_path, text, now)


def call_further(file: EvaluationFile, place: int, now: datetime) -> EvaluationSeat | None:
    """The next of the file's ranking in the sealed draw who passes takes a further seat; None when nobody does.

    Then whoever plans is told, without file or reason: that two disagreed stays sealed.

    Errors: ``Unavailable`` when the store is away.
    """
    plan = file.plan
    # A further reading is work on top of what was drawn: the limit of the draw doesn't hold for it.
    limits = (plan.load_limit, FULL) if place < THIRD else (FULL,)
    found = next((one for one in (_further(file, limit, now) for limit in limits) if one is not None), None)
    subject = f"file:{file.public_id}"
    if found is None:
        text = f"《{plan.title}》有一件案卷需要另一名评查员，现在没有可以评查的人；有人可以评查时系统自动安排"
        tell(NoticeKind.NO_EVALUATOR, subject, plan.org_path, text, now)
        return None
    clear(NoticeKind.NO_EVALUATOR, subject, now)
    return seat(file, place, found, now)


def _further(file: EvaluationFile, load_limit: int, now: datetime) -> str | None:
    plan, gone = file.plan, {one.evaluator for one in file.seats}
    today = snapshots(plan, files_named([file.case_file_public_id]), civil_date(now), load_limit=load_limit)
    return further_officer(plan.draw_public_id or "", file.case_file_public_id, today, gone).officer_id
