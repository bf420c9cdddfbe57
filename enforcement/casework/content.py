"""From the rows of a case to the content a review is bound to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from enforcement.casework.models import Case, CaseEvidence
from enforcement.catalogue import queries as catalogue
from enforcement.documents.queries import DocumentFact, document_facts
from enforcement.platform.database import db
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts_catalogue import ItemFacts
from enforcement.rules.recording import RecordingFact
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


@dataclass(frozen=True)
class Material:
    """What a case rests on, read once: power item, papers, films, evidence that counts."""

    item: ItemFacts | None
    documents: tuple[DocumentFact, ...]
    recordings: tuple[RecordingFact, ...]
    evidence: Sequence[CaseEvidence]


def hashes_of(documents: Iterable[DocumentFact], recordings: Iterable[RecordingFact]) -> dict[str, str]:
    """Public id -> SHA-256 of documents and verified recordings."""
    films = {one.public_id: one.sha256 for one in recordings if one.sha256}
    return {one.public_id: one.sha256 for one in documents} | films


def material_of(case: Case) -> Material:
    """Read what a case rests on. Internal."""
    return Material(
        item=item_of(case),
        documents=document_facts(case.public_id),
        recordings=tuple(recording_facts(case.public_id)),
        evidence=evidence_of(case.id),
    )


def reviewed_content(case: Case) -> ReviewedContent:
    """The content as it stands now."""
    return content_of(case, material_of(case))


def content_of(case: Case, material: Material) -> ReviewedContent:
    """The content a review is bound to, from material that was read already."""
    item, hashes = material.item, hashes_of(material.documents, material.recordings)
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
            for one in material.evidence
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
