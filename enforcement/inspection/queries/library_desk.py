"""The list and the libraries as the desk reads them, within the actor's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.models.libraries import (
    InspectionItem,
    LibraryChange,
    LibraryImport,
    LibraryImportFault,
    LibraryObject,
    LibraryOfficer,
)
from enforcement.inspection.models.visits import Visit
from enforcement.inspection.queries.visits import INSPECTIONS
from enforcement.platform.database import db
from enforcement.platform.scopes import TextColumn, within

Row = TypeVar("Row")
PAGE_SIZE = 50


@dataclass(frozen=True)
class ObjectFilter:
    """Objects by words in name or code, class, state, tag; ``org_id`` one agency's library."""

    text: str = ""
    risk_class: str = ""
    state: str = ""
    org_id: int | None = None


def items(actor: Actor, text: str = "", state: ItemState | None = None) -> Sequence[InspectionItem]:
    """Latest version of each item that the actor may read, drafts before what they follow, by agency and code."""
    statement = select(InspectionItem).where(_readable(actor, InspectionItem.org_path))
    if text:
        words = (InspectionItem.name, InspectionItem.code, InspectionItem.sub_item)
        statement = statement.where(or_(*(word.contains(text, autoescape=True) for word in words)))
    if state:
        statement = statement.where(InspectionItem.state == state)
    rows = db.session.scalars(
        statement.order_by(InspectionItem.org_path, InspectionItem.code, InspectionItem.version_no)
    )
    return tuple({(row.org_id, row.code): row for row in rows}.values())


def item(actor: Actor, public_id: str) -> InspectionItem:
    """One version. Errors: ``NotFound``, also out of scope."""
    return _one(
        select(InspectionItem).where(InspectionItem.public_id == public_id, _readable(actor, InspectionItem.org_path))
    )


def item_versions(actor: Actor, org_id: int, code: str) -> Sequence[InspectionItem]:
    """All versions of an item, latest first."""
    return db.session.scalars(
        select(InspectionItem)
        .where(
            InspectionItem.org_id == org_id,
            InspectionItem.code == code,
            _readable(actor, InspectionItem.org_path),
        )
        .order_by(InspectionItem.version_no.desc())
    ).all()


def objects(
    actor: Actor, wanted: ObjectFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[LibraryObject]:
    """Objects by code. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(LibraryObject).where(_readable(actor, LibraryObject.org_path)).options(_with_visits())
    if wanted.text:
        words = (LibraryObject.name, LibraryObject.uscc)
        statement = statement.where(or_(*(word.contains(wanted.text.strip(), autoescape=True) for word in words)))
    if wanted.risk_class:
        statement = statement.where(LibraryObject.risk_class == wanted.risk_class)
    if wanted.state:
        statement = statement.where(LibraryObject.registration_state == wanted.state)
    if wanted.org_id is not None:
        statement = statement.where(LibraryObject.org_id == wanted.org_id)
    if cursor:
        code, last = decode_cursor(cursor, (str, int))
        statement = statement.where(
            or_(LibraryObject.uscc > code, (LibraryObject.uscc == code) & (LibraryObject.id > last))
        )
    statement = statement.order_by(LibraryObject.uscc, LibraryObject.id).limit(size + 1)
    rows = db.session.scalars(statement, execution_options={"populate_existing": True}).all()
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, encode_cursor((rows[-1].uscc, rows[-1].id)) if more else None)


def object_in_library(actor: Actor, org_id: int, uscc: str) -> LibraryObject:
    """One object. Errors: ``NotFound``, also out of scope."""
    return _one(
        select(LibraryObject)
        .where(LibraryObject.org_id == org_id, LibraryObject.uscc == uscc, _readable(actor, LibraryObject.org_path))
        .options(_with_visits())
        .execution_options(populate_existing=True)
    )


def object_changes(org_id: int, uscc: str) -> Sequence[LibraryChange]:
    """What an object held before, latest first."""
    return db.session.scalars(
        select(LibraryChange)
        .where(LibraryChange.org_id == org_id, LibraryChange.uscc == uscc)
        .order_by(LibraryChange.id.desc())
    ).all()


def imports(actor: Actor, limit: int = 20) -> Sequence[LibraryImport]:
    """The last uploads the actor may read."""
    return db.session.scalars(
        select(LibraryImport)
        .where(_readable(actor, LibraryImport.org_path))
        .order_by(LibraryImport.id.desc())
        .limit(limit)
    ).all()


def library_import(actor: Actor, public_id: str) -> LibraryImport:
    """One upload. Errors: ``NotFound``, also out of scope."""
    return _one(
        select(LibraryImport).where(LibraryImport.public_id == public_id, _readable(actor, LibraryImport.org_path))
    )


def import_faults(import_id: int, limit: int | None = None) -> Sequence[LibraryImportFault]:
    """Faults of an upload in the order of the rows."""
    return db.session.scalars(
        select(LibraryImportFault)
        .where(LibraryImportFault.import_id == import_id)
        .order_by(LibraryImportFault.row_no, LibraryImportFault.id)
        .limit(limit)
    ).all()


def inspectors(actor: Actor) -> Sequence[LibraryOfficer]:
    """The library of inspectors in scope, by agency and name."""
    return db.session.scalars(
        select(LibraryOfficer)
        .where(_readable(actor, LibraryOfficer.org_path))
        .options(selectinload(LibraryOfficer.leaves), selectinload(LibraryOfficer.conflicts))
        .order_by(LibraryOfficer.org_path, LibraryOfficer.name, LibraryOfficer.id)
    ).all()


def inspector(actor: Actor, officer_public_id: str) -> LibraryOfficer | None:
    """The entry of one person, ``None`` when there is none in scope."""
    return db.session.scalars(
        select(LibraryOfficer)
        .where(LibraryOfficer.officer_public_id == officer_public_id, _readable(actor, LibraryOfficer.org_path))
        .options(selectinload(LibraryOfficer.leaves), selectinload(LibraryOfficer.conflicts))
    ).one_or_none()


def _with_visits() -> ExecutableOption:
    last = (
        select(func.max(Visit.visited_on))
        .where(Visit.uscc == LibraryObject.uscc, Visit.org_id == LibraryObject.org_id, Visit.kind.in_(INSPECTIONS))
        .scalar_subquery()
    )
    return with_expression(LibraryObject.visited_on, last)


def _readable(actor: Actor, path: TextColumn) -> ColumnElement[bool]:
    return within(actor, Permission.CHECK_READ, path)


def _one(statement: Select[tuple[Row]]) -> Row:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
