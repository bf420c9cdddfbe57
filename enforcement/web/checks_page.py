"""What the page of a check shows: steps, the next act, the checklist as it was typed, papers and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from enforcement.catalogue.law import current_calendar
from enforcement.documents.queries import documents_of
from enforcement.doors.check_acts import CHECK_ACTS
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.identity.queries import officers_of
from enforcement.identity.queries.staff import paper_of
from enforcement.inspection import check_overview as overview
from enforcement.inspection.on_site import members, not_arrived, on_team, team
from enforcement.inspection.queries.libraries import item_facts, published_codes
from enforcement.inspection.queries.task_days import publish_term
from enforcement.inspection.services.answers import HEADS, ON_SITE
from enforcement.inspection.terms import PUBLISH_CASE, TELL, deadline_of
from enforcement.rules.deadlines import Deadline
from enforcement.rules.explanation import split_at
from enforcement.rules.inspection.checks import (
    ORIGIN_NAMES,
    REQUEST_NAMES,
    STATE_NAMES,
    WAY_NAMES,
    CheckState,
    RequestState,
)
from enforcement.rules.inspection.results import CODE_NAMES, ENTRY_NAMES, KIND_NAMES, ResultCode, item_title
from enforcement.rules.officers import officer_fact
from enforcement.web.filters import relative_days
from enforcement.web.recordings import panel

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check

SOON_DAYS = 2
SIDE_ACTS = (
    "recusal", "widening", "representative", "third-party", "assistance", "officers", "no-team", "extension", "missed",
    "follow-up",
)  # fmt: skip
"""What may be done beside the next step."""


def page_context(actor: Actor, check: Check, now: datetime) -> dict[str, Any]:
    """Everything that ``inspection/checks/show.html`` takes beside forms and error."""
    today = civil_date(now)
    primary = _action(actor, check, overview.next_act(check), today, first=True)
    return {
        "check": check,
        "today": today,
        "state_name": STATE_NAMES[check.state],
        "together": "、".join(overview.joint_agencies(check)),
        "origin_name": ORIGIN_NAMES[check.origin],
        "stages": stages(check),
        "primary": primary,
        "beside": _beside(actor, check, today),
        "replacement": _replacement(actor, check, today),
        "team": members(check, max(today, check.window_from)),
        "own": on_team(actor, check),
        "following": check.state is CheckState.ARRIVED and bool(not_arrived(check)),
        "entries": entries(check),
        "requests": [_request(actor, check, one) for one in check.requests],
        "scans": [(one, WAY_NAMES[one.way]) for one in check.scans],
        "papers": documents_of(actor, check.public_id),
        "codes": [CODE_NAMES[ResultCode(code)] for code in check.codes],
        "lines": check.results[-1].items if check.results else [],
        "steps": [(one, ENTRY_NAMES[one.step]) for one in check.results],
        "follow_ups": [(one, KIND_NAMES[one.kind]) for one in check.follow_ups],
        "deadlines": deadlines(check, today),
        "may_review": not overview.act_reasons(actor, check, "review", today),
        "may_publish": not overview.act_reasons(actor, check, "publish", today),
        **panel(check.public_id),
    }


def stages(check: Check) -> list[dict[str, Any]]:
    """The line of steps; a step that is past says when."""
    told = [
        (_("通知"), check.notified_at, check.notice_document),
        (_("到场"), check.arrived_at, ""),
        (_("检查"), check.recorded_at, check.record_document),
        (_("结果"), check.results[0].at if check.results else None, ""),
        (_("告知"), check.told_at, check.told_document),
        (_("公示"), check.published_at, ""),
        (_("办结"), check.closed_at if check.state is CheckState.CLOSED else None, ""),
    ]
    first_open = next((index for index, (_title, at, _paper) in enumerate(told) if at is None), len(told))
    return [
        {
            "state": "done" if at is not None else "now" if index == first_open else "later",
            "title": title,
            "number": index + 1,
            "lines": [at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")] if at is not None else [],
            "document_href": url_for("documents.show", public_id=paper) if paper else "",
            "document_text": _("文书"),
        }
        for index, (title, at, paper) in enumerate(told)
    ]


def entries(check: Check, typed: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The checklist by item, each entry with its answer, or with what was typed."""
    answers = {(one.item_code, one.entry_no): one for one in check.answers}
    listed = []
    for item in check.items:
        rows = []
        for entry in item["standard"]:
            place = (item["code"], entry["no"])
            answer, key = answers.get(place), f"{item['code']}-{entry['no']}"
            value = answer.answer if answer else ""
            note = answer.note if answer else ""
            if typed is not None:
                value, note = typed.get(f"answer-{key}", value), typed.get(f"note-{key}", note)
            rows.append({**entry, "key": key, "value": value, "note": note, "answer": answer})
        listed.append({"title": item_title(item), "code": item["code"], "bases": item["bases"], "rows": rows})
    return listed


def typed_answers(form: Mapping[str, Any], check: Check) -> list[dict[str, str]]:
    """The answered entries of a sent checklist, as rows of the schema."""
    return [
        {
            "item_code": item["code"],
            "entry_no": entry["no"],
            "answer": form[f"answer-{item['code']}-{entry['no']}"],
            "note": form.get(f"note-{item['code']}-{entry['no']}", ""),
        }
        for item in check.items
        for entry in item["standard"]
        if form.get(f"answer-{item['code']}-{entry['no']}")
    ]


