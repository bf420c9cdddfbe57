"""What stands beside a form so that nobody decides blind: benchmark, reviewed content, the decision's text."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from enforcement.casework import assessment, overview
from enforcement.casework.content import item_of, reviewed_content
from enforcement.casework.decision_text import write_decision
from enforcement.casework.services.filing import APPROVAL_NAMES
from enforcement.casework.wording import penalty_lines
from enforcement.documents.queries import document_facts
from enforcement.rules.facts_catalogue import GRADE_NAMES
from enforcement.rules.penalty import BandUnclear, fine_range
from enforcement.rules.service import MODE_NAMES, ServiceMode
from enforcement.web.cases.place import Place

Context = dict[str, Any]


def nothing(_place: Place) -> Context:
    """Nothing beside the form."""
    return {}


def benchmark(place: Place) -> Context:
    """The statutory range, the tiers of the benchmark, and what the standing proposal makes due."""
    case, item = place.case, item_of(place.case)
    row = case.proposal
    statutory, unclear = None, ""
    if item is not None:
        try:
            when = row.band_when if row else ""
            statutory = fine_range(item.fine, case.goods_value_fen, case.illegal_income_fen, when=when)
        except BandUnclear as error:
            unclear = str(error)
    return {
        "item": item,
        "statutory": statutory,
        "unclear": unclear,
        "benchmark": assessment.benchmark_of(case),
        "grade_names": GRADE_NAMES,
        "problems": assessment.proposal_problems(case, item),
        "proposed": row is not None,
        "triggers": assessment.decision_triggers(case, place.today),
    }


def content(place: Place) -> Context:
    """What goes to review, bound by its digest."""
    return {
        "content": reviewed_content(place.case),
        "penalties": penalty_lines(place.case),
        "triggers": assessment.decision_triggers(place.case, place.today),
        "proposed": True,
    }


def approval(place: Place) -> Context:
    """What the head is asked, what was found, and what still speaks against it."""
    asked = overview.open_approval(place.case)
    return {
        "asked": asked,
        "approval_names": APPROVAL_NAMES,
        "item": item_of(place.case),
        "penalties": penalty_lines(place.case),
        "triggers": assessment.decision_triggers(place.case, place.today),
        "needs": overview.needs_of(place.facts),
        "proposed": place.case.proposal is not None,
    }


def decision(place: Place) -> Context:
    """The decision as it would be printed, its digest, every check, and the case's term."""
    return {
        "content": reviewed_content(place.case),
        "needs": overview.needs_of(place.facts),
        "paper": _preview(place),
        "told": overview.latest_notice(place.case),
        "triggers": assessment.decision_triggers(place.case, place.today),
        "proposed": True,
    }


SERVICE_FIELDS: dict[ServiceMode, tuple[str, ...]] = {
    ServiceMode.DIRECT: ("recipient", "relation", "signature_png"),
    ServiceMode.LIEN: ("refusal", "witness", "recording_id"),
    ServiceMode.ELECTRONIC: (),
    ServiceMode.POST: (),
    ServiceMode.ENTRUSTED: ("recipient",),
    ServiceMode.PUBLIC_NOTICE: (),
}
"""What each mode asks beside day, place, servers and note."""


def service(place: Place) -> Context:
    """The modes as links, and which fields the chosen one asks."""
    act = (request.view_args or {})["act"]
    given = request.values.get("mode", "")
    mode = ServiceMode(given) if given in MODE_NAMES else ServiceMode.DIRECT
    modes = [
        {
            "title": name,
            "href": url_for("cases.act", case_id=place.case.public_id, act=act, mode=one.value),
            "current": one is mode,
        }
        for one, name in MODE_NAMES.items()
    ]
    always = ("version", "served_on", "place", "server_ids", "note")
    return {"modes": modes, "mode": mode.value, "shown": {*always, *SERVICE_FIELDS[mode]}}


def _preview(place: Place) -> Context | None:
    case, item, notice = place.case, item_of(place.case), overview.latest_notice(place.case)
    paper = next(
        (one for one in document_facts(case.public_id) if notice and one.public_id == notice.document_id), None
    )
    if item is None or paper is None or case.proposal is None:
        return None
    if place.facts.statement is not None and not place.facts.statement.answered:
        return None
    text = write_decision(case, item, paper, case.proposal.fine_fen, place.today)
    return {
        "agency": place.agency.name,
        "title": "行政处罚决定书（预览）",
        "number": "",
        "paragraphs": [f"当事人：{case.party.name}", *text.paragraphs],
    }
