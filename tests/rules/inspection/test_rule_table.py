"""The table of rules names functions and tests that exist, and every rule."""

import importlib
import re
from pathlib import Path

import pytest

TABLE = Path("docs/inspection-rules.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if re.match(r"\| [IDOCPA]\d\d ", line)
]
COUNTS = {"I": 6, "D": 10, "O": 8, "C": 11, "P": 6, "A": 3}


def test_every_rule_has_one_row():
    expected = [f"{letter}{number:02d}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
    assert [row[0] for row in ROWS] == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_rule_has_words_source_function_and_test_or_a_reason(row):
    _, words, source, kept, tested = row
    assert words
    assert source
    assert "`" in kept
    assert "`" in tested


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_.]+)` *[,|]", "".join(f"{row[3]}|" for row in ROWS)))))
def test_each_named_function_exists(name):
    module, _, function = f"enforcement.{name}".rpartition(".")
    assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in re.findall(r"`([^`]+::\w+)`", row[4])}))
def test_each_named_test_exists(name):
    path, _, function = name.partition("::")
    assert f"def {function}(" in (Path("tests") / path).read_text(encoding="utf-8")
