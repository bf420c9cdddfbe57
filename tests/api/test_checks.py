"""Checks for programs: list, read, act at the version read, refusals with their reasons."""

import pytest

from enforcement.audit.models import AuditEntry
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.inspection.commands.checks import AskHead
from enforcement.inspection.models.checks import Check
from enforcement.inspection.services import answers
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.checks import RequestKind
from tests.api.conftest import Program
from tests.domains.inspection.checking import HOUR, make_check_world
from tests.domains.inspection.library_world import CODE
from tests.support.app import NOON


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    # half a minute on, for the clock is set to whole seconds and times are typed to the minute
    move_clock_to(NOON + HOUR + HOUR / 120)
    return made


@pytest.fixture
def program(app_with_store, world):
    def of(actor):
        held = {one for grant in actor.grants for one in grant.permissions} - {Permission.SELF}
        command = IssueToken("业务系统", tuple(sorted(str(one) for one in held)), 30)
        return Program(app_with_store, identity.issue_token(actor, command, current_instant())[1])

    return of


def test_a_program_arrives_answers_and_is_told_what_is_missing(world, program):
    check = world.notify(world.open())
    officer = program(world.actor(check))
    listed = officer.get("/checks?mine=true").get_json()
    assert [one["id"] for one in listed["items"]] == [check.public_id]
    arrived = officer.post("/checks/arrivals", {"code": check.code, "officer_ids": world.team[:2]})
    assert arrived.status_code == 200
    assert arrived.get_json()["arrivals"][0]["way"] == "scan"
    version = arrived.headers["ETag"].strip('"')
    rows = [{"item_code": CODE, "entry_no": "1", "answer": "符合"}]
    body = {"act": "checklist", "answers": rows}
    assert officer.post(f"/checks/{check.public_id}/acts", body).status_code == 428
    saved = officer.post(f"/checks/{check.public_id}/acts", body, version)
    assert saved.get_json()["answers"][0]["verdict"] == "conforms"
    assert officer.post(f"/checks/{check.public_id}/acts", body, version).status_code == 412
    record = {
        "act": "record", "ended_at": "2026-09-01T13:00:00+08:00", "findings": "已查看", "person": "王某",
        "person_role": "店长", "certificate_shown": True, "rights_told": True, "opinion": "无异议", "refusal": "拒签",
    }  # fmt: skip
    refused = officer.post(f"/checks/{check.public_id}/acts", record, saved.headers["ETag"].strip('"'))
    assert refused.status_code == 409
    assert [one["code"] for one in refused.get_json()["reasons"]] == ["C07"]


def test_the_code_of_the_notice_is_in_no_answer(world, program):
    check = world.notify(world.open())
    shown = program(world.actor(check)).get(f"/checks/{check.public_id}")
    assert check.code not in shown.get_data(as_text=True)
    assert shown.get_json()["items"][0]["code"] == CODE


def test_unknown_acts_and_records(world, program):
    check = world.open()
    officer = program(world.actor(check))
    answer = officer.post(f"/checks/{check.public_id}/acts", {"act": "fly"}, check.version)
    assert answer.status_code == 422
    assert officer.get("/checks/nosuchcheck").status_code == 404
    assert officer.get("/inspection-tasks").get_json() == {"items": []}


def test_the_head_opens_a_check_outside_the_draw(world, program):
    head = program(world.head)
    body = {
        "origin": "complaint", "reason": "投诉", "source_document": "12315-1", "uscc": world.open().uscc,
        "item_codes": [CODE], "officer_ids": world.team[:2], "window_from": "2026-09-01", "window_to": "2026-09-20",
    }  # fmt: skip
    answer = head.post("/checks", body)
    assert answer.status_code == 201
    assert answer.get_json()["origin"] == "complaint"
    assert head.post("/checks", body | {"source_document": ""}).status_code == 422


def test_o05_a_recusal_on_a_sealed_list_is_answered_without_the_name(world, program):
    task = world.drawn(sealed=True)
    check = db.session.query(Check).filter_by(task_id=task.id).order_by(Check.id).first()
    gone, asker = [one.officer_public_id for one in check.officers]
    command = AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=gone, reason="与经营者是亲属", reason_code="relation"
    )
    request = answers.ask_head(world.actors[asker], command, current_instant())
    head, path = program(world.head), f"/checks/{check.public_id}"
    seen = head.get(path)
    assert [one["reason"] for one in seen.get_json()["requests"]] == ["与经营者是亲属"]
    body = {"act": "answer", "record": request.public_id, "granted": "yes"}
    answer = head.post(f"{path}/acts", body, seen.headers["ETag"].strip('"'))
    assert [one["state"] for one in answer.get_json()["requests"]] == ["granted"]
    assert gone not in [one["id"] for one in answer.get_json()["officers"] if one["removed_at"] is None]
    told = seen.get_data(as_text=True) + answer.get_data(as_text=True)
    assert [one for one in (check.name, check.uscc) if one in told] == []
    assert db.session.query(AuditEntry).filter_by(action="draw.viewed").count() == 2
    assert head.get(path).status_code == 404
