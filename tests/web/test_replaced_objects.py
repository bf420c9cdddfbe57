"""Taking a drawn object out by its form and by a program: who may, five reasons, and what everybody sees after."""

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.draws.models import Draw
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.inspection.models.checks import Check
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.checks import CheckState
from tests.api.conftest import Program
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.support.app import NOON
from tests.support.desk import plain

START = NOON + 5 * DAY + HOUR
LAWFUL = {"reason_code": "deregistered", "evidence": "注销登记通知书"}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    made.task = made.drawn(40)
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


def first(world):
    db.session.expire_all()
    return db.session.query(Check).filter_by(task_id=world.task.id).order_by(Check.id).first()


def test_the_head_replaces_by_the_form_for_one_of_five_reasons_and_it_is_public(app_with_store, world, desk):
    check = first(world)
    name = world.actor(check).name.removesuffix("的姓名")
    page, form = f"/inspection/checks/{check.public_id}", f"/inspection/checks/{check.public_id}/replacement"
    assert "这一步由负责人办理" in plain(desk(name).get(page))
    assert desk(name).get(form).status_code == 403
    head = desk("head")
    assert form in head.get(page).get_data(as_text=True)
    drawn = plain(head.get(form))
    assert all(word in drawn for word in ("已经注销", "已经合并", "不属于本机关管辖", "频次已达上限", "联合检查覆盖"))
    version = {"version": str(check.version)}
    answer = head.post(form, data=version | LAWFUL | {"reason_code": "not_reached"})
    assert answer.status_code == 422
    assert "请从列表中选择“更换理由”" in plain(answer)
    assert first(world).state is CheckState.ASSIGNED
    assert head.post(form, data=version | LAWFUL).status_code == 303
    assert first(world).state is CheckState.VOID
    assert form not in head.get(page).get_data(as_text=True)
    draw = db.session.query(Draw).filter_by(public_id=world.task.draw_public_id).one()
    public = plain(app_with_store.test_client().get(f"/lots/{draw.agency}/{draw.draw_no}"))
    assert "已经注销" in public
    assert check.uscc in public


def test_after_arrival_the_button_is_grey_and_the_form_is_refused(world, desk):
    check = world.arrive(world.notify(first(world), START), START)
    head = desk("head")
    shown = plain(head.get(f"/inspection/checks/{check.public_id}"))
    assert "更换检查对象" in shown
    assert "这一步在“" in shown
    answer = head.post(
        f"/inspection/checks/{check.public_id}/replacement", data={"version": str(check.version)} | LAWFUL
    )
    assert answer.status_code == 409
    assert first(world).state is CheckState.ARRIVED


def test_a_program_replaces_by_the_same_act(app_with_store, world):
    held = {one for grant in world.head.grants for one in grant.permissions} - {Permission.SELF}
    command = IssueToken("业务系统", tuple(sorted(str(one) for one in held)), 30)
    program = Program(app_with_store, identity.issue_token(world.head, command, current_instant())[1])
    check = first(world)
    address, body = f"/checks/{check.public_id}/acts", {"act": "replacement", **LAWFUL}
    assert program.post(address, body | {"reason_code": "not_reached"}, check.version).status_code == 422
    answer = program.post(address, body, check.version)
    assert answer.status_code == 200
    assert answer.get_json()["state"] == "void"
