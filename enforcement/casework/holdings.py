"""Everything a case holds, for its page: records, evidence, reviews, approvals, notices, payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from enforcement.casework.content import hashes_of
from enforcement.casework.models import (
    Case,
    CaseApproval,
    CaseDecision,
    CaseDiscussion,
    CaseEvidence,
    CaseGoods,
    CaseNotice,
    CasePayment,
    CaseRecord,
    CaseReview,
    CaseStatement,
)
from enforcement.documents.queries import document_facts
from enforcement.platform.database import db
from enforcement.recording.queries import recording_facts

Row = TypeVar(
    "Row",
    CaseApproval,
    CaseDecision,
    CaseDiscussion,
    CaseEvidence,
    CaseGoods,
    CaseNotice,
    CasePayment,
    CaseRecord,
    CaseReview,
    CaseStatement,
)


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence with the digest of its file, if it has one."""

    row: CaseEvidence
    sha256: str


@dataclass(frozen=True)
class Holdings:
    """What lies in the case beside its papers and recordings; each list oldest first."""

    records: Sequence[CaseRecord]
    evidence: Sequence[EvidenceView]
    approvals: Sequence[CaseApproval]
    reviews: Sequence[CaseReview]
    notices: Sequence[CaseNotice]
    statements: Sequence[CaseStatement]
    discussions: Sequence[CaseDiscussion]
    decision: CaseDecision | None
    payments: Sequence[CasePayment]
    goods: Sequence[CaseGoods]

    @property
    def paid_fen(self) -> int:
        """What was paid so far."""
        return sum(one.amount_fen for one in self.payments)


def holdings_of(case: Case) -> Holdings:
    """What the case holds. The caller has established that the actor may see it."""
    hashes = hashes_of(document_facts(case.public_id), recording_facts(case.public_id))
    evidence = _all(CaseEvidence, case)
    return Holdings(
        records=_all(CaseRecord, case),
        evidence=[EvidenceView(one, hashes.get(one.recording_id or one.document_id, "")) for one in evidence],
        approvals=_all(CaseApproval, case),
        reviews=_all(CaseReview, case),
        notices=_all(CaseNotice, case),
        statements=_all(CaseStatement, case),
        discussions=_all(CaseDiscussion, case),
        decision=next(iter(_all(CaseDecision, case)), None),
        payments=_all(CasePayment, case),
        goods=_all(CaseGoods, case),
    )


def evidence_row(case: Case, public_id: str) -> CaseEvidence | None:
    """One piece of evidence of the case."""
    return db.session.scalar(
        select(CaseEvidence).where(CaseEvidence.case_id == case.id, CaseEvidence.public_id == public_id)
    )


def _all(model: type[Row], case: Case) -> Sequence[Row]:
    return db.session.scalars(select(model).where(model.case_id == case.id).order_by(model.id)).all()
