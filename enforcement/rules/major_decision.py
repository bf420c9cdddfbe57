"""When a decision is major: legal review, collective discussion, hearing.

行政处罚法 58 names when legal review is due; 国办发〔2018〕118号 has every agency set the
amounts and kinds in its own catalogue. 57(2) asks for collective discussion of complex
or serious cases, 63 for the offer of a hearing. All amounts in fen. A party reaches an
amount of *N 以上* at N itself (``inclusive``), an amount of *超过 N* only above it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from enforcement.rules.facts_catalogue import ReviewEntry, ReviewKind
from enforcement.rules.rulesets import Rulesets

REVIEW_ARTICLE = "《中华人民共和国行政处罚法》第五十八条"
DISCUSSION_ARTICLE = "《中华人民共和国行政处罚法》第五十七条第二款"
HEARING_ARTICLE = "《中华人民共和国行政处罚法》第六十三条"

PARTY_NAMES = {"organisation": "单位", "individual_business": "个体工商户", "person": "个人"}

HEARING_PARTIES = {"organisation": ("organisation",), "person": ("person", "individual_business")}
"""Key of the rule set -> kinds of party it measures."""

HEARING_KINDS = (
    ("降低资质等级", "第三项"),
    ("吊销许可证件", "第三项"),
    ("责令停产停业", "第四项"),
    ("责令关闭", "第四项"),
    ("限制从业", "第四项"),
)
"""Kinds for which a hearing is offered whatever the amount (63, first paragraph, 3-4)."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why something is due: entry of the catalogue (``None`` = the law itself) and why.

    ``sentence`` compares the case with the standard in one Chinese sentence;
    ``discussion`` says that the entry asks for collective discussion too.
    """

    no: int | None
    kind: str
    text: str
    sentence: str
    basis: str
    discussion: bool = True


@dataclass(frozen=True, slots=True)
class HearingThreshold:
    """The amount from which a fine (``fine``) or ``confiscation`` is large (行政处罚法 63), for some parties."""

    kind: str
    parties: tuple[str, ...]
    amount_fen: int
    inclusive: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An amount held against a standard, reached or not, with the sentence that says so."""

    met: bool
    kind: str
    sentence: str
    basis: str


def review_due(
    entries: Iterable[ReviewEntry],
    party_kind: str,
    fine_fen: int,
    confiscation_fen: int,
    kinds: Sequence[str],
    *,
    hearing_held: bool = False,
    flags: Iterable[str] = (),
) -> tuple[Trigger, ...]:
    """Entries of the catalogue, then paragraphs of the law, that make legal review due.

    ``party_kind`` is ``organisation``, ``individual_business`` or ``person``; ``kinds`` the
    Chinese names of the proposed penalties; ``flags`` values of :class:`ReviewKind` that a
    person has set for the case (``public_interest``, ``complex``, ``departure``,
    ``mitigated``). Empty result: review is not due.
    """
    marked = frozenset(flags)
    due = [
        trigger
        for entry in entries
        if party_kind in entry.parties
        and (trigger := _match(entry, party_kind, fine_fen, confiscation_fen, kinds, marked, held=hearing_held))
    ]
    return (*due, *_by_law({trigger.kind for trigger in due}, marked, hearing_held=hearing_held))


def discussion_due(triggers: Iterable[Trigger], flags: Iterable[str] = ()) -> tuple[Trigger, ...]:
    """Why the heads of the agency must discuss the case together (行政处罚法 57, second paragraph).

    ``triggers`` are those of :func:`review_due`; an agency's catalogue says per entry whether
    it also asks for discussion. The flags ``complex`` and ``grave`` (情节复杂、重大违法行为)
    make it due by the law itself.
    """
    due = [Trigger(t.no, t.kind, t.text, t.sentence, DISCUSSION_ARTICLE) for t in triggers if t.discussion]
    marked = frozenset(flags)
    seen = {trigger.kind for trigger in due}
    for flag, words in (("complex", "情节复杂"), ("grave", "属于重大违法行为")):
        if flag in marked and flag not in seen:
            sentence = f"本案{words}，应当由行政机关负责人集体讨论决定"
            due.append(Trigger(None, flag, words, sentence, DISCUSSION_ARTICLE))
    return tuple(due)


def hearing_thresholds(rulesets: Rulesets, domain: str, region: str, on: date) -> tuple[HearingThreshold, ...]:
    """The amounts of 行政处罚法 63(1)(1) and (2) for a field, region and day.

    A self-employed business 个体工商户 is measured as a person. Errors: ``RuleMissing``.
    """
    found = []
    for kind in ("fine", "confiscation"):
        for name, parties in HEARING_PARTIES.items():
            number = rulesets.number(f"hearing.{kind}.{name}", domain, region, on)
            found.append(HearingThreshold(kind, parties, number.whole, number.inclusive, number.basis))
    return tuple(found)


