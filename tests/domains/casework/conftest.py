"""The bureau of the tests: made once per database, each test undone afterwards, a real S3 server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.app import build_app, let_go, savepoint
from tests.support.bureau import Bureau, make_bureau
from tests.support.databases import Copies
from tools.object_server import ObjectServer


@pytest.fixture(scope="session")
def staged(copies: Copies, s3: ObjectServer) -> Iterator[dict[str, tuple[Flask, Bureau]]]:
    """Per kind of database the application and the bureau with a case in each staged state."""
    made: dict[str, tuple[Flask, Bureau]] = {}
    yield made
    for app, _ in made.values():
        let_go(app)


@pytest.fixture
def bureau(
    database_kind: str, staged: dict[str, tuple[Flask, Bureau]], copies: Copies, s3: ObjectServer
) -> Iterator[Bureau]:
    """A market supervision bureau with its people, lists and staged cases."""
    if database_kind not in staged:
        app = build_app(copies.make(database_kind), s3.environment())
        with app.app_context():
            staged[database_kind] = (app, make_bureau(staged=True))
    app, bureau = staged[database_kind]
    with savepoint(app):
        yield bureau
