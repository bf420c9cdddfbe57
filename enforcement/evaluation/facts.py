"""Frozen facts that the parts of this room give each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.evaluation.drawing import MustDraw


@dataclass(frozen=True)
class FilePerson:
    """Somebody who worked on a case: role (承办人, 审核人, 批准人 …), name, numbers of certificates."""

    role: str
    name: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClosedCase:
    """A closed case file as a plan sees it; ``kind`` is ``applicability.kind_of`` of its content."""

    public_id: str
    org_id: int
    org_path: str
    org_code: str
    org_name: str
    file_no: str
    title: str
    kind: str
    closed_on: date
    traits: frozenset[MustDraw]
    people: tuple[FilePerson, ...]


@dataclass(frozen=True)
class CaseFileFacts:
    """A case file with its content."""

    closed: ClosedCase
    content: CaseFile


@dataclass(frozen=True)
class FoundFinding:
    """A finding of the machine as it was stored with the version of the file.

    ``documents`` are ids of papers in the file, ``rule_version`` names the rule sets it was found by.
    """

    public_id: str
    rule: str
    title: str
    article: str
    documents: tuple[str, ...]
    explanation: str
    rule_version: str


@dataclass(frozen=True)
class BlindedLine:
    """A label and what stands behind it; several lines of text are separated by line feeds."""

    label: str
    text: str


@dataclass(frozen=True)
class BlindedSection:
    """A section of the file; an entry for each act of its kind (each service, each statement), one where it is one.

    ``name`` is the field of the exchange format.
    """

    name: str
    title: str
    entries: tuple[tuple[BlindedLine, ...], ...]


@dataclass(frozen=True)
class BlindedSignature:
    """As what somebody signed, under the pseudonym; ``refused`` is the note of a refusal."""

    role: str
    name: str
    on: date | None
    refused: str


@dataclass(frozen=True)
class BlindedPaper:
    """A paper rendered anew from what it says; ``id`` is its place in the file (d1, d2 …).

    ``has_scan``: the paper as it was exists and can't be blinded.
    """

    id: str
    kind: str
    title: str
    number: str
    issued_on: date
    pages: int
    party_name: str
    officers: tuple[str, ...]
    contents: tuple[BlindedLine, ...]
    signatures: tuple[BlindedSignature, ...]
    sealed: bool
    has_scan: bool


@dataclass(frozen=True)
class BlindedFile:
    """A case file with stable pseudonyms (承办人甲 …) for everybody of the agency, their numbers included.

    ``recordings`` (titles) and the bound volume (``has_volume``) can't be blinded and are not in it.
    """

    public_id: str
    agency_name: str
    title: str
    sections: tuple[BlindedSection, ...]
    papers: tuple[BlindedPaper, ...]
    recordings: tuple[str, ...]
    has_volume: bool
    findings: tuple[FoundFinding, ...]
