"""Papers of a case: the contents every form shares, and issuing one on the case's matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from enforcement.casework.models import Case
from enforcement.documents import services as documents
from enforcement.documents.commands import AddSignature, IssueDocument
from enforcement.documents.form_list import FORMS
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_facts

if TYPE_CHECKING:
    from enforcement.documents.models import Document

PARTY_KIND_NAMES = {
    "organisation": "法人及非法人组织",
    "individual_business": "个体工商户",
    "person": "自然人",
}


def issue_paper(
    actor: Actor,
    case: Case,
    form: str,
    data: Mapping[str, Any],
    now: datetime,
    *,
    permission: Permission = Permission.CASE_INVESTIGATE,
    title: str = "",
) -> Document:
    """Issue a form on the case; sealed where the form is."""
    return documents.issue(
        actor,
        IssueDocument(
            matter_id=case.public_id,
            org_id=case.org_id,
            form=form,
            title=title or FORMS[form].name,
            data=data,
            seal=FORMS[form].sealed,
            permission=permission,
        ),
        now,
    )


@dataclass(frozen=True)
class SignatureGiven:
    """Who signs what in which part: drawn on the screen, or refused with a note."""

    subject: str
    signer: str
    role: str
    png: bytes | None = None
    refusal: str = ""


def sign(actor: Actor, case: Case, given: SignatureGiven, now: datetime) -> str:
    """Keep a signature of the screen, or the note of its refusal; gives its public id."""
    return documents.add_signature(
        actor,
        AddSignature(
            matter_id=case.public_id,
            org_id=case.org_id,
            subject=given.subject,
            signer=given.signer,
            role=given.role,
            permission=Permission.CASE_INVESTIGATE,
            image_png=given.png,
            refusal_note=given.refusal,
        ),
        now,
    ).public_id


def party_data(case: Case) -> dict[str, Any]:
    """The party as every form prints it."""
    party = case.party
    return {
        "party_name": party.name,
        "party_kind": PARTY_KIND_NAMES[party.kind],
        "party_uscc": party.uscc,
        "party_id_no": party.id_no,
        "legal_representative": party.legal_representative,
        "party_address": party.address,
        "party_phone": party.phone,
    }


def officer_data(officer_ids: Sequence[int], on: date) -> list[dict[str, str]]:
    """Officers with the numbers of their certificates."""
    return [{"name": one.name, "certificate_no": one.certificate_no} for one in officer_facts(officer_ids, on)]


def handler_data(case: Case, on: date) -> list[dict[str, str]]:
    """The officers in charge."""
    ids = [one.officer_id for one in case.handlers if one.removed_at is None]
    return officer_data(ids, on)


def opinion(actor: Actor, text: str, now: datetime) -> dict[str, str]:
    """An opinion in a form: what, who, when."""
    return {"text": text, "name": actor.name, "on": civil_date(now).isoformat()}
