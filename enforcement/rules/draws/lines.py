"""The three published lists, one text line for each entry.

Pool `id|class|weight`, exclusions `id|rule_id|value`, officers `id|department`. Each list is sorted by the UTF-8
bytes of the whole line, which is the order of code points. No field holds `|` or a control character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple
from unicodedata import is_normalized

from enforcement.rules.draws.hashing import DrawFault

HEAVIEST = 16
FULL = 10_000
"""Basis points of a class that is drawn whole."""
WEIGHTS = {str(weight): weight for weight in range(1, HEAVIEST + 1)}
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half of a pair, which UTF-8 can't hold."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_LIST = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes({*range(32), 127} - {10})


class PoolLine(NamedTuple):
    """One object that may be drawn. `weight` 1..16: it holds as many tickets, the least of which counts."""

    object_id: str
    class_name: str
    weight: int = 1

    @property
    def text(self) -> str:
        """`id|class|weight`."""
        return f"{self.object_id}|{self.class_name}|{self.weight}"


class ExclusionLine(NamedTuple):
    """One object that a published rule keeps out of the pool, with the fact the rule found (may be empty)."""

    object_id: str
    rule_id: str
    value: str = ""

    @property
    def text(self) -> str:
        """`id|rule_id|value`."""
        return f"{self.object_id}|{self.rule_id}|{self.value}"


class OfficerLine(NamedTuple):
    """One officer (in an evaluation: evaluator) who may be drawn, with the department that sends them."""

    officer_id: str
    department: str

    @property
    def text(self) -> str:
        """`id|department`."""
        return f"{self.officer_id}|{self.department}"


Lines = Sequence[PoolLine] | Sequence[ExclusionLine] | Sequence[OfficerLine]


def sorted_lines(lines: Lines) -> tuple[str, ...]:
    """The texts of one list in the order of the protocol.

    Raises DrawFault on a line that stands there twice, on an id that stands twice in pool or officers (an id is in
    one class only), a bad character, an empty field, text that is not NFC, a weight out of 1..16.
    """
    if not lines:
        return ()
    pool = [line for line in lines if isinstance(line, PoolLine)]
    if pool:
        texts = [f"{object_id}|{name}|{weight}" for object_id, name, weight in pool]
        _check_weights(pool)
    else:
        texts = [line.text for line in lines]
    _check_texts(texts, lines[0])
    if not isinstance(lines[0], ExclusionLine):
        _check_ids(list(map(itemgetter(0), lines)))
    texts.sort()
    if isinstance(lines[0], ExclusionLine):
        _check_order(texts)
    return tuple(texts)


def encoded(texts: Sequence[str]) -> list[bytes]:
    """The lines as the tree takes them: joined, encoded and split again, which is quicker. None holds a line feed."""
    return "\n".join(texts).encode().split(b"\n") if texts else []


def parse_pool(texts: Sequence[str]) -> list[PoolLine]:
    """The pool of a published list. Raises DrawFault on everything `sorted_lines` refuses, and on a wrong order."""
    pool: list[PoolLine] = []
    for number, text in enumerate(texts, start=1):
        fields = text.split("|")
        if len(fields) != len(PoolLine._fields) or fields[2] not in WEIGHTS:
            raise DrawFault(f"对象池第 {number} 行应为“标识|类别|权重”，权重为 1 至 {HEAVIEST} 的整数：{text}")
        pool.append(PoolLine(fields[0], fields[1], WEIGHTS[fields[2]]))
    _check_published(texts, pool)
    return pool


def parse_exclusions(texts: Sequence[str]) -> list[ExclusionLine]:
    """The exclusions of a published list; raises DrawFault as `parse_pool` does."""
    exclusions: list[ExclusionLine] = []
    for number, text in enumerate(texts, start=1):
        fields = text.split("|")
        if len(fields) != len(ExclusionLine._fields):
            raise DrawFault(f"排除名单第 {number} 行应为“标识|规则|数值”：{text}")
        exclusions.append(ExclusionLine(*fields))
    _check_published(texts, exclusions)
    return exclusions


def parse_officers(texts: Sequence[str]) -> list[OfficerLine]:
    """The officers of a published list; raises DrawFault as `parse_pool` does."""
    officers: list[OfficerLine] = []
    for number, text in enumerate(texts, start=1):
        fields = text.split("|")
        if len(fields) != len(OfficerLine._fields):
            raise DrawFault(f"人员名单第 {number} 行应为“标识|部门”：{text}")
        officers.append(OfficerLine(*fields))
    _check_published(texts, officers)
    return officers


def pool_counts(lines: Sequence[PoolLine], basis_points: Mapping[str, int]) -> list[list[str | int]]:
    """`n` of the commit: [[class, N, basis points], …] sorted by class, every class of the pool.

    Raises DrawFault when a class of the pool has no ratio, or one out of 0..10000.
    """
    counts = Counter(map(itemgetter(1), lines))
    for name in sorted(counts):
        if name not in basis_points:
            raise DrawFault(f"类别 {name} 没有抽取比例")
        if not 0 <= basis_points[name] <= FULL:
            raise DrawFault(f"类别 {name} 的抽取比例须为 0 至 {FULL} 个万分点")
    return [[name, counts[name], basis_points[name]] for name in sorted(counts)]


def plain_text_fault(text: str) -> str:
    """Why `text` can't stand in a commit or a list (control character, not NFC), else empty."""
    if _CONTROL.search(text):
        return "含有控制字符"
    if SURROGATE.search(text):
        return "含有不成对的代理字符"
    return "" if is_normalized("NFC", text) else "不是 Unicode NFC 形式"


