"""Signing in through the page: one answer for all mistakes, a cookie nobody else reads, no way elsewhere."""

from __future__ import annotations

import pytest

from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.permissions import Permission
from enforcement.identity import passwords, queries, services
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.demo_clock import current_instant
from enforcement.web.account import device
from enforcement.web.sign_in import local_path
from tests.domains.identity.people import PASSWORD, SYSTEM, actor_for, make_account, make_city
from tests.support.app import build_app
from tests.support.databases import UNREACHABLE

NEW = "Quiet-River-77?"


@pytest.fixture
def user(app):
    return make_account("zhao", make_city().bureau, "officer")


def enter(client, password=PASSWORD, username="zhao", **more):
    return client.post("/sign-in", data={"username": username, "password": password, **more})


def cookie(client) -> str:
    found = client.get_cookie(SESSION_COOKIE)
    return found.value if found else ""


def test_right_password_opens_a_session(client, user) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.location) == (303, "/home")
    actor = services.actor_of_session(cookie(client), "", current_instant())
    assert actor.user_id == user.id
    assert client.get("/account/").status_code == 200


def test_cookie_is_hidden_from_scripts_and_other_sites(client, user) -> None:
    header = enter(client).headers["Set-Cookie"]
    assert header.startswith(f"{SESSION_COOKIE}=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Secure" not in header


def test_cookie_is_kept_to_tls_where_people_come_through_tls(client, user, app, monkeypatch) -> None:
    public = build_app(
        app.config["SQLALCHEMY_DATABASE_URI"], {**UNREACHABLE, "PUBLIC_BASE_URL": "https://zhifa.example"}
    )
    monkeypatch.setitem(app.extensions, "settings", public.extensions["settings"])
    assert "Secure" in enter(client).headers["Set-Cookie"]


def test_unknown_name_and_wrong_password_give_the_same_page(client, user) -> None:
    wrong, unknown = enter(client, "wrong"), enter(client, "wrong", username="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("zhao", "X") == unknown.text.replace("nobody", "X")
    assert "用户名或者密码不正确" in wrong.text
    assert not cookie(client)


def test_typed_name_stays_and_typed_password_does_not(client, user) -> None:
    page = enter(client, "my-wrong-password").text
    assert 'value="zhao"' in page
    assert "my-wrong-password" not in page


def test_empty_fields_are_named(client, user) -> None:
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    assert "请填写“用户名”" in answer.text
    assert "请填写“密码”" in answer.text


def test_locked_name_is_told_until_when(client, user) -> None:
    for _ in range(SIGN_IN.lock_out.failures):
        assert enter(client, "wrong").status_code == 401
    answer = enter(client)
    assert answer.status_code == 429
    assert "已暂时锁定，请在" in answer.text


def test_signed_out_cookie_opens_nothing_any_more(client, user) -> None:
    enter(client)
    token = cookie(client)
    assert client.post("/sign-out").status_code == 303
    assert not cookie(client)
    assert services.actor_of_session(token, "", current_instant()) is None


def test_two_sessions_and_ending_one_from_the_other(app, user) -> None:
    desk, phone = app.test_client(), app.test_client()
    enter(desk)
    enter(phone)
    (other,) = [
        one
        for one in queries.own_sessions(actor_for(user), current_instant())
        if one.token_hash == passwords.token_hash(cookie(phone))
    ]
    assert desk.post(f"/account/sessions/{other.public_id}/end").status_code == 303
    assert services.actor_of_session(cookie(phone), "", current_instant()) is None
    assert desk.get("/account/").status_code == 200


def test_after_signing_in_one_goes_where_one_wanted(client, user) -> None:
    assert enter(client, next="/account/?a=1").location == "/account/?a=1"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nSet-Cookie: x",
        "account/",
        "http:/evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(client, user, target) -> None:
    assert local_path(target) == ""
    assert enter(client, next=target).location == "/home"


def test_temporary_password_leads_to_changing_it(client, user) -> None:
    services.reset_password(SYSTEM, user.public_id, NEW, current_instant())
    assert enter(client, NEW, next="/account/").location == "/account/password"
    answer = client.post(
        "/account/password", data={"current": NEW, "password": "Bright-Harbour-9", "again": "Bright-Harbour-9"}
    )
    assert (answer.status_code, answer.location) == (303, "/account/")
    actor = services.actor_of_session(cookie(client), "", current_instant())
    assert actor.may_anywhere(Permission.CASE_READ)


def test_change_password_names_every_mistake(client, user) -> None:
    enter(client)
    answer = client.post("/account/password", data={"current": "wrong", "password": NEW, "again": "other"})
    assert answer.status_code == 422
    assert "两次输入的新密码不一致" in answer.text
    answer = client.post("/account/password", data={"current": "wrong", "password": NEW, "again": NEW})
    assert "当前密码不正确" in answer.text
    assert NEW not in answer.text


def test_token_is_shown_once(client, user) -> None:
    enter(client)
    answer = client.post("/account/tokens/new", data={"name": "对接", "scopes": ["case:read"], "days": "30"})
    (token,) = queries.own_tokens(actor_for(user))
    secret = answer.text.split("data-token>")[1].split("<")[0]
    assert passwords.token_hash(secret) == token.token_hash
    assert secret not in client.get("/account/").text
    assert client.post(f"/account/tokens/{token.public_id}/end").status_code == 303
    assert services.actor_of_token(secret, "", current_instant()) is None


def test_scopes_offered_are_those_the_owner_holds(client, user) -> None:
    enter(client)
    page = client.get("/account/tokens/new").text
    assert 'value="case:read"' in page
    assert 'value="organisation:manage"' not in page
    answer = client.post("/account/tokens/new", data={"name": "x", "scopes": ["organisation:manage"], "days": "30"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14; V2) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "安卓，Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Windows，Edge"),
        ("curl/8.5", "curl/8.5"),
        ("", "未知设备"),
    ],
)
def test_devices_are_told_in_words(agent, words) -> None:
    assert device(agent) == words
