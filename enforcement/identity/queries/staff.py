"""Reads of the staff list and its certificates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.models import Certificate, Officer
from enforcement.identity.queries.listing import PAGE_SIZE, ListFilter, in_organisation, one
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.facts import OfficerFact
from enforcement.rules.officers import (
    CertificatePaper,
    OfficerPaper,
    Suspension,
    certificate_problem,
    officer_fact,
)


def officer_facts(officer_ids: Sequence[int], on: date) -> tuple[OfficerFact, ...]:
    """What each officer is worth on a civil date, in the order asked, doubles once. Internal.

    Errors: ``NotFound`` when one of them is not on any staff list.
    """
    papers = officer_papers(officer_ids)
    return tuple(officer_fact(paper, on) for paper in papers.values())


def officer_papers(officer_ids: Sequence[int]) -> dict[int, OfficerPaper]:
    """The certificates of officers with their history, to judge several days at once. Internal.

    Errors: ``NotFound`` when one of them is not on any staff list.
    """
    wanted = list(dict.fromkeys(officer_ids))
    statement = select(Officer).where(Officer.id.in_(wanted)).options(_papers())
    found = {row.id: row for row in db.session.scalars(statement)} if wanted else {}
    if len(found) != len(wanted):
        raise NotFound
    return {officer_id: paper_of(found[officer_id]) for officer_id in wanted}


def officer_names(public_ids: Collection[str]) -> dict[str, str]:
    """Name by public id, of those who are on a staff list. Internal."""
    statement = select(Officer.public_id, Officer.name).where(Officer.public_id.in_(public_ids))
    return dict(db.session.execute(statement).tuples().all()) if public_ids else {}


def officer_ids(public_ids: Sequence[str]) -> dict[str, int]:
    """Number by public id, in the order asked. Internal. Errors: ``NotFound`` when one is on no staff list."""
    statement = select(Officer.public_id, Officer.id).where(Officer.public_id.in_(set(public_ids)))
    found = dict(db.session.execute(statement).tuples().all()) if public_ids else {}
    if len(found) != len(set(public_ids)):
        raise NotFound
    return {public_id: found[public_id] for public_id in public_ids}


def officer_organisations(public_ids: Sequence[str]) -> dict[str, int]:
    """Number of the organisation by public id of the officer; unknown ones are left out. Internal."""
    statement = select(Officer.public_id, Officer.org_id).where(Officer.public_id.in_(set(public_ids)))
    return dict(db.session.execute(statement).tuples().all())


def officers_of(actor: Actor, org_path: str) -> Sequence[Officer]:
    """Staff of an organisation and all below it that the actor may see, by name.

    To see them one holds a case permission, the libraries of inspection or the staff list there.
    """
    seen_by = (
        Permission.CASE_INVESTIGATE,
        Permission.CASE_READ,
        Permission.LIBRARY_MANAGE,
        Permission.ORGANISATION_MANAGE,
    )
    statement = (
        select(Officer)
        .where(
            func.substr(Officer.org_path, 1, len(org_path)) == org_path,
            or_(*(within(actor, permission, Officer.org_path) for permission in seen_by)),
        )
        .options(joinedload(Officer.organisation), _papers())
        .order_by(Officer.name, Officer.id)
    )
    return db.session.scalars(statement).all()


def officers(
    actor: Actor, wanted: ListFilter, on: date, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[tuple[Officer, OfficerFact]]:
    """The staff list in scope with what each is worth on a day; state is an ``OfficerKind``."""
    statement = (
        select(Officer)
        .where(within(actor, Permission.ORGANISATION_MANAGE, Officer.org_path))
        .options(joinedload(Officer.organisation), _papers())
        .order_by(Officer.org_path, Officer.id)
    )
    if wanted.text:
        numbers = select(Certificate.officer_id).where(Certificate.number.contains(wanted.text, autoescape=True))
        statement = statement.where(or_(Officer.name.contains(wanted.text, autoescape=True), Officer.id.in_(numbers)))
    if wanted.state:
        statement = statement.where(Officer.kind == wanted.state)
    statement = in_organisation(statement, wanted, Officer.org_path)
    if cursor:
        path, last = decode_cursor(cursor, (str, int))
        statement = statement.where(or_(Officer.org_path > path, (Officer.org_path == path) & (Officer.id > last)))
    rows = db.session.scalars(statement.limit(size + 1)).all()
    items = [(row, officer_fact(paper_of(row), on)) for row in rows[:size]]
    last_row = rows[size - 1] if len(rows) > size else None
    return Page(items, encode_cursor([last_row.org_path, last_row.id]) if last_row else None)


def officer_named(actor: Actor, public_id: str) -> Officer:
    """One person with all certificates. Errors: ``NotFound``."""
    return one(
        select(Officer)
        .where(
            Officer.public_id == public_id,
            within(actor, Permission.ORGANISATION_MANAGE, Officer.org_path),
        )
        .options(joinedload(Officer.organisation), _papers())
    )


def certificate_states(officer: Officer, on: date) -> dict[str, str]:
    """By public id: why a certificate is not in force on the day; empty when it is."""
    papers = {row.public_id: _certificate_paper(row) for row in officer.certificates}
    return {public_id: certificate_problem(paper, on) for public_id, paper in papers.items()}


def paper_of(officer: Officer) -> OfficerPaper:
    """A row with its certificates as the rules read it."""
    return OfficerPaper(
        officer_id=officer.id,
        name=officer.name,
        kind=officer.kind,
        law_qualification_no=officer.law_qualification_no,
        certificates=tuple(_certificate_paper(row) for row in officer.certificates),
        left_on=officer.left_on,
    )


def _certificate_paper(row: Certificate) -> CertificatePaper:
    return CertificatePaper(
        number=row.number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        fields=tuple(row.fields),
        area_path=row.area_path,
        suspensions=tuple(Suspension(item.suspended_from, item.suspended_to) for item in row.suspensions),
        revoked_on=row.revoked_on,
    )


def _papers() -> ExecutableOption:
    return selectinload(Officer.certificates).selectinload(Certificate.suspensions)
