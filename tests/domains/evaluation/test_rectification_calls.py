"""Whom rectifications call: agencies before and after the last day, the head once a day, the planner what waits."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from enforcement.evaluation.models.core import EvaluationNotice
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.rectifications import plans_rectifying
from enforcement.evaluation.services.rectifications import escalate_rectifications
from enforcement.evaluation.states import NoticeKind
from enforcement.platform.database import db
from tests.domains.evaluation.rectified import Rectified, frozen
from tests.support.draws import person

OVERDUE = NoticeKind.RECTIFICATION_LATE
OF_HEAD = NoticeKind.RECTIFICATIONS_LATE
REMINDER = NoticeKind.RECTIFICATION_REMINDER
WAITING = NoticeKind.RECTIFICATION_WAITING


@pytest.fixture
def world(made) -> Rectified:
    return frozen(made, subjects=2)


def told(world, name: str) -> dict[NoticeKind, str]:
    """What stands for somebody: kind -> text; of each kind there is one at most."""
    found = [one for one in queries.notices(world.made[name]) if one.kind in ABOUT]
    assert len({one.kind for one in found}) == len(found)
    return {one.kind: one.text for one in found}


ABOUT = (OVERDUE, OF_HEAD, REMINDER, WAITING, NoticeKind.RECTIFICATION_RETURNED, NoticeKind.RECTIFIED)


def call(world, day: int) -> int:
    return escalate_rectifications(world.plan.public_id, world.day(day))


@pytest.mark.parametrize(
    ("day", "word"), [(23, None), (24, "将到期"), (26, "将到期"), (27, "临近到期"), (28, "临近到期"), (29, "即将到期")]
)
def test_the_agency_is_reminded_louder_the_nearer_the_last_day_is(world, day, word):
    assert call(world, day) == 0
    found = told(world, "agency")
    assert list(found) == ([] if word is None else [REMINDER])
    if word is not None:
        assert f"有 2 项整改没有提交，{word}：应在2026年10月15日前完成" in found[REMINDER]
    assert told(world, "head") == {}


def test_on_day_thirty_nobody_is_late_and_on_day_thirty_one_agency_and_head_are_told(world):
    assert call(world, 30) == 0
    assert OF_HEAD not in told(world, "head")
    assert call(world, 31) == 2
    assert "有 2 项整改已逾期" in told(world, "agency")[OVERDUE]
    assert f"{world.report.agency_name} 2 项" in told(world, "head")[OF_HEAD]
    assert REMINDER not in told(world, "agency")


def test_one_notice_a_day_however_often_the_scheduler_comes(world):
    for day in (31, 31, 32, 32, 33):
        call(world, day)
    rows = db.session.scalars(select(EvaluationNotice).where(EvaluationNotice.kind.in_((OVERDUE, OF_HEAD)))).all()
    assert Counter(one.kind for one in rows) == {OVERDUE: 3, OF_HEAD: 3}
    assert told(world, "agency").keys() == {OVERDUE}
    assert told(world, "head").keys() == {OF_HEAD}


def test_what_is_handed_in_calls_the_planner_and_no_longer_the_agency(world):
    call(world, 31)
    for row in world.rows:
        world.submit(row, world.day(31))
    assert told(world, "agency") == {}
    assert told(world, "planner").keys() == {WAITING}
    assert call(world, 40) == 0
    assert told(world, "head").keys() == {WAITING}


def test_half_handed_in_the_rest_stays_late(world):
    world.submit(world.rows[0], world.day(31))
    assert call(world, 31) == 1
    assert "有 1 项整改已逾期" in told(world, "agency")[OVERDUE]


def test_what_is_returned_is_told_the_agency_until_it_is_handed_in_again(world):
    first, second = world.rows
    world.submit(first, world.day(2))
    world.recheck(first, world.day(3), passed=False)
    assert first.title in told(world, "agency")[NoticeKind.RECTIFICATION_RETURNED]
    assert WAITING not in told(world, "planner")
    world.submit(first, world.day(4))
    assert told(world, "agency") == {}
    world.recheck(first, world.day(5), passed=True)
    assert told(world, "planner") == {}
    assert plans_rectifying() == [world.plan.public_id]
    world.submit(second, world.day(6))
    world.recheck(second, world.day(7), passed=True)
    assert "整改完毕" in told(world, "planner")[NoticeKind.RECTIFIED]
    assert plans_rectifying() == []


def test_another_agency_hears_nothing(world):
    call(world, 31)
    world.made.people["east"] = person(2051, "east", "agency_head", world.made.city.east_bureau)
    assert told(world, "east") == {}
