"""What a deadline means on a given day: for a duty of the agency, and for a right of the party.

An agency's duty is called to mind by the plain count and is late only after the rolled day. A party's right never
counts as lapsed while the date is provisional: the doubt is the agency's, not the party's.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.rulesets import Alarms, Unit

PERCENT = 100


class Dated(Protocol):
    """What these rules look at: a computed deadline, or a row that keeps one. Civil dates."""

    @property
    def due(self) -> date: ...

    @property
    def strict(self) -> date: ...

    @property
    def earliest(self) -> date: ...

    @property
    def provisional(self) -> bool: ...


class AlarmLevel(StrEnum):
    """How near a running term is to its end."""

    NORMAL = "normal"
    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"
    CRITICAL = "critical"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The Chinese word: 正常, 过半, 将到期, 临近到期, 即将到期, 已逾期."""
        return {
            "normal": "正常",
            "notice": "过半",
            "warning": "将到期",
            "urgent": "临近到期",
            "critical": "即将到期",
            "overdue": "已逾期",
        }[self.value]


def alarm_on(deadline: Dated) -> date:
    """The day by which an agency must have acted to be safe: the earliest reading, not rolled over."""
    return min(deadline.earliest, deadline.strict)


def late(deadline: Dated, today: date) -> bool:
    """Whether an agency's duty is late: the day guards go by, after roll-over, has passed."""
    return today > deadline.strict


def right_lapsed(deadline: Dated, today: date) -> bool:
    """Whether a party's term is over: never while the date is provisional."""
    return not deadline.provisional and today > deadline.due


def days_left(due: date, unit: Unit, today: date, calendar: WorkCalendar) -> int:
    """How many days are left after `today`, in working days for such terms; negative once it is over."""
    if unit is Unit.WD:
        return calendar.working_days_after(today, due)
    return (due - today).days


def alarm_level(
    deadline: Dated, start: date, unit: Unit, alarms: Alarms, today: date, calendar: WorkCalendar
) -> AlarmLevel:
    """How loudly an agency's duty calls on `today`: by the days left, else by the share of the term used up."""
    if late(deadline, today):
        return AlarmLevel.OVERDUE
    goal = alarm_on(deadline)
    left = days_left(goal, unit, today, calendar)
    if left <= alarms.critical_days:
        return AlarmLevel.CRITICAL
    if left <= alarms.urgent_days:
        return AlarmLevel.URGENT
    whole = max(days_left(goal, unit, start, calendar), 1)
    used = (whole - left) * PERCENT
    if used >= alarms.warning_percent * whole:
        return AlarmLevel.WARNING
    return AlarmLevel.NOTICE if used >= alarms.notice_percent * whole else AlarmLevel.NORMAL
