"""Tables of inspection tasks and checks; an arrival and a step of a result are written once, nothing else goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PUBLIC_ID = sa.String(20)
PATH = sa.String(200)
NAME = sa.String(100)

WRITTEN_ONCE = ("check_scans", "check_results")
NEVER_DELETED = (
    "inspection_tasks",
    "checks",
    "check_officers",
    "check_answers",
    "check_third_parties",
    "check_requests",
    "check_follow_ups",
)
ACTS = {**dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")), **dict.fromkeys(NEVER_DELETED, ("DELETE",))}

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_check_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps its rows', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_check_loss()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_check_loss()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""


def upgrade() -> None:
    """Create the tables and their triggers."""
    create_inspection_tasks()
    create_checks()
    create_check_officers()
    create_check_scans()
    create_check_answers()
    create_check_third_parties()
    create_check_requests()
    create_check_results()
    create_check_follow_ups()
    keep_rows()


def keep_rows() -> None:
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


def create_inspection_tasks() -> None:
    op.create_table(
        "inspection_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("batch_public_id", PUBLIC_ID, nullable=False),
        sa.Column("draw_public_id", PUBLIC_ID, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.Column("domain", sa.String(60), nullable=False),
        sa.Column("region_name", sa.String(60), nullable=False),
        sa.Column("agency_name", NAME, nullable=False),
        sa.Column("title", PATH, nullable=False),
        sa.Column("draw_no", sa.String(40), nullable=False),
        sa.Column("plan_no", sa.String(40), nullable=False),
        sa.Column("plan_title", PATH, nullable=False),
        sa.Column("kind", PUBLIC_ID, nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("publish_due_on", sa.Date(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_tasks"),
        sa.UniqueConstraint("public_id", name="uq_inspection_tasks_public_id"),
        sa.UniqueConstraint("draw_public_id", name="uq_inspection_tasks_draw_public_id"),
        foreign_key("inspection_tasks", "org_id", "organisations"),
    )
    op.create_index("ix_inspection_tasks_batch_public_id", "inspection_tasks", ["batch_public_id"])
    op.create_index("ix_inspection_tasks_open", "inspection_tasks", ["state", "due_on"])
    op.create_index("ix_inspection_tasks_org_path", "inspection_tasks", ["org_path"])
    op.create_index("ix_inspection_tasks_public", "inspection_tasks", ["published_at", "id"])


def create_checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("draw_public_id", PUBLIC_ID, nullable=True),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("source_reason", sa.Text(), nullable=False),
        sa.Column("source_document", NAME, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.Column("agency_name", NAME, nullable=False),
        sa.Column("domain", sa.String(60), nullable=False),
        sa.Column("region_name", sa.String(60), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("name", PATH, nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("library", Json, nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("items_key", sa.Text(), nullable=False),
        sa.Column("items_digest", sa.String(64), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("joint_key", sa.String(80), nullable=False),
        sa.Column("code", sa.String(16), nullable=True),
        sa.Column("notice_document", PUBLIC_ID, nullable=False),
        sa.Column("notice_number", sa.String(60), nullable=False),
        sa.Column("notified_at", UtcDateTime(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=True),
        sa.Column("record_document", PUBLIC_ID, nullable=False),
        sa.Column("object_opinion", sa.Text(), nullable=False),
        sa.Column("representative", NAME, nullable=False),
        sa.Column("entry_state", sa.String(40), nullable=True),
        sa.Column("codes", Json, nullable=False),
        sa.Column("codes_key", sa.String(60), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("result_fixed_on", sa.Date(), nullable=True),
        sa.Column("tell_due_on", sa.Date(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("told_way", sa.String(40), nullable=False),
        sa.Column("told_document", PUBLIC_ID, nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("touched_by", NAME, nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
        sa.UniqueConstraint("public_id", name="uq_checks_public_id"),
        sa.UniqueConstraint("code", name="uq_checks_code"),
        sa.UniqueConstraint("draw_public_id", "uscc", name="uq_checks_draw_public_id_uscc"),
        foreign_key("checks", "task_id", "inspection_tasks"),
        foreign_key("checks", "org_id", "organisations"),
    )
    op.create_index("ix_checks_joint_key", "checks", ["joint_key"])
    op.create_index("ix_checks_object", "checks", ["org_id", "uscc", "arrived_on"])
    op.create_index("ix_checks_org_path", "checks", ["org_path"])
    op.create_index("ix_checks_published", "checks", ["published_at", "id"])
    op.create_index("ix_checks_state", "checks", ["state", "window_to", "id"])
    op.create_index("ix_checks_task_id", "checks", ["task_id"])
    op.create_index("ix_checks_uscc", "checks", ["uscc"])


def create_check_officers() -> None:
    op.create_table(
        "check_officers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("officer_public_id", PUBLIC_ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("certificate_no", sa.String(40), nullable=False),
        sa.Column("assistance_letter", NAME, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_how", sa.String(40), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_officers"),
        sa.UniqueConstraint("check_id", "officer_id", name="uq_check_officers_check_id_officer_id"),
        foreign_key("check_officers", "check_id", "checks"),
        foreign_key("check_officers", "officer_id", "officers"),
    )
    op.create_index("ix_check_officers_officer_id", "check_officers", ["officer_id"])


def create_check_scans() -> None:
    op.create_table(
        "check_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("officers", Json, nullable=False),
        sa.Column("third_parties", Json, nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("late_due_on", sa.Date(), nullable=True),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_scans"),
        foreign_key("check_scans", "check_id", "checks"),
        foreign_key("check_scans", "by_user_id", "users"),
    )
    op.create_index("ix_check_scans_check_id", "check_scans", ["check_id"])


def create_check_answers() -> None:
    op.create_table(
        "check_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(60), nullable=False),
        sa.Column("entry_no", PUBLIC_ID, nullable=False),
        sa.Column("answer", sa.String(60), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_by", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_answers"),
        sa.UniqueConstraint("check_id", "item_code", "entry_no", name="uq_check_answers_check_id_item_code_entry_no"),
        foreign_key("check_answers", "check_id", "checks"),
    )


def create_check_third_parties() -> None:
    op.create_table(
        "check_third_parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("organisation", PATH, nullable=False),
        sa.Column("agreement_no", NAME, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_third_parties"),
        sa.UniqueConstraint("public_id", name="uq_check_third_parties_public_id"),
        foreign_key("check_third_parties", "check_id", "checks"),
    )
    op.create_index("ix_check_third_parties_check_id", "check_third_parties", ["check_id"])


def create_check_requests() -> None:
    op.create_table(
        "check_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("asked_by_object", sa.Boolean(), nullable=False),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", NAME, nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", NAME, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_requests"),
        sa.UniqueConstraint("public_id", name="uq_check_requests_public_id"),
        foreign_key("check_requests", "check_id", "checks"),
        foreign_key("check_requests", "asked_by_id", "users"),
    )
    op.create_index("ix_check_requests_check_id", "check_requests", ["check_id"])


def create_check_results() -> None:
    op.create_table(
        "check_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("codes", Json, nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_results"),
        sa.UniqueConstraint("check_id", "no", name="uq_check_results_check_id_no"),
        foreign_key("check_results", "check_id", "checks"),
    )


def create_check_follow_ups() -> None:
    op.create_table(
        "check_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", NAME, nullable=False),
        sa.Column("link", NAME, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_follow_ups"),
        sa.UniqueConstraint("public_id", name="uq_check_follow_ups_public_id"),
        foreign_key("check_follow_ups", "check_id", "checks"),
    )
    op.create_index("ix_check_follow_ups_check_id", "check_follow_ups", ["check_id"])
    op.create_index("ix_check_follow_ups_open", "check_follow_ups", ["done_at", "due_on"])


def foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    for table in (
        "check_follow_ups",
        "check_results",
        "check_requests",
        "check_third_parties",
        "check_answers",
        "check_scans",
        "check_officers",
        "checks",
        "inspection_tasks",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_check_loss()")
