"""Agencies' systems at the door of the API, against the bureau with cases in several states."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask

from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.support.bureau import Bureau


class Program:
    """A system that holds a token of somebody."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, body: Any, version: object = None) -> Any:
        headers = self.headers if version is None else {**self.headers, "If-Match": f'"{version}"'}
        return self.client.post(f"/api/v1{path}", json=body, headers=headers)

    def version(self, case: str) -> str:
        """The version of a case as its ETag tells it."""
        return str(self.get(f"/cases/{case}").headers["ETag"]).strip('"')

    def step(self, case: str, step: str, **fields: Any) -> Any:
        """A step at the version read just before."""
        return self.post(f"/cases/{case}/steps", {"step": step, **fields}, self.version(case))


class Programs:
    """Gives programs their tokens; the clock goes with them."""

    def __init__(self, app: Flask, bureau: Bureau) -> None:
        self.app, self.bureau = app, bureau
        self.clock_set = False

    def of(self, username: str, day: date, *scopes: Permission) -> Program:
        """A program with a token of a person on a day: all that the person may, or less."""
        wanted = datetime.combine(day, time(18), tzinfo=SHANGHAI).astimezone(UTC)
        if not self.clock_set or wanted > current_instant():
            move_clock_to(wanted)
            self.clock_set = True
        actor = self.bureau.actor(username)
        held = {one for grant in actor.grants for one in grant.permissions} - {Permission.SELF}
        command = IssueToken("业务系统", tuple(str(one) for one in scopes or sorted(held)), 30)
        return Program(self.app, identity.issue_token(actor, command, current_instant())[1])


@pytest.fixture
def programs(staged_app: Flask, staged_bureau: Bureau) -> Programs:
    return Programs(staged_app, staged_bureau)
