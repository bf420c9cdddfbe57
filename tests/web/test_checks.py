"""Checks at the browser: a whole visit by its forms, what is grey and why, who sees what, the public pages."""

import re
from datetime import date

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.inspection.models.checks import Check
from enforcement.inspection.services.results import publish_result
from enforcement.inspection.services.tasks import close_task
from enforcement.jobs.inspection_checks import publish_results
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.results import ResultCode
from tests.domains.identity.people import PASSWORD, SYSTEM, make_account
from tests.domains.inspection.checking import DAY, HOUR, MORE, USCC, make_check_world
from tests.domains.inspection.library_world import CODE, credit_code
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain, text
from tests.support.desks import counted_questions

TOKEN = {"csrf_token": "x"}


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    # half a minute on, for the clock is set to whole seconds and times are typed to the minute
    move_clock_to(NOON + HOUR + HOUR / 120)
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


def reread(check):
    db.session.expire_all()
    return db.session.query(Check).filter_by(public_id=check.public_id).one()


def url(check, name=""):
    return f"/inspection/checks/{check.public_id}{'/' if name else ''}{name}"


def form(check, **values):
    return {"version": str(reread(check).version), **values}


def test_a_whole_visit_by_its_forms(world, desk):
    check = world.open()
    world.approve_visit(check)
    lin, head = desk("lin"), desk("head")
    page = lin.get(url(check))
    assert page.status_code == 200
    assert "制发检查通知书" in text(page)
    today = date(2026, 9, 1).isoformat()
    answer = lin.post(url(check, "notice"), data=form(check, visit_on=today, contact_name="lin", contact_phone="1"))
    assert answer.status_code == 303
    code = reread(check).code
    assert code in text(lin.get(url(check)))
    assert lin.get(url(check, "code.svg")).mimetype == "image/svg+xml"
    arrive = lin.get(f"/inspection/arrive?code={code}")
    assert "到场时间由服务器记录" in text(arrive)
    answer = lin.post("/inspection/arrive", data={"code": code, "officer_ids": world.team[:2], "place": "望江路7号"})
    assert answer.status_code == 303
    assert reread(check).state is CheckState.ARRIVED
    answer = lin.post(
        url(check, "checklist"),
        data=form(check, **{f"answer-{CODE}-1": "不符合", f"answer-{CODE}-2": "符合"}),
    )
    assert answer.status_code == 422
    assert "不符合的项目请写明发现的情况" in text(answer)
    answer = lin.post(
        url(check, "checklist"),
        data=form(check, **{f"answer-{CODE}-1": "不符合", f"note-{CODE}-1": "三件", f"answer-{CODE}-2": "符合"}),
    )
    assert answer.status_code == 303
    record = {
        "ended_at": "2026-09-01T13:00", "findings": "货架上有三件过期饼干", "person": "王某", "person_role": "店长",
        "certificate_shown": "true", "rights_told": "true", "opinion": "无异议", "refusal": "拒绝签名，邻店店主在场",
    }  # fmt: skip
    answer = lin.post(url(check, "record"), data=form(check, **record))
    assert answer.status_code == 303, plain(answer)
    answer = lin.post(url(check, "result"), data=form(check, codes=["05"], text="责令改正", fixed_on=today))
    assert answer.status_code == 303
    assert lin.get(url(check, "review")).status_code == 403
    assert lin.post(url(check, "review"), data=form(check, passed="yes")).status_code == 403
    assert head.post(url(check, "review"), data=form(check, passed="yes")).status_code == 303
    answer = lin.post(url(check, "tell"), data=form(check, way="当场告知", told_to="王某"))
    assert answer.status_code == 303
    assert head.post(url(check, "publish")).status_code == 303
    assert lin.post(url(check, "close")).status_code == 409
    answer = lin.post(url(check, "follow-up"), data=form(check, kind="correction", text="下架", due_on="2026-09-16"))
    assert answer.status_code == 303
    row = reread(check).follow_ups[0].public_id
    answer = lin.post(url(check, f"finish/{row}"), data=form(check, outcome="已改正", link="复查1号"))
    assert answer.status_code == 303
    assert lin.post(url(check, "close")).status_code == 303
    assert reread(check).state is CheckState.CLOSED


