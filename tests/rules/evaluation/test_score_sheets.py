"""Both standards reproduce score sheets that were computed by hand; they stand in score_sheets.md."""

from decimal import Decimal
from pathlib import Path

import pytest

from enforcement.rules.evaluation.scoring import score
from enforcement.rules.evaluation.sheets import Fault, FileFacts, Reference, Sheet, VetoMark
from tests.rules.evaluation.standards import standard

TABLE = Path(__file__).parent / "score_sheets.md"
PLACE = Reference("12", "“现场检查”一段", 3)


def rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    names, _, *found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(names, row, strict=True)) for row in found]


def faults(text):
    for part in text.split():
        code, _, times = part.partition("×")
        yield Fault(code, PLACE, int(times or 1))


def sheet_of(row):
    rule = standard(row["标准"])
    asked = [condition.id for condition in rule.conditions_of(row["种类"])]
    yes = {"全部": asked, "无": []}.get(row["适用"], row["适用"].split())
    assert set(yes) <= set(asked)
    facts = FileFacts(row["种类"], {one: one in yes for one in asked})
    vetoes = tuple(VetoMark(veto, "卷内材料证明") for veto in row["否决"].split())
    return rule, facts, Sheet(tuple(faults(row["扣分"])), vetoes)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["序"])
def test_a_sheet_computed_by_hand(row):
    rule, facts, sheet = sheet_of(row)
    result = score(rule, facts, sheet)
    assert (result.won, result.possible, result.subtracted) == (
        Decimal(row["得分"]),
        Decimal(row["标准分"]),
        Decimal(row["扣除"]),
    )
    assert str(result.points) == row["总分"]
    assert result.band.name == row["等次"]


def test_the_table_is_large_enough_and_shows_both_standards():
    found = rows()
    assert len(found) >= 30
    assert {(row["标准"], row["种类"]) for row in found} == {
        (one, kind.id) for one in ("penalty-100", "mee24") for kind in standard(one).kinds
    }
