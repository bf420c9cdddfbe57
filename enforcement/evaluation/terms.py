"""Terms that rows of the feedback keep with their explanation; lengths come from the rule sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from enforcement.catalogue.law import current_calendar
from enforcement.evaluation.loading import term
from enforcement.evaluation.pool import organ_of
from enforcement.evaluation.seating import Running
from enforcement.rules.deadlines import compute_deadline
from enforcement.rules.duties import AlarmLevel, alarm_level

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationPlan
    from enforcement.evaluation.models.feedback import TermColumns

OBJECTION = "evaluation.objection"
ANSWER = "evaluation.answer"
RECTIFICATION = "evaluation.rectification"
LOUD = (AlarmLevel.CRITICAL, AlarmLevel.URGENT, AlarmLevel.WARNING)


def set_term(row: TermColumns, rule_id: str, plan: EvaluationPlan, started_on: date) -> None:
    """Write the term that began on a civil day into a row, as it holds for the organ that evaluates."""
    deadline = compute_deadline(term(rule_id, organ_of(plan), started_on), started_on, current_calendar())
    row.started_on, row.due_on, row.strict_on = started_on, deadline.due, deadline.strict
    row.earliest_on, row.provisional = deadline.earliest, deadline.provisional
    row.basis = deadline.term.stated
    # The page prints the article itself, before this.
    row.footnote = f"{deadline.rule_version}；{deadline.calendar_source}"
    row.explanation = [run.as_record() for run in deadline.explanation]


def renew_term(row: TermColumns, rule_id: str, plan: EvaluationPlan) -> None:
    """Count a provisional term again: the calendar of its last days may have been published since."""
    if row.provisional:
        set_term(row, rule_id, plan, row.started_on)


def alarm_of_term(row: TermColumns, rule_id: str, plan: EvaluationPlan, today: date) -> AlarmLevel:
    """How loudly the term of a row calls on a civil day."""
    rule = term(rule_id, organ_of(plan), row.started_on)
    return alarm_level(running(row), row.started_on, rule.unit, rule.alarms, today, current_calendar())


def loudest_call(rows: Sequence[TermColumns], rule_id: str, plan: EvaluationPlan, today: date) -> AlarmLevel | None:
    """The loudest level before the end of a term among rows; None when nobody need be reminded yet."""
    found = {alarm_of_term(one, rule_id, plan, today) for one in rows}
    return next((level for level in LOUD if level in found), None)


def running(row: TermColumns) -> Running:
    """The term of a row as the rules of duties and rights take it."""
    return Running(row.due_on, row.strict_on, row.earliest_on, row.provisional)
