"""Deadlines of a case: computed by the rules, kept with their explanation, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from enforcement.casework.models import Case, CaseDeadline
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.platform.database import db
from enforcement.rules.deadlines import Deadline, Extension, compute_deadline
from enforcement.rules.rulesets import Number, Term

VERIFICATION = "D02"
CASE_TERM = "D05"
REVIEW = "D14"
STATEMENT = "D15"
HEARING_REQUEST = "D16"
SERVICE = "D18"
PAYMENT = "D24"
CLOSING = "D42"


def case_term(case: Case, rule_id: str, on: date) -> Term:
    """The term of a rule for the case's domain and region."""
    return current_rulesets().term(rule_id, case.domain, case.region_name, on)


def case_number(case: Case, rule_id: str, on: date) -> Number:
    """The number of a rule for the case's domain and region."""
    return current_rulesets().number(rule_id, case.domain, case.region_name, on)


def start_deadline(
    case: Case,
    rule_id: str,
    started_on: date,
    now: datetime,
    *,
    reason: str,
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Compute a deadline and add it; an earlier computation of the same kind stays on file."""
    deadline = compute_deadline(
        case_term(case, rule_id, started_on), started_on, current_calendar(), extensions=extensions
    )
    for earlier in open_deadlines(case, rule_id):
        earlier.current = False
    db.session.add(
        CaseDeadline(
            case_id=case.id,
            org_path=case.org_path,
            kind=rule_id,
            name=deadline.term.name,
            started_on=started_on,
            length_text=deadline.term.text,
            due_on=deadline.due,
            unrolled_on=deadline.unrolled,
            earliest_on=deadline.earliest,
            provisional=deadline.provisional,
            calendar_source=deadline.calendar_source,
            extensions=[{"length": one.length, "unit": one.unit.value} for one in extensions],
            explanation=[run.as_record() for run in deadline.explanation],
            basis=deadline.basis,
            rule_version=deadline.rule_version,
            computed_at=now,
            reason=reason,
            current=True,
        )
    )
    db.session.flush()
    return deadline


def open_deadlines(case: Case, rule_id: str) -> list[CaseDeadline]:
    """Current computations of a kind that are not met yet (none or one)."""
    return list(
        db.session.scalars(
            select(CaseDeadline).where(
                CaseDeadline.case_id == case.id,
                CaseDeadline.kind == rule_id,
                CaseDeadline.current.is_(True),
                CaseDeadline.met_on.is_(None),
            )
        )
    )


def meet_deadline(case: Case, rule_id: str, on: date) -> None:
    """Note that the duty was done on a day."""
    for deadline in open_deadlines(case, rule_id):
        deadline.met_on = on


def deadlines_of(case_id: int) -> Sequence[CaseDeadline]:
    """All computations of a case, newest last. Internal."""
    return db.session.scalars(
        select(CaseDeadline).where(CaseDeadline.case_id == case_id).order_by(CaseDeadline.id)
    ).all()
