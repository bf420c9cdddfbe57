"""The administrator's pages: everything about accounts and certificates, nothing about cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.platform.leases import finish_lease, take_lease
from enforcement.platform.running import HEARTBEAT
from tests.domains.identity.people import PASSWORD, SYSTEM, actor_for, make_account, make_city, make_officer

ORGANISATION = {"name": "南湖县", "code": "南湖", "short_name": "南", "kind": "government", "level": "county"}


@pytest.fixture
def city(app):
    return make_city()


@pytest.fixture
def boss(city):
    return make_account("boss", city.city, "administrator")


@pytest.fixture
def desk(client, boss):
    assert client.post("/sign-in", data={"username": "boss", "password": PASSWORD}).status_code == 303
    return client


def test_home_of_the_administrator_is_the_tree(desk) -> None:
    assert desk.get("/home").location == "/administration/organisations"


def test_the_first_page_says_since_when_nothing_ran_in_the_background(desk) -> None:
    assert "还没有后台任务的运行记录" in desk.get("/administration/organisations").text
    now = current_instant()
    take_lease(HEARTBEAT, now.isoformat(), "me", now)
    finish_lease(HEARTBEAT, now.isoformat(), "me", now)
    assert "后台任务最近运行" in desk.get("/administration/organisations").text
    move_clock_to(now + timedelta(minutes=10))
    page = desk.get("/administration/organisations").text
    assert "起没有运行，请检查调度程序" in page


def test_organisations_are_listed_in_scope_only(desk, city) -> None:
    page = desk.get("/administration/organisations").text
    assert city.east_bureau.name in page
    assert "云岭省" not in page


def test_list_filters_and_offers_to_drop_the_filter(desk, city) -> None:
    page = desk.get("/administration/organisations?text=东山").text
    assert city.east.name in page
    assert f">{city.west.name}</a>" not in page
    assert "名称、代字或者代码：东山" in page
    assert "去掉全部条件" in desk.get("/administration/organisations?text=没有这个").text


def test_new_organisation(desk, city) -> None:
    answer = desk.post("/administration/organisations/new", data={**ORGANISATION, "parent": city.city.public_id})
    assert answer.status_code == 303
    assert "南湖县" in desk.get("/administration/organisations").text


def test_refused_form_keeps_what_was_typed_and_names_every_mistake(desk, city) -> None:
    typed = {**ORGANISATION, "name": "", "level": "province", "parent": city.city.public_id}
    answer = desk.post("/administration/organisations/new", data=typed)
    assert answer.status_code == 422
    assert "请填写“单位全称”" in answer.text
    assert 'value="南湖"' in answer.text
    answer = desk.post("/administration/organisations/new", data={**typed, "name": "南湖县"})
    assert "层级不能高于上级单位" in answer.text


def test_parent_out_of_scope_is_not_there(desk, city) -> None:
    answer = desk.post("/administration/organisations/new", data={**ORGANISATION, "parent": city.province.public_id})
    assert answer.status_code == 404


def test_two_people_on_one_organisation(desk, city) -> None:
    address = f"/administration/organisations/{city.east.public_id}"
    read_at = city.east.version
    typed = {"name": "东山县", "code": "东山县", "short_name": "东", "version": str(read_at), "active": "true"}
    assert desk.post(address, data=typed).status_code == 303
    answer = desk.post(address, data={**typed, "short_name": "东山"})
    assert answer.status_code == 409
    assert "这份记录刚被别人改过" in answer.text
    assert "文号代字" in answer.text
    assert 'value="东山"' in answer.text
    fresh = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    assert desk.post(address, data={**typed, "short_name": "东山", "version": fresh}).status_code == 303


def test_moving_an_organisation(desk, city) -> None:
    answer = desk.post(
        f"/administration/organisations/{city.east_bureau.public_id}/move",
        data={"parent": city.west.public_id, "reason": "机构改革"},
    )
    assert answer.status_code == 303
    assert queries.organisation_facts(city.east_bureau.id).path.startswith(city.west.path)


def test_account_from_creation_to_its_first_role(desk, city) -> None:
    answer = desk.post(
        "/administration/accounts/new",
        data={"organisation": city.bureau.public_id, "username": "Zhao", "name": "赵敏", "password": PASSWORD},
    )
    assert answer.status_code == 303
    page = answer.location
    role = {"role": "officer", "organisation": city.bureau.public_id, "valid_from": "2026-01-01"}
    assert desk.post(f"{page}/roles/new", data=role).status_code == 303
    assert "执法人员" in desk.get(page).text
    signed_in = services.sign_in("zhao", PASSWORD, "", "", current_instant())
    assert signed_in.password_temporary


def test_role_is_taken_back_with_a_reason(desk, city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    (line,) = queries.grant_lines(queries.account_named(SYSTEM, user.public_id), current_instant().date())
    address = f"/administration/accounts/{user.public_id}/roles/{line.public_id}/revoke"
    assert desk.post(address, data={}).status_code == 422
    assert desk.post(address, data={"reason": "调岗"}).status_code == 303
    assert not actor_for(user, current_instant()).may_anywhere(Permission.CASE_READ)


def test_administrator_is_refused_a_role_for_himself(desk, city, boss) -> None:
    role = {"role": "officer", "organisation": city.bureau.public_id, "valid_from": "2026-01-01"}
    answer = desk.post(f"/administration/accounts/{boss.public_id}/roles/new", data=role)
    assert answer.status_code == 409
    assert "不能给自己的账号增减角色" in answer.text


def test_locked_account_is_unlocked(desk, city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    for _ in range(5):
        desk.application.test_client().post("/sign-in", data={"username": "zhao", "password": "wrong"})
    page = f"/administration/accounts/{user.public_id}"
    assert "登录已锁定到" in desk.get(page).text
    assert desk.post(f"{page}/unlock").status_code == 303
    assert "登录已锁定到" not in desk.get(page).text


def test_disabled_and_enabled_again(desk, city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    page = f"/administration/accounts/{user.public_id}"
    assert desk.post(f"{page}/disable", data={"reason": "调离"}).status_code == 303
    assert "已停用" in desk.get(page).text
    assert "zhao" in desk.get("/administration/accounts?state=disabled").text
    assert desk.post(f"{page}/enable", data={"reason": "调回"}).status_code == 303


def test_password_is_reset(desk, city) -> None:
    user = make_account("zhao", city.bureau, "officer")
    address = f"/administration/accounts/{user.public_id}/password"
    weak = desk.post(address, data={"password": "short"})
    assert weak.status_code == 422
    assert "密码至少10个字符" in weak.text
    assert desk.post(address, data={"password": "Quiet-River-77?"}).status_code == 303


def test_accounts_page_by_page(desk, city) -> None:
    for number in range(51):
        make_account(f"person{number:02}", city.bureau)
    page = desk.get("/administration/accounts").text
    assert "person00" in page
    assert "person50" not in page
    following = re.search(r'href="([^"]+)" rel="next"', page).group(1).replace("&amp;", "&")
    assert "person50" in desk.get(following).text


def test_officer_from_the_list_to_a_revoked_certificate(desk, city) -> None:
    answer = desk.post(
        "/administration/officers/new",
        data={"organisation": city.bureau.public_id, "name": "赵敏", "kind": "officer"},
    )
    page = answer.location
    assert "没有登记执法证" in desk.get(page).text
    certificate = {
        "number": "YN-0001",
        "issuer": "云岭省人民政府",
        "valid_from": "2024-03-01",
        "valid_to": "2029-02-28",
        "domains": ["市场监督管理"],
    }
    assert desk.post(f"{page}/certificates/new", data={**certificate, "domains": []}).status_code == 422
    assert desk.post(f"{page}/certificates/new", data=certificate).status_code == 303
    assert "今天有效" in desk.get(page).text
    suspend = re.search(r'href="(\S+/suspend)"', desk.get(page).text).group(1)
    assert desk.post(suspend, data={"suspended_from": "2026-01-01", "reason": "考核"}).status_code == 303
    assert "今天无效" in desk.get(page).text
    give_back = suspend.replace("/suspend", "/return")
    assert desk.post(give_back, data={"returned_on": "2026-02-01", "reason": "合格"}).status_code == 303
    assert "今天有效" in desk.get(page).text
    revoke = suspend.replace("/suspend", "/revoke")
    assert desk.post(revoke, data={"revoked_on": "2026-03-01", "reason": "骗取"}).status_code == 303
    assert "已于2026年3月1日吊销或者注销" in desk.get(page).text
    assert desk.get("/administration/officers/?text=YN-0001&state=officer").text.count("赵敏") >= 1
    assert desk.post(f"{page}/departure", data={"left_on": "2026-04-01", "reason": "退休"}).status_code == 303


def test_impossible_date_is_told_in_words(desk, city) -> None:
    officer = make_officer("赵敏", city.bureau)
    answer = desk.post(
        f"/administration/officers/{officer.public_id}/departure", data={"left_on": "2026-02-30", "reason": "x"}
    )
    assert answer.status_code == 422
    assert "请写成年-月-日" in answer.text


def test_another_citys_records_answer_like_missing_ones(desk, city) -> None:
    outside = make_account("outside", city.province, "officer")
    officer = make_officer("外人", city.province)
    for address in (
        f"/administration/accounts/{outside.public_id}",
        f"/administration/officers/{officer.public_id}",
        f"/administration/organisations/{city.province.public_id}",
        "/administration/accounts/missing",
    ):
        assert desk.get(address).status_code == 404, address


@pytest.mark.parametrize("role", ["officer", "agency_head", "reviewer", "publisher", "supervisor", "evaluator"])
def test_people_who_work_cases_have_no_way_into_administration(client, city, role) -> None:
    make_account("zhao", city.bureau, role)
    client.post("/sign-in", data={"username": "zhao", "password": PASSWORD})
    for address in ("organisations", "accounts", "officers/"):
        assert client.get(f"/administration/{address}").status_code == 403


def test_auditor_reads_what_was_done_and_nothing_else(client, city) -> None:
    make_account("shen", city.city, "auditor")
    client.post("/sign-in", data={"username": "shen", "password": PASSWORD})
    page = client.get("/administration/audit").text
    assert "account.created" in page
    assert "account.signed_in" in page
    assert client.get("/administration/accounts").status_code == 403


def test_administrator_does_not_read_the_audit_record(desk) -> None:
    assert desk.get("/administration/audit").status_code == 403


def statements_of(desk, address: str) -> int:
    seen = []
    listen = lambda *_: seen.append(1)  # noqa: E731 -- one line, used twice
    event.listen(Engine, "before_cursor_execute", listen)
    assert desk.get(address).status_code == 200
    event.remove(Engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.mark.parametrize("address", ["/administration/accounts", "/administration/officers/"])
def test_number_of_queries_does_not_grow_with_the_rows(desk, city, address) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            make_account(f"p{number}", city.bureau, "officer")
            make_officer(f"人{number}", city.bureau)

    more(0, 2)
    few = statements_of(desk, address)
    more(2, 12)
    assert statements_of(desk, address) == few
