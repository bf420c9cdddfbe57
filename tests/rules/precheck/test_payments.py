"""Who may collect on the spot, and what is owed where the decision was changed."""

import pytest

from tests.rules.precheck.cases import LATE, PLAIN, SUMMARY_FINE, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import move, paper

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


def changed(fine, paid, *, on="2026-03-10", overturned="2026-03-05"):
    """The plain file, fined 12,000 yuan and changed to `fine`; None leaves open to how much."""
    file = clean_file(PLAIN)
    file["decision"]["changed_fine_fen"] = fine
    file["publication"].update(overturned_on=overturned, withdrawn_on=overturned)
    file["payment"]["entries"][0].update(fine_fen=paid, on=on)
    return file


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (changed(900_000, 900_000), ""),
        (changed(900_000, 800_000), "变更后的罚款9,000元，相差1,000元"),
        (changed(900_000, 1_200_000), "相差3,000元"),
        # 变更以前已经缴清的，多缴的另行返还
        (changed(900_000, 1_200_000, on="2026-03-05"), ""),
        (changed(900_000, 1_200_000, on="2026-03-06"), "相差3,000元"),
        (changed(None, 900_000), ""),
        (changed(None, 900_000, overturned=None), "决定罚款12,000元，相差3,000元"),
    ],
)
def test_what_was_changed_by_review_or_suit_is_owed(file, told):
    findings = found(file, "payment-sum-wrong")
    assert bool(findings) is bool(told)
    assert all(told in one.explanation for one in findings)


@pytest.mark.parametrize(("fine", "told"), [(0, False), (None, False), (900_000, True)])
def test_a_revoked_fine_needs_no_payment(fine, told):
    file = changed(fine, 0)
    file["payment"] = None
    assert bool(found(file, "payment-missing")) is told


def test_the_surcharge_is_one_of_what_is_owed():
    file = clean_file(LATE)
    file["decision"]["changed_fine_fen"] = 10_000_000
    file["publication"].update(overturned_on="2026-03-25")
    entry = file["payment"]["entries"][0]
    entry.update(fine_fen=10_000_000, surcharge_fen=2_100_000)
    assert found(file, "surcharge-wrong") == []
    entry["surcharge_fen"] = 3_150_000
    assert "应为21,000元" in found(file, "surcharge-wrong")[0].explanation
    file["decision"]["changed_fine_fen"] = 3_000_000
    assert found(file, "surcharge-above-fine")
    file["decision"]["changed_fine_fen"] = None
    assert found(file, "surcharge-above-fine") == found(file, "surcharge-wrong") == []


@pytest.mark.parametrize(
    ("ended", "closed", "late"),
    [
        ("2026-11-02", "2026-11-23", False),
        ("2026-11-02", "2026-11-24", True),
        (None, "2026-11-24", False),
    ],
)
def test_a_case_whose_enforcement_ended_is_closed_after_that(ended, closed, late):
    file = clean_file(PLAIN)
    file["payment"] |= {"entries": [], "enforcement": "人民法院裁定终结执行", "enforcement_ended_on": ended}
    move(file, paper(file, "closing_approval"), closed)
    assert bool(found(file, "closing-late")) is late


@pytest.mark.parametrize(("closed", "late"), [("2026-06-17", False), ("2026-06-18", True), ("2026-05-26", True)])
def test_a_case_whose_decision_fell_is_closed_after_that(closed, late):
    file = changed(0, 0, overturned="2026-05-27")
    file["payment"] = None
    move(file, paper(file, "closing_approval"), closed)
    assert bool(found(file, "closing-late")) is late
