"""The enterprise's page: by code, without sign-in; wrong codes alike; rate once; complain and follow."""

import re

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.inspection.queries import ratings
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.voices import QUESTIONS
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import make_place
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain, text


@pytest.fixture
def place(app):
    found = make_place()
    make_check(found)
    move_clock_to(NOON)
    return found


@pytest.fixture
def visitor(place, app):
    return app.test_client()


def test_a01_the_code_opens_the_check(visitor):
    entered = visitor.get(f"/e?code={CODE[:4]}-{CODE[4:].lower()}")
    assert entered.location == f"/e/{CODE}"
    shown = plain(visitor.get(f"/e/{CODE}"))
    for words in ("麦田超市", "食品经营者监督检查", "未发现问题", "0 / 2 次", "个案检查"):
        assert words in shown
    assert "可以拒绝检查" in shown


def test_a_check_that_is_not_made_is_told_behind_its_code(visitor, place):
    why = "检查对象已经更换（已经合并），由下一个签号递补"
    make_check(place, "VO2D3456", arrived_at=None, state=CheckState.VOID, void_reason=why, notice_number="检1号")
    shown = plain(visitor.get("/e/VO2D3456"))
    assert f"{why}。检查通知书检1号已经作废" in shown
    assert "尚未到场" not in shown
    assert "匿名评价" not in shown
    assert "我要投诉" in shown


def test_wrong_codes_answer_alike(visitor):
    answers = [visitor.get(f"/e/{code}") for code in ("WRONG123", "1", "检查码", "A" * 200)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.get_data() for answer in answers}) == 1


def test_a01_rate_anonymously_and_once(visitor, place):
    assert "总体评价" in text(visitor.get(f"/e/{CODE}/rate"))
    data = {"stars": "4", "answers": list(QUESTIONS)[:2], "text": "态度很好"}
    before = plain(visitor.get(f"/e/{CODE}"))
    assert visitor.post(f"/e/{CODE}/rate", data=data).status_code == 303
    # The officers have the code too: the page does not tell them who rated.
    visitor.get(f"/e/{CODE}")
    assert plain(visitor.get(f"/e/{CODE}")) == before
    again = visitor.post(f"/e/{CODE}/rate", data=data)
    assert again.status_code == 409
    assert "已经评价过" in plain(again)
    (row,) = ratings.single_ratings(place.supervisor).items
    assert (row.stars, sum(row.answers.values())) == (4, 2)


def test_a01_a_device_at_which_an_officer_has_signed_in_does_not_rate(visitor, place, app):
    data = {"stars": "5", "answers": list(QUESTIONS), "text": "很好"}
    phone = app.test_client()
    with cheap_hashing():
        phone.post("/sign-in", data={"username": "officer", "password": PASSWORD})
    assert "不能用来评价" in plain(phone.get(f"/e/{CODE}/rate"))
    for _ in ("signed in", "signed out"):
        refused = phone.post(f"/e/{CODE}/rate", data=data)
        assert refused.status_code == 409
        assert "请企业用自己的手机" in plain(refused)
        phone.post("/sign-out")
    assert phone.get_cookie(SESSION_COOKIE) is None
    assert ratings.single_ratings(place.supervisor).items == []
    assert visitor.post(f"/e/{CODE}/rate", data=data).status_code == 303


def test_a_device_is_remembered_without_saying_whose(place, app):
    phone = app.test_client()
    with cheap_hashing():
        sent = phone.post("/sign-in", data={"username": "officer", "password": PASSWORD}).headers.getlist("Set-Cookie")
    (mark,) = (one for one in sent if one.startswith("staff_device="))
    assert mark.startswith("staff_device=1; ")
    assert "Path=/e" in mark
    assert "HttpOnly" in mark


def test_a_rating_without_stars_is_asked_for(visitor):
    answer = visitor.post(f"/e/{CODE}/rate", data={})
    assert answer.status_code == 422
    assert "请选择" in plain(answer)


def test_complain_and_follow_with_both_codes(visitor):
    assert "投诉的事项" in text(visitor.get(f"/e/{CODE}/complain"))
    received = visitor.post(f"/e/{CODE}/complain", data={"category": "for-gain", "text": "要求购买指定产品"})
    shown = plain(received)
    number = re.search(r"TS\d{8}-\w{8}", shown).group()
    query_code = re.search(r"查询码 ([0-9A-Z]{4}-?[0-9A-Z]{4})", shown).group(1).replace("-", "")
    wrong = visitor.post("/e/complaints", data={"number": number, "query_code": "WRONG123"})
    assert (wrong.status_code, "查不到" in plain(wrong)) == (404, True)
    right = visitor.post("/e/complaints", data={"number": number, "query_code": query_code})
    assert "办理中" in plain(right)
    assert "要求购买指定产品" not in plain(right)


def test_codes_are_counted(app, visitor):
    app.config["RATELIMIT_ENABLED"] = True
    try:
        statuses = {
            visitor.get("/e/WRONG123", environ_base={"REMOTE_ADDR": "192.0.2.77"}).status_code for _ in range(32)
        }
    finally:
        app.config["RATELIMIT_ENABLED"] = False
    assert statuses == {404, 429}
