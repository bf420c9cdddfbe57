"""A case file as evaluators see it: every text in it with pseudonyms, none of its scans.

The labels are the titles of the fields of the exchange format, so that nothing of a file is left out by oversight.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from enforcement.documents.form_list import FORMS
from enforcement.evaluation.facts import (
    BlindedFile,
    BlindedLine,
    BlindedPaper,
    BlindedSection,
    BlindedSignature,
    FoundFinding,
)
from enforcement.evaluation.people import people_of
from enforcement.evaluation.services.rendering import KINDS
from enforcement.rules.casefile.model import CaseFile, Document, Officer
from enforcement.rules.casefile.terms import (
    DOCUMENT_NAMES,
    PART_NAMES,
    ROLE_NAMES,
    STEP_NAMES,
    DocumentKind,
    ExtendedTerm,
    Outcome,
    PaymentWay,
    Procedure,
    Reference,
    StepKind,
    Title,
    VolumePart,
)
from enforcement.rules.discretion import Approval
from enforcement.rules.evaluation.blinding import Person, Pseudonyms, blinded, pseudonyms
from enforcement.rules.facts_catalogue import GRADE_NAMES, RECORDING_WAY_NAMES, Grade, RecordingWay
from enforcement.rules.officers import OfficerKind
from enforcement.rules.penalty import yuan
from enforcement.rules.precheck.base import day
from enforcement.rules.precheck.contents import CONTENTS, FINE_DETAILS
from enforcement.rules.publicity import PartyKind
from enforcement.rules.recording import STATE_NAMES, RecordingState
from enforcement.rules.rulesets import Unit
from enforcement.rules.service import MODE_NAMES, ServiceMode

APART = frozenset({"format", "version", "agency", "documents", "review_catalogue"})
"""What is shown elsewhere or says nothing about the case."""
IDS = frozenset({"public_id", "id", "rule", "rule_version", "documents"})
"""Texts of our own: the papers of a file are called by their places in it, never by the ids that the agency chose."""
WORDS: Mapping[type, Mapping[Any, str]] = {
    DocumentKind: DOCUMENT_NAMES,
    VolumePart: PART_NAMES,
    StepKind: STEP_NAMES,
    Grade: GRADE_NAMES,
    RecordingWay: RECORDING_WAY_NAMES,
    RecordingState: STATE_NAMES,
    ServiceMode: MODE_NAMES,
    Procedure: {Procedure.ORDINARY: "普通程序", Procedure.SUMMARY: "简易程序"},
    Outcome: {Outcome.PENALTY: "给予处罚", Outcome.NO_PENALTY: "不予处罚"},
    PartyKind: {
        PartyKind.ORGANISATION: "单位",
        PartyKind.INDIVIDUAL_BUSINESS: "个体工商户",
        PartyKind.PERSON: "个人",
    },
    OfficerKind: {
        OfficerKind.OFFICER: "执法人员",
        OfficerKind.AUXILIARY: "辅助人员",
        OfficerKind.SUPERVISOR: "监督人员",
    },
    PaymentWay: {PaymentWay.BANK: "银行或者电子支付", PaymentWay.ON_THE_SPOT: "当场收缴"},
    ExtendedTerm: {
        ExtendedTerm.VERIFICATION: "核查期限",
        ExtendedTerm.CASE: "办案期限",
        ExtendedTerm.REVIEW: "审核期限",
    },
    Approval: {Approval.HEAD: "负责人", Approval.COLLECTIVE: "集体讨论", Approval.MAKER: "制定机关"},
    Unit: {unit: unit.label for unit in Unit},
}
STEPS: Mapping[str, str] = {kind.value: words for kind, words in STEP_NAMES.items()}
OTHER_LABELS = {
    "started_at": "开始时间",
    "ended_at": "结束时间",
    "certificate_shown": "出示执法证件",
    "rights_told": "告知权利",
    "person_role": "被询问人身份",
    "statement_adoption": "陈述申辩、听证的采纳情况",
    "fine_capital": "罚款大写",
    "correction": "改正情况",
    "note": "说明",
    "term": "期限",
    "things": "物品",
    "list": "目录",
}
"""Contents that no list of required ones names."""


def pseudonyms_of(file: CaseFile) -> Pseudonyms:
    """A pseudonym for everybody of the agency, also in the names of other persons; organisations keep their names."""
    people: dict[str, list[Person]] = {}
    for one in people_of(file):
        people.setdefault(one.role, []).append(Person(one.name, one.numbers))
    parties = (one.name for one in file.parties if one.kind is not PartyKind.PERSON)
    return pseudonyms(people, [file.agency.name, *parties])


def blind(public_id: str, file: CaseFile, findings: Iterable[FoundFinding], *, has_volume: bool) -> BlindedFile:
    """The whole file with pseudonyms."""
    names = pseudonyms_of(file)
    titles = {one.id: one.title for one in file.documents}
    people = _told_apart(file.officers)
    places = {one.id: f"d{place}" for place, one in enumerate(file.documents, 1)}
    words = _Words({"documents": titles, "officers": people, "parties": {one.id: one.name for one in file.parties}})
    plain = BlindedFile(
        public_id=public_id,
        agency_name=file.agency.name,
        title=file.case.title,
        sections=tuple(_sections(file, words)),
        papers=tuple(_paper(one, places[one.id], people) for one in file.documents),
        recordings=tuple(one.title for one in file.recordings.files) if file.recordings else (),
        has_volume=has_volume,
        findings=tuple(
            dataclasses.replace(one, documents=tuple(places[paper] for paper in one.documents if paper in places))
            for one in findings
        ),
    )
    texts = list(dict.fromkeys(_texts(plain)))
    hidden: BlindedFile = _replaced(plain, dict(zip(texts, blinded(texts, names), strict=True)))
    return hidden


def _sections(file: CaseFile, words: _Words) -> Iterator[BlindedSection]:
    for one in dataclasses.fields(CaseFile):
        value = getattr(file, one.name)
        if one.name in APART or value is None or value == ():
            continue
        entries = value if isinstance(value, tuple) else (value,)
        yield BlindedSection(
            one.name, _noted(CaseFile)[one.name].title, tuple(tuple(words.lines(each)) for each in entries)
        )


def _told_apart(officers: Sequence[Officer]) -> Mapping[str, str]:
    """Id -> name; the second of a name is called so, for a pseudonym stands in place of both."""
    seen: Counter[str] = Counter()
    found = {}
    for one in officers:
        seen[one.name] += 1
        found[one.id] = f"{one.name}（同名第{seen[one.name]}人）" if seen[one.name] > 1 else one.name
    return found


def _paper(document: Document, place: str, people: Mapping[str, str]) -> BlindedPaper:
    labels = _labels(document.kind)
    return BlindedPaper(
        id=place,
        kind=DOCUMENT_NAMES[document.kind],
        title=document.title,
        number=document.number,
        issued_on=document.issued_on,
        pages=document.pages,
        party_name=document.party_name,
        officers=tuple(people[one] for one in document.officers),
        contents=tuple(
            BlindedLine(labels.get(name, name), text) for name, text in document.contents.items() if text.strip()
        ),
        signatures=tuple(
            BlindedSignature(ROLE_NAMES[one.role], one.name, one.on, one.refused) for one in document.signatures
        ),
        sealed=document.sealed,
        has_scan=document.file_sha256 is not None,
    )


@cache
def _labels(kind: DocumentKind) -> Mapping[str, str]:
    """Name of a content -> label: as the format has it, else as this system's form has it."""
    form = next((form for form, of in KINDS.items() if of is kind), None)
    own = {field.name: field.label for field in FORMS[form].fields} if form else {}
    details = FINE_DETAILS if kind is DocumentKind.DECISION else ()
    return OTHER_LABELS | own | {name: label for name, label, _ in (*CONTENTS.get(kind, ()), *details)}


