"""Triggers: nothing of a case is deleted, and what was public stays as it was published.

行政处罚法第四十七条: the whole course of enforcement is recorded, filed and kept. The tables that 0007 does not
write once change in the course of a case; a row of theirs still never goes. Editions, their log and versions of what
is hidden are added, never changed.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("public_changes", "public_editions", "redaction_versions")
NEVER_DELETED = (
    "case_approvals",
    "case_deadlines",
    "case_evidence",
    "case_handlers",
    "case_notices",
    "case_parties",
    "case_proposals",
    "case_reviews",
    "case_statements",
    "cases",
    "parties",
    "public_records",
    "publication_duties",
    "reviews",
)
ACTS = {**dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")), **dict.fromkeys(NEVER_DELETED, ("DELETE",))}

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps its rows', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for table, acts in ACTS.items():
        if postgresql:
            op.execute(POSTGRESQL.format(table=table, acts=" OR ".join(acts)))
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in acts:
            op.execute(SQLITE.format(table=table, act=act, word=act.lower()))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, acts in ACTS.items():
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_kept ON {table}")
            op.execute(f"DROP TRIGGER {table}_kept_whole ON {table}")
            continue
        for act in acts:
            op.execute(f"DROP TRIGGER {table}_kept_from_{act.lower()}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_loss()")
