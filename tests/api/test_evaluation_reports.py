"""Reports over the API: averages with their files, an agency only its own, the public only finished rounds."""

from __future__ import annotations

import pytest

from enforcement.platform.demo_clock import move_clock_to
from tests.api.test_evaluation import Callers
from tests.domains.identity.people import actor_for, make_account
from tests.support.app import NOON
from tests.support.evaluation import NOTHING, Round
from tests.support.evaluation_reports import agency_id, closed, frozen, lossy, told


@pytest.fixture
def made(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    return Round()


@pytest.fixture
def callers(app_with_store, made):
    callers = Callers(app_with_store, made)
    made.people["agency"] = actor_for(make_account("user_agency", made.city.bureau, "agency_head"))
    return callers


@pytest.fixture
def plan(made, callers):
    assert callers
    return closed(made, (lossy(made), NOTHING, NOTHING))


def test_the_report_gives_every_average_with_its_files(callers, made, plan):
    found = callers.get(f"/evaluation-plans/{plan.public_id}/report", "planner").json
    assert found["final"] is False
    assert found["whole"]["mean"] == {"points": "93.62", "files": 3}
    by_agency = {one["agency"]: one["group"]["mean"] for one in found["agencies"]}
    assert by_agency[made.city.bureau.name] == {"points": "90.43", "files": 2}
    assert found["faults"][0]["article"]
    assert found["agreement"]["files"] == 3
    assert found["comparison"] is None


def test_an_agency_reads_its_own_report_and_no_other(callers, made, plan):
    own = f"/evaluation-plans/{plan.public_id}/agencies/{agency_id(plan, made.city.bureau.name)}/report"
    other = f"/evaluation-plans/{plan.public_id}/agencies/{agency_id(plan, made.city.east_bureau.name)}/report"
    assert callers.get(own, "agency").status_code == 404
    told(made, plan)
    found = callers.get(own, "agency").json
    assert (len(found["files"]), found["group"]["mean"]["files"], found["everybody"]) == (2, 2, None)
    assert callers.get(other, "agency").status_code == 404
    assert callers.get(f"/evaluation-plans/{plan.public_id}/report", "agency").status_code in {403, 404}


def test_everybody_reads_finished_rounds_only(client, made, plan):
    assert client.get("/api/v1/evaluations").json == []
    assert client.get(f"/api/v1/evaluations/{plan.public_id}").status_code == 404
    frozen(made, plan)
    assert [one["id"] for one in client.get("/api/v1/evaluations").json] == [plan.public_id]
    found = client.get(f"/api/v1/evaluations/{plan.public_id}").json
    assert found["whole"]["mean"]["files"] == 3
    assert found["standard_digest"] == plan.standard_digest
    assert "files" not in found
