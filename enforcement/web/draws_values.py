"""How random values are shown: lottery numbers as balls, dice in fives, contributions by speaker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enforcement.rules.draws.sources import CONTRIBUTIONS, DICE, GAMES, NAMES

DICE_IN_A_GROUP = 5


@dataclass(frozen=True)
class Balls:
    """Balls of one colour."""

    name: str
    numbers: tuple[str, ...]
    second: bool


@dataclass(frozen=True)
class Shown:
    """One source as ``macros/lots.html`` draws it; ``kind`` is balls, dice, contrib, or empty while it waits."""

    source_id: str
    name: str
    issue: str
    kind: str = ""
    value: str = ""
    groups: tuple[Balls, ...] = ()
    digits: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    waiting: str = ""
    level: str = ""
    word: str = ""
    href: str = ""
    at: datetime | None = None


def name_of(source_id: str) -> str:
    """双色球."""
    kind = source_id.partition(":")[0]
    return NAMES.get(kind, kind)


def issue_of(source_id: str) -> str:
    """第2026135期; empty for what happens in the room."""
    issue = source_id.partition(":")[2]
    return f"第{issue}期" if issue else ""


def shown(source_id: str, value: str, **more: Any) -> Shown:
    """A source with its canonical ``value`` (empty while it waits); ``more`` are further fields of ``Shown``."""
    kind = source_id.partition(":")[0]
    parts: dict[str, Any] = {"value": value}
    if value and kind == CONTRIBUTIONS:
        parts |= {"kind": CONTRIBUTIONS, "spoken": _spoken(value)}
    elif value and kind == DICE:
        parts |= {"kind": DICE, "digits": _digits(value)}
    elif value and kind in GAMES:
        parts |= {"kind": "balls", "groups": groups_of(kind, value)}
    return Shown(source_id, name_of(source_id), issue_of(source_id), **parts, **more)


def groups_of(kind: str, value: str) -> tuple[Balls, ...]:
    """``3.9.14.22.27.31./8./`` as groups of balls."""
    names = [group.name for group in GAMES[kind].groups]
    rows = [tuple(number for number in group.split(".") if number) for group in value.split("/") if group]
    return tuple(Balls(name, row, at > 0) for at, (name, row) in enumerate(zip(names, rows, strict=True)))


def _digits(value: str) -> tuple[str, ...]:
    digits = value.rstrip("/")
    return tuple(digits[start : start + DICE_IN_A_GROUP] for start in range(0, len(digits), DICE_IN_A_GROUP))


def _spoken(value: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition(":") for part in value.split("/") if part)
    return tuple((who, text) for who, _, text in pairs)
