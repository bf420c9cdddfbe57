"""Who is drawn: in each class the objects with the smallest tickets.

A ticket depends on the seed, the class, the id and the weight only. So the order of the library means nothing, a
part of the pool keeps its order, and each object can compute its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, methodcaller
from typing import NamedTuple

from enforcement.rules.draws.hashing import DIGEST_BYTES, Algorithm, hasher, lp, tag_bytes, tagged
from enforcement.rules.draws.lines import FULL, PoolLine
from enforcement.rules.draws.tree import root

TAG = "DRAW-TICKET-v1"
CUT_BYTES = 8
HIGHEST_CUT = 2 ** (8 * CUT_BYTES) - 1
ABOVE_ALL = bytes([255] * (DIGEST_BYTES + 1))
MARGIN = 8
_DIGEST = methodcaller("digest")
_Members = Mapping[int, list[str]]


class Ticketed(NamedTuple):
    """An object with its ticket (32 bytes)."""

    object_id: str
    ticket: bytes


@dataclass(frozen=True, slots=True)
class ClassDraw:
    """What was drawn in one class: `selected` in the order of the tickets; `threshold` is the last one's ticket."""

    class_name: str
    size: int
    k: int
    threshold: bytes | None
    selected: tuple[Ticketed, ...]


def quota(n: int, basis_points: int) -> int:
    """How many of `n` objects are drawn at `basis_points`: rounded half up, at least one unless either is 0."""
    if n == 0 or basis_points == 0:
        return 0
    return min(n, max(1, (2 * n * basis_points + FULL) // (2 * FULL)))


def ticket(algorithm: Algorithm, s: bytes, class_name: str, object_id: str, weight: int) -> bytes:
    """The least of T("DRAW-TICKET-v1", s, class, id, str(j)) for j = 1..weight."""
    fields = (s, class_name.encode(), object_id.encode())
    return min(tagged(algorithm, TAG, *fields, str(number).encode()) for number in range(1, weight + 1))


def select(
    algorithm: Algorithm, s: bytes, lines: Sequence[PoolLine], basis_points: Mapping[str, int]
) -> tuple[ClassDraw, ...]:
    """The draw of every class of the pool, classes in order. `s` is the seed, or the sealed seed.

    Takes a million plain tuples (id, class, weight) as well as PoolLines; the pool must have passed `sorted_lines`.
    """
    draws: list[ClassDraw] = []
    for name, members in sorted(_by_class(lines).items()):
        k = quota(_size(members), basis_points[name])
        selected = _smallest(algorithm, s, name, members, k)
        draws.append(ClassDraw(name, _size(members), k, selected[-1].ticket if selected else None, selected))
    return tuple(draws)


def ranked(algorithm: Algorithm, s: bytes, lines: Sequence[PoolLine], class_name: str) -> tuple[Ticketed, ...]:
    """One class whole, in the order of its tickets; who replaces a drawn object stands right after the last drawn."""
    members = _by_class(lines).get(class_name, {})
    return _smallest(algorithm, s, class_name, members, _size(members))


def selected_root(algorithm: Algorithm, draws: Sequence[ClassDraw]) -> bytes:
    """The root over `class|id` of all that were drawn, in the order (class, ticket)."""
    lines = [f"{draw.class_name}|{one.object_id}".encode() for draw in draws for one in draw.selected]
    return root(algorithm, lines)


def _by_class(lines: Sequence[PoolLine]) -> Mapping[str, _Members]:
    """Ids of each class by their weight."""
    classes: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for object_id, name, weight in lines:
        classes[name][weight].append(object_id)
    return classes


def _size(members: _Members) -> int:
    return sum(map(len, members.values()))


def _smallest(algorithm: Algorithm, s: bytes, class_name: str, members: _Members, k: int) -> tuple[Ticketed, ...]:
    """The objects with the `k` smallest tickets, equal ones by the bytes of the id."""
    if k == 0:
        return ()
    # Tickets are uniform, so nearly always the k smallest lie below this cut, and few others.
    ample = k + MARGIN * math.isqrt(k) + MARGIN
    cut = min(HIGHEST_CUT, HIGHEST_CUT * ample // _size(members)).to_bytes(CUT_BYTES)
    low = _below(algorithm, s, class_name, members, cut)
    if len(low) < k:
        low = _below(algorithm, s, class_name, members, ABOVE_ALL)
    return tuple(Ticketed(object_id, least) for least, object_id in sorted(low)[:k])


def _below(algorithm: Algorithm, s: bytes, class_name: str, members: _Members, cut: bytes) -> list[tuple[bytes, str]]:
    """(ticket, id) of those below the cut; nothing is kept of the others."""
    return [
        pair
        for weight, ids in members.items()
        for pair in zip(_tickets(algorithm, s, class_name, ids, weight), ids, strict=True)
        if pair[0] < cut
    ]


def _tickets(algorithm: Algorithm, s: bytes, class_name: str, ids: Sequence[str], weight: int) -> Iterator[bytes]:
    """The ticket of each of `ids`, which share class and weight."""
    new = hasher(algorithm)
    head = tag_bytes(TAG, s, class_name.encode())
    columns: list[Iterator[bytes]] = []
    for number in range(1, weight + 1):
        # The number follows the id in every message: joined as text and encoded at once. Neither holds a line feed.
        tail = lp(str(number).encode()).decode()
        named = (f"{tail}\n".join(ids) + tail).encode().split(b"\n")
        heads = {length: head + (length - len(tail)).to_bytes(4) for length in set(map(len, named))}
        messages = map(add, map(heads.__getitem__, map(len, named)), named)
        columns.append(map(_DIGEST, map(new, messages)))
    return columns[0] if weight == 1 else map(min, *columns)
