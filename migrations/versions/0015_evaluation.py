"""Tables of standards, plans and score sheets of evaluations.

A published standard and a signed sheet never change; nothing of an evaluation is deleted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
STILL_HELD = sa.text("state <> 'recused'")
TABLES = (
    "evaluation_notices",
    "finding_answers",
    "score_sheets",
    "evaluation_seats",
    "evaluation_files",
    "evaluation_plans",
    "evaluation_standards",
)
NEVER_DELETED = TABLES[2:]
FIXED_ONCE = {"evaluation_standards": "OLD.state = 'published'", "score_sheets": "OLD.signed_at IS NOT NULL"}
"""Rows that never change once this holds."""

POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_FIXED = """
CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {said} ON {table}
FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_loss()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""
SQLITE_FIXED = """
CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {said} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""


def upgrade() -> None:
    _standards()
    _plans()
    _files()
    _seats()
    _sheets()
    _finding_answers()
    _notices()
    _keep()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _keep() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in NEVER_DELETED:
        op.execute((POSTGRESQL if postgresql else SQLITE).format(table=table))
        if postgresql:
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
    for table, condition in FIXED_ONCE.items():
        op.execute(
            (POSTGRESQL_FIXED if postgresql else SQLITE_FIXED).format(
                table=table, condition=condition, said=_said(table)
            )
        )


def _said(table: str) -> str:
    """The columns of what a row says: all but where its organisation stands, which may move."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(quote(name) for name in names if name != "org_path")


def _standards() -> None:
    op.create_table(
        "evaluation_standards",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("version_no", sa.String(40), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("drafted_by", sa.Integer()),
        sa.Column("drafted_by_name", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("published_by_name", sa.String(100), nullable=False),
        sa.Column("published_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("code", "version_no"),
    )


def _plans() -> None:
    op.create_table(
        "evaluation_plans",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("plan_no", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("standard_id", sa.Integer(), sa.ForeignKey("evaluation_standards.id"), nullable=False),
        sa.Column("standard_digest", sa.String(64), nullable=False),
        sa.Column("agencies", JSON, nullable=False),
        sa.Column("must_kinds", JSON, nullable=False),
        sa.Column("ratio_bp", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("draw_on", sa.Date(), nullable=False),
        sa.Column("open_on", sa.Date(), nullable=False),
        sa.Column("load_limit", sa.Integer(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("algorithm", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("pool", JSON, nullable=False),
        sa.Column("shares", JSON, nullable=False),
        sa.Column("draw_public_id", sa.String(20)),
        sa.Column("hindrance", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Integer()),
        sa.Column("drafted_by_name", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("approved_by_name", sa.String(100), nullable=False),
        sa.Column("approved_at", INSTANT),
        sa.Column("scoring_at", INSTANT),
        sa.Column("closed_by_name", sa.String(100), nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("org_id", "plan_no"),
    )
    op.create_index("ix_evaluation_plans_org_path", "evaluation_plans", ["org_path"])
    op.create_index("ix_evaluation_plans_state", "evaluation_plans", ["state", "draw_on"])


def _files() -> None:
    op.create_table(
        "evaluation_files",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("evaluation_plans.id"), nullable=False),
        sa.Column("case_file_public_id", sa.String(20), nullable=False),
        sa.Column("class_name", sa.String(60), nullable=False),
        sa.Column("must_kinds", JSON, nullable=False),
        sa.Column("agency_org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("agency_path", sa.String(200), nullable=False),
        sa.Column("agency_name", sa.String(120), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("answers_by_name", sa.String(100), nullable=False),
        sa.Column("answers_at", INSTANT),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("third_reasons", JSON, nullable=False),
        sa.Column("points", sa.String(12), nullable=False),
        sa.Column("grade", sa.String(40), nullable=False),
        sa.Column("grade_name", sa.String(40), nullable=False),
        sa.Column("result", JSON),
        sa.Column("decided_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("plan_id", "case_file_public_id"),
    )
    op.create_index("ix_evaluation_files_case_file_public_id", "evaluation_files", ["case_file_public_id"])
    op.create_index("ix_evaluation_files_state", "evaluation_files", ["plan_id", "state"])


def _seats() -> None:
    op.create_table(
        "evaluation_seats",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("evaluation_files.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("evaluator", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_name", sa.String(100), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("strict_on", sa.Date()),
        sa.Column("earliest_on", sa.Date()),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
        sa.Column("asked_code", sa.String(40), nullable=False),
        sa.Column("asked_text", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("answered_by_name", sa.String(100), nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("file_id", "evaluator"),
    )
    op.create_index("ix_evaluation_seats_person", "evaluation_seats", ["user_id", "state"])
    op.create_index(
        "uq_evaluation_seats_held",
        "evaluation_seats",
        ["file_id", "place"],
        unique=True,
        sqlite_where=STILL_HELD,
        postgresql_where=STILL_HELD,
    )


def _sheets() -> None:
    op.create_table(
        "score_sheets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("seat_id", sa.Integer(), sa.ForeignKey("evaluation_seats.id"), nullable=False, unique=True),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("saved_at", INSTANT),
        sa.Column("signed", JSON),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_by_name", sa.String(100), nullable=False),
        sa.Column("signed_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _finding_answers() -> None:
    op.create_table(
        "finding_answers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("seat_id", sa.Integer(), sa.ForeignKey("evaluation_seats.id"), nullable=False),
        sa.Column("finding", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("seat_id", "finding"),
    )
    op.create_index("ix_finding_answers_rule", "finding_answers", ["rule"])


def _notices() -> None:
    op.create_table(
        "evaluation_notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("cleared_at", INSTANT),
        sa.UniqueConstraint("kind", "subject"),
    )
    op.create_index("ix_evaluation_notices_open", "evaluation_notices", ["cleared_at", "user_id"])
