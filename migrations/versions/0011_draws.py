"""Tables of the draws, and the triggers that keep what was committed, drawn and typed as it is.

A draw is fixed in the order of events: what a commit names never changes after it, a seed and a result never after
they exist, a void draw never comes back. Everything else is only added to. 国办发〔2015〕58号: the whole course
traceable.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
SPENT = sa.text("state <> 'void' OR commit_hex IS NOT NULL")

WRITTEN_ONCE = (
    "draw_assignments",
    "draw_checks",
    "draw_events",
    "draw_infeasible",
    "draw_keys",
    "draw_selections",
    "draw_skips",
    "draw_values",
    "draw_witnesses",
    "random_entries",
    "random_witnesses",
)
NEVER_DELETED = ("draw_chains", "draw_notices", "draws", "random_values")
FIXED = {
    "commit_hex": (
        "agency", "matter", "algorithm", "sealed", "open_on", "classes", "source_kinds", "sources", "needs", "year",
        "draw_no", "frozen_at", "commit_json", "commit_hex", "prev_hex", "outside_at", "grade", "pool_key",
        "exclusions_key", "officers_key", "material_key", "library_age",
    ),
    "seed_hex": ("values", "seed_hex", "seeded_at"),
    "selected_root": ("outcome", "selected_root"),
    "published_at": ("published_at",),
}  # fmt: skip
"""Once the first is there, the others never change."""
TABLES = (
    "draw_notices", "draw_checks", "random_witnesses", "random_entries", "random_values", "draw_infeasible",
    "draw_skips", "draw_assignments", "draw_selections", "draw_events", "draw_keys", "draw_witnesses", "draw_values",
    "draw_chains", "draws",
)  # fmt: skip

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_draw_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_draw_change()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_draw_change()
"""
POSTGRESQL_FIXED = """
CREATE TRIGGER draws_{name} BEFORE UPDATE OF {said} ON draws FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_draw_change()
"""
SQLITE = """
CREATE TRIGGER {table}_kept_from_{word} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_FIXED = """
CREATE TRIGGER draws_{name} BEFORE UPDATE OF {said} ON draws FOR EACH ROW WHEN {condition}
BEGIN SELECT RAISE(ABORT, 'draws is append-only'); END
"""


def upgrade() -> None:
    """Create the tables and their triggers."""
    _draws()
    _course()
    _randomness()
    _watching()
    _keep()


def downgrade() -> None:
    """Drop the tables, and with them their triggers."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_draw_change()")


def _keep() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    acts = {**dict.fromkeys(WRITTEN_ONCE, ("UPDATE", "DELETE")), **dict.fromkeys(NEVER_DELETED, ("DELETE",))}
    if postgresql:
        op.execute(POSTGRESQL_FUNCTION)
    for table, words in acts.items():
        if postgresql:
            op.execute(POSTGRESQL.format(table=table, acts=" OR ".join(words)))
            op.execute(POSTGRESQL_TRUNCATE.format(table=table))
            continue
        for act in words:
            op.execute(SQLITE.format(table=table, act=act, word=act.lower()))
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    conditions = {"stays_void": "OLD.state = 'void' AND NEW.state <> 'void'"}
    for first, columns in FIXED.items():
        changed = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in columns)
        conditions[f"fixed_by_{first}"] = f"OLD.{first} IS NOT NULL AND ({changed})"
    for name, condition in conditions.items():
        op.execute(
            (POSTGRESQL_FIXED if postgresql else SQLITE_FIXED).format(
                name=name, condition=condition, said=_said("draws")
            )
        )


