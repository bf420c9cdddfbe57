"""What a published decision must not show: a proposal that people confirm span by span.

Pure. 行政处罚法第五十条; 政府信息公开条例第十五条; 个人信息保护法第二十八条、第三十四条; 浙江省行政处罚结果信息网上公开
暂行办法第七条 (ZJ-PUB). The proposal prefers one span too many: a person can untick it, but
what was published can't be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from enforcement.rules.publicity import PartyKind, PublicationFacts


class Kind(StrEnum):
    """What is hidden."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    ADDRESS = "address"
    EMAIL = "email"
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    HEALTH = "health"
    PERSON_NAME = "person_name"
    CERTIFICATE = "certificate"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Chinese name, as shown in place of the text."""
        return _KINDS[self][0]

    @property
    def reason(self) -> str:
        """Why it is hidden, in one clause."""
        return _KINDS[self][1]

    @property
    def basis(self) -> str:
        """The article."""
        return _KINDS[self][2]


_PIPL = "《中华人民共和国个人信息保护法》第三十四条"
_PIPL_SENSITIVE = "《中华人民共和国个人信息保护法》第二十八条、第三十四条"
_OGI = "《中华人民共和国政府信息公开条例》第十五条"
_KINDS: dict[Kind, tuple[str, str, str]] = {
    Kind.ID_NUMBER: ("证件号码", "个人信息，不保留任何一位", _PIPL),
    Kind.PHONE: ("联系方式", "个人信息", _PIPL),
    Kind.BANK_ACCOUNT: ("银行账号", "金融账户信息", _PIPL_SENSITIVE),
    Kind.ADDRESS: ("住址", "个人信息，县级以下的住址不公开", _PIPL),
    Kind.EMAIL: ("电子邮箱", "个人信息", _PIPL),
    Kind.PLATE: ("号牌号码", "自然人的机动车号牌", _PIPL),
    Kind.BIRTH_DATE: ("出生日期", "个人信息", _PIPL),
    Kind.HEALTH: ("健康信息", "医疗健康信息", _PIPL_SENSITIVE),
    Kind.PERSON_NAME: ("其他自然人姓名", "被处罚人以外的自然人的个人隐私", _OGI),
    Kind.CERTIFICATE: ("执法证号", "执法人员个人证件信息，可在执法人员查询中核对", _PIPL),
    Kind.OTHER: ("其他内容", "由工作人员认定不宜公开", _OGI),
}


@dataclass(frozen=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (excluded) of a paragraph (from 0), and why they are hidden."""

    paragraph: int
    start: int
    end: int
    kind: Kind
    reason: str
    basis: str


@dataclass(frozen=True)
class Segment:
    """A run of text as published: the words, or the kind that is hidden and its number in the list."""

    text: str
    hidden: Kind | None = None
    number: int = 0


@dataclass(frozen=True)
class Redaction:
    """A line of the public list: number, what, in how many places, why."""

    number: int
    kind: Kind
    count: int
    reason: str
    basis: str


def propose(facts: PublicationFacts) -> tuple[Span, ...]:
    """Spans to hide in ``facts.decision_text``, in order and without overlap.

    Kept in any case: the party's own name, the agency's name, the decision's number, and of
    an organisation or individual business its registered address and credit code.
    """
    spans: list[Span] = []
    for index, paragraph in enumerate(facts.decision_text):
        text = narrow(paragraph)
        kept = list(_kept(text, facts))
        found = [
            Span(index, start, end, kind, kind.reason, kind.basis)
            for kind, start, end in (*_known(text, facts), *_patterns(text, facts))
            if end > start and not any(start < k_end and k_start < end for k_start, k_end in kept)
        ]
        spans.extend(without_overlap(found))
    return tuple(spans)


