"""第四十七条: even somebody at the database's prompt does not make the course of a case or of its publication go."""

# ruff: noqa: S608 -- names of our own tables

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from enforcement.platform.database import db
from tests.domains.identity.people import make_city
from tests.domains.publicity.decisions import published

PUBLIC = ("public_records", "public_changes", "public_editions", "publication_duties", "redaction_versions")
WRITTEN_ONCE = ("public_changes", "public_editions", "redaction_versions")


def refused(statement):
    with pytest.raises(DatabaseError, match="keeps its rows|append-only"), db.session.begin_nested():
        db.session.execute(text(statement))


def tables_of_cases():
    return [name for name in inspect(db.engine).get_table_names() if name.startswith("case")]


def test_47_no_row_of_a_case_can_be_deleted(staged_app, staged_bureau) -> None:
    filled = [name for name in tables_of_cases() if db.session.scalar(text(f"SELECT count(*) FROM {name}"))]
    assert {"cases", "case_evidence", "case_approvals", "case_steps", "case_reviews"} <= set(filled)
    for table in filled:
        refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", PUBLIC)
def test_47_nothing_that_was_public_can_be_deleted(app, table) -> None:
    published(make_city().bureau)
    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_47_what_was_published_cannot_be_rewritten(app, table) -> None:
    published(make_city().bureau)
    refused(f"UPDATE {table} SET id = id")
