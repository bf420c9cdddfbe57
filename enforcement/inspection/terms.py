"""Terms of this room: ids in ``config/rulesets/inspection.toml``, counted by the rules."""

from __future__ import annotations

from datetime import date

from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.rules.deadlines import Deadline, compute_deadline

LATE_ENTRY = "inspection.late_entry"
TELL = "inspection.tell"
PUBLISH = "inspection.publish"
PUBLISH_CASE = "inspection.publish_case"
ABNORMAL_LIST = "inspection.abnormal_list"
WITHDRAW = "inspection.withdraw"
REMIND_DAYS = "inspection.remind_days"
TEAM_SIZE = "officers.minimum"


def deadline_of(rule_id: str, started_on: date, domain: str, region_name: str) -> Deadline:
    """The deadline of a term that began on a civil day, with its explanation."""
    term = current_rulesets().term(rule_id, domain, region_name, started_on)
    return compute_deadline(term, started_on, current_calendar())


def number_of(rule_id: str, on: date, domain: str, region_name: str) -> int:
    """A whole number of the rule set."""
    return current_rulesets().number(rule_id, domain, region_name, on).whole


def nearness(until: date, today: date, domain: str, region_name: str) -> str:
    """How near the last day of something is: ``late``, ``soon`` from the day of the reminder on, or ``ok``."""
    left = (until - today).days
    return "late" if left < 0 else "soon" if left <= number_of(REMIND_DAYS, today, domain, region_name) else "ok"
