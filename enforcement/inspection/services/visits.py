"""Every visit is counted, under whatever name (国办发〔2024〕54号); one that may not be made is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Refused
from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.commands.visits import RecordVisit
from enforcement.inspection.models.visits import Visit, VisitApproval, VisitYear
from enforcement.inspection.policies import Action, require
from enforcement.inspection.queries.visits import counted_kinds, standing
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.visits import (
    ApprovalState,
    VisitKind,
    counts_against_cap,
    reason_cap_reached,
    reason_not_approved,
)


def require_visit_allowed(
    org_id: int,
    uscc: str,
    kind: VisitKind,
    on: date,
    now: datetime,
    *,
    check_public_id: str | None = None,
    item_codes: Sequence[str] = (),
) -> VisitApproval | None:
    """The approval on which a visit on ``on`` may begin; ``None`` for one under another name than inspection.

    Errors: ``Refused`` where none was given before ``now`` (C04), or the cap is reached meanwhile (C01).
    """
    if kind.other_name:
        return None
    found = _approvals(org_id, uscc, kind, on, check_public_id)
    decided = [one for one in found if one.state is ApprovalState.APPROVED and one.decided_at is not None]
    reason = reason_not_approved(
        min((one.decided_at for one in decided if one.decided_at is not None), default=None),
        min((one.asked_at for one in found if one.urgent), default=None),
        now,
    )
    if reason is not None:
        raise Refused((reason,))
    approval = min(decided or found, key=lambda one: (one.check_public_id is None, one.asked_at))
    if approval.counted:
        beyond = reason_cap_reached(standing(org_id, uscc, on, item_codes))
        if beyond is not None:
            raise Refused((beyond,))
    return approval


def record_visit(actor: Actor, command: RecordVisit, now: datetime) -> Visit:
    """Count a visit; the same check counts once. Two at once at the cap: the second is refused.

    A visit entered afterwards took place: it is counted beyond the cap and without approval too, and an alarm tells.
    Errors: ``NotFound`` or ``Forbidden``; ``Invalid`` without officers or for a time to come; ``Refused`` (C01, C04).
    """
    place = organisation_facts(command.org_id)
    require(actor, Action.CONDUCT_CHECK, place.path)
    if not command.officer_ids:
        raise Invalid({"officers": ["请选择到场的执法人员"]})
    if command.visited_at > now:
        raise Invalid({"visited_at": ["入企时间不能晚于现在"]})
    on = civil_date(command.visited_at)
    with transaction():
        lock_year(command.org_id, command.uscc, on.year)
        known = _visit_of_check(command.check_public_id)
        if known is not None:
            return known
        approval = _approval_for(command, on)
        officers = sorted(set(command.officer_ids))
        exempt = approval.exempt_reason if approval else command.exempt_reason
        public_id = new_public_id()
        visit = Visit(
            public_id=public_id,
            org_id=command.org_id,
            org_path=place.path,
            agency_name=place.name,
            uscc=command.uscc,
            name=command.name,
            year=on.year,
            visited_at=command.visited_at,
            visited_on=on,
            kind=command.kind,
            counted=approval.counted
            if approval and approval.org_id == place.org_id
            else counts_against_cap(command.kind, exempt, counted_kinds(place, on)),
            exempt_reason=exempt,
            check_public_id=command.check_public_id,
            approval_id=approval.id if approval else None,
            officers=officers,
            pair_key=f"|{'|'.join(officers)}|",
            scanned=command.scanned,
            recorded_at=now,
            late_days=(civil_date(now) - on).days,
            items=command.items,
            joint_key=command.joint_key or public_id,
            purpose=command.purpose,
        )
        db.session.add(visit)
        db.session.flush()
        visit_record = f"visit:{visit.public_id}"
        after = {"uscc": visit.uscc, "kind": visit.kind.value, "counted": visit.counted, "exempt": exempt}
        audit.record(actor, "visit.recorded", visit_record, org_path=place.path, now=now, after=after)
    return visit


def lock_year(org_id: int, uscc: str, year: int) -> VisitYear:
    """The row of organ, enterprise and year, locked until the caller's transaction ends."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    missing = dialect.insert(VisitYear).values(org_id=org_id, uscc=uscc, year=year).on_conflict_do_nothing()
    db.session.execute(missing)
    return locked(select(VisitYear).where(VisitYear.org_id == org_id, VisitYear.uscc == uscc, VisitYear.year == year))


def _visit_of_check(check_public_id: str | None) -> Visit | None:
    if check_public_id is None:
        return None
    return db.session.scalar(select(Visit).where(Visit.check_public_id == check_public_id))


def _approval_for(command: RecordVisit, on: date) -> VisitApproval | None:
    """The approval that a visit uses up, or that of the visit it joins; one that took place unseen may have none."""
    if command.joins:
        leading = select(Visit.approval_id).where(Visit.public_id == command.joins).scalar_subquery()
        return db.session.scalar(select(VisitApproval).where(VisitApproval.id == leading))
    if command.scanned:
        return require_visit_allowed(
            command.org_id,
            command.uscc,
            command.kind,
            on,
            command.visited_at,
            check_public_id=command.check_public_id,
            item_codes=command.item_codes,
        )
    found = _approvals(command.org_id, command.uscc, command.kind, on, command.check_public_id)
    return found[0] if found else None


def _approvals(
    org_id: int, uscc: str, kind: VisitKind, on: date, check_public_id: str | None
) -> Sequence[VisitApproval]:
    """Approvals, and urgent reports, that no visit has used: of this check first, else of none."""
    made = exists().where(Visit.approval_id == VisitApproval.id)
    statement = select(VisitApproval).where(
        VisitApproval.org_id == org_id,
        VisitApproval.uscc == uscc,
        VisitApproval.kind == kind,
        VisitApproval.planned_from <= on,
        VisitApproval.planned_to >= on,
        or_(
            VisitApproval.state == ApprovalState.APPROVED,
            (VisitApproval.state == ApprovalState.ASKED) & VisitApproval.urgent.is_(True),
        ),
        ~made,
    )
    if check_public_id is not None:
        own = or_(VisitApproval.check_public_id == check_public_id, VisitApproval.check_public_id.is_(None))
        statement = statement.where(own)
    return db.session.scalars(
        statement.order_by(VisitApproval.check_public_id.is_(None), VisitApproval.asked_at, VisitApproval.id)
    ).all()
