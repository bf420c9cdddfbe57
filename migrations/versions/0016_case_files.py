"""Tables of case files taken in for evaluation. A version of a file is written once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = ("precheck_findings", "evaluation_case_files")
ACTS = ("UPDATE", "DELETE")

POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OF {said} OR DELETE ON {table}
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
    _files()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        if postgresql:
            op.execute(POSTGRESQL.format(table=table, said=_said(table)))
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in ACTS:
            op.execute(
                SQLITE.format(table=table, act=act.replace("UPDATE", f"UPDATE OF {_said(table)}"), word=act.lower())
            )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _said(table: str) -> str:
    """The columns of what a row says: all but where its organisation stands, which may move."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(quote(name) for name in names if name != "org_path")


def _files() -> None:
    op.create_table(
        "evaluation_case_files",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("file_no", sa.String(80), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("matter_id", sa.String(20)),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("content_key", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("volume_key", sa.String(100)),
        sa.Column("batch", sa.String(20), nullable=False),
        sa.Column("traits", JSON, nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("imported_by_name", sa.String(100), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("org_id", "file_no", "sha256"),
    )
    op.create_index("ix_evaluation_case_files_closed", "evaluation_case_files", ["org_id", "closed_on"])
    op.create_table(
        "precheck_findings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("evaluation_case_files.id"), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("documents", JSON, nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("file_id", "no"),
    )
