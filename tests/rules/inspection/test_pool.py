"""The pool: library ∩ published filters − published exclusions, and nothing by hand (D01, D03, A03)."""

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.inspection import pool
from enforcement.rules.inspection.plans import BatchKind, PoolChoice
from enforcement.rules.inspection.pool import (
    Known,
    ObjectFacts,
    age_reasons,
    at_frequency,
    choice_reasons,
    evaluate_pool,
    load_pool_rules,
)
from enforcement.rules.rulesets import Number

RULES = load_pool_rules(Path("config/inspection_pool.toml"))
ON = date(2026, 9, 1)
SHOP = ObjectFacts(
    uscc="91330100MA27XQ0J4E",
    name="超市",
    kind="企业",
    registration_state="存续",
    legal_representative="王某",
    contact="",
    address="望江路1号",
    phone="",
    region_name="云州市临江区",
    area="/1/3/",
    industry="食品零售",
    tags=("食品经营",),
    item_codes=("SCJG-001",),
    risk_class="B",
    risk_class_on=date(2026, 8, 31),
    registered_on=date(2019, 5, 20),
    last_check_on=None,
    org_id=3,
)
NUMBERS = {"inspection.new_enterprise.months": 6}
KNOWN = Known(on=ON, numbers=NUMBERS)
OLDEST = Number("inspection.library.oldest_days", "", Decimal(90), "天")


def evaluated(objects, filters=(), exclusions=(), known=KNOWN):
    return evaluate_pool(objects, filters, exclusions, RULES, known)


def excluded_by(one, *exclusions, known=KNOWN):
    found = evaluated([one], exclusions=exclusions, known=known)
    assert len(found.lines) + len(found.exclusions) == 1
    return [(line.rule_id, line.value) for line in found.exclusions]


def kept_by(one, rule, value):
    return bool(evaluated([one], filters=(PoolChoice(rule, value),)).lines)


def test_d01_an_object_that_meets_no_rule_is_in_the_pool_with_its_class():
    (line,) = evaluated([SHOP]).lines
    assert line.text == "91330100MA27XQ0J4E|B|1"


@pytest.mark.parametrize("state", ["注销", "吊销", "迁出"])
def test_d01_whoever_is_not_in_business_is_excluded_though_no_batch_says_so(state):
    assert excluded_by(replace(SHOP, registration_state=state)) == [("STATE", state)]


def test_d01_whoever_is_at_the_cap_is_excluded_though_no_batch_says_so():
    known = replace(KNOWN, at_cap=frozenset({SHOP.uscc}))
    assert excluded_by(SHOP, known=known) == [("CAP", "2026")]


def test_d04_whoever_was_drawn_as_often_as_an_item_allows_is_excluded_though_no_batch_says_so():
    known = replace(KNOWN, at_frequency=frozenset({SHOP.uscc}))
    assert excluded_by(SHOP, known=known) == [("FREQ", "2026")]


@pytest.mark.parametrize(
    ("limits", "times", "full"),
    [
        ({"SCJG-001": {"B": 1}}, 0, False),
        ({"SCJG-001": {"B": 1}}, 1, True),
        ({"SCJG-001": {"B": 2}}, 1, False),
        ({"SCJG-001": {"B": 0}}, 0, True),
        ({"SCJG-001": {"A": 1}}, 5, False),
        ({"SCJG-002": {"B": 1}}, 5, False),
        ({}, 5, False),
    ],
)
def test_d04_the_frequency_is_that_of_the_item_for_the_class_of_the_object(limits, times, full):
    found = at_frequency([SHOP], limits, {(SHOP.uscc, "SCJG-001"): times})
    assert found == (frozenset({SHOP.uscc}) if full else frozenset())


def test_checked_this_year_counts_only_when_the_batch_chose_the_rule():
    known = replace(KNOWN, checked=frozenset({SHOP.uscc}))
    assert excluded_by(SHOP, known=known) == []
    assert excluded_by(SHOP, PoolChoice("CHECKED"), known=known) == [("CHECKED", "2026")]


@pytest.mark.parametrize(("day", "out"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True), (None, False)])
def test_registered_after_the_day(day, out):
    found = excluded_by(replace(SHOP, registered_on=day), PoolChoice("REGISTERED_AFTER", "2026-06-30"))
    assert found == ([("REGISTERED_AFTER", "2026-06-30")] if out else [])


