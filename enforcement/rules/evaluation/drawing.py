"""Which closed files of an agency are evaluated: how many at random, and which must be.

The ratio, the least number and the sentences come from the rule set (evaluation.*); the draw itself follows the
protocol of draws, which takes basis points per class.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from enforcement.rules.rulesets import Number

WHOLE = 10_000
PERCENT = 100


class MustDraw(StrEnum):
    """Why a file is evaluated without being drawn (必查)."""

    MAJOR_PENALTY = "major_penalty"
    REVIEW = "review"
    SUIT = "suit"
    COMPLAINT = "complaint"
    ASSIGNED = "assigned"

    @property
    def words(self) -> str:
        """The reason in Chinese."""
        return {
            "major_penalty": "重大行政处罚案件",
            "review": "经过行政复议的案件",
            "suit": "经过行政诉讼的案件",
            "complaint": "被投诉举报的案件",
            "assigned": "上级交办的案件",
        }[self.value]


@dataclass(frozen=True)
class ClosedFile:
    """A closed file of the period, its agency, and what it is."""

    file_id: str
    agency: str
    traits: frozenset[MustDraw] = frozenset()


@dataclass(frozen=True)
class AgencyShare:
    """What one agency's files give: the must-draw ones with their reasons, the pool, and how many are drawn from it.

    `basis_points` is the share of the pool that the protocol rounds to exactly `draw` files.
    """

    agency: str
    closed: int
    must: tuple[tuple[str, tuple[MustDraw, ...]], ...]
    pool: tuple[str, ...]
    draw: int
    basis_points: int


def draw_quota(closed: int, ratio: Number, least: Number) -> int:
    """How many of an agency's closed files are drawn: `ratio` percent rounded up, at least `least`, at most all."""
    share = math.ceil(Fraction(closed) * Fraction(ratio.value) / PERCENT)
    return min(closed, max(share, least.whole))


def shares(
    files: Sequence[ClosedFile], must_kinds: Collection[MustDraw], ratio: Number, least: Number
) -> tuple[AgencyShare, ...]:
    """Split the closed files by agency. Must-draw files come on top of the quota and are not in the pool.

    The quota is counted on all closed files of the agency; a pool smaller than it is taken whole.
    """
    by_agency: dict[str, list[ClosedFile]] = {}
    for file in files:
        by_agency.setdefault(file.agency, []).append(file)
    return tuple(_share(agency, by_agency[agency], must_kinds, ratio, least) for agency in sorted(by_agency))


def _share(
    agency: str, files: Sequence[ClosedFile], must_kinds: Collection[MustDraw], ratio: Number, least: Number
) -> AgencyShare:
    reasons = {
        file.file_id: tuple(kind for kind in MustDraw if kind in must_kinds and kind in file.traits) for file in files
    }
    must = tuple((file_id, reasons[file_id]) for file_id in sorted(reasons) if reasons[file_id])
    pool = tuple(file_id for file_id in sorted(reasons) if not reasons[file_id])
    draw = min(len(pool), draw_quota(len(files), ratio, least))
    return AgencyShare(agency, len(files), must, pool, draw, basis_points(len(pool), draw))


def basis_points(size: int, draw: int) -> int:
    """The basis points that make the protocol draw exactly `draw` of `size` objects (0 for none).

    Raises ValueError for pools of more than 10,000 objects, where basis points can't name every number.
    """
    if size > WHOLE:
        raise ValueError(f"a pool of {size} can't be drawn to the object in basis points")
    return 0 if not size else (2 * draw * WHOLE + size) // (2 * size)
