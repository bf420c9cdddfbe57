"""How many case files a second the pre-check reads and checks, as a share of parsing and hashing the same files.

    .venv/bin/python -m benchmarks.precheck

The yardstick is `json.loads` and SHA-256 over the same bytes in the same run, batch by batch, so that what else the
machine does falls on both. The check itself asks no database. Taking files in does (`benchmarks.take_in`): `--taken-in`
says how many are, and the statements of each file must be as many as those of the first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.take_in import TakenIn, measure_taking_in
from config.settings import ROOT
from enforcement.rules.calendars import load_calendars
from enforcement.rules.casefile import read_case_file
from enforcement.rules.precheck import Law, precheck
from enforcement.rules.rulesets import load_rulesets
from tests.support.casefiles import clean_file
from tests.support.faults import spoil

FILES = 10_000
TAKEN_IN = 1_000
BATCH = 500
FAULTS_PER_FILE = 3


@dataclass(frozen=True)
class Measured:
    """What a run took: seconds of both, over the same files and bytes."""

    files: int
    bytes: int
    findings: int
    check_seconds: float
    yardstick_seconds: float

    @property
    def files_per_second(self) -> float:
        """Files read and checked in a second."""
        return self.files / self.check_seconds

    @property
    def ratio(self) -> float:
        """How many times as long as the yardstick it takes."""
        return self.check_seconds / self.yardstick_seconds


def measure(files: int, batch: int = BATCH) -> Measured:
    """Check `files` files, every second one spoilt, in batches; making them is not measured."""
    law = Law(load_rulesets([ROOT / "config" / "rulesets"]), load_calendars([ROOT / "config" / "calendars"]))
    found = size = 0
    check = yardstick = 0.0
    for first in range(0, files, batch):
        texts = _texts(first, min(batch, files - first))
        size += sum(len(text) for text in texts)
        yardstick += _timed(texts, _parse_and_hash)[0]
        seconds, counts = _timed(texts, lambda text: len(precheck(read_case_file(text), law)))
        check += seconds
        found += sum(counts)
    return Measured(files, size, found, check, yardstick)


def _texts(first: int, count: int) -> list[bytes]:
    half = (count + 1) // 2
    plain = [clean_file(first + n) for n in range(half)]
    spoilt = spoil(lambda n: clean_file(first + half + n), count - half, (count - half) * FAULTS_PER_FILE)
    files = plain + [one.file for one in spoilt]
    return [json.dumps(one, ensure_ascii=False).encode() for one in files]


def _parse_and_hash(text: bytes) -> int:
    json.loads(text)
    return len(hashlib.sha256(text).digest())


def _timed(texts: Sequence[bytes], work: Callable[[bytes], int]) -> tuple[float, list[int]]:
    begin = time.perf_counter()
    results = [work(text) for text in texts]
    return time.perf_counter() - begin, results


def table(measured: Measured) -> str:
    """The result as text."""
    yardstick = measured.files / measured.yardstick_seconds
    return "\n".join((
        f"files               {measured.files:>12,}",
        f"bytes a file        {measured.bytes // measured.files:>12,}",
        f"findings            {measured.findings:>12,}",
        f"files per second    {measured.files_per_second:>12,.1f}",
        f"yardstick per second{yardstick:>12,.1f}",
        f"times the yardstick {measured.ratio:>12,.1f}",
        f"queries a file      {0:>12,}",
    ))  # fmt: skip


def table_of_database(taken: TakenIn) -> str:
    """What taking in asks the database, as text."""
    return "\n".join((
        "",
        f"taken in            {len(taken.clean) + len(taken.spoilt):>12,}",
        f"files per second    {taken.files_per_second:>12,.1f}",
        f"queries a file      {_spread(taken.clean):>12} clean, {_spread(taken.spoilt)} with findings",
        f"constant            {'yes' if taken.constant else 'NO':>12}",
    ))  # fmt: skip


def _spread(counts: Sequence[int]) -> str:
    return "–".join(str(one) for one in sorted({min(counts), max(counts)})) if counts else "none"


def main() -> None:
    """Print one run; status 1 when later files ask the database more than the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--taken-in", type=int, default=TAKEN_IN, help="files that are taken in to a database; 0: none")
    asked = parser.parse_args()
    print(table(measure(asked.files)))
    if asked.taken_in:
        taken = measure_taking_in(asked.taken_in)
        print(table_of_database(taken))
        raise SystemExit(not taken.constant)


if __name__ == "__main__":
    main()
