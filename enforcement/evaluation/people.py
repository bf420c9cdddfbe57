"""Who worked on a case, by the roles of the procedure: nobody of them may score it, nobody of them is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from enforcement.evaluation.facts import FilePerson
from enforcement.rules.casefile.model import CaseFile, Officer
from enforcement.rules.casefile.terms import SignatureRole
from enforcement.rules.evaluation.blinding import bare

SIGNING = {
    SignatureRole.OFFICER: "执法人员",
    SignatureRole.REVIEWER: "审核人",
    SignatureRole.CHAIR: "听证主持人",
    SignatureRole.RECORDER: "记录人",
    SignatureRole.MEMBER: "集体讨论人员",
    SignatureRole.HEAD: "批准人",
}
"""As what people of the agency sign; the party, witnesses and recipients are none of them."""


def people_of(file: CaseFile) -> tuple[FilePerson, ...]:
    """Everybody of the agency whom the file names, each role once, in the order of the procedure."""
    known = {one.id: one for one in file.officers}
    named = defaultdict(list)
    for one in file.officers:
        named[bare(one.name)].append(one)
    acting = list(_acting(file))
    found = [FilePerson(role, known[one].name, _numbers(known[one])) for role, one in acting]
    signed = [
        FilePerson(role, signature.name, _numbers(*named[bare(signature.name)]))
        for signing, role in SIGNING.items()
        for document in file.documents
        for signature in document.signatures
        if signature.role is signing
    ]
    ids, names = {one for _, one in acting}, {bare(one.name) for one in signed}
    others = [
        FilePerson("其他人员", one.name, _numbers(one))
        for one in file.officers
        if one.id not in ids and bare(one.name) not in names
    ]
    return tuple(dict.fromkeys((*found, *signed, *others)))


def _acting(file: CaseFile) -> Iterator[tuple[str, str]]:
    yield from (("承办人", one) for one in file.case.handlers)
    yield from (("审核人", one.reviewer) for one in file.reviews)
    if file.hearing is not None and file.hearing.chair is not None:
        yield "听证主持人", file.hearing.chair
    if file.discussion is not None:
        yield from (("集体讨论人员", one) for one in file.discussion.attendees)


def _numbers(*officers: Officer) -> tuple[str, ...]:
    """A signature is a name only: all numbers of those who have that name."""
    own = [(*(one.number for one in officer.certificates), officer.law_qualification_no) for officer in officers]
    return tuple(number for numbers in own for number in numbers if number)
