"""The digests of a case file: of a paper's contents, and of what a review looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from enforcement.foundation.canonical import content_digest
from enforcement.rules.casefile.sections import Proposal
from enforcement.rules.reviewed_content import BasisEntry, EvidenceEntry, ReviewedContent


def contents_digest(contents: Mapping[str, str]) -> str:
    """SHA-256 over the canonical JSON of a paper's contents, lower-case hex."""
    return content_digest(contents)


def reviewed_content(proposal: Proposal) -> ReviewedContent:
    """The proposal as the content whose digest a review binds."""
    plain = {one.name: getattr(proposal, one.name) for one in dataclasses.fields(proposal)}
    plain["evidence"] = tuple(
        EvidenceEntry(one.no, one.kind, one.title, one.proves, one.sha256) for one in proposal.evidence
    )
    plain["bases"] = tuple(BasisEntry(one.part, one.law, one.version, one.article) for one in proposal.bases)
    return ReviewedContent(**plain)
