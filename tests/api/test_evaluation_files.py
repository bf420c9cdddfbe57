"""Case files handed over by agencies' systems: taken in, refused by field, read with the machine's findings."""

import base64

import pytest

from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.casefile.reading import case_file_from
from enforcement.rules.facts import State
from tests.api.conftest import Program
from tests.domains.evaluation.outside import outside_file
from tests.domains.identity.people import actor_for, make_account
from tests.support.app import NOON
from tests.support.evaluation import Round

PATH = "/evaluation/case-files"


@pytest.fixture
def made(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    return Round()


@pytest.fixture
def program(app_with_store, made):
    roles = {"planner": ("evaluation_planner", made.justice), "agency": ("agency_head", made.city.bureau)}
    for name, (role, org) in roles.items():
        made.people[name] = actor_for(make_account(f"user_{name}", org, role))

    def of(name):
        actor = made[name]
        held = {one for grant in actor.grants for one in grant.permissions} - {Permission.SELF}
        command = IssueToken("业务系统", tuple(sorted(str(one) for one in held)), 30)
        return Program(app_with_store, identity.issue_token(actor, command, current_instant())[1])

    return of


def test_a_file_is_taken_in_once_and_read_with_its_findings(made, program):
    content = outside_file(made.city.bureau)
    content["services"] = []
    volume = base64.b64encode(b"%PDF-1.7").decode()
    planner = program("planner")
    answer = planner.post(PATH, {"file": content, "volume": volume, "traits": ["complaint"]})
    assert answer.status_code == 201
    shown = answer.get_json()
    assert shown["file_no"] == content["case"]["number"]
    assert "service-missing" in {one["rule"] for one in shown["findings"]}
    assert planner.get(f"{PATH}/{shown['id']}").get_json() == shown
    assert planner.post(PATH, {"file": content}).get_json()["id"] == shown["id"]


def test_faults_are_named_by_the_path_of_the_field(made, program):
    content = outside_file(made.city.bureau)
    content["documents"][0]["issued_on"] = "gestern"
    planner = program("planner")
    answer = planner.post(PATH, {"file": content})
    assert answer.status_code == 422
    assert "documents[0].issued_on" in answer.get_data(as_text=True)
    refused = planner.post(PATH, {"file": outside_file(made.city.bureau), "volume": "???"})
    assert refused.status_code == 422
    assert "volume" in refused.get_data(as_text=True)


def test_evaluators_and_agencies_neither_take_in_nor_read(made, program):
    content = outside_file(made.city.bureau)
    known = program("planner").post(PATH, {"file": content}).get_json()["id"]
    for name in ("pc1", "agency"):
        other = program(name)
        assert other.post(PATH, {"file": content}).status_code == 403
        assert other.get(f"{PATH}/{known}").status_code == 403
    assert program("planner").get(f"{PATH}/nosuchfile").status_code == 404


def test_the_file_of_a_case_is_exported_to_whoever_may_read_it(programs, staged_bureau):
    case, undecided = staged_bureau.staged[State.SERVED], staged_bureau.staged[State.REVIEWED]
    reader = programs.of("lin", case.today())
    exported = reader.get(f"/cases/{case.case}/case-file").get_json()
    assert case_file_from(exported).case.number == exported["case"]["number"]
    assert reader.get(f"/cases/{undecided.case}/case-file").status_code == 409
    stranger = programs.of("lei", case.today(), Permission.RANDOMNESS_TYPE)
    assert stranger.get(f"/cases/{case.case}/case-file").status_code == 403
    for path in (case.case, "nosuchcase"):
        assert programs.of("yz-sthj.head", case.today()).get(f"/cases/{path}/case-file").status_code == 404
