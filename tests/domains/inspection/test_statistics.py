"""Statistics of the organs in scope, in the order of the tree (C10)."""

import re
from pathlib import Path

import pytest

from enforcement.foundation.actor import system_actor
from enforcement.inspection.queries.statistics import statistics
from enforcement.rules.inspection.statistics import Share
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.inspection.noticed import make_check
from tests.domains.inspection.visiting import MINUTE, make_place
from tests.support.app import NOON


@pytest.fixture
def place(app):
    return make_place()


def figures(actor):
    return statistics(actor, NOON.year, NOON.date())


def test_completion_counts_published_of_what_was_to_be_checked(place):
    make_check(place, published_at=NOON)
    make_check(place, "SECOND12")
    first = next(one for one in figures(place.head).organs if one.name == place.bureau.name)
    assert (first.completed.part, first.completed.whole) == (1, 2)
    assert (first.finished.part, first.finished.whole) == (0, 1)


def test_c10_organs_stand_in_the_order_of_the_tree_whatever_their_numbers(place):
    before = [one.name for one in figures(place.supervisor).organs]
    assert len(before) > 1
    for number in range(3):
        make_check(place, f"CODE000{number}")
    place.whole_visit(NOON)
    assert [one.name for one in figures(place.supervisor).organs] == before


def test_pairs_are_for_who_supervises(place):
    check = make_check(place)
    place.approve(place.ask(), NOON + MINUTE)
    place.visit(NOON + 2 * MINUTE, check_public_id=check.public_id)
    assert figures(place.head).pairs == ()
    shown = figures(place.supervisor)
    assert len(shown.pairs) == 1
    assert {shown.names[one] for one in shown.pairs[0].officers} == {"林甲", "许乙"}


def test_months_count_inspections_and_joining_saves_visits(place):
    together = {"scanned": False, "kind": VisitKind.DAILY, "joint_key": "j", "actor": system_actor("测试")}
    place.visit(NOON, items=3, **together)
    place.visit(NOON, org_id=place.other.id, **together)
    place.visit(NOON, scanned=False, kind=VisitKind.SURVEY)
    found = figures(place.supervisor)
    assert sum(found.months) == found.months[8] == 2
    assert (found.saved.entries, found.saved.by_organs, found.saved.by_items) == (2, 1, 2)


def test_the_share_of_checks_on_single_leads_stands_for_each_organ(place):
    late = {"scanned": False, "actor": system_actor("测试")}
    for kind in (VisitKind.CASE, VisitKind.CASE, VisitKind.DAILY, VisitKind.STUDY):
        place.visit(NOON, kind=kind, **late)
    place.visit(NOON, org_id=place.other.id, kind=VisitKind.DAILY, **late)
    shares = {one.name: one.cases for one in figures(place.supervisor).organs}
    assert shares[place.bureau.name] == Share(2, 3)
    assert shares[place.other.name] == Share(0, 1)


RANKING = re.compile(r"排名|排行|名次|前十|末位|rank")
ALLOWED = re.compile(r"不(按[^。；]*|)排名|不排名|rank-by|ranked|ranks")
PAGES = (
    *Path("enforcement/web/templates/inspection/statistics").glob("*.html"),
    *Path("enforcement/web/templates/oversight").glob("*.html"),
    *Path("enforcement/web/templates/visits").glob("*.html"),
    Path("enforcement/web/inspection_statistics.py"),
    Path("enforcement/web/visits.py"),
    Path("enforcement/web/oversight.py"),
    Path("enforcement/inspection/queries/statistics.py"),
    Path("enforcement/inspection/queries/ratings.py"),
)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_c10_no_page_report_or_export_ranks_by_checks_or_fines(path):
    text = ALLOWED.sub("", path.read_text(encoding="utf-8"))
    assert not RANKING.search(text)
    assert "sort_href" not in text
    assert "order_by(func" not in text
    assert "fine" not in re.findall(r"\w+", text)
