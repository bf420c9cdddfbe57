"""How a review may end (行政处罚法第五十八条; 市场监督管理行政处罚程序规定第五十三条、第五十四条): both sides of each guard."""

import pytest

from enforcement.rules.legal_review import AGREE, ITEMS, ReviewConclusion, conclusion_problems

FINE = dict.fromkeys(ITEMS, "ok")


def problems(opinion=AGREE, reasons="事实清楚", results=None, *, legal=True, qualification="A20190101", handled=False):
    found = conclusion_problems(
        ReviewConclusion(
            opinion=opinion,
            reasons=reasons,
            results=FINE if results is None else results,
            legal=legal,
            qualification_no=qualification,
            handled_the_case=handled,
        )
    )
    return {reason.code: reason.basis for reason in found}


def test_article_58_a_qualified_person_apart_from_the_case_may_agree():
    assert problems() == {}


@pytest.mark.parametrize("qualification", ["", "  "])
def test_article_58_legal_review_asks_for_the_qualification(qualification):
    assert "第五十八条第二款" in problems(qualification=qualification)["reviewer-qualified"]


def test_article_58_review_of_an_ordinary_case_does_not_ask_for_it():
    assert problems(legal=False, qualification="") == {}


@pytest.mark.parametrize("legal", [True, False])
def test_article_58_who_handled_the_case_reviews_none(legal):
    assert "第五十八条" in problems(legal=legal, handled=True)["reviewer-apart"]


@pytest.mark.parametrize("left_open", ITEMS)
def test_article_53_every_single_item_is_looked_at_before_agreeing(left_open):
    results = {code: result for code, result in FINE.items() if code != left_open}
    assert set(problems(results=results)) == {"items-open"}


@pytest.mark.parametrize("fault", ["mend", "redo"])
@pytest.mark.parametrize("item", ITEMS)
def test_article_54_an_item_with_a_fault_stands_against_agreeing_and_is_what_a_return_needs(item, fault):
    faulty = FINE | {item: fault}
    assert set(problems(results=faulty)) == {"items-faulty"}
    assert problems("supplement", results=faulty) == {}
    assert problems("correct", results={item: fault}) == {}


@pytest.mark.parametrize("opinion", ["correct", "supplement", "transfer"])
def test_article_54_nothing_is_sent_back_without_naming_a_fault(opinion):
    assert set(problems(opinion)) == {"no-fault-named"}


def test_article_54_reasons_are_given():
    assert set(problems(reasons=" ")) == {"reasons"}
