"""待审批: what waits for a head, why, since when, and what changed since it was returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, url_for

from enforcement.casework import desk, queries
from enforcement.casework.deadlines import STATEMENT
from enforcement.casework.services.filing import APPROVAL_NAMES
from enforcement.casework.wording import penalty_lines
from enforcement.catalogue.law import current_calendar
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.facts import STATE_NAMES
from enforcement.web.due import Due, dues_of_cases
from enforcement.web.evaluation.head_lines import evaluations_for_head, feedback_for_head
from enforcement.web.inspection_desks import waiting_for_head

approvals = Blueprint("approvals", __name__)


@dataclass(frozen=True)
class Waiting:
    """An approval that waits. ``returned`` is the last return of the same kind, ``changed`` what was done since."""

    kind: str
    case: Any
    why: str
    by: str
    since: datetime
    waited: str
    penalty: Sequence[str]
    returned: Any
    changed: Sequence[str]
    href: str
    due: Due | None


@dataclass(frozen=True)
class Decision:
    """A case that waits for the heads' discussion or decision."""

    case: Any
    state: str
    penalty: Sequence[str]
    statement_until: date | None
    due: Due | None
    href: str


@approvals.get("/approvals")
@requires(Permission.CASE_APPROVE, Permission.CASE_DECIDE)
def show() -> str:
    """Approvals, oldest first; then plans, draws, checks and evaluations; then the cases that wait for a decision."""
    actor, now = current_actor(), current_instant()
    rows, deciding = queries.approvals_waiting(actor), queries.decisions_waiting(actor)
    dues = _dues([case for _, case in rows] + list(deciding), now)
    return render_template(
        "approvals/show.html",
        waiting=_waiting(rows, dues, now),
        decisions=[_decision(case, dues) for case in deciding],
        inspections=[
            *waiting_for_head(actor, civil_date(now)),
            *evaluations_for_head(actor),
            *feedback_for_head(actor, civil_date(now)),
        ],
        names=APPROVAL_NAMES,
        today=civil_date(now),
    )


def _dues(cases: Sequence[Any], now: datetime) -> dict[int, list[tuple[Any, Due]]]:
    """Running deadlines of each case, soonest first."""
    by_id = {case.id: case for case in cases}
    running = desk.running_deadlines(list(by_id))
    pairs = [(row, by_id[case_id]) for case_id, rows in running.items() for row in rows]
    found: dict[int, list[tuple[Any, Due]]] = {}
    for (row, case), due in zip(pairs, dues_of_cases(pairs, civil_date(now)), strict=True):
        found.setdefault(case.id, []).append((row, due))
    return found


def _waiting(rows: Sequence[tuple[Any, Any]], dues: dict[int, list[tuple[Any, Due]]], now: datetime) -> list[Waiting]:
    history = desk.answered_approvals([case.id for _, case in rows])
    returned = {
        approval.id: [
            one for one in history.get(case.id, []) if one.kind == approval.kind and one.outcome == "returned"
        ][-1:]
        for approval, case in rows
    }
    since: dict[int, Any] = {
        case.id: returned[approval.id][0].answered_at for approval, case in rows if returned[approval.id]
    }
    notes = desk.notes_since(since)
    return [
        Waiting(
            kind=approval.kind,
            case=case,
            why=approval.opinion,
            by=approval.sent_by,
            since=approval.sent_at,
            waited=_waited(approval.sent_at, now),
            penalty=penalty_lines(case),
            returned=next(iter(returned[approval.id]), None),
            changed=[one.headline for one in notes.get(case.id, [])] if returned[approval.id] else (),
            href=url_for("cases.act", case_id=case.public_id, act="answer_approval", approval=approval.public_id),
            due=_first(dues, case),
        )
        for approval, case in rows
    ]


def _waited(sent: datetime, now: datetime) -> str:
    days = current_calendar().working_days_after(civil_date(sent), civil_date(now))
    return f"等了 {days} 个工作日" if days > 0 else "今天送来"


def _decision(case: Any, dues: dict[int, list[tuple[Any, Due]]]) -> Decision:
    right = [row for row, _ in dues.get(case.id, []) if row.kind == STATEMENT]
    return Decision(
        case=case,
        state=STATE_NAMES[case.state],
        penalty=penalty_lines(case),
        statement_until=right[0].due_on if right else None,
        due=_first(dues, case),
        href=url_for("cases.show", case_id=case.public_id),
    )


def _first(dues: dict[int, list[tuple[Any, Due]]], case: Any) -> Due | None:
    """The duty that ends first; the party's term is none."""
    return next((due for row, due in dues.get(case.id, []) if row.kind != STATEMENT), None)
