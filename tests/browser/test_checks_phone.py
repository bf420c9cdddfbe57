"""A visit on a phone in one hand: notice, code, checklist, signature, result; no barrier on any page."""

import pytest

from enforcement.inspection.models.checks import Check
from enforcement.inspection.services.tasks import close_task
from enforcement.jobs.inspection_checks import publish_results
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.library_world import CODE
from tests.support.app import NOON
from tests.support.journey import DESK, PHONE, WIDTHS, Person

ADDRESSES = (
    "/inspection/checks",
    "/inspection/checks?which=open",
    "/inspection/tasks",
    "/inspection/follow-ups",
    "/inspection/late-arrivals",
    "/inspection/arrive",
)


@pytest.fixture
def visit(committed_app):
    """A check outside the draw that is approved; its officers are lin and xu."""
    with committed_app.app_context():
        world = make_check_world()
        check = world.open()
        world.approve_visit(check)
        move_clock_to(NOON + HOUR)
        return check.public_id


@pytest.fixture
def sit(browser, live_server):
    """Lets somebody sit down at a browser and sign in; without a name, a visitor."""
    people = []

    def seated(username="", size=PHONE):
        someone = Person(browser, live_server, size=size)
        people.append(someone)
        if username:
            someone.open("/sign-in")
            someone.write({"用户名": username, "密码": PASSWORD})
            someone.press("登录")
        return someone

    yield seated
    for one in people:
        one.close()


def look(someone):
    """The page as it stands has no barrier."""
    assert someone.barriers() == "", someone.page.url


def test_a_visit_with_one_thumb(sit, committed_app, visit):  # noqa: PLR0915 -- one visit, told once
    lin = sit("lin")
    lin.open("/inspection/checks")
    look(lin)
    lin.open(f"/inspection/checks/{visit}")
    look(lin)
    lin.press("制发检查通知书")
    look(lin)
    lin.write({"联系电话": "0999-5550001"})
    lin.press("制发检查通知书")
    assert "通知书已制发" in lin.words
    with committed_app.app_context():
        code = db.session.query(Check).one().code
    lin.open(f"/inspection/arrive?code={code}")
    look(lin)
    lin.press("登记到场")
    assert "到场已登记" in lin.words
    look(lin)
    for number, answer in (("1", "不符合"), ("2", "符合")):
        lin.page.locator(f"[name='answer-{CODE}-{number}'][value='{answer}']").check()
    lin.page.locator(f"[name='note-{CODE}-1']").fill("货架上有三件过期饼干")
    lin.press("保存检查表")
    assert "检查表已保存" in lin.words
    lin.press("完成检查笔录")
    look(lin)
    lin.write({"检查情况": "货架上有三件过期饼干", "现场人员": "王某", "身份": "店长"})
    lin.mark("已出示行政执法证件", "已告知陈述")
    lin.sign()
    lin.press("完成检查笔录")
    assert "检查笔录已完成" in lin.words
    look(lin)
    lin.press("录入检查结果")
    look(lin)
    lin.mark("05")
    lin.write({"具体情况": "已责令下架"})
    lin.press("录入检查结果")
    assert "等待审核" in lin.words
    lin.press("告知检查结果")
    look(lin)
    lin.select("告知方式", "当场告知")
    lin.write({"被告知人": "王某"})
    lin.press("告知检查结果")
    look(lin)
    head = sit("head", DESK)
    head.open("/inspection/results/waiting")
    look(head)
    head.press("第7号超市")
    look(head)
    head.mark("审核通过")
    head.press("审核检查结果")
    head.press("公示检查结果")
    assert "检查结果已公示" in head.words
    look(head)
    lin = sit("lin")
    lin.open(f"/inspection/checks/{visit}")
    lin.press("后续处置")
    look(lin)
    lin.select("处置方式", "责令改正并复查")
    lin.write({"处置内容": "十五日内改正"})
    lin.page.get_by_label("改正或者办理的最后一天").fill("2026-09-16")
    lin.press("后续处置")
    assert "责令改正并复查" in lin.words
    look(lin)


def test_lists_and_public_pages_have_no_barrier(sit, committed_app):
    with committed_app.app_context():
        world = make_check_world()
        task = world.drawn()
        for check in db.session.query(Check).filter_by(task_id=task.id).all():
            now = NOON + 5 * DAY
            done = world.arrive(world.notify(check, now), now + HOUR)
            done = world.finish(world.fill(done, now + HOUR), now + 2 * HOUR)
            done = world.review(world.enter(done, now=now + 3 * HOUR), now + 3 * HOUR)
            world.tell(done, now + 3 * HOUR)
        close_task(world.head, task.public_id, NOON + 6 * DAY)
        publish_results(NOON + 6 * DAY)
        number = task.public_id
        move_clock_to(NOON + 7 * DAY)
    for size in WIDTHS:
        lin = sit("lin", size)
        for address in (*ADDRESSES, f"/inspection/tasks/{number}"):
            lin.open(address)
            look(lin)
        anyone = sit(size=size)
        for address in ("/inspections/results", f"/inspections/results/{number}"):
            anyone.open(address)
            look(anyone)
    head = sit("head")
    head.open("/inspection/checks/new")
    look(head)
