"""The commit: what is fixed and published before the randomness exists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from enforcement.rules.draws.hashing import Algorithm, tagged

VERSION = 1
FIRST_PREV = "0" * 64
"""`prev` of an agency's first draw."""


def commit_json(  # noqa: PLR0913 - the keys of the commit, each by its name
    *,
    algorithm: Algorithm,
    agency: str,
    draw_no: str,
    plan: str,
    frozen_at: str,
    n: Sequence[Sequence[str | int]],
    pool_root: bytes,
    exclude_root: bytes,
    officer_root: bytes,
    sources: Sequence[str],
    prev: str = FIRST_PREV,
    kc: bytes | None = None,
) -> dict[str, Any]:
    """The commit's content as JSON: twelve keys, and `kc` when the draw is sealed.

    `frozen_at` is ISO 8601 with its zone; `n` comes from `pool_counts`; `sources` are ids with their issue, outside
    values last; `prev` is the commit (hex) of the agency's previous draw.
    """
    content: dict[str, Any] = {
        "agency": agency,
        "alg": str(algorithm),
        "draw_no": draw_no,
        "exclude_root": exclude_root.hex(),
        "frozen_at": frozen_at,
        "n": [list(row) for row in n],
        "officer_root": officer_root.hex(),
        "plan": plan,
        "pool_root": pool_root.hex(),
        "prev": prev,
        "sources": list(sources),
        "v": VERSION,
    }
    return content if kc is None else content | {"kc": kc.hex()}


def canonical_json(content: Mapping[str, Any]) -> bytes:
    """Keys by code point, no spaces, only the escapes JSON requires; UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commit_digest(algorithm: Algorithm, content: Mapping[str, Any]) -> bytes:
    """T("DRAW-COMMIT-v1", canonical(commit_json)): 32 bytes."""
    return tagged(algorithm, "DRAW-COMMIT-v1", canonical_json(content))
