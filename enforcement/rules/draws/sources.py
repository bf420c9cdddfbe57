"""Public randomness: which sources there are, what their values look like, how many bits they carry.

A value is typed by people, so it is brought into one form before it counts: unordered numbers ascending, without
leading zeros, each followed by `.`, groups closed by `/`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lines import plain_text_fault
from enforcement.rules.draws.lotteries import Issue, LotteryCalendar, load_lotteries, next_issue

__all__ = [
    "CONTRIBUTIONS",
    "DICE",
    "GAMES",
    "GRADE_A_BITS",
    "KINDS",
    "NAMES",
    "OUTSIDE",
    "Issue",
    "LotteryCalendar",
    "bits",
    "canonical_value",
    "contribution",
    "grade",
    "kind_of",
    "load_lotteries",
    "next_issue",
    "ordered",
    "title_of",
]

CONTRIBUTIONS = "contrib"
DICE = "dice"
GRADE_A_BITS = 40
_BETWEEN_NUMBERS = re.compile(r"[\s,.;:、。·-]+")
_BETWEEN_GROUPS = re.compile(r"[+/|]")
_ISSUE = re.compile(r"[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers drawn together from 1..highest, none twice, their order without meaning."""

    name: str
    count: int
    highest: int


@dataclass(frozen=True, slots=True)
class Game:
    """A lottery by the groups of numbers of one draw."""

    name: str
    groups: tuple[Group, ...]

    @property
    def outcomes(self) -> int:
        """How many different draws there are."""
        return math.prod(math.comb(group.highest, group.count) for group in self.groups)


GAMES = {
    "ssq": Game("双色球", (Group("红球", 6, 33), Group("蓝球", 1, 16))),
    "kl8": Game("快乐8", (Group("号码", 20, 80),)),
    "dlt": Game("大乐透", (Group("前区", 5, 35), Group("后区", 2, 12))),
}
OUTSIDE = tuple(GAMES)
"""Sources that nobody in the room controls; they come last."""
KINDS = (CONTRIBUTIONS, DICE, *OUTSIDE)
NAMES = {CONTRIBUTIONS: "在场发言", DICE: "掷骰", **{kind: game.name for kind, game in GAMES.items()}}
"""What people read, by kind."""


def title_of(source: str) -> str:
    """`双色球第2026135期` of `ssq:2026135`; the name alone of what happens in the room."""
    kind, colon, issue = source.partition(":")
    return f"{NAMES[kind]}第{issue}期" if colon else NAMES[kind]


def kind_of(source: str) -> str:
    """`ssq` of `ssq:2026135`. Raises DrawFault for a source that is not known or has no proper issue."""
    kind, colon, issue = source.partition(":")
    if kind not in KINDS:
        raise DrawFault(f"随机数来源 {source} 不在规程之列，应为 {'、'.join(KINDS)}")
    if colon and (kind not in GAMES or not _ISSUE.fullmatch(issue)):
        raise DrawFault(f"随机数来源 {source} 的期号不正确，应为四位年份加三位期号，如 ssq:2026135")
    return kind


def canonical_value(source: str, typed: str) -> str:
    """The one form of what was typed for `source` (`ssq:2026135` or `ssq`).

    Lotteries take numbers with any usual marks between them and `+` or `/` between groups; dice take the digits in
    the order of the rolls; contributions take `who:text/` in the order typed. Raises DrawFault with what is wrong.
    """
    kind = kind_of(source)
    if kind == CONTRIBUTIONS:
        return _contributions(typed)
    text = normalize("NFKC", typed).strip()
    if kind == DICE:
        return _dice(text)
    return _numbers(GAMES[kind], text)


def contribution(who: str, text: str) -> str:
    """One contribution as it stands in the value: `who:text/`. Raises DrawFault on what neither may hold."""
    for field, name in ((who, "提供者"), (text, "内容")):
        if not field:
            raise DrawFault(f"现场随机数的{name}不能为空")
        if fault := plain_text_fault(field):
            raise DrawFault(f"现场随机数的{name}{fault}")
        if "/" in field or ":" in field:
            raise DrawFault(f"现场随机数的{name}不能含有“/”或“:”")
    return f"{who}:{text}/"


