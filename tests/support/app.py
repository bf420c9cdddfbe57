"""Applications for tests: on a migrated database, each test in a transaction of its own that is thrown away."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import _app_ctx_id
from sqlalchemy.orm import scoped_session, sessionmaker
from werkzeug.serving import make_server

from config.settings import Settings
from enforcement.app import create_app
from enforcement.platform.database import db

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
"""Noon of 1 September 2026 in China: a present for tests."""
ORIGIN = "http://localhost"


def build_app(database_url: str, overrides: Mapping[str, str], *, demo: bool = True) -> Flask:
    """An application as an installation makes it, for tests: errors are raised, forms need no token."""
    environment = {
        "SECRET_KEY": "a secret that only the tests know, long enough",
        "DATABASE_URL": database_url,
        "PUBLIC_BASE_URL": ORIGIN,
        "DEMO": str(int(demo)),
        **overrides,
    }
    app = create_app(Settings.from_env(environment))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    return app


def migrate(app: Flask, revision: str = "head") -> None:
    """Bring the database of an application to a revision, as `flask db upgrade` does, and let go of it."""
    with app.app_context():
        flask_migrate.upgrade(revision=revision)
    let_go(app)


class SeparateClient(FlaskClient):
    """Answers each request in an application context of its own, as a server does, and not in the test's."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        # Otherwise the request's commit would stand inside the test's savepoint and could be rolled back with it.
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def let_go(app: Flask) -> None:
    """Close every connection of an application to its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def savepoint(app: Flask) -> Iterator[Flask]:
    """The application, with everything written in the context undone at its end.

    Flask-SQLAlchemy's own session ignores a given connection and would really commit; a plain one takes its place.
    """
    with app.app_context():
        connection = db.engine.connect()
        transaction = connection.begin()
        ordinary = db.session
        maker = sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        db.session = cast(Any, scoped_session(maker, scopefunc=_app_ctx_id))
        app.test_client_class = SeparateClient
        try:
            yield app
        finally:
            db.session.remove()
            db.session = ordinary
            transaction.rollback()
            connection.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers, each request in a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    elsewhere, app.config["PUBLIC_BASE_URL"] = app.config["PUBLIC_BASE_URL"], address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.config["PUBLIC_BASE_URL"] = elsewhere
