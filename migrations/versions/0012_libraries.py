"""Tables of the item list, the libraries and the plans of inspection.

Versions of a library and what an object held before are written once. Items, objects, plans and batches never go.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "inspection_notices",
    "joint_visit_proposals",
    "inspection_batches",
    "inspection_plans",
    "library_officer_conflicts",
    "library_officer_leaves",
    "library_officers",
    "library_import_faults",
    "library_import_rows",
    "library_imports",
    "library_changes",
    "library_versions",
    "library_objects",
    "inspection_items",
)
WRITTEN_ONCE = ("library_changes", "library_versions")
NEVER_DELETED = (
    "inspection_batches",
    "inspection_items",
    "inspection_plans",
    "joint_visit_proposals",
    "library_imports",
    "library_objects",
    "library_officers",
)
ACTS = {**dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")), **dict.fromkeys(NEVER_DELETED, ("DELETE",))}

POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_loss()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} keeps its rows'); END
"""


def upgrade() -> None:
    _libraries()
    _imports()
    _officers()
    _plans()
    _keep()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _keep() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, acts in ACTS.items():
        if postgresql:
            op.execute(
                POSTGRESQL.format(
                    table=table, acts=" OR ".join(act.replace("UPDATE", f"UPDATE OF {_said(table)}") for act in acts)
                )
            )
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in acts:
            op.execute(
                SQLITE.format(table=table, act=act.replace("UPDATE", f"UPDATE OF {_said(table)}"), word=act.lower())
            )


