"""Tables of the platform: outbox, leases, demo clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["done_at", "next_at"])
    op.create_table(
        "leases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(60), nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_leases"),
        sa.UniqueConstraint("job", "slot", name="uq_leases_job_slot"),
    )
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ahead_seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_clock"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("demo_clock")
    op.drop_table("leases")
    op.drop_index("ix_outbox_due", "outbox")
    op.drop_table("outbox")
