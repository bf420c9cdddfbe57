"""From the rows of a case to the content a review is bound to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from enforcement.casework.models import Case, CaseEvidence
from enforcement.catalogue import queries as catalogue
from enforcement.documents.queries import document_facts
from enforcement.platform.database import db
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts_catalogue import ItemFacts
from enforcement.rules.reviewed_content import BasisEntry, EvidenceEntry, ReviewedContent


def item_of(case: Case) -> ItemFacts | None:
    """The version of the power item in force on the day of the act (行政处罚法第三十七条)."""
    if case.item_code is None or case.acted_on is None:
        return None
    return catalogue.item_version_on(case.item_code, case.acted_on)


def evidence_of(case_id: int) -> Sequence[CaseEvidence]:
    """Evidence that counts, by number. Internal."""
    return db.session.scalars(
        select(CaseEvidence)
        .where(CaseEvidence.case_id == case_id, CaseEvidence.excluded_reason == "")
        .order_by(CaseEvidence.no)
    ).all()


def file_hashes(case: Case) -> dict[str, str]:
    """Public id -> SHA-256 of every document and verified recording of the matter."""
    documents = {one.public_id: one.sha256 for one in document_facts(case.public_id)}
    recordings = {one.public_id: one.sha256 for one in recording_facts(case.public_id) if one.sha256}
    return documents | recordings


def reviewed_content(case: Case) -> ReviewedContent:
    """The content as it stands now."""
    item = item_of(case)
    hashes = file_hashes(case)
    proposal = case.proposal
    return ReviewedContent(
        party_name=case.party.name,
        party_code=case.party.uscc or case.party.id_no,
        facts=case.facts_text,
        evidence=tuple(
            EvidenceEntry(
                no=one.no,
                kind=one.kind,
                title=one.title,
                proves=one.proves,
                sha256=tuple(hashes.get(target, "") for target in (one.document_id, one.recording_id) if target),
            )
            for one in evidence_of(case.id)
        ),
        bases=_bases(item) if item else (),
        benchmark=proposal.benchmark_title if proposal else "",
        grade=proposal.grade if proposal else "",
        grade_reasons=proposal.grade_reasons if proposal else "",
        mitigation=proposal.mitigation if proposal else "",
        departure=proposal.departure if proposal else "",
        kinds=tuple(proposal.kinds) if proposal else (),
        fine_fen=proposal.fine_fen if proposal else 0,
        confiscation_fen=proposal.confiscation_fen if proposal else 0,
        confiscation_text=proposal.confiscation_text if proposal else "",
        other_penalty=proposal.other_penalty if proposal else "",
    )


def _bases(item: ItemFacts) -> tuple[BasisEntry, ...]:
    return tuple(
        BasisEntry(part, basis.law, basis.version.isoformat(), basis.article)
        for part, basis in (("违反", item.duty), ("处罚", item.penalty))
    )
