"""Make a paper: check its contents, number it, print it, keep the bytes, write the row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pypdf import PdfReader
from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_rulesets
from enforcement.documents import policies
from enforcement.documents.commands import IssueDocument
from enforcement.documents.custody import kept_bytes
from enforcement.documents.form_list import FORMS
from enforcement.documents.forms import (
    Form,
    Kind,
    check_shapes,
    date_words,
    missing_contents,
    printable,
)
from enforcement.documents.models import Document, Seal, SealEntry, Signature
from enforcement.documents.numbers import number_words, take_number
from enforcement.documents.queries import seal_on
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import canonical_bytes, content_digest
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused, Unavailable
from enforcement.foundation.identifiers import new_secret
from enforcement.identity import queries as identity
from enforcement.identity.facts import OrganisationFacts
from enforcement.platform.database import db, transaction
from enforcement.platform.rendering import render_pdf
from enforcement.platform.storage import current_store


@dataclass(frozen=True)
class _Number:
    series: str | None = None
    year: int | None = None
    sequence: int | None = None
    words: str = ""


def issue(actor: Actor, command: IssueDocument, now: datetime) -> Document:
    """Issue a paper: the PDF goes into the store, then number, row and audit entry, or none.

    Errors: ``Refused`` with a reason and article for every content that is missing and for a
    seal that is not registered; ``Invalid`` for contents of another shape or characters that
    can't be printed; ``Unavailable`` when the store or the font is missing.
    """
    organisation = identity.organisation_facts(command.org_id)
    policies.require(actor, command.permission, organisation.path, command.matter_id)
    form = form_named(command.form)
    data = plain_data(command.data)
    with transaction(), _all_or_nothing():
        seal = _checked(form, command, data, organisation, now)
        signatures = _signatures(form, command.matter_id, data)
        number = _number(form, organisation, now)
        pdf = render_pdf(
            form.template,
            {
                "title": command.title,
                "name": form.name,
                "agency": organisation.name,
                "number": number.words,
                "issued_on": date_words(civil_date(now).isoformat()),
                "seal": kept_bytes(seal.object_key, seal.sha256) if seal else None,
                "signatures": signatures,
                "content": printable(form, data),
                # The digest of a decision is public. Without this, whoever can make the same PDF could
                # find out the words that were hidden there by trying them.
                "secret": new_secret(),
            },
            created_at=now,
        )
        document = _document(actor, command, data, organisation, number, now)
        _keep(document, pdf)
        if seal:
            _enter_seal(actor, document, seal, now)
        audit.record(
            actor,
            "document.issued",
            f"document:{document.public_id}",
            org_path=document.org_path,
            now=now,
            after={
                "matter": document.matter_id,
                "form": document.form,
                "number": document.number,
                "sha256": document.sha256,
                "data_digest": document.data_digest,
                "seal": seal.public_id if seal else "",
            },
        )
    return document


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Tell who waits for the paper that a failure outside left nothing half done."""
    try:
        yield
    except Unavailable as error:
        raise Unavailable(
            error.message,
            kept=error.kept or "文书没有制作，文号没有占用，案件停在原来的步骤",
            remedy=error.remedy,
        ) from error


def form_named(code: str) -> Form:
    """The form of a code. Errors: ``Invalid``."""
    if code not in FORMS:
        raise Invalid({"form": [f"没有代码为“{code}”的文书格式"]})
    return FORMS[code]


def plain_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Contents as they are digested, stored and printed: canonical JSON values, text in NFC."""
    plain: dict[str, Any] = json.loads(canonical_bytes(data))
    return plain


def _checked(
    form: Form,
    command: IssueDocument,
    data: dict[str, Any],
    organisation: OrganisationFacts,
    now: datetime,
) -> Seal | None:
    check_shapes(form, data)
    today = civil_date(now)
    minimum = current_rulesets().number("officers.minimum", organisation.domain, organisation.region_name, today)
    reasons = missing_contents(form, data, minimum.whole)
    seal = seal_on(organisation.org_id, today) if form.sealed else None
    if command.seal != form.sealed:
        reasons.append(_wrong_seal(form))
    elif form.sealed and seal is None:
        reasons.append(
            Reason(
                "document.seal_unregistered",
                f"{organisation.name}没有登记在用的印章，《{form.name}》不能盖章",
                "行政处罚法第五十九条第二款",
                "请管理员登记本机关的印章",
            )
        )
    if reasons:
        raise Refused(reasons)
    return seal


def _wrong_seal(form: Form) -> Reason:
    if form.sealed:
        return Reason(
            "document.seal_missing",
            f"《{form.name}》应当盖有行政机关的印章",
            "行政处罚法第五十九条第二款",
            "请盖章后制发",
        )
    return Reason(
        "document.seal_unneeded",
        f"《{form.name}》是内部文书或者笔录，不盖机关印章",
        "市场监督管理行政处罚程序规定第六十八条、第六十二条",
        "请取消盖章",
    )


def _signatures(form: Form, matter_id: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = [field.name for field in form.fields if field.kind is Kind.SIGNATURES]
    wanted = [public_id for name in names for public_id in data.get(name) or ()]
    if not wanted:
        return []
    statement = select(Signature).where(Signature.matter_id == matter_id, Signature.public_id.in_(wanted))
    found = {row.public_id: row for row in db.session.scalars(statement)}
    unknown = [public_id for public_id in wanted if public_id not in found]
    if unknown:
        raise Invalid({names[0]: ["签名不属于本案，请重新采集签名"]})
    return [_signature_words(found[public_id]) for public_id in wanted]


def _signature_words(row: Signature) -> dict[str, Any]:
    return {
        "role": row.role,
        "name": row.signer,
        "on": date_words(row.signed_on.isoformat()),
        "image": kept_bytes(row.object_key, row.sha256) if row.object_key else None,
        "refusal": row.refusal_note,
    }


def _number(form: Form, organisation: OrganisationFacts, now: datetime) -> _Number:
    if not form.numbered:
        return _Number()
    today = civil_date(now)
    sequence = take_number(organisation.org_id, form.series, today)
    words = number_words(organisation.short_name, form.series, today.year, sequence)
    return _Number(form.series, today.year, sequence, words)


def _document(
    actor: Actor,
    command: IssueDocument,
    data: dict[str, Any],
    organisation: OrganisationFacts,
    number: _Number,
    now: datetime,
) -> Document:
    return Document(
        matter_id=command.matter_id,
        org_id=organisation.org_id,
        org_path=organisation.path,
        form=command.form,
        title=command.title,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        number=number.words,
        data=data,
        data_digest=content_digest(data),
        sealed=FORMS[command.form].sealed,
        issued_on=civil_date(now),
        issued_at=now,
        issued_by_id=actor.user_id,
        issued_by_name=actor.name,
    )


def _keep(document: Document, pdf: bytes) -> None:
    blob = current_store().put(pdf, "application/pdf")
    document.sha256 = blob.sha256
    document.object_key = blob.key
    document.size = blob.size
    document.pages = len(PdfReader(io.BytesIO(pdf)).pages)
    db.session.add(document)
    db.session.flush()


def _enter_seal(actor: Actor, document: Document, seal: Seal, now: datetime) -> None:
    db.session.add(
        SealEntry(
            document_id=document.id,
            seal_id=seal.id,
            document_sha256=document.sha256,
            seal_sha256=seal.sha256,
            applied_at=now,
            applied_by_id=actor.user_id,
            applied_by_name=actor.name,
        )
    )
    db.session.flush()
