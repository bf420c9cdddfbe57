"""行政处罚法 58, 57(2), 63: both sides of each boundary, and the sentence that says why."""

import json
from pathlib import Path

import pytest

from enforcement.catalogue.mapping import review_entries_from_json
from enforcement.rules.facts_catalogue import ReviewEntry, ReviewKind
from enforcement.rules.major_decision import (
    HearingThreshold,
    discussion_due,
    hearing_comparisons,
    hearing_due,
    review_due,
)

DATA = Path(__file__).parents[2] / "enforcement" / "catalogue" / "data" / "review_catalogues.json"
CATALOGUES = json.loads(DATA.read_text(encoding="utf-8"))
FINE = ["罚款"]


def entries(org, valid_from):
    return review_entries_from_json(
        next(one["entries"] for one in CATALOGUES if (one["org"], one["valid_from"]) == (org, valid_from))
    )


MARKET = entries("YZ-SCJG", "2026-01-01")
ECOLOGY = entries("YZ-STHJ", "2025-07-01")


def numbers(triggers):
    return [trigger.no for trigger in triggers]


def test_article_58_fine_on_an_organisation_at_the_inclusive_threshold_is_major():
    (trigger,) = review_due(MARKET, "organisation", 5_000_000, 0, FINE)
    assert trigger.no == 3
    assert trigger.sentence == "罚款 50,000.00 元达到本局重大执法决定标准（单位 50,000 元以上，含本数）"
    assert "第五十八条" in trigger.basis


def test_article_58_a_fen_below_the_inclusive_threshold_is_not_major():
    assert review_due(MARKET, "organisation", 4_999_999, 0, FINE) == ()


@pytest.mark.parametrize("party", ["person", "individual_business"])
def test_article_58_persons_and_individual_businesses_have_their_own_threshold(party):
    assert numbers(review_due(MARKET, party, 1_000_000, 0, FINE)) == [4]
    assert review_due(MARKET, party, 999_999, 0, FINE) == ()


def test_article_58_the_exact_sum_does_not_reach_an_exclusive_threshold():
    assert review_due(ECOLOGY, "organisation", 20_000_000, 0, FINE) == ()
    (trigger,) = review_due(ECOLOGY, "organisation", 20_000_001, 0, FINE)
    assert trigger.sentence.endswith("（单位 200,000 元以上，不含本数）")


def test_article_58_confiscation_counts_apart_from_the_fine():
    assert numbers(review_due(MARKET, "organisation", 0, 5_000_000, ["没收违法所得"])) == [5]
    assert review_due(MARKET, "organisation", 4_900_000, 4_900_000, ["没收违法所得", "罚款"]) == ()


@pytest.mark.parametrize("kind", ["责令停产停业", "责令关闭", "限制从业", "吊销许可证件", "降低资质等级"])
def test_article_58_grave_kinds_are_major_without_any_amount(kind):
    assert review_due(MARKET, "organisation", 0, 0, [kind])
    assert not review_due(MARKET, "organisation", 0, 0, ["警告"])


def test_article_58_1_2_a_held_hearing_makes_review_due_even_without_a_catalogue():
    (trigger,) = review_due((), "person", 10_000, 0, FINE, hearing_held=True)
    assert trigger.no is None
    assert trigger.basis.endswith("第五十八条第一款第二项")
    assert review_due((), "person", 10_000, 0, FINE) == ()


@pytest.mark.parametrize(("flag", "paragraph"), [("public_interest", "第一项"), ("complex", "第三项")])
def test_article_58_facts_named_by_the_law_do_not_need_the_catalogue(flag, paragraph):
    (trigger,) = review_due((), "organisation", 0, 0, FINE, flags=[flag])
    assert trigger.basis.endswith(paragraph)


def test_the_catalogue_entry_is_named_once_where_law_and_catalogue_say_the_same():
    triggers = review_due(MARKET, "organisation", 0, 0, FINE, hearing_held=True, flags=["complex"])
    assert numbers(triggers) == [2, 11]


def test_all_reasons_are_told_in_the_order_of_the_catalogue():
    triggers = review_due(MARKET, "organisation", 6_000_000, 6_000_000, ["罚款", "责令停产停业"], flags=["mitigated"])
    assert numbers(triggers) == [3, 5, 7, 9]


def test_article_57_2_discussion_follows_the_review_unless_the_entry_says_otherwise():
    assert numbers(discussion_due(review_due(MARKET, "organisation", 5_000_000, 0, FINE))) == [3]
    departed = review_due(ECOLOGY, "organisation", 100, 0, FINE, flags=["departure"])
    assert numbers(departed) == [8]
    assert discussion_due(departed) == ()


def test_article_57_2_complex_or_grave_cases_are_discussed_by_the_law_itself():
    assert discussion_due(()) == ()
    for flag in ("complex", "grave"):
        (trigger,) = discussion_due((), [flag])
        assert trigger.basis == "《中华人民共和国行政处罚法》第五十七条第二款"


HEARING = (
    HearingThreshold("fine", ("organisation",), 10_000_000, inclusive=True, basis="行政处罚法第六十三条"),
    HearingThreshold(
        "fine", ("person", "individual_business"), 1_000_000, inclusive=False, basis="行政处罚法第六十三条"
    ),
    HearingThreshold("confiscation", ("organisation",), 10_000_000, inclusive=True, basis="行政处罚法第六十三条"),
)


def test_article_63_hearing_is_offered_from_the_threshold_on():
    assert hearing_due(HEARING, "organisation", 9_999_999, 0, FINE) == ()
    assert hearing_due(HEARING, "organisation", 10_000_000, 0, FINE)
    assert hearing_due(HEARING, "organisation", 0, 10_000_000, ["没收违法所得"])


def test_article_63_an_exclusive_threshold_is_not_reached_by_the_exact_sum():
    assert hearing_due(HEARING, "individual_business", 1_000_000, 0, FINE) == ()
    assert hearing_due(HEARING, "individual_business", 1_000_001, 0, FINE)


def test_article_63_revocation_and_closure_always_bring_a_hearing():
    (trigger,) = hearing_due((), "person", 0, 0, ["吊销许可证件"])
    assert trigger.basis.endswith("第六十三条第一款第三项")
    assert hearing_due((), "person", 0, 0, ["警告"]) == ()


def test_article_63_the_page_can_say_why_there_is_no_hearing():
    (fine,) = hearing_comparisons(HEARING, "organisation", 5_000_000, 0)
    assert not fine.met
    assert fine.sentence == "罚款 50,000.00 元未达到听证标准（单位 100,000 元以上，含本数）"


def test_an_amount_entry_never_speaks_about_an_amount_of_nothing():
    entry = ReviewEntry(1, ReviewKind.FINE, "罚款", "依据", threshold_fen=1)
    assert review_due([entry], "person", 0, 0, []) == ()
    assert review_due([entry], "person", 1, 0, FINE)
