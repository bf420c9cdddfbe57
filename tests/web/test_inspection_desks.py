"""Draws and checks on the desks: what is to be done today, what waits for a head, what a supervisor counts."""

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.draws.commands import DraftDraw
from enforcement.draws.services import draft_draw
from enforcement.draws.states import Subject
from enforcement.foundation.clock import civil_date
from enforcement.identity import services as identity
from enforcement.inspection.commands.checks import AskHead, EnterLate, OpenFollowUp
from enforcement.inspection.models.checks import Check
from enforcement.inspection.services import answers, arrivals, plans
from enforcement.inspection.services.follow_up import open_follow_up
from enforcement.inspection.services.tasks import remind_task
from enforcement.jobs.inspection_checks import remind_tasks
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.draws.snapshots import TeamNeeds
from enforcement.rules.inspection.checks import CheckState, RequestKind
from enforcement.rules.inspection.results import FollowUpKind, ResultCode
from enforcement.web.inspection_desks import checks_in_hand, waiting_for_head
from tests.domains.identity.people import PASSWORD, SYSTEM, make_account
from tests.domains.inspection.checking import DAY, HOUR, MORE, make_check_world
from tests.domains.inspection.library_world import batch, credit_code
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain
from tests.support.desks import counted_questions


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    move_clock_to(NOON + HOUR)
    with cheap_hashing():
        make_account("typist", made.world.bureau, "typist")
        make_account("witness", made.world.bureau, "witness")
        make_account("supervisor", made.world.city.city, "supervisor")
        make_account("stranger", made.world.city.east_bureau, "agency_head")
    return made


@pytest.fixture
def desk(app_with_store, world):
    assert world is not None

    def at(username):
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", NOON + HOUR)
        client = app_with_store.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    return at


def draft(world, number=1):
    command = DraftDraw(
        org_id=world.world.bureau.id, matter=f"batch:{number}", subject=Subject.INSPECTION, title=f"第{number}批抽取",
        plan_no="2026-P-012", classes=(("A", 1000),), sources=("kl8",), needs=TeamNeeds(),
    )  # fmt: skip
    return draft_draw(world.world.planner, command, NOON)


def widening(world, check):
    command = AskHead(check.public_id, kind=RequestKind.WIDENING, subject=MORE, reason="现场需要")
    return answers.ask_head(world.actor(check), command, NOON + HOUR)


def part(page, title):
    """From a title to the next heading of the desk."""
    assert title in page
    return page.split(title, 1)[1]


def test_the_officer_sees_notices_visits_results_and_follow_ups(world, desk):
    noticed, visited, entered = (world.open(uscc=credit_code(number)) for number in (1, 2, 3))
    world.notify(visited)
    page = plain(desk("lin").get("/work"))
    assert noticed.name in part(page, "等制发检查通知书")
    assert visited.name in part(page, "今天可以到场检查")
    assert "等录入检查结果" not in page
    world.finish(world.fill(world.arrive(world.notify(entered)), answer="不符合", note="三件过期饼干"))
    page = plain(desk("lin").get("/work"))
    assert entered.name in part(page, "等录入检查结果")
    world.tell(world.review(world.enter(entered, ResultCode.CORRECTED)))
    command = OpenFollowUp(entered.public_id, kind=FollowUpKind.CORRECTION, text="限期改正", due_on=(NOON + DAY).date())
    open_follow_up(world.actor(entered), command, NOON + 4 * HOUR)
    assert entered.name in part(plain(desk("lin").get("/work")), "后续处置没有办结")
    assert noticed.name not in plain(desk("gu").get("/work"))


def test_the_head_sees_plans_draws_and_requests_and_the_way_to_them(world, desk):
    made = world.world.plan(batch())
    plans.submit_plan(world.world.planner, made.public_id, made.version, NOON)
    drawn = draft(world)
    check = world.open()
    world.arrive(world.notify(check))
    request = widening(world, check)
    head = desk("head")
    page = head.get("/approvals").get_data(as_text=True)
    for path in (
        f"/inspection/plans/{made.public_id}/answer",
        f"/draws/{drawn.public_id}",
        f"/inspection/checks/{check.public_id}/answer/{request.public_id}",
    ):
        assert f'href="{path}"' in page
        assert head.get(path).status_code == 200
    assert "等您答复" not in plain(desk("stranger").get("/approvals"))


