"""The statutory numbers: the right one for domain, region and day, each with its article; faults are named."""

from datetime import date
from decimal import Decimal

import pytest

from enforcement.rules.rulesets import (
    BY_DEFAULT,
    Number,
    RuleMissing,
    RulesetError,
    Term,
    Unit,
    load_rulesets,
    parse_ruleset,
)
from tests.rules.law_files import CONFIG, rulesets

ON = date(2026, 9, 1)
HEAD = '[ruleset]\ntitle = "某地"\nversion = "2026-01"\n'
TERM = """
[[term]]
id = "D05"
name = "办案期限"
length = 60
unit = "CD"
basis = "某规定第一条"
source = "某规定"
valid_from = 2026-01-01
"""
NUMBER = """
[[number]]
id = "N1"
name = "数"
value = 100
unit = "fen"
basis = "某规定第一条"
source = "某规定"
valid_from = 2026-01-01
"""


@pytest.mark.parametrize(
    ("rule_id", "length", "unit", "article"),
    [
        ("D01", 2, Unit.Y, "第三十六条"),
        ("D01.safety", 5, Unit.Y, "第三十六条"),
        ("D02", 15, Unit.WD, "第十八条"),
        ("D05", 90, Unit.CD, "第六十条"),
        ("D08", 7, Unit.WD, "第五十六条"),
        ("D14", 10, Unit.WD, "第五十五条"),
        ("D15", 5, Unit.WD, "第四十五条"),
        ("D16", 5, Unit.WD, "第六十四条"),
        ("D17", 7, Unit.WD, "第六十四条"),
        ("D18", 7, Unit.WD, "第六十一条"),
        ("D19", 30, Unit.CD, "第九十五条"),
        ("D20", 7, Unit.WD, "第四十八条"),
        ("D21", 20, Unit.WD, "第二十六条"),
        ("D23", 3, Unit.WD, "第四十八条"),
        ("D24", 15, Unit.CD, "第六十七条"),
        ("D42", 15, Unit.WD, "第七十七条"),
        ("D43", 24, Unit.H, "第四十七条"),
        ("D44", 6, Unit.M, "第四十七条"),
        ("D46.general.min", 3, Unit.M, "信用修复管理办法"),
        ("D46.serious.max", 3, Unit.Y, "信用修复管理办法"),
    ],
)
def test_the_terms_of_the_main_line(rule_id, length, unit, article):
    term = rulesets().term(rule_id, "市场监督管理", "", ON)
    assert (term.length, term.unit) == (length, unit)
    assert article in term.basis
    assert term.version == "国家 2026-03"


@pytest.mark.parametrize(
    ("rule_id", "value"),
    [
        ("officers.minimum", 2),
        ("review.staff_share", 5),
        ("hearing.fine.person", 10_000_00),
        ("hearing.fine.organisation", 100_000_00),
        ("discretion.lighter_percent", 30),
        ("discretion.heavier_percent", 70),
        ("summary.fine.person", 200_00),
        ("summary.fine.organisation", 3_000_00),
        ("summary.collection", 100_00),
        ("D27", 3),
        ("D27.cap", 100),
    ],
)
def test_the_numbers_of_the_main_line(rule_id, value):
    assert rulesets().number(rule_id, "", "", ON).whole == value


def test_every_number_names_its_article_and_where_it_was_read():
    for rule_id in rulesets().ids():
        for entry in rulesets().entries[rule_id]:
            assert entry.rule.basis
            assert entry.rule.source


def test_a_region_beats_the_nation_also_for_its_districts_from_its_first_day():
    assert rulesets().term("archive.transfer", "", "云州市临江区", ON).unit is Unit.WD
    assert rulesets().term("archive.transfer", "", "临江市", ON).unit is Unit.CD
    assert rulesets().term("archive.transfer", "", "云州市", date(2025, 12, 31)).unit is Unit.CD


def test_a_domain_beats_the_nation_and_a_region_beats_both(tmp_path):
    rows = [("", "", 90), ("消防", "", 30), ("", "云州市", 60), ("消防", "云州市", 20)]
    texts = [
        TERM.replace("length = 60", f'length = {length}\ndomain = "{domain}"\nregion = "{region}"')
        for domain, region, length in rows
    ]
    (tmp_path / "all.toml").write_text(HEAD + "".join(texts))
    own = load_rulesets([tmp_path])
    found = [own.term("D05", domain, region, ON).length for domain, region, _ in rows]
    assert found == [90, 30, 60, 20]


def test_a_region_without_a_rule_for_the_domain_still_beats_the_nations_rule_for_it(tmp_path):
    national = TERM.replace("length = 60", 'length = 30\ndomain = "消防"')
    local = TERM.replace("length = 60", 'length = 45\nregion = "云州市"')
    (tmp_path / "all.toml").write_text(HEAD + national + local)
    assert load_rulesets([tmp_path]).term("D05", "消防", "云州市", ON).length == 45


def test_of_two_versions_the_one_valid_on_the_day_is_taken(tmp_path):
    later = TERM.replace("length = 60", "length = 45").replace("2026-01-01", "2026-06-01")
    (tmp_path / "all.toml").write_text(HEAD + TERM + later)
    own = load_rulesets([tmp_path])
    assert own.term("D05", "", "", date(2026, 5, 31)).length == 60
    assert own.term("D05", "", "", date(2026, 6, 1)).length == 45


def test_an_ended_rule_is_not_used(tmp_path):
    (tmp_path / "all.toml").write_text(HEAD + TERM + "valid_to = 2026-06-30\n")
    own = load_rulesets([tmp_path])
    assert own.term("D05", "", "", date(2026, 6, 30)).length == 60
    with pytest.raises(RuleMissing):
        own.term("D05", "", "", date(2026, 7, 1))


