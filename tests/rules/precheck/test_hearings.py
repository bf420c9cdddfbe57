"""The right to a hearing hangs on what the agency tells the party it intends, and on more that it decides."""

import pytest

from tests.rules.precheck.cases import HEARING, PLAIN, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import paper

BELOW, AT, ABOVE = 9_999_999, 10_000_000, 12_000_000


def fined(*, proposed, told, decided):
    """The plain file of a company, with fines about the mark of 100,000 yuan; nobody told it of a hearing."""
    file = clean_file(PLAIN)
    for section, fine in (("proposal", proposed), ("notice", told), ("decision", decided)):
        file[section]["fine_fen"] = fine
    return file


@pytest.mark.parametrize(
    ("fines", "due"),
    [
        ({"proposed": ABOVE, "told": BELOW, "decided": BELOW}, False),
        ({"proposed": BELOW, "told": AT, "decided": BELOW}, True),
        ({"proposed": BELOW, "told": BELOW, "decided": AT}, True),
        ({"proposed": ABOVE, "told": BELOW, "decided": AT}, True),
        ({"proposed": BELOW, "told": BELOW, "decided": BELOW}, False),
    ],
)
def test_the_fine_that_was_told_decides(fines, due):
    file = fined(**fines)
    findings = found(file, "hearing-right-untold")
    assert bool(findings) is due
    assert all(one.documents == (file["notice"]["document"],) for one in findings)


@pytest.mark.parametrize(
    ("section", "due"), [("proposal", False), ("notice", True), ("decision", True)], ids=["proposed", "told", "decided"]
)
def test_so_do_the_kinds_that_were_told(section, due):
    file = fined(proposed=BELOW, told=BELOW, decided=BELOW)
    file[section]["kinds"] = ["罚款", "吊销许可证件"]
    assert bool(found(file, "hearing-right-untold")) is due


def test_and_the_confiscation():
    file = fined(proposed=BELOW, told=BELOW, decided=BELOW)
    file["proposal"]["confiscation_fen"] = ABOVE
    assert found(file, "hearing-right-untold") == []
    file["notice"]["confiscation_fen"] = ABOVE
    assert "没收违法所得和非法财物" in found(file, "hearing-right-untold")[0].explanation


def test_legal_review_hangs_on_what_was_proposed():
    file = fined(proposed=ABOVE, told=BELOW, decided=BELOW)
    assert found(file, "legal-review-missing")


@pytest.mark.parametrize("kind", ["scene_record", "inquiry_record"])
def test_whoever_made_a_record_of_the_case_investigated_it(kind):
    file = clean_file(HEARING)
    paper(file, kind)["officers"] = ["o1", "h3"]
    assert file["hearing"]["chair"] == "h3"
    assert "曹副局是本案的调查人员" in found(file, "hearing-chair-handled")[0].explanation
    assert "曹副局参加了集体讨论的表决" in found(file, "handler-voted")[0].explanation
    paper(file, kind)["officers"] = ["o1", "r1"]
    assert found(file, "hearing-chair-handled") == found(file, "handler-voted") == []
    assert found(file, "reviewer-handled")
