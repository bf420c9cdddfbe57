"""Items and plans for programs: public ones for everyone, the rest in scope only."""

import pytest

from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.identity.people import actor_for, make_account
from tests.domains.inspection.library_world import CODE, batch, credit_code, make_world
from tests.support.app import NOON


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    made = make_world()
    made.publish()
    return made


@pytest.fixture
def ask(app_with_store):
    def answer(path, actor=None):
        headers = {}
        if actor is not None:
            command = IssueToken("业务系统", (str(Permission.CHECK_READ),), 30)
            headers = {"Authorization": f"Bearer {identity.issue_token(actor, command, NOON)[1]}"}
        return app_with_store.test_client().get(f"/api/v1{path}", headers=headers)

    return answer


def test_the_published_list_and_plans_are_for_everyone(world, ask):
    (item,) = ask("/inspection-items").get_json()["items"]
    assert (item["code"], item["ratios"]["D"], item["standard"][0]["no"]) == (CODE, 3000, 1)
    world.approved(batch())
    assert ask("/published-plans").get_json()["items"] == []
    world.public_plan(batch(name="公开的批次"))
    (plan,) = ask("/published-plans").get_json()["items"]
    assert [one["name"] for one in plan["batches"]] == ["公开的批次"]


def test_what_is_in_preparation_is_for_those_in_scope(world, ask):
    made = world.plan(batch())
    world.fill(3)
    stranger = actor_for(make_account("stranger", world.city.east_bureau, "planner"))
    assert ask("/inspection-plans").status_code == 401
    assert ask(f"/inspection-plans/{made.public_id}", world.planner).get_json()["no"] == "2026-P-001"
    assert ask(f"/inspection-plans/{made.public_id}", stranger).status_code == 404
    assert ask("/inspection-plans", stranger).get_json()["items"] == []
    first = ask("/library-objects?limit=2", world.planner).get_json()
    assert len(first["items"]) == 2
    rest = ask(f"/library-objects?limit=2&cursor={first['next_cursor']}", world.planner).get_json()
    assert {one["uscc"] for one in first["items"] + rest["items"]} == {credit_code(number) for number in range(3)}
    assert ask("/library-objects", stranger).get_json()["items"] == []
