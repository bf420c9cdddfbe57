"""The calendars and rulesets that come with the program, loaded once for the tests of the rules."""

from functools import cache
from pathlib import Path

from enforcement.rules.calendars import WorkCalendar, load_calendars
from enforcement.rules.rulesets import Rulesets, load_rulesets

CONFIG = Path(__file__).resolve().parents[2] / "config"


@cache
def calendar() -> WorkCalendar:
    return load_calendars([CONFIG / "calendars"])


@cache
def rulesets() -> Rulesets:
    return load_rulesets([CONFIG / "rulesets"])
