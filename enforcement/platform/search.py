"""Search in Chinese text: pairs of neighbouring characters (bigrams) made here, matched by the database.

Databases cut Chinese badly: a whole sentence becomes one word on PostgreSQL, and SQLite's trigrams find
nothing for two characters, which most Chinese words have. So every character begins a token that also holds
its right neighbour, and a phrase of such tokens is exactly a substring: FTS5 on SQLite, ``tsvector`` with
GIN on PostgreSQL. Tokens are hexadecimal, so no tokenizer, locale or dictionary has an opinion on them.

A table that is searched has a column of type :class:`Grams`; on SQLite, its migration adds the FTS5 table
``<table>_fts`` with triggers that follow the column.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Boolean, Column, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from enforcement.foundation.errors import Invalid

LONGEST_TERM = 64
MOST_TERMS = 8
# PostgreSQL keeps 16,383 positions of a text and 256 of one word; a passage stays below both.
PASSAGE_TOKENS = 4_000
PASSAGE_REPEATS = 250
_GAP = "z"
_ALIKE = str.maketrans(
    {
        "〔": "(",
        "［": "(",
        "[": "(",
        "【": "(",
        "〕": ")",
        "］": ")",
        "]": ")",
        "】": ")",
        "“": '"',
        "”": '"',
        "—": "-",
        "–": "-",
    }
)


@dataclass(frozen=True)
class Folded:
    """Text as it is compared, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=20_000)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character.translate(_ALIKE)).casefold().translate(_ALIKE)
    return "".join(folded.split())


def fold(text: str) -> Folded:
    """Width, case, kind of bracket and white space aside: ＡＢ = ab, 〔2026〕 = [2026]."""
    folded = [(part, place) for place, character in enumerate(text) for part in _fold_character(character)]
    return Folded("".join(part for part, _ in folded), tuple(place for _, place in folded))


def terms(query: str) -> tuple[str, ...]:
    """The words of a query, folded, each once; all of them must be found.

    Errors: ``Invalid`` (field ``q``) for more than 8 words or a word of more than 64 characters.
    """
    found = tuple(dict.fromkeys(filter(None, (fold(word).text for word in query.split()))))
    if len(found) > MOST_TERMS or any(len(term) > LONGEST_TERM for term in found):
        raise Invalid({"q": [f"一次最多查 {MOST_TERMS} 个词，每个词不超过 {LONGEST_TERM} 个字"]})
    return found


def passages(runs: Sequence[str]) -> tuple[str, ...]:
    """Texts -> tokens for :class:`Grams`, cut into passages.

    Each run is text in one piece: nothing is found across two runs, so what was taken out between
    them can't be guessed from its neighbours. Passages of a long run overlap by the longest term.
    """
    made: list[str] = []
    tokens: list[str] = []
    seen: Counter[str] = Counter()
    for run in runs:
        text = fold(run).text
        at = 0
        while at < len(text):
            token = _token(text[at : at + 2])
            if len(tokens) >= PASSAGE_TOKENS or seen[token] >= PASSAGE_REPEATS:
                made.append(" ".join(tokens))
                tokens, seen = [], Counter()
                at = max(0, at - LONGEST_TERM)
                token = _token(text[at : at + 2])
            tokens.append(token)
            seen[token] += 1
            at += 1
        tokens.append(_GAP)
    if tokens:
        made.append(" ".join(tokens))
    return tuple(made)


def _token(characters: str) -> str:
    return "x" + "".join(f"{ord(character):06x}" for character in characters)


class Grams(TypeDecorator[str]):
    """Tokens of a passage: text on SQLite (its FTS5 table reads it), ``tsvector`` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type in this database."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write positions out for PostgreSQL, so that no parser reads the tokens."""
        if value is None or dialect.name != "postgresql":
            return value
        return " ".join(f"'{token}':{place}" for place, token in enumerate(value.split(), start=1) if token != _GAP)


class _Phrase(TypeDecorator[str]):
    """A folded term -> the database's query for it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """One character: any token that begins with it. More: its tokens side by side."""
        if value is None:
            return None
        postgresql = dialect.name == "postgresql"
        if len(value) == 1:
            return f"'{_token(value)}':*" if postgresql else f"{_token(value)}*"
        tokens = [_token(value[at : at + 2]) for at in range(len(value) - 1)]
        return " <-> ".join(f"'{token}'" for token in tokens) if postgresql else f'"{" ".join(tokens)}"'


class _Holds(FunctionElement[bool]):
    """``holds(column, phrase)``; compiled for each database."""

    name = "holds"
    type = Boolean()
    inherit_cache = True


def holds(column: InstrumentedAttribute[str], term: str) -> ColumnElement[bool]:
    """Condition: the passage in ``column`` (of type :class:`Grams`) has the folded ``term`` as a substring."""
    return _Holds(column, bindparam(None, term, type_=_Phrase()))


@compiles(_Holds, "postgresql")
def _holds_postgresql(element: _Holds, compiler: SQLCompiler, **options: object) -> str:
    column, phrase = element.clauses
    return f"{compiler.process(column, **options)} @@ CAST({compiler.process(phrase, **options)} AS tsquery)"


@compiles(_Holds, "sqlite")
def _holds_sqlite(element: _Holds, compiler: SQLCompiler, **options: object) -> str:
    column, phrase = element.clauses
    table = cast(Column[str], column).table
    key = compiler.process(table.c.id, **options)
    index = f"{table.name}_fts"
    wanted = compiler.process(phrase, **options)
    return f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH {wanted})"  # noqa: S608 -- names of our own tables, the term is bound


def marked(text: str, wanted: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether a folded term covers it; joined they are the text."""
    folded = fold(text)
    covered = [False] * len(text)
    for term in filter(None, wanted):
        for start in _starts(folded.text, term):
            for place in range(folded.places[start], folded.places[start + len(term) - 1] + 1):
                covered[place] = True
    pieces: list[tuple[str, bool]] = []
    for character, hit in zip(text, covered, strict=True):
        if pieces and pieces[-1][1] is hit:
            pieces[-1] = (pieces[-1][0] + character, hit)
        else:
            pieces.append((character, hit))
    return tuple(pieces)


def excerpt(text: str, wanted: Sequence[str], length: int = 60) -> str:
    """About ``length`` characters around the first hit, ``…`` where cut; empty when nothing is hit."""
    folded = fold(text)
    firsts = [start for term in wanted if (start := folded.text.find(term)) >= 0]
    if not firsts:
        return ""
    begin = max(0, folded.places[min(firsts)] - length // 3)
    end = min(len(text), begin + length)
    return f"{'…' if begin else ''}{text[begin:end].strip()}{'…' if end < len(text) else ''}"


def _starts(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)
