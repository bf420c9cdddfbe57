"""The end of scoring: when all is signed or time is over; reminders before, escalation after the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from enforcement.draws import services as draws
from enforcement.draws.states import DrawState, OfficerReason
from enforcement.evaluation.commands.plans import AskRecusal, CloseScoring
from enforcement.evaluation.events import ScoringClosed
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.results import decided_files
from enforcement.evaluation.services.closing import close_finished, close_scoring, escalate
from enforcement.evaluation.services.plans import advance_plan
from enforcement.evaluation.services.recusal import ask_recusal
from enforcement.evaluation.states import FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.foundation.events import subscribe
from tests.domains.identity.people import SYSTEM
from tests.support.draws import SCHEDULER
from tests.support.evaluation import OPEN_ON, faults

heard: list[str] = []


def hear(event, now):
    del now
    heard.append(event.plan_public_id)


@pytest.fixture
def plan(made):
    for _ in range(2):
        made.take_in(made.city.bureau)
    return made.scoring()


def at(day, hour=9):
    return datetime.combine(day, time(hour), SHANGHAI)


def due(made, plan):
    return made.seats(plan.files[0])[0].strict_on


def close(made, plan, now, reason="", by="planner"):
    return close_scoring(made[by], CloseScoring(plan.public_id, plan.version, reason), now)


def test_with_the_last_signature_the_scheduler_closes_opens_the_draw_and_tells(made, plan):
    heard.clear()
    subscribe(ScoringClosed, hear)
    now = made.start(plan) + timedelta(days=2)
    assert not close_finished(plan.public_id, now)
    made.sign_all(plan)
    assert close_finished(plan.public_id, now)
    assert not close_finished(plan.public_id, now)
    assert (plan.state, plan.close_reason) == (PlanState.CLOSED, "")
    assert made.draw_of(plan).opened_at == now
    assert heard == [plan.public_id]


def test_nobody_closes_while_terms_run(made, plan):
    with pytest.raises(Refused) as refusal:
        close(made, plan, at(due(made, plan)), "赶时间")
    assert [one.code for one in refusal.value.reasons] == ["scoring-open"]


def test_after_the_term_the_planner_closes_with_a_reason_and_unscored_files_stay_visible(made, plan):
    done, left = plan.files
    for seat in made.seats(done):
        made.sign(seat)
    later = at(due(made, plan) + timedelta(days=1))
    with pytest.raises(Invalid):
        close(made, plan, later)
    with pytest.raises(NotFound):
        close(made, plan, later, "评查员病假", by="agency")
    with pytest.raises(Forbidden):
        close(made, plan, later, "评查员病假", by="head")
    close(made, plan, later, "评查员病假")
    assert (done.state, left.state) == (FileState.DECIDED, FileState.UNDECIDED)
    assert {one.state for one in made.seats(left)} == {SeatState.ENDED}
    results = {one.public_id: one.result for one in decided_files(plan.public_id)}
    assert results[done.public_id] is not None
    assert results[left.public_id] is None


def test_on_the_last_day_of_the_sealed_list_scoring_ends_before_the_list_is_public(made, plan):
    assert not close_finished(plan.public_id, at(OPEN_ON - timedelta(days=1)))
    assert close_finished(plan.public_id, at(OPEN_ON, 0))
    assert plan.close_reason
    assert made.draw_of(plan).state is DrawState.PUBLISHED


def test_a_list_that_was_opened_ends_the_scoring(made, plan):
    draws.open_due_draw(SCHEDULER, plan.draw_public_id, at(OPEN_ON))
    assert plan.state is PlanState.CLOSED


def test_evaluators_are_reminded_before_the_end_and_escalated_after_it(made, plan):
    seat = made.seats(plan.files[0])[0]
    last = due(made, plan)
    assert escalate(plan.public_id, made.start(plan)) == 0
    assert {one.kind for one in queries.notices(made.actor(seat))} == {NoticeKind.SEAT_OPENED}
    for _ in range(2):
        assert escalate(plan.public_id, at(last)) == 0
    own = [one.kind for one in queries.notices(made.actor(seat))]
    mine = sum(one.evaluator == seat.evaluator for file in plan.files for one in made.seats(file))
    assert own.count(NoticeKind.SEAT_REMINDER) == mine
    late = at(last + timedelta(days=1))
    assert escalate(plan.public_id, late) == 4
    assert NoticeKind.SEAT_LATE in {one.kind for one in queries.notices(made.actor(seat))}
    told = [one for one in queries.notices(made["head"]) if one.kind is NoticeKind.SCORING_LATE]
    assert len(told) == 1
    assert seat.evaluator_name not in told[0].text
    assert queries.progress(made["planner"], plan.public_id, late.date()).late == 4
    assert len(queries.late_seats(made["head"], plan.public_id, late.date())) == 4
    assert queries.late_seats(made["planner"], plan.public_id, late.date()) == ()


def test_a_signature_settles_what_its_evaluator_was_told(made, plan):
    seat = made.seats(plan.files[0])[0]
    escalate(plan.public_id, at(due(made, plan) + timedelta(days=1)))
    made.sign(seat)
    about = {one.subject for one in queries.notices(made.actor(seat)) if one.kind is NoticeKind.SEAT_LATE}
    assert f"seat:{seat.public_id}" not in about


def test_notices_of_a_day_give_way_to_the_next_and_end_with_the_scoring(made, plan):
    last = due(made, plan)
    seat = made.seats(plan.files[0])[0]

    def told(who, kind):
        return sum(one.kind is kind for one in queries.notices(who))

    mine = sum(one.evaluator == seat.evaluator for file in plan.files for one in made.seats(file))
    for day in (last - timedelta(days=1), last):
        escalate(plan.public_id, at(day))
    assert told(made.actor(seat), NoticeKind.SEAT_REMINDER) == mine
    for days in (1, 2):
        escalate(plan.public_id, at(last + timedelta(days=days)))
    assert told(made.actor(seat), NoticeKind.SEAT_REMINDER) == 0
    assert told(made.actor(seat), NoticeKind.SEAT_LATE) == mine
    assert told(made["head"], NoticeKind.SCORING_LATE) == 1
    made.sign_all(plan)
    escalate(plan.public_id, at(last + timedelta(days=3)))
    assert told(made["head"], NoticeKind.SCORING_LATE) == 0
    assert queries.own_notices(made.actor(seat)) == []


def test_closing_settles_what_was_told_of_late_sheets(made, plan):
    later = at(due(made, plan) + timedelta(days=1))
    escalate(plan.public_id, later)
    close(made, plan, later, "评查员病假")
    assert NoticeKind.SCORING_LATE not in {one.kind for one in queries.notices(made["head"])}
    people = {one.evaluator: made.actor(one) for file in plan.files for one in made.seats(file)}
    assert [list(queries.own_notices(one)) for one in people.values()] == [[] for _ in people]


def test_that_two_disagreed_moves_no_number_and_no_version_before_the_closing(made, plan):
    file, other = plan.files

    def told():
        rows = {one.public_id: (one.state, one.version) for one in queries.drawn_files(made["planner"], plan.public_id)}
        return queries.progress(made["planner"], plan.public_id, made.start(plan).date()), rows

    first, second = made.seats(file)
    made.sign(first)
    once = told()
    assert (once[0].sheets, once[0].signed) == (4, 1)
    made.sign(second, faults(standard_of(plan.standard), 30))
    assert file.state is FileState.THIRD
    assert told() == once
    made.sign(made.seats(file)[-1])
    assert file.state is FileState.DECIDED
    progress, rows = told()
    assert (progress.sheets, progress.signed, progress.files) == (4, 2, {FileState.SCORING: 2})
    assert rows == once[1]
    for seat in made.seats(other):
        made.sign(seat)
    close_finished(plan.public_id, made.start(plan) + timedelta(days=2))
    progress, rows = told()
    assert (progress.sheets, progress.signed, progress.files) == (5, 5, {FileState.DECIDED: 2})


def test_a_head_who_scores_in_a_round_hears_of_no_recusal_and_nobody_late_in_it(made, plan):
    seat, other = made.seats(plan.files[0])
    ask_recusal(made.actor(other), AskRecusal(other.public_id, OfficerReason.INTEREST, "亲属"), made.start(plan))
    later = due(made, plan) + timedelta(days=1)
    head = made["head"]
    assert len(queries.recusals(head)) == 1
    assert len(queries.late_seats(head, plan.public_id, later)) == 4
    scores_too = replace(head, user_id=made.evaluators[seat.evaluator].id)
    assert list(queries.recusals(scores_too)) == []
    assert queries.late_seats(scores_too, plan.public_id, later) == ()


def test_progress_tells_numbers(made, plan):
    made.sign(made.seats(plan.files[0])[0])
    found = queries.progress(made["planner"], plan.public_id, made.start(plan).date())
    assert (found.sheets, found.signed, found.late, found.files) == (4, 1, 0, {FileState.SCORING: 2})


def test_feedback_and_freezing_follow_and_never_go_back(made, plan):
    made.sign_all(plan)
    now = made.start(plan) + timedelta(days=2)
    close_finished(plan.public_id, now)
    for state, then in (
        (PlanState.FEEDBACK, PlanState.FEEDBACK),
        (PlanState.FROZEN, PlanState.FROZEN),
        (PlanState.FEEDBACK, PlanState.FROZEN),
    ):
        assert advance_plan(plan.public_id, state, now, SYSTEM).state is then
