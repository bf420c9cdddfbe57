"""The benchmark runs to its end and measures what it says; nothing is asserted about times."""

from __future__ import annotations

import pytest

from benchmarks.http import Plan, Result, measure, table
from benchmarks.load import Bounds

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def test_a_tiny_run_measures_every_target_as_a_share_of_hello(postgres, s3):
    results = measure(Plan(rounds=2, bounds=Bounds(5.0, 3), clients=2, decisions=1), postgres, s3)
    names = ["hello", "public decision page", "public search", "officer's case page", "a step: note on a case"]
    assert [one.name for one in results] == names
    assert all(len(one.rates) == 2 and min(one.rates) > 0 for one in results)
    lines = table(results).splitlines()
    assert [line.startswith(name) for line, name in zip(lines[1:], names, strict=True)] == [True] * len(names)
    assert lines[1].endswith("100.0%")


def test_the_share_is_of_the_medians():
    rows = table([Result("hello", (100.0, 400.0, 200.0)), Result("page", (20.0, 10.0, 90.0))])
    assert rows.splitlines()[2].split() == ["page", "20.0", "10.0", "90.0", "10.0%"]
