"""行政处罚法 60, 61, 64, 67, 85 and the counting rules: vectors, roll-over, stops, extensions, counting back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.rules.deadlines import (
    DeadlineError,
    Extension,
    Stop,
    add_months,
    compute_deadline,
    due_instant,
)
from enforcement.rules.explanation import ExplanationRun, RunKind, split_at
from enforcement.rules.rulesets import Term, Unit
from tests.rules.law_files import calendar, rulesets


def day(text):
    return date.fromisoformat(text)


def deadline(start, length, unit, *, backward=False, rolls=True, **more):
    term = Term("T", "期限", length, Unit(unit), trigger="送达", backward=backward, rolls=rolls)
    return compute_deadline(term, day(start), calendar(), **more)


def national(rule_id):
    return rulesets().term(rule_id, "市场监督管理", "云州市", day("2026-09-01"))


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-04-29", 3, "2026-05-07"),
        ("2026-09-23", 7, "2026-10-10"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-01-01", 7, "2026-01-12"),
        ("2026-04-29", 20, "2026-05-29"),
    ],
)
def test_article_85_working_day_terms(start, length, due):
    counted = deadline(start, length, "WD")
    assert counted.due == counted.unrolled == counted.strict == day(due)
    assert not counted.provisional


@pytest.mark.parametrize(
    ("start", "length", "unrolled", "due"),
    [
        ("2026-09-20", 15, "2026-10-05", "2026-10-08"),
        ("2026-04-18", 15, "2026-05-03", "2026-05-06"),
        ("2026-02-04", 15, "2026-02-19", "2026-02-24"),
        ("2026-07-06", 90, "2026-10-04", "2026-10-08"),
        ("2026-08-12", 90, "2026-11-10", "2026-11-10"),
    ],
)
def test_articles_60_and_67_calendar_day_terms_roll_over_rest_days(start, length, unrolled, due):
    counted = deadline(start, length, "CD")
    assert counted.unrolled == day(unrolled)
    assert counted.due == day(due)


def test_article_64_hearing_notice_counts_back_and_guards_take_the_stricter_day():
    counted = compute_deadline(national("D17"), day("2026-10-20"), calendar())
    assert counted.due == day("2026-10-10")
    assert counted.strict == day("2026-10-09")


def test_a_calendar_term_counted_back_onto_a_rest_day_is_brought_forward():
    counted = deadline("2026-10-20", 15, "CD", backward=True)
    assert counted.unrolled == day("2026-10-05")
    assert counted.due == day("2026-09-30")
    assert counted.strict == day("2026-09-29")


def test_a_term_of_months_counted_back():
    assert deadline("2026-10-20", 3, "M", backward=True).due == day("2026-07-20")


@pytest.mark.parametrize(
    ("start", "length", "unit", "unrolled"),
    [
        ("2026-01-31", 1, "M", "2026-02-28"),
        ("2024-02-29", 2, "Y", "2026-02-28"),
        ("2026-03-15", 6, "M", "2026-09-15"),
        ("2025-08-31", 6, "M", "2026-02-28"),
    ],
)
def test_months_and_years_end_on_the_corresponding_date_or_the_months_end(start, length, unit, unrolled):
    assert deadline(start, length, unit).unrolled == day(unrolled)


def test_months_roll_over_rest_days():
    assert deadline("2026-09-04", 1, "M").due == day("2026-10-08")


def test_restriction_of_freedom_is_never_lengthened_by_a_holiday():
    counted = deadline("2026-09-20", 15, "CD", rolls=False)
    assert counted.due == counted.unrolled == day("2026-10-05")


def test_stopped_days_are_not_counted():
    stops = [Stop(day("2026-07-10"), day("2026-07-20"), "听证"), Stop(day("2026-07-18"), day("2026-07-21"), "公告")]
    assert deadline("2026-07-06", 90, "CD", stops=stops).unrolled == day("2026-10-16"), "overlaps count once"


def test_a_stop_before_the_start_or_after_the_end_changes_nothing():
    stops = [Stop(day("2026-06-01"), day("2026-07-06"), "检测"), Stop(day("2026-11-01"), day("2026-11-05"), "检测")]
    assert deadline("2026-07-06", 90, "CD", stops=stops).due == day("2026-10-08")


def test_stops_lengthen_terms_of_working_days_and_of_months():
    stops = [Stop(day("2026-03-10"), day("2026-03-12"), "检测")]
    assert deadline("2026-03-09", 3, "WD", stops=stops).due == day("2026-03-17")
    assert deadline("2026-03-02", 1, "M", stops=stops).unrolled == day("2026-04-05")


def test_a_rolled_day_is_not_put_into_a_stop():
    stops = [Stop(day("2026-10-08"), day("2026-10-09"), "听证")]
    assert deadline("2026-09-20", 15, "CD", stops=stops).due == day("2026-10-10")


def test_an_extension_counts_on_from_the_day_before_roll_over():
    longer = deadline("2026-07-06", 90, "CD", extensions=[Extension(30, Unit.CD)])
    assert longer.unrolled == day("2026-11-03")


def test_an_extension_may_have_another_unit():
    longer = deadline("2026-07-06", 90, "CD", extensions=[Extension(2, Unit.WD)])
    assert longer.due == day("2026-10-09")


def test_a_term_into_a_year_without_notice_is_provisional_with_an_earliest_reading():
    counted = deadline("2026-12-28", 7, "WD")
    assert counted.provisional
    assert counted.due == day("2027-01-07")
    assert counted.earliest == day("2027-01-05")
    assert "暂定" in counted.footnote


def test_a_calendar_term_is_provisional_only_if_its_last_day_is():
    assert deadline("2026-12-20", 15, "CD").provisional
    assert not deadline("2026-12-16", 15, "CD").provisional
    assert not deadline("2026-12-20", 15, "CD", rolls=False).provisional


def test_hours_run_through_nights_and_holidays():
    start = datetime(2026, 9, 30, 10, tzinfo=UTC)
    assert due_instant(national("D43"), start) == start + timedelta(hours=24)
    with pytest.raises(DeadlineError, match="按小时"):
        compute_deadline(national("D43"), day("2026-09-30"), calendar())
    with pytest.raises(DeadlineError, match="不是按小时"):
        due_instant(national("D05"), start)


@pytest.mark.parametrize("length", [0, -1, 10_001])
def test_lengths_out_of_bounds_are_refused(length):
    with pytest.raises(DeadlineError, match="1 至 10000"):
        deadline("2026-09-20", length, "CD")


def test_a_stop_that_ends_before_it_begins_is_refused():
    with pytest.raises(DeadlineError, match="早于起日"):
        deadline("2026-09-20", 5, "CD", stops=[Stop(day("2026-09-25"), day("2026-09-24"), "听证")])


def test_counting_back_knows_no_stops():
    with pytest.raises(DeadlineError, match="倒推"):
        deadline("2026-10-20", 7, "WD", backward=True, stops=[Stop(day("2026-10-10"), day("2026-10-10"), "听证")])


@pytest.mark.parametrize(("unit", "length"), [("CD", 30), ("WD", 30), ("Y", 1), ("M", 2)])
def test_beyond_the_last_year_of_the_calendar_is_said_plainly(unit, length):
    with pytest.raises(DeadlineError, match="公历"):
        deadline("9999-12-20", length, unit)


def test_adding_months_across_years():
    assert add_months(day("2026-11-30"), 3) == day("2027-02-28")
    assert add_months(day("2026-01-31"), -2) == day("2025-11-30")


def test_the_explanation_of_the_statement_term_reads_like_the_page():
    counted = compute_deadline(national("D15"), day("2026-09-23"), calendar())
    assert [(run.date_text, run.what, run.count_text) for run in counted.explanation] == [
        ("2026年9月23日（周三）", "送达当日，不计", "不计"),
        ("2026年9月24日", "工作日", "第1日"),
        ("2026年9月25日至27日", "中秋节，跳过3天", "不计"),
        ("2026年9月28日至30日", "工作日", "第2至4日"),
        ("2026年10月1日至7日", "国庆节，跳过7天", "不计"),
        ("2026年10月8日（周四）", "届满，当日24时", "第5日"),
    ]
    assert counted.footnote == (
        "依据 行政处罚法第四十五条；市场监督管理行政处罚程序规定第五十七条；规则 国家 2026-03；"
        "日历 2026（国办通知，非暂定）。"
    )


def test_the_explanation_names_roll_over_stops_and_extension():
    stops = [Stop(day("2026-07-10"), day("2026-07-20"), "听证")]
    counted = deadline("2026-07-06", 90, "CD", stops=stops, extensions=[Extension(30, Unit.CD)])
    assert counted.sentences == (
        "2026年7月6日（周一）：送达当日，不计。",
        "2026年7月7日至9日：自然日，第1至3日。",
        "2026年7月10日至20日：听证期间，扣除11天。",
        "2026年7月21日至10月15日：自然日，第4至90日。",
        "2026年10月16日至11月13日：延长，自然日，第91至119日。",
        "2026年11月14日至15日：末日遇周末，顺延，第120日。",
        "2026年11月16日（周一）：届满，当日24时（顺延）。",
    )


def test_a_working_saturday_is_called_by_its_name():
    counted = deadline("2026-09-30", 4, "WD")
    assert [run.what for run in counted.explanation if run.kind is RunKind.MAKE_UP] == ["调休上班，按工作日计"]


def test_the_explanation_survives_storing():
    counted = deadline("2026-09-20", 15, "CD")
    assert tuple(ExplanationRun.from_record(run.as_record()) for run in counted.explanation) == counted.explanation


def test_today_becomes_a_run_of_its_own():
    counted = deadline("2026-09-23", 5, "WD")
    runs = split_at(counted.explanation, day("2026-09-28"))
    assert [(run.date_text, run.count_text) for run in runs[3:5]] == [
        ("2026年9月28日", "第2日"),
        ("2026年9月29日至30日", "第3至4日"),
    ]
    assert split_at(counted.explanation, day("2027-01-01")) == counted.explanation


def test_today_inside_a_roll_keeps_the_count_on_its_first_day():
    runs = split_at(deadline("2026-09-20", 15, "CD").explanation, day("2026-10-06"))
    rolled = [run for run in runs if run.kind is RunKind.ROLL]
    assert [run.counted_from for run in rolled] == [15, None, None]
