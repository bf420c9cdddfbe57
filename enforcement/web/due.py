"""Deadlines in lists: a word, a shape and a colour for each, without a question per row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enforcement.casework.deadlines import REVIEW
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.identity.queries import organisations_facts
from enforcement.rules.duties import AlarmLevel, alarm_level, days_left
from enforcement.rules.rulesets import Term, Unit
from enforcement.web.filters import relative_days

LEVELS: dict[AlarmLevel, str] = {
    AlarmLevel.OVERDUE: "late",
    AlarmLevel.CRITICAL: "soon",
    AlarmLevel.URGENT: "soon",
    AlarmLevel.WARNING: "soon",
}
"""Colours of the desk; what is not named is calm."""


@dataclass(frozen=True)
class Due:
    """A deadline on a given day: ``level`` late, soon or ok, and the word that stands beside the colour."""

    name: str
    on: date
    level: str
    left_text: str
    provisional: bool


@dataclass(frozen=True)
class _Counted:
    """A kept deadline as the rules look at it: the plain count calls, the rolled day is the last."""

    due: date
    strict: date
    earliest: date
    provisional: bool


def dues_of_cases(rows: Sequence[tuple[Any, Any]], today: date) -> list[Due]:
    """For pairs of a case's deadline and its case, in order; one query for all their agencies."""
    places = organisations_facts([case.org_id for _, case in rows])
    return [
        _due(
            _term(row.kind, case.domain, places[case.org_id].region_name, row.started_on),
            _Counted(row.due_on, row.due_on, min(row.earliest_on, row.due_on), row.provisional),
            row.started_on,
            today,
        )
        for row, case in rows
    ]


def dues_of_reviews(reviews: Iterable[Any], today: date) -> dict[int, Due]:
    """For rounds of review, by id; one query for all their agencies."""
    rows = list(reviews)
    places = organisations_facts([row.org_id for row in rows])
    found = {}
    for row in rows:
        place = places[row.org_id]
        counted = _Counted(row.due_on, row.due_on, row.due_on, provisional=False)
        started = min(row.requested_at.date(), row.due_on)
        found[row.id] = _due(_term(REVIEW, place.domain, place.region_name, started), counted, started, today)
    return found


def _term(kind: str, domain: str, region: str, on: date) -> Term:
    return current_rulesets().term(kind, domain, region, on)


def _due(term: Term, counted: _Counted, started: date, today: date) -> Due:
    calendar = current_calendar()
    level = alarm_level(counted, started, term.unit, term.alarms, today, calendar)
    left = days_left(counted.due, term.unit, today, calendar)
    if today > counted.due:
        # Past a last day with no working day in between is late all the same.
        left = min(left, -1)
    elif today < counted.due:
        left = max(left, 1)
    return Due(
        name=term.name,
        on=counted.due,
        level="late" if today == counted.due else LEVELS.get(level, "ok"),
        left_text=relative_days(left, "个工作日" if term.unit is Unit.WD else "天"),
        provisional=counted.provisional,
    )
