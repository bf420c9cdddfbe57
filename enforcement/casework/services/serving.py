"""Serving a paper of the case with its receipt (送达、送达回证)."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.casework.commands import ServePaper
from enforcement.casework.models import Case
from enforcement.casework.policies import handler_ids
from enforcement.casework.staff import require_staff
from enforcement.documents import services as documents
from enforcement.documents.commands import ServeDocument
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Invalid
from enforcement.recording.queries import recording_facts
from enforcement.rules.service import ServiceMode


def serve_paper(actor: Actor, case: Case, document_id: str, command: ServePaper, now: datetime) -> date:
    """Serve a paper; gives the day from which it counts as served (第六十一条)."""
    if command.mode not in {mode.value for mode in ServiceMode}:
        raise Invalid({"mode": ["请选择送达方式"]})
    require_staff(actor, case, command.server_ids, "server_ids")
    _require_film(case, command.recording_id)
    served = documents.serve(
        actor,
        ServeDocument(
            document_public_id=document_id,
            mode=ServiceMode(command.mode),
            served_on=command.served_on,
            place=command.place,
            server_ids=command.server_ids or tuple(sorted(handler_ids(case))),
            recipient=command.recipient,
            relation=command.relation,
            refusal=command.refusal,
            witness=command.witness,
            recording_public_id=command.recording_id,
            signature_png=command.signature_png,
            note=command.note,
        ),
        now,
    )
    return served.served_on


def _require_film(case: Case, recording_id: str) -> None:
    """The film named as proof of service is one of this case, and verified (民事诉讼法第八十九条)."""
    if not recording_id:
        return
    states = {one.public_id: one.state for one in recording_facts(case.public_id)}
    if states.get(recording_id) != "verified":
        raise Invalid({"recording_id": ["请选择本案中已经核验的音像记录"]})
