"""Tables of legal review, and the triggers that keep what was written as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("review_comments",)

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_legal_review_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_legal_review_change()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_legal_review_change()
"""
SQLITE = """
CREATE TRIGGER {table}_no_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def keep_as_written() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for table in WRITTEN_ONCE:
        if postgresql:
            op.execute(POSTGRESQL.format(table=table))
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
        else:
            for act in ("UPDATE", "DELETE"):
                op.execute(SQLITE.format(table=table, act=act, word=act.lower()))


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_public_id", sa.String(length=20), nullable=False),
        sa.Column("case_title", sa.String(length=300), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", sa.String(length=200), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("legal", sa.Boolean(), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("reviewer_user_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_name", sa.String(length=100), nullable=False),
        sa.Column("opinion", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("concluded_at", UtcDateTime(), nullable=True),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reviews_case_id_cases")),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_reviews_org_id_organisations")),
        sa.ForeignKeyConstraint(["reviewer_user_id"], ["users.id"], name=op.f("fk_reviews_reviewer_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("case_id", "round_no", name=op.f("uq_reviews_case_id_round_no")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reviews_public_id")),
    )
    op.create_index(op.f("ix_reviews_case_public_id"), "reviews", ["case_public_id"], unique=False)
    op.create_index("ix_reviews_scope", "reviews", ["org_path", "concluded_at"], unique=False)
    op.create_table(
        "review_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=30), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_comments_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    op.create_index(op.f("ix_review_comments_review_id"), "review_comments", ["review_id"], unique=False)
    keep_as_written()


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    op.drop_index(op.f("ix_review_comments_review_id"), table_name="review_comments")
    op.drop_table("review_comments")
    op.drop_index("ix_reviews_scope", table_name="reviews")
    op.drop_index(op.f("ix_reviews_case_public_id"), table_name="reviews")
    op.drop_table("reviews")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_legal_review_change()")
