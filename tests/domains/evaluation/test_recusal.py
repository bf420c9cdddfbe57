"""Recusal: asked by the evaluator, decided by the head, followed by the next of the same ranking (评查办法第十条)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enforcement.draws import queries as draw_queries
from enforcement.draws.register import bundle_of
from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerRecusal, AskRecusal, ReplaceAbsent
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.sheets import own_desk, own_seats
from enforcement.evaluation.services.recusal import answer_recusal, ask_recusal, replace_absent
from enforcement.evaluation.states import FileState, SeatState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.rules.draws.verification import verify
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


def test_when_nobody_follows_the_file_has_no_result(made, file):
    for _ in range(4):
        seat = made.seats(file)[0]
        asked(made, seat)
        answered(made, seat, agreed=True)
    assert len(made.seats(file)) == 2
    seat = made.seats(file)[0]
    asked(made, seat)
    answered(made, seat, agreed=True)
    assert (file.state, len(made.seats(file))) == (FileState.INFEASIBLE, 1)