def test_grey_buttons_say_why(world, desk):
    check = world.arrive(world.notify(world.open()))
    shown = plain(desk("lin").get(url(check)))
    assert "检查表还有2项没有填写" in shown
    shown = plain(desk("tang").get(url(check)))
    assert "您不是本次检查抽取或者指定的执法人员" in shown


def test_o05_recusal_and_c07_widening_are_asked_and_answered_by_their_forms(world, desk):
    check = world.arrive(world.notify(world.open()))
    lin, head = desk("lin"), desk("head")
    assert "计量监督检查" in text(lin.get(url(check, "widening")))
    assert lin.post(url(check, "widening"), data=form(check, subject=MORE, reason="发现计量器具")).status_code == 303
    values = {"subject": world.team[1], "reason_code": "asked", "reason": "店长认为是亲属", "by_object": "true"}
    assert lin.post(url(check, "recusal"), data=form(check, **values)).status_code == 303
    assert lin.post(url(check, "representative"), data=form(check, subject="王某", reason="要核对")).status_code == 303
    waiting = reread(check).requests
    shown = plain(head.get(url(check)))
    assert "检查对象提出" in shown
    assert shown.count("待答复") == 3
    told = plain(head.get(url(check, f"answer/{waiting[1].public_id}")))
    assert "店长认为是亲属" in told
    assert "检查对象，由lin" in told
    assert head.get(url(check, "answer/any")).status_code == 404
    for request in waiting:
        answer = head.post(url(check, f"answer/{request.public_id}"), data=form(check, granted="yes"))
        assert answer.status_code == 303
    found = reread(check)
    assert [item["code"] for item in found.items] == [CODE, MORE]
    assert [one.officer_public_id for one in found.officers if one.removed_at is None] == [world.team[0]]
    assert {one.state.value for one in found.requests} == {"granted"}


def test_another_agencys_check_answers_exactly_like_a_missing_one(world, desk):
    check = world.open()
    with cheap_hashing():
        make_account("stranger", world.world.city.east_bureau, "officer")
    stranger = desk("stranger")
    for name in ("", "notice", "code.svg"):
        theirs, missing = (
            stranger.get(url(check, name)),
            stranger.get(url(check, name).replace(check.public_id, "0" * 20)),
        )
        assert (theirs.status_code, missing.status_code) == (404, 404)


def test_the_questions_to_the_database_do_not_grow_with_the_rows(world, desk):
    lin, head = desk("lin"), desk("head")
    checks = [world.recorded()]
    world.enter(checks[0])
    pages = (
        (lin, "/inspection/checks"),
        (head, "/inspection/checks?which=open"),
        (head, "/inspection/results/waiting"),
        (lin, "/inspections/results"),
    )

    def asked():
        found = []
        for client, path in pages:
            with counted_questions() as questions:
                assert client.get(path).status_code == 200
            found.append(len(questions))
        return found

    asked()
    few = asked()
    for number in range(4):
        world.enter(world.recorded(uscc=credit_code(number)))
    assert asked() == few


def test_out_of_scope_answers_like_missing(world, desk, app_with_store):
    check = world.open()
    assert desk("lin").get("/inspection/checks/nosuchcheck").status_code == 404
    assert app_with_store.test_client().get(url(check)).status_code == 303


def test_everybody_else_is_led_to_the_enterprise_page(world, app_with_store):
    check = world.notify(world.open())
    answer = app_with_store.test_client().get(f"/inspection/arrive?code={check.code}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/e/{check.code}")


def test_the_code_is_typed_as_it_is_shown(world, desk):
    check = world.notify(world.open())
    lin = desk("lin")
    shown = f"{check.code[:4]}-{check.code[4:]}"
    assert shown in lin.get(url(check)).text
    assert "登记到场" in lin.get(f"/inspection/arrive?code={shown}&typed=1").text


def test_o05_the_answer_of_the_head_is_no_form_for_officers(world, desk):
    check = world.open()
    assert desk("lin").get(url(check, "answer/any")).status_code == 403


def test_a_stale_form_is_not_lost(world, desk):
    check = world.arrive(world.notify(world.open()))
    seen = str(check.version)
    world.fill(check)
    answer = desk("xu").post(
        url(check, "checklist"),
        data={"version": seen, f"answer-{CODE}-1": "不涉及", f"note-{CODE}-1": "写了很久的话"},
    )
    assert answer.status_code == 409
    assert "写了很久的话" in text(answer)