@pytest.mark.parametrize(("day", "out"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_newly_founded_for_the_months_of_the_rule_set(day, out):
    assert excluded_by(replace(SHOP, registered_on=day), PoolChoice("NEW")) == ([("NEW", "6")] if out else [])


@pytest.mark.parametrize(("rule", "tag"), [("KEY_SUPERVISION", "全覆盖重点监管"), ("UNDISTURBED", "无事不扰")])
def test_lists_that_are_published_as_tags(rule, tag):
    assert excluded_by(SHOP, PoolChoice(rule)) == []
    assert excluded_by(replace(SHOP, tags=("食品经营", tag)), PoolChoice(rule)) == [(rule, tag)]


def test_the_first_rule_of_the_table_is_named_and_only_one():
    known = replace(KNOWN, at_cap=frozenset({SHOP.uscc}))
    assert excluded_by(replace(SHOP, registration_state="注销"), known=known) == [("STATE", "注销")]


@pytest.mark.parametrize(
    ("rule", "value", "kept"),
    [
        ("KIND", "企业", True),
        ("KIND", "个体工商户", False),
        ("INDUSTRY", "食品", True),
        ("INDUSTRY", "药品", False),
        ("REGION", "临江区", True),
        ("REGION", "西山区", False),
        ("TAG", "食品经营", True),
        ("TAG", "食品", False),
        ("CLASS", "A、B", True),
        ("CLASS", "C,D", False),
        ("REGISTERED_BEFORE", "2019-05-20", True),
        ("REGISTERED_BEFORE", "2019-05-19", False),
    ],
)
def test_a_filter_of_the_table(rule, value, kept):
    assert kept_by(SHOP, rule, value) is kept


def test_what_a_filter_leaves_outside_is_counted_and_not_excluded():
    other = replace(SHOP, uscc="91330100MA0000001A", industry="药品零售")
    found = evaluated([SHOP, other], filters=(PoolChoice("INDUSTRY", "食品"),))
    assert (len(found.lines), len(found.exclusions), found.filtered_out) == (1, 0, 1)


def test_d03_an_undirected_draw_has_no_filter():
    chosen = (PoolChoice("INDUSTRY", "食品"),)
    assert {one.code for one in choice_reasons(BatchKind.UNDIRECTED, chosen, (), RULES)} == {"D03"}
    assert choice_reasons(BatchKind.DIRECTIONAL, chosen, (), RULES) == ()
    assert choice_reasons(BatchKind.UNDIRECTED, (), (PoolChoice("CHECKED"),), RULES) == ()


@pytest.mark.parametrize(
    "exclusion",
    [
        PoolChoice("HAND_PICKED", "91330100MA27XQ0J4E"),
        PoolChoice("REGISTERED_AFTER", ""),
        PoolChoice("REGISTERED_AFTER", "去年"),
        PoolChoice("REGISTERED_AFTER", "2026-06-30|x"),
    ],
)
def test_d01_only_published_rules_with_a_readable_value(exclusion):
    assert [one.code for one in choice_reasons(BatchKind.UNDIRECTED, (), (exclusion,), RULES)] == ["D01"]


def test_d01_no_function_takes_a_single_object_to_add_or_remove():
    takes = [
        name
        for name, function in inspect.getmembers(pool, inspect.isfunction)
        if not name.startswith("_") and {"uscc", "object_id", "one"} & set(inspect.signature(function).parameters)
    ]
    assert takes == []
    assert not {"USCC", "NAME"} & {rule.field.upper() for rule in (*RULES.filters.values(), *RULES.exclusions.values())}


def test_every_rule_of_the_table_has_a_basis_and_mandatory_ones_need_no_value():
    for rule in (*RULES.filters.values(), *RULES.exclusions.values()):
        assert rule.basis, rule.id
        assert rule.name, rule.id
    assert RULES.mandatory == ("STATE", "CAP", "FREQ")
    assert not any(RULES.exclusions[name].takes_value for name in RULES.mandatory)


@given(st.lists(st.sampled_from(["存续", "注销", "吊销"]), max_size=30), st.randoms())
def test_the_order_of_the_library_changes_nothing(states, random):
    objects = [replace(SHOP, uscc=f"{number:018d}", registration_state=one) for number, one in enumerate(states)]
    shuffled = list(objects)
    random.shuffle(shuffled)
    first, second = evaluated(objects), evaluated(shuffled)
    assert sorted(first.lines) == sorted(second.lines)
    assert sorted(first.exclusions) == sorted(second.exclusions)


@pytest.mark.parametrize(
    ("updated", "codes"),
    [(None, ["A03"]), (date(2026, 6, 3), []), (date(2026, 6, 2), ["A03"]), (date(2026, 9, 1), [])],
)
def test_a03_an_empty_or_old_library_blocks_the_draw(updated, codes):
    assert [one.code for one in age_reasons(updated, ON, OLDEST)] == codes


@pytest.mark.parametrize(
    "text",
    [
        '[[filter]]\nid = "A"\nname = "n"\ntext = "t"\nbasis = "b"\ntest = "guess"\n',
        '[[filter]]\nid = "A"\nname = "n"\ntext = "t"\nbasis = "b"\ntest = "equals"\nwhat = 1\n',
    ],
)
def test_a_table_that_cannot_be_used_stops_the_start(tmp_path, text):
    (tmp_path / "pool.toml").write_text(text)
    with pytest.raises(ValueError, match="规则 A"):
        load_pool_rules(tmp_path / "pool.toml")
