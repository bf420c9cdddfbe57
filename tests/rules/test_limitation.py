"""行政处罚法 36: two years, five with harm to life, health or finance; both sides of the last day."""

from datetime import date

import pytest

from enforcement.rules.limitation import LimitationFacts, check_limitation, limitation_term
from tests.rules.law_files import rulesets


def codes(ended_on, discovered_on, **more):
    facts = LimitationFacts(ended_on, discovered_on, **more)
    return [
        reason.code for reason in check_limitation(facts, limitation_term(facts, rulesets(), "市场监督管理", "云州市"))
    ]


@pytest.mark.parametrize(
    ("discovered_on", "expected"),
    [(date(2026, 3, 1), []), (date(2026, 3, 2), ["limitation-passed"])],
)
def test_article_36_two_years_from_the_act(discovered_on, expected):
    assert codes(date(2024, 3, 1), discovered_on) == expected


@pytest.mark.parametrize(
    ("discovered_on", "expected"),
    [(date(2026, 9, 1), []), (date(2026, 9, 2), ["limitation-passed"])],
)
def test_article_36_five_years_where_life_health_or_finance_was_harmed(discovered_on, expected):
    assert codes(date(2021, 9, 1), discovered_on, harm=True) == expected


def test_article_36_the_last_day_is_not_moved_by_a_holiday():
    assert codes(date(2024, 10, 1), date(2026, 10, 2)) == ["limitation-passed"]


def test_article_36_an_act_of_29_february_ends_on_28_february():
    assert codes(date(2024, 2, 29), date(2026, 2, 28)) == []
    assert codes(date(2024, 2, 29), date(2026, 3, 1)) == ["limitation-passed"]


def test_article_36_an_act_that_goes_on_is_not_limited():
    assert codes(None, date(2026, 3, 2)) == []


def test_article_36_another_law_may_set_another_term():
    assert codes(date(2020, 1, 1), date(2026, 3, 2), other_law="税收征收管理法第八十六条") == []


def test_the_refusal_names_dates_article_and_remedy():
    facts = LimitationFacts(date(2024, 3, 1), date(2026, 3, 2))
    (reason,) = check_limitation(facts, limitation_term(facts, rulesets(), "", ""))
    assert "2年内未被发现，时效已于2026年3月1日届满" in reason.message
    assert "第三十六条" in reason.basis
    assert reason.lift
