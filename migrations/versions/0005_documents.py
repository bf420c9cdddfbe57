"""Tables of documents, and the triggers that keep what was issued as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enforcement.platform.types import Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PUBLIC_ID = sa.String(20)
PATH = sa.String(200)
DIGEST = sa.String(64)
KEY = sa.String(100)
NAME = sa.String(100)

WRITTEN_ONCE = ("documents", "seal_entries", "signatures", "document_services")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OF {columns} OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_document_change()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_document_change()
"""
SQLITE_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def upgrade() -> None:
    """Create the tables."""
    create_papers()
    create_seals()
    create_services()
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    inspector = sa.inspect(op.get_bind())
    for table in WRITTEN_ONCE:
        # org_path is a copy that moves with its organisation; everything else stays.
        names = [column["name"] for column in inspector.get_columns(table)]
        columns = ", ".join(f'"{name}"' for name in names if name != "org_path")
        for statement in (POSTGRESQL, POSTGRESQL_TRUNCATE) if postgresql else (SQLITE_UPDATE, SQLITE_DELETE):
            op.execute(statement.format(table=table, columns=columns))


def create_papers() -> None:
    op.create_table(
        "number_sequences",
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "series", "year", name="pk_number_sequences"),
        foreign_key("number_sequences", "org_id", "organisations"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("matter_id", PUBLIC_ID, nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("series", sa.String(20), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("data_digest", DIGEST, nullable=False),
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("object_key", KEY, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_by_name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("public_id", name="uq_documents_public_id"),
        sa.UniqueConstraint("org_id", "series", "year", "sequence", name="uq_documents_org_id_series_year_sequence"),
        foreign_key("documents", "org_id", "organisations"),
        foreign_key("documents", "issued_by_id", "users"),
    )
    for column in ("matter_id", "org_path", "number", "sha256"):
        op.create_index(f"ix_documents_{column}", "documents", [column])


def create_seals() -> None:
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("object_key", KEY, nullable=False),
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_name", NAME, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seals"),
        sa.UniqueConstraint("public_id", name="uq_seals_public_id"),
        foreign_key("seals", "org_id", "organisations"),
        foreign_key("seals", "registered_by_id", "users"),
    )
    op.create_index("ix_seals_org_id", "seals", ["org_id"])
    op.create_table(
        "seal_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", DIGEST, nullable=False),
        sa.Column("seal_sha256", DIGEST, nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_by_name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal_entries"),
        sa.UniqueConstraint("document_id", name="uq_seal_entries_document_id"),
        foreign_key("seal_entries", "document_id", "documents"),
        foreign_key("seal_entries", "seal_id", "seals"),
        foreign_key("seal_entries", "applied_by_id", "users"),
    )
    op.create_index("ix_seal_entries_seal_id", "seal_entries", ["seal_id"])


def create_services() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("matter_id", PUBLIC_ID, nullable=False),
        sa.Column("org_path", PATH, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("signer", NAME, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("object_key", KEY, nullable=False),
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("refusal_note", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
        sa.UniqueConstraint("public_id", name="uq_signatures_public_id"),
        foreign_key("signatures", "recorded_by_id", "users"),
    )
    op.create_index("ix_signatures_matter_id", "signatures", ["matter_id"])
    op.create_table(
        "document_services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", PUBLIC_ID, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("recipient", NAME, nullable=False),
        sa.Column("relation", NAME, nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("witness", NAME, nullable=False),
        sa.Column("servers", Json, nullable=False),
        sa.Column("recording_public_id", PUBLIC_ID, nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_document_services"),
        sa.UniqueConstraint("public_id", name="uq_document_services_public_id"),
        sa.UniqueConstraint("document_id", name="uq_document_services_document_id"),
        sa.UniqueConstraint("receipt_id", name="uq_document_services_receipt_id"),
        foreign_key("document_services", "document_id", "documents"),
        foreign_key("document_services", "receipt_id", "documents"),
        foreign_key("document_services", "signature_id", "signatures"),
        foreign_key("document_services", "recorded_by_id", "users"),
    )


def foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    for table in (
        "document_services",
        "signatures",
        "seal_entries",
        "seals",
        "documents",
        "number_sequences",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_document_change()")
