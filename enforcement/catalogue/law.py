"""The rule sets and working calendars of this installation, loaded once at start.

The composition root installs them; rooms ask here. ``rules`` itself stays free of state.
"""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.rules.calendars import WorkCalendar
from enforcement.rules.rulesets import Rulesets


@dataclass
class _Installed:
    rulesets: Rulesets | None = None
    calendar: WorkCalendar | None = None


_installed = _Installed()


def install_law(rulesets: Rulesets, calendar: WorkCalendar) -> None:
    """Make rule sets and calendar known to all rooms."""
    _installed.rulesets = rulesets
    _installed.calendar = calendar


def current_rulesets() -> Rulesets:
    """The installed rule sets."""
    if _installed.rulesets is None:
        message = "rule sets are not installed"
        raise RuntimeError(message)
    return _installed.rulesets


def current_calendar() -> WorkCalendar:
    """The installed working calendar."""
    if _installed.calendar is None:
        message = "working calendar is not installed"
        raise RuntimeError(message)
    return _installed.calendar
