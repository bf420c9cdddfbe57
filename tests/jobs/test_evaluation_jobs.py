"""The scheduler alone brings an approved plan to its closed scoring; only people score."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import AnswerVoid, AskVoid, TypeValue
from enforcement.evaluation.models.core import EvaluationFile, EvaluationStandard
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.states import FileState, NoticeKind, PlanState
from enforcement.foundation.clock import SHANGHAI
from enforcement.jobs.draws import advance_draws
from enforcement.jobs.evaluation import close_plans, commit_plans, open_files, publish_standards, remind_evaluators
from enforcement.platform.database import db
from tests.support.app import NOON
from tests.support.draws import KL8, picture
from tests.support.evaluation import DRAW_ON, Round


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


@pytest.fixture
def made(app_with_store) -> Round:
    assert app_with_store is not None
    round_ = Round()
    round_.take_in(round_.city.bureau)
    return round_


def test_from_the_plans_day_to_the_end_of_scoring(made):
    plan = made.approved()
    commit_plans(at(DRAW_ON - timedelta(days=1)))
    assert plan.state is PlanState.APPROVED
    for _ in range(2):
        commit_plans(at(DRAW_ON))
    draw = made.draw_of(plan)
    open_files(at(DRAW_ON))
    assert plan.state is PlanState.COMMITTED
    for name in ("first", "second"):
        draws.type_value(made[name], TypeValue(draw.sources[0], KL8, picture()), draw.outside_at)
    advance_draws(draw.outside_at)
    assert plan.state is PlanState.DRAWN
    for _ in range(2):
        open_files(draw.outside_at)
    assert plan.state is PlanState.SCORING
    (file,) = db.session.scalars(select(EvaluationFile)).all()
    assert file.state is FileState.WAITING
    made.confirm(file)
    close_plans(made.start(plan))
    assert plan.state is PlanState.SCORING
    made.sign_all(plan)
    for _ in range(2):
        close_plans(made.start(plan) + timedelta(days=2))
    assert plan.state is PlanState.CLOSED


def test_a_hindrance_is_kept_for_the_planner_and_others_go_on(made):
    hindered, fine = made.approved(), made.approved(title="另一次")
    draws.ask_void(made["head"], _void(hindered), NOON)
    draws.answer_void(made["deputy"], _agree(hindered), NOON)
    hindered.state = PlanState.APPROVED
    db.session.flush()
    commit_plans(at(DRAW_ON))
    assert hindered.hindrance
    assert fine.state is PlanState.COMMITTED
    assert NoticeKind.HINDRANCE in {one.kind for one in queries.notices(made["planner"])}


def _void(plan):
    return AskVoid(plan.draw_public_id, "方案有误")


def _agree(plan):
    return AnswerVoid(plan.draw_public_id, agreed=True)


def test_a_voided_draw_ends_its_plan(made):
    plan = made.committed()
    draws.ask_void(made["head"], _void(plan), NOON)
    draws.answer_void(made["deputy"], _agree(plan), NOON)
    assert plan.state is PlanState.VOID


def test_evaluators_are_reminded_by_the_day(made):
    plan = made.scoring()
    seat = made.seats(plan.files[0])[0]
    remind_evaluators(at(seat.strict_on + timedelta(days=1)))
    assert NoticeKind.SEAT_LATE in {one.kind for one in queries.notices(made.actor(seat))}


def test_standards_of_the_installation_are_published_once(app):
    for _ in range(2):
        publish_standards(NOON)
    assert len(db.session.scalars(select(EvaluationStandard)).all()) == 2
