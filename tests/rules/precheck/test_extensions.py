"""Extensions of filing, case and review: in time one after the other, and no longer than the head alone may give."""

import pytest

from tests.rules.precheck.cases import EXTENDED, PLAIN, found, found_after
from tests.support.casefiles import clean_file
from tests.support.fault_tools import by_id, decision, move, paper

RULE = "extension-unlawful"


def extended(*approvals, n=EXTENDED, stops=()):
    """The file of a case filed on 2026-02-03, 90 days to 2026-05-06, with extensions (day, length, more)."""
    file = clean_file(n)
    model = {**paper(clean_file(EXTENDED), "extension_approval")}
    file["documents"] = [one for one in file["documents"] if one["kind"] != "extension_approval"]
    file["extensions"] = []
    for place, (on, length, more) in enumerate(approvals):
        file["documents"].append(model | {"id": f"x{place}", "issued_on": on})
        file["extensions"].append({"term": "case", "length": length, "unit": "CD", "document": f"x{place}", **more})
    file["interruptions"] = [
        {"first": first, "last": last, "reason": "中止", "document": "x0"} for first, last in stops
    ]
    return file


HEAD, TOGETHER = {}, {"collective": True}


@pytest.mark.parametrize(
    ("approvals", "words"),
    [
        # 90日到5月6日（5月4日顺延），延长30日到6月3日
        ([("2026-04-15", 30, HEAD), ("2026-06-03", 30, TOGETHER)], ""),
        ([("2026-04-15", 30, HEAD), ("2026-06-04", 30, TOGETHER)], "批准延长的日期为2026年6月4日"),
        ([("2026-05-07", 30, HEAD)], "批准延长的日期为2026年5月7日"),
        # 文件中的先后不是批准的先后
        ([("2026-06-03", 30, TOGETHER), ("2026-04-15", 30, HEAD)], ""),
        ([("2026-04-15", 30, HEAD), ("2026-04-16", 1, HEAD)], "延长30日、1日，办案期限延长以30日为限"),
        ([("2026-04-15", 15, HEAD), ("2026-04-16", 15, HEAD)], ""),
        ([("2026-04-15", 30, HEAD), ("2026-04-16", 60, TOGETHER)], ""),
        # 5月4日加一个月到6月4日，比30日多出1日
        ([("2026-04-15", 1, {"unit": "M"})], "照此延长到2026年6月4日，依法只能到2026年6月3日，多出1日"),
        ([("2026-04-15", 2, {"unit": "M"})], "多出31日"),
        ([("2026-04-15", 10, {"unit": "WD"})], ""),
        ([("2026-04-15", 2, {"unit": "M", **TOGETHER})], ""),
    ],
)  # fmt: skip
def test_each_extension_is_held_against_the_term_as_it_stood(approvals, words):
    findings = found(extended(*approvals), RULE)
    assert bool(findings) is bool(words)
    assert all(words in one.explanation for one in findings)


@pytest.mark.parametrize(("on", "told"), [("2026-05-06", False), ("2026-05-08", True), ("2026-05-20", True)])
def test_days_that_do_not_count_put_the_last_day_off_and_no_further(on, told):
    stopped = extended((on, 30, HEAD), stops=[("2026-03-25", "2026-03-26")])
    assert bool(found(stopped, RULE)) is told
    much = extended((on, 30, HEAD), stops=[("2026-03-01", "2026-03-31")])
    assert found(much, RULE) == []


def test_the_sum_names_all_approvals_of_the_head():
    (one,) = found(extended(("2026-04-15", 30, HEAD), ("2026-04-16", 30, HEAD)), RULE)
    assert one.documents == ("x0", "x1")
    assert one.article == "市场监督管理行政处罚程序规定第六十四条"
    assert "再延长的应当由负责人集体讨论决定" in one.explanation


def test_filing_may_be_put_off_by_fifteen_working_days_once_and_by_nobody_further():
    def verified(length, **more):
        file = extended(("2026-02-05", length, {"term": "verification", "unit": "WD", **more}))
        move(file, paper(file, "source_register"), "2026-02-02")
        return found(file, RULE)

    assert verified(15) == []
    assert "多出1个工作日" in verified(16)[0].explanation
    assert "多出1个工作日" in verified(16, collective=True)[0].explanation


def reviewed(day, *approvals):
    """The plain file, sent to review on 2026-02-02: ten working days to 2026-02-14."""
    file = extended(*((on, length, {"term": "review", "unit": "WD"}) for on, length in approvals), n=PLAIN)
    move(file, by_id(file, file["reviews"][0]["document"]), day)
    return file


@pytest.mark.parametrize(
    ("day", "approvals", "late"),
    [
        ("2026-02-24", (), True),
        ("2026-02-24", (("2026-02-14", 1),), False),
        ("2026-02-25", (("2026-02-14", 1),), True),
        ("2026-02-25", (("2026-02-14", 1), ("2026-02-24", 1)), False),
    ],
)
def test_a_review_may_be_extended_by_the_head(day, approvals, late):
    file = reviewed(day, *approvals)
    assert bool(found(file, "review-late")) is late
    assert found(file, RULE) == []


def test_a_review_is_extended_before_its_term_ends():
    (one,) = found(reviewed("2026-02-24", ("2026-02-24", 3)), RULE)
    assert one.article == "市场监督管理行政处罚程序规定第五十五条"
    assert one.documents == ("x0",)


def test_the_extension_of_one_round_does_not_serve_the_next():
    file = reviewed("2026-02-24", ("2026-02-14", 1))
    again = paper(file, "review_opinion") | {"id": "d90", "issued_on": "2026-03-18"}
    file["documents"].append(again)
    file["reviews"].append(file["reviews"][0] | {"document": "d90", "submitted_on": "2026-03-03"})
    (one,) = found(file, "review-late")
    assert one.documents == ("d90",)


def under_test(filed, reason="检验", last="2026-02-27"):
    """Lead on 2026-02-10; fifteen working days to 2026-03-09 without the days of testing from 2026-02-25."""

    def change(file):
        move(file, paper(file, "source_register"), "2026-02-10")
        move(file, paper(file, "filing_approval"), filed)
        stop = {"first": "2026-02-25", "last": last, "reason": reason, "document": paper(file, "evidence")["id"]}
        file["interruptions"] = [stop]

    return change


@pytest.mark.parametrize(
    ("filed", "reason", "late"),
    [
        ("2026-03-09", "中止", False),
        ("2026-03-10", "中止", True),
        ("2026-03-12", "检验", False),
        ("2026-03-13", "检验", True),
        ("2026-03-12", "委托权利人辨认", False),
        ("2026-03-12", "公告送达", True),
    ],
)
def test_testing_before_filing_is_not_part_of_the_verification(filed, reason, late):
    assert bool(found_after(PLAIN, "filing-late", under_test(filed, reason))) is late


def test_testing_moves_the_last_day_for_an_extension_of_the_verification_too():
    file = extended(("2026-03-12", 5, {"term": "verification", "unit": "WD"}), n=PLAIN)
    under_test("2026-03-18")(file)
    assert found(file, RULE) == []
    assert found(file, "filing-late") == []
    file["interruptions"] = []
    assert found(file, RULE)


def test_what_the_days_before_filing_are_does_not_lengthen_the_case():
    file = clean_file(PLAIN)
    under_test("2026-03-12")(file)
    move(file, decision(file), "2026-06-10")
    assert found(file, "decision-late") == []
    move(file, decision(file), "2026-06-11")
    assert found(file, "decision-late")
