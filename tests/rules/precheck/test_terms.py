"""Each term of the law: the last day is in time, the next is not, and the explanation counts the days."""

import pytest

from tests.rules.precheck.cases import (
    CONFISCATED,
    EXTENDED,
    HEARING,
    LATE,
    NO_PENALTY,
    OVERTURNED,
    PLAIN,
    SUMMARY_FINE,
    TESTED,
    found,
    found_after,
)
from tests.support.casefiles import clean_file
from tests.support.fault_tools import by_id, decision, move, paper, serve_on, service_of


def moved(kind, day):
    return lambda file: move(file, paper(file, kind), day)


def step_on(kind, day):
    def change(file):
        next(one for one in file["steps"] if one["kind"] == kind)["on"] = day

    return change


def decision_served(day):
    return lambda file: serve_on(file, service_of(file, decision(file)["id"]), day)


def notice_served(day):
    return lambda file: serve_on(file, service_of(file, file["notice"]["document"]), day)


def hearing_told(day):
    return lambda file: serve_on(file, service_of(file, file["hearing"]["notice_document"]), day)


def published(day):
    return lambda file: file["publication"].update(published_on=day)


def filed_and_decided(filed, decided):
    def change(file):
        move(file, paper(file, "source_register"), filed)
        move(file, paper(file, "filing_approval"), filed)
        move(file, decision(file), decided)

    return change


def lead_and_filing(lead, filed):
    def change(file):
        move(file, paper(file, "source_register"), lead)
        move(file, paper(file, "filing_approval"), filed)

    return change


BOUNDARIES = [
    # 核查15个工作日：2026-02-10 起，春节2月15日至23日，2月14日、28日调休上班
    ("filing-late", PLAIN, lead_and_filing("2026-02-10", "2026-03-09"), lead_and_filing("2026-02-10", "2026-03-10")),
    # 办案90日：2026-04-01 立案，6月30日届满
    ("decision-late", PLAIN, filed_and_decided("2026-04-01", "2026-06-30"), filed_and_decided("2026-04-01", "2026-07-01")),
    # 遇休息日顺延：2026-07-06 立案，10月4日在国庆假期，顺延到10月8日
    ("decision-late", PLAIN, filed_and_decided("2026-07-06", "2026-10-08"), filed_and_decided("2026-07-06", "2026-10-09")),
    # 延长30日：2026-02-03 立案，5月4日、再加30日到6月3日
    ("decision-late", EXTENDED, moved("decision", "2026-06-03"), moved("decision", "2026-06-04")),
    # 决定书7个工作日：2026-02-28（调休上班）决定，3月10日届满
    ("service-late", PLAIN, decision_served("2026-03-10"), decision_served("2026-03-11")),
    ("publication-late", PLAIN, published("2026-03-10"), published("2026-03-11")),
    # 不予处罚按20个工作日：2026-03-03 决定，3月31日届满
    ("publication-late", NO_PENALTY, published("2026-03-31"), published("2026-04-01")),
    # 审核10个工作日：2026-02-02 送审，2月14日（调休上班）为第10日
    ("review-late", PLAIN, moved("review_opinion", "2026-02-14"), moved("review_opinion", "2026-02-24")),
    # 陈述申辩5个工作日：2026-02-28 决定；2月13日送达的到2月27日届满，2月14日送达的到2月28日届满
    ("decided-before-term-over", PLAIN, notice_served("2026-02-13"), notice_served("2026-02-14")),
    # 听证7个工作日前通知：2026-03-17 听证，最迟3月6日
    ("hearing-notice-short", HEARING, hearing_told("2026-03-06"), hearing_told("2026-03-07")),
    # 撤回公示3个工作日：2026-05-27 撤销，6月1日届满
    ("withdrawal-late", OVERTURNED,
     lambda file: file["publication"].update(withdrawn_on="2026-06-01"),
     lambda file: file["publication"].update(withdrawn_on="2026-06-02")),
    # 当场处罚备案7个工作日：2026-01-22 决定，2月2日届满
    ("summary-report-late", SUMMARY_FINE, step_on("reported", "2026-02-02"), step_on("reported", "2026-02-03")),
    # 结案15个工作日：2026-03-10 缴清，3月31日届满
    ("closing-late", PLAIN, moved("closing_approval", "2026-03-31"), moved("closing_approval", "2026-04-01")),
    # 归档20个工作日（云州市）：2026-03-18 结案，4月6日清明放假，4月16日届满
    ("archive-late", PLAIN, step_on("archive", "2026-04-16"), step_on("archive", "2026-04-17")),
    # 追责时效两年：2026-01-06 发现
    ("limitation-lapsed", PLAIN,
     lambda file: file["limitation"].update(ended_on="2024-01-06"),
     lambda file: file["limitation"].update(ended_on="2024-01-05")),
    # 有危害后果的五年
    ("limitation-lapsed", PLAIN,
     lambda file: file["limitation"].update(ended_on="2021-01-06", harm=True),
     lambda file: file["limitation"].update(ended_on="2021-01-05", harm=True)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "n", "in_time", "too_late"), BOUNDARIES)
def test_the_last_day_is_in_time_and_the_next_is_not(rule, n, in_time, too_late):
    assert found_after(n, rule, in_time) == []
    (one,) = found_after(n, rule, too_late)
    assert one.article
    assert one.documents


