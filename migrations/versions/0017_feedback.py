"""Tables of what follows scoring: decisions, reports, objections, rectifications.

A decision and a step are written once, an answered objection never changes, nothing is deleted; and what an evaluator
said to the machine's findings is kept with the signed sheet.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "rectification_steps",
    "evaluation_rectifications",
    "evaluation_objections",
    "evaluation_reports",
    "evaluation_decisions",
)
WRITTEN_ONCE = ("rectification_steps", "evaluation_decisions")
FIXED = {
    "evaluation_objections": "OLD.answered_at IS NOT NULL",
    "evaluation_rectifications": "OLD.state = 'passed'",
}
"""Rows that never change once this holds."""

POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_FIXED = """
CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_loss()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""
SQLITE_FIXED = """
CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""

ANSWER_ACTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
SIGNED_ALREADY = "EXISTS (SELECT 1 FROM score_sheets WHERE seat_id = {row}.seat_id AND signed_at IS NOT NULL)"
POSTGRESQL_ANSWERS = """
CREATE FUNCTION refuse_signed_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM score_sheets WHERE seat_id = OLD.seat_id AND signed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'finding_answers keeps its rows';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM score_sheets WHERE seat_id = NEW.seat_id AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'finding_answers keeps its rows';
    END IF;
    RETURN NEW;
END
$$
"""
POSTGRESQL_ANSWERS_TRIGGER = """
CREATE TRIGGER finding_answers_signed BEFORE INSERT OR UPDATE OR DELETE ON finding_answers
FOR EACH ROW EXECUTE FUNCTION refuse_signed_answer()
"""
SQLITE_ANSWERS = """
CREATE TRIGGER finding_answers_signed_{word} BEFORE {act} ON finding_answers WHEN {condition}
BEGIN SELECT RAISE(ABORT, 'finding_answers keeps its rows'); END
"""


def upgrade() -> None:
    _decisions()
    _reports()
    _objections()
    _rectifications()
    _keep()
    _keep_answers()


def downgrade() -> None:
    _free_answers()
    for table in TABLES:
        op.drop_table(table)


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _keep() -> None:
    postgresql = _postgresql()
    for table in TABLES:
        acts = ("UPDATE", "DELETE") if table in WRITTEN_ONCE else ("DELETE",)
        if postgresql:
            op.execute(POSTGRESQL.format(table=table, acts=" OR ".join(acts)))
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in acts:
            op.execute(SQLITE.format(table=table, act=act, word=act.lower()))
    for table, condition in FIXED.items():
        op.execute((POSTGRESQL_FIXED if postgresql else SQLITE_FIXED).format(table=table, condition=condition))


def _keep_answers() -> None:
    """What an evaluator said to the findings is part of what is signed."""
    if _postgresql():
        op.execute(POSTGRESQL_ANSWERS)
        op.execute(POSTGRESQL_ANSWERS_TRIGGER)
        op.execute(POSTGRESQL_TRUNCATE.format(table="finding_answers"))
        return
    for act, rows in ANSWER_ACTS.items():
        condition = " OR ".join(SIGNED_ALREADY.format(row=row) for row in rows)
        op.execute(SQLITE_ANSWERS.format(act=act, word=act.lower(), condition=condition))


def _free_answers() -> None:
    if _postgresql():
        op.execute("DROP TRIGGER finding_answers_signed ON finding_answers")
        op.execute("DROP TRIGGER finding_answers_kept_whole ON finding_answers")
        op.execute("DROP FUNCTION refuse_signed_answer()")
        return
    for act in ANSWER_ACTS:
        op.execute(f"DROP TRIGGER finding_answers_signed_{act.lower()}")


def _term() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("strict_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("footnote", sa.Text(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
    )


def _decisions() -> None:
    op.create_table(
        "evaluation_decisions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("evaluation_files.id"), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("points", sa.String(12), nullable=False),
        sa.Column("grade", sa.String(40), nullable=False),
        sa.Column("grade_name", sa.String(40), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_by_name", sa.String(100), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.UniqueConstraint("file_id", "no"),
    )


def _reports() -> None:
    op.create_table(
        "evaluation_reports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("evaluation_plans.id"), nullable=False),
        sa.Column("agency_org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("agency_path", sa.String(200), nullable=False),
        sa.Column("agency_name", sa.String(120), nullable=False),
        sa.Column("report_no", sa.String(60), nullable=False),
        sa.Column("document", sa.String(20), nullable=False),
        sa.Column("issued_by", sa.Integer()),
        sa.Column("issued_by_name", sa.String(100), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("waived_at", INSTANT),
        sa.Column("waived_by_name", sa.String(100), nullable=False),
        *_term(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("plan_id", "agency_org_id"),
    )
    op.create_index("ix_evaluation_reports_agency_path", "evaluation_reports", ["agency_path"])


def _objections() -> None:
    op.create_table(
        "evaluation_objections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("evaluation_reports.id"), nullable=False),
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("evaluation_files.id"), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("attachments", JSON, nullable=False),
        sa.Column("filed_by", sa.Integer()),
        sa.Column("filed_by_name", sa.String(100), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("answer", sa.String(40)),
        sa.Column("fallen", JSON, nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("answered_by_name", sa.String(100), nullable=False),
        sa.Column("answered_at", INSTANT),
        *_term(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("file_id", "subject"),
    )
    op.create_index("ix_evaluation_objections_report_id", "evaluation_objections", ["report_id"])
    op.create_index("ix_evaluation_objections_open", "evaluation_objections", ["answered_at", "due_on"])


def _rectifications() -> None:
    op.create_table(
        "evaluation_rectifications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("evaluation_reports.id"), nullable=False),
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("evaluation_files.id"), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        *_term(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("file_id", "subject"),
    )
    op.create_index("ix_evaluation_rectifications_report_id", "evaluation_rectifications", ["report_id"])
    op.create_index("ix_evaluation_rectifications_open", "evaluation_rectifications", ["state", "due_on"])
    op.create_table(
        "rectification_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("rectification_id", sa.Integer(), sa.ForeignKey("evaluation_rectifications.id"), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", JSON, nullable=False),
        sa.Column("by_user_id", sa.Integer()),
        sa.Column("by_name", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("rectification_id", "no"),
    )
