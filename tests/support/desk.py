"""People of the bureau of the tests at their browsers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from enforcement.casework import queries
from enforcement.casework.models import Case
from enforcement.demo.walking import Walk
from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity import services as identity
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.facts import State
from tests.support.bureau import PASSWORD, Bureau


class Desk:
    """The bureau and its application; the clock goes with the person who sits down."""

    def __init__(self, app: Flask, bureau: Bureau) -> None:
        self.app, self.bureau = app, bureau
        self.clock_set = False
        self._taken: set[State] = set()

    def walk(self, state: State, day: date = date(2026, 9, 2), **changes: object) -> Walk:
        """A case that stands in a state, staged where it can be."""
        if not changes and state in self.bureau.staged and state not in self._taken:
            self._taken.add(state)
            return self.bureau.at(state)
        walk = self.bureau.walk(day, **changes)
        walk.to(state)
        return walk

    def at(self, day: date, username: str, hour: int = 18) -> FlaskClient:
        """The browser of a person who signs in on a day."""
        wanted = datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC)
        if not self.clock_set or wanted > current_instant():
            move_clock_to(wanted)
            self.clock_set = True
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
        client = self.app.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    @staticmethod
    def case(public_id: str) -> Case:
        """The case as it stands in the database."""
        db.session.expire_all()
        return queries.case(system_actor("测试"), public_id)

    def version(self, public_id: str) -> str:
        """What a form that is opened now carries."""
        return str(self.case(public_id).version)


def text(answer: Any) -> str:
    """The page as it was sent."""
    return str(answer.get_data(as_text=True))


def plain(answer: Any) -> str:
    """The page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))