def without_overlap(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in reading order; where two meet, one span covers both and has the longer one's kind."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.paragraph, item.start, -item.end)):
        last = merged[-1] if merged else None
        if last is None or last.paragraph != span.paragraph or span.start >= last.end:
            merged.append(span)
            continue
        wider = max(last, span, key=lambda item: item.end - item.start)
        merged[-1] = Span(last.paragraph, last.start, max(last.end, span.end), wider.kind, wider.reason, wider.basis)
    return tuple(merged)


def occurrences(paragraphs: Sequence[str], words: str, kind: Kind, reason: str = "") -> tuple[Span, ...]:
    """A span for every place where the typed words stand; width of digits and letters aside."""
    wanted = narrow(words.strip())
    if not wanted:
        return ()
    return tuple(
        Span(index, start, start + len(wanted), kind, reason or kind.reason, kind.basis)
        for index, paragraph in enumerate(paragraphs)
        for start in _places(narrow(paragraph), wanted)
    )


def redact(
    paragraphs: Sequence[str], spans: Sequence[Span]
) -> tuple[tuple[tuple[Segment, ...], ...], tuple[Redaction, ...]]:
    """The published paragraphs as segments, and the list of what is hidden.

    Entries of the list are numbered in reading order of their first place; same kind, reason
    and article share a number. ``ValueError`` when a span lies outside its paragraph.
    """
    numbers: dict[tuple[Kind, str, str], int] = {}
    counts: dict[int, int] = {}
    result: list[tuple[Segment, ...]] = []
    ordered = without_overlap(spans)
    for index, paragraph in enumerate(paragraphs):
        segments: list[Segment] = []
        at = 0
        for span in (item for item in ordered if item.paragraph == index):
            if not 0 <= span.start < span.end <= len(paragraph):
                raise ValueError(f"span {span.start}-{span.end} outside paragraph {index}")
            number = numbers.setdefault((span.kind, span.reason, span.basis), len(numbers) + 1)
            counts[number] = counts.get(number, 0) + 1
            if span.start > at:
                segments.append(Segment(paragraph[at : span.start]))
            segments.append(Segment("", span.kind, number))
            at = span.end
        if at < len(paragraph):
            segments.append(Segment(paragraph[at:]))
        result.append(tuple(segments))
    listed = tuple(
        Redaction(number, kind, counts[number], reason, basis) for (kind, reason, basis), number in numbers.items()
    )
    return tuple(result), listed


def summary_text(text: str, facts: PublicationFacts, hidden: Iterable[tuple[str, Kind]]) -> str:
    """A field of the summary without what is hidden in the text: ``〔隐去住址〕`` stands in its place.

    ``hidden`` are the words that were hidden in the decision, with their kind.
    """
    kept = list(_kept(narrow(text), facts))
    typed = (span for words, kind in hidden if len(words) > 1 for span in occurrences((text,), words, kind))
    spans = [span for span in typed if not any(span.start < end and start < span.end for start, end in kept)]
    segments, _ = redact((text,), [*propose(replace(facts, decision_text=(text,))), *spans])
    return "".join(
        segment.text if segment.hidden is None else f"〔隐去{segment.hidden.words}〕" for segment in segments[0]
    )


@cache
def _narrow_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def narrow(text: str) -> str:
    """Full-width digits and letters as half-width ones; the length never changes."""
    return "".join(map(_narrow_character, text))


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _kept(text: str, facts: PublicationFacts) -> Iterator[tuple[int, int]]:
    words = [facts.party_name, facts.agency_name, facts.document_number]
    if facts.party_kind != PartyKind.PERSON:
        words += [facts.party_address, facts.party_uscc]
    for word in filter(None, words):
        for start in _places(text, narrow(word)):
            yield start, start + len(word)


def _known(text: str, facts: PublicationFacts) -> Iterator[tuple[Kind, int, int]]:
    persons = [*facts.third_persons, *facts.officer_names]
    if facts.legal_representative != facts.party_name:
        persons.append(facts.legal_representative)
    known = [
        (Kind.ID_NUMBER, (facts.party_id_no,)),
        (Kind.PHONE, (facts.party_phone,)),
        (Kind.BANK_ACCOUNT, (facts.bank_account,)),
        (Kind.CERTIFICATE, facts.certificate_nos),
        (Kind.PERSON_NAME, persons),
    ]
    for kind, words in known:
        for word in filter(None, words):
            for start in _places(text, narrow(word)):
                yield kind, start, start + len(word)
    if facts.party_kind == PartyKind.PERSON and facts.party_address:
        yield from _home(text, facts.party_address)


def _home(text: str, address: str) -> Iterator[tuple[Kind, int, int]]:
    """The part of a person's known address that lies below the county."""
    plain = narrow(address)
    below = plain[_county_end(plain) :]
    for start in _places(text, below):
        yield Kind.ADDRESS, start, start + len(below)


_DIGITS_18 = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){17}[\dXx](?![0-9A-Za-z])")
_DIGITS_15 = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){14}\d(?![0-9A-Za-z])")
_ID_LABEL = re.compile(
    r"(?:身份证(?:件)?|证件|公民身份)(?:号码|号)?[:为是]?\s*([0-9A-Za-z][0-9A-Za-z -]{6,24}[0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])(?:\(0\d{2,3}\)|0\d{2,3})[ —-]?[2-9]\d{6,7}(?:[-转]\d{1,6})?(?!\d)")
