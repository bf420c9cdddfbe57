"""The procedural rule of market supervision binds its own agencies; others answer to the statutes and their own rules."""

import pytest

from enforcement.rules.casefile import case_file_from
from enforcement.rules.precheck import Law, precheck
from enforcement.rules.rulesets import BY_DEFAULT, load_rulesets
from tests.rules.law_files import CONFIG, calendar
from tests.rules.precheck.cases import HEARING, LAW, NO_PENALTY, PLAIN, STATEMENT, SUMMARY_FINE, TESTED, WAIVED, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import (
    MARKET_SUPERVISION,
    decision,
    later,
    move,
    paper,
    remove,
    rewrite,
    serve_on,
    service_of,
)

OTHER = "生态环境"
SAMR = "市场监督管理行政处罚程序规定"


def of_another_field(n):
    """The n-th clean file as an agency of another field would have made it."""
    file = clean_file(n)
    file["agency"]["domain"] = OTHER
    for one in file["officers"]:
        for certificate in one.get("certificates", ()):
            certificate["fields"] = [OTHER]
    return file


def long_before_filing(file):
    move(file, paper(file, "source_register"), "2026-02-10")
    move(file, paper(file, "filing_approval"), "2026-03-10")


def reviewed_late(file):
    move(file, paper(file, "review_opinion"), later(paper(file, "review_opinion")["issued_on"], 20))


def closed_late(file):
    move(file, paper(file, "closing_approval"), later(paper(file, "closing_approval")["issued_on"], 40))


def decided_the_next_day(file):
    told = service_of(file, file["notice"]["document"])
    serve_on(file, told, later(decision(file)["issued_on"], -1))


def not_reviewed(file):
    remove(file, paper(file, "review_opinion")["id"])
    file["reviews"] = []


def in_order_of_time(file):
    index = file["volume"]["index"]
    index.sort(key=lambda one: next(each for each in file["documents"] if each["id"] == one["document"])["issued_on"])
    pages = {"main": 1, "sub": 1}
    for no, one in enumerate(index, start=1):
        length = one["page_to"] - one["page_from"]
        one.update(no=no, page_from=pages[one["part"]], page_to=pages[one["part"]] + length)
        pages[one["part"]] += length + 1


def text_of(kind, **contents):
    return lambda file: rewrite(file, paper(file, kind), **contents)


ONLY_MARKET_SUPERVISION = [
    ("review-missing", PLAIN, not_reviewed),
    ("review-before-sent", PLAIN, lambda file: file["reviews"][0].update(submitted_on="2026-04-30")),
    ("rights-untold-in-record", PLAIN, text_of("scene_record", rights_told="")),
    ("adoption-missing", STATEMENT, text_of("decision", statement_adoption="")),
    ("closing-missing", PLAIN, lambda file: remove(file, paper(file, "closing_approval")["id"])),
    ("contents-missing", PLAIN, text_of("report", proposal="")),
    ("document-missing", PLAIN, lambda file: remove(file, paper(file, "source_register")["id"])),
    ("volume-order-wrong", PLAIN, in_order_of_time),
    ("volume-pages-broken", PLAIN, lambda file: file["volume"]["index"][0].update(page_from=2)),
    ("index-numbers-broken", PLAIN, lambda file: file["volume"]["index"][2].update(no=9)),
]


@pytest.mark.parametrize(("rule", "n", "change"), ONLY_MARKET_SUPERVISION)
def test_what_only_the_rule_of_market_supervision_asks_is_asked_of_its_agencies_alone(rule, n, change):
    own, other = clean_file(n), of_another_field(n)
    assert (own["agency"]["domain"], other["agency"]["domain"]) == (MARKET_SUPERVISION, OTHER)
    change(own)
    change(other)
    assert found(own, rule)
    assert found(other, rule) == []


