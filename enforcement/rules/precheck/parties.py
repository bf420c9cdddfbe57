"""The party: one name and one code through all papers, a valid code, of age (行政处罚法第四条、第三十条)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import Found, Rule, day, penalty
from enforcement.rules.precheck.view import CaseView
from enforcement.rules.publicity import PartyKind, age_on, birth_date
from enforcement.rules.redaction import is_id_number
from enforcement.rules.twin_record import is_credit_code

NOT_LIGHTER = frozenset({Grade.GENERAL, Grade.HEAVIER})
BETWEEN_NAMES = "、，,；;和及与 \n"
ID_LENGTH = 18
"""Of a citizen's number; a person may be known by a passport instead."""


def _only(printed: str, known: set[str]) -> bool:
    """Whether nothing but known names (or codes), one or several, is printed."""
    rest = printed
    for one in sorted(known, key=len, reverse=True):
        rest = rest.replace(one, "")
    return not rest.strip(BETWEEN_NAMES)


def _name_differs(view: CaseView) -> Iterator[Found]:
    former = {name for one in view.file.parties if one.name_change_document for name in one.former_names}
    names = {one.name for one in view.file.parties} | former
    for document in view.file.documents:
        if document.party_name and not _only(document.party_name, names):
            yield Found(
                (document.id,),
                f"《{document.title}》所印当事人为“{document.party_name}”，查明的当事人为“{view.party.name}”，"
                "两者不一致，案卷没有写明名称变更及其证明材料。",
            )


def _code_differs(view: CaseView) -> Iterator[Found]:
    codes = {one.code for one in view.file.parties}
    for document in view.file.documents:
        if document.party_code and not _only(document.party_code, codes):
            yield Found(
                (document.id,),
                f"《{document.title}》所印当事人代码为{document.party_code}，查明的为{view.party.code}。",
            )


def _decision_names_another(view: CaseView) -> Iterator[Found]:
    name, told = view.decision.party_name, view.party.name
    if not name:
        yield Found((view.decision.id,), f"《{view.decision.title}》没有写明当事人。", f"{APL}第五十九条第一款第一项")
    elif name != told and name in {one.name for one in view.file.parties}:
        yield Found((view.decision.id,), f"《{view.decision.title}》处理的是“{name}”，本案当事人为“{told}”。")


def _code_invalid(view: CaseView) -> Iterator[Found]:
    party = view.party
    person = party.kind is PartyKind.PERSON
    if person and len(party.code) != ID_LENGTH:
        return
    if not (is_id_number(party.code) if person else is_credit_code(party.code)):
        what = "身份证件号码（GB 11643）" if person else "统一社会信用代码（GB 32100）"
        yield Found((view.decision.id,), f"当事人“{party.name}”的代码{party.code}不是有效的{what}，校验位不符。")


def _too_young(view: CaseView) -> Iterator[Found]:
    born = birth_date(view.party.code) if view.party.kind is PartyKind.PERSON else None
    if born is None:
        return
    acted = view.file.limitation.ended_on or view.file.limitation.discovered_on
    least = view.number("age.no_penalty", acted)
    age = age_on(born, acted)
    if not least.reached_by(age) and age < least.whole:
        yield Found(
            (view.decision.id,),
            f"当事人{day(born)}出生，违法行为在{day(acted)}，当时{age}周岁，不满{least.whole}周岁，不予行政处罚。",
        )


def _minor_not_lighter(view: CaseView) -> Iterator[Found]:
    born = birth_date(view.party.code) if view.party.kind is PartyKind.PERSON else None
    benchmark = view.file.benchmark
    if born is None or benchmark is None or benchmark.tier is None or benchmark.mitigation.strip():
        return
    acted = view.file.limitation.ended_on or view.file.limitation.discovered_on
    spared, lighter = view.number("age.no_penalty", acted), view.number("age.lighter", acted)
    age = age_on(born, acted)
    if not spared.allows(age) and lighter.allows(age) and benchmark.tier.grade in NOT_LIGHTER:
        yield Found(
            (view.decision.id,),
            f"当事人{day(born)}出生，违法行为在{day(acted)}，当时{age}周岁，不满{lighter.whole}周岁，应当从轻或者减轻处罚，"
            f"适用的却是“{benchmark.tier.name}”（{GRADE_NAMES[benchmark.tier.grade]}）。",
        )


RULES = (
    Rule("party-name-differs", "当事人名称前后不一致", f"{APL}第四十条；{SAMR}第六十二条", _name_differs),
    Rule("party-code-differs", "当事人代码前后不一致", f"{APL}第四十条；{SAMR}第六十二条", _code_differs),
    Rule("decision-names-another", "决定书当事人不是被查当事人", f"{APL}第四十条、第五十九条", _decision_names_another),
    Rule("party-code-invalid", "当事人代码无效", f"{APL}第四十条", _code_invalid),
    Rule("party-too-young", "当事人不满法定年龄", f"{APL}第三十条", _too_young, penalty),
    Rule("minor-not-lighter", "未成年人没有从轻或者减轻", f"{APL}第三十条", _minor_not_lighter, penalty),
)
