"""An installation begins once: with its first organisation and an administrator who sees no case."""

from __future__ import annotations

from sqlalchemy import func, select

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity.models import Organisation, User
from enforcement.identity.services import sign_in
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant

PASSWORD = "Cloud-River-2026"


def found(app, password=PASSWORD, **changes):
    typed = {
        "name": "云州市人民政府",
        "short-name": "云政",
        "code": "YZ",
        "username": "root",
        "person": "管某",
    } | changes
    options = [part for name, value in typed.items() for part in (f"--{name}", value)]
    return app.test_cli_runner().invoke(args=["enforce", "found", *options], input=f"{password}\n{password}\n")


def counted(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_the_administrator_of_a_new_installation_signs_in_and_sees_no_case(app):
    done = found(app)
    assert done.exit_code == 0, done.output
    assert "已建立" in done.output
    assert PASSWORD not in done.output
    opened = sign_in("root", PASSWORD, "127.0.0.1", "test", current_instant())
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, opened.token)
    assert client.get("/administration/accounts").status_code == 200
    assert client.get("/cases").status_code == 403
    assert counted(Organisation) == counted(User) == 1


def test_it_begins_once_only(app):
    assert found(app).exit_code == 0
    again = found(app, code="XX", username="second")
    assert again.exit_code == 1
    assert "已经有单位" in again.output
    assert counted(Organisation) == counted(User) == 1


def test_a_weak_password_leaves_nothing_behind(app):
    refused = found(app, password="12345")
    assert refused.exit_code == 1
    assert "密码" in refused.output
    assert counted(Organisation) == counted(User) == 0
