"""The plan's day: the pool is evaluated by the published rules and committed to, by the machine alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from enforcement.audit import services as audit
from enforcement.draws import services as draws
from enforcement.draws.commands import CommitDraw
from enforcement.draws.lotteries import announced_last
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Reason, Refused
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts, organisations_coded
from enforcement.inspection.loading import locked_batch, number, refuse
from enforcement.inspection.mapping import batch_facts_of
from enforcement.inspection.models.plans import InspectionBatch
from enforcement.inspection.policies import Action, require
from enforcement.inspection.pool_rules import POOL_RULES
from enforcement.inspection.queries.checks import usccs_checked_this_year
from enforcement.inspection.queries.frequency import times_drawn
from enforcement.inspection.queries.libraries import LibraryAge, item_facts, library_age, library_of, officer_snapshots
from enforcement.inspection.queries.visits import usccs_at_cap
from enforcement.platform.database import transaction
from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot
from enforcement.rules.inspection.items import use_reasons
from enforcement.rules.inspection.plans import BatchFacts, BatchState, draw_day_reasons
from enforcement.rules.inspection.pool import Known, ObjectFacts, Pool, age_reasons, at_frequency, evaluate_pool
from enforcement.rules.inspection.windows import too_late_reasons

OLDEST = "inspection.library.oldest_days"


def freeze_batch(actor: Actor, public_id: str, now: datetime) -> InspectionBatch:
    """Evaluate the pool of an approved batch and commit to it, in one transaction; nobody adds or removes an object.

    Errors: ``NotFound``, ``Forbidden``; ``Refused`` before the draw day, without published and filed plan (I03, I04),
    for a batch drawn already (D05), one whose visits would be over before its draw is made (D09), a library that is
    empty or too old (A03), an item no longer in force (I01, I02), an empty pool (D01).
    """
    today = civil_date(now)
    with transaction():
        row = locked_batch(public_id)
        require(actor, Action.DRAFT_PLAN, row.org_path)
        agency = organisation_facts(row.org_id)
        facts = batch_facts_of(row, row.plan, agency)
        age = library_age(agency.org_id)
        refuse(freeze_reasons(facts, agency, age, now))
        objects = {one.uscc: one for one in library_of(agency.org_id, facts.item_codes)}
        pool = _pool(facts, agency, objects, today)
        if not pool.lines:
            raise Refused(
                [
                    Reason(
                        "D01",
                        "按公布的规则计算，抽取范围里没有对象",
                        "抽取范围只由公布的规则确定",
                        "核对筛选条件和名录库",
                    )
                ]
            )
        draws.commit_draw(actor, _commit(facts, objects, pool, age, today), now)
        row.state, row.frozen_at, row.hindrance = BatchState.FROZEN, now, ""
        row.pool_size, row.excluded, row.filtered_out = len(pool.lines), len(pool.exclusions), pool.filtered_out
        audit.record(
            actor,
            "inspection.batch_frozen",
            f"inspection_batch:{row.public_id}",
            org_path=row.org_path,
            now=now,
            after={"draw": row.draw_public_id or "", "pool": len(pool.lines), "excluded": len(pool.exclusions)},
        )
    return row


def freeze_reasons(facts: BatchFacts, agency: OrganisationFacts, age: LibraryAge, now: datetime) -> list[Reason]:
    """Everything that stands against freezing a batch now."""
    today = civil_date(now)
    return [
        *draw_day_reasons(facts, today),
        *too_late_reasons(facts.visit_to, today, announced_last(facts.sources, now)),
        *age_reasons(age.updated_on, today, number(OLDEST, agency, today)),
        *use_reasons(facts.item_codes, item_facts(agency.org_id, facts.item_codes, today), today),
    ]


def note_hindrance(public_id: str, error: DomainError) -> None:
    """Keep why a batch could not be frozen on its day, for the planner's page."""
    with transaction():
        row = locked_batch(public_id)
        if row.state is BatchState.APPROVED:
            row.hindrance = error.message


def _pool(facts: BatchFacts, agency: OrganisationFacts, objects: Mapping[str, ObjectFacts], today: date) -> Pool:
    codes = list(objects)
    numbers = {
        rule.number: number(rule.number, agency, today).whole for rule in POOL_RULES.exclusions.values() if rule.number
    }
    caps = [usccs_at_cap(one.org_id, codes, today, facts.item_codes) for one in _departments(facts).values()]
    known = Known(
        on=today,
        at_cap=frozenset().union(*caps),
        checked=usccs_checked_this_year(agency.org_id, facts.item_codes, today.year),
        at_frequency=at_frequency(
            objects.values(),
            {one.code: one.frequency for one in item_facts(agency.org_id, facts.item_codes, today)},
            times_drawn(agency.org_id, facts.item_codes, today.year),
        ),
        numbers=numbers,
    )
    return evaluate_pool(objects.values(), facts.filters, facts.exclusions, POOL_RULES, known)


def _commit(
    facts: BatchFacts, objects: Mapping[str, ObjectFacts], pool: Pool, age: LibraryAge, today: date
) -> CommitDraw:
    departments = _departments(facts)
    wanted = frozenset(facts.item_codes)
    drawn = [objects[line.object_id] for line in pool.lines]
    updated_on = age.updated_on
    return CommitDraw(
        public_id=facts.draw_public_id or "",
        pool=pool.lines,
        exclusions=pool.exclusions,
        officers=_officers(facts, departments, today),
        objects={
            one.uscc: ObjectSnapshot(one.uscc, one.area, tuple(code for code in one.item_codes if code in wanted))
            for one in drawn
        },
        labels={one.uscc: one.name for one in drawn},
        library_age={
            "version": age.version_no,
            "updated_on": updated_on.isoformat() if updated_on else "",
            "total": age.total,
            "dead": age.dead,
            "filtered_out": pool.filtered_out,
        },
    )


def _departments(facts: BatchFacts) -> Mapping[str, OrganisationFacts]:
    """The organs that will stand at the door, by code: of a joint task every one, and a visit counts for each."""
    return organisations_coded(facts.departments if facts.joint else facts.departments[:1])


def _officers(
    facts: BatchFacts, departments: Mapping[str, OrganisationFacts], today: date
) -> tuple[OfficerSnapshot, ...]:
    """The library of inspectors of every department; who covers the whole of his own covers the leading organ's too.

    Departments of a joint task belong to one government and so to one territory.
    """
    found = officer_snapshots([one.org_id for one in departments.values()], facts.planned_days, today)
    government = departments[facts.org_code].parent_id
    homes = {code: one.path for code, one in departments.items() if one.parent_id == government}
    return tuple(
        replace(one, areas=(*one.areas, facts.org_path))
        if one.department != facts.org_code and homes.get(one.department) in one.areas
        else one
        for one in found
    )
