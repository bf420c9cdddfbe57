"""Merkle trees as in RFC 9162 (section 2.1): roots, and the proof that one line is in.

Leaf `H(0x00 ‖ line)`, node `H(0x01 ‖ left ‖ right)`, split at the largest power of two below n. Joining neighbours
level by level and carrying an odd last one up unchanged gives the same tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add

from enforcement.rules.draws.hashing import Algorithm, DrawFault, digest, hasher


def root(algorithm: Algorithm, lines: Sequence[bytes]) -> bytes:
    """The root over `lines` in the order given; of no lines it is H("")."""
    level: list[bytes] = []
    for level in _levels(algorithm, lines):  # noqa: B007 - the last level is the root
        pass
    return level[0] if level else digest(algorithm, b"")


def inclusion_proof(algorithm: Algorithm, lines: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The digests beside the way from line `index` (0-based) up to the root (RFC 9162, 2.1.3.1).

    Raises DrawFault when there is no such line.
    """
    if not 0 <= index < len(lines):
        raise DrawFault(f"第 {index + 1} 行不在名单内：名单共 {len(lines)} 行")
    proof: list[bytes] = []
    for level in _levels(algorithm, lines):
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        index >>= 1
    return tuple(proof)


def root_of_proof(algorithm: Algorithm, line: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that `proof` leads to for `line` at `index` among `size` lines (RFC 9162, 2.1.3.2).

    The line is in the list exactly when this is the committed root. Raises DrawFault when the proof has not the
    length that `index` and `size` ask for.
    """
    if not 0 <= index < size:
        raise DrawFault(f"第 {index + 1} 行不在名单内：名单共 {size} 行")
    node = digest(algorithm, b"\x00" + line)
    steps = iter(proof)
    last = size - 1
    try:
        while last:
            if index & 1:
                node = digest(algorithm, b"\x01" + next(steps) + node)
            elif index < last:
                node = digest(algorithm, b"\x01" + node + next(steps))
            index, last = index >> 1, last >> 1
    except StopIteration:
        raise DrawFault("证明路径太短") from None
    if next(steps, None) is not None:
        raise DrawFault("证明路径太长")
    return node


def _levels(algorithm: Algorithm, lines: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The leaves, then every level above them up to the one that holds the root only."""
    new = hasher(algorithm)
    level = [state.digest() for state in map(new, map(b"\x00".__add__, lines))]
    while level:
        yield level
        if len(level) == 1:
            return
        pairs = map(add, level[::2], level[1::2])
        above = [state.digest() for state in map(new, map(b"\x01".__add__, pairs))]
        level = above + level[-1:] if len(level) & 1 else above
