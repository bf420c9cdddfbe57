"""The page of one case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from enforcement.casework import assessment, overview
from enforcement.casework.content import item_of
from enforcement.casework.holdings import Holdings, holdings_of
from enforcement.casework.overview import ActionView, NeedView, StageView
from enforcement.casework.services.filing import APPROVAL_NAMES
from enforcement.casework.services.leads import SOURCE_KINDS
from enforcement.casework.timeline import PEOPLE, SYSTEM, timeline_of
from enforcement.casework.wording import penalty_lines
from enforcement.documents.queries import documents_of
from enforcement.doors.access import requires
from enforcement.foundation.permissions import Permission
from enforcement.rules.facts import STATE_NAMES
from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade
from enforcement.rules.service import MODE_NAMES
from enforcement.web.cases.blueprint import cases
from enforcement.web.cases.place import Place, act_href, act_title, place_of
from enforcement.web.recordings import panel

if TYPE_CHECKING:
    from enforcement.documents.models import Document

SHOWN = {PEOPLE: "只看人写的", SYSTEM: "只看系统记的"}
TIMELINE = "timeline"
TABS = {
    TIMELINE: "时间线",
    "facts": "案情和处罚建议",
    "evidence": "证据与录像",
    "documents": "文书",
    "review": "审核",
    "course": "审批、告知、履行",
}
"""Part of the page -> its title; the part stands in the address."""


@cases.get("/cases/<case_id>")
@requires(Permission.CASE_READ)
def show(case_id: str) -> str:
    """Where the case stands, what is missing, what may be done, until when, and everything it holds."""
    place = place_of(case_id)
    papers = documents_of(place.actor, place.case.public_id)
    held = holdings_of(place.case)
    tab = request.args.get("tab", TIMELINE)
    return render_template(
        "cases/show.html",
        tab=tab if tab in TABS else TIMELINE,
        **_standing(place, papers),
        **_contents(place, papers, held),
    )


@cases.get("/cases/<case_id>/timeline")
@requires(Permission.CASE_READ)
def timeline(case_id: str) -> str:
    """The timeline alone, for its filter."""
    return render_template("cases/_timeline.html", **_timeline(place_of(case_id)))


def _standing(place: Place, papers: Sequence[Document]) -> dict[str, Any]:
    needs = overview.needs_of(place.facts)
    onward = overview.onward_actions(place.actor, place.case, place.facts)
    acts = overview.open_acts(place.actor, place.case)
    missing = sum(not one.done for one in needs)
    stages = overview.stages_of(place.case, place.facts, papers, missing)
    return {
        "case": place.case,
        "state_name": STATE_NAMES[place.case.state],
        "today": place.today,
        "stages": [_stage(one) for one in stages],
        "needs": [_need(place, one) for one in needs],
        "onward": [_action(place, one) for one in onward],
        "acts": [_action(place, one) for one in acts if not one.reasons],
        "barred": acts[0].reasons if acts and acts[0].reasons else (),
        "primary": _primary(place, needs, onward),
        "deadlines": overview.deadline_views(place.case, place.today),
    }


def _stage(one: StageView) -> dict[str, Any]:
    href = url_for("documents.show", public_id=one.document_id) if one.document_id else ""
    return {
        "state": one.state,
        "title": one.title,
        "number": one.number,
        "lines": one.lines,
        "document_href": href,
        "document_text": one.document_text,
    }


def _need(place: Place, one: NeedView) -> dict[str, Any]:
    open_here = one.act and not one.done and _may(place, one.act)
    return {
        "title": one.title,
        "state_word": one.sentence,
        "basis": one.basis,
        "done": one.done,
        "href": act_href(place.case, one.act) if open_here else "",
        "link_text": _("上传音像记录") if one.act == "upload_recording" else act_title(one.act),
    }


def _may(place: Place, name: str) -> bool:
    if name == "upload_recording":
        return place.actor.may_anywhere(Permission.RECORDING_UPLOAD)
    return not overview.act_reasons(place.actor, place.case, place.facts, name)


def _action(place: Place, one: ActionView) -> dict[str, Any]:
    href = act_href(place.case, one.name)
    return {"key": one.name, "title": one.title, "reasons": one.reasons, "method": "get", "href": href, "primary": True}


def _primary(place: Place, needs: Sequence[NeedView], onward: Sequence[ActionView]) -> dict[str, str] | None:
    """The one action that brings the case on: a step that is free, else what fulfils the first open need."""
    names = [one.name for one in onward if not one.reasons]
    names += [_helps(place, one.act) for one in needs if one.act and not one.done and _may(place, one.act)]
    name = next((one for one in names if act_href(place.case, one)), "")
    if not name:
        return None
    return {"href": act_href(place.case, name), "title": act_title(name) or _("上传音像记录"), "name": name}


def _helps(place: Place, act: str) -> str:
    """A statement is waited for; a waiver is the exception, never the button that is offered."""
    if act != "record_waiver":
        return act
    return "" if place.facts.statement else "record_statement"


def _contents(place: Place, papers: Sequence[Document], held: Holdings) -> dict[str, Any]:
    case, proposal = place.case, place.case.proposal
    films = panel(case.public_id)
    counts = {
        "evidence": len(held.evidence) + len(films["recordings"]) + len(films["unfinished"]),
        "documents": len(papers),
        "review": len(held.reviews),
    }
    return {
        "tabs": [(key, title, counts.get(key)) for key, title in TABS.items()],
        **_timeline(place),
        "papers": papers,
        "modes": MODE_NAMES,
        "held": held,
        "item": item_of(case),
        "agency": place.agency,
        "source_name": SOURCE_KINDS.get(case.source_kind, case.source_kind),
        "approval_names": APPROVAL_NAMES,
        "penalties": penalty_lines(case),
        "problems": place.facts.proposal.problems if place.facts.proposal else (),
        "grade_name": GRADE_NAMES[Grade(proposal.grade)] if proposal else "",
        "triggers": assessment.decision_triggers(case, place.today),
        "digest_now": place.facts.content_digest,
        "may_evidence": _may(place, "add_evidence"),
        "may_note": place.actor.may(Permission.CASE_NOTE, case.org_path, f"case:{case.public_id}"),
        **films,
    }


def _timeline(place: Place) -> dict[str, Any]:
    shown = request.args.get("show", "")
    entries = [
        {
            "at": one.at,
            "who": one.who,
            "system": one.system,
            "text": one.text,
            "quote": one.quote,
            "link_href": url_for("documents.show", public_id=one.document_id) if one.document_id else "",
            "link_text": _("打开文书"),
        }
        for one in timeline_of(place.case, shown)
    ]
    filters = [
        {
            "title": title,
            "href": url_for("cases.show", case_id=place.case.public_id, show=key or None),
            "current": key == (shown if shown in SHOWN else ""),
        }
        for key, title in {"": _("全部"), **SHOWN}.items()
    ]
    return {"entries": entries, "timeline_filters": filters}
