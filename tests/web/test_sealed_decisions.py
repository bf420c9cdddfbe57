"""What a head must decide on a sealed list before the visit: requests, and checks without a team; on record, no names."""

import pytest

from enforcement.audit.models import AuditEntry
from enforcement.doors.access import SESSION_COOKIE
from enforcement.draws import services as draws
from enforcement.identity import services as identity
from enforcement.inspection.commands.checks import AskHead
from enforcement.inspection.models.checks import Check
from enforcement.inspection.queries.checks import checks_of_task
from enforcement.inspection.services import answers
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.inspection.checks import CheckState, RequestKind, RequestState
from tests.domains.identity.people import PASSWORD, SYSTEM, make_account
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain

START = NOON + 5 * DAY
AGREED, REFUSED = {"granted": "yes"}, {"granted": "no", "answer": "不是近亲属"}
ENDED = {"reason": "名单上的执法人员都应当回避"}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    made.task = made.drawn(sealed=True)
    with cheap_hashing():
        made.stranger = make_account("stranger", made.world.city.east_bureau, "agency_head")
        make_account("unit", made.world.bureau, "unit_head")
    move_clock_to(START + HOUR)
    return made


@pytest.fixture
def desk(app_with_store, world):
    assert world is not None

    def at(username):
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", START + HOUR)
        client = app_with_store.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return at


def first_check(world):
    db.session.expire_all()
    return db.session.query(Check).filter_by(task_id=world.task.id).order_by(Check.id).first()


def present(check):
    return [one.officer_public_id for one in check.officers if one.removed_at is None]


def ask(world, check):
    command = AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=present(check)[0], reason="与经营者是亲属",
        reason_code="relation",
    )  # fmt: skip
    return answers.ask_head(world.actors[present(check)[1]], command, START)


def strip(check):
    """As an object comes out of a draw that knows no lawful team for it."""
    for one in check.officers:
        one.removed_at, one.removed_reason = START, "没有合法组合"
    db.session.flush()


def looks():
    return db.session.query(AuditEntry).filter_by(action="draw.viewed").order_by(AuditEntry.id).all()


def names_in(check, page):
    return [one for one in (check.name, check.uscc, check.address) if one in page]


def address(check, request):
    return f"/inspection/checks/{check.public_id}/answer/{request.public_id}"


def officer_name(check, public_id):
    return next(one.name for one in check.officers if one.officer_public_id == public_id)


def test_o05_the_head_grants_a_recusal_before_a_sealed_visit_without_learning_whose(world, desk):
    check = first_check(world)
    request, gone, head = ask(world, check), present(check)[0], desk("head")
    waiting = head.get("/approvals").get_data(as_text=True)
    assert f'href="{address(check, request)}"' in waiting
    assert "密封名单中的一户" in waiting
    assert looks() == []
    form = plain(head.get(address(check, request)))
    assert "与经营者是亲属" in form
    assert officer_name(check, gone) in form
    assert check.public_id in form
    (look,) = looks()
    assert (look.record, look.actor_name) == (f"draw:{world.task.draw_public_id}", world.head.name)
    assert look.after == {"record": f"check:{check.public_id}"}
    answer = head.post(address(check, request), data={"version": check.version, **AGREED})
    assert (answer.status_code, answer.location) == (303, "/approvals")
    check = first_check(world)
    assert gone not in present(check)
    assert len(present(check)) == 2
    assert "密封名单中的一户" not in (after := plain(head.get("/approvals")))
    assert names_in(check, waiting + form + after) == []
    assert head.get(address(check, request)).status_code == 404
    assert head.get(f"/inspection/checks/{check.public_id}").status_code == 404


def test_o05_the_head_refuses_a_recusal_before_a_sealed_visit(world, desk):
    check = first_check(world)
    request, team, head = ask(world, check), present(check), desk("head")
    silent = head.post(address(check, request), data={"version": check.version, "granted": "no"})
    assert silent.status_code == 422
    assert names_in(check, plain(silent)) == []
    assert head.post(address(check, request), data={"version": check.version, **REFUSED}).status_code == 303
    check = first_check(world)
    assert [(one.state, one.answer) for one in check.requests] == [(RequestState.REFUSED, "不是近亲属")]
    assert present(check) == team


def test_o04_the_head_ends_a_sealed_check_without_a_lawful_team(world, desk):
    check, head = first_check(world), desk("head")
    path = f"/inspection/checks/{check.public_id}/no-team"
    assert path not in head.get("/approvals").get_data(as_text=True)
    assert head.get(path).status_code == 404
    strip(check)
    waiting = head.get("/approvals").get_data(as_text=True)
    assert f'href="{path}"' in waiting
    form = plain(head.get(path))
    assert "没有合法组合" in form
    assert len(looks()) == 1
    answer = head.post(path, data={"version": check.version, **ENDED})
    assert (answer.status_code, answer.location) == (303, "/approvals")
    check = first_check(world)
    assert check.state is CheckState.VOID
    after = plain(head.get("/approvals")) + plain(head.get(f"/inspection/tasks/{world.task.public_id}"))
    assert names_in(check, waiting + form + after) == []
    assert head.get(f"/inspection/checks/{check.public_id}").status_code == 404


def test_an_open_team_is_not_ended_and_nothing_is_told(world, desk):
    check = first_check(world)
    path = f"/inspection/checks/{check.public_id}/no-team"
    ask(world, check)
    refused = desk("head").post(path, data={"version": check.version, **ENDED})
    assert refused.status_code == 409
    assert names_in(check, plain(refused)) == []
    assert first_check(world).state is CheckState.ASSIGNED


def test_once_the_list_is_open_the_head_sees_every_check_and_answers_as_always(world, desk):
    check = first_check(world)
    request, head = ask(world, check), desk("head")
    assert checks_of_task(world.head, world.task) == []
    draws.open_sealed_draw(SYSTEM, world.task.draw_public_id, START, finished=True)
    of_task = db.session.query(Check).filter_by(task_id=world.task.id).count()
    assert len(checks_of_task(world.head, world.task)) == of_task
    assert check.name in plain(head.get("/approvals"))
    assert check.name in plain(head.get(address(check, request)))
    answer = head.post(address(check, request), data={"version": check.version, **REFUSED})
    assert answer.location == f"/inspection/checks/{check.public_id}"
    assert check.name in plain(head.get(answer.location))
    assert looks() == []


@pytest.mark.parametrize(("username", "status"), [("stranger", 404), ("unit", 404), ("planner", 403)])
def test_nobody_else_gets_a_sealed_check_to_decide_on(world, desk, username, status):
    check = first_check(world)
    request, client = ask(world, check), desk(username)
    strip(check)
    for path in (address(check, request), f"/inspection/checks/{check.public_id}/no-team"):
        assert client.get(path).status_code == status
        assert client.post(path, data={"version": check.version, **AGREED, **ENDED}).status_code == status
    if username != "planner":
        assert "密封名单中的一户" not in plain(client.get("/approvals"))
    assert looks() == []
    assert first_check(world).state is CheckState.ASSIGNED
    assert first_check(world).requests[0].state is RequestState.ASKED


@pytest.mark.parametrize("name", ["notice", "replacement", "officers", "record"])
def test_a_waiting_request_opens_no_other_act_to_the_head(world, desk, name):
    check = first_check(world)
    ask(world, check)
    assert desk("head").get(f"/inspection/checks/{check.public_id}/{name}").status_code in (403, 404)
    assert looks() == []
