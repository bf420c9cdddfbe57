"""Feedback over the API: reports, an objection that is upheld, results that are fixed, a rectification that passes."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from enforcement.evaluation.commands.feedback import FreezeResults
from enforcement.evaluation.commands.rectifications import SubmitRectification
from enforcement.evaluation.models.feedback import EvaluationRectification
from enforcement.evaluation.services.feedback import freeze_results
from enforcement.evaluation.services.rectifications import submit_rectification
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.api.test_evaluation import MISSING, Callers
from tests.domains.evaluation.rectified import PROOF
from tests.domains.evaluation.told import Told, closed_round, told_round
from tests.domains.identity.people import actor_for, make_account
from tests.support.app import NOON
from tests.support.evaluation import Round

SENT = [{"name": PROOF.name, "content": base64.b64encode(PROOF.content).decode()}]


@pytest.fixture
def made(app_with_store: Flask) -> Round:
    assert app_with_store is not None
    move_clock_to(NOON)
    return Round()


@pytest.fixture
def callers(app_with_store: Flask, made: Round) -> Callers:
    found = Callers(app_with_store, made)
    made.people["agency"] = actor_for(make_account("user_agency", made.city.bureau, "agency_head"))
    return found


@pytest.fixture
def told(made: Round, callers: Callers) -> Told:
    assert callers is not None
    found = told_round(made)
    move_clock_to(found.now)
    return found


def tag(answer: Any) -> int:
    return int(answer.headers["ETag"].strip('"'))


def test_reports_are_issued_by_the_planner_and_read_by_their_agency_alone(made, callers) -> None:
    plan, now = closed_round(made)
    move_clock_to(now)
    path = f"/evaluation-plans/{plan.public_id}"
    assert callers.get(f"{path}/re-evaluations", "planner").json == []
    version = tag(callers.get(path, "planner"))
    assert callers.post(f"{path}/reports", "head", {}, version).status_code == 403
    issued = callers.post(f"{path}/reports", "planner", {}, version)
    assert (issued.status_code, len(issued.json)) == (201, 2), issued.json
    assert callers.post(f"{path}/reports", "planner", {}, version).status_code == 412
    (own,) = callers.get("/evaluation-reports", "agency").json
    assert own["agency"] == made.city.bureau.name
    assert len(callers.get("/evaluation-reports", "planner").json) == 2
    shown = callers.get(f"/evaluation-reports/{own['id']}", "agency")
    assert (shown.json["report_no"], shown.json["open"], shown.json["frozen"]) == (own["report_no"], True, False)
    (file,) = shown.json["files"]
    assert [one["subject"] for one in file["subjects"]] == ["item:P1.1", "item:P2.3"]
    assert file["subjects"][0]["faults"][0]["document"] == "现场笔录"
    paper = callers.get(f"/evaluation-reports/{own['id']}/file", "agency")
    assert paper.get_data().startswith(b"%PDF-")
    assert "no-store" in paper.headers["Cache-Control"]


def test_an_objection_with_proof_is_upheld_and_the_result_is_corrected(told, callers) -> None:
    report = f"/evaluation-reports/{told.report.public_id}"
    body = {"file": told.file.public_id, "subject": "item:P1.1", "grounds": "笔录中有当事人签名", "uploads": SENT}
    before = callers.get(report, "agency").json["files"][0]["points"]
    assert callers.post(f"{report}/objections", "planner", body).status_code == 403
    wrong = callers.post(f"{report}/objections", "agency", {**body, "uploads": [{"name": "a.pdf", "content": "?"}]})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["uploads.0"])
    made = callers.post(f"{report}/objections", "agency", body)
    assert made.status_code == 201, made.json
    assert made.json["attachments"][0]["sha256"] == hashlib.sha256(PROOF.content).hexdigest()
    path = f"/evaluation-objections/{made.json['id']}"
    opened = callers.get(f"{path}/attachments/1", "planner")
    assert (opened.get_data(), opened.mimetype) == (PROOF.content, "application/pdf")
    assert "filename*=UTF-8''%E6%95%B4" in opened.headers["Content-Disposition"]
    assert callers.get(f"{path}/attachments/2", "planner").status_code == 404
    answer = {"decision": "upheld", "fallen": [], "reasons": "经核对，扣分不当"}
    assert callers.post(f"{path}/answer", "agency", answer, tag(made)).status_code == 403
    assert callers.post(f"{path}/answer", "planner", {**answer, "reasons": ""}, tag(made)).status_code == 422
    upheld = callers.post(f"{path}/answer", "planner", answer, tag(made))
    assert (upheld.status_code, upheld.json["answer"]) == (200, "upheld"), upheld.json
    after = callers.get(report, "agency").json["files"][0]["points"]
    assert float(after) > float(before)
    (listed,) = callers.get(f"/evaluation-plans/{told.plan.public_id}/objections", "agency").json
    assert listed["reasons"] == "经核对，扣分不当"
    results = callers.get(f"/evaluation-plans/{told.plan.public_id}/results", "planner").json
    (changed,) = [one for one in results if one["decisions"]]
    assert (changed["points"], changed["first_points"]) == (after, before)
    assert changed["decisions"][0]["points"] == after


def test_after_the_waivers_the_head_fixes_the_results_and_the_agency_puts_right_what_stands(told, callers) -> None:
    report, plan = f"/evaluation-reports/{told.report.public_id}", f"/evaluation-plans/{told.plan.public_id}"
    version = tag(callers.get(plan, "head"))
    assert callers.post(f"{plan}/freezing", "head", {}, version).status_code == 409
    assert callers.post(f"{report}/waiver", "agency", {}, 99).status_code == 412
    waived = callers.post(f"{report}/waiver", "agency", {}, tag(callers.get(report, "agency")))
    assert (waived.status_code, waived.json["open"]) == (200, False), waived.json
    told.waive(told.other, "east")
    assert callers.post(f"{plan}/freezing", "planner", {}, version).status_code == 403
    frozen = callers.post(f"{plan}/freezing", "head", {}, version)
    assert (frozen.status_code, frozen.json["state"]) == (200, "frozen"), frozen.json
    first, second = callers.get("/evaluation-rectifications", "agency").json
    assert (first["subject"], first["state"], second["subject"]) == ("item:P1.1", "open", "item:P2.3")
    assert "现场笔录" in first["problem"]
    for one in (first, second):
        path = f"/evaluation-rectifications/{one['id']}"
        body = {"text": "已经补正", "uploads": SENT}
        version = tag(callers.get(path, "agency"))
        assert callers.post(f"{path}/submission", "planner", body, version).status_code == 403
        assert callers.post(f"{path}/submission", "agency", {"text": "已经补正"}, version).status_code == 422
        handed_in = callers.post(f"{path}/submission", "agency", body, version)
        assert (handed_in.status_code, handed_in.json["state"]) == (200, "submitted"), handed_in.json
        file = callers.get(f"{path}/steps/1/attachments/1", "planner")
        assert file.get_data() == PROOF.content
        recheck = {"decision": "passed"}
        assert callers.post(f"{path}/recheck", "agency", recheck, tag(handed_in)).status_code == 403
        assert callers.post(f"{path}/recheck", "planner", {"decision": "returned"}, tag(handed_in)).status_code == 422
        passed = callers.post(f"{path}/recheck", "planner", recheck, tag(handed_in))
        assert (passed.status_code, passed.json["state"], passed.json["late"]) == (200, "passed", False), passed.json
        assert callers.post(f"{path}/recheck", "planner", recheck, tag(handed_in)).status_code == 412
    progress = callers.get(f"{plan}/rectifications", "planner").json
    assert progress == {"states": {"passed": 2}, "total": 2, "late": 0, "finished": True}


BODIES: dict[str, dict[str, Any]] = {
    "waive_re_evaluation": {"reason": "看看"},
    "issue_evaluation_reports": {},
    "waive_evaluation_objections": {},
    "file_evaluation_objection": {"file": MISSING, "subject": "item:P1.1", "grounds": "看看"},
    "answer_evaluation_objection": {"decision": "rejected", "reasons": "看看"},
    "freeze_evaluation_results": {},
    "submit_rectification": {"text": "看看", "uploads": SENT},
    "recheck_rectification": {"decision": "passed"},
}
ROOMS = ("api_evaluation_feedback.", "api_evaluation_rectifications.")
LISTS = {"list_evaluation_objections": []}
"""A list in scope of nobody's: empty, whether there is a plan or not."""