def test_preserved_evidence_must_be_dealt_with_in_seven_working_days():
    file = clean_file(CONFISCATED)
    move(file, by_id(file, file["preservations"][0]["document"]), "2026-02-10")
    file["preservations"][0]["handled_on"] = "2026-02-26"
    assert found(file, "preservation-late") == []
    file["preservations"][0]["handled_on"] = "2026-02-27"
    assert "超过1日（1个工作日）" in found(file, "preservation-late")[0].explanation
    file["preservations"][0]["handled_on"] = None
    assert "没有处理决定" in found(file, "preservation-late")[0].explanation


def test_the_explanation_counts_day_by_day():
    (one,) = found_after(PLAIN, "filing-late", lead_and_filing("2026-02-10", "2026-03-10"))
    assert "15个工作日，自发现线索或者收到材料（2026年2月10日）的次日起算，2026年3月9日届满，超过1日" in one.explanation
    assert "2026年2月15日至23日：春节" in one.explanation
    assert "市场监督管理行政处罚程序规定第十八条" in one.explanation


def test_the_finding_names_the_papers_of_both_days_and_no_others():
    file = clean_file(PLAIN)
    lead_and_filing("2026-02-10", "2026-03-10")(file)
    (one,) = found(file, "filing-late")
    assert one.documents == (paper(file, "source_register")["id"], paper(file, "filing_approval")["id"])


def test_days_of_testing_are_not_counted():
    file = clean_file(TESTED)
    move(file, decision(file), "2026-06-04")
    assert found(file, "decision-late") == []
    first, last = file["interruptions"][0]["first"], file["interruptions"][0]["last"]
    file["interruptions"] = []
    (one,) = found(file, "decision-late")
    assert first < last
    assert "2026年5月6日届满" in one.explanation


def test_an_extension_beyond_thirty_days_needs_the_heads_together():
    file = clean_file(EXTENDED)
    assert file["agency"]["domain"] == "市场监督管理"
    file["extensions"][0]["length"] = 31
    assert "多出1日" in found(file, "extension-unlawful")[0].explanation
    file["extensions"][0]["collective"] = True
    assert found(file, "extension-unlawful") == []


def test_an_extension_is_approved_before_the_term_ends():
    file = clean_file(EXTENDED)
    approval = by_id(file, file["extensions"][0]["document"])
    move(file, approval, "2026-05-06")
    assert found(file, "extension-unlawful") == []
    move(file, approval, "2026-05-07")
    assert "批准延长的日期" in found(file, "extension-unlawful")[0].explanation


def test_surcharge_is_three_percent_a_day_and_never_more_than_the_fine():
    file = clean_file(LATE)
    entry = file["payment"]["entries"][0]
    assert (entry["on"], entry["fine_fen"], entry["surcharge_fen"]) == ("2026-04-17", 15_000_000, 3_150_000)
    assert found(file, "surcharge-wrong") == []
    entry["surcharge_fen"] += 1
    assert "相差0.01元" in found(file, "surcharge-wrong")[0].explanation
    entry.update(on="2026-05-20", surcharge_fen=15_000_000)
    assert found(file, "surcharge-wrong") == []
    assert found(file, "surcharge-above-fine") == []
    entry["surcharge_fen"] += 1
    assert found(file, "surcharge-above-fine")


def test_no_surcharge_runs_during_review_or_suit():
    file = clean_file(LATE)
    file["payment"]["pauses"] = [{"first": "2026-04-11", "last": "2026-04-13"}]
    assert "应为18,000元" in found(file, "surcharge-wrong")[0].explanation
    file["payment"]["entries"][0]["surcharge_fen"] = 1_800_000
    assert found(file, "surcharge-wrong") == []


def test_a_surcharge_may_be_waived_with_a_reason():
    file = clean_file(LATE)
    file["payment"]["entries"][0]["surcharge_fen"] = 0
    told = found(file, "late-without-surcharge")[0].explanation
    assert "逾期缴纳没有加处罚款" in told
    assert "法律规定可以加处，由评查人员判断" in told
    file["payment"]["surcharge_waiver"] = "当事人确有困难，经批准减免（行政强制法第四十二条）"
    assert found(file, "late-without-surcharge") == []


def test_a_lowered_surcharge_needs_a_reason_and_a_raised_one_has_none():
    file = clean_file(LATE)
    file["payment"]["surcharge_waiver"] = "经批准减免一半"
    file["payment"]["entries"][0]["surcharge_fen"] = 1_575_000
    assert found(file, "surcharge-wrong") == []
    file["payment"]["entries"][0]["surcharge_fen"] = 3_150_001
    assert found(file, "surcharge-wrong")
    file["payment"].update(surcharge_waiver="")
    file["payment"]["entries"][0]["surcharge_fen"] = 1_575_000
    assert found(file, "surcharge-wrong")


def test_the_fine_is_late_only_after_fifteen_days_from_receipt():
    file = clean_file(PLAIN)
    entry = file["payment"]["entries"][0]
    entry["on"] = "2026-03-19"
    assert found(file, "late-without-surcharge") == []
    entry["on"] = "2026-03-20"
    assert "计1日" in found(file, "late-without-surcharge")[0].explanation
