"""An example of a fault that names nobody: no party, no person, no agency, no number of file, paper or document.

What evaluators write is free text; names that the case file itself does not know can stay in it. Whoever passes a
report on reads its examples first, and the public summary has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.casefile.terms import DOCUMENT_NAMES
from enforcement.rules.evaluation.blinding import Pseudonyms, blinded
from enforcement.rules.evaluation.sheets import Reference

PARTY, PERSON, AGENCY, PLACE, NUMBER = "当事人", "某人", "某机关", "某地", "某编号"
NOTHING_MORE: Mapping[str, str] = {}
_NUMBERS = re.compile(
    r"[\w（）()]{0,8}[〔\[［]\d{4}[〕\]］]第?\d+号?"  # 文号
    r"|[0-9A-Z]{15,18}"  # 统一社会信用代码、身份证件号码
    r"|\d{6,}",  # 电话、证件、案卷编号
    re.IGNORECASE,
)


def nameless(text: str, file: CaseFile, known: Mapping[str, str] = NOTHING_MORE) -> str:
    """The text without whom and what the case file names, and without numbers that lead back to it.

    ``known`` are more words to hide, with what stands in their place.
    """
    hidden = Pseudonyms({name: word for name, word in known.items() if name.strip()} | dict(_hidden(file)))
    plain: str = blinded(text, hidden)
    return _NUMBERS.sub(NUMBER, plain)


def nameless_place(reference: Reference, file: CaseFile, known: Mapping[str, str] = NOTHING_MORE) -> str:
    """Where a fault stands, for readers who must not know the file: 《现场笔录》第 2 页：“……”; as ``nameless``."""
    names = {one.id: DOCUMENT_NAMES[one.kind] for one in file.documents}
    document = names.get(reference.document.split(" ")[0], "") or nameless(reference.document, file, known)
    page = f"第 {reference.page} 页" if reference.page else ""
    passage = f"：“{nameless(reference.passage, file, known)}”" if reference.passage else ""
    return f"《{document}》{page}{passage}"


def _hidden(file: CaseFile) -> Iterator[tuple[str, str]]:
    pairs: list[tuple[str, str]] = [(file.agency.name, AGENCY), (file.agency.code, NUMBER), (file.case.number, NUMBER)]
    pairs.extend((one.name, PERSON) for document in file.documents for one in document.signatures)
    for officer in file.officers:
        pairs.append((officer.name, PERSON))
        pairs.extend((one.number, NUMBER) for one in officer.certificates)
        pairs.append((officer.law_qualification_no, NUMBER))
    for document in file.documents:
        pairs.append((document.number, NUMBER))
        pairs.append((document.party_name, PARTY))
    # The parties last: whoever is one and signed as one is called the party.
    for party in file.parties:
        pairs.append((party.legal_representative, PERSON))
        pairs.extend([(party.address, PLACE), (party.code, NUMBER)])
        pairs.extend((name, PARTY) for name in (party.name, *party.former_names))
    yield from (pair for pair in pairs if pair[0].strip())
