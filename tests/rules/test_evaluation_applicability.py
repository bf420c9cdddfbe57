"""What the machine proposes to the questions of a standard, and what kind of file it takes a file for."""

from __future__ import annotations

from copy import deepcopy

import pytest

from config.settings import HERE
from enforcement.rules.casefile.reading import case_file_from
from enforcement.rules.evaluation.applicability import (
    GENERAL,
    NO_PENALTY,
    PROPOSALS,
    SIMPLIFIED,
    kind_of,
    proposed_answers,
)
from enforcement.rules.evaluation.reading import load_standards
from tests.support.casefiles import clean_file

STANDARDS = {one.id: one for one in load_standards([HERE / "evaluation"])}
FILES = [clean_file(number) for number in range(30)]


def file_with(**changes):
    """A file of the general procedure with other values."""
    data = deepcopy(next(one for one in FILES if kind_of(case_file_from(one)) == GENERAL))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = data
        for part in parents:
            place = place[part]
        place[last] = value
    return case_file_from(data)


def test_the_kind_follows_outcome_then_procedure():
    found = {kind_of(case_file_from(one)) for one in FILES}
    assert found == {GENERAL, SIMPLIFIED, NO_PENALTY}
    for one in FILES:
        case = case_file_from(one).case
        expected = (
            NO_PENALTY if case.outcome == "no_penalty" else SIMPLIFIED if case.procedure == "summary" else GENERAL
        )
        assert kind_of(case_file_from(one)) == expected


@pytest.mark.parametrize("code", STANDARDS)
def test_every_question_asked_of_a_file_is_there_and_no_other(code):
    standard = STANDARDS[code]
    for one in FILES:
        file = case_file_from(one)
        if kind_of(file) in {kind.id for kind in standard.kinds}:
            asked = [condition.id for condition in standard.conditions_of(kind_of(file))]
            assert list(proposed_answers(standard, file)) == asked


def test_the_machine_knows_every_question_of_the_standards_that_come_with_it():
    questions = {condition.id for standard in STANDARDS.values() for condition in standard.conditions}
    assert questions == set(PROPOSALS)


@pytest.mark.parametrize(
    ("question", "changes", "answer"),
    [
        ("recordings", {"recordings": None}, False),
        ("recordings", {"recordings": {"items": [], "files": []}}, False),
        ("preservation", {"preservations": []}, False),
        ("legal_review", {"reviews": []}, None),
        ("discussion", {"discussion": None, "case__flags": []}, None),
        ("discussion", {"discussion": None, "case__flags": ["grave"]}, True),
        ("discussion", {"discussion": None, "case__flags": ["complex"]}, True),
        ("discussion", {"discussion": None, "case__flags": ["mitigated"]}, None),
        ("hearing", {"hearing": None}, False),
        ("hearing", {"hearing": {"asked_on": "2026-02-26", "withdrawn_on": "2026-02-27"}, "steps": []}, False),
        ("hearing", {"hearing": {"asked_on": "2026-02-26"}, "steps": []}, None),
        ("hearing", {"hearing": None, "steps": [{"kind": "hearing", "on": "2026-03-17"}]}, True),
        ("scene", {}, True),
        ("inquiry", {}, True),
        ("documents", {"evidence": []}, None),
        ("education", {"case__flags": []}, True),
        ("education", {"case__flags": ["unproved"]}, False),
        ("pleading", {"hearing": None, "statements": []}, False),
        ("benchmark", {"benchmark": None}, None),
        ("fine", {"decision__fine_fen": 0, "decision__confiscation_fen": 0}, False),
        ("fine", {"decision__fine_fen": 1, "decision__confiscation_fen": 0}, True),
        ("fine", {"decision__fine_fen": 0, "decision__confiscation_fen": 1}, True),
        ("overdue", {"decision__fine_fen": 0, "payment": None}, False),
        ("overdue", {"decision__fine_fen": 5, "payment": None}, None),
    ],
)
def test_what_the_file_says_is_proposed_and_what_it_cannot_say_is_left_to_people(question, changes, answer):
    assert PROPOSALS[question](file_with(**changes)) is answer


@pytest.mark.parametrize(("question", "kind"), [("scene", "scene_record"), ("inquiry", "inquiry_record")])
def test_a_paper_that_is_not_there_does_not_say_whether_it_should_be(question, kind):
    data = deepcopy(FILES[0])
    for one in data["documents"]:
        one["kind"] = "other" if one["kind"] == kind else one["kind"]
    assert PROPOSALS[question](case_file_from(data)) is None


@pytest.mark.parametrize(
    ("code", "item", "question"),
    [
        ("penalty-100", "P2.2", "scene"),
        ("penalty-100", "P2.3", "inquiry"),
        ("penalty-100", "P2.4", "documents"),
        ("penalty-100", "P5.4N2", "education"),
        ("mee24", "F2.1", "scene"),
        ("mee24", "F2.2", "inquiry"),
    ],
)
def test_what_a_case_need_not_have_is_asked_about_first(code, item, question):
    assert next(one for one in STANDARDS[code].items if one.no == item).condition == question


def test_whoever_investigated_never_votes_whether_or_not_a_discussion_was_due():
    assert next(one for one in STANDARDS["mee24"].vetoes if one.no == "18").condition == ""


@pytest.mark.parametrize(("paid", "surcharge", "answer"), [(1000, 0, False), (999, 0, True), (1000, 1, True)])
def test_a_fine_paid_short_or_with_surcharge_was_overdue(paid, surcharge, answer):
    entry = {"on": "2026-03-02", "fine_fen": paid, "surcharge_fen": surcharge}
    file = file_with(decision__fine_fen=1000, payment={"entries": [entry]})
    assert PROPOSALS["overdue"](file) is answer


@pytest.mark.parametrize(("changed", "answer"), [(999, False), (1000, True), (None, True)])
def test_what_was_owed_after_the_change_had_to_be_paid(changed, answer):
    payment = {"entries": [{"on": "2026-03-02", "fine_fen": 999}]}
    file = file_with(decision__fine_fen=1001, decision__changed_fine_fen=changed, payment=payment)
    assert PROPOSALS["overdue"](file) is answer