def test_an_installations_folder_replaces_an_entry_and_the_version_tells(tmp_path):
    (tmp_path / "own.toml").write_text(HEAD + TERM.replace("2026-01-01", "2021-07-15"))
    own = load_rulesets([CONFIG / "rulesets", tmp_path])
    assert own.term("D05", "", "", ON).length == 60
    assert own.term("D05", "", "", ON).version == "某地 2026-01"
    assert own.version != rulesets().version
    assert "国家 2026-03；云州市 2026-01 #" in rulesets().version
    assert rulesets().version.endswith(rulesets().mark)
    assert len(rulesets().mark) == 9


def test_an_unknown_id_is_said_plainly():
    with pytest.raises(RuleMissing, match="没有编号为 D99 的规则"):
        rulesets().term("D99", "", "", ON)


def test_before_the_first_version_nothing_is_guessed():
    with pytest.raises(RuleMissing, match="没有适用于领域“全部”、地区“全国”"):
        rulesets().term("D05", "", "", date(2020, 1, 1))


def test_terms_and_numbers_are_not_confused():
    with pytest.raises(RuleMissing, match="不是期限"):
        rulesets().term("D27", "", "", ON)
    with pytest.raises(RuleMissing, match="不是数值"):
        rulesets().number("D05", "", "", ON)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[ruleset", "不是有效的 TOML"),
        ("", "开头应有"),
        (HEAD + "[alarms]\nloud = 1\n", "开头应有"),
        (HEAD + "[[terms]]\n", "不认识的部分：terms"),
        (HEAD + TERM.replace('source = "某规定"\n', ""), "D05 缺少：source"),
        (HEAD + TERM + "colour = 1\n", "D05 有不认识的字段：colour"),
        (HEAD + TERM.replace('"CD"', '"DC"'), "不合格式"),
        (HEAD + TERM + 'rolls = "no"\n', "D05 的内容不合格式：rolls 应为 true 或 false"),
        (HEAD + TERM + "backward = 1\n", "D05 的内容不合格式：backward"),
        (HEAD + NUMBER + 'inclusive = "yes"\n', "N1 的内容不合格式：inclusive"),
        (HEAD + NUMBER.replace("100", "true"), "N1 的内容不合格式：value 应为数字"),
        (HEAD + TERM.replace("60", "0"), "length 应为正整数"),
        (HEAD + TERM.replace("60", "true"), "length 应为正整数"),
        (HEAD + TERM.replace("2026-01-01", '"2026-01-01"'), "应为日期"),
    ],
)
def test_a_broken_ruleset_file_is_named_with_its_fault(text, complaint):
    with pytest.raises(RulesetError, match=complaint):
        parse_ruleset(text, "某地.toml")


def test_the_same_rule_twice_in_one_folder_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text(HEAD + TERM)
    (tmp_path / "b.toml").write_text(HEAD + TERM)
    with pytest.raises(RulesetError, match="重复"):
        load_rulesets([tmp_path])


def test_a_folder_without_rules_is_refused(tmp_path):
    with pytest.raises(RulesetError, match="没有找到规则文件"):
        load_rulesets([tmp_path])


@pytest.mark.parametrize(
    ("amount", "inclusive", "exclusive"), [(99, False, False), (100, True, False), (101, True, True)]
)
def test_the_number_itself_belongs_to_an_inclusive_lower_bound_only(amount, inclusive, exclusive):
    def bound(*, including):
        return Number("N", "数", Decimal(100), "fen", inclusive=including)

    assert bound(including=True).reached_by(amount) is inclusive
    assert bound(including=False).reached_by(amount) is exclusive


@pytest.mark.parametrize(
    ("amount", "inclusive", "exclusive"), [(99, True, True), (100, True, False), (101, False, False)]
)
def test_the_number_itself_belongs_to_an_inclusive_upper_bound_only(amount, inclusive, exclusive):
    def bound(*, including):
        return Number("N", "数", Decimal(100), "fen", inclusive=including)

    assert bound(including=True).allows(amount) is inclusive
    assert bound(including=False).allows(amount) is exclusive


def test_a_fraction_is_no_whole_number():
    with pytest.raises(RulesetError, match="不是整数"):
        _ = Number("N", "数", Decimal("0.5"), "percent").whole


def test_a_term_says_its_length():
    assert Term("T", "期限", 5, Unit.WD).text == "5个工作日"


@pytest.mark.parametrize("rule_id", ["evaluation.objection", "evaluation.answer", "evaluation.rectification"])
def test_what_one_province_orders_is_a_default_elsewhere_and_says_so(rule_id):
    own = rulesets().term(rule_id, "", "广东省某市", ON)
    other = rulesets().term(rule_id, "", "云州市", ON)
    assert (own.length, own.unit) == (other.length, other.unit)
    assert own.stated == own.basis
    assert own.basis.startswith("广东省行政执法案卷评查办法")
    assert other.stated == f"{BY_DEFAULT}（参照{own.basis}）"


@pytest.mark.parametrize("rule_id", ["evaluation.ratio", "evaluation.least_files"])
def test_no_number_is_said_to_stand_in_an_article_that_has_none(rule_id):
    number = rulesets().number(rule_id, "", "", ON)
    assert number.stated.startswith(BY_DEFAULT)
    assert "没有规定" in number.stated


@pytest.mark.parametrize("table", [TERM, NUMBER])
def test_a_default_is_a_flag(table):
    with pytest.raises(RulesetError, match="default 应为 true 或 false"):
        parse_ruleset(HEAD + table + 'default = "yes"\n', "x.toml")
    (entry,) = parse_ruleset(HEAD + table + "default = true\n", "x.toml")[1]
    assert entry.rule.stated == f"{BY_DEFAULT}（某规定第一条）"
