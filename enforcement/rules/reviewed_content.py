"""What a review looks at, and the digest that binds its pass to exactly that.

Covered: the party, the facts found, the evidence list with the hashes of its files, the legal
bases with their versions, the benchmark grade with its reasons, the proposed penalty. Change one
character of these and the digest is another one. Papers written later (the party's statement,
its answer, the discussion) are not covered. (行政处罚法第五十八条; 国办发〔2018〕118号)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from enforcement.foundation.canonical import content_digest


@dataclass(frozen=True)
class EvidenceEntry:
    """One line of the evidence list: APL 46 kind, what it is, what it proves, its files."""

    no: int
    kind: str
    title: str
    proves: str
    sha256: tuple[str, ...]


@dataclass(frozen=True)
class BasisEntry:
    """One provision: its part (违反 or 处罚), text, version date and article."""

    part: str
    law: str
    version: str
    article: str


@dataclass(frozen=True)
class ReviewedContent:
    """The content a review passes or returns. Amounts in fen."""

    party_name: str
    party_code: str
    facts: str
    evidence: tuple[EvidenceEntry, ...]
    bases: tuple[BasisEntry, ...]
    benchmark: str
    grade: str
    grade_reasons: str
    mitigation: str
    departure: str
    kinds: tuple[str, ...]
    fine_fen: int
    confiscation_fen: int
    confiscation_text: str
    other_penalty: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for storage and for the canonical form."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON, lower-case hex."""
        return content_digest(self.as_dict())


LABELS: dict[str, str] = {
    "party_name": "当事人名称",
    "party_code": "当事人代码",
    "facts": "查明的事实",
    "evidence": "证据目录",
    "bases": "法律依据",
    "benchmark": "裁量基准",
    "grade": "裁量档次",
    "grade_reasons": "裁量理由",
    "mitigation": "减轻处罚的情形",
    "departure": "偏离基准的理由",
    "kinds": "处罚种类",
    "fine_fen": "罚款金额",
    "confiscation_fen": "没收金额",
    "confiscation_text": "没收内容",
    "other_penalty": "其他处罚内容",
}
_PARTS: dict[str, str] = {
    "no": "序号",
    "kind": "证据种类",
    "title": "名称",
    "proves": "证明内容",
    "sha256": "文件摘要",
    "part": "用途",
    "law": "法律名称",
    "version": "版本",
    "article": "条款",
}
_AROUND = 8


@dataclass(frozen=True)
class Difference:
    """One change between the passed content and the present one."""

    label: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed, in the words of the page: label, the changed piece before and after."""
    found: list[Difference] = []
    for name, label in LABELS.items():
        found.extend(_compare(label, before.get(name), after.get(name), money="_fen" in name))
    return tuple(found)


def _compare(label: str, old: Any, new: Any, *, money: bool = False) -> Iterator[Difference]:
    if old == new or (not isinstance(old, str) and list_of(old) == list_of(new) and not money):
        return
    if money:
        yield Difference(label, f"{old / 100:,.2f} 元", f"{new / 100:,.2f} 元")
    elif isinstance(old, str) and isinstance(new, str):
        yield from _text_changes(label, old, new)
    else:
        yield from _list_changes(label, list_of(old), list_of(new))


def list_of(value: Any) -> list[Any]:
    """A sequence as list; a single value or nothing as a list of one or none."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [value]
    return [list_of(item) if isinstance(item, tuple) else item for item in value]


def _text_changes(label: str, old: str, new: str) -> Iterator[Difference]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        lead, tail = old[max(0, i1 - _AROUND) : i1], old[i2 : i2 + _AROUND]
        yield Difference(
            f"{label}（第 {i1 + 1} 字起）",
            f"{lead}【{old[i1:i2]}】{tail}",
            f"{lead}【{new[j1:j2]}】{tail}",
        )


def _list_changes(label: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    for index in range(max(len(old), len(new))):
        was = old[index] if index < len(old) else None
        now = new[index] if index < len(new) else None
        if was == now:
            continue
        place = f"{label}第 {index + 1} 项"
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            for key in was:
                if list_of(was[key]) != list_of(now[key]):
                    part = f"{place}{_PARTS.get(key, key)}"
                    yield Difference(part, _words(was[key]), _words(now[key]))
        else:
            yield Difference(place, _words(was), _words(now))


def _words(value: Any) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, Mapping):
        return "，".join(_words(item) for item in value.values() if item not in ("", [], ()))
    if isinstance(value, list | tuple):
        return "、".join(_words(item) for item in value)
    return str(value)
