"""Planners and heads are reminded once: of a plan that is not public (I03), of a library that grows old (A03)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.inspection.library_states import ABOUT_LIBRARIES, ABOUT_PLANS, NoticeKind
from enforcement.inspection.queries.plans import notices
from enforcement.inspection.services import plans
from enforcement.inspection.services.reminders import raise_reminders
from tests.domains.identity.people import actor_for, make_account
from tests.domains.inspection.library_world import batch, make_world
from tests.support.app import NOON


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_world()
    made.publish()
    return made


def noon(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def kinds(actor, about):
    return [one.kind for one in notices(actor, about)]


def test_i03_planner_and_head_are_reminded_thirty_days_before_31_march_and_not_earlier(world):
    world.plan(batch(draw_on=date(2027, 4, 1), visit_from=date(2027, 4, 10), visit_to=date(2027, 4, 30)), year=2027)
    assert raise_reminders(noon(date(2027, 2, 28))) == 0
    assert raise_reminders(noon(date(2027, 3, 1))) == 1
    assert raise_reminders(noon(date(2027, 3, 31))) == 0
    for actor in (world.planner, world.head):
        assert kinds(actor, ABOUT_PLANS) == [NoticeKind.PLAN_DUE]
    assert not notices(actor_for(make_account("west", world.city.west, "planner")), ABOUT_PLANS)


def test_i03_after_31_march_the_reminder_is_red_and_stays_until_the_plan_is_public(world):
    made = world.approved(batch())
    raise_reminders(noon(date(2026, 3, 31)))
    raise_reminders(noon(date(2026, 4, 1)))
    assert raise_reminders(noon(date(2026, 4, 2))) == 0
    assert kinds(world.planner, ABOUT_PLANS) == [NoticeKind.PLAN_LATE]
    plans.publish_plan(world.head, made.public_id, made.version, NOON)
    assert not notices(world.planner, ABOUT_PLANS)
    assert raise_reminders(NOON) == 0


def test_a03_a_library_is_told_of_from_the_sixty_first_day_and_again_when_it_blocks(world):
    world.fill(3)
    assert raise_reminders(NOON + timedelta(days=60)) == 1
    assert not notices(world.planner, ABOUT_LIBRARIES)
    for days in (61, 62, 90):
        raise_reminders(NOON + timedelta(days=days))
        assert kinds(world.head, ABOUT_LIBRARIES) == [NoticeKind.LIBRARY_AGEING]
    for days in (91, 92):
        raise_reminders(NOON + timedelta(days=days))
        assert kinds(world.planner, ABOUT_LIBRARIES) == [NoticeKind.LIBRARY_TOO_OLD]
    world.fill(4, NOON + timedelta(days=93))
    assert not notices(world.planner, ABOUT_LIBRARIES)
