"""Cases over the API: who sees what, list by pages, a lead, everything a case holds."""

from __future__ import annotations

import pytest

from enforcement.rules.facts import State

LEAD = {
    "source_kind": "report",
    "received_on": "2026-09-01",
    "source_text": "群众反映货架上有过期饼干",
    "party_kind": "organisation",
    "party_name": "云州市惠邻超市有限公司",
}


def outline(answer):
    """A problem without what differs from request to request."""
    return answer.status_code, {k: v for k, v in answer.json.items() if k not in {"instance", "request_id"}}


@pytest.mark.parametrize("token", [None, "xzzf_nothing", ""])
def test_without_a_token_that_holds_the_answer_says_how_to_sign_in(programs, token) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for path in ("/api/v1/cases", f"/api/v1/cases/{walk.case}", "/api/v1/me"):
        answer = programs.app.test_client().get(path, headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.content_type == "application/problem+json"
        assert answer.json["code"] == "sign-in-required"
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_another_agencys_case_answers_exactly_like_a_missing_one(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    stranger = programs.of("yz-sthj.officer1", walk.day)
    paths = ("/cases/{}", "/cases/{}/recordings")
    for path in paths:
        theirs, missing = (stranger.get(path.format(key)) for key in (walk.case, "nothing"))
        assert outline(theirs) == outline(missing)
        assert theirs.status_code == 404
    body = {"step": "add_note", "text": "记事"}
    taken, none = (stranger.post(f"/cases/{key}/steps", body, 1) for key in (walk.case, "nothing"))
    assert outline(taken) == outline(none)
    assert stranger.get("/cases").json["items"] == []


def test_a_case_says_where_it_stands_what_is_missing_and_until_when(programs) -> None:
    walk = programs.bureau.at(State.NOTIFIED)
    shown = programs.of("shen", walk.day).get(f"/cases/{walk.case}")
    case = shown.json
    assert shown.headers["ETag"] == f'"{case["case"]["version"]}"'
    assert case["case"]["state"] == "notified"
    assert case["party"]["name"] == walk.row().party.name
    missing = {one["code"]: one for one in case["requirements"] if not one["met"]}
    assert "第四十五条" in missing["statement-term"]["basis"]
    assert all(one["message"] and one["lift"] for one in missing.values())
    decide = next(one for one in case["steps"] if one["name"] == "hold_discussion")
    assert decide["step"] == "hold_discussion"
    running = next(one for one in case["deadlines"] if one["level"] != "done")
    assert running["explanation"]
    assert running["basis"]
    assert {"penalty_notice", "filing_approval"} <= {one["form"] for one in case["documents"]}
    assert [one["opinion"] for one in case["reviews"]] == ["agree"]
    assert case["timeline"]
    assert case["content_digest"] == case["reviews"][0]["digest"]


def test_pages_of_a_list_lose_nothing_and_give_nothing_twice_while_cases_come_in(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer = programs.of("lin", walk.day)
    wanted = [one["id"] for one in officer.get("/cases?limit=100").json["items"]]
    assert len(wanted) >= 8
    found, cursor = [], ""
    while cursor is not None:
        page = officer.get(f"/cases?limit=3&cursor={cursor}").json
        assert len(page["items"]) <= 3
        found += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        assert officer.post("/cases", LEAD).status_code == 201
    assert found == wanted


def test_filters_narrow_the_list(programs) -> None:
    walk = programs.bureau.at(State.NOTIFIED)
    head = programs.of("shen", walk.day)
    assert {one["state"] for one in head.get("/cases?state=notified").json["items"]} == {"notified"}
    assert head.get("/cases?words=没有这样的字").json["items"] == []
    assert head.get("/cases?mine=true").json["items"] == []
    agency = head.get("/me").json["organisation"]["id"]
    assert len(head.get(f"/cases?agency={agency}&limit=100").json["items"]) >= 8


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=flying", "state"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("agency=nothing", "agency"),
        ("sate=notified", "sate"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WzE4NDQ2NzQ0MDczNzA5NTUxNjE2XQ", "cursor"),
    ],
)
def test_a_question_that_cannot_be_read_is_told_and_not_guessed(programs, query, field) -> None:
    answer = programs.of("lin", programs.bureau.at(State.VERIFYING).day).get(f"/cases?{query}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert all(any("一" <= letter <= "鿿" for letter in one) for one in answer.json["errors"][field])


def test_a_lead_is_registered_with_its_version(programs) -> None:
    officer = programs.of("lin", programs.bureau.at(State.VERIFYING).day)
    answer = officer.post("/cases", LEAD)
    assert answer.status_code == 201, answer.json
    assert answer.headers["ETag"] == f'"{officer.version(answer.json["case"]["id"])}"'
    assert answer.json["source"]["text"] == LEAD["source_text"]
    wrong = officer.post("/cases", {**LEAD, "party_uscc": "123", "received_on": "2026-13-01"})
    assert (wrong.status_code, set(wrong.json["errors"])) == (422, {"party_uscc", "received_on"})


def test_me_tells_owner_and_scopes(programs) -> None:
    officer = programs.of("lin", programs.bureau.at(State.VERIFYING).day)
    told = officer.get("/me").json
    assert told["officer_id"] == programs.bureau.actor("lin").officer_id
    assert "case:investigate" in {one["permission"] for one in told["scopes"]}
    assert "case:decide" not in {one["permission"] for one in told["scopes"]}
