"""The hard rules for one officer before one object, and what a team as a whole still lacks.

A rule says True when it stands against the officer. They are asked in the order of `RULES`; the first that says
True gives the skip its id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot, TeamNeeds

CERT, LEAVE, ITEM, AREA, CONFLICT, LOAD, SAMEPAIR, DEPT = RULE_IDS = (
    "CERT",
    "LEAVE",
    "ITEM",
    "AREA",
    "CONFLICT",
    "LOAD",
    "SAMEPAIR",
    "DEPT",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the walk stands: the object, what its team needs, who is in the team, and who met at this object before.

    `loads`: objects each officer holds by now. `partners`: officer -> those who checked this object with him last time.
    """

    target: ObjectSnapshot
    needs: TeamNeeds
    team: tuple[OfficerSnapshot, ...]
    loads: Mapping[str, int]
    partners: Mapping[str, Collection[str]]


def certificate_missing(officer: OfficerSnapshot, at: Moment) -> bool:
    """CERT: no valid certificate on a planned day (行政处罚法第四十二条、第五十五条)."""
    return any(day in officer.certificate_days_missing for day in at.needs.planned_days)


def on_leave(officer: OfficerSnapshot, at: Moment) -> bool:
    """LEAVE: away on a planned day."""
    return any(first <= day <= last for first, last in officer.leave for day in at.needs.planned_days)


def item_out_of_range(officer: OfficerSnapshot, at: Moment) -> bool:
    """ITEM: an item of the object is not in the officer's range (执法事项范围); of a joint task, none of them is."""
    if at.needs.joint:
        return bool(at.target.items) and not any(item in officer.items for item in at.target.items)
    return any(item not in officer.items for item in at.target.items)


def area_not_covered(officer: OfficerSnapshot, at: Moment) -> bool:
    """AREA: the object lies outside the officer's areas (民营经济促进法第六十四条: no gain-driven off-site checks)."""
    return not any(at.target.area.startswith(area) for area in officer.areas)


def has_conflict(officer: OfficerSnapshot, at: Moment) -> bool:
    """CONFLICT: a declared interest in the object (行政处罚法第四十三条: 应当回避)."""
    return at.target.object_id in officer.conflicts


def load_full(officer: OfficerSnapshot, at: Moment) -> bool:
    """LOAD: holds as many objects of this draw as the limit allows."""
    return at.loads.get(officer.officer_id, 0) >= officer.load_limit


def same_pair(officer: OfficerSnapshot, at: Moment) -> bool:
    """SAMEPAIR: checked this object last time together with one who is in the team already."""
    return any(member.officer_id in at.partners.get(officer.officer_id, ()) for member in at.team)


def department_not_taking_part(officer: OfficerSnapshot, at: Moment) -> bool:
    """DEPT: the task names its departments, and the officer's is none of them."""
    return bool(at.needs.departments) and officer.department not in at.needs.departments


RULES: tuple[tuple[str, Callable[[OfficerSnapshot, Moment], bool]], ...] = (
    (CERT, certificate_missing),
    (LEAVE, on_leave),
    (ITEM, item_out_of_range),
    (AREA, area_not_covered),
    (CONFLICT, has_conflict),
    (LOAD, load_full),
    (SAMEPAIR, same_pair),
    (DEPT, department_not_taking_part),
)


def rule_against(officer: OfficerSnapshot, at: Moment) -> str:
    """Why the officer is passed over at this moment; empty when the walk takes the officer.

    An officer whom no rule turns away is still passed over while the seats left are kept for what the team lacks:
    DEPT for a department without a member, ITEM for an item without its qualified officer.
    """
    for rule_id, stands_against in RULES:
        if stands_against(officer, at):
            return rule_id
    departments, items = lacking_departments(at), lacking_items(at)
    if not departments and not items:
        return ""
    larger = Moment(at.target, at.needs, (*at.team, officer), at.loads, at.partners)
    fills = len(lacking_departments(larger)) < len(departments) or len(lacking_items(larger)) < len(items)
    if fills or len(at.team) + 1 < at.needs.size:
        return ""
    return DEPT if departments else ITEM


def lacking_departments(at: Moment) -> tuple[str, ...]:
    """Departments of the task that have no member in the team yet."""
    present = {member.department for member in at.team}
    return tuple(name for name in at.needs.departments if name not in present)


def lacking_items(at: Moment) -> tuple[str, ...]:
    """Items of the object that nobody in the team has in range, or for which the qualification asked is missing."""
    return tuple(item for item in at.target.items if not any(_serves(member, item, at.needs) for member in at.team))


def complete(at: Moment) -> bool:
    """Whether the team is lawful as it stands: large enough, nothing lacking."""
    return len(at.team) >= at.needs.size and not lacking_departments(at) and not lacking_items(at)


def _serves(officer: OfficerSnapshot, item: str, needs: TeamNeeds) -> bool:
    return item in officer.items and (item not in needs.qualified_items or item in officer.qualified_items)
