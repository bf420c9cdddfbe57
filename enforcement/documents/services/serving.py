"""Serve a paper (送达) and make its receipt (送达回证)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.documents import policies
from enforcement.documents.commands import AddSignature, IssueDocument, ServeDocument
from enforcement.documents.form_list import FORMS
from enforcement.documents.forms import Audience
from enforcement.documents.models import Document, Service
from enforcement.documents.services.issuing import issue
from enforcement.documents.services.signing import add_signature
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason, Refused
from enforcement.identity import queries as identity
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.facts import OfficerFact
from enforcement.rules.service import (
    MODE_NAMES,
    Served,
    ServiceFacts,
    served_when,
    service_problems,
)

NOTICE_TERM = "D19"


def serve(actor: Actor, command: ServeDocument, now: datetime) -> Service:
    """Serve a paper and issue its receipt.

    Errors: ``NotFound``; ``Refused`` with every reason (民事诉讼法 87-95) and for a paper that
    was served already or is not meant for the party; ``Unavailable`` when the store is away.
    """
    with transaction():
        document = locked(select(Document).where(Document.public_id == command.document_public_id))
        policies.require(actor, policies.SERVE, document.org_path, document.matter_id)
        officers = identity.officer_facts(command.server_ids, command.served_on)
        _check(document, command, officers, now)
        served = _served(document, command)
        signature_id, signature = _sign(actor, document, command, now)
        receipt = issue(actor, _receipt(document, command, officers, served, signature), now)
        service = Service(
            document_id=document.id,
            receipt_id=receipt.id,
            mode=command.mode,
            acted_on=command.served_on,
            served_on=served.on,
            place=command.place.strip(),
            recipient=command.recipient.strip(),
            relation=command.relation.strip(),
            refusal=command.refusal.strip(),
            witness=command.witness.strip(),
            servers=_officer_rows(officers),
            recording_public_id=command.recording_public_id,
            signature_id=signature_id,
            note=command.note.strip(),
            recorded_at=now,
            recorded_by_id=actor.user_id,
        )
        db.session.add(service)
        db.session.flush()
        audit.record(
            actor,
            "document.served",
            f"document:{document.public_id}",
            org_path=document.org_path,
            now=now,
            after={
                "mode": command.mode,
                "acted_on": command.served_on,
                "served_on": served.on,
                "receipt": receipt.public_id,
            },
        )
    return service


def _check(
    document: Document,
    command: ServeDocument,
    officers: tuple[OfficerFact, ...],
    now: datetime,
) -> None:
    reasons = [*_not_servable(document)]
    organisation = identity.organisation_facts(document.org_id)
    minimum = current_rulesets().number(
        "officers.minimum", organisation.domain, organisation.region_name, command.served_on
    )
    facts = ServiceFacts(
        mode=command.mode,
        issued_on=document.issued_on,
        acted_on=command.served_on,
        today=civil_date(now),
        servers=officers,
        minimum_servers=minimum.whole,
        signed=command.signature_png is not None,
        place=command.place,
        recipient=command.recipient,
        relation=command.relation,
        refusal=command.refusal,
        witness=command.witness,
        recorded=bool(command.recording_public_id),
        electronic_confirmed=_electronic_confirmed(document.matter_id),
        note=command.note,
    )
    reasons.extend(service_problems(facts))
    if reasons:
        raise Refused(reasons)


def _not_servable(document: Document) -> list[Reason]:
    form = FORMS[document.form]
    if form.audience is not Audience.PARTY or not form.sealed:
        return [
            Reason(
                "service.not_for_party",
                f"《{form.name}》不是需要送达当事人的文书",
                "行政处罚法第六十一条",
                "请选择告知书、决定书等应当送达的文书",
            )
        ]
    earlier = db.session.scalars(select(Service).where(Service.document_id == document.id)).one_or_none()
    if earlier is not None:
        return [
            Reason(
                "service.already",
                f"这份文书已于{earlier.served_on:%Y年%-m月%-d日}送达",
                "民事诉讼法第八十七条",
                "不需要再次送达；记录有误的，请制作情况说明附卷",
            )
        ]
    return []


def _electronic_confirmed(matter_id: str) -> bool:
    statement = select(Document.data).where(Document.matter_id == matter_id, Document.form == "address_confirmation")
    latest = db.session.scalars(statement.order_by(Document.id.desc()).limit(1)).one_or_none()
    return latest is not None and latest.get("electronic_consent") is True


def _served(document: Document, command: ServeDocument) -> Served:
    organisation = identity.organisation_facts(document.org_id)
    term = current_rulesets().term(NOTICE_TERM, organisation.domain, organisation.region_name, command.served_on)
    return served_when(command.mode, command.served_on, term, current_calendar())


def _sign(actor: Actor, document: Document, command: ServeDocument, now: datetime) -> tuple[int | None, list[str]]:
    if command.signature_png is None:
        return None, []
    signature = add_signature(
        actor,
        AddSignature(
            matter_id=document.matter_id,
            org_id=document.org_id,
            subject=f"service:{document.public_id}",
            signer=command.recipient,
            role="签收人",
            permission=policies.SERVE,
            image_png=command.signature_png,
        ),
        now,
    )
    return signature.id, [signature.public_id]


def _receipt(
    document: Document,
    command: ServeDocument,
    officers: tuple[OfficerFact, ...],
    served: Served,
    signatures: list[str],
) -> IssueDocument:
    return IssueDocument(
        matter_id=document.matter_id,
        org_id=document.org_id,
        form="service_receipt",
        title=f"送达回证（{document.title}）",
        data={
            "document_title": document.title,
            "document_number": document.number,
            "document_public_id": document.public_id,
            "addressee": document.data["party_name"],
            "mode": MODE_NAMES[command.mode],
            "place": command.place,
            "acted_on": command.served_on,
            "served_on": served.on,
            "rule": served.rule,
            "recipient": command.recipient,
            "relation": command.relation,
            "refusal": command.refusal,
            "witness": command.witness,
            "recording": command.recording_public_id,
            "officers": _officer_rows(officers),
            "note": command.note,
            "signatures": signatures,
        },
        seal=False,
        permission=policies.SERVE,
    )


def _officer_rows(officers: tuple[OfficerFact, ...]) -> list[dict[str, Any]]:
    return [{"name": one.name, "certificate_no": one.certificate_no} for one in officers]
