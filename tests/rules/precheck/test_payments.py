"""Who may collect on the spot, and what is owed where the decision was changed."""

import pytest

from tests.rules.precheck.cases import PLAIN, SUMMARY_FINE, found
from tests.support.casefiles import clean_file

RULE = "collected-on-the-spot"


def collected(n, *parts, ground=""):
    """A fine that is the sum of the parts, each collected on the spot with a receipt of its own."""
    file = clean_file(n)
    day = file["steps"][-1]["on"]
    file["decision"]["fine_fen"] = sum(parts)
    file["payment"]["entries"] = [{"on": day, "fine_fen": part, "way": "on_the_spot"} for part in parts]
    file["payment"]["on_the_spot_ground"] = ground
    return file


@pytest.mark.parametrize(
    ("n", "parts", "told"),
    [
        (SUMMARY_FINE, (10_000,), False),
        (SUMMARY_FINE, (5_000, 5_000), False),
        (SUMMARY_FINE, (10_001,), True),
        (SUMMARY_FINE, (10_000, 10_000), True),
        (SUMMARY_FINE, (10_000, 1), True),
        (PLAIN, (10_000,), True),
        (PLAIN, (100,), True),
    ],
)
def test_on_the_spot_only_a_small_fine_that_was_decided_on_the_spot(n, parts, told):
    assert bool(found(collected(n, *parts), RULE)) is told
    assert found(collected(n, *parts, ground="当地交通不便，当事人提出当场缴纳（行政处罚法第六十九条）"), RULE) == []


def test_the_ordinary_procedure_has_its_own_article():
    (ordinary,) = found(collected(PLAIN, 10_000), RULE)
    assert ordinary.article == "行政处罚法第六十七条、第六十九条"
    (summary,) = found(collected(SUMMARY_FINE, 10_000, 10_000), RULE)
    assert summary.article == "行政处罚法第六十七条至第六十九条"
    assert "决定罚款200元，超过" in summary.explanation


def test_what_the_bank_took_is_no_matter():
    file = collected(PLAIN, 10_000)
    file["payment"]["entries"][0]["way"] = "bank"
    assert found(file, RULE) == []