@dataclasses.dataclass(frozen=True)
class _Noted:
    """What the annotation of a field says: its title, and the list its values name entries of."""

    title: str
    refers_to: str


@cache
def _noted(kind: Any) -> dict[str, _Noted]:
    hints = get_type_hints(kind, include_extras=True)
    return {one.name: _Noted(_title(hints[one.name]), _reference(hints[one.name])) for one in dataclasses.fields(kind)}


def _title(hint: Any) -> str:
    return next(one.name for one in get_args(hint) if isinstance(one, Title))


def _reference(hint: Any) -> str:
    for one in get_args(hint):
        if isinstance(one, Reference):
            return one.to
        if found := _reference(one):
            return found
    return ""


@dataclasses.dataclass(frozen=True)
class _Words:
    """Values in words; ids as the names of what they stand for."""

    names: Mapping[str, Mapping[str, str]]

    def lines(self, entry: Any) -> Iterator[BlindedLine]:
        """A line for each field that says something."""
        kind: Any = type(entry)
        for name, noted in _noted(kind).items():
            text = self._text(name, getattr(entry, name), noted.refers_to)
            if text and not name.endswith("sha256") and name != "id":
                # Ids are shown as names, amounts in yuan.
                yield BlindedLine(noted.title.removesuffix("编号" if noted.refers_to else "（分）"), text)

    def _text(self, name: str, value: Any, refers_to: str) -> str:
        if isinstance(value, tuple):
            between = "\n" if value and dataclasses.is_dataclass(value[0]) else "、"
            return between.join(self._text(name, one, refers_to) for one in value)
        if dataclasses.is_dataclass(value):
            return "；".join(f"{line.label}：{line.text}" for line in self.lines(value))
        return self._plain(name, value, refers_to)

    def _plain(self, name: str, value: Any, refers_to: str) -> str:
        if value is None or isinstance(value, bool):
            return {None: "", True: "是", False: "否"}[value]
        if isinstance(value, date):
            return day(value)
        if isinstance(value, int):
            return yuan(value) if name.endswith("_fen") else str(value)
        if isinstance(value, StrEnum):
            return WORDS.get(type(value), {}).get(value, str(value))
        if name == "step":
            return STEPS.get(value, value)
        return self.names[refers_to].get(value, value) if refers_to else str(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            if one.name not in IDS:
                yield from _texts(getattr(value, one.name))


def _replaced(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return texts[value]
    if isinstance(value, tuple):
        return tuple(_replaced(one, texts) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            one.name: _replaced(getattr(value, one.name), texts)
            for one in dataclasses.fields(value)
            if one.name not in IDS
        }
        return dataclasses.replace(value, **changes)
    return value
