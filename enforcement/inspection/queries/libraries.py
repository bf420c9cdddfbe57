"""Items, objects and officers as the desk, the draw and the check read them. Without an actor: internal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import officer_papers, organisation_facts, organisations_facts
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.mapping import item_facts_of, object_facts_of
from enforcement.inspection.models.checks import Check, CheckOfficer
from enforcement.inspection.models.libraries import (
    InspectionItem,
    LibraryObject,
    LibraryOfficer,
    LibraryVersion,
)
from enforcement.platform.database import db
from enforcement.rules.draws.snapshots import OfficerSnapshot
from enforcement.rules.inspection.items import ItemFacts
from enforcement.rules.inspection.pool import ObjectFacts
from enforcement.rules.officers import OfficerPaper, officer_fact

Row = TypeVar("Row")
PAGE_SIZE = 50
AT_ONCE = 500
"""Codes in one question; SQLite takes some thousands, long lists are asked in pieces."""


@dataclass(frozen=True)
class LibraryAge:
    """How fresh an agency's library is (rule A03)."""

    version_no: int
    total: int
    dead: int
    """Objects whose registration state is not 存续."""
    updated_at: datetime | None

    @property
    def updated_on(self) -> date | None:
        """Civil day of the last import; ``None`` for an empty library."""
        return civil_date(self.updated_at) if self.updated_at else None


def item_facts(org_id: int, codes: Sequence[str], on: date) -> tuple[ItemFacts, ...]:
    """The versions that count for an agency on a civil day, own ones before those of organs above it, by code.

    Codes without a published version in force are left out. Internal. Errors: ``NotFound`` for an unknown agency.
    """
    rows = db.session.scalars(
        select(InspectionItem)
        .where(
            InspectionItem.code.in_(set(codes)),
            InspectionItem.org_path.in_(_above(organisation_facts(org_id).path)),
            InspectionItem.state == ItemState.PUBLISHED,
            InspectionItem.valid_from <= on,
            or_(InspectionItem.valid_to.is_(None), InspectionItem.valid_to >= on),
        )
        .order_by(func.length(InspectionItem.org_path), InspectionItem.version_no)
    )
    nearest = {row.code: row for row in rows}
    return tuple(item_facts_of(nearest[code]) for code in sorted(nearest))


def published_codes(org_id: int, on: date) -> frozenset[str]:
    """Codes of the items that an agency may inspect on a civil day, those of organs above it too. Internal."""
    rows = db.session.scalars(
        select(InspectionItem.code).where(
            InspectionItem.org_path.in_(_above(organisation_facts(org_id).path)),
            InspectionItem.state == ItemState.PUBLISHED,
            or_(InspectionItem.valid_to.is_(None), InspectionItem.valid_to >= on),
        )
    )
    return frozenset(rows)


def object_facts(org_id: int, usccs: Sequence[str]) -> dict[str, ObjectFacts]:
    """Objects of an agency's library by code; unknown codes are left out. Internal."""
    wanted = list(dict.fromkeys(usccs))
    found: dict[str, ObjectFacts] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = db.session.scalars(
            select(LibraryObject).where(
                LibraryObject.org_id == org_id, LibraryObject.uscc.in_(wanted[start : start + AT_ONCE])
            )
        )
        found.update((row.uscc, object_facts_of(row)) for row in rows)
    return found


def library_of(org_id: int, item_codes: Sequence[str]) -> Iterator[ObjectFacts]:
    """Every object of an agency's library that one of the items applies to, by code. Internal."""
    wanted = frozenset(item_codes)
    rows = db.session.scalars(
        select(LibraryObject)
        .where(LibraryObject.org_id == org_id)
        .order_by(LibraryObject.uscc)
        .execution_options(yield_per=2_000)
    )
    for row in rows:
        if not wanted.isdisjoint(row.item_codes):
            yield object_facts_of(row)


def library_age(org_id: int) -> LibraryAge:
    """Version, size, share of dead records and last update of an agency's library. Internal."""
    latest = db.session.scalars(
        select(LibraryVersion).where(LibraryVersion.org_id == org_id).order_by(LibraryVersion.no.desc()).limit(1)
    ).one_or_none()
    total, dead = db.session.execute(
        select(func.count(), func.count().filter(LibraryObject.registration_state != "存续")).where(
            LibraryObject.org_id == org_id
        )
    ).one()
    return LibraryAge(latest.no if latest else 0, total, dead, latest.applied_at if latest else None)


def officer_snapshots(org_ids: Sequence[int], planned_days: Sequence[date], on: date) -> tuple[OfficerSnapshot, ...]:
    """The library of inspectors of these agencies as the draw freezes it, by officer id. Internal.

    ``planned_days``: every day of the visit window; a certificate that is not in force on one of them is named
    (行政处罚法 42, 55). Who went together to an object the last time before ``on`` stands in ``past_partners``.
    """
    rows = db.session.scalars(
        select(LibraryOfficer)
        .where(LibraryOfficer.org_id.in_(set(org_ids)), LibraryOfficer.active.is_(True))
        .options(selectinload(LibraryOfficer.leaves), selectinload(LibraryOfficer.conflicts))
        .order_by(LibraryOfficer.officer_public_id)
    ).all()
    papers = officer_papers([row.officer_id for row in rows])
    codes = {org_id: one.code for org_id, one in organisations_facts([row.org_id for row in rows]).items()}
    partners = _past_partners(org_ids, on)
    return tuple(
        OfficerSnapshot(
            officer_id=row.officer_public_id,
            department=codes[row.org_id],
            load_limit=row.load_limit,
            items=tuple(row.item_codes),
            areas=tuple(row.areas),
            qualified_items=tuple(row.qualified_items),
            certificate_days_missing=_missing(papers[row.officer_id], planned_days),
            leave=tuple((one.first_day.isoformat(), one.last_day.isoformat()) for one in row.leaves),
            conflicts=tuple(one.uscc for one in row.conflicts),
            past_partners=tuple(partners.get(row.officer_public_id, ())),
        )
        for row in rows
    )


def _above(path: str) -> list[str]:
    """A path and the paths of the organs above it."""
    return [path[: at + 1] for at, letter in enumerate(path) if letter == "/" and at]


def _missing(paper: OfficerPaper, days: Sequence[date]) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in days if not officer_fact(paper, day).certificate_valid)


def _past_partners(org_ids: Sequence[int], on: date) -> dict[str, list[tuple[str, str]]]:
    """Officer -> (object, other officer) of the last drawn check of each object before a day."""
    last = (
        select(Check.uscc, func.max(Check.arrived_on).label("day"))
        .where(Check.org_id.in_(set(org_ids)), Check.arrived_on < on, Check.draw_public_id.is_not(None))
        .group_by(Check.uscc)
        .subquery()
    )
    rows = db.session.execute(
        select(Check.id, Check.uscc, CheckOfficer.officer_public_id)
        .join(CheckOfficer, CheckOfficer.check_id == Check.id)
        .join(last, (last.c.uscc == Check.uscc) & (last.c.day == Check.arrived_on))
        .where(Check.org_id.in_(set(org_ids)), Check.draw_public_id.is_not(None), CheckOfficer.removed_at.is_(None))
        .order_by(Check.id, CheckOfficer.officer_public_id)
    )
    teams: dict[tuple[int, str], list[str]] = {}
    for check_id, uscc, officer in rows:
        teams.setdefault((check_id, uscc), []).append(officer)
    found: dict[str, list[tuple[str, str]]] = {}
    for (_check, uscc), team in teams.items():
        for one in team:
            found.setdefault(one, []).extend((uscc, other) for other in team if other != one)
    return found
