"""What everybody reads of evaluations: finished rounds as figures by agency, and nothing that leads to anybody."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from enforcement.evaluation.queries.files import case_file
from enforcement.evaluation.states import PlanState
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet, VetoMark
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.evaluation import NOTHING, Round
from tests.support.evaluation_reports import closed, frozen, told


@pytest.fixture
def made(app_with_store):
    move_clock_to(NOON)
    return Round()


@pytest.fixture
def plan(made):
    """Its evaluators wrote down names wherever they could write."""
    standard = made.standard()

    def named(file):
        content = case_file(file.case_file_public_id).content
        words = f"{content.parties[0].name}、{content.officers[0].name}、{file.label}、{content.case.number}"
        code = standard.content["items"][0]["deductions"][0]["code"]
        fault = Fault(code, Reference(f"{words}的笔录", words, 1), remark=words)
        return Sheet((fault,), (VetoMark(standard.content["vetoes"][0]["no"], words),))

    return closed(made, (named, NOTHING, NOTHING))


def secrets(made, plan):
    """Everything that leads to a file, a party, an officer or an evaluator."""
    for file in plan.files:
        content = case_file(file.case_file_public_id).content
        yield from (file.public_id, file.case_file_public_id, file.label, content.case.number, content.case.title)
        yield from (one.name for one in content.officers)
        yield from (number.number for one in content.officers for number in one.certificates)
        for party in content.parties:
            yield from (party.name, party.code, party.legal_representative, party.address)
        yield from (signature.name for one in content.documents for signature in one.signatures)
        yield from (one.number for one in content.documents)
        yield from (one.public_id for one in file.seats)
    yield from (one.name for one in made.evaluators.values())


def test_only_rounds_whose_results_are_fixed_are_public(client, made, plan):
    address = f"/evaluations/{plan.public_id}"
    assert "还没有结束的案卷评查" in plain(client.get("/evaluations/"))
    assert client.get(address).status_code == 404
    told(made, plan)
    assert plan.state is PlanState.FEEDBACK
    assert client.get(address).status_code == 404
    assert client.get(address).data == client.get("/evaluations/nowhere").data.replace(
        b"nowhere", plan.public_id.encode()
    )
    frozen(made, plan)
    assert plan.title in plain(client.get("/evaluations/"))
    assert client.get(address).status_code == 200


def test_a_round_shows_agencies_with_their_numbers_of_files_faults_standard_and_draw(client, made, plan):
    frozen(made, plan)
    answer = client.get(f"/evaluations/{plan.public_id}")
    shown, page = plain(answer), text(answer)
    for agency in (made.city.bureau.name, made.city.east_bureau.name):
        assert agency in shown
    for words in ("66.67 分（3 件）", "50.00 分（2 件）", "100.00 分（1 件）", "适用的 3 件中有 1 件"):
        assert words in shown
    standard = made.standard()
    assert standard.content["items"][0]["basis"] in shown
    assert standard.digest in page
    draw = made.draw_of(plan)
    address = f"/lots/{draw.agency}/{draw.draw_no}"
    assert f'href="{quote(address)}"' in page
    assert client.get(address).status_code == 200


def test_nothing_leads_to_a_file_a_party_an_officer_or_an_evaluator(client, made, plan):
    frozen(made, plan)
    move_clock_to(made.start(plan) + timedelta(days=40))
    for address in ("/evaluations/", f"/evaluations/{plan.public_id}"):
        page = text(client.get(address))
        assert {one for one in secrets(made, plan) if one and one in page} == set()