def _check_published(texts: Sequence[str], lines: Lines) -> None:
    if not lines:
        return
    _check_texts(texts, lines[0])
    _check_order(texts)
    if not isinstance(lines[0], ExclusionLine):
        _check_ids([line[0] for line in lines])


def _check_weights(pool: Sequence[PoolLine]) -> None:
    # `True` equals 1 and 1.0 does too, but their texts are other lines.
    if {(type(weight), weight) for weight in set(map(itemgetter(2), pool))} - {(int, n) for n in WEIGHTS.values()}:
        bad = next(line for line in pool if type(line.weight) is not int or line.weight not in WEIGHTS.values())
        raise DrawFault(f"{bad.object_id} 的权重 {bad.weight} 不是 1 至 {HEAVIEST} 的整数")


def _check_texts(texts: Sequence[str], sample: PoolLine | ExclusionLine | OfficerLine) -> None:
    """Look at the whole list at once, and for the faulty line only when there is one."""
    joined = "\n".join(texts)
    sound = (
        joined.count("\n") == len(texts) - 1
        and joined.count("|") == (len(sample) - 1) * len(texts)
        and _is_plain(joined)
        and "||" not in joined
        and not joined.startswith("|")
        and "\n|" not in joined
        and (isinstance(sample, ExclusionLine) or not ("|\n" in joined or joined.endswith("|")))
    )
    if not sound:
        text = next((text for text in texts if _line_fault(text, sample)), texts[0])
        raise DrawFault(f"名单中的这一行不合格式（{_line_fault(text, sample)}）：{text!r}")


def _is_plain(joined: str) -> bool:
    """No control character but the line feeds between lines, NFC. Of bytes, a million lines take a few hundredths."""
    if joined.isascii():
        data = joined.encode()
        return len(data.translate(None, _CONTROL_BYTES)) == len(data)
    return not (_CONTROL_IN_LIST.search(joined) or SURROGATE.search(joined)) and is_normalized("NFC", joined)


def _line_fault(text: str, sample: PoolLine | ExclusionLine | OfficerLine) -> str:
    if fault := plain_text_fault(text):
        return fault
    fields = text.split("|")
    if len(fields) != len(sample):
        return f"应为 {len(sample)} 项，各项不得含“|”"
    may_be_empty = 1 if isinstance(sample, ExclusionLine) else 0
    return "" if all(fields[: len(fields) - may_be_empty]) else "有一项为空"


def _check_ids(ids: Sequence[str]) -> None:
    if len(set(ids)) != len(ids):
        twice = next(name for name, count in Counter(ids).items() if count > 1)
        raise DrawFault(f"{twice} 在名单中出现两次；一个标识只能属于一个类别或部门")


def _check_order(texts: Sequence[str]) -> None:
    for above, below in pairwise(texts):
        if above >= below:
            what = "出现两次" if above == below else "没有按字节顺序排列"
            raise DrawFault(f"名单中的这一行{what}：{below}")
