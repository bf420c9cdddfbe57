"""Copies of organisation paths, so that a query needs no tree: who holds one, and how to move it.

A column called ``org_path`` is a copy by its name alone, so no room can forget to tell. One
with another name says so: ``mapped_column(String(200), info=PATH_COPY)``. The audit record is
left out: it keeps the path of its day and finds today's by the organisation's number.
"""

from __future__ import annotations

from sqlalchemy import Column, func, literal, update

from enforcement.platform.database import Model, db

PATH_COPY = {"organisation_path": True}
_KEPT = frozenset({"audit_entries"})


def path_columns() -> tuple[Column[str], ...]:
    """Every column of every loaded room that holds an organisation path."""
    return tuple(
        column
        for table in Model.metadata.sorted_tables
        if table.name not in _KEPT
        for column in table.columns
        if column.name == "org_path" or column.info.get("organisation_path")
    )


def rewrite_paths(old: str, new: str) -> dict[str, int]:
    """Put ``new`` in the place of the beginning ``old`` everywhere.

    Rows changed per ``table.column``. Runs past the version counters on purpose: a path is
    where a record stands, not what it says, and a case being edited needs no conflict.
    """
    changed = {}
    for column in path_columns():
        table = column.table
        statement = (
            update(table)
            .where(func.substr(column, 1, len(old)) == literal(old))
            .values({column.name: literal(new).concat(func.substr(column, len(old) + 1))})
        )
        rows = db.session.connection().execute(statement).rowcount
        if rows:
            changed[f"{table.name}.{column.name}"] = rows
    db.session.expire_all()
    return changed
