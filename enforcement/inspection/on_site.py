"""Loading a check for an act, who is on its team, and leaving a trace of what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from enforcement.audit import services as audit
from enforcement.draws.queries import unopened_draws
from enforcement.foundation.actor import Actor, Grant
from enforcement.foundation.errors import NotFound, Reason, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries as identity
from enforcement.identity.facts import OrganisationFacts
from enforcement.inspection.models.checks import Check, CheckOfficer
from enforcement.inspection.terms import TEAM_SIZE, number_of
from enforcement.platform import scopes
from enforcement.platform.database import locked
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, STATE_NAMES, CheckState, MemberFact
from enforcement.rules.officers import OfficerPaper, certificate_problem, officer_fact

OWN_TEAM = Reason(
    "O04",
    "您不是本次检查抽取或者指定的执法人员",
    "民营经济促进法第五十二条；优化营商环境条例第五十四条",
    "请由本次检查的执法人员办理；需要更换人员的，提出回避或者由负责人指定",
)


def check_record(public_id: str) -> str:
    """The name of a check in grants and audit entries."""
    return f"check:{public_id}"


def check_for(actor: Actor, permission: Permission, public_id: str, version: int | None) -> Check:
    """A check, locked, for an act under a permission.

    Errors: ``NotFound`` out of scope, ``Forbidden`` within it, ``Stale`` when somebody saved in between,
    ``Refused`` (O04) when an officer who is not on the team would conduct it.
    """
    check = locked(select(Check).where(Check.public_id == public_id))
    able = acting(actor, check)
    scopes.require(able, permission, check.org_path, check_record(public_id), reading=Permission.CHECK_READ)
    if permission is Permission.CHECK_CONDUCT and actor.user_id is not None and not on_team(actor, check):
        if check.state in BEFORE_ARRIVAL and check.draw_public_id in unopened_draws():
            raise NotFound
        raise Refused((OWN_TEAM,))
    if version is not None and check.version != version:
        raise Stale(changed_by=check.touched_by, changed_at=check.touched_at)
    return check


def acting(actor: Actor, check: Check) -> Actor:
    """The actor as he may act here: who was drawn from another department acts for the organ that leads the check."""
    if not (actor.may_anywhere(Permission.CHECK_CONDUCT) and on_team(actor, check)):
        return actor
    own = Grant(frozenset({Permission.CHECK_CONDUCT, Permission.CHECK_READ}), org_path=check.org_path)
    return replace(actor, grants=(*actor.grants, own))


def on_team(actor: Actor, check: Check) -> bool:
    """Whether the actor is one of the present team."""
    return any(one.officer_id == actor.officer_id for one in team(check))


def team(check: Check) -> list[CheckOfficer]:
    """The present team."""
    return [one for one in check.officers if one.removed_at is None]


def arrived(check: Check) -> list[str]:
    """Public ids of everybody whose arrival was entered, in its order."""
    return list(dict.fromkeys(one["id"] for scan in check.scans for one in scan.officers))


def not_arrived(check: Check) -> list[str]:
    """Public ids of the present team who were not there at the first scan: who follows one that left, above all."""
    there = set(arrived(check))
    return [one.officer_public_id for one in team(check) if one.officer_public_id not in there]


def reasons_against_absence(check: Check, on: date) -> list[Reason]:
    """O01 on the spot: fewer of the present team have arrived than the law asks."""
    there, least = len(team(check)) - len(not_arrived(check)), team_size(check, on)
    if not check.scans or there >= least:
        return []
    lift = "接替的执法人员到场后扫描同一检查码，登记自己到场"
    return [Reason("O01", f"登记到场的执法人员只有{there}名，少于{least}名", "行政处罚法第四十二条第一款", lift)]


def guests(check: Check, officer_ids: Sequence[str]) -> dict[OrganisationFacts, tuple[str, ...]]:
    """The organs beside the one that leads the check, with those of the officers who come from each."""
    homes = identity.officer_organisations(officer_ids)
    organs = identity.organisations_facts(list(homes.values()))
    return {
        organ: tuple(one for one in officer_ids if homes.get(one) == org_id)
        for org_id, organ in sorted(organs.items())
        if not organ.path.startswith(check.org_path)
    }


def require_state(check: Check, *allowed: CheckState) -> None:
    """Pass, or ``Refused`` with where the check stands."""
    if check.state not in allowed:
        names = "、".join(STATE_NAMES[one] for one in allowed)
        reason = Reason(
            "check.state",
            f"这项检查现在是“{STATE_NAMES[check.state]}”，不能办理这一步",
            "国办发〔2015〕58号：全过程留痕",
            f"这一步在“{names}”时办理",
        )
        raise Refused((reason,))


def members(check: Check, on: date, only: Sequence[str] | None = None) -> tuple[MemberFact, ...]:
    """The team as the rules see it on a day; ``only`` are public ids of those who are present."""
    chosen = [one for one in team(check) if only is None or one.officer_public_id in only]
    papers = identity.officer_papers([one.officer_id for one in chosen])
    found = [_member(one, papers[one.officer_id], object_area(check), on) for one in chosen]
    away = [one.public_id for one in found if not one.in_area]
    if not away:
        return tuple(found)
    # A department of the same government, drawn into a joint task, covers the same territory.
    government = identity.organisation_facts(check.org_id).parent_id
    near = {one for organ, ids in guests(check, away).items() if organ.parent_id == government for one in ids}
    return tuple(replace(one, in_area=one.in_area or one.public_id in near) for one in found)


def object_area(check: Check) -> str:
    """Path of the organ that supervises the object."""
    return str(check.library.get("area") or check.org_path)


def team_size(check: Check, on: date) -> int:
    """The least number of officers on the day (行政处罚法第四十二条)."""
    return number_of(TEAM_SIZE, on, check.domain, check.region_name)


def leave_trace(
    actor: Actor,
    check: Check,
    action: str,
    now: datetime,
    after: Mapping[str, Any] | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """The entry in the audit record, and who touched the check last."""
    check.touched_at, check.touched_by = now, actor.name
    # What was added hangs on the check: its version moves even when the same person acts in the same instant.
    flag_modified(check, "touched_at")
    audit.record(
        actor,
        f"check.{action}",
        check_record(check.public_id),
        org_path=check.org_path,
        now=now,
        before=before,
        after=after,
        reason=reason,
    )


def _member(one: CheckOfficer, paper: OfficerPaper, area: str, on: date) -> MemberFact:
    fact = officer_fact(paper, on)
    places = [item.area_path for item in paper.certificates if not certificate_problem(item, on)]
    return MemberFact(
        officer_id=one.officer_id,
        public_id=one.officer_public_id,
        name=fact.name,
        kind=fact.kind,
        certificate_no=fact.certificate_no,
        problem=fact.certificate_problem,
        in_area=any(area.startswith(place) for place in places),
        assistance_letter=one.assistance_letter,
    )
