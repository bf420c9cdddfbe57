"""The page on which the supervisor sees who recused himself, exchanged objects or made draws void."""

import pytest

from enforcement.draws.states import ObjectReason
from enforcement.inspection.commands.checks import ReplaceDrawnObject
from enforcement.inspection.models.checks import Check
from enforcement.inspection.services.replacing import replace_drawn_object
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.identity.people import make_account
from tests.domains.inspection.checking import DAY, make_check_world
from tests.domains.inspection.visiting import sign_in
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain

START = NOON + 5 * DAY


@pytest.fixture
def supervisor(app_with_store):
    world = make_check_world()
    world.drawn(40)
    check = db.session.query(Check).order_by(Check.id).first()
    command = ReplaceDrawnObject(check.public_id, check.version, reason_code=ObjectReason.MERGED, evidence="登记机关")
    replace_drawn_object(world.head, command, START)
    move_clock_to(START)
    with cheap_hashing():
        make_account("su", world.world.city.city, "supervisor")
    return sign_in(app_with_store, "su")


def test_a02_who_exchanged_an_object_is_shown_with_what_it_is_held_against(supervisor):
    shown = plain(supervisor.get("/supervision/draws"))
    drawn = db.session.query(Check).count() + 1
    assert "决定人 情形 次数 占抽取 head的姓名 更换检查对象 1 —" in shown
    assert f"更换检查对象 1 {1000 // drawn // 10}" in shown
    assert f"（1 / {drawn}）" in shown
    assert "不排名" in shown


@pytest.mark.parametrize("year", ["2025", "99999999999999999999", "x", "-1"])
def test_another_year_has_its_own_page_and_an_impossible_one_is_this_year(supervisor, year):
    shown = supervisor.get(f"/supervision/draws?year={year}")
    assert shown.status_code == 200
    assert ("这一年没有回避、更换和作废" in plain(shown)) is (year == "2025")
