"""The end of scoring: the sealed list is opened, sheets and evaluators may be read, the feedback begins."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.draws import services as draws
from enforcement.draws.queries import draw_of_matter
from enforcement.evaluation.commands.plans import CloseScoring
from enforcement.evaluation.events import ScoringClosed
from enforcement.evaluation.loading import locked_plan, needed, refuse, write_down
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.notices import clear, clear_days, clear_seat, tell, tell_today
from enforcement.evaluation.policies import Action
from enforcement.evaluation.pool import matter_of
from enforcement.evaluation.seating import alarm_of, empty_places
from enforcement.evaluation.states import OPEN_SEATS, FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason
from enforcement.foundation.events import publish
from enforcement.platform.database import transaction
from enforcement.rules.duties import AlarmLevel

BASIS = "行政执法监督条例第十五条"
BLIND = "抽取规程：谁评哪件案卷，评分结束以后才公开"
ENDED = (FileState.DECIDED, FileState.INFEASIBLE)
LOUD = (AlarmLevel.WARNING, AlarmLevel.URGENT, AlarmLevel.CRITICAL, AlarmLevel.OVERDUE)
_SYSTEM = system_actor("评查评分")


def close_scoring(actor: Actor, command: CloseScoring, now: datetime) -> EvaluationPlan:
    """End the scoring and open the draw.

    Before every file has its result only with a reason, and only when every open seat's term is over.

    Errors: ``Stale``; ``Refused``; ``Invalid`` without the reason; ``Unavailable`` when the sealed key is lost.
    """
    with transaction():
        row = locked_plan(actor, Action.PLAN, command.public_id, command.version)
        refuse(close_reasons(row, civil_date(now)))
        left = [one for one in row.files if one.state not in ENDED]
        row.close_reason = needed(command.reason, "reason", "还有案卷没有评完，请填写结束评分的理由") if left else ""
        _end(actor, row, now)
    return row


def close_finished(public_id: str, now: datetime) -> bool:
    """For the scheduler: close when every file has its result, or the list must be opened today. Idempotent."""
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, public_id)
        finished = all(one.state in ENDED for one in row.files)
        due = civil_date(now) >= row.open_on
        if row.state is not PlanState.SCORING or not (finished or due):
            return False
        row.close_reason = "" if finished else "名单公开的最后日期已到"
        _end(_SYSTEM, row, now)
    return True


def close_opened(plan_public_id: str, now: datetime) -> None:
    """The draw was opened on its last day before scoring was closed: from here nothing is blind, so scoring ends."""
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, plan_public_id)
        if row.state is PlanState.SCORING:
            row.close_reason = "名单公开的最后日期已到"
            _end(_SYSTEM, row, now)


def escalate(public_id: str, now: datetime) -> int:
    """Remind evaluators whose term is running out, and tell the head of those who are late; gives how many.

    One notice a day for each seat, in place of that of the day before. The head's says how many, never who: the list
    is sealed.
    """
    today = civil_date(now)
    with transaction():
        row = locked_plan(_SYSTEM, Action.PLAN, public_id)
        seats = [one for file in row.files for one in file.seats if one.state in OPEN_SEATS and one.strict_on]
        late = [one for one in seats if _late(one, today)]
        for one in seats:
            _remind(row, one, today, now)
        if late:
            text = f"《{row.title}》有 {len(late)} 份评分表超过期限没有签名"
            tell_today(NoticeKind.SCORING_LATE, f"plan:{row.public_id}", row.org_path, text, now)
        else:
            clear_days(NoticeKind.SCORING_LATE, f"plan:{row.public_id}", now)
    return len(late)


def close_reasons(row: EvaluationPlan, today: date) -> list[Reason]:
    """Against ending the scoring of a plan."""
    if row.state is not PlanState.SCORING:
        message = f"评查方案处于“{row.state.words}”，不能结束评分"
        return [Reason("wrong-state", message, BASIS, "评分中的方案可以结束评分")]
    waiting = any(file.state is FileState.WAITING for file in row.files)
    open_seats = [one for file in row.files for one in file.seats if one.state in OPEN_SEATS]
    if waiting or any(not _late(one, today) for one in open_seats):
        return [Reason("scoring-open", "还有评分表没有签名，期限也没有到", BLIND, "等全部签名，或者期限届满以后结束")]
    return []


def _end(actor: Actor, row: EvaluationPlan, now: datetime) -> None:
    for file in row.files:
        _end_file(actor, file, now)
    row.state, row.closed_at, row.closed_by_name = PlanState.CLOSED, now, actor.name
    clear(NoticeKind.ANSWERS_WAITING, f"plan:{row.public_id}", now)
    clear_days(NoticeKind.SCORING_LATE, f"plan:{row.public_id}", now)
    after = {"files": len(row.files), "decided": sum(one.state is FileState.DECIDED for one in row.files)}
    write_down(
        actor, "scoring_closed", f"plan:{row.public_id}", row.org_path, now, after=after, reason=row.close_reason
    )
    found = draw_of_matter(matter_of(row.public_id))
    if found is not None and found.opened_at is None:
        draws.open_sealed_draw(_SYSTEM, found.public_id, now, finished=True)
    publish(ScoringClosed(row.public_id), now)


def _end_file(actor: Actor, file: EvaluationFile, now: datetime) -> None:
    """Only now the record says what became of a file: beside the signatures it would have told who scores it."""
    if file.state not in ENDED:
        file.state = FileState.INFEASIBLE if empty_places(file) else FileState.UNDECIDED
    after = {
        "state": file.state.value,
        "points": file.points,
        "grade": file.grade,
        "vetoes": (file.result or {}).get("vetoes", []),
        "third": [one["code"] for one in file.third_reasons],
    }
    write_down(actor, "file_ended", f"file:{file.public_id}", file.plan.org_path, now, after=after)
    clear(NoticeKind.NO_EVALUATOR, f"file:{file.public_id}", now)
    for one in file.seats:
        if one.state in OPEN_SEATS:
            one.state = SeatState.ENDED
            clear_seat(one.public_id, now)


def _late(seat: EvaluationSeat, today: date) -> bool:
    return seat.strict_on is not None and today > seat.strict_on


def _remind(row: EvaluationPlan, seat: EvaluationSeat, today: date, now: datetime) -> None:
    level = alarm_of(seat, today)
    if level not in LOUD:
        return
    subject, text = f"seat:{seat.public_id}", f"《{row.title}》有一件案卷的评分{level.label}"
    if level is AlarmLevel.OVERDUE:
        clear_days(NoticeKind.SEAT_REMINDER, subject, now)
        tell(NoticeKind.SEAT_LATE, subject, row.org_path, text, now, user_id=seat.user_id)
    else:
        tell_today(NoticeKind.SEAT_REMINDER, subject, row.org_path, text, now, user_id=seat.user_id)
