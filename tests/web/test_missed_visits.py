"""What the head decides in the browser about days that are over, and what everybody reads of it."""

from datetime import timedelta

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.services import answers
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.checks import CheckState, RequestKind
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.library_world import batch, rows_of
from tests.domains.inspection.test_tasks import START, checks_of
from tests.support.app import NOON
from tests.support.desk import text


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


@pytest.fixture
def desk(app_with_store):
    def at(username):
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
        client = app_with_store.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return at


def test_p02_the_head_gives_new_days_or_ends_a_check_and_the_task_page_says_so(world, desk):
    found = world.drawn()
    first, second, *_rest = checks_of(found)
    move_clock_to(START + HOUR)
    early = desk("head").get(f"/inspection/checks/{first.public_id}")
    assert "延长检查期间" in text(early)
    assert "登记为未按期检查" not in text(early)
    move_clock_to(START + (found.due_on + DAY - START.date()))
    head = desk("head")
    assert "登记为未按期检查" in text(head.get(f"/inspection/checks/{first.public_id}"))
    until = found.due_on + 5 * DAY
    for check, name, values in (
        (first, "extension", {"until": until.isoformat()}),
        (second, "missed", {}),
    ):
        address = f"/inspection/checks/{check.public_id}/{name}"
        assert head.get(address).status_code == 200
        sent = {"version": str(check.version), "reason": "执法人员被抽调抢险", **values}
        assert head.post(address, data={**sent, "reason": ""}).status_code == 422
        assert head.post(address, data=sent).status_code == 303
    db.session.expire_all()
    assert (first.window_to, second.state) == (until, CheckState.MISSED)
    public = text(head.get(f"/inspections/results/{found.public_id}"))
    assert first.name in public
    assert f"检查期间延长到{until.year}年{until.month}月{until.day}日" in public
    assert second.name in public
    assert "未按期检查：执法人员被抽调抢险" in public


def test_an_officer_can_give_his_check_no_new_days(world, desk):
    check = checks_of(world.drawn())[0]
    move_clock_to(START)
    for name in ("extension", "missed"):
        assert desk("lin").get(f"/inspection/checks/{check.public_id}/{name}").status_code == 403


def test_o05_who_follows_a_recused_officer_arrives_by_the_same_code(world, desk):
    check = checks_of(world.drawn())[0]
    check = world.arrive(world.notify(check, START), START + HOUR)
    move_clock_to(START + 2 * HOUR)
    old, stays = (one["id"] for one in check.scans[0].officers)
    names = dict(zip(world.team, ("lin", "xu", "tang", "gu"), strict=True))
    address = f"/inspection/arrive?code={check.code}"
    assert desk(names[stays]).get(address).status_code == 302
    ask = commands.AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=old, reason="与经营者是亲属", reason_code="relation"
    )
    request = answers.ask_head(world.actors[stays], ask, START + HOUR)
    command = commands.AnswerHead(check.public_id, request=request.public_id, granted=True)
    answers.answer_head(world.head, command, START + HOUR)
    (follows,) = {one.officer_public_id for one in check.officers if one.removed_at is None} - {stays}
    fresh = desk(names[follows])
    assert "接替的执法人员登记到场" in text(fresh.get(f"/inspection/checks/{check.public_id}"))
    assert fresh.get(address).status_code == 200
    sent = {"code": check.code, "officer_ids": [follows], "place": check.address}
    assert fresh.post("/inspection/arrive", data=sent).status_code == 303
    db.session.expire_all()
    assert [len(one.officers) for one in check.scans] == [2, 1]
    assert "接替的执法人员登记到场" not in text(fresh.get(f"/inspection/checks/{check.public_id}"))


def test_d09_the_page_of_a_batch_that_is_too_late_leads_to_new_days(world, desk):
    (row,) = rows_of(world.world.public_plan(batch(sources=("kl8",))))
    late = NOON + timedelta(days=40)
    move_clock_to(late)
    planner, head = desk("planner"), desk("head")
    page = text(planner.get(f"/inspection/batches/{row.public_id}"))
    assert "抽取以后没有日子检查" in page
    assert "由负责人批准新的检查期间" in page
    address = f"/inspection/batches/{row.public_id}/days"
    assert planner.get(address).status_code == 403
    assert "批准新的检查期间" in text(head.get(f"/inspection/batches/{row.public_id}"))
    assert head.get(address).status_code == 200
    days = {"visit_from": (late + 3 * DAY).date().isoformat(), "visit_to": (late + 20 * DAY).date().isoformat()}
    sent = {"version": str(row.version), "reason": "系统停机", **days}
    assert head.post(address, data=sent | {"visit_to": late.date().isoformat()}).status_code == 422
    assert head.post(address, data=sent).status_code == 303
    assert "抽取以后没有日子检查" not in text(planner.get(f"/inspection/batches/{row.public_id}"))
