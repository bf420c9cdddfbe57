"""Plans, batches, tasks outside the plan (I03 to I06), the draw's day (D05, D09), joint visits (D10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.rules.inspection.plans import (
    BatchFacts,
    BatchKind,
    BatchState,
    Origin,
    Overlap,
    PaperReference,
    SpecialPapers,
    WindowOfBatch,
    batch_reasons,
    draw_day_reasons,
    outside_plan_reasons,
    overlaps,
    publication_late,
    separate_visit_reasons,
    stacked,
    window_reasons,
)
from tests.rules.law_files import calendar

DAY = date(2026, 9, 2)
BATCH = BatchFacts(
    public_id="b",
    org_id=3,
    org_path="/1/3/",
    org_code="YZ-SCJG",
    org_name="市场监督管理局",
    org_domain="市场监督管理",
    region_name="云州市",
    plan_public_id="p",
    plan_no="2026-P-001",
    plan_published_on=date(2026, 3, 31),
    plan_filed=True,
    no=1,
    name="第三季度抽查",
    item_codes=("SCJG-001",),
    kind=BatchKind.UNDIRECTED,
    filters=(),
    exclusions=(),
    ratios={"A": 300, "B": 1000, "C": 2000, "D": 3000},
    departments=("YZ-SCJG",),
    joint=False,
    sealed=False,
    draw_on=DAY,
    visit_from=date(2026, 9, 7),
    visit_to=date(2026, 9, 21),
    team_size=2,
    algorithm="SHA-256",
    sources=("ssq", "kl8"),
    state=BatchState.APPROVED,
    origin=Origin.PLAN,
    reason="",
    papers=SpecialPapers(),
    drafted_by=1,
    drafted_by_name="秦某",
    approved_by=2,
    approved_by_name="沈某",
    approved_at=None,
    draw_public_id="d",
)
PAPERS = SpecialPapers(
    PaperReference("批1号", date(2026, 8, 1)),
    PaperReference("备1号", date(2026, 9, 1)),
    PaperReference("告1号", date(2026, 8, 2)),
)


def codes(reasons):
    return [one.code for one in reasons]


@pytest.mark.parametrize(
    ("public_on", "today", "late"),
    [
        (date(2026, 3, 31), date(2026, 9, 1), False),
        (date(2026, 4, 1), date(2026, 9, 1), True),
        (None, date(2026, 3, 31), False),
        (None, date(2026, 4, 1), True),
    ],
)
def test_i03_public_by_31_march_or_red(public_on, today, late):
    assert publication_late(public_on, date(2026, 3, 31), today) is late


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"item_codes": ()}, ["I03"]),
        ({"visit_to": date(2026, 9, 6)}, ["I03"]),
        ({"visit_to": date(2026, 9, 7)}, []),
        ({"draw_on": date(2026, 9, 7)}, []),
        ({"draw_on": date(2026, 9, 8)}, ["I03"]),
        ({"team_size": 1}, ["O01"]),
        ({"joint": True}, ["D10"]),
        ({"joint": True, "departments": ("A", "B")}, []),
    ],
)
def test_what_a_batch_must_say(changes, found):
    assert codes(batch_reasons(replace(BATCH, **changes))) == found


def test_the_planned_days_are_all_days_of_the_window_both_ends_included():
    assert BATCH.planned_days[0] == date(2026, 9, 7)
    assert BATCH.planned_days[-1] == date(2026, 9, 21)
    assert len(BATCH.planned_days) == 15


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"plan_published_on": None}, ["I03"]),
        ({"plan_published_on": DAY + timedelta(days=1)}, ["I03"]),
        ({"plan_filed": False}, ["I04"]),
        ({"draw_on": DAY + timedelta(days=1)}, ["D09"]),
        ({"state": BatchState.PLANNED}, ["I03"]),
        ({"state": BatchState.FROZEN}, ["D05"]),
        ({"state": BatchState.FINISHED}, ["D05"]),
        ({"state": BatchState.CANCELLED}, ["I03"]),
        ({"origin": Origin.AD_HOC, "plan_published_on": None, "plan_filed": False}, []),
    ],
)
def test_the_draws_day_asks_plan_filing_approval_and_one_draw(changes, found):
    assert codes(draw_day_reasons(replace(BATCH, **changes), DAY)) == found


def test_i03_a_task_outside_the_plan_needs_its_reason():
    task = replace(BATCH, origin=Origin.AD_HOC)
    assert codes(outside_plan_reasons(task, 1)) == ["I03"]
    assert outside_plan_reasons(replace(task, reason="上级交办"), 1) == ()
    assert outside_plan_reasons(BATCH, 1) == ()


@pytest.mark.parametrize("missing", ["approval", "filing", "publication"])
def test_i06_a_special_campaign_needs_all_three_documents(missing):
    special = replace(BATCH, origin=Origin.SPECIAL, reason="部署", papers=PAPERS)
    assert outside_plan_reasons(special, 1) == ()
    assert codes(outside_plan_reasons(replace(special, papers=replace(PAPERS, **{missing: None})), 1)) == ["I06"]


@pytest.mark.parametrize("late", ["filing", "publication"])
def test_i06_filed_and_published_within_a_month_of_approval(late):
    papers = replace(PAPERS, **{late: PaperReference("号", date(2026, 9, 2))})
    special = replace(BATCH, origin=Origin.SPECIAL, reason="部署", papers=papers)
    assert codes(outside_plan_reasons(special, 1)) == ["I06"]


@pytest.mark.parametrize(
    ("changes", "laid_on"),
    [
        ({}, True),
        ({"visit_from": date(2026, 9, 21), "visit_to": date(2026, 9, 30)}, True),
        ({"visit_from": date(2026, 9, 22), "visit_to": date(2026, 9, 30)}, False),
        ({"item_codes": ("SCJG-002",)}, False),
        ({"origin": Origin.AD_HOC}, False),
    ],
)
def test_i05_a_special_campaign_on_the_same_item_in_the_same_days(changes, laid_on):
    special = replace(BATCH, **{"origin": Origin.SPECIAL, **changes})
    assert bool(stacked(special, [BATCH])) is laid_on
    assert stacked(special, [replace(BATCH, origin=Origin.AD_HOC)]) == ()


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 7, 1), True),
        (date(2026, 7, 7), True),
        (date(2026, 7, 8), False),
        (date(2026, 7, 4), False),
        (date(2026, 10, 8), True),
        (date(2026, 9, 30), False),
    ],
)
def test_d09_the_first_five_working_days_of_a_quarter(day, inside):
    assert (window_reasons(day, 5, calendar()) == ()) is inside


def test_d09_no_window_where_the_rule_set_says_zero():
    assert window_reasons(date(2026, 8, 19), 0, calendar()) == ()


def window(public_id, org_id, first, last, *usccs):
    return WindowOfBatch(public_id, org_id, first, last, frozenset(usccs))


FIRST = window("a", 3, date(2026, 9, 1), date(2026, 9, 10), "X", "Y")


@pytest.mark.parametrize(
    ("begin", "apart", "found"),
    [(date(2026, 9, 5), 0, True), (date(2026, 10, 10), 30, True), (date(2026, 10, 11), 31, False)],
)
def test_d10_within_the_days_one_joint_visit_is_proposed(begin, apart, found):
    second = window("b", 4, begin, begin + timedelta(days=5), "X", "Z")
    wanted = (Overlap("X", "a", "b", apart),) if found else ()
    assert overlaps([FIRST, second], 30) == wanted
    assert overlaps([second, FIRST], 30) == wanted


def test_d10_only_between_departments():
    assert overlaps([FIRST, window("b", 3, date(2026, 9, 5), date(2026, 9, 9), "X")], 30) == ()


@pytest.mark.parametrize(("waits_for", "codes"), [((), []), (("应急管理局",), ["D10"]), (("甲局", "乙局"), ["D10"])])
def test_d10_a_second_visit_of_its_own_waits_for_the_answer(waits_for, codes):
    found = separate_visit_reasons(waits_for)
    assert [one.code for one in found] == codes
    assert all(name in found[0].message for name in waits_for)
