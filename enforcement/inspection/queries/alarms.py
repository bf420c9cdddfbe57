"""Facts of a year from which alarms follow, and the alarms as the supervision organ reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from enforcement.draws.oversight import DrawFigures, draw_figures
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_facts
from enforcement.inspection.models.checks import Check
from enforcement.inspection.models.visits import Visit, VisitAlarm, VisitApproval
from enforcement.inspection.oversight_states import AlarmState
from enforcement.inspection.queries.late_duties import late_duties
from enforcement.inspection.queries.task_days import missed_checks, overdue_tasks
from enforcement.inspection.queries.visits import YearCaps
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.inspection.alarms import OrganYear, VisitFact
from enforcement.rules.inspection.results import ResultCode
from enforcement.rules.inspection.visits import ApprovalState

PAGE_SIZE = 30
WITHOUT_FINDING = frozenset({ResultCode.NO_FINDING.value, ResultCode.NO_SUCH_BUSINESS.value})


@dataclass(frozen=True)
class AlarmFilter:
    """Which alarms: in a state, of a rule."""

    state: AlarmState | None = AlarmState.OPEN
    rule_id: str = ""


def visit_facts(year: int) -> Sequence[VisitFact]:
    """Every visit of a year with what its check found and the cap it was held against, by day. Internal."""
    rows = db.session.execute(
        select(Visit, Check.codes, Check.items_key, VisitApproval.items)
        .outerjoin(Check, Check.public_id == Visit.check_public_id)
        .outerjoin(VisitApproval, VisitApproval.id == Visit.approval_id)
        .where(Visit.year == year)
        .order_by(Visit.visited_on, Visit.id)
    ).all()
    places = organisations_facts([row[0].org_id for row in rows])
    caps = YearCaps(year)
    return [
        fact_of(visit, codes, caps.value(places[visit.org_id], visit.visited_on, _codes(key, items)))
        for visit, codes, key, items in rows
    ]


def organ_years(year: int, today: date) -> tuple[OrganYear, ...]:
    """Draws, overdue results and overdue papers of each organ in a year. Internal."""
    figures = {one.org_id: one for one in draw_figures(year)}
    (overdue, unvisited), urgent = overdue_tasks(year, today), _urgent_late(year, today)
    missed, late = missed_checks(year), late_duties(year, today)
    places = organisations_facts([*figures, *overdue, *unvisited, *missed, *urgent, *late])
    nothing = DrawFigures(0, "", "", (), (), 0, ())
    return tuple(
        OrganYear(
            org_id=org_id,
            org_path=place.path,
            agency_name=place.name,
            year=year,
            voids=figures.get(org_id, nothing).voids,
            repeated=figures.get(org_id, nothing).repeated,
            assigned=figures.get(org_id, nothing).assigned,
            replaced=figures.get(org_id, nothing).replaced,
            overdue=tuple(overdue.get(org_id, ())),
            unvisited=tuple(unvisited.get(org_id, ())),
            missed=tuple(missed.get(org_id, ())),
            urgent_late=tuple(urgent.get(org_id, ())),
            late=tuple(late.get(org_id, ())),
        )
        for org_id, place in places.items()
    )


def alarms(actor: Actor, wanted: AlarmFilter, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[VisitAlarm]:
    """Alarms within the supervisor's scope, newest first. Errors: ``Invalid`` for a foreign cursor."""
    statement = select(VisitAlarm).where(_readable(actor))
    if wanted.state is not None:
        statement = statement.where(VisitAlarm.state == wanted.state)
    if wanted.rule_id:
        statement = statement.where(VisitAlarm.rule_id == wanted.rule_id)
    if cursor:
        at, last = decode_cursor(cursor, (datetime, int))
        before = or_(VisitAlarm.raised_at < at, and_(VisitAlarm.raised_at == at, VisitAlarm.id < (last or 0)))
        statement = statement.where(before)
    statement = statement.order_by(VisitAlarm.raised_at.desc(), VisitAlarm.id.desc())
    rows = db.session.scalars(statement.limit(size + 1)).all()
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, encode_cursor((rows[-1].raised_at.isoformat(), rows[-1].id)) if more else None)


def alarm(actor: Actor, public_id: str) -> VisitAlarm:
    """One alarm. Errors: ``NotFound``, also out of scope."""
    found = db.session.scalars(
        select(VisitAlarm).where(VisitAlarm.public_id == public_id, _readable(actor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_alarm_counts(actor: Actor) -> Mapping[str, int]:
    """How many alarms of each rule wait for an answer."""
    rows = db.session.execute(
        select(VisitAlarm.rule_id, func.count())
        .where(_readable(actor), VisitAlarm.state == AlarmState.OPEN)
        .group_by(VisitAlarm.rule_id)
        .order_by(VisitAlarm.rule_id)
    )
    return {row[0]: row[1] for row in rows}


def _readable(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.SUPERVISION_READ, VisitAlarm.org_path)


def fact_of(visit: Visit, codes: list[str] | None, cap: int | None = None) -> VisitFact:
    """A visit with the result codes of its check, and the cap of what it looked at. Internal."""
    return VisitFact(
        public_id=visit.public_id,
        org_id=visit.org_id,
        org_path=visit.org_path,
        agency_name=visit.agency_name,
        uscc=visit.uscc,
        name=visit.name,
        visited_on=visit.visited_on,
        kind_words=visit.kind.words,
        inspection=not visit.kind.other_name,
        counted=visit.counted,
        approved=visit.approval_id is not None,
        pair_key=visit.pair_key,
        scanned=visit.scanned,
        late_days=visit.late_days,
        joint_key=visit.joint_key,
        found=not set(codes) <= WITHOUT_FINDING if codes else None,
        cap=cap if visit.counted else None,
    )


def _codes(items_key: str | None, approved: list[dict[str, str]] | None) -> tuple[str, ...]:
    """The items of a visit: those of its check, else of its approval."""
    if items_key is not None:
        return tuple(code for code in items_key.split("|") if code)
    return tuple(one["code"] for one in approved or ())


def _urgent_late(year: int, today: date) -> dict[int, list[tuple[str, str, date]]]:
    """Urgent visits whose approval was not given within its term."""
    rows = db.session.scalars(
        select(VisitApproval)
        .where(
            VisitApproval.urgent.is_(True),
            VisitApproval.state == ApprovalState.ASKED,
            VisitApproval.due_on.between(date(year, 1, 1), date(year, 12, 31)),
            VisitApproval.due_on < today,
        )
        .order_by(VisitApproval.id)
    )
    found: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
    for row in rows:
        found[row.org_id].append((row.public_id, f"对{row.name}紧急检查的审批", row.due_on or today))
    return found
