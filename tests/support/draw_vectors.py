"""The draw of the protocol's test vectors: pool, officers, values and commit, in either algorithm."""

from __future__ import annotations

from typing import Any

from enforcement.rules.draws.bundle import BundleParts, build_bundle
from enforcement.rules.draws.commitment import commit_digest, commit_json
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import OfficerLine, PoolLine, encoded, pool_counts, sorted_lines
from enforcement.rules.draws.seed import seed
from enforcement.rules.draws.tickets import select
from enforcement.rules.draws.tree import root

CLASSES = "AAAAAABBBBCCCDDA"
WEIGHTS = {"A": 1, "B": 1, "C": 2, "D": 4}
BASIS_POINTS = {"A": 1000, "B": 2000, "C": 5000, "D": 10000}
POOL = tuple(
    PoolLine(f"91330100TEST{number:04d}XX", name, WEIGHTS[name]) for number, name in enumerate(CLASSES, start=1)
)
OFFICERS = tuple(OfficerLine(f"z00{number}", "d1") for number in range(1, 6))
VALUES = (
    ("contrib", "supervisor:7f3a/business:sunrise/press:20261120/"),
    ("dice", "63454660390103169462/"),
    ("ssq:2026135", "3.9.14.22.27.31./8./"),
)
KEY = bytes(range(32))


def vector_commit(algorithm: Algorithm) -> dict[str, Any]:
    """The commit's JSON of the vectors."""
    return commit_json(
        algorithm=algorithm,
        agency="330100-TEST",
        draw_no="2026-0007",
        plan="2026-P-012",
        frozen_at="2026-11-20T17:00:00+08:00",
        n=pool_counts(POOL, BASIS_POINTS),
        pool_root=root(algorithm, encoded(sorted_lines(POOL))),
        exclude_root=root(algorithm, []),
        officer_root=root(algorithm, encoded(sorted_lines(OFFICERS))),
        sources=[name for name, _ in VALUES],
    )


def vector_bundle(algorithm: Algorithm) -> dict[str, Any]:
    """The published draw of the vectors, its officers withheld."""
    content, value = vector_commit(algorithm), vector_seed(algorithm)
    return build_bundle(
        BundleParts(
            commit_json=content,
            commit=commit_digest(algorithm, content),
            values=VALUES,
            seed=value,
            pool=sorted_lines(POOL),
            exclusions=(),
            draws=select(algorithm, value, POOL, BASIS_POINTS),
            officer_lines=None,
            assignment=None,
        )
    )


def vector_seed(algorithm: Algorithm) -> bytes:
    """The seed of the vectors."""
    return seed(algorithm, commit_digest(algorithm, vector_commit(algorithm)), VALUES)
