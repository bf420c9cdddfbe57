"""The figures of a year for the organs in scope, in the order of the tree; no line is sorted by its number (C10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_names, organisations_of
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.models.visits import Visit
from enforcement.inspection.queries.alarms import fact_of
from enforcement.inspection.queries.task_days import task_days
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.statistics import PairRate, Saved, Share, case_share, months, pair_rates, saved
from enforcement.rules.inspection.visits import VisitKind


@dataclass(frozen=True)
class OrganFigures:
    """One organ's year. ``completed``: published of what was to be checked; ``finished``: closed of what was published.

    A check that was missed counts as not completed. ``in_time``: tasks of which every object had its result public
    within the term, of those whose term is over or met; that of a task that does not end runs from its last day.
    """

    name: str
    completed: Share
    finished: Share
    in_time: Share
    saved: Saved
    cases: Share
    """Inspections on single leads (个案检查) of all inspections: a complaint is no way around the draw."""


@dataclass(frozen=True)
class Statistics:
    """The page. ``saved``: of the whole scope, where organs that came together came once.

    ``names``: officers by public id, for the pairs; pairs are empty without the right to supervise.
    """

    year: int
    organs: Sequence[OrganFigures]
    months: tuple[int, ...]
    saved: Saved
    mean: Share
    pairs: Sequence[PairRate]
    names: Mapping[str, str]


def statistics(actor: Actor, year: int, today: date) -> Statistics:
    """The figures of a year within scope; five queries, however many organs there are."""
    places = [one for one in organisations_of(actor, Permission.CHECK_READ) if one.domain]
    checks, tasks, visits = _checks(actor, year), _tasks(actor, year, today), _visits(actor, year)
    entries: dict[int, list[tuple[str, int]]] = defaultdict(list)
    kinds: dict[int, list[VisitKind]] = defaultdict(list)
    for visit, _ in visits:
        entries[visit.org_id].append((visit.joint_key, visit.items))
        kinds[visit.org_id].append(visit.kind)
    nothing = (Share(0, 0), Share(0, 0))
    organs = [
        OrganFigures(
            place.name,
            *checks.get(place.id, nothing),
            tasks.get(place.id, Share(0, 0)),
            saved(entries.get(place.id, ())),
            case_share(kinds.get(place.id, ())),
        )
        for place in places
    ]
    facts = [fact_of(visit, codes) for visit, codes in visits]
    mean, pairs = pair_rates(facts)
    shown = pairs if actor.may_anywhere(Permission.SUPERVISION_READ) else ()
    names = officer_names({public_id for pair in shown for public_id in pair.officers})
    return Statistics(
        year=year,
        organs=organs,
        months=months(one.visited_on for one in facts if one.inspection),
        saved=saved((visit.joint_key, visit.items) for visit, _ in visits),
        mean=mean,
        pairs=shown,
        names=names,
    )


def _checks(actor: Actor, year: int) -> dict[int, tuple[Share, Share]]:
    published = func.count().filter(Check.published_at.is_not(None))
    closed = func.count().filter(Check.published_at.is_not(None), Check.state == CheckState.CLOSED)
    rows = db.session.execute(
        select(Check.org_id, func.count(), published, closed)
        .where(
            within(actor, Permission.CHECK_READ, Check.org_path),
            Check.window_to.between(date(year, 1, 1), date(year, 12, 31)),
            Check.state != CheckState.VOID,
        )
        .group_by(Check.org_id)
    )
    return {row[0]: (Share(row[2], row[1]), Share(row[3], row[2])) for row in rows}


def _tasks(actor: Actor, year: int, today: date) -> dict[int, Share]:
    due_on = InspectionTask.publish_due_on
    of_year = or_(due_on.is_(None), due_on.between(date(year, 1, 1), date(year, 12, 31)))
    met: dict[int, int] = defaultdict(int)
    judged: dict[int, int] = defaultdict(int)
    for one in task_days(today, within(actor, Permission.CHECK_READ, InspectionTask.org_path), of_year):
        public_at = one.task.published_at
        in_time = public_at is not None and not one.missed and civil_date(public_at) <= one.due_on
        if one.due_on.year == year and (in_time or one.due_on < today):
            judged[one.task.org_id] += 1
            met[one.task.org_id] += in_time
    return {org_id: Share(met[org_id], whole) for org_id, whole in judged.items()}


def _visits(actor: Actor, year: int) -> Sequence[tuple[Visit, list[str] | None]]:
    rows = db.session.execute(
        select(Visit, Check.codes)
        .outerjoin(Check, Check.public_id == Visit.check_public_id)
        .where(within(actor, Permission.CHECK_READ, Visit.org_path), Visit.year == year)
        .order_by(Visit.visited_on, Visit.id)
    )
    return [(row[0], row[1]) for row in rows]
