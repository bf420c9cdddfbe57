"""The item list: on it, with basis and public standard, proportions that rise with the risk (I01, I02, D04)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from enforcement.rules.inspection.items import (
    Basis,
    ItemFacts,
    ItemKind,
    StandardEntry,
    publication_reasons,
    use_reasons,
)
from enforcement.rules.inspection.ratios import batch_ratio_reasons, ceiling_faults, percent, ratio_faults
from enforcement.rules.rulesets import Number

RATIOS = {"A": 300, "B": 1000, "C": 2000, "D": 3000}
CEILING = Number("inspection.ratio.general_ceiling", "", Decimal(3000), "basis_points", basis="38号")
ITEM = ItemFacts(
    public_id="i",
    org_id=3,
    code="SCJG-001",
    version_no=1,
    name="食品销售监督检查",
    sub_item="",
    bases=(Basis("食品安全法", "第一百一十条"),),
    subject="市场监督管理部门",
    object_kind="食品销售者",
    kind=ItemKind.GENERAL,
    ratios=RATIOS,
    frequency={},
    methods=("实地检查",),
    qualification="",
    standard=(StandardEntry(1, "是否过期", "第三十四条", ("符合", "不符合")),),
    yearly_cap=None,
    published_at=datetime(2026, 8, 31, 16, 0, tzinfo=UTC),
    valid_from=date(2026, 9, 1),
    valid_to=date(2026, 12, 31),
)


def codes(reasons):
    return [one.code for one in reasons]


@pytest.mark.parametrize("bases", [(), (Basis("", "第一条"),), (Basis("食品安全法", ""),)])
def test_i01_no_basis_no_publication(bases):
    assert codes(publication_reasons(replace(ITEM, bases=bases))) == ["I01"]


def test_i02_no_standard_no_publication():
    assert codes(publication_reasons(replace(ITEM, standard=()))) == ["I02"]
    assert publication_reasons(ITEM) == ()


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 8, 31), ["I01"]),
        (date(2026, 9, 1), []),
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), ["I01"]),
    ],
)
def test_i01_an_item_counts_from_its_first_to_its_last_day(on, found):
    assert codes(use_reasons(["SCJG-001"], [ITEM], on)) == found


def test_i01_published_on_the_civil_day_in_china():
    late = replace(ITEM, published_at=datetime(2026, 9, 1, 16, 0, tzinfo=UTC))
    assert codes(use_reasons(["SCJG-001"], [late], date(2026, 9, 1))) == ["I01"]
    assert use_reasons(["SCJG-001"], [late], date(2026, 9, 2)) == ()


def test_i01_an_unknown_or_unpublished_item_is_not_used():
    assert codes(use_reasons(["SCJG-002"], [ITEM], date(2026, 9, 1))) == ["I01"]
    assert codes(use_reasons(["SCJG-001"], [replace(ITEM, published_at=None)], date(2026, 9, 1))) == ["I01"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, False),
        ({"A": 1000}, False),
        ({"A": 1001}, True),
        ({"D": 1999}, True),
        ({"D": 10_000}, False),
        ({"D": 10_001}, True),
        ({"A": -1}, True),
        ({"E": 3000}, True),
    ],
)
def test_d04_proportions_rise_with_the_risk(changes, wrong):
    assert bool(ratio_faults({**RATIOS, **changes})) is wrong


def test_d04_every_class_is_stated():
    assert ratio_faults({"A": 300, "B": 1000, "C": 2000}) == ["没有填写D类的抽查比例"]


@pytest.mark.parametrize(("points", "wrong"), [(3000, False), (3001, True)])
def test_d04_a_general_item_has_a_ceiling_a_key_item_none(points, wrong):
    ratios = {**RATIOS, "D": points}
    assert bool(ceiling_faults(ItemKind.GENERAL, ratios, CEILING)) is wrong
    assert ceiling_faults(ItemKind.KEY, {**RATIOS, "D": 10_000}, CEILING) == []


@pytest.mark.parametrize(("points", "found"), [(3000, []), (3001, ["D04"])])
def test_d04_a_batch_stays_within_what_its_general_items_publish(points, found):
    assert codes(batch_ratio_reasons({**RATIOS, "D": points}, [ITEM])) == found
    assert batch_ratio_reasons({**RATIOS, "D": points}, [replace(ITEM, kind=ItemKind.KEY)]) == []


def test_proportions_in_words():
    assert (percent(250), percent(10_000), percent(1)) == ("2.5%", "100%", "0.01%")
