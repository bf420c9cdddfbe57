"""The reviewed content as a paper to read: sections, with comments pinned and changes marked.

Everything shown here is covered by the digest, and everything the digest covers is shown here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from enforcement.casework.wording import money_words
from enforcement.rules.facts_catalogue import GRADE_NAMES, Grade

Content = Mapping[str, Any]
NONE = "无"


@dataclass(frozen=True)
class Piece:
    """Some words of the draft: commented on, new since the last round, and the comments that end here."""

    text: str
    quoted: bool = False
    new: bool = False
    comments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs, each in pieces."""

    title: str
    paragraphs: tuple[tuple[Piece, ...], ...]


def draft_of(content: Content, before: Content | None, quotes: Sequence[tuple[int, str]]) -> tuple[Section, ...]:
    """The content with marks. ``quotes``: number of a comment and the words it is pinned to."""
    earlier = dict(_texts(before)) if before else {}
    return tuple(
        Section(title, tuple(_paragraphs(text, earlier.get(title) if before else None, quotes)))
        for title, text in _texts(content)
    )


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    yield "当事人", f"{content['party_name']}，代码（证件号码）{content['party_code'] or NONE}。"
    yield "查明的事实", content["facts"] or NONE
    lines = [f"{one['no']}. {one['title']}（{one['kind']}），证明{one['proves']}" for one in content["evidence"]]
    yield "证据", "\n".join(lines) or NONE
    bases = [f"{one['part']}：{one['law']}{one['article']}（{one['version']} 起的版本）" for one in content["bases"]]
    yield "定性和依据", "\n".join(bases) or NONE
    yield "裁量", "\n".join(_discretion(content))
    yield "处罚建议", "\n".join(_penalty(content)) or NONE


def _discretion(content: Content) -> Iterator[str]:
    grade = content["grade"]
    yield f"适用{content['benchmark'] or '的裁量基准：无'}，{GRADE_NAMES[Grade(grade)] if grade else '没有选定档次'}。"
    yield f"理由：{content['grade_reasons'] or NONE}"
    if content["mitigation"]:
        yield f"减轻处罚的情形：{content['mitigation']}"
    if content["departure"]:
        yield f"偏离基准的理由：{content['departure']}"


def _penalty(content: Content) -> Iterator[str]:
    for kind in content["kinds"]:
        if kind == "罚款":
            yield f"处罚款{money_words(content['fine_fen'])}"
        elif kind == "没收违法所得":
            yield f"没收违法所得{money_words(content['confiscation_fen'])}"
        elif kind == "没收非法财物" and content["confiscation_text"]:
            yield f"没收{content['confiscation_text']}"
        else:
            yield kind
    if content["other_penalty"]:
        yield content["other_penalty"]


def _paragraphs(text: str, before: str | None, quotes: Sequence[tuple[int, str]]) -> Iterator[tuple[Piece, ...]]:
    new = _new_letters(before, text) if before is not None else [False] * len(text)
    quoted, ends = [False] * len(text), dict[int, list[int]]()
    for number, quote in quotes:
        start = text.find(quote) if quote else -1
        if start >= 0:
            end = start + len(quote)
            quoted[start:end] = [True] * len(quote)
            ends.setdefault(end - 1, []).append(number)
    start = 0
    for line in text.split("\n"):
        yield tuple(_pieces(text, start, start + len(line), quoted, new, ends))
        start += len(line) + 1


def _pieces(
    text: str, start: int, end: int, quoted: list[bool], new: list[bool], ends: Mapping[int, list[int]]
) -> Iterator[Piece]:
    breaks = 0
    keys = []
    for place in range(start, end):
        keys.append((quoted[place], new[place], breaks))
        breaks += place in ends
    for (is_quoted, is_new, _), group in groupby(range(start, end), key=lambda place: keys[place - start]):
        places = list(group)
        yield Piece(text[places[0] : places[-1] + 1], is_quoted, is_new, tuple(ends.get(places[-1], ())))


def _new_letters(before: str, text: str) -> list[bool]:
    new = [False] * len(text)
    for kind, _, _, first, last in SequenceMatcher(None, before, text, autojunk=False).get_opcodes():
        if kind in {"insert", "replace"}:
            new[first:last] = [True] * (last - first)
    return new
