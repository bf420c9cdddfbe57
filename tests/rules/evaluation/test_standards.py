"""The two standards that come along, what a file must hold, and what shows that a published version stays as it was."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.rules.evaluation.checks import StandardError
from enforcement.rules.evaluation.difference import difference
from enforcement.rules.evaluation.reading import load_standards, parse_standard, read_standard
from enforcement.rules.evaluation.standard import Effect, changed_since_published, content, standard_digest
from tests.rules.evaluation.standards import SMALL, small, standard


def test_the_consolidated_standard_is_whole():
    rule = standard("penalty-100")
    by_section = {section.id: section.points["general"] for section in rule.sections}
    assert by_section == {"P1": 8, "P2": 26, "P3": 12, "P4": 12, "P5": 20, "P6": 12, "P7": 10}
    assert [veto.no for veto in rule.vetoes] == [f"V{no:02}" for no in range(1, 20)]
    assert len(rule.items_of("general")) == 34
    assert {veto.effect for veto in rule.vetoes} == {Effect.ZERO}
    assert [(band.name, band.at_least) for band in rule.bands] == [
        ("优秀", 90),
        ("良好", 75),
        ("合格", 60),
        ("不合格", 0),
    ]


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        ("general", "2 10 10 5 8 8 10 10 4 8 15 2 5 3"),
        ("no_penalty", "4 10 10 5 8 8 10 10 4 8 20 3"),
    ],
)
def test_mee24_has_the_points_of_its_table(kind, points):
    rule = standard("mee24")
    scored = [item.points for item in rule.items_of(kind) if item.section.startswith("F")]
    assert scored == [Decimal(one) for one in points.split()]
    basic = [item.points for item in rule.items_of(kind) if item.section.startswith("B")]
    assert sum(basic) == 20
    assert [veto.no for veto in rule.vetoes] == [str(no) for no in range(1, 26)]
    assert (rule.legality_points, rule.form_points) == (50, 50)


@pytest.mark.parametrize("standard_id", ["penalty-100", "mee24"])
def test_every_line_names_its_basis_and_what_is_not_certain_is_marked(standard_id):
    rule = standard(standard_id)
    assert all(line.basis for line in (*rule.items, *rule.vetoes, *rule.conditions, rule.comparison))
    assert "待核对" in rule.note
    assert "待核对" in rule.comparison.note


@pytest.mark.parametrize("standard_id", ["penalty-100", "mee24"])
def test_content_reads_back_as_the_same_standard(standard_id):
    rule = standard(standard_id)
    again = read_standard(json.loads(json.dumps(content(rule))), "again")
    assert again == rule
    assert standard_digest(again) == standard_digest(rule)


def test_a_published_version_cannot_change():
    published = standard_digest(small())
    assert changed_since_published(small(), published) is None
    assert (
        changed_since_published(parse_standard(SMALL.replace("points = 0.5,", "points = 0.50,"), "x"), published)
        is None
    )
    changed = parse_standard(SMALL.replace('text = "没有签名"', 'text = "没有签名和日期"'), "x")
    reason = changed_since_published(changed, published)
    assert reason is not None
    assert reason.code == "version-published"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('version = "1"\n', "", "缺少 version"),
        ("valid_from = 2026-01-01", 'valid_from = "今年"', "valid_from 应为日期"),
        ("places = 2", "places = 9", "places 应为 0 到 4 的整数"),
        ("places = 2", "places = 2\nbonus = 5", "有不认识的字段：bonus"),
        ("points = 6\n", "points = -6\n", "items S1.1：points 应为 0 或者正数"),
        ("points = 6\n", "points = 1e9\n", "items S1.1：points 应为 0 或者正数，不超过 10000"),
        ("points = 0.001", "points = 0.0001", "最多三位小数"),
        ("points = 6\n", 'points = "六"\n', "items S1.1：points 应为数字"),
        ("points = 6\n", "points = 7\n", "sections S1：一般案卷的项目合计 11 分，与写明的 10 分不符"),
        ("points = 10 }]\nbands", "points = 9 }]\nbands", "kinds general：计分项目合计 10 分，与写明的 9 分不符"),
        ("general = 8", "general = 9", "sections S2：一般案卷的项目合计 8 分"),
        ("floor = 1", "floor = 6", "items S1.1：标准分应大于最低得分"),
        ("most = 4", "most = 7", "扣分 a 的每次扣分和最多扣分"),
        ('code = "b"', 'code = "a"', "deductions a：编号重复"),
        ('code = "d"', 'code = "a"', "deductions a：编号重复"),
        ('no = "S1.2"', 'no = "S1.1"', "items S1.1：编号重复"),
        ('no = "V2"', 'no = "V1"', "vetoes V1：编号重复"),
        ('section = "S2"', 'section = "S9"', "items S2.1：没有编号为 S9 的部分"),
        (
            'condition = "fine"\ndeductions',
            'condition = "hearing"\ndeductions',
            "items S1.2：没有编号为 hearing 的适用条件",
        ),
        (
            'effect = "unqualified"\n',
            'effect = "unqualified"\nkinds = ["other"]\n',
            "vetoes V2：没有编号为 other 的案卷种类",
        ),
        ('effect = "unqualified"', 'effect = "half"', "vetoes V2：effect 应为 zero、unqualified 之一"),
        ("points = 4, missing = true", "points = 3, missing = true", "扣分 c 是缺少文书，应一次扣完标准分"),
        ('points = 1, per = "copy"', "points = 1, most = 2", "扣分 d 只扣一次"),
        ('per = "copy"', 'per = "kilo"', "deductions d：per 应为 once、each、copy、page、step 之一"),
        (", failed = true", "", "bands：应有且只有一个从 0 分起的不合格等次"),
        ("at_least = 90", "at_least = 0", "bands：应由高到低排列"),
        ('"grade", "veto"]', '"grade"]', "third_when 应包含 veto"),
        ('"grade", "veto"]', '"colour", "veto"]', "third_when 只能有 points、grade、veto"),
        ("question = ", "ask = ", "conditions fine：缺少 question"),
        ('id = "small"', "id = ", "不是有效的 TOML"),
        (
            'question = "有罚款吗？" }',
            'question = "有罚款吗？" }, { id = "x", name = "x", question = "x" }',
            "conditions x：没有项目",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_file_and_entry(old, new, fault):
    assert SMALL.count(old) >= 1
    with pytest.raises(StandardError, match="评查标准文件 small.toml") as found:
        parse_standard(SMALL.replace(old, new, 1), "small.toml")
    assert fault in str(found.value)


def test_every_sum_that_is_wrong_is_told_at_once():
    data = content(small())
    data["sections"][0]["points"] = dict.fromkeys(data["sections"][0]["points"], "99")
    with pytest.raises(StandardError) as found:
        read_standard(data, "sent")
    assert len(found.value.faults) == len(data["sections"][0]["points"])
    assert all("与写明的 99 分不符" in one for one in found.value.faults)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.data(), ANYTHING)
def test_whatever_an_editor_sends_is_a_standard_or_a_named_fault(data, anything):
    sent = content(small())
    part, key = sent, data.draw(st.sampled_from(sorted(sent)))
    while data.draw(st.booleans()) and isinstance(part[key], list | dict) and part[key]:
        part = part[key]
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[key] = anything
    with suppress(StandardError):
        assert content(read_standard(sent, "sent")).keys() == sent.keys()


def test_a_kind_needs_an_item_that_always_applies():
    text = SMALL.replace('basis = "某规定第一条"', 'basis = "某规定第一条"\ncondition = "fine"')
    with pytest.raises(StandardError, match="至少应有一个无条件适用的计分项目"):
        parse_standard(text, "small.toml")


def test_one_version_stands_in_one_file(tmp_path):
    (tmp_path / "a.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.toml").write_text(SMALL.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    assert [one.version for one in load_standards([tmp_path])] == ["1", "2"]
    (tmp_path / "c.toml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(StandardError, match="同一标准的同一版本"):
        load_standards([tmp_path])


def test_the_difference_of_two_versions_names_entry_field_and_values():
    old = small()
    text = (
        SMALL.replace('version = "1"', 'version = "2"')
        .replace('{ code = "b", text = "没有签名", points = 2 },', '{ code = "f", text = "没有日期", points = 1 },')
        .replace("most = 4", "most = 3")
        .replace("at_least = 90", "at_least = 85")
        .replace("largest_difference = 5", "largest_difference = 8")
        .replace('effect = "unqualified"\n', "")
    )
    found = {
        (one.table, one.entry, one.field): (one.before, one.after) for one in difference(old, parse_standard(text, "x"))
    }
    added, removed = found.pop(("deductions", "f", "")), found.pop(("deductions", "b", ""))
    assert added[0] is None
    assert added[1]["text"] == "没有日期"
    assert removed[1] is None
    assert found == {
        ("", "", "version"): ("1", "2"),
        ("deductions", "a", "most"): ("4", "3"),
        ("vetoes", "V2", "effect"): ("unqualified", "zero"),
        ("bands", "top", "at_least"): ("90", "85"),
        ("comparison", "", "largest_difference"): ("5", "8"),
    }


def test_no_difference_means_the_same_digest_and_order_counts():
    rule = standard("mee24")
    assert difference(rule, replace(rule)) == ()
    turned = replace(rule, items=rule.items[::-1])
    assert [(one.table, one.field) for one in difference(rule, turned)] == [("items", "order")]
    assert standard_digest(turned) != standard_digest(rule)
    later = replace(rule, valid_from=date(2027, 1, 1))
    assert [one.field for one in difference(rule, later)] == ["valid_from"]
