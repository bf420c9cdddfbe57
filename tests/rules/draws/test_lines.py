"""The published lists: their order, and what may not stand in them."""

import pytest

from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lines import (
    ExclusionLine,
    OfficerLine,
    PoolLine,
    encoded,
    parse_exclusions,
    parse_officers,
    parse_pool,
    pool_counts,
    sorted_lines,
)


def test_lists_are_sorted_by_the_bytes_of_the_whole_line():
    lines = [PoolLine("B𝒳", "A"), PoolLine("B！", "A"), PoolLine("B", "A", 16), PoolLine("A", "C", 2)]
    texts = sorted_lines(lines)
    assert texts == ("A|C|2", "B|A|16", "B！|A|1", "B𝒳|A|1")
    assert encoded(texts) == sorted(line.text.encode() for line in lines)
    assert [line.text for line in parse_pool(texts)] == list(texts)


def test_exclusions_may_name_an_object_by_several_rules_and_without_value():
    texts = sorted_lines([ExclusionLine("a", "CAP", "2"), ExclusionLine("a", "CAP", ""), ExclusionLine("a", "AGE", "")])
    assert texts == ("a|AGE|", "a|CAP|", "a|CAP|2")
    assert len(parse_exclusions(texts)) == 3


def test_officers_stand_with_their_department():
    assert parse_officers(sorted_lines([OfficerLine("z2", "d1"), OfficerLine("z1", "市局")]))[0].department == "市局"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([PoolLine("a", "A"), PoolLine("a", "A")], "出现两次"),
        ([PoolLine("a", "A"), PoolLine("a", "B")], "只能属于一个类别"),
        ([PoolLine("a", "A", 1), PoolLine("a", "A", 2)], "出现两次"),
        ([ExclusionLine("a", "R", "1"), ExclusionLine("a", "R", "1")], "出现两次"),
        ([OfficerLine("z", "d1"), OfficerLine("z", "d2")], "一个标识只能属于一个类别或部门"),
        ([PoolLine("a|b", "A")], "不得含"),
        ([PoolLine("a\n", "A")], "控制字符"),
        ([PoolLine("a\x7f", "A")], "控制字符"),
        ([PoolLine("企\x85", "A")], "控制字符"),
        ([PoolLine("e\u0301", "A")], "NFC"),
        ([PoolLine("\ud800", "A")], "代理字符"),
        ([PoolLine("", "A")], "为空"),
        ([PoolLine("a", "")], "为空"),
        ([OfficerLine("z", "")], "为空"),
        ([ExclusionLine("a", "", "1")], "为空"),
        ([PoolLine("a", "A", 0)], "权重 0"),
        ([PoolLine("a", "A", 17)], "权重 17"),
        ([PoolLine("a", "A", True)], "权重 True"),
    ],
)
def test_what_may_not_stand_in_a_list(lines, why):
    with pytest.raises(DrawFault, match=why):
        sorted_lines(lines)


@pytest.mark.parametrize(
    ("parse", "texts", "why"),
    [
        (parse_pool, ["b|A|1", "a|A|1"], "字节顺序"),
        (parse_pool, ["a|A|1", "a|A|1"], "出现两次"),
        (parse_pool, ["a|A|1", "a|B|1"], "出现两次"),
        (parse_pool, ["a|A|01"], "权重为 1 至 16"),
        (parse_pool, ["a|A"], "标识|类别|权重"),
        (parse_exclusions, ["a|R|1|2"], "标识|规则|数值"),
        (parse_officers, ["a|d1|d2"], "标识|部门"),
        (parse_officers, ["a|"], "为空"),
    ],
)
def test_a_published_list_that_contradicts_the_protocol(parse, texts, why):
    with pytest.raises(DrawFault, match=why):
        parse(texts)


def test_counts_name_every_class_of_the_pool():
    pool = [PoolLine("a", "B"), PoolLine("b", "A"), PoolLine("c", "B")]
    assert pool_counts(pool, {"A": 1000, "B": 0, "C": 5000}) == [["A", 1, 1000], ["B", 2, 0]]
    with pytest.raises(DrawFault, match="类别 B 没有抽取比例"):
        pool_counts(pool, {"A": 1000})
    with pytest.raises(DrawFault, match="0 至 10000"):
        pool_counts(pool, {"A": 1000, "B": 10_001})