def hearing_comparisons(
    thresholds: Iterable[HearingThreshold], party_kind: str, fine_fen: int, confiscation_fen: int
) -> tuple[Comparison, ...]:
    """Fine and confiscation held against the hearing standard, reached or not.

    Confiscated income and the value of confiscated goods are added up by the caller
    (价值总额). An amount of 0 is not compared.
    """
    found = []
    amounts = {"fine": ("罚款", fine_fen), "confiscation": ("没收违法所得和非法财物", confiscation_fen)}
    for threshold in thresholds:
        words, amount = amounts[threshold.kind]
        if party_kind in threshold.parties and amount > 0:
            met = _reaches(amount, threshold.amount_fen, inclusive=threshold.inclusive)
            sentence = _sentence(
                words,
                amount,
                "听证标准",
                party_kind,
                threshold.amount_fen,
                inclusive=threshold.inclusive,
                met=met,
            )
            found.append(Comparison(met, threshold.kind, sentence, threshold.basis))
    return tuple(found)


def hearing_due(
    thresholds: Iterable[HearingThreshold],
    party_kind: str,
    fine_fen: int,
    confiscation_fen: int,
    kinds: Sequence[str],
) -> tuple[Trigger, ...]:
    """Why the party must be told of the right to a hearing (行政处罚法 63); empty: no such right.

    The amounts come from the rule set of the domain and region; the kinds of 63(1)(3) and
    (4) need no amount.
    """
    due = [
        Trigger(None, comparison.kind, "较大数额", comparison.sentence, comparison.basis)
        for comparison in hearing_comparisons(thresholds, party_kind, fine_fen, confiscation_fen)
        if comparison.met
    ]
    due.extend(
        Trigger(
            None,
            "penalty_kind",
            kind,
            f"拟给予“{kind}”，应当告知当事人有要求听证的权利",
            f"{HEARING_ARTICLE}第一款{item}",
        )
        for kind, item in HEARING_KINDS
        if kind in kinds
    )
    return tuple(due)


def yuan(fen: int, *, cents: bool = True) -> str:
    """Fen as ``50,000.00 元``; without cents ``50,000 元`` when they are zero."""
    whole, rest = divmod(fen, 100)
    if not cents and rest == 0:
        return f"{whole:,} 元"
    return f"{whole:,}.{rest:02d} 元"


def _reaches(amount_fen: int, threshold_fen: int, *, inclusive: bool) -> bool:
    return amount_fen >= threshold_fen if inclusive else amount_fen > threshold_fen


def _sentence(
    what: str,
    amount_fen: int,
    standard: str,
    party_kind: str,
    threshold_fen: int,
    *,
    inclusive: bool,
    met: bool,
) -> str:
    bound = "以上，含本数" if inclusive else "以上，不含本数"
    return (
        f"{what} {yuan(amount_fen)}{'达到' if met else '未达到'}{standard}"
        f"（{PARTY_NAMES[party_kind]} {yuan(threshold_fen, cents=False)}{bound}）"
    )


def _match(
    entry: ReviewEntry,
    party_kind: str,
    fine_fen: int,
    confiscation_fen: int,
    kinds: Sequence[str],
    flags: frozenset[str],
    *,
    held: bool,
) -> Trigger | None:
    sentence = ""
    match entry.kind:
        case ReviewKind.FINE:
            sentence = _amount(entry, "罚款", fine_fen, party_kind)
        case ReviewKind.CONFISCATION:
            sentence = _amount(entry, "没收违法所得和非法财物", confiscation_fen, party_kind)
        case ReviewKind.PENALTY_KIND:
            named = [kind for kind in kinds if kind in entry.penalty_kinds]
            if named:
                sentence = f"拟给予“{'、'.join(named)}”，属于本局重大执法决定"
        case ReviewKind.HEARING:
            if held:
                sentence = "本案经过听证程序，属于本局重大执法决定"
        case _:
            if entry.kind.value in flags:
                sentence = f"本案{entry.text}，属于本局重大执法决定"
    if not sentence:
        return None
    return Trigger(entry.no, entry.kind.value, entry.text, sentence, entry.basis, discussion=entry.discussion)


def _amount(entry: ReviewEntry, what: str, amount_fen: int, party_kind: str) -> str:
    if entry.threshold_fen is None or amount_fen <= 0:
        return ""
    if not _reaches(amount_fen, entry.threshold_fen, inclusive=entry.inclusive):
        return ""
    return _sentence(
        what,
        amount_fen,
        "本局重大执法决定标准",
        party_kind,
        entry.threshold_fen,
        inclusive=entry.inclusive,
        met=True,
    )


def _by_law(seen: set[str], flags: frozenset[str], *, hearing_held: bool) -> Iterable[Trigger]:
    """What 58 itself makes due, where the catalogue does not say it already."""
    facts = (
        ("public_interest", "public_interest" in flags, "涉及重大公共利益", "第一款第一项"),
        (
            "hearing",
            hearing_held,
            "直接关系当事人或者第三人重大权益，经过听证程序",
            "第一款第二项",
        ),
        ("complex", "complex" in flags, "案件情况疑难复杂、涉及多个法律关系", "第一款第三项"),
    )
    for kind, applies, words, paragraph in facts:
        if applies and kind not in seen:
            sentence = f"本案{words}，应当进行法制审核"
            yield Trigger(None, kind, words, sentence, f"{REVIEW_ARTICLE}{paragraph}")
