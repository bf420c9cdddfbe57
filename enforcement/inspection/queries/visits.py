"""How often an enterprise was visited, by whom, and what is asked and approved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.models.libraries import InspectionItem
from enforcement.inspection.models.visits import Visit, VisitApproval
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.inspection.checks import NOT_MADE
from enforcement.rules.inspection.visits import (
    OTHER_NAMES,
    ApprovalState,
    LastVisit,
    Standing,
    VisitKind,
)

PAGE_SIZE = 30
CAP = "visit.cap"
SHOWN_VISITS = 5
INSPECTIONS = tuple(kind for kind in VisitKind if kind not in OTHER_NAMES)


@dataclass(frozen=True)
class VisitFilter:
    """Which visits: of an enterprise (``text``: its code or part of its name), of a kind, outside the cap."""

    text: str = ""
    kind: VisitKind | None = None
    which: str = "all"


@dataclass(frozen=True)
class Cap:
    """Visits a year, and where that is published."""

    value: int
    basis: str


def standing(org_id: int, uscc: str, on: date, item_codes: Sequence[str] = ()) -> Standing:
    """Frequency of visits in the calendar year of ``on``: this organ's and all organs', and the cap. Internal.

    The cap is the lowest that is published for one of the items, else the rule set's.
    """
    place = organisation_facts(org_id)
    ours = Visit.org_id == org_id
    row = db.session.execute(
        select(
            func.count().filter(ours, Visit.counted.is_(True)),
            func.count().filter(ours, Visit.counted.is_(False), Visit.kind.in_(INSPECTIONS)),
            func.count().filter(ours, Visit.kind.in_(OTHER_NAMES)),
            func.count(Visit.joint_key.distinct()),
        ).where(Visit.uscc == uscc, Visit.year == on.year)
    ).one()
    reserved = db.session.scalar(select(func.count()).where(*_reserved(org_id, on), VisitApproval.uscc == uscc))
    cap = cap_of(place, on, item_codes)
    return Standing(
        uscc, on.year, row[0], row[1], row[2], row[3], reserved or 0, cap.value, cap.basis, _last_visits(uscc, on.year)
    )


def cap_of(place: OrganisationFacts, on: date, item_codes: Sequence[str] = ()) -> Cap:
    """The organ's cap: the lowest published one of the items, else the rule set's. Internal."""
    return _least_cap(place, on, published_items(place, on, item_codes) if item_codes else ())


class YearCaps:
    """``cap_of`` for many visits of one year, with one question to the database. Internal."""

    def __init__(self, year: int) -> None:
        """Read the items with a cap of their own that were in force on some day of the year."""
        self._items = db.session.scalars(
            _published(date(year, 1, 1), date(year, 12, 31)).where(InspectionItem.yearly_cap.is_not(None))
        ).all()
        self._known: dict[tuple[int, date, tuple[str, ...]], int] = {}

    def value(self, place: OrganisationFacts, on: date, item_codes: tuple[str, ...]) -> int:
        """Visits a year."""
        key = (place.org_id, on, item_codes)
        if key not in self._known:
            items = [
                one
                for one in self._items
                if one.code in item_codes
                and (one.valid_from or on) <= on <= (one.valid_to or on)
                and place.path.startswith(one.org_path)
            ]
            self._known[key] = _least_cap(place, on, items).value
        return self._known[key]


def published_items(place: OrganisationFacts, on: date, codes: Sequence[str] | None = None) -> Sequence[InspectionItem]:
    """The versions of items in force on a day, of the organ or one above it; all, or those with a code. Internal."""
    statement = _published(on, on)
    if codes is not None:
        statement = statement.where(InspectionItem.code.in_(set(codes)))
    return [row for row in db.session.scalars(statement) if place.path.startswith(row.org_path)]


def usccs_at_cap(org_id: int, usccs: Collection[str], on: date, item_codes: Sequence[str] = ()) -> frozenset[str]:
    """Those of the enterprises that the organ may not visit again in the year of ``on`` (C01, exclusion CAP). Internal.

    Visits made and visits approved both count, those of a sealed draw once made. Two queries, however many
    enterprises are asked about.
    """
    cap = cap_of(organisation_facts(org_id), on, item_codes)
    if cap.value == 0:
        return frozenset(usccs)
    made = db.session.execute(
        select(Visit.uscc, func.count())
        .where(Visit.org_id == org_id, Visit.year == on.year, Visit.counted.is_(True))
        .group_by(Visit.uscc)
    )
    taken: dict[str, int] = {row[0]: row[1] for row in made}
    waiting = db.session.execute(
        select(VisitApproval.uscc, func.count()).where(*_reserved(org_id, on)).group_by(VisitApproval.uscc)
    )
    for uscc, count in waiting:
        taken[uscc] = taken.get(uscc, 0) + count
    return frozenset(usccs) & {uscc for uscc, count in taken.items() if count >= cap.value}


def counted_kinds(place: OrganisationFacts, on: date) -> frozenset[VisitKind]:
    """The kinds of inspection that count against the cap by the rule of the place. Internal."""
    rulesets = current_rulesets()
    return frozenset(
        kind
        for kind in INSPECTIONS
        if rulesets.number(f"visit.counted.{kind.value}", place.domain, place.region_name, on).whole
    )


def visits(actor: Actor, wanted: VisitFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Visit]:
    """Visits in scope, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(Visit).where(within(actor, Permission.CHECK_READ, Visit.org_path), *_which(wanted))
    if cursor:
        day, last = decode_cursor(cursor, (date, int))
        before = or_(Visit.visited_on < day, and_(Visit.visited_on == day, Visit.id < (last or 0)))
        statement = statement.where(before)
    statement = statement.order_by(Visit.visited_on.desc(), Visit.id.desc())
    rows = db.session.scalars(statement.limit(size + 1)).all()
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, encode_cursor((rows[-1].visited_on.isoformat(), rows[-1].id)) if more else None)