@pytest.mark.parametrize("role", ["agency_head", "evaluator", "evaluation_planner", "supervisor", "officer"])
def test_a_stranger_is_answered_exactly_as_if_nothing_were_there(told, callers, role) -> None:
    records = {**_records(told), "place": "1", "step_no": "1"}
    stranger = actor_for(make_account("stranger", told.made.city.west, role))
    nothing = {name: value if name in {"place", "step_no"} else MISSING for name, value in records.items()}
    asked = 0
    for rule in callers.app.url_map.iter_rules():
        if not rule.endpoint.startswith(ROOMS) or not rule.arguments:
            continue
        path, name = rule.rule.removeprefix("/api/v1"), rule.endpoint.partition(".")[2]
        method = "get" if "GET" in rule.methods else "post"
        answers = []
        for found in (records, nothing):
            address = re.sub(r"<(?:int:)?(\w+)>", lambda one, found=found: found[one[1]], path)
            answer = callers.call(method, address, stranger, BODIES.get(name), 1)
            told_ = answer.json
            if isinstance(told_, dict):
                told_ = {key: value for key, value in told_.items() if key not in {"instance", "request_id"}}
            answers.append((answer.status_code, told_))
        assert answers[0] == answers[1], path
        assert answers[0][0] in {403, 404} or answers[0] == (200, LISTS.get(name)), path
        asked += 1
    assert asked >= 16
    for path in ("/evaluation-reports", "/evaluation-rectifications"):
        answer = callers.call("get", path, stranger)
        assert answer.status_code == 403 or answer.json == []


def _records(told: Told) -> dict[str, str]:
    objection = told.object("item:P2.3", uploads=(PROOF,))
    told.answer(objection, upheld=False)
    told.waive_all()
    now = told.now + timedelta(hours=1)
    freeze_results(told.made["head"], FreezeResults(told.plan.public_id, told.plan.version), now)
    row = db.session.scalars(select(EvaluationRectification).order_by(EvaluationRectification.id)).first()
    command = SubmitRectification(row.public_id, row.version, "已经补正", (PROOF,))
    submit_rectification(told.made["agency"], command, now)
    return {
        "plan_id": told.plan.public_id,
        "file_id": told.file.public_id,
        "report_id": told.report.public_id,
        "objection_id": objection.public_id,
        "rectification_id": row.public_id,
    }
