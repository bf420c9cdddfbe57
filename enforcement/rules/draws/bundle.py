"""The one published document of a draw (bundle version 1), and what of it is public before a sealed draw opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.officers import Assignment
from enforcement.rules.draws.tickets import ClassDraw, selected_root

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class BundleParts:
    """What a bundle is made of: texts of the lists as `sorted_lines` gives them, digests raw, values canonical.

    `officer_lines` and `assignment` are None when the officers are withheld from the public. `key` is a sealed
    draw's key once it is opened. `events` have the six keys at, kind, object, from, to, reason, and perhaps skips.
    """

    commit_json: Mapping[str, Any]
    commit: bytes
    values: Sequence[tuple[str, str]]
    seed: bytes
    pool: Sequence[str]
    exclusions: Sequence[str]
    draws: Sequence[ClassDraw]
    officer_lines: Sequence[str] | None
    assignment: Assignment | None
    key: bytes | None = None
    events: Sequence[Mapping[str, Any]] = field(default=())


def build_bundle(parts: BundleParts) -> dict[str, Any]:
    """The bundle as plain JSON data."""
    algorithm = Algorithm(parts.commit_json["alg"])
    return {
        "v": VERSION,
        "commit_json": dict(parts.commit_json),
        "commit": parts.commit.hex(),
        "sources": [list(pair) for pair in parts.values],
        "seed": parts.seed.hex(),
        "sealed_key": parts.key.hex() if parts.key else None,
        "pool": list(parts.pool),
        "exclusions": list(parts.exclusions),
        "classes": [class_plain(draw) for draw in parts.draws],
        "selected_root": selected_root(algorithm, parts.draws).hex(),
        "officers": officers_plain(parts.officer_lines, parts.assignment),
        "events": [dict(event) for event in parts.events],
    }


def withheld(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """A sealed draw's bundle before it opens: key, drawn ids, thresholds and officers are null."""
    classes = [row | {"threshold": None, "selected": None} for row in bundle["classes"]]
    return dict(bundle) | {"sealed_key": None, "classes": classes, "officers": None}


def class_plain(draw: ClassDraw) -> dict[str, Any]:
    """One entry of `classes`."""
    return {
        "class": draw.class_name,
        "N": draw.size,
        "k": draw.k,
        "threshold": draw.threshold.hex() if draw.threshold else None,
        "selected": [one.object_id for one in draw.selected],
    }


def officers_plain(lines: Sequence[str] | None, assignment: Assignment | None) -> dict[str, Any] | None:
    """The `officers` of a bundle; None (withheld) without the lines or the assignment."""
    if lines is None or assignment is None:
        return None
    return {
        "pool": list(lines),
        "assigned": [[object_id, list(team)] for object_id, team in assignment.assigned],
        "skips": [list(skip) for skip in assignment.skips],
        "infeasible": list(assignment.infeasible),
    }
