"""An act that the papers or steps show and no section tells is found: leaving a section out hides nothing."""

import pytest

from tests.rules.precheck.cases import (
    CONFISCATED,
    HEARING,
    PLAIN,
    STATEMENT,
    SUMMARY_FINE,
    WAIVED,
    found,
    found_after,
)
from tests.support.casefiles import clean_file
from tests.support.fault_tools import paper

RULE = "paper-without-section"
TOLD_AGAIN = 16


@pytest.mark.parametrize(
    ("n", "section", "left", "kinds", "article"),
    [
        (PLAIN, "reviews", [], ("review_opinion",), "行政处罚法第五十八条"),
        (PLAIN, "notice", None, ("notice",), "行政处罚法第四十四条"),
        (STATEMENT, "statements", [], ("statement_record", "statement_answer"), "行政处罚法第四十五条"),
        (HEARING, "hearing", None, ("hearing_request", "hearing_notice", "hearing_record", "hearing_report"),
         "行政处罚法第六十三条至第六十五条"),
        (HEARING, "discussion", None, ("discussion_record",), "行政处罚法第五十七条第二款"),
        (CONFISCATED, "preservations", [], ("preservation_notice",), "行政处罚法第五十六条"),
    ],
)  # fmt: skip
def test_a_section_that_was_left_out_is_told_with_its_papers(n, section, left, kinds, article):
    file = clean_file(n)
    assert found(file, RULE) == []
    file[section] = left
    (one,) = found(file, RULE)
    assert one.documents == tuple(paper(file, kind)["id"] for kind in kinds)
    assert one.article == article
    assert f"（{section}）没有写到" in one.explanation


def test_one_paper_of_several_that_is_not_told_is_found():
    file = clean_file(STATEMENT)
    said = paper(file, "statement_record") | {"id": "d90", "title": "第二次陈述申辩笔录"}
    file["documents"].append(said)
    (one,) = found(file, RULE)
    assert one.documents == ("d90",)


def test_a_second_notice_is_told_by_the_one_section():
    assert found(clean_file(TOLD_AGAIN), RULE) == []


def test_a_written_waiver_is_told_as_such():
    file = clean_file(WAIVED)
    by_id = {one["id"]: one for one in file["documents"]}
    by_id[file["notice"]["waiver_document"]]["kind"] = "statement_record"
    assert found(file, RULE) == []
    file["notice"]["waiver_document"] = None
    assert found(file, RULE)


def test_a_step_without_a_paper_of_its_kind_counts_as_well():
    file = clean_file(STATEMENT)
    said = paper(file, "statement_record")
    file["steps"].append({"kind": "hearing_request", "on": said["issued_on"], "document": said["id"]})
    (one,) = found(file, RULE)
    assert one.documents == (said["id"],)
    assert "步骤“当事人要求听证”，“听证”（hearing）没有写到" in one.explanation
    file["steps"][-1]["document"] = None
    assert found(file, RULE)[0].documents == (file["decision"]["document"],)


def test_in_the_summary_procedure_a_statement_counts_too():
    def said(file):
        file["steps"].append({"kind": "statement", "on": file["steps"][0]["on"]})

    assert found_after(SUMMARY_FINE, RULE, said)
