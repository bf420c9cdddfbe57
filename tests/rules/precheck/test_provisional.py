"""A term that runs through a year without a notice of holidays accuses nobody; with the notice it is held."""

import json

import pytest

from enforcement.rules.calendars import load_calendars
from enforcement.rules.casefile import case_file_from
from enforcement.rules.precheck import Law, precheck
from tests.rules.law_files import CONFIG, rulesets
from tests.rules.precheck.cases import HEARING, LATE, LAW, OVERTURNED, PLAIN, SUMMARY_FINE, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import decision, move, paper, serve_on, service_of


def noticed(folder):
    """The law with a notice for 2025 as well. Its single day off is invented."""
    days = [{"name": "元旦", "date": "2025-01-01", "isOffDay": True}]
    (folder / "2025.json").write_text(json.dumps({"year": 2025, "notice": "试验", "days": days}), encoding="utf-8")
    return Law(rulesets(), load_calendars([CONFIG / "calendars", folder]))


def decided(file):
    move(file, decision(file), "2025-09-29")


def served(file):
    decided(file)
    serve_on(file, service_of(file, decision(file)["id"]), "2025-10-15")


def published(file):
    decided(file)
    file["publication"]["published_on"] = "2025-10-15"


def reviewed(file):
    file["reviews"][0]["submitted_on"] = "2025-09-22"
    move(file, paper(file, "review_opinion"), "2025-10-15")


def filed(file):
    move(file, paper(file, "source_register"), "2025-09-12")
    move(file, paper(file, "filing_approval"), "2025-10-15")


def closed(file):
    for one in file["payment"]["entries"]:
        one["on"] = "2025-09-22"
    serve_on(file, service_of(file, decision(file)["id"]), "2025-09-20")
    move(file, paper(file, "closing_approval"), "2025-10-20")


def archived(file):
    move(file, paper(file, "closing_approval"), "2025-09-15")
    file["steps"][-1]["on"] = "2025-10-30"


def told_of_hearing(file):
    move(file, paper(file, "hearing_record"), "2025-10-15")
    serve_on(file, service_of(file, file["hearing"]["notice_document"]), "2025-10-09")


def decided_before_term_over(file):
    decided(file)
    serve_on(file, service_of(file, file["notice"]["document"]), "2025-09-28")


def paid_late(file):
    serve_on(file, service_of(file, decision(file)["id"]), "2025-09-29")
    file["payment"]["entries"][0].update(on="2025-10-31", surcharge_fen=0)


def withdrawn(file):
    file["publication"].update(overturned_on="2025-09-29", withdrawn_on="2025-10-15")


def reported(file):
    decided(file)
    file["steps"][2]["on"] = "2025-10-15"


CASES = [
    ("service-late", PLAIN, served),
    ("publication-late", PLAIN, published),
    ("review-late", PLAIN, reviewed),
    ("filing-late", PLAIN, filed),
    ("closing-late", PLAIN, closed),
    ("archive-late", PLAIN, archived),
    ("hearing-notice-short", HEARING, told_of_hearing),
    ("decided-before-term-over", PLAIN, decided_before_term_over),
    ("late-without-surcharge", LATE, paid_late),
    ("withdrawal-late", OVERTURNED, withdrawn),
    ("summary-report-late", SUMMARY_FINE, reported),
]


@pytest.mark.parametrize(("rule", "n", "change"), CASES)
def test_a_provisional_term_is_not_checked_and_a_settled_one_is(rule, n, change, tmp_path):
    file = clean_file(n)
    change(file)
    assert found(file, rule) == []
    told = [one for one in found(file, "not-checked") if "放假通知未载入的年份" in one.explanation]
    assert [
        one for one in told if "2025（放假通知未载入，暂定）" in one.explanation and "不能据此认定" in one.explanation
    ]
    with_notice = precheck(case_file_from(file), noticed(tmp_path))
    assert [one for one in with_notice if one.rule == rule]
    assert [one for one in with_notice if one.rule == "not-checked"] == []


def test_what_was_never_done_is_told_without_a_day_that_may_be_wrong():
    file = clean_file(PLAIN)
    decided(file)
    file["publication"] = None
    (one,) = found(file, "publication-missing")
    assert "应当在" not in one.explanation
    assert "放假通知未载入" in one.explanation


def test_terms_in_calendar_years_stand_without_any_notice():
    file = clean_file(PLAIN)
    file["limitation"].update(ended_on="2023-09-29", discovered_on="2025-09-30")
    assert found(file, "limitation-lapsed")
    assert [
        one
        for one in precheck(case_file_from(file), LAW)
        if "追责时效" in one.explanation and one.rule == "not-checked"
    ] == []