def bits(source: str) -> Decimal:
    """Entropy that an outside source brings, in bits to one decimal; 0 for what is made in the room."""
    kind = kind_of(source)
    if kind not in GAMES:
        return Decimal(0)
    return Decimal(math.log2(GAMES[kind].outcomes)).quantize(Decimal("0.1"))


def grade(sources: Sequence[str]) -> str:
    """A when the outside values together have at least 2⁴⁰ outcomes, else B."""
    outcomes = math.prod(GAMES[kind_of(source)].outcomes for source in sources if kind_of(source) in GAMES)
    return "A" if outcomes >= 2**GRADE_A_BITS else "B"


def ordered(sources: Sequence[str]) -> tuple[str, ...]:
    """Contributions, dice, then the outside values in the order given.

    Raises DrawFault when one stands there twice or no outside value is among them: then the last one in the room
    would choose the result.
    """
    if len(set(sources)) != len(sources):
        raise DrawFault("随机数来源有重复")
    room = [kind for kind in (CONTRIBUTIONS, DICE) if kind in sources]
    outside = [source for source in sources if kind_of(source) in GAMES]
    if not outside:
        raise DrawFault("至少要有一个公开随机数来源，排在最后的来源须是现场无人能控制的")
    return (*room, *outside)


def _contributions(typed: str) -> str:
    if not typed.endswith("/"):
        raise DrawFault("现场随机数每一条应为“提供者:内容/”")
    entries = [entry.partition(":") for entry in typed.removesuffix("/").split("/")]
    if not all(colon for _, colon, _ in entries):
        raise DrawFault("现场随机数每一条应为“提供者:内容/”")
    return "".join(contribution(who, text) for who, _, text in entries)


def _dice(text: str) -> str:
    digits = _BETWEEN_NUMBERS.sub("", text.removesuffix("/"))
    if not digits:
        raise DrawFault("请按掷出的顺序填写骰子点数")
    if not re.fullmatch(r"[0-9]+", digits):
        raise DrawFault("骰子点数只能是 0 至 9 的数字，按掷出的顺序填写")
    return f"{digits}/"


def _numbers(game: Game, text: str) -> str:
    parts = [_split(game, part) for part in _BETWEEN_GROUPS.split(text.removesuffix("/"))]
    sizes = [group.count for group in game.groups]
    if len(parts) == 1:
        flat = parts[0]
        if len(flat) != sum(sizes):
            raise DrawFault(f"{game.name}应有 {sum(sizes)} 个号码，填写了 {len(flat)} 个")
        parts = [flat[sum(sizes[:place]) : sum(sizes[: place + 1])] for place in range(len(sizes))]
    if len(parts) != len(sizes):
        raise DrawFault(f"{game.name}的号码应分为 {len(sizes)} 组，填写了 {len(parts)} 组")
    return "".join(_group(game, group, numbers) for group, numbers in zip(game.groups, parts, strict=True))


def _split(game: Game, part: str) -> list[int]:
    words = [word for word in _BETWEEN_NUMBERS.split(part) if word]
    for word in words:
        if not re.fullmatch(r"[0-9]{1,2}", word):
            raise DrawFault(f"{game.name}的号码中有不能识别的内容：{word}")
    return [int(word) for word in words]


def _group(game: Game, group: Group, numbers: Sequence[int]) -> str:
    if len(numbers) != group.count:
        raise DrawFault(f"{game.name}{group.name}应有 {group.count} 个，填写了 {len(numbers)} 个")
    for number in numbers:
        if not 1 <= number <= group.highest:
            raise DrawFault(f"{game.name}{group.name}只有 1 至 {group.highest} 号，填写了 {number}")
    if len(set(numbers)) != len(numbers):
        twice = next(number for number in numbers if numbers.count(number) > 1)
        raise DrawFault(f"{game.name}{group.name}不会重复，{twice} 填写了两次")
    return "".join(f"{number}." for number in sorted(numbers)) + "/"
