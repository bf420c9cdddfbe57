"""Who may check and how: each rule on both sides of its boundary (O01, O02, O06, O07, O08, C06, C07, C09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.rules.inspection.checks import (
    MemberFact,
    ThirdPartyFact,
    Verdict,
    few,
    reasons_against_arrival,
    reasons_against_late_entry,
    reasons_against_recording,
    reasons_against_team,
    unanswered_entries,
    verdict_of,
)

NOW = datetime(2026, 9, 11, 4, 0, tzinfo=UTC)
LIN = MemberFact(1, "lin", "林某", "officer", "云A-1")
XU = MemberFact(2, "xu", "许某", "officer", "云A-2")
EXPERT = ThirdPartyFact("吴某", "检测公司", "协2026-9")
ITEMS = [{"code": "A", "standard": [{"no": "1", "text": "一"}, {"no": "2", "text": "二"}]}]


def codes(reasons):
    return [one.code for one in reasons]


def test_o01_two_different_officers():
    assert codes(reasons_against_team((LIN, XU), 2)) == []
    assert codes(reasons_against_team((LIN,), 2)) == ["O01"]
    assert codes(reasons_against_team((LIN, LIN), 2)) == ["O01"]
    assert codes(reasons_against_team((), 2)) == ["O01"]


def test_o02_a_certificate_that_does_not_count_is_named():
    expired = replace(XU, problem="执法证云A-2有效期至2026年8月31日，已经届满")
    found = reasons_against_team((LIN, expired), 2)
    assert codes(found) == ["O02", "O01"]
    assert "已经届满" in found[0].message


@pytest.mark.parametrize("kind", ["auxiliary", "supervisor"])
def test_o07_who_is_no_officer_does_not_count(kind):
    assert codes(reasons_against_team((LIN, replace(XU, kind=kind)), 2)) == ["O07", "O01"]


def test_o08_outside_the_area_only_with_a_letter():
    away = replace(XU, in_area=False)
    assert codes(reasons_against_team((LIN, away), 2)) == ["O08", "O01"]
    assert codes(reasons_against_team((LIN, replace(away, assistance_letter="协助函3号")), 2)) == []
    assert codes(reasons_against_team((LIN, replace(away, assistance_letter=" ")), 2)) == ["O08", "O01"]


def test_o06_a_third_party_comes_with_officers_and_an_agreement():
    assert codes(reasons_against_arrival((LIN, XU), 2, (EXPERT,))) == []
    assert codes(reasons_against_arrival((LIN,), 2, (EXPERT,))) == ["O01", "O06"]
    assert codes(reasons_against_arrival((), 2, (EXPERT,))) == ["O01", "O06"]
    assert codes(reasons_against_arrival((LIN, XU), 2, (replace(EXPERT, agreement_no=""),))) == ["O06"]


def late(reason, arrived_at, now, last_day, today, notified_at=None):
    return codes(reasons_against_late_entry(reason, arrived_at, now, last_day, today, notified_at=notified_at))


def test_c06_late_entry_with_a_reason_in_time():
    last = date(2026, 9, 11)
    earlier = NOW - timedelta(days=10)
    assert late("没有网络", earlier, NOW, last, last) == []
    assert late(" ", earlier, NOW, last, last) == ["C06"]
    assert late("没有网络", earlier, NOW, last, last + timedelta(days=1)) == ["C06"]
    assert late("没有网络", NOW + timedelta(minutes=1), NOW, last, last) == ["C06"]


def test_c06_nobody_arrived_before_the_notice():
    last = date(2026, 9, 11)
    notified_at = NOW - timedelta(days=1, seconds=-30)
    assert late("没有网络", notified_at.replace(second=0), NOW, last, last, notified_at) == []
    before = notified_at.replace(second=0) - timedelta(minutes=1)
    assert late("没有网络", before, NOW, last, last, notified_at) == ["C06"]


def recording(**changes):
    given = {"arrived": True, "unanswered": [], "waiting": [], "representative": "", "allowed": False}
    return codes(reasons_against_recording(**{**given, **changes}))


def test_c06_c07_c09_what_stands_against_the_record():
    assert recording() == []
    assert recording(arrived=False) == ["C06"]
    assert recording(unanswered=["一"]) == ["C07"]
    assert recording(waiting=["扩大检查事项"]) == ["C07"]
    assert recording(representative="王某") == ["C09"]
    assert recording(representative="王某", allowed=True) == []
    assert recording(arrived=False, unanswered=["一"], representative="王某") == ["C06", "C07", "C09"]


def test_c07_every_entry_of_the_list_is_answered():
    assert unanswered_entries(ITEMS, {}) == ["一", "二"]
    assert unanswered_entries(ITEMS, {("A", "1"): "x"}) == ["二"]
    assert unanswered_entries(ITEMS, {("A", "1"): "x", ("A", "2"): "x"}) == []


def test_an_answer_means_what_the_standard_says():
    answers = ("已公示", "未公示", "不涉及")
    assert [verdict_of(one, answers) for one in answers] == [
        Verdict.CONFORMS,
        Verdict.FAILS,
        Verdict.NOT_APPLICABLE,
    ]


def test_long_lists_are_cut_in_sentences():
    assert few(["一", "二", "三"]) == "一、二、三"
    assert few(["一", "二", "三", "四"]) == "一、二、三等"
