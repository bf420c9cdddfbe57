"""What the lists in the forms of a case offer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request

from enforcement.casework.content import item_of
from enforcement.catalogue.queries import all_items_in_force
from enforcement.documents.queries import document_facts
from enforcement.identity.queries import officer_facts, officers_of
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts import OfficerFact
from enforcement.rules.officers import OfficerKind
from enforcement.web.cases.place import Place

Pairs = Sequence[tuple[str, str]]
Choices = dict[str, Pairs]


def nothing(_place: Place) -> Choices:
    """No list to fill."""
    return {}


def agency_officers(place: Place) -> Choices:
    """Officers of the agency, those who may enforce today first, each with the state of the certificate."""
    return {"officer_ids": _officers(place, of_case=False)}


def case_officers(place: Place) -> Choices:
    """The officers in charge; all of the agency while there are too few."""
    return {"officer_ids": _officers(place, of_case=True)}


def servers(place: Place) -> Choices:
    """Officers who may serve, and recordings of the matter."""
    return {"server_ids": _officers(place, of_case=True), "recording_id": _recordings(place)}


def items(place: Place) -> Choices:
    """Power items of the agency's field in force on the day of the act, else today; ``words`` narrows them."""
    on = place.case.acted_on or place.today
    words = request.args.get("words", "")
    found = all_items_in_force(on, field=place.case.domain, words=words)
    chosen = item_of(place.case)
    if chosen is not None and chosen.code not in {item.code for item in found}:
        found = (chosen, *found)
    return {"item_code": [(item.code, f"{item.act}（{item.penalty.citation}）") for item in found]}


def evidence_sources(place: Place) -> Choices:
    """Papers and recordings of the matter."""
    papers = [(one.public_id, f"{one.title} {one.number}".strip()) for one in document_facts(place.case.public_id)]
    return {"document_id": papers, "recording_id": _recordings(place)}


def penalties(place: Place) -> Choices:
    """Kinds and bands that the power item provides."""
    item = item_of(place.case)
    if item is None:
        return {"kinds": [], "band_when": []}
    kinds = dict.fromkeys((*item.kinds, *(item.serious.adds if item.serious else ())))
    bands = dict.fromkeys(band.when for band in item.fine if not band.target)
    return {"kinds": [(one, one) for one in kinds], "band_when": [(one, one) for one in bands]}


def _recordings(place: Place) -> Pairs:
    return [
        (one.public_id, f"{one.title or one.filename}（{one.recorded_on:%Y年%-m月%-d日}）")
        for one in recording_facts(place.case.public_id)
        if one.state in {"uploaded", "verified"}
    ]


def _officers(place: Place, *, of_case: bool) -> Pairs:
    wanted = place.handler_ids
    if not of_case or len(wanted) < place.facts.minimum_officers:
        rows = officers_of(place.actor, place.case.org_path)
        wanted = list(dict.fromkeys([*wanted, *(row.id for row in rows if row.kind is OfficerKind.OFFICER)]))
    facts = sorted(officer_facts(wanted, place.today), key=lambda one: not one.certificate_valid)
    return [(str(one.officer_id), officer_words(one)) for one in facts]


def officer_words(one: OfficerFact) -> str:
    """林某　云A-0127　证件有效."""
    state = "证件有效" if one.certificate_valid else one.certificate_problem
    return f"{one.name}　{one.certificate_no}　{state}"
