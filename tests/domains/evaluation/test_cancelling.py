"""A plan that ends before its time: withdrawn, cancelled with its draw, or void while people score."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.draws.register import bundle_of
from enforcement.draws.services.voids import expire_sealed_draw
from enforcement.draws.states import DrawState
from enforcement.evaluation.commands.plans import AnswerPlan, CancelPlan, WithdrawPlan
from enforcement.evaluation.commands.sheets import SaveDraft
from enforcement.evaluation.queries.plans import due_plans, notices
from enforcement.evaluation.queries.reports import overall_report
from enforcement.evaluation.queries.sheets import agreement_of, own_seats, results
from enforcement.evaluation.queries.waiting import plans_waiting
from enforcement.evaluation.services.cancelling import cancel_plan, cancel_reasons, withdraw_plan
from enforcement.evaluation.services.drawing import mark_void
from enforcement.evaluation.services.plans import answer_plan
from enforcement.evaluation.services.sheets import save_draft
from enforcement.evaluation.states import FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from tests.domains.evaluation.told import at
from tests.support.app import NOON
from tests.support.evaluation import COMMIT, NOTHING, SYSTEM


def withdraw(made, plan, by="planner", version=None):
    return withdraw_plan(made[by], WithdrawPlan(plan.public_id, version or plan.version), NOON)


def cancel(made, plan, by="head", reason="本轮评查改期", version=None):
    return cancel_plan(made[by], CancelPlan(plan.public_id, version or plan.version, reason), NOON)


def codes(refusal):
    return [one.code for one in refusal.value.reasons]


def kinds(made, who):
    return {one.kind for one in notices(made[who])}


def test_the_drafter_withdraws_a_draft_and_nothing_waits_for_the_head(filled):
    plan = filled.drafted()
    with pytest.raises(Refused) as refusal:
        withdraw(filled, plan, by="planner2")
    assert codes(refusal) == ["others-plan"]
    with pytest.raises(Forbidden):
        withdraw(filled, plan, by="head")
    version = plan.version
    assert withdraw(filled, plan).state is PlanState.WITHDRAWN
    assert NoticeKind.PLAN_WAITING not in kinds(filled, "head")
    assert plans_waiting(filled["head"]) == []
    with pytest.raises(Stale):
        withdraw(filled, plan, version=version)
    for act in (withdraw, cancel):
        with pytest.raises(Refused) as refusal:
            act(filled, plan)
        assert codes(refusal) == ["wrong-state"]
    with pytest.raises(Refused):
        answer_plan(filled["head"], AnswerPlan(plan.public_id, plan.version, agreed=True), NOON)


def test_the_head_cancels_an_approved_plan_and_its_draw_is_void_with_the_reason(filled):
    plan = filled.approved()
    with pytest.raises(Forbidden):
        cancel(filled, plan, by="planner")
    with pytest.raises(NotFound):
        cancel(filled, plan, by="agency")
    with pytest.raises(Invalid):
        cancel(filled, plan, reason=" ")
    assert filled.draw_of(plan).state is not DrawState.VOID
    assert cancel(filled, plan).state is PlanState.CANCELLED
    draw = filled.draw_of(plan)
    assert (draw.state, draw.void_reason, draw.voided_by_name) == (DrawState.VOID, "本轮评查改期", filled["head"].name)
    assert plan.close_reason == "本轮评查改期"
    assert due_plans(COMMIT.date()) == []
    mark_void(plan.public_id, NOON)
    assert plan.state is PlanState.CANCELLED


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (PlanState.DRAFT, "wrong-state"),
        (PlanState.COMMITTED, "list-fixed"),
        (PlanState.DRAWN, "list-fixed"),
        (PlanState.SCORING, "scoring-began"),
    ],
)
def test_nobody_alone_cancels_a_list_that_is_committed_to(made, state, code):
    made.take_in(made.city.bureau)
    plan = made.at(state)
    (reason,) = cancel_reasons(made["head"], plan)
    assert reason.code == code
    with pytest.raises(Refused) as refusal:
        cancel(made, plan)
    assert codes(refusal) == [code]


def test_a_draw_that_becomes_void_while_people_score_ends_their_seats_and_leaves_what_is_signed(made):
    made.take_in(made.city.bureau)
    plan = made.scoring()
    file, (first, second) = plan.files[0], made.seats(plan.files[0])
    made.sign(first)
    assert NoticeKind.SEAT_OPENED in {one.kind for one in notices(made.actor(second))}
    expire_sealed_draw(SYSTEM, plan.draw_public_id, at(plan.open_on + timedelta(days=1)))
    assert (plan.state, file.state) == (PlanState.VOID, FileState.UNDECIDED)
    assert [one.state for one in made.seats(file)] == [SeatState.SIGNED, SeatState.ENDED]
    assert [one.state for one in own_seats(made.actor(second))] == [SeatState.ENDED]
    assert notices(made.actor(second)) == []
    with pytest.raises(Refused):
        save_draft(made.actor(second), SaveDraft(second.public_id, second.sheet.version, NOTHING), at(plan.open_on))
    (shown,) = results(made["planner"], plan.public_id)
    assert [one.evaluator_name for one in shown.decided.sheets] == [first.evaluator_name]
    assert shown.result is None
    assert agreement_of(made["head"], plan.public_id).files == 0
    with pytest.raises(Refused):
        overall_report(made["planner"], plan.public_id)
    assert bundle_of(made.draw_of(plan))["events"][-1]["kind"] == "void"
