"""The description holds what the application does, and its page shows all of it."""

from __future__ import annotations

import re

import pytest
import schemathesis
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from enforcement.api.guide import PROBLEMS
from enforcement.doors.access import required_permissions
from enforcement.doors.problems import TITLES
from enforcement.foundation import errors


@pytest.fixture
def described(client):
    return client.get("/api/v1/openapi.json").json


def operations(described):
    return [(path, method, told) for path, item in described["paths"].items() for method, told in item.items()
            if method in {"get", "post"}]  # fmt: skip


def address(rule: str) -> str:
    """A rule as the description writes it, without how its parts are read."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def test_it_is_openapi_3_1(described) -> None:
    assert described["openapi"] == "3.1.0"
    assert [str(fault) for fault in OPENAPI_31_VALIDATOR.iter_errors(described)] == []
    assert {one.ok().label for one in schemathesis.openapi.from_dict(described).get_all_operations()}


def test_it_describes_every_endpoint_below_its_address(app, described) -> None:
    rules = {
        (address(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if rule.rule.startswith("/api/v1/") and not rule.endpoint.startswith("api_docs.")
    }
    assert rules == {(path, method) for path, method, _told in operations(described)}


def test_names_of_operations_are_unique_and_problems_are_problems(described) -> None:
    names = [told["operationId"] for _path, _method, told in operations(described)]
    assert len(names) == len(set(names))
    for name, response in described["components"]["responses"].items():
        assert list(response["content"]) == ["application/problem+json"], name


def test_it_asks_for_a_token_exactly_where_the_door_does(app, described) -> None:
    views = {address(rule.rule): rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    for path, method, told in operations(described):
        if method == "get":
            assert bool(told["security"]) == bool(required_permissions(views[path])), path


def test_amounts_are_described_as_fen_and_versions_stand_in_the_header(described) -> None:
    told = described["paths"]["/api/v1/cases/{case_id}/steps"]["post"]
    assert any(one["name"] == "If-Match" and one["required"] for one in told["parameters"])
    bodies = {one["properties"]["step"]["const"]: one for one in
              told["requestBody"]["content"]["application/json"]["schema"]["oneOf"]}  # fmt: skip
    assert bodies["decide"]["properties"]["fine_fen"]["type"] == ["integer", "null"]
    assert all("version" not in one["properties"] for one in bodies.values())


def test_the_page_tells_every_operation_and_every_code(client, described) -> None:
    page = client.get("/api/v1/docs").get_data(as_text=True)
    for _path, _method, told in operations(described):
        assert f'id="{told["operationId"]}"' in page
    own = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "code")}
    for code in own | PROBLEMS.keys() | {code for code, _sentence in TITLES.values()}:
        assert f'id="problem-{code}"' in page


def test_faults_of_pages_stay_pages(client) -> None:
    assert client.get("/nothing-here").content_type.startswith("text/html")
    assert client.get("/api/v1/nothing-here").content_type == "application/problem+json"
    answer = client.delete("/api/v1/decisions")
    assert (answer.status_code, answer.json["code"]) == (405, "method-not-allowed")
