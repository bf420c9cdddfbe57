"""What waits for the head stands on the page of approvals: plans of evaluation and requests to recuse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.draws.states import OfficerReason
from enforcement.evaluation.commands.plans import AnswerPlan, AskRecusal
from enforcement.evaluation.services.plans import answer_plan
from enforcement.evaluation.services.recusal import ask_recusal
from enforcement.platform.demo_clock import move_clock_to
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.desks import counted_questions
from tests.support.evaluation_desk import Desks

TITLE = "2026年上半年行政处罚案卷评查"


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


def test_a_plan_waits_for_the_head_until_it_is_answered(desks):
    desks.round.fill()
    plan = desks.round.drafted()
    head = desks.of("head")
    page = head.get("/approvals")
    assert "评查方案" in plain(page)
    assert plan.plan_no in plain(page)
    assert f"/evaluation/plans/{plan.public_id}" in text(page)
    desks.round.approve(plan)
    assert plan.public_id not in text(head.get("/approvals"))


def test_a_plan_given_back_waits_for_its_planner(desks):
    plan = desks.round.drafted()
    answer_plan(desks.round["head"], AnswerPlan(plan.public_id, plan.version, agreed=False, reason="期间有误"), NOON)
    assert plan.public_id not in text(desks.of("head").get("/approvals"))


def test_a_recusal_waits_for_the_head_and_for_no_head_of_an_agency(desks):
    desks.round.take_in(desks.round.city.bureau)
    (file,) = desks.round.scoring().files
    seat, now = desks.round.seats(file)[0], desks.round.start(file.plan)
    move_clock_to(now + timedelta(hours=2))
    ask_recusal(desks.round.actor(seat), AskRecusal(seat.public_id, OfficerReason.RELATION, "当事人是我的亲属"), now)
    page = desks.of("head").get("/approvals")
    assert "评查员回避" in plain(page)
    assert f"/evaluation/recusals/{seat.public_id}" in text(page)
    assert seat.public_id not in text(desks.agency_head().get("/approvals"))


def test_more_plans_ask_the_database_no_more(desks):
    desks.round.drafted()
    head = desks.of("head")
    head.get("/approvals")
    with counted_questions() as few:
        head.get("/approvals")
    for number in range(4):
        desks.round.drafted(title=f"{TITLE}{number}")
    with counted_questions() as more:
        head.get("/approvals")
    assert len(more) == len(few)
