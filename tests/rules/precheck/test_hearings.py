"""The right to a hearing hangs on what the agency tells the party it intends, and on more that it decides."""

import pytest

from tests.rules.precheck.cases import HEARING, PLAIN, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import move, paper, remove, serve_on, service_of

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


def ended(**hearing):
    """The hearing of 2026-03-17 did not take place; its notice was served on 2026-03-02."""
    file = clean_file(HEARING)
    remove(file, file["hearing"]["record_document"], paper(file, "hearing_report")["id"])
    file["hearing"] |= {"record_document": None, **hearing}
    return file


ABSENT = {"ended_on": "2026-03-17", "ended_reason": "当事人无正当理由拒不出席"}


@pytest.mark.parametrize(
    ("hearing", "told"),
    [
        (ABSENT, False),
        ({**ABSENT, "ended_reason": " "}, True),
        ({**ABSENT, "ended_on": None}, False),
        ({**ABSENT, "ended_on": "2026-03-01"}, True),
        ({**ABSENT, "notice_document": None}, True),
        ({}, True),
    ],
)
def test_who_stays_away_from_a_hearing_gave_it_up_if_told_of_it(hearing, told):
    assert bool(found(ended(**hearing), "hearing-not-held")) is told


@pytest.mark.parametrize(("served", "short"), [("2026-03-06", False), ("2026-03-07", True)])
def test_who_stayed_away_had_to_be_told_in_time_too(served, short):
    file = ended(**ABSENT)
    serve_on(file, service_of(file, file["hearing"]["notice_document"]), served)
    assert bool(found(file, "hearing-notice-short")) is short
    assert found(file, "hearing-record-missing") == found(file, "review-before-hearing") == []


def test_the_record_shows_the_day_of_the_hearing_where_no_step_does():
    file = clean_file(HEARING)
    file["steps"] = [one for one in file["steps"] if one["kind"] != "hearing"]
    assert found(file, "hearing-not-held") == []
    move(file, paper(file, "hearing_record"), "2026-03-24")
    assert found(file, "hearing-after-decision")
    assert found(file, "review-before-hearing")
    assert found(file, "discussion-before-heard")
    move(file, paper(file, "hearing_record"), "2026-03-10")
    assert found(file, "hearing-notice-short")