def _said(table: str) -> str:
    """The columns of what a row says: all but where its organisation stands, which may move."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(quote(name) for name in names if name != "org_path")


def _libraries() -> None:
    op.create_table(
        "inspection_items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("org_name", sa.String(100), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sub_item", sa.String(200), nullable=False),
        sa.Column("bases", JSON, nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("object_kind", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ratios", JSON, nullable=False),
        sa.Column("frequency", JSON, nullable=False),
        sa.Column("methods", JSON, nullable=False),
        sa.Column("qualification", sa.String(100), nullable=False),
        sa.Column("standard", JSON, nullable=False),
        sa.Column("yearly_cap", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.String(100), nullable=False),
        sa.Column("published_at", INSTANT),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("org_id", "code", "version_no"),
    )
    op.create_index("ix_inspection_items_path_code", "inspection_items", ["org_path", "code"])
    op.create_table(
        "library_objects",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("first_version", sa.Integer(), nullable=False),
        sa.Column("changed_version", sa.Integer(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("registration_state", sa.String(20), nullable=False),
        sa.Column("legal_representative", sa.String(60), nullable=False),
        sa.Column("contact", sa.String(60), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("region_name", sa.String(60), nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.Column("industry", sa.String(100), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("item_codes", JSON, nullable=False),
        sa.Column("risk_class", sa.String(2), nullable=False),
        sa.Column("risk_class_on", sa.Date()),
        sa.Column("registered_on", sa.Date()),
        sa.Column("last_check_on", sa.Date()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("org_id", "uscc"),
    )
    op.create_index("ix_library_objects_name", "library_objects", ["name"])
    op.create_index("ix_library_objects_path_uscc", "library_objects", ["org_path", "uscc"])
    op.create_table(
        "library_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("import_public_id", sa.String(20), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("applied_at", INSTANT, nullable=False),
        sa.Column("applied_by", sa.String(100), nullable=False),
        sa.UniqueConstraint("org_id", "no"),
    )
    op.create_table(
        "library_changes",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("before", JSON, nullable=False),
    )
    op.create_index("ix_library_changes_object", "library_changes", ["org_id", "uscc", "version_no"])


def _imports() -> None:
    op.create_table(
        "library_imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_key", sa.String(200), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows_expected", sa.Integer()),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.String(100), nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_library_imports_path", "library_imports", ["org_path", "id"])
    op.create_index("ix_library_imports_state", "library_imports", ["state"])
    op.create_table(
        "library_import_rows",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("library_imports.id"), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("registration_state", sa.String(20), nullable=False),
        sa.Column("legal_representative", sa.String(60), nullable=False),
        sa.Column("contact", sa.String(60), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("region_name", sa.String(60), nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.Column("industry", sa.String(100), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("item_codes", JSON, nullable=False),
        sa.Column("risk_class", sa.String(2), nullable=False),
        sa.Column("risk_class_on", sa.Date()),
        sa.Column("registered_on", sa.Date()),
        sa.Column("last_check_on", sa.Date()),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("ix_library_import_rows_import", "library_import_rows", ["import_id", "verdict", "row_no"])
    op.create_table(
        "library_import_faults",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("library_imports.id"), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(10), nullable=False),
        sa.Column("column", sa.String(40), nullable=False),
        sa.Column("value", sa.String(100), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("mend", sa.Text(), nullable=False),
    )
    op.create_index("ix_library_import_faults_import", "library_import_faults", ["import_id", "row_no"])


def _officers() -> None:
    op.create_table(
        "library_officers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("officer_id", sa.Integer(), sa.ForeignKey("officers.id"), nullable=False, unique=True),
        sa.Column("officer_public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("item_codes", JSON, nullable=False),
        sa.Column("areas", JSON, nullable=False),
        sa.Column("specialities", JSON, nullable=False),
        sa.Column("qualified_items", JSON, nullable=False),
        sa.Column("load_limit", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("updated_by", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_library_officers_path", "library_officers", ["org_path"])
    op.create_table(
        "library_officer_leaves",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("library_officer_id", sa.Integer(), sa.ForeignKey("library_officers.id"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("recorded_by", sa.String(100), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
    )
    op.create_index("ix_library_officer_leaves_library_officer_id", "library_officer_leaves", ["library_officer_id"])
    op.create_table(
        "library_officer_conflicts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("library_officer_id", sa.Integer(), sa.ForeignKey("library_officers.id"), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("recorded_by", sa.String(100), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.UniqueConstraint("library_officer_id", "uscc"),
    )
    op.create_index(
        "ix_library_officer_conflicts_library_officer_id", "library_officer_conflicts", ["library_officer_id"]
    )


def _plans() -> None:
    op.create_table(
        "inspection_plans",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("org_name", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("drafted_by", sa.Integer()),
        sa.Column("drafted_by_name", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("approved_by_name", sa.String(100), nullable=False),
        sa.Column("approved_at", INSTANT),
        sa.Column("published_at", INSTANT),
        sa.Column("public_until", sa.Date(), nullable=False),
        sa.Column("public_until_basis", sa.Text(), nullable=False),
        sa.Column("filed_with", sa.String(100), nullable=False),
        sa.Column("filing_receipt", sa.String(80), nullable=False),
        sa.Column("filed_on", sa.Date()),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("org_id", "no"),
    )
    op.create_index("ix_inspection_plans_path_year", "inspection_plans", ["org_path", "year"])
    op.create_index("ix_inspection_plans_published", "inspection_plans", ["published_at", "id"])
    op.create_table(
        "inspection_batches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("inspection_plans.id")),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scope_text", sa.Text(), nullable=False),
        sa.Column("item_codes", JSON, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.Column("exclusions", JSON, nullable=False),
        sa.Column("ratios", JSON, nullable=False),
        sa.Column("frequency", sa.String(60), nullable=False),
        sa.Column("planned_count", sa.Integer()),
        sa.Column("departments", JSON, nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("draw_on", sa.Date(), nullable=False),
        sa.Column("visit_from", sa.Date(), nullable=False),
        sa.Column("visit_to", sa.Date(), nullable=False),
        sa.Column("team_size", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.String(10), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("papers", JSON, nullable=False),
        sa.Column("stacking_reason", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Integer()),
        sa.Column("drafted_by_name", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("approved_by_name", sa.String(100), nullable=False),
        sa.Column("approved_at", INSTANT),
        sa.Column("draw_public_id", sa.String(20), unique=True),
        sa.Column("frozen_at", INSTANT),
        sa.Column("pool_size", sa.Integer()),
        sa.Column("excluded", sa.Integer()),
        sa.Column("filtered_out", sa.Integer()),
        sa.Column("hindrance", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_inspection_batches_due", "inspection_batches", ["state", "draw_on"])
    op.create_index("ix_inspection_batches_path", "inspection_batches", ["org_path", "draw_on"])
    op.create_index("ix_inspection_batches_plan", "inspection_batches", ["plan_id", "no"])
    op.create_table(
        "joint_visit_proposals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("first_batch", sa.String(20), nullable=False),
        sa.Column("second_batch", sa.String(20), nullable=False),
        sa.Column("first_path", sa.String(200), nullable=False),
        sa.Column("second_path", sa.String(200), nullable=False),
        sa.Column("days_apart", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answered_by", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("uscc", "first_batch", "second_batch"),
    )
    op.create_index("ix_joint_visit_proposals_first_path", "joint_visit_proposals", ["first_path"])
    op.create_index("ix_joint_visit_proposals_second_path", "joint_visit_proposals", ["second_path"])
    op.create_table(
        "inspection_notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("cleared_at", INSTANT),
        sa.UniqueConstraint("kind", "subject"),
    )
    op.create_index("ix_inspection_notices_open", "inspection_notices", ["cleared_at", "kind"])