def _said(table: str) -> str:
    """The columns of what a row says: all but where its organisation stands, which may move."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    names = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return ", ".join(quote(name) for name in names if name != "org_path")


def _draws() -> None:
    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("agency", sa.String(60), nullable=False),
        sa.Column("agency_name", sa.String(120), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("draw_no", sa.String(20)),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("matter", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("plan_no", sa.String(40), nullable=False),
        sa.Column("algorithm", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("open_on", sa.Date()),
        sa.Column("opened_at", INSTANT),
        sa.Column("classes", JSON, nullable=False),
        sa.Column("source_kinds", JSON, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("outside_at", INSTANT),
        sa.Column("needs", JSON, nullable=False),
        sa.Column("grade", sa.String(1), nullable=False),
        sa.Column("drafted_by", sa.Integer()),
        sa.Column("drafted_by_name", sa.String(100), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("approved_by_name", sa.String(100), nullable=False),
        sa.Column("approved_at", INSTANT),
        sa.Column("frozen_at", INSTANT),
        sa.Column("commit_json", JSON),
        sa.Column("commit_hex", sa.String(64)),
        sa.Column("prev_hex", sa.String(64)),
        sa.Column("pool_size", sa.Integer(), nullable=False),
        sa.Column("excluded_size", sa.Integer(), nullable=False),
        sa.Column("pool_key", sa.String(100), nullable=False),
        sa.Column("exclusions_key", sa.String(100), nullable=False),
        sa.Column("officers_key", sa.String(100), nullable=False),
        sa.Column("material_key", sa.String(100), nullable=False),
        sa.Column("library_age", JSON, nullable=False),
        sa.Column("contributions_closed_at", INSTANT),
        sa.Column("dice_closed_at", INSTANT),
        sa.Column("values", JSON, nullable=False),
        sa.Column("seed_hex", sa.String(64)),
        sa.Column("seeded_at", INSTANT),
        sa.Column("outcome", JSON),
        sa.Column("selected_root", sa.String(64)),
        sa.Column("published_at", INSTANT),
        sa.Column("checks_began_at", INSTANT),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("void_asked_by", sa.Integer()),
        sa.Column("void_asked_by_name", sa.String(100), nullable=False),
        sa.Column("void_asked_at", INSTANT),
        sa.Column("voided_by", sa.Integer()),
        sa.Column("voided_by_name", sa.String(100), nullable=False),
        sa.Column("voided_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("org_id", "draw_no"),
    )
    op.create_index("ix_draws_agency", "draws", ["agency", "draw_no"])
    op.create_index("ix_draws_scope", "draws", ["org_path", "id"])
    op.create_index("ix_draws_state", "draws", ["state", "id"])
    op.create_index("uq_draws_matter", "draws", ["matter"], unique=True, sqlite_where=SPENT, postgresql_where=SPENT)
    op.create_table(
        "draw_chains",
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), primary_key=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.Column("head_hex", sa.String(64), nullable=False),
    )


def _course() -> None:
    op.create_table(
        "draw_values",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("typed_by", sa.Integer()),
        sa.Column("typed_by_name", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("ix_draw_values_draw", "draw_values", ["draw_id", "id"])
    op.create_table(
        "draw_witnesses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("commit_hex", sa.String(64), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.UniqueConstraint("draw_id", "user_id"),
    )
    op.create_table(
        "draw_keys",
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), primary_key=True),
        sa.Column("masked_hex", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
    )
    op.create_table(
        "draw_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("object_id", sa.String(120), nullable=False),
        sa.Column("old", sa.String(120), nullable=False),
        sa.Column("new", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_by_name", sa.String(100), nullable=False),
    )
    op.create_index("ix_draw_events_draw", "draw_events", ["draw_id", "id"])
    op.create_index("ix_draw_events_kind", "draw_events", ["kind", "at"])
    op.create_table(
        "draw_selections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("class_name", sa.String(60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.String(120), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("ticket", sa.String(64), nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("draw_events.id")),
        sa.UniqueConstraint("draw_id", "class_name", "rank"),
        sa.UniqueConstraint("draw_id", "object_id"),
    )
    op.create_table(
        "draw_assignments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("object_id", sa.String(120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.String(120), nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("draw_events.id")),
        sa.UniqueConstraint("draw_id", "object_id", "place"),
    )
    op.create_index("ix_draw_assignments_officer_id", "draw_assignments", ["officer_id"])
    op.create_table(
        "draw_skips",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("object_id", sa.String(120), nullable=False),
        sa.Column("officer_id", sa.String(120), nullable=False),
        sa.Column("rule_id", sa.String(20), nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("draw_events.id")),
    )
    op.create_index("ix_draw_skips_draw", "draw_skips", ["draw_id", "id"])
    op.create_table(
        "draw_infeasible",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("object_id", sa.String(120), nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("draw_events.id")),
        sa.UniqueConstraint("draw_id", "object_id"),
    )


def _randomness() -> None:
    op.create_table(
        "random_values",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source_id", sa.String(40), nullable=False, unique=True),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("issue", sa.String(20), nullable=False),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("agreed_at", INSTANT),
        sa.Column("unequal", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_random_values_open", "random_values", ["state", "announced_at"])
    op.create_table(
        "random_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(20), nullable=False, unique=True),
        sa.Column("value_id", sa.Integer(), sa.ForeignKey("random_values.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("picture_key", sa.String(100), nullable=False),
        sa.Column("picture_sha256", sa.String(64), nullable=False),
        sa.Column("typed_by", sa.Integer()),
        sa.Column("typed_by_name", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("corrects_id", sa.Integer(), sa.ForeignKey("random_entries.id")),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_random_entries_value", "random_entries", ["value_id", "id"])
    op.create_table(
        "random_witnesses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry_id", sa.Integer(), sa.ForeignKey("random_entries.id"), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer()),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )


def _watching() -> None:
    op.create_table(
        "draw_checks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draw_id", sa.Integer(), sa.ForeignKey("draws.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("steps", JSON, nullable=False),
    )
    op.create_index("ix_draw_checks_draw", "draw_checks", ["draw_id", "id"])
    op.create_table(
        "draw_notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("cleared_at", INSTANT),
        sa.UniqueConstraint("kind", "subject"),
    )
    op.create_index("ix_draw_notices_open", "draw_notices", ["cleared_at", "kind"])
