"""复评 (广东省行政执法案卷评查办法第十二条): failed files are scored once more, blind, by somebody who had no seat there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.feedback import WaiveReEvaluation
from enforcement.evaluation.commands.plans import AnswerRecusal, AskRecusal, ReplaceAbsent
from enforcement.evaluation.models.core import EvaluationSeat
from enforcement.evaluation.models.feedback import EvaluationDecision
from enforcement.evaluation.queries import plans as plan_queries
from enforcement.evaluation.queries.final import final_file
from enforcement.evaluation.queries.sheets import own_desk, results
from enforcement.evaluation.seating import RE_EVALUATION
from enforcement.evaluation.services import recusal
from enforcement.evaluation.services.closing import close_finished, escalate
from enforcement.evaluation.services.re_evaluation import open_re_evaluations, waive_re_evaluation
from enforcement.evaluation.states import DecisionKind, FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.identity.people import actor_for, grant

FAILED = Sheet((), (VetoMark("V04", "主要事实没有证据"),))


@pytest.fixture
def plan(made):
    """Two files; the first failed on both sheets; scoring is closed."""
    for _ in range(2):
        made.take_in(made.city.bureau)
    found = made.scoring()
    for seat in made.seats(found.files[0]):
        made.sign(seat, FAILED)
    made.sign_all(found)
    assert close_finished(found.public_id, closed(made, found))
    return found


def closed(made, plan):
    return made.start(plan) + timedelta(days=2)


def opened(made, plan):
    assert open_re_evaluations(plan.public_id, closed(made, plan)) == 1
    return again(made, plan)


def again(made, plan):
    return next(one for one in made.seats(plan.files[0]) if one.place == RE_EVALUATION)


def waive(made, plan, now, reason="评查员都已经评过本案", by="head"):
    file = plan.files[0]
    return waive_re_evaluation(made[by], WaiveReEvaluation(file.public_id, file.version, reason), now)


def test_art_12_a_failed_file_gets_a_further_evaluator_and_only_that_file(made, plan):
    failed, passed = plan.files
    seat = opened(made, plan)
    assert (failed.state, passed.state) == (FileState.RE_EVALUATION, FileState.DECIDED)
    assert seat.evaluator not in {one.evaluator for one in made.seats(failed) if one is not seat}
    assert seat.due_on > closed(made, plan).date()
    assert open_re_evaluations(plan.public_id, closed(made, plan)) == 0
    assert len(made.seats(failed)) == 3


def test_nothing_is_opened_while_scoring_runs(made):
    made.take_in(made.city.bureau)
    running = made.scoring()
    for seat in made.seats(running.files[0]):
        made.sign(seat, FAILED)
    assert open_re_evaluations(running.public_id, made.start(running) + timedelta(days=2)) == 0
    assert running.files[0].state is FileState.DECIDED


def test_art_12_the_result_of_the_re_evaluation_counts_and_the_first_stays(made, plan):
    failed = plan.files[0]
    before, seat = dict(failed.result), opened(made, plan)
    made.sign(seat, now=closed(made, plan))
    assert failed.state is FileState.DECIDED
    assert (failed.result, failed.grade) == (before, "fail")
    final = final_file(plan.public_id, plan.files[0].public_id)
    assert (final.result.points, final.result.band.id) == ("100.00", "excellent")
    assert [(one.kind, one.source) for one in final.decisions] == [(DecisionKind.RE_EVALUATION, seat.public_id)]
    assert [one.seat for one in final.counted] == [seat.public_id]
    assert (final.decided.result.band.id, final.standing) == ("fail", ())
    assert open_re_evaluations(plan.public_id, closed(made, plan)) == 0


def test_a_file_that_fails_again_is_not_evaluated_a_third_time(made, plan):
    made.sign(opened(made, plan), FAILED, now=closed(made, plan))
    assert open_re_evaluations(plan.public_id, closed(made, plan)) == 0
    final = final_file(plan.public_id, plan.files[0].public_id)
    assert final.result.band.failed
    assert [one.subject for one in final.standing] == ["veto:V04"]


def test_whoever_evaluates_again_is_blind(made, plan):
    seat = opened(made, plan)
    user = made.evaluators[seat.evaluator]
    grant(user, "supervisor", made.justice)
    db.session.refresh(user, ["grants"])
    reader = actor_for(user)
    assert own_desk(reader, seat.public_id).result == ()
    with pytest.raises(Refused) as refusal:
        results(reader, plan.public_id)
    assert [one.code for one in refusal.value.reasons] == ["still-blind"]
    assert {one.points for one in plan_queries.drawn_files(reader, plan.public_id)} == {""}
    made.sign(seat, now=closed(made, plan))
    assert own_desk(reader, seat.public_id).result
    assert results(reader, plan.public_id)


def test_sheets_of_the_first_evaluators_stay_closed(made, plan):
    first = made.seats(plan.files[0])[0]
    opened(made, plan)
    with pytest.raises(Refused):
        made.sign(first, now=closed(made, plan))


def test_a_recused_re_evaluator_is_followed_by_the_next(made, plan):
    seat = opened(made, plan)
    now = closed(made, plan)
    recusal.ask_recusal(made.actor(seat), AskRecusal(seat.public_id, OfficerReason.RELATION, "亲属"), now)
    recusal.answer_recusal(made["head"], AnswerRecusal(seat.public_id, agreed=True), now)
    assert seat.state is SeatState.RECUSED
    assert again(made, plan).evaluator != seat.evaluator
    absent = again(made, plan)
    recusal.replace_absent(made["head"], ReplaceAbsent(absent.public_id, OfficerReason.LEAVE, "住院"), now)
    assert again(made, plan).evaluator not in {seat.evaluator, absent.evaluator}


def test_late_re_evaluators_are_reminded_and_only_then_the_head_may_end_it(made, plan):
    seat = opened(made, plan)
    last = seat.strict_on - closed(made, plan).date()
    on_the_last_day = closed(made, plan) + last
    with pytest.raises(Refused) as refusal:
        waive(made, plan, on_the_last_day)
    assert [one.code for one in refusal.value.reasons] == ["re-evaluation-open"]
    after = on_the_last_day + timedelta(days=1)
    assert escalate(plan.public_id, after) == 1
    assert NoticeKind.SEAT_LATE in {one.kind for one in plan_queries.notices(made.actor(seat))}
    row = waive(made, plan, after)
    assert (row.kind, row.grade, row.decided_by_name) == (DecisionKind.NOT_RE_EVALUATED, "fail", made["head"].name)
    assert seat.state is SeatState.ENDED
    with pytest.raises(Refused):
        made.sign(seat, now=after)


def test_where_nobody_lawful_is_left_the_planner_is_told_and_the_head_decides(made, plan):
    failed, now = plan.files[0], closed(made, plan)
    with transaction():
        held = {one.evaluator for one in made.seats(failed)}
        for public_id, user in made.evaluators.items():
            if public_id not in held:
                user.disabled_at = now
    assert open_re_evaluations(plan.public_id, now) == 0
    assert NoticeKind.NO_EVALUATOR in {one.kind for one in plan_queries.notices(made["planner"])}
    with pytest.raises(Forbidden):
        waive(made, plan, now, by="planner")
    with pytest.raises(NotFound):
        waive(made, plan, now, by="agency")
    with pytest.raises(Invalid):
        waive(made, plan, now, "  ")
    version = failed.version
    row = waive(made, plan, now)
    assert "维持原结果" in row.steps[0]
    assert (row.points, failed.state, plan.state) == (failed.points, FileState.DECIDED, PlanState.CLOSED)
    with pytest.raises(Stale):
        waive_re_evaluation(made["head"], WaiveReEvaluation(failed.public_id, version, "再来一次"), now)
    with pytest.raises(Refused):
        waive(made, plan, now)
    assert open_re_evaluations(plan.public_id, now) == 0
    final = final_file(plan.public_id, plan.files[0].public_id)
    assert final.result.band.failed
    assert len(final.counted) == 2


def test_a_decision_is_written_once(made, plan):
    made.sign(opened(made, plan), now=closed(made, plan))
    row = db.session.scalars(select(EvaluationDecision)).one()
    with pytest.raises(Exception, match="keeps its rows|evaluation_decisions"), transaction():
        row.points = "60.00"
    with pytest.raises(Exception, match="keeps its rows|evaluation_decisions"), transaction():
        db.session.delete(row)


def test_another_evaluator_finds_no_seat_there(made, plan):
    seat = opened(made, plan)
    others = [one for one in made.evaluators.values() if one.public_id != seat.evaluator]
    for user in others:
        with pytest.raises(NotFound):
            own_desk(actor_for(user), seat.public_id)
    assert isinstance(made.actor(seat), Actor)
    assert db.session.scalar(select(EvaluationSeat.place).where(EvaluationSeat.id == seat.id)) == RE_EVALUATION
