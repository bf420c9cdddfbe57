"""The published files against the law: bases, spans of days, grades of benchmarks."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from enforcement.catalogue.benchmarks import benchmark_faults, bounds
from enforcement.catalogue.importing import parse_items
from enforcement.catalogue.mapping import item_columns, item_facts, tiers_from_json
from enforcement.catalogue.models import PowerItemVersion
from enforcement.catalogue.seeding import read_items
from enforcement.foundation.errors import Invalid
from enforcement.rules.facts_catalogue import Grade, LegalKind, Threshold

DATA = Path(__file__).parents[3] / "enforcement" / "catalogue" / "data"
ROWS = json.loads((DATA / "power_items.json").read_text(encoding="utf-8"))
BENCHMARKS = json.loads((DATA / "benchmarks.json").read_text(encoding="utf-8"))
FOOD = next(row for row in ROWS if row["code"] == "FOOD-124-1-5")


def faults_of(*rows):
    with pytest.raises(Invalid) as caught:
        parse_items(rows)
    return caught.value.errors


def test_all_hundred_items_are_taken():
    assert len(read_items()) == 100


def test_article_16_a_normative_document_can_not_be_the_basis_of_a_penalty():
    row = {**FOOD, "penalty": {**FOOD["penalty"], "kind": "normative_document"}}
    assert "第十六条" in faults_of(row)["第 1 行 penalty.kind"][0]


@pytest.mark.parametrize("kind", [kind for kind in LegalKind if kind is not LegalKind.NORMATIVE_DOCUMENT])
def test_article_16_laws_regulations_and_rules_can_be_the_basis(kind):
    (item,) = parse_items([{**FOOD, "penalty": {**FOOD["penalty"], "kind": kind.value}}])
    assert item.penalty.kind is kind


def test_article_16_a_normative_document_may_stand_beside_a_law():
    document = {"law": "某通知", "version": "2026-01-01", "article": "第二条", "kind": "normative_document"}
    (item,) = parse_items([{**FOOD, "supporting": [document]}])
    assert not item.supporting[0].can_stand_alone()


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"code": ""}, "第 2 行 code"),
        ({"act": None}, "第 2 行 act"),
        ({"kinds": ["没收工具"]}, "第 2 行 kinds"),
        ({"kinds": []}, "第 2 行 kinds"),
        ({"party": "everyone"}, "第 2 行 party"),
        ({"duty": {**FOOD["duty"], "version": "2025-13-01"}}, "第 2 行 duty.version"),
        ({"duty": {**FOOD["duty"], "article": ""}}, "第 2 行 duty.article"),
        ({"in_force": {"from": "2026-02-01", "to": "2026-01-31"}}, "第 2 行 in_force.to"),
        ({"fine": [{**FOOD["fine"][0], "min": 200_000}]}, "第 2 行 fine.1.max"),
        ({"fine": [{**FOOD["fine"][0], "min": "五万"}]}, "第 2 行 fine.1.min"),
        ({"fine": [{**FOOD["fine"][0], "unit": "times"}]}, "第 2 行 fine.1.unit"),
        ({"fine": [FOOD["fine"][0], {**FOOD["fine"][1], "of": ""}]}, "第 2 行 fine.2.of"),
        ({"serious": {"when": "情节严重", "adds": ["重罚"]}}, "第 2 行 serious.adds"),
    ],
)
def test_a_refused_row_names_its_cell(changes, cell):
    assert list(faults_of({**FOOD, "code": "A-1"}, {**FOOD, **changes})) == [cell]


def test_every_fault_of_every_row_is_told_at_once():
    errors = faults_of({**FOOD, "act": "", "party": ""}, {**FOOD, "code": "X", "domain": ""}, FOOD)
    assert set(errors) == {"第 1 行 act", "第 1 行 party", "第 2 行 domain", "第 3 行 code"}


def test_a_range_takes_its_lower_bound_and_leaves_its_upper():
    below, from_on, above = (
        Threshold("货值金额", lt_fen=1_000_000),
        Threshold("货值金额", ge_fen=1_000_000),
        Threshold("违法所得", gt_fen=1_000_000),
    )
    assert below.contains(999_999)
    assert not below.contains(1_000_000)
    assert from_on.contains(1_000_000)
    assert not from_on.contains(999_999)
    assert not above.contains(1_000_000)
    assert above.contains(1_000_001)


def test_each_benchmark_keeps_within_its_item():
    items = {item.code: item for item in read_items()}
    for one in BENCHMARKS:
        item = _with_facts(items[one["item_code"]])
        assert benchmark_faults(item, tiers_from_json(one["tiers"])) == {}, one["item_code"]


def test_food_past_its_date_is_graded_by_thirty_and_seventy_percent():
    tiers = {tier.grade: tier for tier in _tiers("FOOD-124-1-5") if tier.when == "货值金额不足一万元"}
    assert bounds(tiers[Grade.LIGHTER]) == (5_000_000, 6_500_000)
    assert bounds(tiers[Grade.GENERAL]) == (6_500_000, 8_500_000)
    assert bounds(tiers[Grade.HEAVIER]) == (8_500_000, 10_000_000)
    assert tiers[Grade.LIGHTER].allows_fine(5_000_000)
    assert tiers[Grade.LIGHTER].allows_fine(6_500_000)
    assert not tiers[Grade.LIGHTER].allows_fine(6_500_001)
    assert not tiers[Grade.GENERAL].allows_fine(6_500_000)
    assert not tiers[Grade.GENERAL].allows_fine(8_500_000)
    assert tiers[Grade.HEAVIER].allows_fine(8_500_000)
    assert not tiers[Grade.HEAVIER].allows_fine(10_000_001)
    assert tiers[Grade.MITIGATED].allows_fine(4_999_999)
    assert not tiers[Grade.MITIGATED].allows_fine(5_000_000)


def test_every_graded_fine_of_a_range_falls_into_exactly_one_grade():
    for one in BENCHMARKS:
        for tier in (tiers := tiers_from_json(one["tiers"])):
            same = [other for other in tiers if other.when == tier.when and other.grade is not Grade.NONE]
            for edge in {tier.min_fen, tier.max_fen} - {None, 0}:
                holding = [other.grade for other in same if other.max_fen is not None and other.allows_fine(edge)]
                assert len(holding) == 1, (one["item_code"], tier.when, edge)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"max_fen": 10_000_001}, "上限超出法定幅度"),
        ({"conditions": []}, "没有填写适用条件"),
        ({"when": "货值金额不明"}, "不是事项"),
    ],
)
def test_gb27_4_a_tier_outside_the_statute_is_refused(change, words):
    stored = [one for one in _stored("FOOD-124-1-5") if one["when"] == "货值金额不足一万元"]
    stored[-1] = {**stored[-1], **change}
    assert words in benchmark_faults(_food(), tiers_from_json(stored))["tiers.5"][0]


def test_gb27_4_only_mitigation_goes_below_the_statutory_minimum():
    stored = [one for one in _stored("FOOD-124-1-5") if one["when"] == "货值金额不足一万元"]
    stored[2] = {**stored[2], "min_fen": 4_999_999}
    assert "低于下限的只能是减轻处罚" in benchmark_faults(_food(), tiers_from_json(stored))["tiers.3"][0]


def test_gb27_4_grades_may_not_overlap():
    stored = [one for one in _stored("FOOD-124-1-5") if one["when"] == "货值金额不足一万元"]
    stored[3] = {**stored[3], "min_inclusive": True}
    assert "重叠" in benchmark_faults(_food(), tiers_from_json(stored))["tiers.4"][0]


def test_gb27_4_fewer_than_three_grades_are_no_benchmark():
    stored = _stored("FOOD-124-1-5")[2:4]
    assert "不得少于 3 个" in benchmark_faults(_food(), tiers_from_json(stored))["tiers"][0]


def test_gb27_5_a_county_may_refine_but_not_leave_the_superiors_grade():
    superior = tiers_from_json(_stored("FOOD-124-1-5"))
    narrower = [dict(one) for one in _stored("FOOD-124-1-5")]
    narrower[2] |= {"min_fen": 5_500_000, "max_fen": 6_000_000}
    assert benchmark_faults(_food(), tiers_from_json(narrower), superior) == {}
    narrower[2] |= {"max_fen": 6_500_001}
    narrower[3] |= {"min_fen": 6_500_001}
    assert "上级机关" in benchmark_faults(_food(), tiers_from_json(narrower), superior)["tiers.3"][0]


def test_article_37_an_item_of_a_repealed_statute_ends_on_the_last_day_in_force():
    repealed = [row for row in ROWS if row["in_force"]["to"]]
    assert len(repealed) == 8
    assert {row["in_force"]["to"] for row in repealed} == {"2026-08-14"}
    assert all(row["replaced_by"].startswith("ENV-") for row in repealed)


def _stored(code):
    return [one for one in BENCHMARKS if one["item_code"] == code][-1]["tiers"]


def _tiers(code):
    return tiers_from_json(_stored(code))


def _food():
    return _with_facts(next(item for item in read_items() if item.code == "FOOD-124-1-5"))


def _with_facts(content):
    """The facts that publication makes of a checked row, without a database."""
    return item_facts(PowerItemVersion(id=1, version_no=1, **item_columns(content)))


def test_bands_are_read_in_yuan_and_times():
    fixed, multiple = _food().fine
    assert (fixed.minimum, fixed.maximum) == (Decimal(50_000), Decimal(100_000))
    assert fixed.sentence() == "50,000 元以上 100,000 元以下"
    assert multiple.sentence() == "货值金额 10 倍以上 20 倍以下"
    assert _food().bands_for("货值金额", 112_640) == (fixed,)
    assert _food().bands_for("货值金额", 1_000_000) == (multiple,)
    assert _food().in_force_on(date(2026, 11, 22))
