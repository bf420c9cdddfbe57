"""Stable pseudonyms in place of the people of a file, so that evaluators score without knowing them.

Structured data and re-rendered documents can be blinded; scans and recordings can't, which the page must say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STEMS = "甲乙丙丁戊己庚辛壬癸"
CERTIFICATE = "的证号"
DOTS = re.compile("[·•‧・．]")
FULL_WIDTH = ord("Ａ") - ord("A")
LEAST_REST = 2
"""Characters that a kept name says beside the hidden name in it."""


@dataclass(frozen=True, order=True)
class Person:
    """A person of the file and the numbers that name the person (certificates, badges)."""

    name: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pseudonyms:
    """What stands in place of each name and number; `kept` are longer names in which a hidden one stays."""

    hidden: Mapping[str, str]
    kept: frozenset[str] = frozenset()

    def replacements(self) -> tuple[re.Pattern[str], Mapping[str, str]]:
        """One pattern for all names, longest first, and what each stands for (by the name without spaces)."""
        stands_for = {bare(name): name for name in self.kept} | {
            bare(name): pseudonym for name, pseudonym in self.hidden.items()
        }
        names = sorted(stands_for, key=lambda name: (-len(name), name))
        return re.compile("|".join(_spaced(name) for name in names), re.IGNORECASE), stands_for


def pseudonyms(people: Mapping[str, Iterable[Person]], organisations: Iterable[str] = ()) -> Pseudonyms:
    """承办人甲, 承办人乙, 审核人甲 … for the people of each role; the eleventh is 承办人11.

    A hidden name stays in the longer name of one of the organisations (王明 in 王明华食品店), when that says more than
    names: the agency that is judged writes the file, and would show its handlers by the name 王明、李晓红 of a party.

    The same people get the same pseudonyms in whatever order they come. Somebody in two roles keeps the pseudonym
    of the first role that names them, so roles come in the order of the procedure.
    """
    hidden: dict[str, str] = {}
    for role, members in people.items():
        by_name: dict[str, set[str]] = {}
        for person in members:
            by_name.setdefault(person.name, set()).update(person.numbers)
        new = [name for name in sorted(by_name) if bare(name) and name not in hidden]
        hidden |= {name: f"{role}{_stem(place)}" for place, name in enumerate(new)}
        for name, numbers in sorted(by_name.items()):
            for number in sorted(numbers):
                if bare(number) and bare(name):
                    hidden.setdefault(number, f"{hidden[name]}{CERTIFICATE}")
    return Pseudonyms(hidden, frozenset(name for name in organisations if _stays(name, hidden)))


def blinded(value: Any, names: Pseudonyms) -> Any:
    """A copy of text or JSON data with every hidden name and number replaced, also in keys.

    Names are found with spaces between their characters (李　明) and any dot of names in several parts, numbers in
    full width and in any case of letters.
    """
    if not names.hidden:
        return value
    pattern, stands_for = names.replacements()

    def one(found: re.Match[str]) -> str:
        stands = stands_for[bare(found.group())]
        return found.group() if stands in names.kept else stands

    def walk(part: Any) -> Any:
        if isinstance(part, str):
            return pattern.sub(one, part)
        if isinstance(part, Mapping):
            return {walk(key): walk(item) for key, item in part.items()}
        if isinstance(part, Sequence) and not isinstance(part, bytes):
            return [walk(item) for item in part]
        return part

    return walk(value)


def _stays(organisation: str, hidden: Iterable[str]) -> bool:
    rest, found = bare(organisation), 0
    for name in sorted(map(bare, hidden), key=len, reverse=True):
        found += name in rest
        rest = rest.replace(name, "")
    return found == 1 and len(re.sub(r"[\W_]", "", rest)) >= LEAST_REST


def _stem(place: int) -> str:
    return STEMS[place] if place < len(STEMS) else str(place + 1)


def bare(name: str) -> str:
    """The name as names are compared: no spaces, one kind of dot, half-width, capitals."""
    plain = unicodedata.normalize("NFKC", DOTS.sub("·", name))
    return re.sub(r"\s+", "", plain).upper()


def _spaced(bare: str) -> str:
    return r"\s*".join(_written(char) for char in bare)


def _written(char: str) -> str:
    if char == "·":
        return DOTS.pattern
    wide = chr(ord(char) + FULL_WIDTH) if "!" <= char <= "~" else ""
    return f"[{re.escape(char)}{wide}]" if wide else re.escape(char)
