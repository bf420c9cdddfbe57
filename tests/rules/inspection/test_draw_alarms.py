"""Alarms about what became of draws (A02): both sides of each number."""

from decimal import Decimal

import pytest

from enforcement.rules.inspection.alarms import PREFIX, TITLES
from enforcement.rules.inspection.draw_alarms import DRAW_LIMITS, DirectedDraw, DrawYear, Exchange, draw_alarms
from enforcement.rules.rulesets import Number

VALUES = {"objects": 2, "objects_share": 5, "directed_pool": 50, "directed_share": 80}
LIMITS = {name: Number(name, name, Decimal(VALUES[name]), "户", basis="依据") for name in DRAW_LIMITS}


def organ(drawn=0, deciders=(), directed=()):
    gone = tuple(Exchange("d", "2026-0001 已经注销", name) for name in deciders)
    return DrawYear(1, "/1/2/", "市监局", 2026, drawn, gone, directed)


@pytest.mark.parametrize(
    ("drawn", "exchanged", "alarm"),
    [(5, 2, False), (5, 3, True), (60, 3, False), (50, 3, True), (59, 3, False), (0, 0, False), (100, 6, True)],
)
def test_a02_exchanged_objects_are_watched_by_number_and_share(drawn, exchanged, alarm):
    found = draw_alarms([organ(drawn, ["沈某"] * exchanged)], LIMITS)
    assert bool(found) is alarm


def test_a02_the_alarm_names_who_decided_and_comes_again_when_it_gets_worse():
    (found,) = draw_alarms([organ(40, ["沈某", "白某", "沈某"])], LIMITS)
    assert found.rule_id == f"{PREFIX}objects"
    assert "沈某决定2户，白某决定1户" in found.message
    assert found.numbers == {"count": 3, "of": 40, "percent": 7, "limit": 5}
    (same,) = draw_alarms([organ(41, ["沈某", "白某", "沈某"])], LIMITS)
    (worse,) = draw_alarms([organ(40, ["沈某"] * 5)], LIMITS)
    assert same.facts_key == found.facts_key != worse.facts_key


@pytest.mark.parametrize(
    ("pool", "drawn", "alarm"),
    [(50, 41, True), (50, 40, False), (51, 51, False), (10, 9, True), (10, 8, False), (0, 0, False)],
)
def test_a02_a_small_pool_drawn_nearly_whole_was_chosen_first(pool, drawn, alarm):
    found = draw_alarms([organ(directed=(DirectedDraw("d", "火锅店定向抽查", pool, drawn),))], LIMITS)
    assert [one.rule_id for one in found] == [f"{PREFIX}chosen-first"] * alarm
    assert all(one.records == (("draw", "d", "火锅店定向抽查"),) for one in found)


def test_each_has_a_title():
    assert {"objects", "chosen-first"} <= set(TITLES)
