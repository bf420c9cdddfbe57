"""Fixtures: real servers once per test process, a clean database for each test.

`app` runs a test on SQLite and on PostgreSQL (`--database` chooses one), everything undone afterwards. Tests of pages
run on SQLite: pages ask the rooms, whose own tests run on both; `make test-long` runs pages on PostgreSQL too. The
journeys in tests/browser/journeys that write most run on both.
`committed_app` has a database of its own in which commits are real: for tests with several threads,
processes or browsers. `live_server` serves that one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from enforcement.platform.storage import Store
from tests.support.app import build_app, let_go, savepoint, served
from tests.support.browser import chromium, open_pages
from tests.support.bureau import Bureau, cheap_hashing, make_bureau
from tests.support.databases import UNREACHABLE, Copies
from tests.support.decoding import decoded_once
from tests.support.postgres import Cluster, cluster
from tests.support.s3 import object_server
from tools.object_server import ObjectServer


class BureauApps(Protocol):
    """Applications with a bureau."""

    def __call__(self, kind: str, *, staged: bool) -> tuple[Flask, Bureau]:
        """The one on a kind of database."""


DATABASES = ("sqlite", "postgresql")
PAGES = tuple(Path(__file__).parent / name for name in ("web", "browser"))

# A line for each request would hide what a failed test has to say.
logging.getLogger("werkzeug").setLevel(logging.ERROR)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*DATABASES, "both"),
        default="both",
        help="on which database tests run",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        kinds = (
            (chosen,) if chosen != "both" else DATABASES[:1] if metafunc.definition.path.parent in PAGES else DATABASES
        )
        if metafunc.definition.get_closest_marker("postgresql"):
            kinds = ("postgresql",)
        metafunc.parametrize("database_kind", kinds, scope="session")


def _rank(item: pytest.Item) -> int:
    if "system" in item.path.parts:
        return 0
    return 1 if "browser" in item.path.parts or item.get_closest_marker("slow") else 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: the last tests of one process can't be taken over by another that idles."""
    items.sort(key=_rank)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that failed in a browser say what stood on its pages.

    After a timeout nobody asks: the interrupted conversation with the browser would never answer.
    """
    report = yield
    browser = item.funcargs.get("browser")
    late = call.excinfo is not None and "Timeout (>" in str(call.excinfo.value)
    if browser is not None and call.when == "call" and report.failed and not late:
        report.sections.append(("Pages", open_pages(browser)))
    return report


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashing() -> Iterator[None]:
    """Accounts of tests need no strong hash; a test of the strong one asks for it."""
    with cheap_hashing():
        yield


@pytest.fixture(scope="session", autouse=True)
def _decoded_once() -> Iterator[None]:
    """A picture of the tests is the same each time; a test of the decoder asks the decoder."""
    with decoded_once():
        yield


@pytest.fixture(scope="session")
def s3() -> Iterator[ObjectServer]:
    """A real S3 server; a test that stops it starts it again."""
    with object_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A throw-away PostgreSQL server."""
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Migrated databases that hold nothing: made by the revisions at first use, copied afterwards."""
    return Copies(tmp_path_factory.mktemp("databases"), lambda: request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def shared_apps(copies: Copies) -> Iterator[Callable[[str], Flask]]:
    """Gives, for a kind of database, the application that all tests with undone transactions share."""
    made: dict[str, Flask] = {}

    def shared(kind: str) -> Flask:
        if kind not in made:
            made[kind] = build_app(copies.make(kind), UNREACHABLE)
        return made[kind]

    yield shared
    for application in made.values():
        let_go(application)


@pytest.fixture
def app(database_kind: str, shared_apps: Callable[[str], Flask]) -> Iterator[Flask]:
    """An application context on a migrated database; what the test writes is undone. No S3 server."""
    with savepoint(shared_apps(database_kind)) as application:
        yield application


@pytest.fixture(scope="session")
def store(s3: ObjectServer) -> Store:
    """The store on that server, of which all applications of tests may make use."""
    return cast(Store, build_app("sqlite://", s3.environment()).extensions["store"])


@pytest.fixture
def app_with_store(app: Flask, store: Store) -> Iterator[Flask]:
    """Like `app`, with a real S3 server behind it."""
    offline = app.extensions["store"]
    app.extensions["store"] = store
    yield app
    app.extensions["store"] = offline


@pytest.fixture(scope="session")
def bureau_apps(copies: Copies, s3: ObjectServer) -> Iterator[BureauApps]:
    """Gives, for a kind of database, an application with a store and a bureau, with staged cases or without any.

    Each is made once.
    """
    made: dict[tuple[str, bool], tuple[Flask, Bureau]] = {}

    def of(kind: str, *, staged: bool) -> tuple[Flask, Bureau]:
        if (kind, staged) not in made:
            application = build_app(copies.make(kind), s3.environment())
            with application.app_context():
                made[kind, staged] = (application, make_bureau(staged=staged))
            let_go(application)
        return made[kind, staged]

    yield of
    for application, _ in made.values():
        let_go(application)


@pytest.fixture
def staged_app(database_kind: str, bureau_apps: BureauApps) -> Iterator[Flask]:
    """The application of the staged bureau; what the test writes is undone."""
    with savepoint(bureau_apps(database_kind, staged=True)[0]) as application:
        yield application


@pytest.fixture
def staged_bureau(staged_app: Flask, database_kind: str, bureau_apps: BureauApps) -> Bureau:
    """A market supervision bureau with people, lists and a case in each of several states (`bureau.at(state)`)."""
    assert staged_app is not None
    return bureau_apps(database_kind, staged=True)[1]


@pytest.fixture
def founded_app(database_kind: str, bureau_apps: BureauApps) -> Iterator[Flask]:
    """The application of the bureau without a case; what the test writes is undone."""
    with savepoint(bureau_apps(database_kind, staged=False)[0]) as application:
        yield application


@pytest.fixture
def founded_bureau(founded_app: Flask, database_kind: str, bureau_apps: BureauApps) -> Bureau:
    """A market supervision bureau with people and lists."""
    assert founded_app is not None
    return bureau_apps(database_kind, staged=False)[1]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, in the transaction of `app`."""
    return app.test_client()


@pytest.fixture
def private_database(database_kind: str, copies: Copies) -> Iterator[str]:
    """The URL of a migrated database that belongs to this test alone."""
    url = copies.make(database_kind)
    yield url
    copies.discard(url)


@pytest.fixture
def committed_app(private_database: str, s3: ObjectServer) -> Iterator[Flask]:
    """An application whose commits are real, on a database and an S3 server, without an open context."""
    application = build_app(private_database, s3.environment())
    yield application
    let_go(application)


@pytest.fixture
def live_server(committed_app: Flask) -> Iterator[str]:
    """The address of `committed_app`, served with threads."""
    with served(committed_app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, live_server: str) -> Iterator[Page]:
    """A fresh browser window of desk size at `live_server`."""
    context = browser.new_context(
        base_url=live_server,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 800},
    )
    with closing(context):
        yield context.new_page()
