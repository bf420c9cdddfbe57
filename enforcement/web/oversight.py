"""For the supervision organ: alarms about visits, single ratings, complaints of enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import Form
from enforcement.draws.queries import Irregularity, irregularities
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_names, organisations_facts
from enforcement.inspection.oversight_states import AlarmState, ComplaintState
from enforcement.inspection.queries import alarms as alarm_queries
from enforcement.inspection.queries import ratings as rating_queries
from enforcement.inspection.queries.alarms import AlarmFilter
from enforcement.inspection.services import alarms as alarm_services
from enforcement.inspection.services import complaints as complaint_services
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.alarms import PREFIX, TITLES
from enforcement.rules.inspection.statistics import Share
from enforcement.rules.inspection.voices import CATEGORIES, QUESTIONS
from enforcement.schemas import visits as schemas
from enforcement.web.filters import day, moment, relative_days
from enforcement.web.forms import show, submit
from enforcement.web.inspection_statistics import percent
from enforcement.web.visit_due import kept_deadline

if TYPE_CHECKING:
    from enforcement.inspection.models.visits import Complaint, VisitAlarm

oversight = Blueprint("oversight", __name__, url_prefix="/supervision")

NUMBER_WORDS = {"count": "次数", "limit": "预警线", "of": "总数", "percent": "占比（%）", "days": "补录天数"}
RARE_BY = {"officer": "执法人员", "leader": "决定人", "agency": "机关"}
SHOWN_YEARS = 3
STATES = {"open": "待处理", "answered": "已处理", "all": "全部"}


@oversight.get("/alarms")
@requires(Permission.SUPERVISION_READ)
def alarms() -> str:
    """Alarms by state and rule, newest first."""
    state, rule = request.args.get("state", "open"), request.args.get("rule", "")
    wanted = AlarmFilter(AlarmState(state) if state in set(AlarmState) else None, f"{PREFIX}{rule}" if rule else "")
    page = alarm_queries.alarms(current_actor(), wanted, request.args.get("cursor"))
    counts = alarm_queries.open_alarm_counts(current_actor())
    more = url_for("oversight.alarms", state=state, rule=rule, cursor=page.next_cursor) if page.next_cursor else ""
    return render_template(
        "oversight/alarms.html",
        rows=[_alarm_row(row) for row in page.items],
        tabs=_tabs("oversight.alarms", state),
        rules=[(name, title) for name, title in TITLES.items()],
        values={"rule": rule, "state": state},
        open=sum(counts.values()),
        pager={"next_href": more},
    )


@oversight.route("/alarms/<alarm>", methods=["GET", "POST"])
@requires(Permission.SUPERVISION_READ)
def alarm(alarm: str) -> ResponseReturnValue:
    """Rule, numbers and the records behind it; the answer."""
    found = alarm_queries.alarm(current_actor(), alarm)

    def page(form: Form, error: DomainError | None) -> str:
        numbers = [(_(NUMBER_WORDS[name]), value) for name, value in found.numbers.items()]
        return render_template(
            "oversight/alarm.html", row=found, title=_title(found), numbers=numbers, form=form, error=error
        )

    if request.method == "GET":
        return show(schemas.AnswerAlarmSchema(), page, {"version": found.version})
    return submit(
        schemas.AnswerAlarmSchema(),
        lambda data: alarm_services.answer_alarm(current_actor(), schemas.alarm_answer(alarm, data), current_instant()),
        lambda _row: _said(_("处理意见已记录"), url_for("oversight.alarm", alarm=alarm)),
        page,
        current=lambda: {"version": alarm_queries.alarm(current_actor(), alarm).version},
    )


@oversight.get("/draws")
@requires(Permission.SUPERVISION_READ)
def draws() -> str:
    """Recusals, replacements and voids by person and agency, with what they are held against; ranked by nothing."""
    this_year = civil_date(current_instant()).year
    years = range(this_year, this_year - SHOWN_YEARS, -1)
    asked = request.args.get("year", this_year, int)
    year = asked if asked in years else this_year
    found = irregularities(current_actor(), year)
    names = officer_names({one.who for one in found if one.by == "officer"})
    groups = [(_(title), [_rare_row(one, names) for one in found if one.by == by]) for by, title in RARE_BY.items()]
    return render_template(
        "oversight/draws.html",
        groups=[(title, rows) for title, rows in groups if rows],
        years=[
            {"title": str(one), "href": url_for("oversight.draws", year=one), "current": one == year} for one in years
        ],
    )


@oversight.get("/ratings")
@requires(Permission.RATING_READ)
def ratings() -> str:
    """Single answers; the agencies see averages only (A01)."""
    page = rating_queries.single_ratings(current_actor(), request.args.get("cursor"))
    places = organisations_facts([row.org_id for row in page.items])
    today = civil_date(current_instant())
    return render_template(
        "oversight/ratings.html",
        rows=[(row, places[row.org_id].name) for row in page.items],
        averages=rating_queries.averages(current_actor(), today.year, today),
        year=today.year,
        questions=QUESTIONS,
        pager={"next_href": url_for("oversight.ratings", cursor=page.next_cursor) if page.next_cursor else ""},
    )


@oversight.get("/complaints")
@requires(Permission.COMPLAINT_HANDLE)
def complaints() -> str:
    """Complaints by the day on which they are to be answered."""
    state = request.args.get("state", "open")
    wanted = ComplaintState(state) if state in set(ComplaintState) else None
    page = rating_queries.complaints(current_actor(), wanted, request.args.get("cursor"))
    more = url_for("oversight.complaints", state=state, cursor=page.next_cursor) if page.next_cursor else ""
    waiting, late = rating_queries.open_complaints(current_actor(), current_instant())
    return render_template(
        "oversight/complaints.html",
        rows=[_complaint_row(row) for row in page.items],
        tabs=_tabs("oversight.complaints", state),
        waiting=waiting,
        late=late,
        pager={"next_href": more},
    )


@oversight.route("/complaints/<complaint>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_HANDLE)
def complaint(complaint: str) -> ResponseReturnValue:
    """One complaint with its term; the answer."""
    found = rating_queries.complaint(current_actor(), complaint)

    def page(form: Form, error: DomainError | None) -> str:
        return render_template(
            "oversight/complaint.html", row=found, category=CATEGORIES[found.category], form=form, error=error,
            due=_due(found), today=civil_date(current_instant()),
        )  # fmt: skip

    if request.method == "GET":
        return show(schemas.AnswerComplaintSchema(), page, {"version": found.version})
    return submit(
        schemas.AnswerComplaintSchema(),
        lambda data: complaint_services.answer_complaint(
            current_actor(), schemas.complaint_answer(complaint, data), current_instant()
        ),
        lambda _row: _said(_("已答复"), url_for("oversight.complaint", complaint=complaint)),
        page,
        current=lambda: {"version": rating_queries.complaint(current_actor(), complaint).version},
    )


def _tabs(endpoint: str, state: str) -> list[Mapping[str, Any]]:
    return [
        {"title": _(title), "href": url_for(endpoint, state=key), "current": key == state}
        for key, title in STATES.items()
    ]


def _title(row: VisitAlarm) -> str:
    return TITLES[row.rule_id.removeprefix(PREFIX)]


def _alarm_row(row: VisitAlarm) -> Mapping[str, Any]:
    level = "late" if row.state is AlarmState.OPEN else "done"
    return {
        "cells": {
            "what": {"text": _title(row), "href": url_for("oversight.alarm", alarm=row.public_id)},
            "subject": {"text": row.subject, "second": row.message},
            "at": moment(row.raised_at),
            "state": {"level": level, "text": row.state.words, "second": row.answered_by_name},
        }
    }


def _rare_row(one: Irregularity, names: Mapping[str, str]) -> Mapping[str, Any]:
    share = Share(one.count, one.of)
    return {
        "cells": {
            "who": names.get(one.who, one.who),
            "kind": one.kind.words,
            "count": one.count,
            "share": f"{percent(share)}（{one.count} / {one.of}）" if one.of else "—",
        }
    }


def _due(row: Complaint) -> dict[str, Any]:
    closed = "" if row.state is ComplaintState.OPEN else row.state.words
    return kept_deadline(row, _("答复期限"), row.made_at, civil_date(current_instant()), closed)


def _complaint_row(row: Complaint) -> Mapping[str, Any]:
    today = civil_date(current_instant())
    late = row.state is ComplaintState.OPEN and row.due_on < today
    left = relative_days((row.due_on - today).days) if row.state is ComplaintState.OPEN else row.state.words
    return {
        "cells": {
            "number": {"text": row.number, "href": url_for("oversight.complaint", complaint=row.number)},
            "category": CATEGORIES[row.category],
            "agency": row.agency_name,
            "made": day(row.made_at),
            "due": {"text": left, "level": "late" if late else "idle", "second": day(row.due_on)},
        }
    }


def _said(words: str, target: str) -> str:
    flash(words, "success")
    return target
