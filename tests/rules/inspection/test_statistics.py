"""Statistics: shares, months, pairs against the mean, visits saved; nothing is put into an order (C10)."""

from datetime import date

import pytest

from enforcement.rules.inspection.statistics import LEAST_VISITS, Saved, Share, case_share, months, pair_rates, saved
from enforcement.rules.inspection.visits import VisitKind
from tests.rules.inspection.test_alarms import visit


def test_a_share_in_thousandths_half_up():
    assert Share(1, 3).per_mille == 333
    assert Share(1, 2000).per_mille == 1
    assert Share(0, 0).per_mille is None


def test_months_from_january():
    assert months([date(2026, 1, 31), date(2026, 12, 1), date(2026, 12, 31)]) == (1, *[0] * 10, 2)


def test_a_pair_is_held_against_the_mean_from_enough_visits_on():
    few = [visit(n, pair_key="|a|b|", found=n == 0) for n in range(LEAST_VISITS - 1)]
    mean, (rate,) = pair_rates(few)
    assert rate.above is None
    enough = [visit(n, pair_key="|a|b|", found=n == 0) for n in range(LEAST_VISITS)]
    others = [visit(10 + n, pair_key="|c|d|", found=False) for n in range(LEAST_VISITS)]
    mean, (first, second) = pair_rates(enough + others)
    assert (mean.part, mean.whole) == (1, 10)
    assert (first.above, second.above) == (100, -100)


def test_c10_pairs_stand_in_the_order_of_their_names_whatever_they_found():
    for found in (True, False):
        rows = [visit(1, pair_key="|a|b|", found=found), visit(2, pair_key="|c|d|", found=not found)]
        assert [rate.officers for rate in pair_rates(rows)[1]] == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize(
    ("kinds", "share"),
    [
        ([], Share(0, 0)),
        ([VisitKind.DAILY, VisitKind.CASE, VisitKind.CASE, VisitKind.RECHECK], Share(2, 4)),
        ([VisitKind.SURVEY, VisitKind.DAILY], Share(0, 1)),
    ],
)
def test_the_share_of_checks_on_single_leads_is_of_inspections_only(kinds, share):
    assert case_share(kinds) == share


def test_visits_without_a_result_are_in_no_share():
    assert pair_rates([visit(1)]) == (Share(0, 0), ())


def test_saved_by_joining_and_by_several_items():
    assert saved([("j", 1), ("j", 2), ("k", 3)]) == Saved(entries=2, by_organs=1, by_items=3)
    assert saved([]) == Saved(0, 0, 0)
