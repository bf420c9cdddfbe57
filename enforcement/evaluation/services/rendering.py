"""Papers of this system as papers of the exchange format: kind, contents by name, who signed, digests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enforcement.documents.form_list import FORMS
from enforcement.documents.forms import Kind, Part, printable
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.rules.casefile.digests import contents_digest
from enforcement.rules.casefile.terms import DocumentKind, SignatureRole

KINDS: Mapping[str, DocumentKind] = {
    "source_register": DocumentKind.SOURCE_REGISTER,
    "filing_approval": DocumentKind.FILING_APPROVAL,
    "scene_record": DocumentKind.SCENE_RECORD,
    "inquiry_record": DocumentKind.INQUIRY_RECORD,
    "evidence_list": DocumentKind.EVIDENCE_LIST,
    "investigation_report": DocumentKind.REPORT,
    "review_opinion": DocumentKind.REVIEW_OPINION,
    "penalty_notice": DocumentKind.NOTICE,
    "statement_record": DocumentKind.STATEMENT_RECORD,
    "discussion_record": DocumentKind.DISCUSSION_RECORD,
    "penalty_decision": DocumentKind.DECISION,
    "service_receipt": DocumentKind.SERVICE_RECEIPT,
    "closing_approval": DocumentKind.CLOSING_APPROVAL,
}
"""Forms without a kind of their own in the format travel as other papers."""

NAMED: Mapping[DocumentKind, Mapping[str, tuple[str, ...]]] = {
    DocumentKind.REPORT: {"basis": ("penalty_basis",)},
    DocumentKind.NOTICE: {
        "basis": ("penalty_basis",),
        "penalty": ("intended_penalties",),
        "rights": ("statement_right", "hearing_right"),
    },
    DocumentKind.DECISION: {
        "basis": ("penalty_basis",),
        "penalty": ("penalties",),
        "payment": ("performance", "collecting_body", "collecting_address"),
        "statement_adoption": ("statement_reply",),
        "remedies": ("review_organ", "review_term", "court", "suit_term"),
    },
    DocumentKind.CLOSING_APPROVAL: {"execution": ("performance",)},
}
"""Name in the format -> the fields of the form that say it."""

BY_OFFICERS = frozenset(
    {DocumentKind.SCENE_RECORD, DocumentKind.INQUIRY_RECORD, DocumentKind.REPORT, DocumentKind.SERVICE_RECEIPT}
)
ROLES = {
    "当事人": SignatureRole.PARTY,
    "被询问人": SignatureRole.PARTY,
    "签收人": SignatureRole.RECIPIENT,
    "见证人": SignatureRole.WITNESS,
    "执法人员": SignatureRole.OFFICER,
}
"""As what somebody signed on the screen; whoever else signs a record of the case does so for the party."""


@dataclass(frozen=True)
class Paper:
    """A paper as issued: ``signatures`` are those drawn on the screen for it (signer, role, day, refusal)."""

    public_id: str
    form: str
    title: str
    number: str
    data: Mapping[str, Any]
    sha256: str
    pages: int
    sealed: bool
    issued_at: datetime
    issued_by: str
    signatures: Sequence[Mapping[str, Any]] = ()

    @property
    def kind(self) -> DocumentKind:
        """What it is in the exchange format."""
        return KINDS.get(self.form, DocumentKind.OTHER)

    @property
    def bound(self) -> bool:
        """Whether it stands in the volume; cover, index and closing note only bind it."""
        return FORMS[self.form].part is not Part.BINDING


def document_of(
    paper: Paper, document_id: str, agency: str, officers: Callable[[Mapping[str, str]], str]
) -> dict[str, Any]:
    """The paper in the exchange format; ``officers`` gives the id of an officer printed on it."""
    contents = _contents(paper, agency)
    listed = [officers(one) for one in paper.data.get("officers", ())]
    return {
        "id": document_id,
        "kind": paper.kind,
        "title": paper.title,
        "issued_on": civil_date(paper.issued_at),
        "pages": paper.pages,
        "contents": contents,
        "content_sha256": contents_digest(contents),
        "number": paper.number,
        "party_name": paper.data.get("party_name") or "",
        "party_code": paper.data.get("party_uscc") or paper.data.get("party_id_no") or "",
        "officers": listed,
        "signatures": _signatures(paper),
        "sealed": paper.sealed,
        "file_sha256": paper.sha256,
    }


def _contents(paper: Paper, agency: str) -> dict[str, str]:
    form = FORMS[paper.form]
    printed = printable(form, paper.data)
    contents = {field.name: words for field in form.fields if (words := _words(field.kind, printed[field.name]))}
    for field in form.fields:
        if field.kind is Kind.TIME and paper.data.get(field.name):
            at = datetime.fromisoformat(paper.data[field.name]).astimezone(SHANGHAI)
            contents[field.name] = at.strftime("%Y-%m-%dT%H:%M")
    for name, sources in NAMED.get(paper.kind, {}).items():
        contents[name] = "\n".join(contents[one] for one in sources if one in contents)
    if paper.kind is DocumentKind.DECISION:
        contents["agency"] = agency
    return contents


def _words(kind: Kind, value: Any) -> str:
    if kind is Kind.OPINION:
        return "，".join(part for part in (value["text"], value["name"], value["on"]) if part)
    if kind is Kind.OFFICERS:
        return "\n".join(f"{one['name']}（执法证号：{one['certificate_no']}）" for one in value)
    if kind is Kind.ROWS:
        return "\n".join("　".join(str(cell) for cell in row.values() if cell) for row in value)
    if kind is Kind.SIGNATURES:
        return ""
    return "\n".join(value) if isinstance(value, list) else str(value)


def _signatures(paper: Paper) -> list[dict[str, Any]]:
    """What was drawn on the screen, and what somebody did under the own account. Printed names are no signatures."""
    on = civil_date(paper.issued_at)
    found = [
        {
            "role": ROLES.get(one["role"], SignatureRole.PARTY),
            "name": one["signer"],
            "on": one["on"],
            "refused": one["refused"],
        }
        for one in paper.signatures
    ]
    if paper.kind in BY_OFFICERS:
        found.append({"role": SignatureRole.OFFICER, "name": paper.issued_by, "on": on, "refused": ""})
    if paper.kind is DocumentKind.REVIEW_OPINION:
        found.append({"role": SignatureRole.REVIEWER, "name": paper.issued_by, "on": on, "refused": ""})
    if paper.kind is DocumentKind.DISCUSSION_RECORD:
        found.append({"role": SignatureRole.RECORDER, "name": paper.issued_by, "on": on, "refused": ""})
    head = paper.data.get("head_opinion")
    if head:
        found.append({"role": SignatureRole.HEAD, "name": head["name"], "on": head["on"], "refused": ""})
    return found
