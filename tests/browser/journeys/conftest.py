"""A bureau whose people sit at browsers. The bureau is made once per process; each journey works on a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from playwright.sync_api import Browser

from enforcement.casework.services import register_party
from enforcement.demo.enterprises import TOUR_ENTERPRISE
from enforcement.demo.loading import party_of
from enforcement.demo.walking import Walk
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.facts import State
from tests.support.app import build_app, let_go, served
from tests.support.bureau import FIRST_DAY, START, Bureau, make_bureau
from tests.support.databases import Copies
from tests.support.journey import DESK, Person
from tools.object_server import ObjectServer

Founded = Callable[[str], tuple[str, Bureau]]


def found_bureau() -> Bureau:
    """The bureau of the tour, with the supermarket in its register of parties."""
    bureau = make_bureau()
    register_party(system_actor("测试"), party_of(TOUR_ENTERPRISE), START)
    return bureau


@dataclass
class Office:
    """An application with a bureau in it, its address, and the people at their browsers."""

    app: Flask
    bureau: Bureau
    address: str
    browser: Browser
    people: list[Person]

    def sit(self, username: str = "", *, size: tuple[int, int] = DESK, scripts: bool = True) -> Person:
        """Somebody sits down at a browser of their own and signs in; without a name, a visitor."""
        person = Person(self.browser, self.address, username, size=size, scripts=scripts)
        self.people.append(person)
        return person

    def begin(self, day: date = FIRST_DAY) -> None:
        """The demo's clock stands at nine in the morning."""
        self._set_clock(day, 9)

    def walk(self, state: State, day: date = FIRST_DAY, **changes: object) -> Walk:
        """A case that has come so far; the clock stands in the evening of the day it reached."""
        with self.app.app_context():
            walk = self.bureau.walk(day, **changes)
            walk.to(state)
        self._set_clock(walk.day, 19)
        return walk

    def _set_clock(self, day: date, hour: int) -> None:
        with self.app.app_context():
            move_clock_to(datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC))

    def leave(self) -> None:
        """Everybody closes the browser."""
        for person in self.people:
            person.close()


@pytest.fixture(scope="session")
def founded(copies: Copies, s3: ObjectServer) -> Founded:
    """Gives, for a kind of database, a new copy of one that holds the bureau."""
    made: dict[str, tuple[str, Bureau]] = {}

    def copy_of(kind: str) -> tuple[str, Bureau]:
        if kind not in made:
            url = copies.make(kind)
            app = build_app(url, s3.environment())
            with app.app_context():
                made[kind] = (url, found_bureau())
            let_go(app)
        url, bureau = made[kind]
        return copies.copy(url), bureau

    return copy_of


@pytest.fixture(scope="session")
def open_office(
    founded: Founded, copies: Copies, s3: ObjectServer, browser: Browser
) -> Callable[[str], AbstractContextManager[Office]]:
    """Gives, for a kind of database, an office of its own, closed and thrown away at the end of the context."""

    @contextmanager
    def opened(kind: str) -> Iterator[Office]:
        url, bureau = founded(kind)
        app = build_app(url, s3.environment())
        with served(app) as address:
            office = Office(app, bureau, address, browser, [])
            try:
                yield office
            finally:
                office.leave()
        let_go(app)
        copies.discard(url)

    return opened


@pytest.fixture
def office(open_office: Callable[[str], AbstractContextManager[Office]]) -> Iterator[Office]:
    """On SQLite: for what does not depend on the database."""
    with open_office("sqlite") as one:
        yield one


@pytest.fixture
def any_office(database_kind: str, open_office: Callable[[str], AbstractContextManager[Office]]) -> Iterator[Office]:
    """On each database."""
    with open_office(database_kind) as one:
        yield one
