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
