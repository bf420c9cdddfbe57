"""Review and hearing: what was heard must be reviewed, and the review comes after the hearing."""

from copy import deepcopy

import pytest

from tests.rules.precheck.cases import HEARING, REVOKED, found, found_after
from tests.support.casefiles import clean_file
from tests.support.fault_tools import by_id, move, paper, remove


def reviewed(day):
    def change(file):
        file["reviews"][-1]["submitted_on"] = "2026-02-10"
        move(file, by_id(file, file["reviews"][-1]["document"]), day)

    return change


@pytest.mark.parametrize(("day", "told"), [("2026-03-16", True), ("2026-03-17", False), ("2026-03-18", False)])
def test_a_hearing_case_is_reviewed_after_the_hearing(day, told):
    findings = found_after(HEARING, "review-before-hearing", reviewed(day))
    assert bool(findings) is told
    for one in findings:
        assert one.documents == (
            paper(clean_file(HEARING), "review_opinion")["id"],
            clean_file(HEARING)["hearing"]["record_document"],
        )
        assert "审核在2026年3月16日，听证在2026年3月17日举行" in one.explanation
        assert one.article.startswith("行政处罚法第五十八条第一款第二项")
        assert "早于听证1日" in one.explanation


def test_a_round_after_the_hearing_heals_the_early_one():
    file = clean_file(REVOKED)
    reviewed("2026-02-12")(file)
    assert found(file, "review-before-hearing")
    again = deepcopy(clean_file(REVOKED)["reviews"][-1])
    opinion = paper(clean_file(REVOKED), "review_opinion") | {"id": "d90"}
    file["documents"].append(opinion)
    file["reviews"].append(again | {"document": "d90"})
    assert found(file, "review-before-hearing") == []


def test_without_a_hearing_there_is_nothing_to_wait_for():
    def never_held(file):
        reviewed("2026-02-12")(file)
        remove(file, file["hearing"]["record_document"])
        file["hearing"]["record_document"] = None

    assert found_after(HEARING, "review-before-hearing", never_held) == []


def test_the_review_is_asked_before_a_penalty_only():
    def spared(file):
        reviewed("2026-02-12")(file)
        file["case"]["outcome"] = "no_penalty"

    assert found_after(HEARING, "review-before-hearing", spared) == []
