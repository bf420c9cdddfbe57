"""Tables of the catalogue, and the triggers that keep published versions unchanged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LEGAL_KIND = sa.String(40)

PUBLISHED = {
    "power_item_versions": (
        (
            "item_id, code, version_no, domain, department, field, act, "
            "duty_law, duty_version, duty_article, duty_kind, "
            "penalty_law, penalty_version, penalty_article, penalty_kind, amount_article, supporting, "
            "kinds, fine, orders, serious, refusal, party, in_force_from, replaces, note, source, "
            "search_text, published_at, published_by"
        ),
        "in_force_to",
    ),
    "benchmarks": (
        (
            "public_id, org_id, org_name, version_no, title, document_no, published_on, valid_from, recorded_at, "
            "recorded_by, item_code, entry_no, formula, tiers"
        ),
        "valid_to",
    ),
    "review_catalogues": (
        (
            "public_id, org_id, org_name, version_no, title, document_no, published_on, valid_from, recorded_at, "
            "recorded_by, entries"
        ),
        "valid_to",
    ),
    "recording_lists": (
        (
            "public_id, org_id, org_name, version_no, title, document_no, published_on, valid_from, recorded_at, "
            "recorded_by, entries"
        ),
        "valid_to",
    ),
}
"""Table -> its columns that never change, and the last day that may be set once."""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_catalogue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version of % does not change', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = (
    (
        "CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {columns} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_catalogue_change()"
    ),
    (
        "CREATE TRIGGER {table}_ends_once BEFORE UPDATE OF {last} ON {table} "
        "FOR EACH ROW WHEN (OLD.{last} IS NOT NULL) EXECUTE FUNCTION refuse_catalogue_change()"
    ),
    ("CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_catalogue_change()"),
)
SQLITE = (
    (
        "CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {columns} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"
    ),
    (
        "CREATE TRIGGER {table}_ends_once BEFORE UPDATE OF {last} ON {table} WHEN OLD.{last} IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"
    ),
    (
        "CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"
    ),
)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "power_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_power_items"),
        sa.UniqueConstraint("code", name="uq_power_items_code"),
    )
    _create_versions()
    _create_published("benchmarks", *_benchmark_columns())
    op.create_index("ix_benchmarks_item_code_valid_from", "benchmarks", ["item_code", "valid_from"])
    for table in ("review_catalogues", "recording_lists"):
        _create_published(
            table,
            sa.Column("entries", JSON, nullable=False),
            sa.UniqueConstraint("org_id", "version_no", name=f"uq_{table}_org_id_version_no"),
        )
    _create_triggers()


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    for table in ("recording_lists", "review_catalogues", "benchmarks", "power_item_versions", "power_items"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_catalogue_change()")


def _create_versions() -> None:
    op.create_table(
        "power_item_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(40), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("act", sa.String(400), nullable=False),
        *_basis_columns("duty"),
        *_basis_columns("penalty"),
        sa.Column("amount_article", sa.String(120), nullable=False),
        sa.Column("supporting", JSON, nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("fine", JSON, nullable=False),
        sa.Column("orders", JSON, nullable=False),
        sa.Column("serious", JSON, nullable=True),
        sa.Column("refusal", JSON, nullable=True),
        sa.Column("party", sa.String(20), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("replaces", sa.String(40), nullable=False),
        sa.Column("replaced_by", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_power_item_versions"),
        sa.ForeignKeyConstraint(["item_id"], ["power_items.id"], name="fk_power_item_versions_item_id_power_items"),
        sa.UniqueConstraint("code", "version_no", name="uq_power_item_versions_code_version_no"),
    )
    op.create_index("ix_power_item_versions_domain_code", "power_item_versions", ["domain", "code"])
    op.create_index("ix_power_item_versions_field", "power_item_versions", ["field"])


def _basis_columns(name: str) -> tuple[sa.Column, ...]:
    return (
        sa.Column(f"{name}_law", sa.String(120), nullable=False),
        sa.Column(f"{name}_version", sa.Date(), nullable=False),
        sa.Column(f"{name}_article", sa.String(120), nullable=False),
        sa.Column(f"{name}_kind", LEGAL_KIND, nullable=False),
    )


def _benchmark_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("item_code", sa.String(40), nullable=False),
        sa.Column("entry_no", sa.Integer(), nullable=False),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("tiers", JSON, nullable=False),
        sa.ForeignKeyConstraint(["item_code"], ["power_items.code"], name="fk_benchmarks_item_code_power_items"),
        sa.UniqueConstraint("org_id", "item_code", "version_no", name="uq_benchmarks_org_id_item_code_version_no"),
    )


def _create_published(table: str, *rest: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("org_name", sa.String(100), nullable=False),
        sa.Column("org_level", sa.String(10), nullable=False),
        sa.Column("org_domain", sa.String(40), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("document_no", sa.String(60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(100), nullable=False),
        *rest,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=f"fk_{table}_org_id_organisations"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f(f"ck_{table}_span")),
    )
    op.create_index(f"ix_{table}_org_path", table, ["org_path"])


def _create_triggers() -> None:
    postgresql_database = op.get_bind().dialect.name == "postgresql"
    if postgresql_database:
        op.execute(POSTGRESQL_FUNCTION)
    for table, (columns, last) in PUBLISHED.items():
        for statement in POSTGRESQL if postgresql_database else SQLITE:
            op.execute(statement.format(table=table, columns=columns, last=last))
