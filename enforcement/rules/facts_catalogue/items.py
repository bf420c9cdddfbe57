"""What the catalogue tells the rules: published power items, benchmarks and lists.

Frozen facts without a database. The catalogue room fills them; rules, cases and pages
read them. Amounts are integer fen, multiples and percentages are ``Decimal``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class LegalKind(StrEnum):
    """Rank of the text a penalty rests on (行政处罚法 10-16)."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_RULE = "local_rule"
    NORMATIVE_DOCUMENT = "normative_document"


LEGAL_KIND_NAMES: dict[LegalKind, str] = {
    LegalKind.LAW: "法律",
    LegalKind.ADMINISTRATIVE_REGULATION: "行政法规",
    LegalKind.LOCAL_REGULATION: "地方性法规",
    LegalKind.DEPARTMENT_RULE: "部门规章",
    LegalKind.LOCAL_RULE: "地方政府规章",
    LegalKind.NORMATIVE_DOCUMENT: "规范性文件",
}

PENALTY_KINDS: tuple[str, ...] = (
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
    "其他",
)
"""The kinds of penalty in the order of 行政处罚法 9; 责令改正 is an order, not a penalty."""


STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One provision: the text, the date of its version and the article."""

    law: str
    version: date
    article: str
    kind: LegalKind

    @property
    def citation(self) -> str:
        """Citation as written in documents, e.g. ``《食品安全法》第三十四条第十项``."""
        return f"《{self.law}》{self.article}"

    @property
    def full_citation(self) -> str:
        """Citation with the full name of a law, as papers for the party write it (中华人民共和国…法)."""
        name = self.law.removeprefix(STATE)
        return f"《{STATE}{name}》{self.article}" if self.kind is LegalKind.LAW else self.citation

    @property
    def kind_name(self) -> str:
        """Chinese name of the rank of the text."""
        return LEGAL_KIND_NAMES[self.kind]

    def can_stand_alone(self) -> bool:
        """Whether a penalty may rest on this text alone (行政处罚法 16)."""
        return self.kind is not LegalKind.NORMATIVE_DOCUMENT


@dataclass(frozen=True, slots=True)
class Threshold:
    """Range of an amount that selects a band: lower bounds ``ge``/``gt``, upper ``lt``, in fen."""

    of: str
    lt_fen: int | None = None
    ge_fen: int | None = None
    gt_fen: int | None = None

    def contains(self, amount_fen: int) -> bool:
        """Whether the amount lies in the range."""
        if self.lt_fen is not None and amount_fen >= self.lt_fen:
            return False
        if self.ge_fen is not None and amount_fen < self.ge_fen:
            return False
        return not (self.gt_fen is not None and amount_fen <= self.gt_fen)


@dataclass(frozen=True, slots=True)
class FineBand:
    """One range of a fine as the text words it.

    ``basis`` is ``fixed`` (``minimum``/``maximum`` in yuan), ``value_multiple``,
    ``income_multiple`` (times of ``of``), ``percent_of_contract`` (percent of ``of``),
    ``per_day`` or ``none`` (the text leaves the amount to other rules). Bounds include
    the number itself; ``None`` means the text gives no such bound.
    """

    when: str
    basis: str
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    of: str = ""
    range: Threshold | None = None
    base_floor_fen: int | None = None
    per: str = ""
    target: str = ""
    article: str = ""

    def sentence(self) -> str:
        """The range in Chinese, e.g. ``50,000 元以上 100,000 元以下``."""
        if self.basis == "none":
            return "法条未定数额，由地方性法规或者规章确定"
        if self.basis == "per_day":
            return f"按{self.of}按日连续处罚"
        unit = {"yuan": "元", "times": "倍", "percent": "%"}[self.unit or ""]
        parts = []
        if self.minimum is not None:
            parts.append(f"{self.minimum:,} {unit}以上")
        if self.maximum is not None:
            parts.append(f"{self.maximum:,} {unit}以下")
        words = " ".join(parts)
        return f"{self.of} {words}" if self.of else words


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance and the kinds of penalty it opens."""

    when: str
    adds: tuple[str, ...]
    detention_days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One version of a power item 行政处罚事项.

    ``domain`` is the subject (食品), ``department`` the usual local body, ``field`` the field
    of enforcement as on organisations and certificates (市场监督管理).
    ``party`` is ``any``, ``organisation`` or ``person``. ``in_force_from`` of ``None``
    means the text does not state its first day; ``in_force_to`` is the last day in force.
    """

    version_id: int
    code: str
    version_no: int
    domain: str
    department: str
    field: str
    act: str
    duty: LegalBasis
    penalty: LegalBasis
    amount_article: str
    supporting: tuple[LegalBasis, ...]
    kinds: tuple[str, ...]
    fine: tuple[FineBand, ...]
    orders: tuple[str, ...]
    serious: Circumstance | None
    refusal: Circumstance | None
    party: str
    in_force_from: date | None
    in_force_to: date | None
    note: str
    replaces: str
    replaced_by: str

    def in_force_on(self, on: date) -> bool:
        """Whether this version applies to an act of that day."""
        if self.in_force_from is not None and on < self.in_force_from:
            return False
        return self.in_force_to is None or on <= self.in_force_to

    def bands_for(self, of: str, amount_fen: int) -> tuple[FineBand, ...]:
        """Bands that the amount (e.g. 货值金额, in fen) selects; bands without a range stay."""
        return tuple(
            band
            for band in self.fine
            if band.range is None or (band.range.of == of and band.range.contains(amount_fen))
        )


class LawChange(StrEnum):
    """How the law of the decision day relates to the law of the day of the act."""

    SAME = "same"
    CHANGED = "changed"
    REPLACED = "replaced"
    ENDED = "ended"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class ApplicableVersions:
    """The two versions that 行政处罚法 37 (从旧兼从轻) makes comparable.

    Which of two differing versions is lighter is for people to judge and to give
    reasons for; ``explanation`` says what is to be compared.
    """

    at_act: ItemFacts | None
    at_decision: ItemFacts | None
    change: LawChange
    explanation: str


def compare_versions(at_act: ItemFacts | None, at_decision: ItemFacts | None) -> ApplicableVersions:
    """Say which law applies to an act when it changed before the decision (行政处罚法 37)."""
    if at_act is None:
        change, words = (
            LawChange.NOT_YET,
            "违法行为发生时该事项尚未施行或者已经废止，不得据以处罚（行政处罚法第三十七条）",
        )
    elif at_decision is None:
        change, words = (
            LawChange.ENDED,
            (
                f"《{at_act.penalty.law}》在作出决定前已经废止，本目录没有对应事项；"
                "新规定不认为是违法的，适用新规定（行政处罚法第三十七条）"
            ),
        )
    elif at_act.version_id == at_decision.version_id:
        change, words = LawChange.SAME, "违法行为发生时与作出决定时适用同一版本"
    else:
        change = LawChange.CHANGED if at_act.code == at_decision.code else LawChange.REPLACED
        words = (
            f"原则上适用违法行为发生时的{at_act.penalty.citation}；"
            f"作出决定时的{at_decision.penalty.citation}处罚较轻的，适用新规定"
            "（行政处罚法第三十七条），请比较两个版本并写明理由"
        )
    return ApplicableVersions(at_act, at_decision, change, words)


class Grade(StrEnum):
    """Grade of discretion 裁量阶次 in rising severity (国办发〔2022〕27号 四)."""

    NONE = "none"
    MITIGATED = "mitigated"
    LIGHTER = "lighter"
    GENERAL = "general"
    HEAVIER = "heavier"


GRADE_NAMES: dict[Grade, str] = {
    Grade.NONE: "不予处罚",
    Grade.MITIGATED: "减轻处罚",
    Grade.LIGHTER: "从轻处罚",
    Grade.GENERAL: "一般处罚",
    Grade.HEAVIER: "从重处罚",
}


@dataclass(frozen=True, slots=True)
class BenchmarkTier:
    """One line of a benchmark: grade, conditions and the concrete standard.

    One of the ``conditions`` is enough. ``when`` repeats the band of the power item it refines.
    Amounts in fen, multiples in times of the band's base; each bound has its own inclusive flag.
    """

    grade: Grade
    name: str
    when: str
    conditions: tuple[str, ...]
    standard: str
    min_fen: int | None = None
    max_fen: int | None = None
    min_times: Decimal | None = None
    max_times: Decimal | None = None
    min_inclusive: bool = True
    max_inclusive: bool = True

    def allows_fine(self, fine_fen: int) -> bool:
        """Whether a fine in fen lies within this tier; tiers in times answer for fen bounds only."""
        if self.min_fen is not None and (
            fine_fen < self.min_fen or (fine_fen == self.min_fen and not self.min_inclusive)
        ):
            return False
        return self.max_fen is None or (fine_fen < self.max_fen or (fine_fen == self.max_fen and self.max_inclusive))


@dataclass(frozen=True, slots=True)
class BenchmarkFacts:
    """A published version of an agency's benchmark 裁量基准 for one power item."""

    public_id: str
    org_id: int
    org_name: str
    item_code: str
    entry_no: int
    version_no: int
    title: str
    document_no: str
    valid_from: date
    valid_to: date | None
    formula: str
    tiers: tuple[BenchmarkTier, ...]

    def tiers_when(self, when: str) -> tuple[BenchmarkTier, ...]:
        """Tiers of one band, lightest first."""
        return tuple(tier for tier in self.tiers if tier.when == when)

    def tier(self, grade: Grade | str, when: str) -> BenchmarkTier | None:
        """The tier of a grade within a band, if the benchmark has it."""
        return next((t for t in self.tiers_when(when) if t.grade == grade), None)
