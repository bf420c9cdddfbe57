"""Reads of the room. Functions named ``*_facts`` have no actor: they serve higher rooms' services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from enforcement.audit import services as audit
from enforcement.documents import policies
from enforcement.documents.custody import kept_bytes
from enforcement.documents.models import Document, Seal, Signature
from enforcement.documents.volume import VolumeIndex, volume_of
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.platform.database import db
from enforcement.platform.scopes import within


@dataclass(frozen=True)
class DocumentFact:
    """A paper as higher rooms reason about it.

    ``served_on`` is the day it counts as served; after a public notice it may lie ahead of
    today, so compare before relying on it.
    """

    public_id: str
    form: str
    number: str
    title: str
    issued_on: date
    sha256: str
    pages: int
    sealed: bool
    served_on: date | None
    service_mode: str
    data: dict[str, Any]


def _of_matter(matter_id: str) -> Select[tuple[Document]]:
    return (
        select(Document)
        .where(Document.matter_id == matter_id)
        .options(joinedload(Document.service))
        .order_by(Document.issued_at, Document.id)
    )


def _readable(actor: Actor) -> Any:
    return within(actor, policies.READ, Document.org_path, Document.matter_id, "case")


def documents_of(actor: Actor, matter_id: str) -> Sequence[Document]:
    """The papers of a matter that the actor may open, oldest first, with their service."""
    return db.session.scalars(_of_matter(matter_id).where(_readable(actor))).all()


def document(actor: Actor, public_id: str) -> Document:
    """One paper's row. Errors: ``NotFound``, also out of scope."""
    statement = (
        select(Document).where(Document.public_id == public_id, _readable(actor)).options(joinedload(Document.service))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_document(actor: Actor, public_id: str, now: datetime) -> tuple[Document, bytes]:
    """A paper and its PDF bytes; the look is recorded before they are given.

    Errors: ``NotFound``; ``Unavailable`` when the store is away or its bytes are not those
    that were issued.
    """
    found = document(actor, public_id)
    data = kept_bytes(found.object_key, found.sha256)
    audit.record(
        actor,
        "document.viewed",
        f"document:{found.public_id}",
        org_path=found.org_path,
        now=now,
        after={"matter": found.matter_id, "sha256": found.sha256},
    )
    return found, data


def issued_paper(public_id: str) -> tuple[Document, bytes]:
    """A paper's row and its PDF, for a room that knows who may read it. Internal.

    Errors: ``NotFound``; ``Unavailable`` as ``open_document``.
    """
    found = db.session.scalar(select(Document).where(Document.public_id == public_id))
    if found is None:
        raise NotFound
    return found, kept_bytes(found.object_key, found.sha256)


def document_facts(matter_id: str) -> tuple[DocumentFact, ...]:
    """The papers of a matter, oldest first. Internal."""
    return tuple(_fact(row) for row in db.session.scalars(_of_matter(matter_id)))


def _fact(row: Document) -> DocumentFact:
    return DocumentFact(
        public_id=row.public_id,
        form=row.form,
        number=row.number,
        title=row.title,
        issued_on=row.issued_on,
        sha256=row.sha256,
        pages=row.pages,
        sealed=row.sealed,
        served_on=row.service.served_on if row.service else None,
        service_mode=row.service.mode.value if row.service else "",
        data=row.data,
    )


def volume_index(matter_id: str) -> VolumeIndex:
    """The papers of a matter in the order of a case volume (SAMR 78). Internal."""
    return volume_of(db.session.scalars(_of_matter(matter_id)).all())


def signatures_of(matter_id: str, subject: str) -> Sequence[Signature]:
    """Signatures collected for a subject on a matter, oldest first. Internal."""
    return db.session.scalars(
        select(Signature).where(Signature.matter_id == matter_id, Signature.subject == subject).order_by(Signature.id)
    ).all()


def seals_of(actor: Actor) -> Sequence[Seal]:
    """The seals that the actor manages: by agency, the newest of each first."""
    return db.session.scalars(
        select(Seal)
        .where(within(actor, policies.MANAGE_SEAL, Seal.org_path))
        .order_by(Seal.org_path, Seal.valid_from.desc(), Seal.id.desc())
    ).all()


def seal(actor: Actor, public_id: str) -> Seal:
    """One seal that the actor manages. Errors: ``NotFound``."""
    statement = select(Seal).where(Seal.public_id == public_id, within(actor, policies.MANAGE_SEAL, Seal.org_path))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def seal_on(org_id: int, on: date) -> Seal | None:
    """The seal of an agency that is valid on a day. Internal."""
    statement = (
        select(Seal)
        .where(
            Seal.org_id == org_id,
            Seal.valid_from <= on,
            or_(Seal.valid_to.is_(None), Seal.valid_to >= on),
        )
        .order_by(Seal.valid_from.desc(), Seal.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()
