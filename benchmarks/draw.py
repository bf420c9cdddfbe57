"""What a large draw costs, as a ratio to a bare loop over the same digests: 1,000,000 objects, 300 officers.

    make bench-draw
    .venv/bin/python -m benchmarks.draw --objects 100000         smaller, for a look

Three parts: freeze and commit, tickets and selection, officers. The bare loop of a part joins the same bytes (of the
tree: from lines sorted and encoded already; of tickets: from the lines of the pool) and calls
`hashlib.sha256(…).digest()` on them: no check, no order, no selection, no digest kept but the tree's. Each part and its
bare loop run in turn, a few times; the best of each counts, in seconds of the processor, since what else the machine
does only adds. Ends with status 1 when a mark is missed.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from enforcement.rules.draws.commitment import commit_digest, commit_json
from enforcement.rules.draws.hashing import Algorithm, lp, tag_bytes
from enforcement.rules.draws.lines import ExclusionLine, OfficerLine, PoolLine, encoded, pool_counts, sorted_lines
from enforcement.rules.draws.officers import Assignment, ObjectSnapshot, OfficerSnapshot, TeamNeeds, assign
from enforcement.rules.draws.seed import seed
from enforcement.rules.draws.tickets import ClassDraw, select, selected_root
from enforcement.rules.draws.tree import root

SHA = Algorithm.SHA256
OBJECTS = 1_000_000
OFFICERS = 300
TENTH = 10
SHARES = {"A": 700, "B": 200, "C": 80, "D": 20}
"""Objects of each class among a thousand."""
BASIS_POINTS = {"A": 100, "B": 300, "C": 1250, "D": 3500}
"""Of a million: 7,000 + 6,000 + 10,000 + 7,000 = 30,000 drawn."""
MARKS = {"freeze": 2.5, "draw": 2.0, "officers": 3.0}
MOST_MEMORY = 1.2e9
MOST_GROWTH = 12.0
ROUNDS = 3
VALUES = (("ssq:2026135", "3.9.14.22.27.31./8./"), ("kl8:2026310", "".join(f"{n}." for n in range(1, 21)) + "/"))
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Part:
    """Seconds of one part and of its bare loop."""

    name: str
    seconds: float
    bare: float

    @property
    def ratio(self) -> float:
        """How much more the part costs than its digests alone."""
        return self.seconds / self.bare


@dataclass(frozen=True)
class Run:
    """A whole draw of one size."""

    objects: int
    drawn: int
    parts: tuple[Part, ...]

    @property
    def seconds(self) -> float:
        """Freeze, commit, tickets and selection together; officers depend on the number drawn."""
        return sum(part.seconds for part in self.parts if part.name != "officers")


def measure(objects: int, officers: int) -> Run:
    """Draw once from a library of that size, and run the bare loops."""
    pool = library(objects)
    staff = [f"z{number:05d}" for number in range(officers)]
    freezing, (texts, commit) = part("freeze", partial(freeze, pool, staff), lambda frozen: bare_tree(frozen[0]))
    del texts
    s = seed(SHA, commit, VALUES)
    drawing, draws = part("draw", partial(draw, s, pool), lambda _: bare_tickets(s, pool))
    drawn = [one.object_id for group in draws for one in group.selected]
    pool.clear()
    sending, teams = part("officers", partial(send_out, s, drawn, staff), lambda _: bare_ranks(s, drawn, staff))
    if len(teams.assigned) != len(drawn):
        raise RuntimeError("the benchmark's officers do not suffice")
    return Run(objects, len(drawn), (freezing, drawing, sending))


def part(name: str, work: Callable[[], Outcome], bare: Callable[[Outcome], float]) -> tuple[Part, Outcome]:
    """Run the work and its bare loop in turn; the best times, and what the work gave."""
    seconds, alone = [], []
    outcomes: list[Outcome] = []
    gc.collect()
    for _ in range(ROUNDS):
        outcomes.clear()
        started = time.process_time()
        outcomes.append(work())
        seconds.append(time.process_time() - started)
        alone.append(bare(outcomes[0]))
    return Part(name, min(seconds), min(alone)), outcomes[0]


def library(objects: int) -> list[PoolLine]:
    """Objects in four classes, in the order of no one."""
    numbers = list(range(objects))
    random.Random(objects).shuffle(numbers)  # noqa: S311 - the same library every time
    names = [name for name, share in SHARES.items() for _ in range(share)]
    return [PoolLine(f"91330100{number:08d}XX", names[number % len(names)], 1) for number in numbers]


def freeze(pool: Sequence[PoolLine], staff: Sequence[str]) -> tuple[tuple[str, ...], bytes]:
    """Check, sort and count the lists, their roots, the commit."""
    texts = sorted_lines(pool)
    exclusions = sorted_lines([ExclusionLine("91339999EXCLUDEDXX", "CAP", "2")])
    officers = sorted_lines([OfficerLine(name, "d1") for name in staff])
    content = commit_json(
        algorithm=SHA,
        agency="330100",
        draw_no="2026-0001",
        plan="2026-P-001",
        frozen_at="2026-11-20T17:00:00+08:00",
        n=pool_counts(pool, BASIS_POINTS),
        pool_root=root(SHA, encoded(texts)),
        exclude_root=root(SHA, encoded(exclusions)),
        officer_root=root(SHA, encoded(officers)),
        sources=[name for name, _ in VALUES],
    )
    return texts, commit_digest(SHA, content)


def draw(s: bytes, pool: Sequence[PoolLine]) -> tuple[ClassDraw, ...]:
    """Tickets, thresholds, the drawn and their root."""
    draws = select(SHA, s, pool, BASIS_POINTS)
    selected_root(SHA, draws)
    return draws


def send_out(s: bytes, drawn: Sequence[str], staff: Sequence[str]) -> Assignment:
    """A team of two for each object; every third officer lacks the item of every second object."""
    needs = TeamNeeds(planned_days=("2026-12-01",))
    load = 3 * len(drawn) * needs.size // len(staff) + needs.size
    officers = [
        OfficerSnapshot(name, "d1", items=("M01", "M02")[: 1 + (place % 3 > 0)], areas=("33",), load_limit=load)
        for place, name in enumerate(staff)
    ]
    targets = [ObjectSnapshot(name, "330100", ("M01", "M02")[place % 2 :][:1]) for place, name in enumerate(drawn)]
    return assign(SHA, s, targets, officers, needs)


def bare_tree(texts: Sequence[str]) -> float:
    """Seconds for the digests of the tree over the pool, level by level."""
    lines = [text.encode() for text in texts]
    started = time.process_time()
    level = []
    for line in lines:
        level.append(hashlib.sha256(b"\x00" + line).digest())  # noqa: PERF401 - bare
    while len(level) > 1:
        above = []
        for place in range(0, len(level) - 1, 2):
            above.append(hashlib.sha256(b"\x01" + level[place] + level[place + 1]).digest())  # noqa: PERF401 - bare
        level = above + level[-1:] if len(level) & 1 else above
    return time.process_time() - started


def bare_tickets(s: bytes, pool: Sequence[PoolLine]) -> float:
    """Seconds for the digests of all tickets."""
    heads = {name: tag_bytes("DRAW-TICKET-v1", s, name.encode()) for name in SHARES}
    tail = lp(b"1")
    started = time.process_time()
    for object_id, class_name, _ in pool:
        name = object_id.encode()
        hashlib.sha256(heads[class_name] + len(name).to_bytes(4) + name + tail).digest()
    return time.process_time() - started


def bare_ranks(s: bytes, drawn: Sequence[str], staff: Sequence[str]) -> float:
    """Seconds for the digests by which every officer is ranked for every object."""
    names = [lp(name.encode()) for name in staff]
    started = time.process_time()
    for object_id in drawn:
        head = tag_bytes("DRAW-OFFICER-v1", s, object_id.encode())
        for name in names:
            hashlib.sha256(head + name).digest()
    return time.process_time() - started


def memory() -> float:
    """The most bytes this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def report(small: Run, large: Run, bytes_held: float) -> tuple[list[str], bool]:
    """The figures as lines, and whether every mark is met."""
    rows = [f"{large.objects:,} objects, {large.drawn:,} drawn"]
    met = True
    for part in large.parts:
        good = part.ratio <= MARKS[part.name]
        met &= good
        each = f"{part.seconds:7.2f} s, bare {part.bare:7.2f} s"
        rows.append(f"{part.name:<9} {each}: ratio {part.ratio:.2f} (≤ {MARKS[part.name]}) {_word(good)}")
    growth = large.seconds / small.seconds
    near = growth <= MOST_GROWTH
    rows.append(f"growth    {TENTH} times the pool: {growth:.1f} times the cost (≤ {MOST_GROWTH}) {_word(near)}")
    light = bytes_held <= MOST_MEMORY
    rows.append(f"memory    {bytes_held / 1e9:.2f} GB at most (≤ {MOST_MEMORY / 1e9}) {_word(light)}")
    return rows, met and light and near


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a tenth of the pool, then the pool, and compare with the marks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--objects", type=int, default=OBJECTS)
    parser.add_argument("--officers", type=int, default=OFFICERS)
    options: Any = parser.parse_args(arguments)
    small = measure(options.objects // TENTH, options.officers)
    gc.collect()
    large = measure(options.objects, options.officers)
    rows, met = report(small, large, memory())
    print(*rows, sep="\n")
    return 0 if met else 1


def _word(good: bool) -> str:  # noqa: FBT001 - the verdict is the argument
    return "ok" if good else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
