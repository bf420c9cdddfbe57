"""The library of inspectors (执法检查人员名录库): what the staff list does not say of a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Stale
from enforcement.identity.queries import officers_of, paths_below
from enforcement.inspection.commands.libraries import KeepOfficer
from enforcement.inspection.models.libraries import LibraryOfficer, OfficerConflict, OfficerLeave
from enforcement.inspection.policies import Action, require
from enforcement.inspection.queries.plans import codes_for_officers
from enforcement.platform.database import db, transaction
from enforcement.rules.officers import OfficerKind


def keep_officer(actor: Actor, command: KeepOfficer, now: datetime) -> LibraryOfficer:
    """Write the entry of one person of the staff list, with leave and standing conflicts.

    Errors: ``NotFound`` for somebody not on a staff list in scope; ``Invalid`` for an auxiliary (O07), an item that is
    not on the list, a qualification outside the range, or an area that is not the agency's (O08); ``Stale``.
    """
    person = next((one for one in officers_of(actor, "/") if one.public_id == command.officer_public_id), None)
    if person is None:
        raise NotFound
    require(actor, Action.KEEP_LIBRARY, person.org_path)
    faults = _faults(command, person.kind, person.org_id, person.org_path, now)
    if faults:
        raise Invalid(faults)
    with transaction():
        row = db.session.scalars(
            select(LibraryOfficer)
            .where(LibraryOfficer.officer_id == person.id)
            .options(selectinload(LibraryOfficer.leaves), selectinload(LibraryOfficer.conflicts))
            .with_for_update()
        ).one_or_none()
        if (0 if row is None else row.version) != command.version:
            raise Stale
        if row is None:
            row = LibraryOfficer(officer_id=person.id, officer_public_id=person.public_id, leaves=[], conflicts=[])
            db.session.add(row)
        row.org_id, row.org_path, row.name = person.org_id, person.org_path, person.name
        row.item_codes, row.areas = list(command.item_codes), list(command.areas or (person.org_path,))
        row.specialities, row.qualified_items = list(command.specialities), list(command.qualified_items)
        row.load_limit, row.active = command.load_limit, command.active
        row.updated_at, row.updated_by = now, actor.name
        _write_leaves(row, command, actor, now)
        _write_conflicts(row, command, actor, now)
        db.session.flush()
        audit.record(
            actor,
            "inspection.officer_kept",
            f"library_officer:{row.officer_public_id}",
            org_path=row.org_path,
            now=now,
            after={
                "items": row.item_codes,
                "active": row.active,
                "leaves": len(command.leaves),
                "conflicts": [one.uscc for one in command.conflicts],
            },
        )
    return row


def _faults(command: KeepOfficer, kind: OfficerKind, org_id: int, org_path: str, now: datetime) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if kind is not OfficerKind.OFFICER and command.active:
        faults["active"] = [
            "辅助人员、监督人员不是执法检查人员，不进入名录库（行政处罚法第四十二条；国办发〔2024〕54号）"
        ]
    unknown = sorted(set(command.item_codes) - codes_for_officers(org_id, civil_date(now)))
    if unknown:
        faults["item_codes"] = [f"抽查事项清单里没有已公布的事项：{'、'.join(unknown)}"]
    outside = sorted(set(command.qualified_items) - set(command.item_codes))
    if outside:
        faults["qualified_items"] = [f"不在可检查事项范围内：{'、'.join(outside)}"]
    foreign = set(command.areas) - set(paths_below(org_path).values())
    if foreign:
        faults["areas"] = ["检查区域应当在本机关辖区内；到辖区以外检查需要协助函"]
    if command.load_limit < 1:
        faults["load_limit"] = ["一次抽取中至少承担一个对象"]
    if any(one.first_day > one.last_day for one in command.leaves):
        faults["leaves"] = ["不在岗的开始日期晚于结束日期"]
    return faults


def _write_leaves(row: LibraryOfficer, command: KeepOfficer, actor: Actor, now: datetime) -> None:
    for gone in row.leaves:
        db.session.delete(gone)
    row.leaves = [
        OfficerLeave(
            first_day=one.first_day, last_day=one.last_day, reason=one.reason, recorded_by=actor.name, recorded_at=now
        )
        for one in command.leaves
    ]


def _write_conflicts(row: LibraryOfficer, command: KeepOfficer, actor: Actor, now: datetime) -> None:
    for gone in row.conflicts:
        db.session.delete(gone)
    db.session.flush()
    row.conflicts = [
        OfficerConflict(uscc=one.uscc, reason=one.reason, recorded_by=actor.name, recorded_at=now)
        for one in command.conflicts
    ]