def deadlines(check: Check, today: date) -> list[dict[str, Any]]:
    """The terms of a check that run, each with its explanation."""
    found = []
    if check.result_fixed_on is not None and check.told_at is None:
        found.append(deadline_of(TELL, check.result_fixed_on, check.domain, check.region_name))
    if check.task is not None and check.task.closed_on is not None and check.published_at is None:
        found.append(publish_term(check.task))
    if check.task is None and check.result_fixed_on is not None and check.published_at is None:
        found.append(deadline_of(PUBLISH_CASE, check.result_fixed_on, check.domain, check.region_name))
    return [deadline_view(one, today) for one in found]


def deadline_view(one: Deadline, today: date) -> dict[str, Any]:
    """A computed term as the ``deadline`` macro draws it."""
    left = current_calendar().working_days_after(today, one.due)
    late = today > one.due
    return {
        "name": one.term.name,
        "due": one.due,
        "length_text": one.term.text,
        "start": one.start,
        "left_text": relative_days(min(left, -1) if late else left, _("个工作日")),
        "level": "late" if late else "soon" if left <= SOON_DAYS else "ok",
        "runs": split_at(one.explanation, today),
        "basis": one.basis,
        "rule_version": one.rule_version,
        "provisional": one.provisional,
        "note": "",
    }


def begin(name: str, check: Check, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the form of an act begins with."""
    today = civil_date(now)
    local = now.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    present = [one.officer_public_id for one in team(check)]
    values: dict[str, Any] = {"version": check.version, "officer_ids": present}
    if name == "notice":
        values |= {"visit_on": max(today, check.window_from), "contact_name": actor.name}
    elif name in ("record", "late-entry"):
        values |= {"ended_at": local, "arrived_at": local, "opinion": _("无异议"), "place": check.address}
    elif name == "result":
        values |= {"codes": check.codes, "text": check.result_text, "fixed_on": check.result_fixed_on or today}
    return values


def choices(name: str, check: Check, actor: Actor, now: datetime) -> dict[str, Sequence[tuple[str, str]]]:
    """The lists of an act's form."""
    listed = [(one.officer_public_id, f"{one.name}（{one.certificate_no}）") for one in team(check)]
    found: dict[str, Sequence[tuple[str, str]]] = {
        "officer_ids": listed,
        "officer_id": listed,
        "third_parties": [(one.public_id, f"{one.organisation} {one.name}") for one in check.third_parties],
    }
    if name == "recusal":
        found["subject"] = listed
    elif name == "widening":
        present = {item["code"] for item in check.items}
        found["subject"] = [one for one in item_choices(check.org_id, civil_date(now)) if one[0] not in present]
    elif name == "officers":
        found["officer_ids"] = officer_choices(actor, check.org_path, civil_date(now))
    return found


def officer_choices(actor: Actor, org_path: str, on: date) -> list[tuple[str, str]]:
    """The agency's people whose certificate is in force on a day."""
    facts = [(row.public_id, officer_fact(paper_of(row), on)) for row in officers_of(actor, org_path)]
    return [(public_id, f"{one.name}（{one.certificate_no}）") for public_id, one in facts if one.certificate_valid]


def item_choices(org_id: int, on: date) -> list[tuple[str, str]]:
    """The items of the agency's public list."""
    return [
        (one.code, f"{one.title}（{one.code}）") for one in item_facts(org_id, sorted(published_codes(org_id, on)), on)
    ]


def _action(actor: Actor, check: Check, name: str, today: date, *, first: bool = False) -> dict[str, Any] | None:
    if not name:
        return None
    titles = {"arrive": _("扫码到场"), "publish": _("公示检查结果"), "close": _("办结检查")}
    post = name in ("publish", "close")
    if name == "arrive":
        href = url_for("checks.arrive", code=check.code)
    elif post:
        href = url_for(f"checks.{name}", public_id=check.public_id)
    else:
        href = url_for("checks.act", public_id=check.public_id, name=name)
    return {
        "key": name,
        "title": titles.get(name) or CHECK_ACTS[name].title,
        "method": "post" if post else "get",
        "href": href,
        "primary": first,
        "fields": {"version": check.version},
        "reasons": overview.act_reasons(actor, check, name, today),
    }


def _beside(actor: Actor, check: Check, today: date) -> list[dict[str, Any]]:
    found = [_action(actor, check, name, today) for name in SIDE_ACTS]
    return [one for one in found if one is not None and not one["reasons"]]


def _replacement(actor: Actor, check: Check, today: date) -> dict[str, Any] | None:
    """On every drawn check until its record is finished, so that the officers see too who decides, and until when."""
    if check.draw_public_id is None or check.state not in ON_SITE:
        return None
    return _action(actor, check, "replacement", today)


def _request(actor: Actor, check: Check, one: Any) -> dict[str, Any]:
    may = one.state is RequestState.ASKED and actor.may(HEADS[one.kind], check.org_path) and not on_team(actor, check)
    names = {row.officer_public_id: row.name for row in check.officers}
    return {
        "row": one,
        "title": REQUEST_NAMES[one.kind],
        "subject": names.get(one.subject, one.subject),
        "may_answer": may,
        "href": url_for("checks.act", public_id=check.public_id, name="answer", record=one.public_id),
    }
