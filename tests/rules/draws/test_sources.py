"""Public randomness: one form for each value, what is wrong said in words, bits, and the next issue."""

from datetime import UTC, datetime

import pytest

from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lotteries import LotteryFileError, load_lotteries
from enforcement.rules.draws.sources import bits, canonical_value, contribution, grade, next_issue, ordered
from tests.rules.law_files import CONFIG

CALENDAR = load_lotteries((CONFIG / "lotteries",))
SSQ = "3.9.14.22.27.31./8./"


def instant(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("source", "typed", "value"),
    [
        ("ssq:2026135", "03 09 14 22 27 31 + 08", SSQ),
        ("ssq", "31、27，22 14,9;3｜8", SSQ),
        ("ssq", "3 9 14 22 27 31 8", SSQ),
        ("ssq", SSQ, SSQ),
        ("dlt:2026130", "35 1 2 3 4 + 12 1", "1.2.3.4.35./1.12./"),
        ("kl8", " ".join(map(str, range(80, 60, -1))), "".join(f"{n}." for n in range(61, 81)) + "/"),
        ("dice", "6345 4660 3901", "634546603901/"),
        ("dice", "０９/", "09/"),
        ("contrib", "supervisor:7f3a/business:日出/", "supervisor:7f3a/business:日出/"),
    ],
)
def test_one_form_for_what_is_typed(source, typed, value):
    assert canonical_value(source, typed) == value
    assert canonical_value(source, value) == value


@pytest.mark.parametrize(
    ("source", "typed", "why"),
    [
        ("ssq", "3 9 14 22 27 + 8", "双色球红球应有 6 个，填写了 5 个"),
        ("ssq", "3 9 14 22 27 34 + 8", "红球只有 1 至 33 号，填写了 34"),
        ("ssq", "3 9 14 22 27 31 + 17", "蓝球只有 1 至 16 号，填写了 17"),
        ("ssq", "3 3 14 22 27 31 + 8", "3 填写了两次"),
        ("ssq", "0 9 14 22 27 31 + 8", "填写了 0"),
        ("ssq", "3 9 14 22 27 31", "应有 7 个号码，填写了 6 个"),
        ("ssq", "3 9 + 14 22 + 27 31 8", "应分为 2 组，填写了 3 组"),
        ("ssq", "三 9 14 22 27 31 + 8", "不能识别的内容：三"),
        ("kl8", "1 2 3", "快乐8应有 20 个号码"),
        ("dlt", "1 2 3 4 36 + 1 2", "前区只有 1 至 35 号"),
        ("dice", "", "请按掷出的顺序填写"),
        ("dice", "1a", "只能是 0 至 9"),
        ("contrib", "press:7", "提供者:内容/"),
        ("contrib", "press/", "提供者:内容/"),
        ("contrib", ":7/", "提供者不能为空"),
        ("contrib", "a:b:c/", "不能含有"),
        ("contrib", "a:\x07/", "控制字符"),
        ("stock", "1", "不在规程之列"),
        ("ssq:135", SSQ, "期号不正确"),
        ("dice:2026001", "1", "期号不正确"),
    ],
)
def test_what_is_wrong_is_said_in_words(source, typed, why):
    with pytest.raises(DrawFault, match=why):
        canonical_value(source, typed)


def test_a_contribution_is_who_and_text():
    assert contribution("press", "20261120") == "press:20261120/"
    for who, text in (("", "x"), ("x", ""), ("a/b", "x"), ("a", "x:y")):
        with pytest.raises(DrawFault):
            contribution(who, text)


def test_grade_a_asks_forty_bits_from_outside():
    assert [str(bits(kind)) for kind in ("kl8", "ssq", "dlt", "dice", "contrib")] == ["61.6", "24.1", "24.4", "0", "0"]
    assert grade(["contrib", "dice", "ssq:2026135"]) == "B"
    assert grade(["ssq:2026135", "dlt:2026130"]) == "A"
    assert grade(["kl8:2026310"]) == "A"
    assert grade(["contrib", "dice"]) == "B"


def test_outside_values_stand_last():
    assert ordered(["ssq:2026135", "dice", "contrib"]) == ("contrib", "dice", "ssq:2026135")
    with pytest.raises(DrawFault, match="现场无人能控制"):
        ordered(["contrib", "dice"])
    with pytest.raises(DrawFault, match="重复"):
        ordered(["ssq", "ssq"])


def test_the_next_issue_is_drawn_after_the_instant():
    before, after = instant("2026-11-22T21:14:59+08:00"), instant("2026-11-22T21:15:00+08:00")
    first, second = next_issue("ssq", before, CALENDAR), next_issue("ssq", after, CALENDAR)
    assert (first.source_id, first.announced_at) == ("ssq:2026134", datetime(2026, 11, 22, 13, 15, tzinfo=UTC))
    assert (second.source_id, second.announced_at) == ("ssq:2026135", datetime(2026, 11, 24, 13, 15, tzinfo=UTC))
    assert next_issue("kl8", instant("2026-11-20T17:00:00+08:00"), CALENDAR).source_id == "kl8:2026310"
    assert next_issue("dlt", instant("2026-01-01T00:00:00+08:00"), CALENDAR).source_id == "dlt:2026001"


def test_suspended_days_have_no_issue():
    assert next_issue("kl8", instant("2026-02-13T22:00:00+08:00"), CALENDAR).announced_at.day == 24


def test_a_year_without_calendar_is_named():
    with pytest.raises(DrawFault, match="没有载入 2028 年 ssq 的开奖日历"):
        next_issue("ssq", instant("2027-12-31T22:00:00+08:00"), CALENDAR)


def test_a_faulty_calendar_is_named(tmp_path):
    (tmp_path / "2027.toml").write_text("year = 2027\n[[lottery]]\nsource = 'ssq'\n", encoding="utf-8")
    with pytest.raises(LotteryFileError, match=r"2027\.toml 的内容不合格式"):
        load_lotteries((tmp_path,))
