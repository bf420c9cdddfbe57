"""Alarms (A02, C02): both sides of each number, and never twice for the same facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from enforcement.rules.inspection.alarms import (
    LIMIT_NAMES,
    PREFIX,
    TITLES,
    OrganYear,
    VisitFact,
    organ_alarms,
    shared_path,
    visit_alarms,
)
from enforcement.rules.rulesets import Number

VALUES = {
    "day": 1, "week": 2, "month": 3, "fruitless": 3, "total": 6, "exempt": 3, "pair": 1, "voids": 1, "redraws": 0,
    "recusals": 10, "year_end": 30, "least": 10,
}  # fmt: skip
LIMITS = {name: Number(name, name, Decimal(VALUES[name]), "次", basis="依据") for name in LIMIT_NAMES}
MONDAY = date(2026, 6, 1)
LAST = date(2026, 12, 31)
OTHER_WEEKS = (0, 31, 62, 93, 124, 155, 186)


def visit(number, day=MONDAY, **changes):
    fact = VisitFact(
        public_id=f"v{number:03d}",
        org_id=1,
        org_path="/1/2/",
        agency_name="市监局",
        uscc="91A",
        name="麦田超市",
        visited_on=day,
        kind_words="日常检查",
        inspection=True,
        counted=True,
        approved=True,
        pair_key=f"|a{number}|b{number}|",
        scanned=True,
        late_days=0,
        joint_key=f"v{number:03d}",
        found=None,
    )
    return replace(fact, **changes)


def raised(visits, late_days=10):
    found = visit_alarms(visits, late_days, LIMITS)
    return sorted({one.rule_id.removeprefix(PREFIX) for one in found})


def spread(days, **changes):
    return [visit(number, MONDAY + timedelta(days=day), **changes) for number, day in enumerate(days)]


def test_every_rule_has_a_title():
    assert {"day", "week", "month", "total", "fruitless", "fruitless-pair"} <= set(TITLES)


@pytest.mark.parametrize(
    ("rule", "within", "beyond"),
    [
        ("day", (0, 1), (0, 0)),
        ("week", (5, 6, 7), (4, 5, 6)),
        ("month", (0, 7, 14), (0, 7, 14, 21)),
        ("total", OTHER_WEEKS[:6], OTHER_WEEKS),
    ],
)
def test_a02_so_many_visits_are_quiet_one_more_raises_an_alarm(rule, within, beyond):
    assert rule not in raised(spread(within))
    assert rule in raised(spread(beyond))


def test_a_joint_visit_of_two_organs_is_one():
    joint = [visit(1, joint_key="j"), visit(2, joint_key="j", org_id=2, org_path="/1/3/")]
    assert raised(joint) == []


def test_the_total_runs_over_all_organs_and_is_told_to_who_stands_above_them():
    visits = [visit(1), visit(2, org_id=2, org_path="/1/3/")]
    (alarm,) = [one for one in visit_alarms(visits, 10, LIMITS) if one.rule_id.endswith("day")]
    assert alarm.org_path == "/1/"
    assert [words for _, _, words in alarm.records] == ["2026年6月1日 市监局 日常检查"] * 2
    assert alarm.numbers == {"count": 2, "limit": 1}


def test_other_enterprises_do_not_add_up():
    assert raised([visit(1), visit(2, uscc="91B")]) == []


@pytest.mark.parametrize(
    ("finds", "expected"), [((False,) * 2, False), ((False,) * 3, True), ((False, False, True, False), False)]
)
def test_a02_three_checks_without_finding(finds, expected):
    visits = [
        visit(number, MONDAY + timedelta(days=31 * number), found=found, pair_key="|a|b|")
        for number, found in enumerate(finds)
    ]
    assert ("fruitless" in raised(visits)) is expected
    assert ("fruitless-pair" in raised(visits)) is expected


def test_visits_without_a_result_are_not_without_finding():
    assert "fruitless" not in raised(spread(OTHER_WEEKS[:3]))


def test_three_without_finding_are_counted_once_and_the_next_three_anew():
    visits = [visit(n, MONDAY + timedelta(days=31 * n), found=False) for n in range(6)]
    found = [one for one in visit_alarms(visits, 10, LIMITS) if one.rule_id.endswith("fruitless")]
    assert len(found) == 2


def test_a02_the_same_pair_at_the_same_enterprise():
    assert "pair" not in raised([visit(1, pair_key="|a|b|"), visit(2, MONDAY + timedelta(31), pair_key="|a|c|")])
    assert "pair" in raised([visit(1, pair_key="|a|b|"), visit(2, MONDAY + timedelta(31), pair_key="|a|b|")])


@pytest.mark.parametrize(
    ("caps", "beyond"),
    [
        ((3, 3, 3), None),
        ((2, 2, 2), (3, 2)),
        ((4, 4, 4), None),
        ((1, 4, 4), None),
        ((4, 1, 4), (2, 1)),
        ((2, 2, 4), None),
        ((4, 4, 2), (3, 2)),
        ((None, None, None), None),
    ],
)
def test_c01_each_counted_visit_is_held_against_the_cap_of_what_it_looked_at(caps, beyond):
    visits = [replace(one, cap=cap) for one, cap in zip(spread(OTHER_WEEKS[:3]), caps, strict=True)]
    found = [one for one in visit_alarms(visits, 10, LIMITS) if one.rule_id.endswith("cap")]
    assert [(one.numbers["count"], one.numbers["limit"]) for one in found] == ([beyond] if beyond else [])
    assert [len(one.records) for one in found] == ([beyond[0]] if beyond else [])


def test_c01_visits_that_do_not_count_are_held_against_no_cap():
    assert "cap" not in raised([replace(one, counted=False, cap=1) for one in spread(OTHER_WEEKS[:3])])


def test_c02_visits_outside_the_cap_are_watched():
    assert "exempt" not in raised(spread(OTHER_WEEKS[:3], counted=False))
    assert "exempt" in raised(spread(OTHER_WEEKS[:4], counted=False))
    assert "exempt" not in raised(spread(OTHER_WEEKS[:4], counted=False, inspection=False))


def test_c06_without_scan_and_entered_too_late():
    assert raised([visit(1)]) == []
    assert raised([visit(1, scanned=False, late_days=10)]) == ["no-scan"]
    assert raised([visit(1, scanned=False, late_days=11)]) == ["late-entry"]


def test_c11_a_visit_under_another_name_is_typed_in_in_time():
    other = visit(1, scanned=False, late_days=10, inspection=False, counted=False)
    assert raised([other]) == []
    assert raised([replace(other, late_days=11)]) == ["late-entry"]


def test_c04_an_inspection_without_approval_and_a_survey_without():
    assert raised([visit(1, approved=False)]) == ["unapproved"]
    assert raised([visit(1, approved=False, inspection=False, counted=False)]) == []


def test_the_same_facts_have_the_same_key_and_a_further_visit_adds_none_before_the_next_step():
    three, four = spread((0, 7, 14, 21)), spread((0, 7, 14, 21, 27))
    keys = [{one.facts_key for one in visit_alarms(rows, 10, LIMITS)} for rows in (three, three, four)]
    assert keys[0] == keys[1]
    assert keys[0] <= keys[2]
    monthly = [one for one in visit_alarms(four, 10, LIMITS) if one.rule_id.endswith("month")]
    assert len(monthly) == 1
    assert monthly[0].facts_key in keys[0]


def organ(**changes):
    return replace(OrganYear(1, "/1/2/", "市监局", 2026), **changes)


def organs(today=LAST, visits=(), **changes):
    found = organ_alarms([organ(**changes)], list(visits), today, LIMITS)
    return [one.rule_id.removeprefix(PREFIX) for one in found]


def pairs(count):
    return tuple((f"d{n}", f"2026-{n:04d}") for n in range(count))


def test_a02_voids_and_redraws():
    assert organs(voids=pairs(1)) == []
    assert organs(voids=pairs(2)) == ["voids"]
    assert organs(repeated=pairs(0)) == []
    assert organs(repeated=pairs(1)) == ["redraws"]


def test_a02_recusals_as_a_share_of_those_drawn():
    assert organs(assigned=100, replaced=pairs(10)) == []
    assert organs(assigned=100, replaced=pairs(11)) == ["recusals"]
    assert organs(assigned=9, replaced=pairs(9)) == []
    assert organs(assigned=10, replaced=pairs(9)) == ["recusals"]


def test_a02_each_overdue_result_once():
    overdue = (("t1", "春季抽查的检查结果", MONDAY),)
    assert organs(overdue=overdue) == ["overdue"]
    keys = {one.facts_key for _ in range(2) for one in organ_alarms([organ(overdue=overdue)], [], LAST, LIMITS)}
    assert len(keys) == 1


def test_c04_an_urgent_visit_whose_papers_are_late():
    assert organs(urgent_late=(("p1", "对麦田超市紧急检查的审批", MONDAY),)) == ["urgent-late"]


def year(before, after, first=date(2026, 11, 1)):
    early = [visit(n, date(2026, 10, 31), uscc=f"e{n}") for n in range(before)]
    return early + [visit(100 + n, first, uscc=f"l{n}") for n in range(after)]


def test_a02_share_of_the_year_from_1_november_on():
    assert organs(visits=year(7, 3)) == []
    assert organs(visits=year(6, 4)) == ["year-end"]
    assert organs(visits=year(6, 4, date(2026, 10, 31))) == []
    assert organs(date(2026, 10, 31), visits=year(6, 4)) == []


def test_a02_a_share_of_few_visits_says_nothing():
    assert organs(visits=year(1, 8)) == []
    assert organs(visits=year(2, 8)) == ["year-end"]


def test_the_year_end_is_told_once_a_year():
    keys = {one.facts_key for rows in (year(6, 4), year(6, 9)) for one in organ_alarms([], rows, LAST, LIMITS)}
    assert len(keys) == 1


def test_shared_path():
    assert shared_path(["/1/2/", "/1/2/"]) == "/1/2/"
    assert shared_path(["/1/2/", "/1/3/4/"]) == "/1/"
    assert shared_path(["/1/", "/2/"]) == "/"
