"""A batch says why off-site means are not enough (rule C03)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inspection_batches", sa.Column("off_site", Json, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("inspection_batches", "off_site")
