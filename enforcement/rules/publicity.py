"""What is published of a decision, by when, for how long, and when it must come down.

Pure. Sources: 行政处罚法 (APL) 48, 85; 国办发〔2018〕118号 (118); 发改办财金〔2018〕424号 (424);
市场监督管理行政处罚信息公示规定 (PUB-SAMR); 信用修复管理办法 (CREDIT); 政府信息公开条例 (OGI).
Lengths of time come from the rule sets, never from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from enforcement.foundation.errors import Reason

ADULT_AGE = 18
"""民法典第十七条: a natural person of eighteen or more is an adult; no rule set may move it."""

_WARNINGS = frozenset({"警告"})
_REPUTATION = frozenset({"警告", "通报批评"})
_GRAVE = frozenset({"吊销许可证件", "责令关闭", "限制从业"})


class PartyKind(StrEnum):
    """Kind of the punished party 行政相对人类别."""

    ORGANISATION = "organisation"
    INDIVIDUAL_BUSINESS = "individual_business"
    PERSON = "person"


@dataclass(frozen=True)
class PublicationFacts:
    """What casework tells about a decided case; money in fen, dates civil.

    ``decision_text`` holds the paragraphs exactly as printed. ``kinds`` are the names of
    行政处罚法第九条 (警告, 罚款 …).
    """

    case_no: str
    title: str
    party_name: str
    party_kind: str
    party_uscc: str
    party_id_no: str
    legal_representative: str
    party_address: str
    party_phone: str
    third_persons: tuple[str, ...]
    officer_names: tuple[str, ...]
    certificate_nos: tuple[str, ...]
    bank_account: str
    document_public_id: str
    document_number: str
    document_sha256: str
    decision_text: tuple[str, ...]
    decided_on: date
    agency_name: str
    org_id: int
    org_path: str
    act: str
    basis: str
    kinds: tuple[str, ...]
    penalty_text: str
    fine_fen: int
    confiscation_fen: int
    grade: str
    performed_on: date | None
    served_on: date | None
    region_name: str

    def as_record(self) -> dict[str, Any]:
        """The facts as JSON values; dates ISO."""
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PublicationFacts:
        """The facts that ``as_record`` wrote."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = record[item.name]
            if item.name.endswith("_on") and value is not None:
                value = date.fromisoformat(value)
            values[item.name] = tuple(value) if isinstance(value, list) else value
        return cls(**values)


def printed_text(facts: PublicationFacts) -> tuple[str, ...]:
    """The decision as it is printed: the lines about the party, then the paragraphs."""
    lines = (
        ("当事人", facts.party_name),
        ("统一社会信用代码", facts.party_uscc),
        ("住所（住址）", facts.party_address),
        ("法定代表人（负责人）", facts.legal_representative),
        ("身份证件号码", facts.party_id_no),
        ("联系电话", facts.party_phone),
    )
    return (*(f"{label}：{value}" for label, value in lines if value), *facts.decision_text)


def birth_date(id_no: str) -> date | None:
    """The date of birth in a citizen's number of 15 or 18 characters, ``None`` if there is none."""
    digits = {18: id_no[6:14], 15: "19" + id_no[6:12]}.get(len(id_no), "")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Full years on a civil date; a year is full on the birthday."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def reasons_not_to_publish(facts: PublicationFacts, domain: str) -> tuple[Reason, ...]:
    """Why a decision is not published at all; empty when it must be.

    ``domain`` is the agency's field, e.g. 市场监督管理.
    """
    return reasons_to_withhold(facts.party_kind, facts.party_id_no, facts.kinds, facts.decided_on, domain)


def reasons_to_withhold(
    party_kind: str, id_no: str, kinds: Iterable[str], decided_on: date, domain: str
) -> tuple[Reason, ...]:
    """Why a decision on such a party and of such kinds is not published.

    A minor's never (未成年人保护法第一百零三条; 浙江省行政处罚结果信息网上公开暂行办法); in market
    supervision not one that only warns (市场监督管理行政处罚信息公示规定第二条).
    """
    reasons = []
    born = birth_date(id_no)
    if party_kind == PartyKind.PERSON and born is not None and age_on(born, decided_on) < ADULT_AGE:
        reasons.append(
            Reason(
                "party-is-minor",
                "被处罚人是未成年人，处罚决定不公示",
                "《中华人民共和国未成年人保护法》第一百零三条",
            )
        )
    if domain.startswith("市场监督") and frozenset(kinds) == _WARNINGS:
        reasons.append(
            Reason(
                "only-a-warning",
                "仅受到警告处罚的，处罚决定不公示",
                "《市场监督管理行政处罚信息公示规定》第二条",
            )
        )
    return tuple(reasons)


PENALTY_DEADLINES = ("D20", "D21")
"""Rule ids that bind a penalty: 118 and 424 (penalties), 118 and OGI 26 (every result)."""

WITHDRAWAL_DEADLINE = "D23"
"""Rule id of 行政处罚法第四十八条第二款."""


class Ground(StrEnum):
    """Why a published decision comes down (行政处罚法第四十八条第二款)."""

    CHANGED = "changed"
    REVOKED = "revoked"
    ILLEGAL = "illegal"
    VOID = "void"

    @property
    def words(self) -> str:
        """The statutory words."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.CHANGED: "被依法变更",
    Ground.REVOKED: "被依法撤销",
    Ground.ILLEGAL: "被确认违法",
    Ground.VOID: "被确认无效",
}


class CreditClass(StrEnum):
    """Class of the information (信用修复管理办法), which sets how long it is shown."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _CLASSES[self]


_CLASSES = {CreditClass.MINOR: "轻微", CreditClass.GENERAL: "一般", CreditClass.SERIOUS: "严重"}


def credit_class(kinds: Iterable[str], fine_fen: int, huge_fine_fen: int | None) -> CreditClass:
    """Class by the examples of 信用修复管理办法; a person may set another with a reason.

    Serious: licence revoked, closed down, barred from the trade, or a fine of at least
    ``huge_fine_fen`` (fen, that amount included; ``None``: the rule set names no amount).
    Minor: only a warning or public criticism. General: everything else.
    """
    named = frozenset(kinds)
    if named & _GRAVE or (huge_fine_fen is not None and fine_fen >= huge_fine_fen):
        return CreditClass.SERIOUS
    if named and named <= _REPUTATION:
        return CreditClass.MINOR
    return CreditClass.GENERAL


def reasons_against_confirming(proposed_by: int | None, confirming: int | None) -> tuple[Reason, ...]:
    """A second person confirms what the first proposed (国办发〔2018〕118号, 公示信息审核)."""
    if proposed_by is not None and proposed_by == confirming:
        return (
            Reason(
                "second-person",
                "隐去处理由您本人提出，须由另一名工作人员逐处确认",
                "国办发〔2018〕118号“公示信息的内部审核”；《政府信息公开条例》第十七条",
                "请另一名有公示确认权限的工作人员办理",
            ),
        )
    return ()


def reasons_against_edits(added: int, removed: int, reason: str) -> tuple[Reason, ...]:
    """Who departs from the proposal when confirming says why."""
    if added + removed and not reason.strip():
        return (
            Reason(
                "edit-without-reason",
                f"您比提出的方案多隐去 {added} 处、少隐去 {removed} 处，没有写明理由",
                "国办发〔2018〕118号“公示信息的内部审核”",
                "请在“改动理由”里写一句话",
            ),
        )
    return ()
