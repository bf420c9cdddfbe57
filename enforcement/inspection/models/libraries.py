"""One list and two libraries (一单两库): items in versions, objects, officers; imports with their staged rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.inspection.library_states import ImportState, ItemState, Verdict
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.inspection.items import ItemKind

BIG_ID = BigInteger().with_variant(Integer, "sqlite")


class InspectionItem(Versioned, Model):
    """One version of an item of an agency's list; a draft may change, a published version only gets its last day."""

    __tablename__ = "inspection_items"
    __table_args__ = (
        UniqueConstraint("org_id", "code", "version_no"),
        Index("ix_inspection_items_path_code", "org_path", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    org_name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(40))
    version_no: Mapped[int]
    state: Mapped[ItemState] = mapped_column(enum_column(ItemState))
    name: Mapped[str] = mapped_column(String(200))
    sub_item: Mapped[str] = mapped_column(String(200))
    bases: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """``law`` and ``article`` each."""
    subject: Mapped[str] = mapped_column(String(200))
    """抽查主体 with its level."""
    object_kind: Mapped[str] = mapped_column(String(100))
    kind: Mapped[ItemKind] = mapped_column(enum_column(ItemKind))
    ratios: Mapped[dict[str, int]] = mapped_column(Json)
    """Class -> basis points."""
    frequency: Mapped[dict[str, int]] = mapped_column(Json)
    """Class -> times a year."""
    methods: Mapped[list[str]] = mapped_column(Json)
    qualification: Mapped[str] = mapped_column(String(100))
    standard: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    yearly_cap: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    drafted_by: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(100), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class _ObjectColumns:
    """What a row of the file and an object of the library share."""

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    registration_state: Mapped[str] = mapped_column(String(20))
    legal_representative: Mapped[str] = mapped_column(String(60))
    contact: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40))
    region_name: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(String(200))
    """Path of the organ that supervises it on the spot (管辖单位)."""
    industry: Mapped[str] = mapped_column(String(100))
    tags: Mapped[list[str]] = mapped_column(Json)
    item_codes: Mapped[list[str]] = mapped_column(Json)
    risk_class: Mapped[str] = mapped_column(String(2))
    risk_class_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    last_check_on: Mapped[date | None]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 over all of the above, to tell changed rows from unchanged ones."""


class LibraryObject(_ObjectColumns, Model):
    """An object of an agency's library; it changes by imports only, each a new version of the library."""

    __tablename__ = "library_objects"
    __table_args__ = (
        UniqueConstraint("org_id", "uscc"),
        Index("ix_library_objects_path_uscc", "org_path", "uscc"),
        Index("ix_library_objects_name", "name"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str] = mapped_column(String(18))
    first_version: Mapped[int]
    changed_version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visited_on: Mapped[date | None] = query_expression()
    """The agency's last inspection that this system counted; only where a query asks for it."""

    @property
    def checked_on(self) -> date | None:
        """上次检查日期: the later of what the last import said and what was counted here."""
        return max(filter(None, (self.last_check_on, self.visited_on)), default=None)


class LibraryVersion(Model):
    """One version of an agency's object library: which import made it and what it changed; added only."""

    __tablename__ = "library_versions"
    __table_args__ = (UniqueConstraint("org_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    no: Mapped[int]
    import_public_id: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    added: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    total: Mapped[int]
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_by: Mapped[str] = mapped_column(String(100))


class LibraryChange(Model):
    """What a changed object held before, by version; added only."""

    __tablename__ = "library_changes"
    __table_args__ = (Index("ix_library_changes_object", "org_id", "uscc", "version_no"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    uscc: Mapped[str] = mapped_column(String(18))
    version_no: Mapped[int]
    """The version that changed it."""
    before: Mapped[dict[str, Any]] = mapped_column(Json)


class LibraryImport(Versioned, Model):
    """An uploaded file on its way into the library: dry run, then all of it or nothing."""

    __tablename__ = "library_imports"
    __table_args__ = (Index("ix_library_imports_path", "org_path", "id"), Index("ix_library_imports_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState))
    file_name: Mapped[str] = mapped_column(String(200))
    file_key: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    rows_expected: Mapped[int | None]
    rows_read: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    milliseconds: Mapped[int] = mapped_column(default=0)
    base_version: Mapped[int] = mapped_column(default=0)
    """Version of the library that the dry run compared with."""
    message: Mapped[str] = mapped_column(Text, default="")
    uploaded_by: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Last sign of life of the dry run; when it is old the run is begun anew."""
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LibraryImportRow(_ObjectColumns, Model):
    """A staged row. It goes when the import is applied or thrown away; the file itself is kept."""

    __tablename__ = "library_import_rows"
    __table_args__ = (Index("ix_library_import_rows_import", "import_id", "verdict", "row_no"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("library_imports.id"))
    row_no: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict, 20))
    uscc: Mapped[str] = mapped_column(String(18))


class LibraryImportFault(Model):
    """What is wrong with one cell of a refused row, and how to mend it."""

    __tablename__ = "library_import_faults"
    __table_args__ = (Index("ix_library_import_faults_import", "import_id", "row_no"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("library_imports.id"))
    row_no: Mapped[int]
    cell: Mapped[str] = mapped_column(String(10))
    column: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(Text)
    mend: Mapped[str] = mapped_column(Text)


class LibraryOfficer(Versioned, Model):
    """An officer of the staff list as the library of inspectors knows him (执法检查人员名录库)."""

    __tablename__ = "library_officers"
    __table_args__ = (Index("ix_library_officers_path", "org_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), unique=True)
    officer_public_id: Mapped[str] = mapped_column(String(20), unique=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(60))
    item_codes: Mapped[list[str]] = mapped_column(Json)
    areas: Mapped[list[str]] = mapped_column(Json)
    """Paths of the organs whose territory he covers."""
    specialities: Mapped[list[str]] = mapped_column(Json)
    qualified_items: Mapped[list[str]] = mapped_column(Json)
    """Codes of items for which he holds the professional post asked."""
    load_limit: Mapped[int]
    """Most objects in one draw."""
    active: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[str] = mapped_column(String(100))

    leaves: Mapped[list[OfficerLeave]] = relationship(order_by="OfficerLeave.first_day", lazy="raise")
    conflicts: Mapped[list[OfficerConflict]] = relationship(order_by="OfficerConflict.uscc", lazy="raise")


class OfficerLeave(Model):
    """Days on which an officer can't be sent, both included."""

    __tablename__ = "library_officer_leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    library_officer_id: Mapped[int] = mapped_column(ForeignKey("library_officers.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(100))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfficerConflict(Model):
    """A standing reason to recuse (行政处罚法第四十三条): one enterprise and why."""

    __tablename__ = "library_officer_conflicts"
    __table_args__ = (UniqueConstraint("library_officer_id", "uscc"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_officer_id: Mapped[int] = mapped_column(ForeignKey("library_officers.id"), index=True)
    uscc: Mapped[str] = mapped_column(String(18))
    reason: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(100))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
