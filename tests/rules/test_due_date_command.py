"""`enforce due-date`: JSON alone on standard output, faults in Chinese on standard error, no installation needed."""

import json

import pytest
from flask import Flask

from enforcement.cli_dates import due_date


def run(*arguments):
    return Flask("bare").test_cli_runner().invoke(due_date, arguments)


def test_the_json_is_all_there_is():
    result = run("--start", "2026-09-20", "--length", "15", "--unit", "CD", "--json")
    assert result.exit_code == 0
    assert not result.stderr
    answer = json.loads(result.stdout)
    explanation = answer.pop("explanation")
    assert answer == {"due": "2026-10-08", "unrolled": "2026-10-05", "provisional": False}
    assert list(json.loads(result.stdout)) == ["due", "unrolled", "provisional", "explanation"]
    assert explanation[-1] == "2026年10月8日（周四）：届满，当日24时（顺延）。"


def test_counting_back():
    result = run("--start", "2026-10-20", "--length", "7", "--unit", "WD", "--backward", "--json")
    answer = json.loads(result.stdout)
    assert answer["due"] == "2026-10-10"
    assert answer["explanation"][-1].startswith("2026年10月9日（周五）：从严掌握")


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-01-31", "1", "M", "2026-02-28"),
        ("2024-02-29", "2", "Y", "2026-02-28"),
        ("2026-02-12", "5", "WD", "2026-02-26"),
    ],
)
def test_every_unit(start, length, unit, due):
    assert json.loads(run("--start", start, "--length", length, "--unit", unit, "--json").stdout)["due"] == due


def test_the_table_says_what_is_provisional():
    result = run("--start", "2026-12-28", "--length", "7", "--unit", "WD")
    assert result.exit_code == 0
    assert "届满日：2027-01-07" in result.stdout
    assert "暂定，放假通知载入后重新计算" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--length", "5", "--unit", "WD"), "--start 应为真实存在的日期"),
        (("--start", "2026-02-30", "--length", "5", "--unit", "WD"), "现在是“2026-02-30”"),
        (("--start", "2026-02-01", "--unit", "WD"), "--length 应为正整数"),
        (("--start", "2026-02-01", "--length", "-3", "--unit", "WD"), "现在是“-3”"),
        (("--start", "2026-02-01", "--length", "0", "--unit", "WD"), "1 至 10000"),
        (("--start", "2026-02-01", "--length", "5", "--unit", "day"), "--unit 应为"),
        (("--start", "9999-12-31", "--length", "5", "--unit", "WD"), "公历"),
    ],
)
def test_bad_input_is_said_in_chinese_on_standard_error(arguments, complaint):
    result = run(*arguments, "--json")
    assert result.exit_code == 2
    assert not result.stdout
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr
