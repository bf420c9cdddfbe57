"""The standards that come with the program, and a small one that shows each rule by itself."""

from functools import cache

from enforcement.rules.evaluation.reading import load_standards, parse_standard
from tests.rules.law_files import CONFIG

SMALL = """
id = "small"
name = "小标准"
version = "1"
valid_from = 2026-01-01
basis = "某规定"
source = "某规定"
legality_points = 0
form_points = 100
places = 2
kinds = [{ id = "general", name = "一般", points = 10 }]
bands = [
  { id = "top", name = "优秀", at_least = 90 },
  { id = "fail", name = "不合格", at_least = 0, failed = true },
]
sections = [
  { id = "S1", name = "甲部分", points = { general = 10 } },
  { id = "S2", name = "扣分部分", role = "subtracted", points = { general = 8 } },
]
conditions = [{ id = "fine", name = "有罚款", question = "有罚款吗？" }]
comparison = { largest_difference = 5, third_when = ["points", "grade", "veto"], final = "nearest_two", basis = "某规定" }

[[items]]
no = "S1.1"
section = "S1"
title = "甲"
points = 6
floor = 1
basis = "某规定第一条"
deductions = [
  { code = "a", text = "缺少要素", points = 0.5, per = "each", most = 4 },
  { code = "b", text = "没有签名", points = 2 },
]

[[items]]
no = "S1.2"
section = "S1"
title = "乙"
points = 4
basis = "某规定第二条"
condition = "fine"
deductions = [
  { code = "c", text = "没有票据", points = 4, missing = true },
  { code = "d", text = "票据不全", points = 1, per = "copy" },
]

[[items]]
no = "S2.1"
section = "S2"
title = "基本要素"
points = 8
basis = "某规定第三条"
deductions = [{ code = "e", text = "缺少印章", points = 0.001, per = "each" }]

[[vetoes]]
no = "V1"
group = "主体"
text = "没有职权"
basis = "某规定第四条"

[[vetoes]]
no = "V2"
group = "程序"
text = "没有票据"
basis = "某规定第五条"
effect = "unqualified"
condition = "fine"
"""


@cache
def standard(standard_id):
    """A standard of the program by its id."""
    return next(one for one in load_standards([CONFIG / "evaluation"]) if one.id == standard_id)


@cache
def small():
    """The small standard."""
    return parse_standard(SMALL, "small.toml")
