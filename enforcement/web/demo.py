"""The demo's clock: moved forward from the banner of every page, by whoever tries the demo out."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from enforcement.catalogue.law import current_calendar
from enforcement.doors.access import public
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.foundation.errors import Invalid, NotFound
from enforcement.identity.services import carry_sessions_over
from enforcement.platform.demo_clock import current_instant, in_demo, move_clock_to
from enforcement.web.filters import day_weekday
from enforcement.web.sign_in import local_path

demo = Blueprint("demo", __name__, url_prefix="/demo")

ONE_DAY = ("1", "")
FIVE_WORKING_DAYS = ("", "5")


@demo.post("/shift")
@public
def shift() -> ResponseReturnValue:
    """One day (days=1) or five working days (working_days=5) forward, at the same time of day.

    Open to every visitor of a demo, signed in or not; elsewhere there is no such address.
    """
    if not in_demo():
        raise NotFound
    now = current_instant()
    later = _later(now)
    carry_sessions_over(later - now)
    move_clock_to(later)
    flash(f"时钟已拨到 {day_weekday(later)}，期限照常计算", "info")
    return redirect(local_path(request.form.get("next", "")) or "/", code=303)


def _later(now: datetime) -> datetime:
    asked = (request.form.get("days", ""), request.form.get("working_days", ""))
    if asked == ONE_DAY:
        return now + timedelta(days=1)
    if asked == FIVE_WORKING_DAYS:
        day = current_calendar().add_working_days(civil_date(now), int(asked[1]))
        return datetime.combine(day, now.astimezone(SHANGHAI).timetz()).astimezone(now.tzinfo)
    raise Invalid({"days": ["只能拨快 1 天，或者 5 个工作日"]})