def approvals(
    actor: Actor, state: ApprovalState | None = None, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[VisitApproval]:
    """Approval forms in scope, newest first; those that came with a batch stand on their check. Errors: ``Invalid``."""
    statement = select(VisitApproval).where(_readable(actor))
    if state is not None:
        statement = statement.where(VisitApproval.state == state)
    if cursor:
        at, last = decode_cursor(cursor, (datetime, int))
        before = or_(VisitApproval.asked_at < at, and_(VisitApproval.asked_at == at, VisitApproval.id < (last or 0)))
        statement = statement.where(before)
    statement = statement.order_by(VisitApproval.asked_at.desc(), VisitApproval.id.desc())
    rows = db.session.scalars(statement.limit(size + 1)).all()
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, encode_cursor((rows[-1].asked_at.isoformat(), rows[-1].id)) if more else None)


def approval(actor: Actor, public_id: str) -> VisitApproval:
    """One approval form with the visits made on it. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(VisitApproval)
        .where(VisitApproval.public_id == public_id, _readable(actor))
        .options(selectinload(VisitApproval.visits))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def approvals_without_form() -> Sequence[str]:
    """Public ids of approvals by a head whose paper is not made yet. Internal.

    That of a drawn check is made with its notice, when days and team stand; of a sealed draw not before the visit,
    since papers have more readers than the list.
    """
    told = exists().where(
        Check.public_id == VisitApproval.check_public_id,
        Check.task_id == InspectionTask.id,
        Check.notified_at.is_not(None),
        or_(InspectionTask.sealed.is_(False), Check.arrived_at.is_not(None)),
    )
    return db.session.scalars(
        select(VisitApproval.public_id)
        .where(
            VisitApproval.state == ApprovalState.APPROVED,
            or_(VisitApproval.batch_public_id.is_(None), and_(told, VisitApproval.off_site["paper"].as_string() != "")),
            VisitApproval.document_id == "",
        )
        .order_by(VisitApproval.decided_at, VisitApproval.id)
    ).all()


def waiting_approvals(actor: Actor) -> int:
    """How many forms wait for an answer of this person's scope."""
    return (
        db.session.scalar(
            select(func.count()).where(
                VisitApproval.state == ApprovalState.ASKED,
                within(actor, Permission.CHECK_APPROVE, VisitApproval.org_path),
            )
        )
        or 0
    )


def _published(first: date, last: date) -> Select[tuple[InspectionItem]]:
    """Versions of items in force on some day of a span."""
    return (
        select(InspectionItem)
        .where(
            InspectionItem.state == ItemState.PUBLISHED,
            InspectionItem.valid_from <= last,
            or_(InspectionItem.valid_to.is_(None), InspectionItem.valid_to >= first),
        )
        .order_by(InspectionItem.code)
    )


def _least_cap(place: OrganisationFacts, on: date, items: Sequence[InspectionItem]) -> Cap:
    published = [item for item in items if item.yearly_cap is not None]
    if published:
        least = min(published, key=lambda item: item.yearly_cap or 0)
        value = least.yearly_cap or 0
        return Cap(value, f"国办发〔2024〕54号；事项“{least.name}”公布的年度频次上限{value}次")
    rule = current_rulesets().number(CAP, place.domain, place.region_name, on)
    return Cap(rule.whole, f"{rule.basis}（{rule.name}{rule.whole}次，{rule.version}）")


def _readable(actor: Actor) -> ColumnElement[bool]:
    # The form of a drawn check names an enterprise that a sealed draw still keeps to itself.
    return and_(within(actor, Permission.CHECK_READ, VisitApproval.org_path), VisitApproval.batch_public_id.is_(None))


def _which(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        found.append(or_(Visit.uscc == wanted.text.upper(), Visit.name.contains(wanted.text, autoescape=True)))
    if wanted.kind is not None:
        found.append(Visit.kind == wanted.kind)
    if wanted.which == "exempt":
        found += [Visit.counted.is_(False), Visit.kind.in_(INSPECTIONS)]
    elif wanted.which == "other":
        found.append(Visit.kind.in_(OTHER_NAMES))
    elif wanted.which == "late":
        found.append(Visit.scanned.is_(False))
    return found


def _reserved(org_id: int, on: date) -> list[ColumnElement[bool]]:
    """Approved against the cap, still to be made in the year of ``on``.

    A check of a sealed draw takes its place with the visit only: a number, a refusal or the public exclusions of
    another draw would tell whom it is about. The cap is asked again on arrival.
    """
    made = exists().where(Visit.approval_id == VisitApproval.id)
    sealed = exists().where(
        Check.public_id == VisitApproval.check_public_id,
        Check.task_id == InspectionTask.id,
        InspectionTask.sealed.is_(True),
    )
    void = exists().where(Check.public_id == VisitApproval.check_public_id, Check.state.in_(NOT_MADE))
    return [
        VisitApproval.org_id == org_id,
        VisitApproval.state == ApprovalState.APPROVED,
        VisitApproval.counted.is_(True),
        VisitApproval.planned_to >= on,
        VisitApproval.planned_from <= date(on.year, 12, 31),
        ~made,
        ~sealed,
        ~void,
    ]


def _last_visits(uscc: str, year: int) -> tuple[LastVisit, ...]:
    rows = db.session.scalars(
        select(Visit)
        .where(Visit.uscc == uscc, Visit.year == year)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(SHOWN_VISITS)
    )
    return tuple(LastVisit(row.visited_on, row.agency_name, row.kind, row.counted) for row in rows)
