"""How `flask db …` reaches the database: the engine of the application, one transaction per revision.

On PostgreSQL an advisory lock lets one of several starting processes migrate while the others wait, and
a lock time-out keeps a migration from standing in the way of people at work.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Index, text
from sqlalchemy.schema import SchemaItem

ADVISORY_LOCK = 4_019_750
LOCK_TIMEOUT_SECONDS = 20
# Tables that revisions make in SQL of their own: full-text indexes of SQLite and their shadows.
SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")


def run_migrations() -> None:
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            include_object=_is_ours,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def _wait_for_turn(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'"))
    connection.commit()


def _is_ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:  # noqa: FBT001 -- Alembic's signature
    if isinstance(item, Index) and context.get_context().dialect.name == "sqlite":
        # SQLite keeps its full-text index in a table of its own.
        return not item.dialect_options["postgresql"]["using"]
    virtual = kind == "table" and reflected and compare_to is None and name is not None
    return not (virtual and "search" in name and (name.endswith(SHADOWS) or name.endswith("_fts")))


if context.is_offline_mode():
    message = "SQL scripts are not offered: revisions may read what they change"
    raise NotImplementedError(message)
run_migrations()
