"""Arriving: the scan at the door, or the entry made later with its reason (C06, O06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.foundation.events import publish
from enforcement.foundation.permissions import Permission
from enforcement.inspection.commands.checks import EnterLate, ScanArrival
from enforcement.inspection.commands.visits import RecordVisit
from enforcement.inspection.events import CheckArrived
from enforcement.inspection.models.checks import Check, CheckScan
from enforcement.inspection.on_site import (
    acting,
    arrived,
    check_for,
    guests,
    leave_trace,
    members,
    not_arrived,
    require_state,
    team_size,
)
from enforcement.inspection.services.visits import record_visit
from enforcement.inspection.terms import LATE_ENTRY, deadline_of
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.checks import (
    WAY_NAMES,
    CheckState,
    MemberFact,
    ScanWay,
    ThirdPartyFact,
    reasons_against_arrival,
    reasons_against_late_entry,
)
from enforcement.rules.inspection.visits import KIND_OF_ORIGIN


def scan_arrival(actor: Actor, command: ScanArrival, now: datetime) -> Check:
    """The officers are there: the server's own time counts. Who joined the team since adds his own arrival.

    Scanning again for those who are there changes nothing.

    Errors: ``NotFound`` for a code that no notice in scope bears; ``Refused`` for who is there (O01, O02, O06, O07,
    O08) or before the first day of the window.
    """
    with transaction():
        public_id = db.session.scalar(select(Check.public_id).where(Check.code == command.code.strip().upper()))
        if public_id is None:
            raise NotFound
        check = check_for(actor, Permission.CHECK_CONDUCT, public_id, None)
        way = ScanWay.CODE if command.typed else ScanWay.SCAN
        arrival = _Arrival(way, now, command.officer_ids, command.third_parties, command.place)
        if not check.scans:
            _arrive(actor, check, arrival, now)
        elif check.state is CheckState.ARRIVED and set(command.officer_ids) & set(not_arrived(check)):
            _follow(actor, check, arrival, now)
    return check


def enter_late(actor: Actor, command: EnterLate, now: datetime) -> Check:
    """An arrival that could not be scanned, entered within the term of the rule set (C06), also of who joined since.

    Errors: ``Refused`` without reason, after the term, for a time to come or before the notice, and for who was there.
    """
    with transaction():
        check = check_for(actor, Permission.CHECK_CONDUCT, command.check, command.version)
        arrived_on = civil_date(command.arrived_at)
        due = deadline_of(LATE_ENTRY, arrived_on, check.domain, check.region_name).due
        reasons = reasons_against_late_entry(
            command.reason, command.arrived_at, now, due, civil_date(now), notified_at=check.notified_at
        )
        if reasons:
            raise Refused(reasons)
        arrival = _Arrival(
            ScanWay.LATE, command.arrived_at, command.officer_ids, command.third_parties, command.place,
            command.reason.strip(), due,
        )  # fmt: skip
        joined = check.state is CheckState.ARRIVED and set(command.officer_ids) & set(not_arrived(check))
        (_follow if joined else _arrive)(actor, check, arrival, now)
    return check


@dataclass(frozen=True)
class _Arrival:
    """What is entered about an arrival, scanned or late."""

    way: ScanWay
    at: datetime
    officer_ids: Sequence[str]
    third_parties: Sequence[str]
    place: str
    reason: str = ""
    due_on: date | None = None


def _arrive(actor: Actor, check: Check, arrival: _Arrival, now: datetime) -> None:
    require_state(check, CheckState.NOTIFIED)
    on = civil_date(arrival.at)
    if on < check.window_from:
        raise Refused((_TOO_EARLY,))
    present = members(check, on, arrival.officer_ids)
    parties = _third_parties(check, arrival.third_parties)
    reasons = reasons_against_arrival(present, team_size(check, on), parties)
    if reasons:
        raise Refused(reasons)
    check.scans.append(_scan(actor, arrival, present, parties, now))
    check.state, check.arrived_at, check.arrived_on = CheckState.ARRIVED, arrival.at, on
    leave_trace(
        actor, check, "arrived", now,
        {"way": WAY_NAMES[arrival.way], "at": arrival.at.isoformat(), "officers": [one.name for one in present]},
        reason=arrival.reason,
    )  # fmt: skip
    _count(actor, check, present, arrival, now)
    publish(CheckArrived(check.public_id), now)


def _follow(actor: Actor, check: Check, arrival: _Arrival, now: datetime) -> None:
    """The arrival of those who joined the team after the first scan; with who is there they are a team again."""
    fresh = set(not_arrived(check)) & set(arrival.officer_ids)
    present = members(check, civil_date(arrival.at), [*arrived(check), *fresh])
    parties = _third_parties(check, arrival.third_parties)
    reasons = reasons_against_arrival(present, team_size(check, civil_date(arrival.at)), parties)
    if reasons:
        raise Refused(reasons)
    joined = [one for one in present if one.public_id in fresh]
    check.scans.append(_scan(actor, arrival, joined, parties, now))
    leave_trace(
        actor, check, "arrival_added", now,
        {"way": WAY_NAMES[arrival.way], "at": arrival.at.isoformat(), "officers": [one.name for one in joined]},
        reason=arrival.reason,
    )  # fmt: skip


def _scan(
    actor: Actor, arrival: _Arrival, there: Sequence[MemberFact], parties: Sequence[ThirdPartyFact], now: datetime
) -> CheckScan:
    return CheckScan(
        way=arrival.way,
        recorded_at=now,
        arrived_at=arrival.at,
        place=arrival.place.strip(),
        officers=[{"id": one.public_id, "name": one.name, "certificate_no": one.certificate_no} for one in there],
        third_parties=[
            {"name": one.name, "organisation": one.organisation, "agreement_no": one.agreement_no} for one in parties
        ],
        late_reason=arrival.reason,
        late_due_on=arrival.due_on,
        by_user_id=actor.user_id,
        by_name=actor.name,
    )


def _count(actor: Actor, check: Check, present: Sequence[MemberFact], arrival: _Arrival, now: datetime) -> None:
    visit = RecordVisit(
        org_id=check.org_id,
        uscc=check.uscc,
        name=check.name,
        kind=KIND_OF_ORIGIN[check.origin],
        visited_at=arrival.at,
        check_public_id=check.public_id,
        officer_ids=tuple(one.public_id for one in present),
        scanned=arrival.way is not ScanWay.LATE,
        items=len(check.items),
        purpose=check.source_reason,
        item_codes=tuple(item["code"] for item in check.items),
    )
    beside = guests(check, visit.officer_ids)
    visit = replace(visit, joint_key=check.joint_key or (check.public_id if beside else ""))
    leading = record_visit(acting(actor, check), visit, now)
    for organ, theirs in beside.items():
        # The other departments of a joint task stand in the same door: each has its visit, on the same approval.
        joined = replace(visit, org_id=organ.org_id, check_public_id=None, officer_ids=theirs, joins=leading.public_id)
        record_visit(_MACHINE, joined, now)
    if check.draw_public_id is not None:
        draws.lock_draw(_MACHINE, check.draw_public_id, now)


_MACHINE = system_actor("抽查任务")
_TOO_EARLY = Reason("C06", "检查期间还没有开始", "国办发〔2015〕58号", "请在抽查任务公布的检查期间内到场")


def _third_parties(check: Check, wanted: Sequence[str]) -> list[ThirdPartyFact]:
    known = {one.public_id: one for one in check.third_parties}
    if set(wanted) - set(known):
        raise Invalid({"third_parties": ["请先登记参加检查的第三方及其协议编号"]})
    return [ThirdPartyFact(known[one].name, known[one].organisation, known[one].agreement_no) for one in wanted]
