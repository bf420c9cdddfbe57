"""From the commit and the public values to the seed; the key of a sealed draw."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.draws.hashing import Algorithm, tagged

KEY_BYTES = 32


def seed(algorithm: Algorithm, commit: bytes, values: Sequence[tuple[str, str]]) -> bytes:
    """T("DRAW-SEED-v1", commit, id1, value1, …): the values canonical, in the order of the commit's sources."""
    fields = [part.encode() for pair in values for part in pair]
    return tagged(algorithm, "DRAW-SEED-v1", commit, *fields)


def key_commitment(algorithm: Algorithm, key: bytes) -> bytes:
    """`kc` of the commit: T("DRAW-KEY-v1", K) over the 32 bytes of a sealed draw's key."""
    return tagged(algorithm, "DRAW-KEY-v1", key)


def sealed_seed(algorithm: Algorithm, seed: bytes, key: bytes) -> bytes:
    """What a sealed draw takes in place of its seed: T("DRAW-SEALED-v1", seed, K)."""
    return tagged(algorithm, "DRAW-SEALED-v1", seed, key)
