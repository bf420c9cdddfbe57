"""The content of a public record, in the one form that its digest is taken of.

Anyone can repeat it: canonical JSON (keys sorted, no spaces, UTF-8, NFC) of this object, SHA-256.
"""

from __future__ import annotations

from typing import Any

from enforcement.foundation.canonical import content_digest
from enforcement.publicity.models import PublicRecord


def public_content(record: PublicRecord) -> dict[str, Any]:
    """Everything that is public of a record, as JSON values; amounts in fen, dates ISO."""
    return {
        "format": "public-decision/1",
        "code": record.code,
        "edition": record.edition,
        "state": record.state.value,
        "document_number": record.document_number,
        "document_sha256": record.document_sha256,
        "agency": record.agency_name,
        "region": record.region_name,
        "title": record.title,
        "party": {"name": record.party_name, "kind": record.party_kind, "uscc": record.party_uscc},
        "act": record.act,
        "basis": record.basis,
        "kinds": list(record.kinds),
        "penalty": record.penalty_text,
        "fine_fen": record.fine_fen,
        "confiscation_fen": record.confiscation_fen,
        "grade": record.grade,
        "decided_on": record.decided_on.isoformat(),
        "performed_on": record.performed_on.isoformat() if record.performed_on else None,
        "paragraphs": record.paragraphs,
        "redactions": record.redactions,
        "remedies": record.remedies,
        "display": {
            "class": record.credit_class,
            "repair_from": record.min_end_on.isoformat() if record.min_end_on else None,
            "until": record.max_end_on.isoformat(),
            "basis": record.period_basis,
        },
        "ended": {"ground": record.end_ground, "reason": record.end_reason},
    }


def is_intact(record: PublicRecord) -> bool:
    """Whether the record still has the digest it was published with."""
    return content_digest(public_content(record)) == record.digest
