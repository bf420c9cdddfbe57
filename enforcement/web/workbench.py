"""我的工作台: what is due, what I handle, which recordings are still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from enforcement.casework import desk, queries
from enforcement.catalogue.queries import recording_list_on
from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.recording.queries import recorded_items, unsettled_recordings
from enforcement.rules.acts import ACTS
from enforcement.rules.facts import STATE_NAMES, State
from enforcement.rules.procedure import STAGES, STEPS
from enforcement.rules.recording import STATE_NAMES as RECORDING_STATES
from enforcement.web.due import Due, dues_of_cases
from enforcement.web.inspection_desks import checks_in_hand

workbench = Blueprint("workbench", __name__)

AHEAD = timedelta(days=14)
RECORDED_STEPS = {"scene": "scene_inspection", "inquiry": "inquiry"}
"""Kind of a record -> the step of the recording list that it belongs to."""
BEFORE_REVIEW = frozenset({State.LEAD, State.VERIFYING, State.FILING_ASKED, State.INVESTIGATING, State.CONCLUDED})


@dataclass(frozen=True)
class DueLine:
    """One thing to be done by a day, with the way there."""

    title: str
    case_title: str
    href: str
    due: Due


@dataclass(frozen=True)
class Lack:
    """A recording that is missing or not verified yet."""

    case_title: str
    text: str
    word: str
    level: str
    href: str


@workbench.get("/work")
@requires(Permission.CASE_INVESTIGATE)
def show() -> str:
    """What waits for me today, this week, and after it."""
    actor, today = current_actor(), civil_date(current_instant())
    rows = queries.deadlines_due(actor, today + AHEAD, mine=True)
    cases = desk.cases_in_hand(actor)
    return render_template(
        "workbench/show.html",
        groups=_groups([_line(row, case, due) for (row, case), due in _with_dues(rows, today)], today),
        cases=cases,
        checks=checks_in_hand(actor, today),
        stages={state: stage.title for stage in STAGES for state in stage.states},
        states=STATE_NAMES,
        lacks=[*_unsettled(actor, cases), *_missing(cases, today)],
        today=today,
        case_titles={case.public_id: case.title for case in cases},
        act_titles={act.name: act.title for act in ACTS.values()} | {step.name: step.title for step in STEPS},
        may_register=actor.may_anywhere(Permission.CASE_REGISTER),
        may_publish=actor.may_anywhere(Permission.PUBLICATION_PROPOSE),
    )


def _with_dues(rows: Sequence[tuple[Any, Any]], today: date) -> list[tuple[tuple[Any, Any], Due]]:
    return list(zip(rows, dues_of_cases(rows, today), strict=True))


def _line(row: Any, case: Any, due: Due) -> DueLine:
    return DueLine(row.name, case.title, url_for("cases.show", case_id=case.public_id), due)


def _groups(lines: Sequence[DueLine], today: date) -> list[tuple[str, list[DueLine]]]:
    """Overdue, today, until Sunday, after it; empty groups are left out, "today" never."""
    sunday = today + timedelta(days=6 - today.weekday())
    groups: dict[str, list[DueLine]] = {_("已逾期"): [], _("今天到期"): [], _("本周到期"): [], _("之后两周"): []}
    late, now, week, later = groups.values()
    for line in lines:
        on = line.due.on
        (late if on < today else now if on == today else week if on <= sunday else later).append(line)
    return [(title, found) for title, found in groups.items() if found or found is now]


def _unsettled(actor: Any, cases: Sequence[Any]) -> list[Lack]:
    titles = {case.public_id: case.title for case in cases}
    return [
        Lack(
            titles[one.matter_id],
            one.title or one.filename,
            RECORDING_STATES[one.state],
            "late" if one.state.value in {"mismatch", "undecodable"} else "soon",
            url_for("recordings.of_matter", matter_id=one.matter_id),
        )
        for one in unsettled_recordings(actor, list(titles))
    ]


def _missing(cases: Sequence[Any], today: date) -> list[Lack]:
    """What the agency's list asks of the acts done and no recording shows, for cases before review."""
    early = [case for case in cases if case.state in BEFORE_REVIEW]
    kinds = desk.record_kinds([case.id for case in early])
    recorded = recorded_items([case.public_id for case in early])
    lists = {org_id: recording_list_on(org_id, today) for org_id in {case.org_id for case in early}}
    return [
        Lack(case.title, item, _("还没有"), "soon", url_for("recordings.of_matter", matter_id=case.public_id))
        for case in early
        if kinds.get(case.id)
        for item in _items(lists[case.org_id], kinds, case, recorded)
    ]


def _items(listed: Any, kinds: Mapping[int, set[str]], case: Any, recorded: Mapping[str, frozenset[int]]) -> list[str]:
    steps = {RECORDED_STEPS[kind] for kind in kinds[case.id]}
    entries = listed.entries if listed else ()
    return [
        one.item for one in entries if one.required and one.step in steps and one.no not in recorded[case.public_id]
    ]
