"""Tables of publicity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
# FTS5 keeps no copy of the tokens: it reads them from public_search, and follows it through the triggers.
FOLLOWING = (
    (
        "CREATE VIRTUAL TABLE public_search_fts USING fts5"
        "(grams, content='public_search', content_rowid='id', tokenize='unicode61')"
    ),
    (
        "CREATE TRIGGER public_search_added AFTER INSERT ON public_search BEGIN "
        "INSERT INTO public_search_fts(rowid, grams) VALUES (new.id, new.grams); END"
    ),
    (
        "CREATE TRIGGER public_search_removed AFTER DELETE ON public_search BEGIN "
        "INSERT INTO public_search_fts(public_search_fts, rowid, grams) VALUES ('delete', old.id, old.grams); END"
    ),
    (
        "CREATE TRIGGER public_search_changed AFTER UPDATE ON public_search BEGIN "
        "INSERT INTO public_search_fts(public_search_fts, rowid, grams) VALUES ('delete', old.id, old.grams); "
        "INSERT INTO public_search_fts(rowid, grams) VALUES (new.id, new.grams); END"
    ),
)


def upgrade() -> None:
    _register()
    _duties()
    _search()


def _register() -> None:
    op.create_table(
        "public_records",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document_number", sa.String(80), nullable=False),
        sa.Column("document_sha256", sa.String(64), nullable=False),
        sa.Column("agency_name", sa.String(120), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("region_name", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("party_name", sa.String(200), nullable=False),
        sa.Column("party_kind", sa.String(40), nullable=False),
        sa.Column("party_uscc", sa.String(18), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("kinds_key", sa.String(200), nullable=False),
        sa.Column("penalty_text", sa.Text(), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("performed_on", sa.Date()),
        sa.Column("paragraphs", JSON, nullable=False),
        sa.Column("redactions", JSON, nullable=False),
        sa.Column("remedies", JSON, nullable=False),
        sa.Column("credit_class", sa.String(20), nullable=False),
        sa.Column("min_end_on", sa.Date()),
        sa.Column("max_end_on", sa.Date(), nullable=False),
        sa.Column("period_basis", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("end_ground", sa.String(20), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    for name, columns in (
        ("published", ["published_at", "id"]),
        ("decided", ["decided_on", "id"]),
        ("fine", ["fine_fen", "id"]),
        ("end", ["state", "max_end_on"]),
        ("agency", ["agency_name"]),
        ("number", ["document_number"]),
        ("document", ["document_sha256"]),
    ):
        op.create_index(f"ix_public_records_{name}", "public_records", columns)
    op.create_table(
        "public_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("public_records.id"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
    )
    op.create_index("ix_public_changes_record", "public_changes", ["record_id", "id"])
    op.create_table(
        "public_editions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("public_records.id"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.UniqueConstraint("record_id", "edition"),
    )


def _duties() -> None:
    op.create_table(
        "publication_duties",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(40), nullable=False, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("matter_id", sa.String(40), nullable=False),
        sa.Column("org_id", sa.Integer(), sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("org_path", sa.String(200), nullable=False),
        sa.Column("domain", sa.String(60), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.String(40), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("footnote", sa.Text(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
        sa.Column("exemptions", JSON, nullable=False),
        sa.Column("exemption_reason", sa.Text(), nullable=False),
        sa.Column("exemption_by", sa.Integer()),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("fulfilled_at", INSTANT),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("public_records.id")),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_publication_duties_open", "publication_duties", ["state", "due_on", "id"])
    op.create_index("ix_publication_duties_matter", "publication_duties", ["matter_id"])
    op.create_index("ix_publication_duties_org_path", "publication_duties", ["org_path"])
    op.create_table(
        "redaction_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("duty_id", sa.Integer(), sa.ForeignKey("publication_duties.id"), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("author_user_id", sa.Integer()),
        sa.Column("author_name", sa.String(100), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("duty_id", "no"),
    )


def _search() -> None:
    op.create_table(
        "public_search",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("public_records.id"), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("grams", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    op.create_index("ix_public_search_record", "public_search", ["record_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_public_search_grams", "public_search", ["grams"], postgresql_using="gin")
        return
    for statement in FOLLOWING:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE public_search_fts")
    for table in (
        "public_search",
        "redaction_versions",
        "publication_duties",
        "public_editions",
        "public_changes",
        "public_records",
    ):
        op.drop_table(table)
