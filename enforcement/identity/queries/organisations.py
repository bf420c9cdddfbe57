"""Reads of the organisation tree."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.models import Organisation
from enforcement.identity.queries.listing import PAGE_SIZE, ListFilter, in_organisation, one
from enforcement.platform.database import db
from enforcement.platform.scopes import within


def organisation(org_id: int) -> Organisation:
    """An organisation by number. Internal. Errors: ``NotFound``."""
    found = db.session.get(Organisation, org_id)
    if found is None:
        raise NotFound
    return found


def organisation_facts(org_id: int) -> OrganisationFacts:
    """What documents print about an organisation. Internal. Errors: ``NotFound``."""
    return _facts_of(organisation(org_id))


def organisations_facts(org_ids: Sequence[int]) -> dict[int, OrganisationFacts]:
    """The same for many, in one query; unknown numbers are left out. Internal."""
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(set(org_ids))))
    return {row.id: _facts_of(row) for row in rows}


def organisations_coded(codes: Sequence[str]) -> dict[str, OrganisationFacts]:
    """Organisations by code, in one query; unknown codes are left out. Internal."""
    rows = db.session.scalars(select(Organisation).where(Organisation.code.in_(set(codes))))
    return {row.code: _facts_of(row) for row in rows}


def paths_below(org_path: str) -> dict[str, str]:
    """Codes of an organisation and all below it -> their paths. Internal."""
    rows = db.session.execute(
        select(Organisation.code, Organisation.path).where(func.substr(Organisation.path, 1, len(org_path)) == org_path)
    )
    return dict(rows.tuples().all())


def organisation_named(actor: Actor, public_id: str, permission: Permission) -> Organisation:
    """An organisation on which the actor holds the permission. Errors: ``NotFound``."""
    statement = select(Organisation).where(
        Organisation.public_id == public_id, within(actor, permission, Organisation.path)
    )
    return one(statement)


def organisations_of(actor: Actor, permission: Permission) -> Sequence[Organisation]:
    """The whole tree on which the actor holds the permission, parents before children."""
    rows = db.session.scalars(select(Organisation).where(within(actor, permission, Organisation.path)))
    return sorted(rows, key=lambda row: [int(part) for part in row.path.split("/") if part])


def organisations(
    actor: Actor, wanted: ListFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Organisation]:
    """A page of the tree that the actor manages, depth first; states: active, inactive."""
    statement = (
        select(Organisation)
        .where(within(actor, Permission.ORGANISATION_MANAGE, Organisation.path))
        .order_by(Organisation.path)
    )
    if wanted.text:
        words = (Organisation.name, Organisation.short_name, Organisation.code)
        statement = statement.where(or_(*(word.contains(wanted.text, autoescape=True) for word in words)))
    if wanted.state:
        statement = statement.where(Organisation.active.is_(wanted.state == "active"))
    statement = in_organisation(statement, wanted, Organisation.path)
    if cursor:
        (last,) = decode_cursor(cursor, (str,))
        statement = statement.where(Organisation.path > last)
    rows = db.session.scalars(statement.limit(size + 1)).all()
    return Page(rows[:size], encode_cursor([rows[size - 1].path]) if len(rows) > size else None)


def _facts_of(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        org_id=row.id,
        public_id=row.public_id,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind.value,
        level=row.level.value,
        domain=row.domain,
        parent_id=row.parent_id,
        path=row.path,
        uscc=row.uscc,
        region_name=row.region_name,
        address=row.address,
        phone=row.phone,
        review_organ=row.review_organ,
        court=row.court,
        bank_name=row.bank_name,
        bank_account=row.bank_account,
        active=row.active,
    )
