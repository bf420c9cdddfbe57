"""Tables of the room. A paper, its seal entry, signature and service are written once.

Triggers refuse UPDATE and DELETE of those rows (migration 0005); only ``org_path``, the copy
of an organisation's place in the tree, moves with its organisation.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enforcement.foundation.identifiers import new_public_id
from enforcement.platform.database import Model, Versioned
from enforcement.platform.types import Json, UtcDateTime, enum_column
from enforcement.rules.service import ServiceMode

PUBLIC_ID = String(20)
PATH = String(200)
DIGEST = String(64)
KEY = String(100)
NAME = String(100)


class NumberSequence(Model):
    """The last number given in a series of an agency and year."""

    __tablename__ = "number_sequences"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Document(Model):
    """A paper as issued; the PDF lies in the store under ``sha256``."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("org_id", "series", "year", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    matter_id: Mapped[str] = mapped_column(PUBLIC_ID, index=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PATH, index=True)
    form: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    series: Mapped[str | None] = mapped_column(String(20))
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(60), index=True)
    """文号 as printed; empty for forms without one."""
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    data_digest: Mapped[str] = mapped_column(DIGEST)
    sha256: Mapped[str] = mapped_column(DIGEST, index=True)
    object_key: Mapped[str] = mapped_column(KEY)
    size: Mapped[int]
    """Bytes of the PDF."""
    pages: Mapped[int]
    sealed: Mapped[bool]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_by_name: Mapped[str] = mapped_column(NAME)

    service: Mapped[Service | None] = relationship(
        back_populates="document", foreign_keys="Service.document_id", lazy="raise", uselist=False
    )

    @property
    def filename(self) -> str:
        """A name for the downloaded file."""
        return f"{self.title}{self.number}.pdf"


class Seal(Versioned, Model):
    """An agency's registered seal image; valid days with both ends included."""

    __tablename__ = "seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    org_path: Mapped[str] = mapped_column(PATH)
    name: Mapped[str] = mapped_column(NAME)
    object_key: Mapped[str] = mapped_column(KEY)
    sha256: Mapped[str] = mapped_column(DIGEST)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    registered_by_name: Mapped[str] = mapped_column(NAME)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class SealEntry(Model):
    """用印登记: one paper sealed once; digests of what was sealed and with which image."""

    __tablename__ = "seal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    seal_id: Mapped[int] = mapped_column(ForeignKey("seals.id"), index=True)
    document_sha256: Mapped[str] = mapped_column(DIGEST)
    seal_sha256: Mapped[str] = mapped_column(DIGEST)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    applied_by_name: Mapped[str] = mapped_column(NAME)


class Signature(Model):
    """A signature made on the screen, or the note that it was refused."""

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    matter_id: Mapped[str] = mapped_column(PUBLIC_ID, index=True)
    org_path: Mapped[str] = mapped_column(PATH)
    subject: Mapped[str] = mapped_column(NAME)
    """What is signed: a form code or any words of the caller."""
    signer: Mapped[str] = mapped_column(NAME)
    role: Mapped[str] = mapped_column(String(40))
    """As printed before the name: 当事人, 见证人, 执法人员."""
    object_key: Mapped[str] = mapped_column(KEY)
    sha256: Mapped[str] = mapped_column(DIGEST)
    refusal_note: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Service(Model):
    """The service of a paper (送达) and its receipt (送达回证)."""

    __tablename__ = "document_services"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=new_public_id)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    mode: Mapped[ServiceMode] = mapped_column(enum_column(ServiceMode))
    acted_on: Mapped[date]
    served_on: Mapped[date]
    """The day the paper counts as served; after a public notice it may lie ahead."""
    place: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(NAME)
    relation: Mapped[str] = mapped_column(NAME)
    refusal: Mapped[str] = mapped_column(Text)
    witness: Mapped[str] = mapped_column(NAME)
    servers: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    recording_public_id: Mapped[str] = mapped_column(PUBLIC_ID)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"))
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    document: Mapped[Document] = relationship(back_populates="service", foreign_keys=[document_id], lazy="raise")
