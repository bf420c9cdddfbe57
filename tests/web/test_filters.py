"""How dates, money, numbers and sizes read on a page."""

from datetime import UTC, date, datetime

import pytest

from enforcement.web import filters

LATE_EVENING_IN_UTC = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)


def test_a_day_is_written_as_in_official_papers():
    assert filters.day(date(2026, 11, 22)) == "2026年11月22日"
    assert filters.short_day(date(2026, 1, 2)) == "1月2日"
    assert filters.day_weekday(date(2026, 10, 8)) == "2026年10月8日（周四）"
    assert filters.short_day_weekday(date(2026, 10, 8)) == "10月8日（周四）"
    assert filters.weekday(date(2026, 11, 22)) == "周日"


def test_an_instant_is_shown_in_the_civil_time_of_china():
    assert filters.day(LATE_EVENING_IN_UTC) == "2026年11月22日"
    assert filters.moment(LATE_EVENING_IN_UTC) == "2026年11月22日 00:30"
    assert filters.short_moment(LATE_EVENING_IN_UTC) == "11月22日 00:30"
    assert filters.iso(LATE_EVENING_IN_UTC) == "2026-11-22T00:30+08:00"
    assert filters.iso(date(2026, 11, 22)) == "2026-11-22"


def test_a_field_shows_a_date_as_its_input_wants_it():
    assert filters.input_value(LATE_EVENING_IN_UTC) == "2026-11-22T00:30"
    assert filters.input_value(date(2026, 11, 22)) == "2026-11-22"
    assert filters.input_value("壹千元") == "壹千元"
    assert filters.input_value(None) == ""


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        filters.moment(datetime(2026, 11, 22, 8, 0))  # noqa: DTZ001  the fault itself is under test


@pytest.mark.parametrize(
    ("fen", "money", "wan", "typed"),
    [
        (5_000_000, "¥50,000.00", "5 万元", "50000"),
        (6_500_000, "¥65,000.00", "6.5 万元", "65000"),
        (999_999, "¥9,999.99", "9,999.99 元", "9999.99"),
        (1_000_000, "¥10,000.00", "1 万元", "10000"),
        (112_640, "¥1,126.40", "1,126.4 元", "1126.4"),
        (1, "¥0.01", "0.01 元", "0.01"),
        (0, "¥0.00", "0 元", "0"),
        (-150, "-¥1.50", "-1.5 元", "-1.5"),
    ],
)
def test_money_comes_from_integer_fen(fen, money, wan, typed):
    assert filters.money(fen) == money
    assert filters.wan(fen) == wan
    assert filters.plain_yuan(fen) == typed


@pytest.mark.parametrize(
    "typed", ["云市监处罚〔2026〕12号", "云市监处罚[2026]12号", "云市监处罚（2026）12号", " 云市监处罚 ( 2026 ) 12号 "]
)
def test_a_document_number_keeps_its_own_brackets(typed):
    assert filters.document_number(typed) == "云市监处罚〔2026〕12号"


def test_time_left_speaks_in_the_unit_of_the_law():
    assert filters.relative_days(3, "个工作日") == "还有 3 个工作日"
    assert filters.relative_days(0, "个工作日") == "今天到期"
    assert filters.relative_days(-2) == "已过期 2 天"


def test_sizes_lengths_and_codes_are_short_enough_to_read():
    assert filters.file_size(1023) == "1023 字节"
    assert filters.file_size(1024) == "1 KB"
    assert filters.file_size(633_339_904) == "604 MB"
    assert filters.file_size(1_524_713_390) == "1.42 GB"
    assert filters.duration(1_122_000) == "18:42"
    assert filters.duration(3_723_000) == "1:02:03"
    assert filters.check_code("7K3M92QF") == "7K3M-92QF"
    assert filters.digest_lines("ab" * 16) == ["abababababababab"] * 2


def test_a_missing_value_is_a_dash():
    for function in (
        filters.day,
        filters.moment,
        filters.money,
        filters.wan,
        filters.file_size,
        filters.document_number,
    ):
        assert function(None) == "—"
    assert filters.iso(None) == ""
    assert filters.plain_yuan(None) == ""


def test_search_hits_are_marked_and_the_text_stays_text():
    marked = filters.highlight("<b>惠邻超市</b>经营过期食品", ["食品", "惠邻"])
    assert marked == "&lt;b&gt;<mark>惠邻</mark>超市&lt;/b&gt;经营过期<mark>食品</mark>"
    assert filters.highlight("a<b", []) == "a&lt;b"
