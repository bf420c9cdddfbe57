"""Who is drawn: in each class the objects with the smallest tickets.

A ticket depends on the seed, the class, the id and the weight only. So the order of the library means nothing, a
part of the pool keeps its order, and each object can compute its own.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from enforcement.rules.draws.hashing import DIGEST_BYTES, Algorithm, lp, tag_state, tagged
from enforcement.rules.draws.lines import FULL, HEAVIEST, PoolLine
from enforcement.rules.draws.tree import root

if TYPE_CHECKING:
    from hashlib import _Hash

TAG = "DRAW-TICKET-v1"
_NUMBERS = tuple(lp(str(number).encode()) for number in range(1, HEAVIEST + 1))


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
        k = quota(len(members), basis_points[name])
        selected = _smallest(algorithm, s, name, members, k)
        draws.append(ClassDraw(name, len(members), k, selected[-1].ticket if selected else None, selected))
    return tuple(draws)


def ranked(algorithm: Algorithm, s: bytes, lines: Sequence[PoolLine], class_name: str) -> tuple[Ticketed, ...]:
    """One class whole, in the order of its tickets; who replaces a drawn object stands right after the last drawn."""
    members = _by_class(lines)[class_name]
    return _smallest(algorithm, s, class_name, members, len(members))


def selected_root(algorithm: Algorithm, draws: Sequence[ClassDraw]) -> bytes:
    """The root over `class|id` of all that were drawn, in the order (class, ticket)."""
    lines = [f"{draw.class_name}|{one.object_id}".encode() for draw in draws for one in draw.selected]
    return root(algorithm, lines)


def _by_class(lines: Sequence[PoolLine]) -> dict[str, list[tuple[bytes, int]]]:
    members: dict[str, list[tuple[bytes, int]]] = defaultdict(list)
    for object_id, name, weight in lines:
        members[name].append((object_id.encode(), weight))
    return members


def _smallest(
    algorithm: Algorithm, s: bytes, class_name: str, members: Sequence[tuple[bytes, int]], k: int
) -> tuple[Ticketed, ...]:
    """The `k` smallest. A ticket and its id joined sort by ticket, equal ones by the bytes of the id."""
    state = tag_state(algorithm, TAG, s, class_name.encode())
    keys: list[bytes] = []
    for member, weight in members:
        copy = state.copy()
        length = len(member).to_bytes(4)
        if weight == 1:
            copy.update(length + member + _NUMBERS[0])
            keys.append(copy.digest() + member)
        else:
            copy.update(length + member)
            keys.append(_least(copy, weight) + member)
    if k < len(keys):
        keys = heapq.nsmallest(k, keys)
    else:
        keys.sort()
    return tuple(Ticketed(key[DIGEST_BYTES:].decode(), key[:DIGEST_BYTES]) for key in keys)


def _least(state: _Hash, weight: int) -> bytes:
    tickets: list[bytes] = []
    for number in _NUMBERS[:weight]:
        copy = state.copy()
        copy.update(number)
        tickets.append(copy.digest())
    return min(tickets)
