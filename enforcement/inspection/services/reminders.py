"""What planners and heads are told, once each: a plan not yet public (I03), a library that grows old (A03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.foundation.clock import civil_date
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisations_facts
from enforcement.inspection.library_states import ABOUT_LIBRARIES, ABOUT_PLANS, NoticeKind
from enforcement.inspection.loading import number
from enforcement.inspection.models.libraries import LibraryVersion
from enforcement.inspection.models.plans import InspectionNotice, InspectionPlan
from enforcement.inspection.queries.libraries import library_age
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.plans import publication_late

WARNING, OLDEST = "inspection.library.warning_days", "inspection.library.oldest_days"


def raise_reminders(now: datetime) -> int:
    """Remind every agency that keeps a library or plans; one fact gives one notice. Gives how many are new."""
    today = civil_date(now)
    keepers = union(select(LibraryVersion.org_id), select(InspectionPlan.org_id))
    agencies = organisations_facts(db.session.scalars(keepers).all())
    told = 0
    for agency in agencies.values():
        if agency.active:
            with transaction():
                told += _plan_notice(agency, today, now) + _library_notice(agency, today, now)
    return told


def settle_plan(org_id: int, year: int, now: datetime) -> None:
    """The plan of a year is public. Joins the caller's transaction."""
    _settle(ABOUT_PLANS, _of_plan(org_id, year), now)


def settle_library(org_id: int, version_no: int, now: datetime) -> None:
    """A library has a newer version than this. Joins the caller's transaction."""
    _settle(ABOUT_LIBRARIES, _of_library(org_id, version_no), now)


def public_until(agency: OrganisationFacts, year: int, on: date) -> tuple[date, str]:
    """Last day for the publication of a year's plan by the rule sets in force on a civil day, and its basis (I03)."""
    month, day = (number(f"inspection.plan.public_{part}", agency, on) for part in ("month", "day"))
    return date(year, month.whole, day.whole), month.basis


def _plan_notice(agency: OrganisationFacts, today: date, now: datetime) -> bool:
    until, basis = public_until(agency, today.year, today)
    days = number("inspection.plan.reminder_days", agency, today).whole
    public = select(InspectionPlan.id).where(
        InspectionPlan.org_id == agency.org_id,
        InspectionPlan.year == today.year,
        InspectionPlan.published_at.is_not(None),
    )
    if today < until - timedelta(days=days) or db.session.scalar(public.limit(1)) is not None:
        return False
    subject = _of_plan(agency.org_id, today.year)
    last_day = f"{until.year}年{until.month}月{until.day}日"
    if publication_late(None, until, today):
        _settle((NoticeKind.PLAN_DUE,), subject, now)
        text = f"{agency.name}{today.year}年度抽查计划应当在{last_day}前公布，已经逾期"
        return _tell(NoticeKind.PLAN_LATE, subject, agency, text, basis, now)
    text = f"{agency.name}{today.year}年度抽查计划应当在{last_day}前公布，现在还没有公布"
    return _tell(NoticeKind.PLAN_DUE, subject, agency, text, basis, now)


def _library_notice(agency: OrganisationFacts, today: date, now: datetime) -> bool:
    age = library_age(agency.org_id)
    warning, oldest = (number(name, agency, today) for name in (WARNING, OLDEST))
    if age.updated_on is None or warning.allows((today - age.updated_on).days):
        return False
    subject = _of_library(agency.org_id, age.version_no)
    days = (today - age.updated_on).days
    if oldest.allows(days):
        text = f"{agency.name}检查对象名录库超过{warning.whole}天没有更新；超过{oldest.whole}天不得抽取"
        return _tell(NoticeKind.LIBRARY_AGEING, subject, agency, text, warning.basis, now)
    _settle((NoticeKind.LIBRARY_AGEING,), subject, now)
    text = f"{agency.name}检查对象名录库超过{oldest.whole}天没有更新，不得抽取"
    return _tell(NoticeKind.LIBRARY_TOO_OLD, subject, agency, text, oldest.basis, now)


def _tell(kind: NoticeKind, subject: str, agency: OrganisationFacts, text: str, basis: str, now: datetime) -> bool:
    """Add a notice, and tell whether it is new; one that was given stays as it is."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(InspectionNotice)
        .values(kind=kind, subject=subject, org_path=agency.path, text=text, basis=basis, at=now)
        .on_conflict_do_nothing(index_elements=["kind", "subject"])
        .returning(InspectionNotice.id)
    )
    return db.session.scalar(statement) is not None


def _settle(kinds: Sequence[NoticeKind], subject: str, now: datetime) -> None:
    db.session.execute(
        update(InspectionNotice)
        .where(
            InspectionNotice.kind.in_(kinds), InspectionNotice.subject == subject, InspectionNotice.cleared_at.is_(None)
        )
        .values(cleared_at=now)
    )


def _of_plan(org_id: int, year: int) -> str:
    return f"plan:{org_id}:{year}"


def _of_library(org_id: int, version_no: int) -> str:
    return f"library:{org_id}:{version_no}"
