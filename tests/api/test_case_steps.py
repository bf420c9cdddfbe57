"""Acts and steps over the API: the version that was read, all reasons at once, the same table as the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.casework import commands as c
from enforcement.casework import services
from enforcement.doors.case_acts import CASE_ACTS
from enforcement.foundation.permissions import Permission
from enforcement.rules.facts import State
from enforcement.web.cases.table import FORMS


def reasons(answer):
    assert answer.status_code == 409, answer.json
    return {one["code"]: one for one in answer.json["reasons"]}


def test_the_api_takes_every_act_that_the_pages_take() -> None:
    assert CASE_ACTS.keys() == FORMS.keys()


def test_articles_45_57_58_62_a_decision_is_refused_with_all_reasons_at_once(programs) -> None:
    walk = programs.bureau.at(State.NOTIFIED)
    walk.pass_days(1)
    command = c.RecordStatement(case=walk.case, received_on=walk.day, form="oral", content="请求减轻")
    services.record_statement(walk.crew.officer, command, walk.now())
    head = programs.of("shen", walk.day)
    answer = head.step(walk.case, "decide", fine_fen=5_000_100, opinion="同意")
    found = reasons(answer)
    assert answer.content_type == "application/problem+json"
    assert {
        "statement-term",
        "statement-answered",
        "collective-discussion",
        "not-above-notice",
        "carries-reviewed",
    } <= (found.keys())
    bases = " ".join(one["basis"] for one in found.values())
    assert all(f"第{article}条" in bases for article in ("四十五", "五十七", "五十八", "六十二"))
    assert all(one["message"] and one["basis"] and one["lift"] for one in found.values())
    assert head.get(f"/cases/{walk.case}").json["case"]["state"] == "notified"


def test_article_62_without_notice_the_decision_is_refused_with_the_article(programs) -> None:
    walk = programs.bureau.at(State.NOTICE_READY)
    answer = programs.of("shen", walk.day).step(walk.case, "decide", opinion="同意")
    assert "wrong-state" in reasons(answer)
    assert "第五十七条" in reasons(answer)["wrong-state"]["basis"]


def test_the_head_decides_at_the_version_read_and_the_answer_has_the_next_one(programs) -> None:
    walk = programs.bureau.at(State.DISCUSSED)
    head = programs.of("shen", walk.day)
    before = head.version(walk.case)
    answer = head.post(f"/cases/{walk.case}/steps", {"step": "decide", "opinion": "同意处罚建议"}, before)
    assert answer.status_code == 200, answer.json
    assert answer.json["case"]["state"] == "decided"
    assert answer.json["decision"]["fine_fen"] == 5_000_000
    assert int(answer.headers["ETag"].strip('"')) > int(before)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_request_sent_twice_is_done_once(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    version = officer.version(walk.case)
    body = {"step": "add_note", "text": "已电话联系当事人"}
    assert officer.post(f"/cases/{walk.case}/steps", body, version).status_code == 200
    again = officer.post(f"/cases/{walk.case}/steps", body, version)
    assert (again.status_code, again.json["code"]) == (412, "stale")
    assert again.json["changes"]
    lines = officer.get(f"/cases/{walk.case}").json["timeline"]
    assert sum(one["quote"] == "已电话联系当事人" for one in lines) == 1


@pytest.mark.parametrize("header", [None, "*"])
def test_a_step_that_names_no_version_is_not_taken(programs, header) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    headers = officer.headers | ({"If-Match": header} if header else {})
    body = {"step": "add_note", "text": "记事"}
    answer = officer.client.post(f"/api/v1/cases/{walk.case}/steps", json=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (428, "if-match-required")


@pytest.mark.parametrize("tag", ['"abc"', 'W/"1"', '"99999999999999999999"', '"1", "2"', '"0"'])
def test_a_tag_that_is_not_the_present_version_is_refused(programs, tag) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    headers = {**officer.headers, "If-Match": tag}
    body = {"step": "add_note", "text": "记事"}
    assert officer.client.post(f"/api/v1/cases/{walk.case}/steps", json=body, headers=headers).status_code == 412


def test_amounts_are_fen_in_both_directions(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    facts = {
        "item_code": "FOOD-124-1-5", "acted_on": str(walk.day), "discovered_on": str(walk.day), "place": "店内",
        "facts_text": "货架上有过期饼干",
    }  # fmt: skip
    answer = officer.step(walk.case, "state_facts", **facts, goods_value_fen=96_641, illegal_income_fen=0)
    assert answer.status_code == 200, answer.json
    assert answer.json["facts"]["goods_value_fen"] == 96_641
    for wrong in ("966.41", 966.41, True):
        refused = officer.step(walk.case, "state_facts", **facts, goods_value_fen=wrong)
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["goods_value_fen"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "step"),
        ({"step": "fly"}, "step"),
        ({"step": ["decide"]}, "step"),
        ({"step": "add_note"}, "text"),
        ({"step": "add_note", "text": "记事", "txt": "别的"}, "txt"),
        ({"step": "add_note", "text": "记事", "version": 1}, "version"),
        ({"step": "add_note", "text": 7}, "text"),
        ({"step": "add_note", "text": "a\x00"}, ""),
        ({"step": "verify_evidence"}, "evidence"),
        ([], ""),
    ],
)
def test_what_cannot_be_taken_is_told_by_field(programs, body, field) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    answer = programs.of("lin", walk.day).post(f"/cases/{walk.case}/steps", body, 1)
    assert answer.status_code == 422, answer.json
    assert list(answer.json["errors"]) == [field]


def test_a_body_that_is_no_json_is_refused(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    headers = {**officer.headers, "If-Match": '"1"'}
    path = f"/api/v1/cases/{walk.case}/steps"
    form = officer.client.post(path, data={"step": "add_note"}, headers=headers)
    half = officer.client.post(
        path, data=r'{"step": "add_note", "text": "\ud800"}', content_type="application/json", headers=headers
    )
    broken = officer.client.post(path, data="{", headers={**headers, "Content-Type": "application/json"})
    assert (form.status_code, form.json["code"]) == (415, "media-type")
    assert (half.status_code, list(half.json["errors"])) == (422, [""])
    assert (broken.status_code, broken.json["code"]) == (400, "bad-request")


def test_a_token_of_the_officer_may_not_decide(programs) -> None:
    walk = programs.bureau.at(State.DISCUSSED)
    answer = programs.of("lin", walk.day).step(walk.case, "decide", opinion="同意")
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_token_may_do_less_than_its_owner(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    reader = programs.of("lin", walk.day, Permission.CASE_READ)
    assert reader.get(f"/cases/{walk.case}").status_code == 200
    assert reader.post(f"/cases/{walk.case}/steps", {"step": "add_note", "text": "记事"}, 1).status_code == 403


def test_a_token_that_cannot_read_the_case_does_not_act_on_it_blindly(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    blind = programs.of("lin", walk.day, Permission.CASE_INVESTIGATE)
    answer = blind.post(f"/cases/{walk.case}/steps", {"step": "add_note", "text": "记事"}, walk.row().version)
    assert answer.status_code == 404


def test_an_approval_is_answered_over_the_api(programs) -> None:
    walk = programs.bureau.at(State.FILING_ASKED)
    head = programs.of("shen", walk.day + timedelta(days=1))
    steps = {one["name"]: one for one in head.get(f"/cases/{walk.case}").json["steps"]}
    assert (steps["approve_filing"]["step"], steps["approve_filing"]["allowed"]) == ("answer_approval", True)
    answer = head.step(walk.case, "answer_approval", answer="agree", reason="同意立案")
    assert answer.status_code == 200, answer.json
    assert answer.json["case"]["state"] == "investigating"
    assert answer.json["case"]["case_no"]
