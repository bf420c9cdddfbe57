"""Tables of casework, and the triggers that keep what was written as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WRITTEN_ONCE = (
    "case_steps",
    "case_notes",
    "case_records",
    "case_discussions",
    "case_decisions",
    "case_payments",
    "case_goods",
)

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_casework_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_casework_change()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_casework_change()
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
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("legal_representative", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column("region_name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("public_id", name=op.f("uq_parties_public_id")),
        sa.UniqueConstraint("uscc", name=op.f("uq_parties_uscc")),
    )
    op.create_index("ix_parties_name", "parties", ["name"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", sa.String(length=200), nullable=False),
        sa.Column("case_no", sa.String(length=80), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_since", UtcDateTime(), nullable=False),
        sa.Column("source_kind", sa.String(length=30), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("registered_by", sa.String(length=100), nullable=False),
        sa.Column("domain", sa.String(length=60), nullable=False),
        sa.Column("region_name", sa.String(length=60), nullable=False),
        sa.Column("ruleset_version", sa.String(length=60), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=True),
        sa.Column("item_version_id", sa.Integer(), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("discovered_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("harm", sa.Boolean(), nullable=False),
        sa.Column("facts_text", sa.Text(), nullable=False),
        sa.Column("goods_value_fen", sa.BigInteger(), nullable=True),
        sa.Column("illegal_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("flags", Json, nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("touched_by", sa.String(length=100), nullable=False),
        sa.Column("touches", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["power_item_versions.id"], name=op.f("fk_cases_item_version_id_power_item_versions")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_cases_org_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("case_no", name=op.f("uq_cases_case_no")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cases_public_id")),
    )
    op.create_index("ix_cases_registered", "cases", ["registered_at", "id"], unique=False)
    op.create_index("ix_cases_scope", "cases", ["org_path", "state"], unique=False)
    op.create_table(
        "case_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("sent_by", sa.String(length=100), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_approvals_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_approvals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_approvals_public_id")),
    )
    op.create_index(op.f("ix_case_approvals_case_id"), "case_approvals", ["case_id"], unique=False)
    op.create_index("ix_case_approvals_open", "case_approvals", ["answered_at", "kind"], unique=False)
    op.create_table(
        "case_deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("org_path", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("length_text", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("unrolled_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_source", sa.String(length=300), nullable=False),
        sa.Column("extensions", Json, nullable=False),
        sa.Column("explanation", Json, nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("rule_version", sa.String(length=60), nullable=False),
        sa.Column("computed_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_deadlines_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_deadlines")),
    )
    op.create_index(op.f("ix_case_deadlines_case_id"), "case_deadlines", ["case_id"], unique=False)
    op.create_index("ix_case_deadlines_due", "case_deadlines", ["kind", "due_on"], unique=False)
    op.create_index(op.f("ix_case_deadlines_org_path"), "case_deadlines", ["org_path"], unique=False)
    op.create_table(
        "case_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=False),
        sa.Column("paragraphs", Json, nullable=False),
        sa.Column("penalty_text", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_decisions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decisions")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_decisions_case_id")),
    )
    op.create_table(
        "case_discussions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("chair", sa.String(length=100), nullable=False),
        sa.Column("attendees", Json, nullable=False),
        sa.Column("opinions", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_discussions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_discussions")),
    )
    op.create_index(op.f("ix_case_discussions_case_id"), "case_discussions", ["case_id"], unique=False)
    op.create_table(
        "case_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("proves", sa.Text(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("recording_id", sa.String(length=20), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("excluded_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_evidence_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_evidence")),
        sa.UniqueConstraint("case_id", "no", name=op.f("uq_case_evidence_case_id_no")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_evidence_public_id")),
    )
    op.create_index(op.f("ix_case_evidence_case_id"), "case_evidence", ["case_id"], unique=False)
    op.create_table(
        "case_goods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_goods_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_goods")),
    )
    op.create_index(op.f("ix_case_goods_case_id"), "case_goods", ["case_id"], unique=False)
    op.create_table(
        "case_handlers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_handlers_case_id_cases")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_case_handlers_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handlers")),
    )
    op.create_index(op.f("ix_case_handlers_case_id"), "case_handlers", ["case_id"], unique=False)
    op.create_index("ix_case_handlers_officer", "case_handlers", ["officer_id", "removed_at"], unique=False)
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("by_system", sa.Boolean(), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_case_id"), "case_notes", ["case_id"], unique=False)
    op.create_table(
        "case_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=False),
        sa.Column("hearing_right_told", sa.Boolean(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notices_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notices")),
    )
    op.create_index(op.f("ix_case_notices_case_id"), "case_notices", ["case_id"], unique=False)
    op.create_table(
        "case_parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("id_type", sa.String(length=30), nullable=False),
        sa.Column("id_no", sa.String(length=40), nullable=False),
        sa.Column("legal_representative", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_parties_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_parties")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_parties_case_id")),
    )
    op.create_index(op.f("ix_case_parties_name"), "case_parties", ["name"], unique=False)
    op.create_table(
        "case_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("slip_no", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_payments_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_payments")),
        sa.UniqueConstraint("case_id", "slip_no", name=op.f("uq_case_payments_case_id_slip_no")),
    )
    op.create_index(op.f("ix_case_payments_case_id"), "case_payments", ["case_id"], unique=False)
    op.create_table(
        "case_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kinds", Json, nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_text", sa.Text(), nullable=False),
        sa.Column("other_penalty", sa.Text(), nullable=False),
        sa.Column("benchmark_id", sa.String(length=20), nullable=False),
        sa.Column("benchmark_title", sa.String(length=300), nullable=False),
        sa.Column("grade", sa.String(length=30), nullable=False),
        sa.Column("grade_reasons", sa.Text(), nullable=False),
        sa.Column("band_when", sa.String(length=200), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("departure", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_proposals_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_proposals")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_proposals_case_id")),
    )
    op.create_table(
        "case_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("officer_ids", Json, nullable=False),
        sa.Column("certificate_shown", sa.Boolean(), nullable=False),
        sa.Column("rights_told", sa.Boolean(), nullable=False),
        sa.Column("respondent", sa.String(length=100), nullable=False),
        sa.Column("respondent_role", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_records_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_records")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_records_public_id")),
    )
    op.create_index(op.f("ix_case_records_case_id"), "case_records", ["case_id"], unique=False)
    op.create_table(
        "case_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("legal", sa.Boolean(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("reviewer_officer_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_name", sa.String(length=100), nullable=False),
        sa.Column("qualified", sa.Boolean(), nullable=False),
        sa.Column("concluded_at", UtcDateTime(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.Column("void_changes", Json, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_reviews_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reviews")),
        sa.UniqueConstraint("case_id", "round_no", name=op.f("uq_case_reviews_case_id_round_no")),
    )
    op.create_index(op.f("ix_case_reviews_case_id"), "case_reviews", ["case_id"], unique=False)
    op.create_table(
        "case_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("asks_hearing", sa.Boolean(), nullable=False),
        sa.Column("adopted", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_statements_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_statements")),
    )
    op.create_index(op.f("ix_case_statements_case_id"), "case_statements", ["case_id"], unique=False)
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_user_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_steps_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
    )
    op.create_index(op.f("ix_case_steps_case_id"), "case_steps", ["case_id"], unique=False)
    keep_as_written()


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    op.drop_index(op.f("ix_case_steps_case_id"), table_name="case_steps")
    op.drop_table("case_steps")
    op.drop_index(op.f("ix_case_statements_case_id"), table_name="case_statements")
    op.drop_table("case_statements")
    op.drop_index(op.f("ix_case_reviews_case_id"), table_name="case_reviews")
    op.drop_table("case_reviews")
    op.drop_index(op.f("ix_case_records_case_id"), table_name="case_records")
    op.drop_table("case_records")
    op.drop_table("case_proposals")
    op.drop_index(op.f("ix_case_payments_case_id"), table_name="case_payments")
    op.drop_table("case_payments")
    op.drop_index(op.f("ix_case_parties_name"), table_name="case_parties")
    op.drop_table("case_parties")
    op.drop_index(op.f("ix_case_notices_case_id"), table_name="case_notices")
    op.drop_table("case_notices")
    op.drop_index(op.f("ix_case_notes_case_id"), table_name="case_notes")
    op.drop_table("case_notes")
    op.drop_index("ix_case_handlers_officer", table_name="case_handlers")
    op.drop_index(op.f("ix_case_handlers_case_id"), table_name="case_handlers")
    op.drop_table("case_handlers")
    op.drop_index(op.f("ix_case_goods_case_id"), table_name="case_goods")
    op.drop_table("case_goods")
    op.drop_index(op.f("ix_case_evidence_case_id"), table_name="case_evidence")
    op.drop_table("case_evidence")
    op.drop_index(op.f("ix_case_discussions_case_id"), table_name="case_discussions")
    op.drop_table("case_discussions")
    op.drop_table("case_decisions")
    op.drop_index(op.f("ix_case_deadlines_org_path"), table_name="case_deadlines")
    op.drop_index("ix_case_deadlines_due", table_name="case_deadlines")
    op.drop_index(op.f("ix_case_deadlines_case_id"), table_name="case_deadlines")
    op.drop_table("case_deadlines")
    op.drop_index("ix_case_approvals_open", table_name="case_approvals")
    op.drop_index(op.f("ix_case_approvals_case_id"), table_name="case_approvals")
    op.drop_table("case_approvals")
    op.drop_index("ix_cases_scope", table_name="cases")
    op.drop_index("ix_cases_registered", table_name="cases")
    op.drop_table("cases")
    op.drop_index("ix_parties_name", table_name="parties")
    op.drop_table("parties")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_casework_change()")
