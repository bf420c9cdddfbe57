"""On SQLite, `INSERT OR REPLACE` takes a row away without asking the triggers that keep it: it is refused as well.

PostgreSQL has no such statement.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Rows that the program adds "unless they are there": counters, slots and reminders, read again right afterwards.
ADDED_UNLESS_THERE = {"draw_chains", "draw_notices", "random_values", "rating_codes", "visit_years"}
PARTIAL = {
    "draws": "matter = NEW.matter AND (state <> 'void' OR commit_hex IS NOT NULL)"
    " AND (NEW.state <> 'void' OR NEW.commit_hex IS NOT NULL)",
    "evaluation_seats": "file_id = NEW.file_id AND place = NEW.place AND state <> 'recused' AND NEW.state <> 'recused'",
}
"""What collides by an index that holds for some rows only."""

SQLITE = """
CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {collides})
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _kept():
            collides = [" AND ".join(f"{one} = NEW.{one}" for one in key) for key in _keys(table)]
            collides += [PARTIAL[table]] if table in PARTIAL else []
            op.execute(SQLITE.format(table=table, collides=" OR ".join(f"({one})" for one in collides)))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _kept():
            op.execute(f"DROP TRIGGER {table}_not_replaced")


def _kept() -> list[str]:
    """Tables whose rows a trigger of an earlier revision keeps from deletion."""
    asked = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'"
    return sorted(set(op.get_bind().scalars(sa.text(asked))) - ADDED_UNLESS_THERE)


def _keys(table: str) -> list[list[str]]:
    """Columns of the primary key and of every unique index that holds for all rows."""
    bind = op.get_bind()
    whole = sa.text("SELECT name FROM pragma_index_list(:t) WHERE [unique] AND NOT partial AND origin <> 'pk'")
    columns = sa.text("SELECT name FROM pragma_index_info(:i)")
    keys = [list(sa.inspect(bind).get_pk_constraint(table)["constrained_columns"])]
    keys += [list(bind.scalars(columns, {"i": name})) for name in bind.scalars(whole, {"t": table}).all()]
    return keys
