"""Taking an object out of a list that is still sealed: by the head, by code, on record, and nobody else learns of it."""

import json

import pytest

from enforcement.audit.models import AuditEntry
from enforcement.doors.access import SESSION_COOKIE
from enforcement.draws.models import Draw, DrawEvent
from enforcement.identity import services as identity
from enforcement.inspection.models.checks import Check
from enforcement.jobs.inspection_checks import open_checks
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.inspection.checks import CheckState
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.library_world import credit_code
from tests.support.app import NOON
from tests.support.desk import plain, text

START = NOON + 5 * DAY + HOUR
LAWFUL = {"reason_code": "deregistered", "evidence": "注销登记通知书"}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    made.task = made.drawn(40, sealed=True)
    move_clock_to(START)
    return made


@pytest.fixture
def desk(app_with_store, world):
    assert world is not None

    def at(username):
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", START)
        client = app_with_store.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return at


def page(world):
    return f"/draws/{world.task.draw_public_id}"


def checks_of(world):
    db.session.expire_all()
    return db.session.query(Check).filter_by(task_id=world.task.id).order_by(Check.id).all()


def looks():
    return db.session.query(AuditEntry).filter_by(action="draw.viewed").count()


def test_the_head_replaces_by_code_and_nobody_reads_it_before_the_list_is_opened(app_with_store, world, desk):
    head, visitor, gone = desk("head"), app_with_store.test_client(), checks_of(world)[0]
    assert "更换密封名单中的一户" in plain(head.get(page(world)))
    answer = head.post(f"{page(world)}/sealed-object", data={"uscc": gone.uscc, **LAWFUL})
    assert answer.status_code == 303
    assert checks_of(world)[0].state is CheckState.VOID
    open_checks(START)
    followed = checks_of(world)[-1]
    assert followed.state is CheckState.ASSIGNED
    assert looks() == 1
    draw = db.session.query(Draw).filter_by(public_id=world.task.draw_public_id).one()
    public = f"/lots/{draw.agency}/{draw.draw_no}"
    told = text(visitor.get(public)) + text(visitor.get(f"{public}/live")) + text(head.get(page(world)))
    told += json.dumps({**visitor.get(f"{public}.json").get_json(), "pool": "everybody's"}, ensure_ascii=False)
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.like("draw.%")).all()
    told += json.dumps([[one.before, one.after] for one in entries], ensure_ascii=False)
    assert [one for one in (gone.uscc, followed.uscc, "注销登记通知书") if one in told] == []
    assert db.session.query(DrawEvent).filter_by(draw_id=draw.id, old=gone.uscc).one().evidence == "注销登记通知书"


def test_a_code_that_is_not_on_the_list_is_refused_and_the_question_is_on_record(world, desk):
    answer = desk("head").post(f"{page(world)}/sealed-object", data={"uscc": credit_code(999), **LAWFUL})
    assert answer.status_code == 409
    assert "不在可以更换的名单里" in plain(answer)
    assert looks() == 1
    assert all(one.state is CheckState.ASSIGNED for one in checks_of(world))


def test_nobody_but_the_head_asks(world, desk):
    planner = desk("planner")
    assert "更换密封名单中的一户" not in plain(planner.get(page(world)))
    sent = {"uscc": checks_of(world)[0].uscc, **LAWFUL}
    assert planner.post(f"{page(world)}/sealed-object", data=sent).status_code == 403
    assert looks() == 0


def test_after_arrival_nothing_is_exchanged(world, desk):
    check = world.arrive(world.notify(checks_of(world)[0], START), START)
    answer = desk("head").post(f"{page(world)}/sealed-object", data={"uscc": check.uscc, **LAWFUL})
    assert answer.status_code == 409
    assert checks_of(world)[0].state is CheckState.ARRIVED
