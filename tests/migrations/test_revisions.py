"""The revisions make exactly the tables of the models, and each can be taken back, on both databases."""

from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import inspect

from enforcement.platform.database import db
from tests.support.app import build_app, let_go
from tests.support.databases import UNREACHABLE

REVISIONS = sorted(path.name[:4] for path in Path("migrations/versions").glob("*.py"))


@pytest.fixture
def empty_app(database_kind, copies):
    url = copies.empty(database_kind)
    application = build_app(url, UNREACHABLE)
    with application.app_context():
        yield application
    let_go(application)
    copies.discard(url)


def tables():
    return {name for name in inspect(db.engine).get_table_names() if name != "alembic_version"}


def test_the_revisions_make_the_tables_of_the_models(empty_app):
    flask_migrate.upgrade()
    flask_migrate.check()


def test_each_revision_goes_up_and_down_and_up_again(empty_app):
    for revision in REVISIONS:
        flask_migrate.upgrade(revision=revision)
        before = tables()
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision)
        assert tables() == before, revision


def test_nothing_is_left_after_going_down_all_the_way(empty_app):
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
