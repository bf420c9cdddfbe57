"""第四十七条: even somebody at the database's prompt does not make the course of a case or of its publication go."""

# ruff: noqa: S608 -- names of our own tables

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from enforcement.platform.database import db
from tests.domains.identity.people import make_city
from tests.domains.publicity.decisions import published
from tests.support.draws import DrawRoom
from tests.support.records import inspection_records

PUBLIC = ("public_records", "public_changes", "public_editions", "publication_duties", "redaction_versions")
INSPECTIONS = (
    "draw", "random_", "inspection_", "library_", "joint_", "check", "visit", "rating", "complaint", "evaluation_",
    "score_", "finding_", "precheck_",
)  # fmt: skip
"""How the names of the tables of draws, inspections and evaluations begin."""
TRIGGERS = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
ADDED_UNLESS_THERE = {
    "draw_chains": "the agency's last draw, also in every draw's `prev`",
    "draw_notices": "what was told, once",
    "random_values": "the slot of a public value; the entries of the two typists are kept",
    "rating_codes": "codes that have rated",
    "visit_years": "the lock of an organ's visits in a year",
}
"""Tables whose rows are added "unless they are there" and read again."""
PASSING = {
    "evaluation_notices": "reminders",
    "finding_answers": "of the scoring desk, counted once the sheet is signed",
    "inspection_notices": "reminders",
    "library_import_faults": "of a dry run, until the file is taken or dropped",
    "library_import_rows": "of a dry run, until the file is taken or dropped",
    "library_officer_conflicts": "as told now; each draw keeps its own copy",
    "library_officer_leaves": "as told now; each draw keeps its own copy",
}
"""Tables of them whose rows may go, with the reason."""
NEVER_CHANGED = {
    "draw_assignments", "draw_checks", "draw_events", "draw_infeasible", "draw_keys", "draw_selections", "draw_skips",
    "draw_values", "draw_witnesses", "random_entries", "random_witnesses", "library_changes", "library_versions",
    "check_scans", "check_results", "visits", "visit_years", "rating_codes", "ratings", "complaint_answers",
    "precheck_findings", "evaluation_case_files", "evaluation_decisions", "rectification_steps",
}  # fmt: skip
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


def tables_of_inspections():
    return {name for name in inspect(db.engine).get_table_names() if name.startswith(INSPECTIONS)}


def kept_from(act):
    """Tables of which a trigger keeps the rows from an act."""
    if db.engine.dialect.name == "postgresql":
        # bit 3 of a trigger's type is DELETE, bit 4 is UPDATE
        bit = {"delete": 8, "update": 16}[act]
        asked = f"SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_kept' AND tgtype & {bit} > 0"
    else:
        asked = (
            f"SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_kept_from_{act}' ESCAPE '\\'"
        )
    return set(db.session.scalars(text(asked)))


def test_47_a_row_that_is_kept_is_not_replaced_either(staged_app, staged_bureau) -> None:
    """`REPLACE` of SQLite takes a row away without a word to the triggers that keep it from deletion."""
    if db.engine.dialect.name != "sqlite":
        with pytest.raises(DatabaseError, match="syntax error"), db.session.begin_nested():
            db.session.execute(text("REPLACE INTO audit_entries SELECT * FROM audit_entries"))
        return
    inspection_records(staged_bureau)
    DrawRoom(make_city()).published()
    kept = set(db.session.scalars(text(f"{TRIGGERS} AND sql LIKE '%BEFORE DELETE%'")))
    assert kept - set(db.session.scalars(text(f"{TRIGGERS} AND name LIKE '%_not_replaced'"))) == set(ADDED_UNLESS_THERE)
    filled = {name for name in kept if db.session.scalar(text(f"SELECT count(*) FROM {name}"))}
    assert {"audit_entries", "draws", "documents", "visits", "cases"} <= filled
    for table in filled - set(ADDED_UNLESS_THERE):
        refused(f"REPLACE INTO {table} SELECT * FROM {table}")


def test_47_another_row_with_the_same_key_takes_nobodys_place(staged_app, staged_bureau) -> None:
    assert staged_bureau
    if db.engine.dialect.name == "sqlite":
        columns = [one["name"] for one in inspect(db.engine).get_columns("documents") if one["name"] != "id"]
        names = ", ".join(columns)
        refused(f"INSERT OR REPLACE INTO documents (id, {names}) SELECT id + 100000, {names} FROM documents LIMIT 1")


def test_47_every_table_of_draws_and_inspections_keeps_its_rows(app) -> None:
    assert app is not None
    assert tables_of_inspections() - kept_from("delete") == set(PASSING)
    assert kept_from("update") >= NEVER_CHANGED


def test_47_no_row_of_a_draw_check_or_visit_can_be_deleted(staged_app, staged_bureau) -> None:
    inspection_records(staged_bureau)
    DrawRoom(make_city()).published()
    filled = {name for name in tables_of_inspections() if db.session.scalar(text(f"SELECT count(*) FROM {name}"))}
    assert {
        "draws",
        "draw_selections",
        "random_entries",
        "inspection_plans",
        "checks",
        "visits",
        "complaints",
    } <= filled
    for table in filled - set(PASSING):
        refused(f"DELETE FROM {table}")
    for table in filled & NEVER_CHANGED:
        refused(f"UPDATE {table} SET id = id")