_PHONE_LABEL = re.compile(
    r"(?:电话|手机|联系方式|传真|微信号?|QQ)(?:号码|号)?[:为是]\s*([0-9A-Za-z+()_-][0-9A-Za-z+()_ -]{4,24})"
)
_ACCOUNT_LABEL = re.compile(r"(?:账号|帐号|账户|帐户|卡号)[:为是]?\s*(\d(?:[ -]?\d){5,29})(?!\d)")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){15,18}\d(?![0-9A-Za-z])")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新]"
    r"[A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_BIRTH = re.compile(
    r"(?:出生(?:日期|年月)?|生日|生于)[:为于是]?\s*(\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}日?|月)?)"
    r"|(\d{4}年\d{1,2}月(?:\d{1,2}日)?)(?=出?生)"
)
_HEALTH = re.compile(r"(?:患有|确诊为?|诊断为|残疾(?:等级|类别)[:为]?)([^,。;、\s]{2,20})")
_NAME_LABEL = re.compile(
    r"(?:法定代表人|负责人|经营者|投资人|联系人|委托代理人|代理人|被委托人|受送达人|代收人|证人|见证人|举报人|投诉人|消费者|监护人|驾驶员)"
    r"(?:姓名)?\)?:\s*([\u4e00-\u9fff·]{2,4})(?![\u4e00-\u9fff·])"
)
_ABOVE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:市|自治州|州|盟|地区))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:自治县|县|旗|市|(?<![社小园校厂景片])区))?"
)
# Each piece ends where it first can and is not taken apart again: a text of nothing but 路 would take minutes.
_DETAIL = (
    r"(?:(?>[\u4e00-\u9fff0-9A-Za-z]{1,14}?(?:街道|大街|大道|胡同|小区|花园|新村|社区|路|街|巷|弄|里|镇|乡|村|组|屯))){1,8}"
    r"[\u4e00-\u9fff0-9A-Za-z]{0,8}?\d{1,9}+(?:[-#]\d{1,9}+)*+(?:号楼?|幢|栋|座|室|组|弄)"
    r"(?:[\u4e00-\u9fff]{0,6}?[0-9A-Za-z]{1,9}+(?:[-#]\d{1,9}+)*+(?:号楼|幢|栋|座|单元|层|楼|室|号|户))*"
)
_ADDRESS = re.compile(r"(?<=[区县旗市])" + _DETAIL)
_HOME_LABEL = re.compile(
    r"(?:住址|家庭住址|户籍地(?:址)?|居住地(?:址)?|现住|家住|住所地?)\)?[:为在于]?\s*([^,。;\s)]{4,60})"
)


def _county_end(address: str) -> int:
    """How many characters of an address name the county or what lies above it."""
    above = _ABOVE.match(address)
    return above.end() if above else 0


def _patterns(text: str, facts: PublicationFacts) -> Iterator[tuple[Kind, int, int]]:
    yield from _numbers(text)
    for match in _EMAIL.finditer(text):
        yield Kind.EMAIL, match.start(), match.end()
    for match in _ADDRESS.finditer(text):
        yield Kind.ADDRESS, match.start() + _county_end(match[0]), match.end()
    for pattern, kind in ((_BIRTH, Kind.BIRTH_DATE), (_HEALTH, Kind.HEALTH), (_NAME_LABEL, Kind.PERSON_NAME)):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield kind, match.start(group), match.end(group)
    for match in _HOME_LABEL.finditer(text):
        yield Kind.ADDRESS, match.start(1) + _county_end(match[1]), match.end(1)
    # An organisation's own lorry is no personal information (PIPL 4).
    if facts.party_kind != PartyKind.ORGANISATION:
        for match in _PLATE.finditer(text):
            yield Kind.PLATE, match.start(), match.end()


def _numbers(text: str) -> Iterator[tuple[Kind, int, int]]:
    for pattern, kind in ((_ID_LABEL, Kind.ID_NUMBER), (_PHONE_LABEL, Kind.PHONE), (_ACCOUNT_LABEL, Kind.BANK_ACCOUNT)):
        for match in pattern.finditer(text):
            yield kind, match.start(1), match.start(1) + len(match[1].rstrip(" -"))
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(text):
            yield Kind.PHONE, match.start(), match.end()
    for pattern in (_DIGITS_18, _DIGITS_15):
        for match in pattern.finditer(text):
            if is_id_number(re.sub(r"[ -]", "", match[0])):
                yield Kind.ID_NUMBER, match.start(), match.end()
    for match in _ACCOUNT.finditer(text):
        if _luhn(re.sub(r"[ -]", "", match[0])):
            yield Kind.BANK_ACCOUNT, match.start(), match.end()


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)


def is_id_number(text: str) -> bool:
    """Whether it is a citizen's number: province, date of birth and, of 18, the check character (GB 11643)."""
    if text[:2] not in _PROVINCES:
        return False
    if len(text) == 15 and text.isdigit():  # noqa: PLR2004 -- the number's length before 1999
        return _is_date("19" + text[6:12])
    if len(text) != 18 or not text[:17].isdigit():  # noqa: PLR2004 -- the number's length since
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    return _is_date(text[6:14]) and _CHECKS[total % 11] == text[17].upper()


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    """Check digit of a bank card (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 - (place % 2 == 0)) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 -- the Luhn formula
