"""What follows from commit and values alone: K, the seed, tickets, teams. Computing it again gives the same."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.draws.custody import kept_lines, kept_material
from enforcement.draws.models import Draw, DrawKey
from enforcement.platform.database import db
from enforcement.platform.masking import mask
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import PoolLine, parse_pool
from enforcement.rules.draws.officers import Assignment, assign
from enforcement.rules.draws.seed import key_commitment, sealed_seed, seed
from enforcement.rules.draws.snapshots import TeamNeeds, from_plain
from enforcement.rules.draws.tickets import ClassDraw, select

KEY_PURPOSE = "draw-key"


@dataclass(frozen=True)
class Outcome:
    """The result of a draw, with the names of what was drawn."""

    draws: tuple[ClassDraw, ...]
    assignment: Assignment
    labels: dict[str, str]


def algorithm_of(draw: Draw) -> Algorithm:
    """The hash of the draw."""
    return Algorithm(draw.algorithm)


def seed_of(draw: Draw, values: list[list[str]]) -> bytes:
    """The seed of a committed draw from values in the order of its sources."""
    return seed(algorithm_of(draw), bytes.fromhex(draw.commit_hex or ""), [(name, value) for name, value in values])


def key_of(draw: Draw) -> bytes | None:
    """K of a sealed draw; ``None`` when what was kept doesn't fit ``kc`` of the commit (another secret, a change)."""
    row = db.session.get(DrawKey, draw.id)
    if row is None or draw.commit_json is None:
        return None
    key = mask(KEY_PURPOSE, row.nonce, bytes.fromhex(row.masked_hex))
    fits = key_commitment(algorithm_of(draw), key).hex() == draw.commit_json["kc"]
    return key if fits else None


def effective_seed(draw: Draw) -> bytes | None:
    """``s`` of the protocol: the seed, or for a sealed draw the sealed seed; ``None`` when K is lost."""
    plain = bytes.fromhex(draw.seed_hex or "")
    if not draw.sealed:
        return plain
    key = key_of(draw)
    return None if key is None else sealed_seed(algorithm_of(draw), plain, key)


def pool_of(draw: Draw) -> list[PoolLine]:
    """The pool as it was frozen. Errors: ``Unavailable``."""
    return parse_pool(kept_lines(draw.pool_key))


def needs_of(draw: Draw) -> TeamNeeds:
    """What each team must have."""
    return from_plain(TeamNeeds, draw.needs)


def compute(draw: Draw, s: bytes) -> Outcome:
    """Tickets, selection and teams of a seeded draw. Errors: ``Unavailable`` when the store is away."""
    algorithm = algorithm_of(draw)
    draws = select(algorithm, s, pool_of(draw), dict(draw.classes))
    order = [one.object_id for each in draws for one in each.selected]
    officers, objects, labels = kept_material(draw.material_key, set(order))
    assignment = assign(algorithm, s, [objects[name] for name in order], officers, needs_of(draw))
    return Outcome(draws, assignment, labels)