def test_first_pages_by_role(world, desk):
    assert world is not None
    pages = {
        "planner": "/inspection/batches", "typist": "/randomness/", "witness": "/draws/", "supervisor": "/supervision",
        "head": "/approvals", "lin": "/work",
    }  # fmt: skip
    for username, path in pages.items():
        client = desk(username)
        assert client.get("/home").location == path
        assert client.get(path).status_code == 200


def test_the_board_counts_late_arrivals_and_leads_to_them(world, desk):
    before = plain(desk("supervisor").get("/supervision"))
    assert "补录的到场 0" in before
    check = world.notify(world.open())
    late = enter_late(world, check)
    client = desk("supervisor")
    page = client.get("/supervision")
    assert "补录的到场 1" in plain(page)
    for path in ("/supervision/alarms", "/inspection/late-arrivals", "/draws/", "/supervision/complaints"):
        assert f'href="{path}"' in page.get_data(as_text=True)
        assert client.get(path).status_code == 200
    assert late.name in plain(client.get("/inspection/late-arrivals"))


def enter_late(world, check):
    command = EnterLate(
        check.public_id, check.version, officer_ids=tuple(world.team[:2]), arrived_at=NOON + HOUR, reason="手机没电",
    )  # fmt: skip
    return arrivals.enter_late(world.actor(check), command, NOON + DAY)


def test_the_desks_ask_no_more_because_they_show_more(world, desk):
    def grow(numbers):
        for number in numbers:
            draft(world, number)
            world.open(uscc=credit_code(number))
            check = world.open(uscc=credit_code(number + 5))
            world.arrive(world.notify(check))
            widening(world, check)

    def count():
        found = {}
        for username, path in {"lin": "/work", "head": "/approvals", "supervisor": "/supervision"}.items():
            client = desk(username)
            client.get(path)
            with counted_questions() as asked:
                assert client.get(path).status_code == 200
            found[path] = len(asked)
        return found

    grow(range(1))
    few = count()
    grow(range(1, 4))
    assert count() == few


@pytest.mark.parametrize(("days", "reminded"), [(6, False), (5, True), (0, True), (-1, True)])
def test_a_task_near_its_last_day_stands_on_the_desks_of_head_and_officers(app_with_store, world, days, reminded):
    task = world.drawn(4)
    at = NOON.replace(month=task.due_on.month, day=task.due_on.day) - days * DAY
    remind_tasks(at)
    with app_with_store.test_request_context():
        shown = [one for one in waiting_for_head(world.head, civil_date(at)) if task.title in one.title]
        check = db.session.query(Check).filter_by(task_id=task.id).first()
        ((_title, lines), *_) = checks_in_hand(world.actor(check), civil_date(at))
    total = db.session.query(Check).filter_by(task_id=task.id).count()
    kind = "抽查任务已经逾期" if days < 0 else "抽查任务即将到期"
    told = [(kind, f"还有 {total} 户没有到场检查", f"/inspection/tasks/{task.public_id}")]
    assert [(one.kind, one.facts[0], one.href) for one in shown] == (told if reminded else [])
    assert {one.level for one in lines} == {"late" if days < 0 else "soon" if reminded else "ok"}


def test_no_head_is_reminded_of_a_task_whose_objects_were_all_visited(app_with_store, world):
    task = world.drawn(4)
    near = task.due_on - DAY
    for check in db.session.query(Check).filter_by(task_id=task.id):
        check.state = CheckState.ARRIVED
    db.session.commit()
    assert not remind_task(SYSTEM, task.public_id, NOON.replace(month=near.month, day=near.day))
    assert task.reminded_on is None
