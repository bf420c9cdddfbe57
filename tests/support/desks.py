"""People at their desks: signed-in clients, and how many questions a page asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from enforcement.platform.database import db
from tests.support.bureau import PASSWORD


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser of its own in which a person of the bureau has signed in."""
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page at a path, which must answer with a status."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.get_data(as_text=True)


@contextmanager
def counted_questions() -> Iterator[list[str]]:
    """Collects the SELECT statements asked within."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
