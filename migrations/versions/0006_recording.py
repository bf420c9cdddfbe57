"""Tables of recording."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = ("recordings", "recording_marks")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_recording_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'recordings are never deleted';
END
$$
"""
POSTGRESQL_ROWS = """
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_recording_delete()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_recording_delete()
"""
SQLITE = """
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'recordings are never deleted'); END
"""


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("matter_id", sa.String(40), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("list_item", sa.Integer(), nullable=True),
        sa.Column("list_id", sa.String(20), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("content_type", sa.String(80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("part_size", sa.BigInteger(), nullable=False),
        sa.Column("upload_id", sa.String(500), nullable=False),
        sa.Column("object_key", sa.String(200), nullable=False),
        sa.Column("object_version", sa.String(200), nullable=False),
        sa.Column("head_sha256", sa.String(64), nullable=False),
        sa.Column("declared_sha256", sa.String(64), nullable=False),
        sa.Column("server_sha256", sa.String(64), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("fps_milli", sa.Integer(), nullable=False),
        sa.Column("audio", sa.Boolean(), nullable=False),
        sa.Column("codec", sa.String(40), nullable=False),
        sa.Column("thumbnail_key", sa.String(200), nullable=False),
        sa.Column("recorded_from_at", INSTANT, nullable=False),
        sa.Column("recorded_to_at", INSTANT, nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("device_no", sa.String(60), nullable=False),
        sa.Column("party_told", sa.Boolean(), nullable=False),
        sa.Column("interruptions", sa.Text(), nullable=False),
        sa.Column("officer_ids", JSON, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("due_sentence", sa.String(200), nullable=False),
        sa.Column("due_basis", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("retention", sa.String(40), nullable=False),
        sa.Column("kept_until_on", sa.Date(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_name", sa.String(100), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("public_id", name="uq_recordings_public_id"),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name="fk_recordings_org_id_organisations"),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name="fk_recordings_uploaded_by_users"),
    )
    op.create_index("ix_recordings_matter_id", "recordings", ["matter_id", "id"])
    op.create_index("ix_recordings_state", "recordings", ["state", "id"])
    op.create_index("ix_recordings_org_path", "recordings", ["org_path"])
    op.create_table(
        "recording_marks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("added_by_name", sa.String(100), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_recording_marks_recording_id_recordings"),
    )
    op.create_index("ix_recording_marks_recording_id", "recording_marks", ["recording_id", "at_ms"])
    _never_delete()


def _never_delete() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        for trigger in (POSTGRESQL_ROWS, POSTGRESQL_TRUNCATE) if postgres else (SQLITE,):
            op.execute(trigger.format(table=table))


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    op.drop_table("recording_marks")
    op.drop_table("recordings")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_recording_delete()")
