"""Recusal: asked by the evaluator, decided by the head, followed by the next of the same ranking (评查办法第十条)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from enforcement.draws import queries as draw_queries
from enforcement.draws.register import bundle_of
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerRecusal, AskRecusal, ReplaceAbsent
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.sheets import own_desk, own_seats
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.empty_seats import fill_empty_seats
from enforcement.evaluation.services.recusal import answer_recusal, ask_recusal, replace_absent
from enforcement.evaluation.states import FileState, NoticeKind, SeatState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.rules.draws.verification import verify
from tests.domains.evaluation.test_thirds import available
from tests.domains.evaluation.told import at
from tests.support.evaluation import faults


@pytest.fixture
def file(made):
    made.take_in(made.city.bureau)
    (only,) = made.scoring().files
    return only


def asked(made, seat, text="当事人是我的亲属"):
    command = AskRecusal(seat.public_id, OfficerReason.RELATION, text)
    return ask_recusal(made.actor(seat), command, made.start(seat.file.plan))


def answered(made, seat, *, agreed, reason="", by="head"):
    command = AnswerRecusal(seat.public_id, agreed=agreed, reason=reason)
    return answer_recusal(made[by], command, made.start(seat.file.plan))


def test_the_next_of_the_ranking_takes_the_seat_and_the_event_stays(made, file):
    first, second = made.seats(file)
    asked(made, first)
    assert [one.public_id for one in queries.recusals(made["head"])] == [first.public_id]
    answered(made, first, agreed=True)
    successor, other = made.seats(file)
    assert (first.state, other.public_id) == (SeatState.RECUSED, second.public_id)
    assert successor.place == 1
    assert successor.evaluator not in {first.evaluator, second.evaluator}
    assert successor.due_on is not None
    team = draw_queries.result_facts(file.plan.draw_public_id).teams[file.case_file_public_id]
    assert team == (successor.evaluator, second.evaluator)
    assert {step.state for step in verify(bundle_of(made.draw_of(file.plan)))} == {"ok", "not published"}
    with pytest.raises(NotFound):
        own_desk(made.actor(first), first.public_id)
    assert not own_seats(made.actor(first))


def test_the_head_decides_and_neither_the_planner_nor_the_evaluator(made, file):
    seat = made.seats(file)[0]
    asked(made, seat)
    with pytest.raises(Forbidden):
        answered(made, seat, agreed=True, by="planner")
    made.people["both"] = replace(made["head"], user_id=seat.user_id)
    with pytest.raises(Refused) as refusal:
        answered(made, seat, agreed=True, by="both")
    assert [one.code for one in refusal.value.reasons] == ["own-recusal"]


def test_a_refused_request_needs_a_reason_and_the_evaluator_goes_on(made, file):
    seat = made.seats(file)[0]
    asked(made, seat)
    with pytest.raises(Invalid):
        answered(made, seat, agreed=False)
    with pytest.raises(Refused):
        made.sign(seat)
    answered(made, seat, agreed=False, reason="不属于应当回避的关系")
    made.sign(seat)
    assert seat.state is SeatState.SIGNED


def test_only_the_own_seat_and_only_for_a_ground_of_recusal(made, file):
    first, second = made.seats(file)
    with pytest.raises(NotFound):
        ask_recusal(
            made.actor(second), AskRecusal(first.public_id, OfficerReason.RELATION, "理由"), made.start(file.plan)
        )
    with pytest.raises(Invalid):
        ask_recusal(made.actor(first), AskRecusal(first.public_id, OfficerReason.LEAVE, "病假"), made.start(file.plan))
    with pytest.raises(Invalid):
        asked(made, first, " ")


def test_whoever_signed_does_not_recuse_any_more(made, file):
    seat = made.seats(file)[0]
    made.sign(seat)
    with pytest.raises(Refused):
        asked(made, seat)


def test_the_head_replaces_somebody_absent(made, file):
    first, _ = made.seats(file)
    command = ReplaceAbsent(first.public_id, OfficerReason.LEAVE, "病假条")
    with pytest.raises(Forbidden):
        replace_absent(made["planner"], command, made.start(file.plan))
    replace_absent(made["head"], command, made.start(file.plan))
    assert (first.state, len(made.seats(file))) == (SeatState.RECUSED, 2)


def test_a_third_who_recuses_is_followed_by_another_of_the_ranking(made, file):
    first, second = made.seats(file)
    made.sign(first)
    made.sign(second, faults(standard_of(file.plan.standard), 30))
    third = made.seats(file)[2]
    asked(made, third)
    answered(made, third, agreed=True)
    fourth = made.seats(file)[2]
    assert fourth.place == 3
    assert len({first.evaluator, second.evaluator, third.evaluator, fourth.evaluator}) == 4
    made.sign(fourth)
    assert file.state is FileState.DECIDED


def leave(made, seat):
    asked(made, seat)
    answered(made, seat, agreed=True)


def told(made, kind):
    return [one for one in queries.notices(made["planner"]) if one.kind is kind]


def emptied(made, file):
    """Everybody who may come recuses from the first place; one who may not score today is left, and the second."""
    away = next(one for one in made.evaluators.values() if one.public_id not in {seat.evaluator for seat in file.seats})
    available([away], made.start(file.plan))
    for _ in range(4):
        leave(made, made.seats(file)[0])
    (other,) = made.seats(file)
    return away, other


def test_when_nobody_follows_the_place_stays_empty_and_the_other_evaluator_sees_nothing(made, file):
    _away, other = emptied(made, file)
    assert (file.state, other.state) == (FileState.SCORING, SeatState.ACTIVE)
    (notice,) = told(made, NoticeKind.NO_EVALUATOR)
    assert file.label not in notice.text
    now = made.start(file.plan)
    assert (fill_empty_seats(file.plan.public_id, now), len(made.seats(file))) == (0, 1)
    made.sign(other)
    assert own_desk(made.actor(other), other.public_id).result == ()
    assert not close_finished(file.plan.public_id, now + timedelta(days=2))
    assert close_finished(file.plan.public_id, at(file.plan.open_on))
    assert (file.state, other.state) == (FileState.INFEASIBLE, SeatState.SIGNED)
    assert told(made, NoticeKind.NO_EVALUATOR) == []


def test_an_empty_place_is_given_to_whoever_may_score_again_and_he_may_recuse_too(made, file):
    away, other = emptied(made, file)
    available([away], None)
    now = made.start(file.plan)
    assert [fill_empty_seats(file.plan.public_id, now) for _ in range(2)] == [1, 0]
    first, second = made.seats(file)
    assert (first.evaluator, first.place, second.public_id) == (away.public_id, 1, other.public_id)
    assert first.due_on is not None
    assert told(made, NoticeKind.NO_EVALUATOR) == []
    leave(made, first)
    assert [one.public_id for one in made.seats(file)] == [other.public_id]
    assert (file.state, len(told(made, NoticeKind.NO_EVALUATOR))) == (FileState.SCORING, 1)
    assert {step.state for step in verify(bundle_of(made.draw_of(file.plan)))} == {"ok", "not published"}


def test_where_all_are_at_their_limit_a_successor_passes_it_and_the_planner_is_told(made):
    made.fill(3, 0)
    plan = made.scoring(load_limit=1)
    first, _second = made.seats(plan.files[0])
    leave(made, first)
    successor, _second = made.seats(plan.files[0])
    assert (plan.files[0].state, successor.place) == (FileState.SCORING, 1)
    (notice,) = told(made, NoticeKind.LOAD_EXCEEDED)
    assert "最多 1 件" in notice.text
    assert not notice.subject.startswith(("seat:", "file:"))
    for word in (successor.evaluator_name, plan.files[0].label, plan.files[0].agency_name):
        assert word not in notice.text
    made.sign(successor)
    assert told(made, NoticeKind.LOAD_EXCEEDED) == []


def test_where_somebody_has_room_the_limit_holds(made):
    made.fill(3, 0)
    plan = made.scoring(load_limit=2)
    leave(made, made.seats(plan.files[0])[0])
    held = Counter(seat.evaluator for file in plan.files for seat in made.seats(file))
    assert max(held.values()) <= 2
    assert told(made, NoticeKind.LOAD_EXCEEDED) == []
