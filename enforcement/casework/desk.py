"""Reads over many cases at once, for desks and for the supervision board: one question each, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from enforcement.casework.deadlines import STATEMENT
from enforcement.casework.models import Case, CaseApproval, CaseDeadline, CaseHandler, CaseNote, CaseRecord
from enforcement.foundation.actor import Actor
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.scopes import within
from enforcement.rules.facts import State

MOST = 100
PAGE_SIZE = 30
FINISHED = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True)
class AgencyFigures:
    """What one agency has in hand: cases not closed, deadlines that end soon, overdue ones by kind."""

    open: int = 0
    soon: int = 0
    overdue: Mapping[str, int] = field(default_factory=dict)

    @property
    def overdue_in_all(self) -> int:
        """Overdue deadlines of every kind."""
        return sum(self.overdue.values())


def cases_in_hand(actor: Actor) -> Sequence[Case]:
    """Cases the actor handles that are not archived, longest in their state first."""
    handled = (
        select(CaseHandler.id)
        .where(
            CaseHandler.case_id == Case.id,
            CaseHandler.officer_id == (actor.officer_id or 0),
            CaseHandler.removed_at.is_(None),
        )
        .exists()
    )
    readable = within(actor, Permission.CASE_READ, Case.org_path, Case.public_id, "case")
    statement = select(Case).where(readable, handled, Case.state != State.ARCHIVED)
    return db.session.scalars(
        statement.options(joinedload(Case.party), selectinload(Case.handlers), joinedload(Case.proposal))
        .order_by(Case.state_since, Case.id)
        .limit(MOST)
    ).all()


def record_kinds(case_ids: Sequence[int]) -> dict[int, set[str]]:
    """Kinds of records (scene, inquiry) made in each case. Internal."""
    rows = db.session.execute(select(CaseRecord.case_id, CaseRecord.kind).where(CaseRecord.case_id.in_(case_ids)))
    return _grouped_set(rows)


def answered_approvals(case_ids: Sequence[int]) -> dict[int, list[CaseApproval]]:
    """Earlier approvals of each case, oldest first. Internal."""
    statement = select(CaseApproval).where(CaseApproval.case_id.in_(case_ids), CaseApproval.answered_at.is_not(None))
    return _by_case(db.session.scalars(statement.order_by(CaseApproval.id)))


def notes_since(since: Mapping[int, datetime]) -> dict[int, list[CaseNote]]:
    """What people and the system noted on each case after an instant of its own. Internal."""
    if not since:
        return {}
    statement = select(CaseNote).where(CaseNote.case_id.in_(since), CaseNote.at > min(since.values()))
    rows = db.session.scalars(statement.order_by(CaseNote.id))
    return _by_case(row for row in rows if row.at > since[row.case_id])


def running_deadlines(case_ids: Sequence[int]) -> dict[int, list[CaseDeadline]]:
    """Current terms of each case that are not met, the party's own too, soonest first. Internal."""
    statement = select(CaseDeadline).where(
        CaseDeadline.case_id.in_(case_ids), CaseDeadline.current.is_(True), CaseDeadline.met_on.is_(None)
    )
    return _by_case(db.session.scalars(statement.order_by(CaseDeadline.due_on, CaseDeadline.id)))


def agency_figures(actor: Actor, today: date, until: date) -> dict[int, AgencyFigures]:
    """Figures of each agency the actor supervises, by its id; ``until`` is the last day that counts as soon."""
    scope = _supervised(actor)
    opened = select(Case.org_id, func.count()).where(scope, Case.state.not_in(FINISHED)).group_by(Case.org_id)
    soon = _duties(scope).where(CaseDeadline.due_on.between(today, until)).group_by(Case.org_id)
    late = _duties(scope).where(CaseDeadline.due_on < today).group_by(Case.org_id, CaseDeadline.kind)
    in_hand = dict(db.session.execute(opened).tuples().all())
    ending = dict(db.session.execute(soon.with_only_columns(Case.org_id, func.count())).tuples().all())
    overdue: dict[int, dict[str, int]] = defaultdict(dict)
    for org_id, kind, count in db.session.execute(
        late.with_only_columns(Case.org_id, CaseDeadline.kind, func.count())
    ).tuples():
        overdue[org_id][kind] = count
    return {
        org_id: AgencyFigures(in_hand.get(org_id, 0), ending.get(org_id, 0), overdue.get(org_id, {}))
        for org_id in {*in_hand, *ending, *overdue}
    }


def duties_behind(
    actor: Actor, first: date | None, last: date, org_id: int | None, kind: str, cursor: str | None = None
) -> Page[tuple[CaseDeadline, Case]]:
    """The deadlines behind a figure: due from ``first`` to ``last``, longest overdue first.

    Errors: ``Invalid`` for a cursor that is not ours.
    """
    statement = _duties(_supervised(actor)).where(CaseDeadline.due_on <= last)
    if first is not None:
        statement = statement.where(CaseDeadline.due_on >= first)
    if org_id is not None:
        statement = statement.where(Case.org_id == org_id)
    if kind:
        statement = statement.where(CaseDeadline.kind == kind)
    if cursor:
        statement = statement.where(tuple_(CaseDeadline.due_on, CaseDeadline.id) > decode_cursor(cursor, (date, int)))
    rows = db.session.execute(
        statement.options(joinedload(Case.party)).order_by(CaseDeadline.due_on, CaseDeadline.id).limit(PAGE_SIZE + 1)
    ).all()
    shown = [(row[0], row[1]) for row in rows[:PAGE_SIZE]]
    more = encode_cursor((shown[-1][0].due_on.isoformat(), shown[-1][0].id)) if len(rows) > PAGE_SIZE else None
    return Page(shown, more)


def _duties(scope: ColumnElement[bool]) -> Select[Any]:
    return select(CaseDeadline, Case).join(Case, Case.id == CaseDeadline.case_id).where(scope, _running())


def _running() -> ColumnElement[bool]:
    return CaseDeadline.current.is_(True) & CaseDeadline.met_on.is_(None) & (CaseDeadline.kind != STATEMENT)


def _supervised(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Permission.SUPERVISION_READ, Case.org_path, Case.public_id, "case")


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _grouped_set(rows: Iterable[Any]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for case_id, kind in rows:
        found[case_id].add(kind)
    return found
