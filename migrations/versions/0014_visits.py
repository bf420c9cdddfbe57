"""Tables of visits, approvals, alarms, ratings and complaints; what was visited, rated and answered stays as written.

A rating's tables have no row number on SQLite, so that nothing tells the order in which answers came.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

WRITTEN_ONCE = ("visits", "visit_years", "rating_codes", "ratings", "complaint_answers")
NEVER_DELETED = ("visit_approvals", "visit_alarms", "complaints")
ACTS = {**dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")), **dict.fromkeys(NEVER_DELETED, ("DELETE",))}

# The function refuse_loss stands since 0010.
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
    _visits()
    _alarms()
    _voices()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, acts in ACTS.items():
        if postgresql:
            op.execute(
                POSTGRESQL.format(
                    table=table, acts=" OR ".join(act.replace("UPDATE", f"UPDATE OF {_said(table)}") for act in acts)
                )
            )
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in acts:
            op.execute(
                SQLITE.format(table=table, act=act.replace("UPDATE", f"UPDATE OF {_said(table)}"), word=act.lower())
            )


def _said(table: str) -> str:
    """The columns of what a row says: all but where its organisation stands, which may move."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(quote(name) for name in names if name != "org_path")


def _visits() -> None:
    op.create_table(
        "visit_years",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.UniqueConstraint("org_id", "uscc", "year"),
    )
    op.create_table(
        "visit_approvals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("agency_name", sa.String(100), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("source_document", sa.String(100), nullable=False),
        sa.Column("off_site", JSON, nullable=False),
        sa.Column("officers", JSON, nullable=False),
        sa.Column("assistants", sa.Integer(), nullable=False),
        sa.Column("assistance_letter", sa.String(100), nullable=False),
        sa.Column("planned_from", sa.Date(), nullable=False),
        sa.Column("planned_to", sa.Date(), nullable=False),
        sa.Column("exempt_reason", sa.String(40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("standing", JSON, nullable=False),
        sa.Column("batch_public_id", sa.String(20)),
        sa.Column("check_public_id", sa.String(20), unique=True),
        sa.Column("asked_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("asked_by_name", sa.String(100), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("footnote", sa.Text(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("decided_by_name", sa.String(100), nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_visit_approvals_object", "visit_approvals", ["org_id", "uscc", "planned_from"])
    op.create_index("ix_visit_approvals_org_path", "visit_approvals", ["org_path"])
    op.create_index("ix_visit_approvals_state", "visit_approvals", ["state", "asked_at", "id"])
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("agency_name", sa.String(100), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("visited_at", INSTANT, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("exempt_reason", sa.String(40), nullable=False),
        sa.Column("check_public_id", sa.String(20), unique=True),
        sa.Column("approval_id", sa.Integer(), sa.ForeignKey("visit_approvals.id")),
        sa.Column("officers", JSON, nullable=False),
        sa.Column("pair_key", sa.String(200), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("joint_key", sa.String(80), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
    )
    op.create_index("ix_visits_day", "visits", ["visited_on", "id"])
    op.create_index("ix_visits_object", "visits", ["uscc", "year", "org_id"])
    op.create_index("ix_visits_org_path", "visits", ["org_path"])
    op.create_index("ix_visits_organ", "visits", ["org_id", "year", "visited_on"])


def _alarms() -> None:
    op.create_table(
        "visit_alarms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("rule_id", sa.String(60), nullable=False),
        sa.Column("facts_key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("records", JSON, nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("answered_by_name", sa.String(100), nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("rule_id", "facts_key"),
    )
    op.create_index("ix_visit_alarms_org_path", "visit_alarms", ["org_path"])
    op.create_index("ix_visit_alarms_state", "visit_alarms", ["state", "raised_at", "id"])


def _voices() -> None:
    op.create_table(
        "rating_codes",
        sa.Column("code_digest", sa.String(64), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ratings",
        sa.Column("public_id", sa.String(20), primary_key=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ratings_org_path", "ratings", ["org_path"])
    op.create_index("ix_ratings_organ", "ratings", ["org_id", "month"])
    op.create_table(
        "complaints",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.String(40), nullable=False, unique=True),
        sa.Column("query_digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("agency_name", sa.String(100), nullable=False),
        sa.Column("check_public_id", sa.String(20), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("footnote", sa.Text(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_complaints_open", "complaints", ["state", "due_on", "id"])
    op.create_index("ix_complaints_org_path", "complaints", ["org_path"])
    op.create_table(
        "complaint_answers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("complaint_id", sa.Integer(), sa.ForeignKey("complaints.id"), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("by_name", sa.String(100), nullable=False),
    )
    op.create_index("ix_complaint_answers_complaint_id", "complaint_answers", ["complaint_id"])


def downgrade() -> None:
    for table in (
        "complaint_answers",
        "complaints",
        "ratings",
        "rating_codes",
        "visit_alarms",
        "visits",
        "visit_approvals",
        "visit_years",
    ):
        op.drop_table(table)