def test_recordings_hang_on_the_check(world, desk):
    check = world.arrive(world.notify(world.open()))
    page = desk("lin").get(f"/matters/{check.public_id}/recordings")
    assert page.status_code == 200
    assert check.name in text(page)


def test_lists_show_mine_the_late_and_what_is_open(world, desk):
    check = world.recorded(answer="不符合", note="三件")
    world.enter(check, ResultCode.TO_BE_HANDLED)
    lin, head = desk("lin"), desk("head")
    assert check.name in text(lin.get("/inspection/checks"))
    assert check.name not in text(desk("tang").get("/inspection/checks"))
    assert check.name in text(desk("tang").get("/inspection/checks?which=open"))
    assert check.name in text(head.get("/inspection/results/waiting"))
    for path in ("/inspection/tasks", "/inspection/follow-ups", "/inspection/late-arrivals"):
        assert head.get(path).status_code == 200
    assert head.get("/inspection/checks/new").status_code == 200


def told(world, check, now=NOON + 5 * DAY):
    """The check of a draw, up to the day its result is told."""
    done = world.arrive(world.notify(check, now), now + HOUR)
    done = world.finish(world.fill(done, now + HOUR), now + 2 * HOUR)
    done = world.review(world.enter(done, now=now + 3 * HOUR), now + 3 * HOUR)
    return world.tell(done, now + 3 * HOUR)


def test_the_public_page_of_a_draw_names_officers_beside_a_published_result_only(world, app_with_store):
    task = world.drawn()
    first, second, *_ = db.session.query(Check).filter_by(task_id=task.id).order_by(Check.id).all()
    told(world, first)
    move_clock_to(NOON + 5 * DAY)
    page = f"/lots/{world.world.bureau.code}/{task.draw_no}"
    visitor = app_with_store.test_client()
    assert "证-" not in text(visitor.get(page))
    publish_result(world.head, first.public_id, NOON + 6 * DAY)
    shown = text(visitor.get(page))
    row, other = (re.search(rf"{one.uscc}.*?</tr>", shown, re.DOTALL)[0] for one in (first, second))
    for officer in first.officers:
        assert f"{officer.name}（执法证号 {officer.certificate_no}，编号 {officer.officer_public_id[:8]}）" in row
    assert "执法证号" not in other
    assert all(officer.officer_public_id[:8] in other for officer in second.officers)


def test_the_public_pages_of_results(world, app_with_store):
    task = world.drawn()
    for check in db.session.query(Check).filter_by(task_id=task.id).all():
        told(world, check)
    close_task(world.head, task.public_id, NOON + 6 * DAY)
    publish_results(NOON + 6 * DAY)
    client = app_with_store.test_client()
    listed = plain(client.get("/inspections/results"))
    assert "公示的检查结果" in listed
    assert task.draw_no in listed
    page = client.get(f"/inspections/results/{task.public_id}")
    assert "未发现问题" in text(page)
    answer = client.get("/inspections/results.json").get_json()
    assert answer["items"][0]["result"] == "未发现问题"
    assert "证-" in answer["items"][0]["officers"][0]["certificate_no"]
    assert "统一社会信用代码" in client.get("/inspections/results.csv").get_data(as_text=True)
    assert client.get("/inspections/results?text=没有这家").status_code == 200
    assert client.get("/inspections/results/nosuchtask").status_code == 404


def test_the_object_of_a_case_check_comes_from_the_library(world, desk):
    head = desk("head")
    values = {
        "origin": "complaint", "reason": "投诉", "source_document": "12315-1", "uscc": USCC, "item_codes": [CODE],
        "officer_ids": world.team[:2], "window_from": "2026-09-01", "window_to": "2026-09-20",
    }  # fmt: skip
    answer = head.post("/inspection/checks/new", data=values)
    assert answer.status_code == 303
    answer = head.post("/inspection/checks/new", data={**values, "officer_ids": world.team[:1]})
    assert answer.status_code == 409
    assert "少于2名" in text(answer)


def test_p01_a_check_outside_the_draw_says_until_when_its_result_must_be_public(world, desk):
    check, term = world.recorded(), "抽查以外的检查结果公示期限"
    head = desk("head")
    assert term not in plain(head.get(url(check)))
    world.tell(world.review(world.enter(check, ResultCode.NO_FINDING)))
    assert term in plain(head.get(url(check)))
    publish_result(SYSTEM, check.public_id, NOON + 3 * HOUR)
    assert term not in plain(head.get(url(check)))
