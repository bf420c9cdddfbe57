"""What people of a round are told leads to where it is done."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import text
from tests.support.evaluation_desk import Desks


@pytest.fixture
def desks(app_with_store):
    return Desks(app_with_store)


def links(client, address: str) -> list[str]:
    """Where the lines of 等待办理 on a page lead to."""
    box = re.search(r"等待办理</b><ul>(.*?)</ul>", text(client.get(address)), re.DOTALL)
    return re.findall(r'href="([^"]+)"', box.group(1)) if box else []


def test_a_plan_that_waits_leads_the_head_to_it(desks):
    plan = desks.round.drafted()
    assert links(desks.of("head"), "/evaluation/plans/") == [f"/evaluation/plans/{plan.public_id}"]


def test_an_opened_seat_leads_its_evaluator_to_the_file(desks):
    desks.round.take_in(desks.round.city.bureau)
    (file,) = desks.round.scoring().files
    seat = desks.round.seats(file)[0]
    client = desks.evaluator(seat)
    assert links(client, "/evaluation/seats/") == [f"/evaluation/seats/{seat.public_id}"]
    assert client.get(f"/evaluation/seats/{seat.public_id}").status_code == 200
