"""Evaluations over the API: plan, answer, score one's own file, read nothing else before the end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.services import closing
from enforcement.foundation.actor import Actor
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.domains.identity.people import actor_for, make_account
from tests.support.app import NOON
from tests.support.evaluation import Round


class Callers:
    """People of a round at the door of the API."""

    def __init__(self, app: Flask, made: Round) -> None:
        self.app, self.made, self.tokens = app, made, {}
        for name, role in (("planner", "evaluation_planner"), ("head", "agency_head")):
            made.people[name] = actor_for(make_account(f"user_{name}", made.justice, role))

    def call(self, method: str, path: str, actor: Actor, body: Any = None, version: int | None = None) -> Any:
        if actor.user_id not in self.tokens:
            held = sorted(str(one) for grant in actor.grants for one in grant.permissions if str(one) != "self")
            command = IssueToken("业务系统", tuple(held), 30)
            self.tokens[actor.user_id] = identity.issue_token(actor, command, current_instant())[1]
        headers = {"Authorization": f"Bearer {self.tokens[actor.user_id]}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        more = {} if method == "get" else {"json": body or {}}
        return getattr(self.app.test_client(), method)(f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str, name: str) -> Any:
        return self.call("get", path, self.made[name])

    def post(self, path: str, name: str, body: Any = None, version: int | None = None) -> Any:
        return self.call("post", path, self.made[name], body, version)


@pytest.fixture
def made(app_with_store: Flask) -> Round:
    assert app_with_store is not None
    move_clock_to(NOON)
    round_ = Round()
    round_.take_in(round_.city.bureau)
    return round_


@pytest.fixture
def callers(app_with_store: Flask, made: Round) -> Callers:
    return Callers(app_with_store, made)


def body_of(made: Round) -> dict[str, Any]:
    return {
        "organisation": made.justice.public_id,
        "title": "2026年上半年案卷评查",
        "period_from": "2026-01-01",
        "period_to": "2026-06-30",
        "standard": made.standard().public_id,
        "agencies": [made.city.bureau.code],
        "must_kinds": ["major_penalty"],
        "ratio_bp": "10",
        "least": 5,
        "draw_on": "2026-09-02",
        "open_on": "2026-12-20",
        "load_limit": 10,
    }


def scoring(made: Round) -> EvaluationPlan:
    plan = made.scoring(agencies=(made.city.bureau.code,))
    move_clock_to(made.start(plan) + timedelta(hours=1))
    return plan


def test_a_plan_is_drafted_and_approved_by_two_people(made, callers) -> None:
    answer = callers.post("/evaluation-plans", "planner", body_of(made))
    assert (answer.status_code, answer.json["state"]) == (201, "draft"), answer.json
    path = f"/evaluation-plans/{answer.json['id']}"
    version = int(callers.get(path, "planner").headers["ETag"].strip('"'))
    agree = {"answer": "agree"}
    assert callers.post(f"{path}/answer", "planner", agree, version).status_code == 403
    assert callers.post(f"{path}/answer", "head", agree, version + 1).status_code == 412
    approved = callers.post(f"{path}/answer", "head", agree, version)
    assert (approved.status_code, approved.json["state"]) == (200, "approved"), approved.json
    assert approved.json["shares"][0]["draw"] == 1


def test_below_the_ratio_the_answer_says_that_no_law_sets_it(made, callers) -> None:
    answer = callers.post("/evaluation-plans", "planner", {**body_of(made), "ratio_bp": "9.99"})
    assert answer.status_code == 409
    basis = "本系统默认值，法律没有规定，由部署机关核对（行政执法监督条例第十五条没有规定比例）"
    assert answer.json["reasons"][0]["basis"] == basis


def test_an_evaluator_scores_and_signs_his_own_file_only(made, callers) -> None:
    plan = scoring(made)
    first, second = made.seats(plan.files[0])
    me, other = made.actor(first), made.actor(second)
    (mine,) = callers.call("get", "/evaluation-seats", me).json
    assert (mine["id"], mine["ready"]) == (first.public_id, True)
    path = f"/evaluation-seats/{first.public_id}"
    assert callers.call("get", path, other).status_code == 404
    desk = callers.call("get", path, me)
    version = int(desk.headers["ETag"].strip('"'))
    assert desk.json["points"] == "100.00"
    item = next(one for one in desk_items(made) if not one.condition)
    fault = {"deduction": item.deductions[0].code, "document": "立案审批表", "passage": "第1页"}
    saved = callers.call("post", f"{path}/draft", me, {"faults": [fault]}, version)
    assert saved.status_code == 200, saved.json
    assert float(saved.json["points"]) < 100
    assert callers.call("post", f"{path}/draft", me, {"faults": []}, version).status_code == 412
    now = int(saved.headers["ETag"].strip('"'))
    assert callers.call("post", f"{path}/signature", other, {}, now).status_code == 404
    signed = callers.call("post", f"{path}/signature", me, {}, now)
    assert (signed.status_code, signed.json["seat"]["state"]) == (200, "signed"), signed.json
    assert signed.json["digest"]


def desk_items(made: Round) -> Any:
    return standard_of(made.standard()).items_of("general")


def test_what_an_evaluator_reads_while_scoring_names_neither_handler_nor_the_other(made, callers) -> None:
    plan = scoring(made)
    first, second = made.seats(plan.files[0])
    me = made.actor(first)
    told = "".join(
        callers.call("get", path, me).get_data(as_text=True)
        for path in ("/evaluation-seats", f"/evaluation-seats/{first.public_id}", "/evaluation-standards")
    )
    assert not [one for one in (second.evaluator_name, second.public_id, second.evaluator, "承办1") if one in told]
    for path in ("files", "results", "progress", "agreement"):
        assert callers.call("get", f"/evaluation-plans/{plan.public_id}/{path}", me).status_code == 403


def test_results_are_read_after_closing(made, callers) -> None:
    plan = scoring(made)
    path = f"/evaluation-plans/{plan.public_id}"
    assert callers.get(f"{path}/results", "planner").status_code == 409
    (shown,) = callers.get(f"{path}/files", "planner").json
    assert (shown["points"], shown["state"]) == ("", "scoring")
    made.sign_all(plan)
    assert callers.get(f"{path}/progress", "planner").json["signed"] == 2
    closing.close_finished(plan.public_id, current_instant() + timedelta(days=2))
    db.session.commit()
    (result,) = callers.get(f"{path}/results", "planner").json
    assert (result["points"], len(result["sheets"])) == ("100.00", 2)
    assert callers.get(f"{path}/agreement", "head").json["equal_grades_percent"] == "100.00"


def test_a_finding_of_the_machine_is_answered_over_the_api(made, callers) -> None:
    file = scoring(made).files[0]
    seat, finding = made.seats(file)[0], made.finding(file)
    me, path = made.actor(seat), f"/evaluation-seats/{seat.public_id}/findings"
    assert callers.call("post", f"{path}/{finding}", me, {"accepted": False}).status_code == 422
    assert callers.call("post", f"{path}/{finding}", me, {"accepted": True}).status_code == 204
    assert callers.call("post", f"{path}/another", me, {"accepted": True}).status_code == 404
    shown = callers.call("get", f"/evaluation-seats/{seat.public_id}", me).json["findings"]
    assert shown == {finding: {"accepted": True, "note": ""}}


def test_recusal_is_asked_over_the_api(made, callers) -> None:
    seat = made.seats(scoring(made).files[0])[0]
    path, body = f"/evaluation-seats/{seat.public_id}/recusal", {"reason_code": "relation", "text": "亲属"}
    assert callers.call("post", path, made.actor(seat), {"reason_code": "leave", "text": "病假"}).status_code == 422
    assert callers.call("post", path, made.actor(seat), body).status_code == 204
    assert callers.call("post", path, made.actor(seat), body).status_code == 409


def test_standards_are_read_with_their_content_and_a_draft_is_published_by_the_head(made, callers) -> None:
    rows = callers.get("/evaluation-standards", "planner").json
    whole = callers.get(f"/evaluation-standards/{rows[0]['id']}", "planner").json
    body = {"organisation": made.justice.public_id, "content": {**whole["content"], "version": "2030.1"}}
    draft = callers.post("/evaluation-standards", "planner", body)
    assert (draft.status_code, draft.json["state"]) == (201, "draft"), draft.json
    publication = f"/evaluation-standards/{draft.json['id']}/publication"
    assert callers.post(publication, "planner", {}, 1).status_code == 403
    assert callers.post(publication, "head", {}, 1).json["state"] == "published"
    assert callers.post(publication, "head", {}, 2).status_code == 409


def test_a_draft_of_a_standard_is_edited_and_what_does_not_add_up_is_named(made, callers) -> None:
    base = callers.get(f"/evaluation-standards/{made.standard().public_id}", "planner").json["content"]
    body = {"organisation": made.justice.public_id, "content": {**base, "version": "2030.1"}}
    draft = callers.post("/evaluation-standards", "planner", body).json
    path, changed = f"/evaluation-standards/{draft['id']}/content", {**draft["content"], "name": "改过的名称"}
    assert callers.post(path, "head", {"content": changed}, 1).status_code == 403
    assert callers.post(path, "planner", {"content": changed}).status_code == 428
    edited = callers.post(path, "planner", {"content": changed}, 1)
    assert (edited.status_code, edited.json["name"]) == (200, "改过的名称"), edited.json
    assert callers.post(path, "planner", {"content": changed}, 1).status_code == 412
    version = int(edited.headers["ETag"].strip('"'))
    fewer = {**changed, "items": changed["items"][1:]}
    refused = callers.post(path, "planner", {"content": fewer}, version)
    assert refused.status_code == 422
    assert "分不符" in str(refused.json["errors"]["content"])


def test_a_draft_of_a_plan_is_edited_until_it_is_approved(made, callers) -> None:
    body = body_of(made)
    draft = callers.post("/evaluation-plans", "planner", body).json
    del body["organisation"]
    path, changed = f"/evaluation-plans/{draft['id']}", {**body, "title": "改过的方案"}
    assert callers.post(f"{path}/content", "head", changed, 1).status_code == 403
    edited = callers.post(f"{path}/content", "planner", changed, 1)
    assert (edited.status_code, edited.json["title"]) == (200, "改过的方案"), edited.json
    assert callers.post(f"{path}/content", "planner", changed, 1).status_code == 412
    version = int(edited.headers["ETag"].strip('"'))
    approved = callers.post(f"{path}/answer", "head", {"answer": "agree"}, version)
    assert approved.status_code == 200, approved.json
    now = int(callers.get(path, "planner").headers["ETag"].strip('"'))
    assert callers.post(f"{path}/content", "planner", changed, now).status_code == 409


def test_a_draft_is_withdrawn_by_its_planner_over_the_api(made, callers) -> None:
    path = f"/evaluation-plans/{callers.post('/evaluation-plans', 'planner', body_of(made)).json['id']}/withdrawal"
    assert callers.post(path, "head", {}, 1).status_code == 403
    assert callers.post(path, "planner", {}).status_code == 428
    answer = callers.post(path, "planner", {}, 1)
    assert (answer.status_code, answer.json["state"]) == (200, "withdrawn"), answer.json
    assert callers.post(path, "planner", {}, 1).status_code == 412


def test_an_approved_plan_is_cancelled_by_the_head_with_a_reason_over_the_api(made, callers) -> None:
    made.fill()
    plan = made.approved()
    path, reason = f"/evaluation-plans/{plan.public_id}/cancellation", {"reason": "改期"}
    assert callers.post(path, "planner", reason, plan.version).status_code == 403
    assert callers.post(path, "head", {}, plan.version).status_code == 422
    version = plan.version
    answer = callers.post(path, "head", reason, version)
    assert (answer.status_code, answer.json["state"]) == (200, "cancelled"), answer.json
    assert callers.post(path, "head", reason, version).status_code == 412


BODIES: dict[str, dict[str, Any]] = {
    "edit_evaluation_standard": {"content": {}},
    "answer_evaluation_recusal": {"answer": "agree"},
    "replace_absent_evaluator": {"reason_code": "leave", "text": "看看"},
    "publish_evaluation_standard": {},
    "answer_evaluation_plan": {"answer": "agree"},
    "confirm_evaluation_answers": {"holds": {}},
    "close_evaluation": {"reason": "看看"},
    "withdraw_evaluation_plan": {},
    "cancel_evaluation_plan": {"reason": "看看"},
    "save_evaluation_draft": {},
    "sign_evaluation_sheet": {},
    "answer_evaluation_finding": {"accepted": True},
    "ask_evaluation_recusal": {"reason_code": "relation", "text": "看看"},
}
MISSING = "0" * 20


@pytest.mark.parametrize("role", ["agency_head", "evaluator", "evaluation_planner", "officer", "administrator"])
def test_a_stranger_is_answered_exactly_as_if_nothing_were_there(made, callers, role) -> None:
    plan = scoring(made)
    file = plan.files[0]
    records = {
        "plan_id": plan.public_id,
        "file_id": file.public_id,
        "seat_id": made.seats(file)[0].public_id,
        "finding_id": made.finding(file),
        "place": "0",
    }
    stranger = actor_for(make_account("stranger", made.city.east_bureau, role))
    bodies = BODIES | {"edit_evaluation_plan": {k: one for k, one in body_of(made).items() if k != "organisation"}}
    asked = 0
    for rule in callers.app.url_map.iter_rules():
        if not rule.endpoint.startswith(("api_evaluation.", "api_evaluation_seats.")) or not rule.arguments & set(
            records
        ):
            continue
        path, name = rule.rule.removeprefix("/api/v1"), rule.endpoint.partition(".")[2]
        method = "get" if "GET" in rule.methods else "post"
        answers = []
        for found in (records, dict.fromkeys(records, MISSING) | {"place": "0"}):
            address = re.sub(r"<(\w+)>", lambda one, found=found: found[one[1]], path)
            answer = callers.call(method, address, stranger, bodies.get(name), 1)
            told = {key: value for key, value in answer.json.items() if key not in {"instance", "request_id"}}
            answers.append((answer.status_code, told))
        assert answers[0] == answers[1], path
        assert answers[0][0] in {403, 404}, path
        asked += 1
    assert asked >= 18
