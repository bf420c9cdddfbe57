"""Plants faults in case files. Works on the plain JSON and knows nothing of the rules that look for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from tests.support import faults_after, faults_before, faults_between
from tests.support.fault_tools import FAULTS, Fault, Json, Planted

__all__ = ["FAULTS", "SEED", "Fault", "Planted", "Spoilt", "faults_after", "faults_before", "faults_between", "spoil"]


SEED = 20260211
INDEX = "volume"
HEARING = "hearing"


@dataclass(frozen=True)
class Spoilt:
    """A spoilt file and what was done to it."""

    file: Json
    planted: tuple[Planted, ...]


def spoil(make: Callable[[int], Json], files: int, faults: int, seed: int = SEED) -> list[Spoilt]:
    """`files` files made by `make` with `faults` planted faults in all, spread evenly over files and kinds.

    A file gets at most one fault for each of its parts, so that none hides another.
    """
    rng = Random(seed)  # noqa: S311 -- which faults are planted must be the same in every run
    used: Counter[str] = Counter()
    spoilt = []
    for n in range(files):
        wanted = faults * (n + 1) // files - faults * n // files
        spoilt.append(_spoil_one(make(n), wanted, used, rng))
    return spoilt


def _scarce(one: Fault) -> bool:
    """Whether few files can take it: such faults go first."""
    return bool(one.field) or HEARING in one.parts


def _spoil_one(clean: Json, wanted: int, used: Counter[str], rng: Random) -> Spoilt:
    file = deepcopy(clean)
    planted: list[Planted] = []
    touched: set[str] = set()
    here = [one for one in FAULTS if one.field in {"", file["agency"]["domain"]}]
    order = sorted(here, key=lambda each: (used[each.kind], not _scarce(each), rng.random()))
    # The index comes last, so that it is not mended or emptied by papers that are lost after it was spoilt.
    of_the_index = [one for one in order[:wanted] if INDEX in one.parts][:1]
    for one in (*(each for each in order if INDEX not in each.parts), *of_the_index):
        if touched & one.parts or (len(planted) == wanted - len(of_the_index) and one not in of_the_index):
            continue
        documents = one.plant(file, rng)
        if documents is None:
            continue
        planted.append(Planted(one.kind, documents))
        touched |= one.parts
        used[one.kind] += 1
    return Spoilt(file, tuple(planted))
