"""Generated requests: whatever is asked, the answer fits the description and no fault is ours."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as generated
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from enforcement.rules.facts import State

EXAMPLES = 6
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(programs):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", programs.app)


@pytest.mark.slow
def test_reading_answers_as_described_whatever_is_asked(programs, described) -> None:
    officer = programs.of("shen", programs.bureau.at(State.NOTIFIED).day)
    faults = []
    for found in described.include(method="GET").get_all_operations():

        @FEW
        @generated(case=found.ok().as_strategy())
        def ask(case) -> None:
            case.call_and_validate(headers=officer.headers, checks=CHECKS)

        try:
            ask()
        except BaseExceptionGroup as group:
            faults.append(f"{found.ok().label}: {group.exceptions}")
    assert faults == []


def test_what_is_there_is_shown_as_described(programs, described) -> None:
    walk = programs.bureau.at(State.DISCUSSED)
    walk.decide()
    head = programs.of("shen", walk.day)
    shown = head.get(f"/cases/{walk.case}").json
    wanted = {
        "/cases/{case_id}": walk.case,
        "/cases/{case_id}/recordings": walk.case,
        "/recordings/{recording_id}": head.get(f"/cases/{walk.case}/recordings").json["items"][0]["id"],
        "/documents/{document_id}": shown["documents"][0]["public_id"],
        "/reviews/{review_id}": shown["reviews"][0]["id"],
        "/catalogue/items/{code}": shown["facts"]["item_code"],
        "/cases": None,
        "/reviews": None,
        "/duties": None,
        "/me": None,
        "/catalogue/items": None,
        "/catalogue/benchmarks": None,
        "/catalogue/review-catalogues": None,
        "/catalogue/recording-lists": None,
    }
    for path, number in wanted.items():
        operation = described[f"/api/v1{path}"]["GET"]
        names = {one.name: number for one in operation.path_parameters}
        answer = operation.Case(path_parameters=names).call_and_validate(headers=head.headers, checks=CHECKS)
        assert answer.status_code == 200, path
