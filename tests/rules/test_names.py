"""The glossary and the rule ids: what is named exists."""

import ast
import re
from functools import cache

import pytest

from tests.rules.law_files import CONFIG, rulesets

ROOT = CONFIG.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| 术语"))
]
# The national rules name no amount for it; a region may.
OPTIONAL = {"credit.serious.fine"}
# There D03 is a rule of docs/inspection-rules.md, not a deadline of a case.
OTHER_RULES = ("inspection", "draws")
ASKING = {"term", "number", "_term", "_number", "case_term", "case_number"}


@cache
def words_of_the_program():
    files = [*(ROOT / "enforcement").rglob("*.py"), *(ROOT / "config" / "rulesets").glob("*.toml")]
    found = set()
    for path in files:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"\w+", text)) | set(re.findall(r"[a-z_]+(?:\.[a-z_]+)+", text))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_term_has_its_code_name_meaning_and_article(row):
    assert len(row) == 4
    assert all(row)
    names = re.findall(r"`([^`]+)`", row[1])
    assert names
    assert set(names) - words_of_the_program() == set()


def test_no_term_stands_twice():
    terms = [row[0] for row in ROWS]
    assert len(terms) == len(set(terms))


def rule_ids_asked_for():
    for path in (ROOT / "enforcement").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                not set(path.parts) & set(OTHER_RULES)
                and isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"D\d\d(\.\w+)*", node.value)
            ):
                yield node.value
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ASKING:
                literals = [item.value for item in node.args if isinstance(item, ast.Constant)]
                yield from (text for text in literals if isinstance(text, str) and "." in text)


def test_every_rule_the_program_asks_for_stands_in_the_rulesets():
    asked = set(rule_ids_asked_for())
    assert {"D05", "officers.minimum"} <= asked
    assert asked - OPTIONAL <= set(rulesets().ids())