TERMS = [
    ("filing-late", "D02", PLAIN, long_before_filing),
    ("review-late", "D14", PLAIN, reviewed_late),
    ("closing-late", "D42", PLAIN, closed_late),
    ("decided-before-term-over", "D15", PLAIN, decided_the_next_day),
    ("summary-report-late", "D37", SUMMARY_FINE, lambda file: file["steps"][2].update(on="2026-05-30")),
]
OWN_TERM = """
[ruleset]
title = "生态环境"
version = "2026-01"

[[term]]
id = "{id}"
name = "本领域的期限"
length = 1
unit = "WD"
basis = "生态环境行政处罚办法某条"
source = "本领域的规章"
domain = "生态环境"
valid_from = 2021-07-15
"""


@pytest.mark.parametrize(("rule", "term", "n", "change"), TERMS)
def test_a_term_that_no_law_of_the_field_sets_is_told_as_not_checked_until_one_is_loaded(
    rule, term, n, change, tmp_path
):
    own, other = clean_file(n), of_another_field(n)
    change(own)
    change(other)
    assert SAMR in found(own, rule)[0].article
    assert found(other, rule) == []
    (told,) = found(other, "not-checked")
    assert "没有载入生态环境领域的" in told.explanation
    assert BY_DEFAULT in told.explanation
    assert SAMR not in told.article
    (tmp_path / "own.toml").write_text(OWN_TERM.format(id=term), encoding="utf-8")
    law = Law(load_rulesets([CONFIG / "rulesets", tmp_path]), calendar())
    told = [one for one in precheck(case_file_from(other), law) if one.rule == rule]
    assert "生态环境行政处罚办法" in told[0].article + told[0].explanation
    assert SAMR not in told[0].article


@pytest.mark.parametrize("n", [PLAIN, STATEMENT, HEARING, NO_PENALTY, SUMMARY_FINE, TESTED, WAIVED])
def test_no_finding_in_another_field_cites_the_rule_of_market_supervision(n):
    file = of_another_field(n)
    for one in file["documents"]:
        one.update(contents={}, signatures=[], sealed=False, officers=[], number="")
    file.update(evidence=[], services=[], reviews=[], volume=None)
    told = precheck(case_file_from(file), LAW)
    assert told
    assert [one for one in told if one.article.startswith(SAMR) or f"；{SAMR}" in one.article] == []


def test_review_is_due_in_every_field_where_the_statute_asks_it():
    file = of_another_field(HEARING)
    not_reviewed(file)
    (one,) = found(file, "review-missing")
    assert one.article == "行政处罚法第五十八条"
    file["agency"]["domain"] = MARKET_SUPERVISION
    assert found(file, "review-missing")[0].article == "行政处罚法第五十八条"


def test_an_index_that_differs_from_the_papers_is_told_in_every_field():
    file = of_another_field(PLAIN)
    file["volume"]["index"][0]["title"] = "别的材料"
    assert found(file, "index-title-differs")[0].article == "行政处罚法第四十七条"


def test_the_term_of_the_archive_is_told_as_a_default_where_no_local_rule_sets_it():
    file = clean_file(PLAIN)
    file["steps"][-1]["on"] = "2026-05-30"
    assert found(file, "archive-late")[0].article == "行政处罚法第四十七条；云州市行政执法案卷管理规定"
    file["agency"]["region"] = "海州市"
    (one,) = found(file, "archive-late")
    assert one.article == BY_DEFAULT
    assert BY_DEFAULT in one.explanation


@pytest.mark.parametrize(("present", "article"), [(1, "行政处罚法第五十七条第二款"), (2, BY_DEFAULT), (3, None)])
def test_how_many_discuss_is_no_number_of_the_law_from_two_on(present, article):
    file = clean_file(HEARING)
    file["discussion"]["attendees"] = file["discussion"]["attendees"][:present]
    told = [one.article for one in found(file, "discussion-too-few")]
    assert told == ([] if article is None else [article])
