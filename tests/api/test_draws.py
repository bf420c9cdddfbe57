"""Draws over the API: everybody reads and checks, the people of a draw act, each within the rules."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from enforcement.draws import queries, services
from enforcement.draws.bundles import whole_bundle
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.draws.verification import verify
from tests.domains.identity.people import actor_for, make_account, make_city
from tests.support.draws import KL8, KL8_OUT, OPEN_ON, SCHEDULER, DrawRoom, picture

ROLES = {
    "planner": "planner",
    "head": "agency_head",
    "deputy": "agency_head",
    "first": "typist",
    "second": "typist",
    "inside": "witness",
    "supervisor": "supervisor",
}


class Callers:
    """Accounts of the room at the door of the API."""

    def __init__(self, app: Flask, room: DrawRoom) -> None:
        self.app, self.room, self.tokens = app, room, {}
        for name, role in ROLES.items():
            actor = actor_for(make_account(f"user_{name}", room.city.bureau, role), KL8_OUT)
            room.people[name] = actor
            held = sorted(str(one) for grant in actor.grants for one in grant.permissions if str(one) != "self")
            self.tokens[name] = identity.issue_token(actor, IssueToken("业务系统", tuple(held), 30), KL8_OUT)[1]

    def get(self, path: str, name: str = "") -> Any:
        return self._call("get", path, name)

    def post(self, path: str, name: str, body: dict[str, Any] | None = None) -> Any:
        return self._call("post", path, name, json=body or {})

    def _call(self, method: str, path: str, name: str, **content: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[name]}"} if name else {}
        return getattr(self.app.test_client(), method)(f"/api/v1{path}", headers=headers, **content)


@pytest.fixture
def room(app_with_store: Flask) -> DrawRoom:
    move_clock_to(KL8_OUT)
    return DrawRoom(make_city())


@pytest.fixture
def callers(app_with_store: Flask, room: DrawRoom) -> Callers:
    return Callers(app_with_store, room)


def typed(**changes: Any) -> dict[str, Any]:
    return {"typed": KL8, "picture": base64.b64encode(picture()).decode(), **changes}


def test_a_draw_is_made_over_the_api_and_checked_by_everybody(callers: Callers, room: DrawRoom) -> None:
    draw = room.drafted()
    assert callers.post(f"/draws/{draw.public_id}/approval", "head").json["state"] == "approved"
    draw = room.freeze(queries.draw(SCHEDULER, draw.public_id))
    public_id, source_id = draw.public_id, draw.sources[-1]
    waiting = callers.get(f"/draws/{public_id}", "planner").json
    assert [one["code"] for one in waiting["missing"]] == ["value-missing"]
    for name in ("first", "second"):
        assert callers.post(f"/random-values/{source_id}/entries", name, typed()).status_code == 201
    assert callers.post(f"/draws/{public_id}/advance", "planner").json["state"] == "published"
    row = callers.get("/lots").json["items"][0]
    address = f"/lots/{row['agency']}/{row['draw_no']}"
    assert {step.state for step in verify(callers.get(f"{address}/bundle").json)} == {"ok"}
    proof = callers.get(f"{address}/proof?object={room.pool[0].object_id.lower()}").json
    assert (proof["standing"], proof["size"]) == ("pool", len(room.pool))
    assert callers.get(f"{address}/proof?object=91330100TEST0099XX").json["rule_id"] == "CAP"
    assert callers.get(f"{address}/proof?object=nobody").json["standing"] == "unknown"
    assert callers.get(f"/lot-values/{source_id}").json["state"] == "agreed"
    assert len(callers.get("/lot-values").json["items"]) == 1


def test_everything_public_of_a_sealed_draw_tells_nothing(callers: Callers, room: DrawRoom) -> None:
    draw = room.published(sealed=True, open_on=OPEN_ON)
    result = queries.result_facts(draw.public_id)
    key = whole_bundle(draw)["sealed_key"]
    secrets = {key, *(one.ticket for one in result.selected), *(one.officer_id for one in room.officers)}
    secrets |= {one["threshold"] for one in draw.outcome or ()}
    address = f"/lots/{draw.agency}/{draw.draw_no}"
    paths = ["/lots", address, f"{address}/bundle", "/lot-values", f"/lot-values/{draw.sources[-1]}"]
    paths += [f"{address}/proof?object={line.object_id}" for line in room.pool]
    for path in paths:
        answer = callers.get(path)
        assert answer.status_code == 200, path
        told = answer.get_data(as_text=True)
        assert [secret for secret in secrets if secret in told] == [], path
    bundle = callers.get(f"{address}/bundle").json
    del bundle["pool"]
    assert [one.object_id for one in result.selected if one.object_id in json.dumps(bundle)] == []
    outcomes = {callers.get(path).json["outcome"] for path in paths[5:]}
    assert outcomes == {"withheld"}


def test_a_sealed_list_is_for_the_supervision_organ_and_no_look_is_kept(callers: Callers, room: DrawRoom) -> None:
    draw = room.published(sealed=True, open_on=OPEN_ON)
    key = whole_bundle(draw)["sealed_key"]
    path = f"/draws/{draw.public_id}"
    for name in ROLES:
        told = callers.get(f"{path}/bundle", name).json
        assert (told["sealed_key"], told["officers"]) == (None, None)
        assert callers.post(f"{path}/sealed-list", name).status_code == (200 if name == "supervisor" else 403)
    seen = callers.post(f"{path}/sealed-list", "supervisor")
    assert (seen.json["sealed_key"], seen.headers["Cache-Control"]) == (key, "no-store")
    services.open_sealed_draw(SCHEDULER, draw.public_id, KL8_OUT, finished=True)
    assert callers.get(f"{path}/bundle", "planner").json["sealed_key"] == key
    assert callers.post(f"{path}/sealed-list", "supervisor").status_code == 404


def test_a_refusal_names_its_article_and_what_lifts_it(callers: Callers, room: DrawRoom) -> None:
    draw = room.published()
    answer = callers.post(f"/draws/{draw.public_id}/approval", "deputy")
    assert answer.status_code == 409
    assert answer.json["reasons"][0]["code"] == "wrong-state"
    assert all(answer.json["reasons"][0][name] for name in ("message", "basis", "lift"))


def test_a_void_takes_two(callers: Callers, room: DrawRoom) -> None:
    path = f"/draws/{room.committed().public_id}/void"
    assert callers.post(path, "planner", {"reason": "方案有误"}).status_code == 200
    assert callers.get("/draw-notices", "head").json["items"][0]["kind"] == "approval_waiting"
    assert callers.post(f"{path}/answer", "head", {"answer": "agree"}).json["state"] == "void"
    assert callers.get("/lots?state=void").json["items"][0]["void_reason"] == "方案有误"


def test_a_ceremony_over_the_api(callers: Callers, room: DrawRoom) -> None:
    draw = room.approved(sources=("kl8", "contrib", "dice"))
    draw = room.freeze(draw, KL8_OUT)
    path = f"/draws/{draw.public_id}"
    assert callers.post(f"{path}/contributions", "planner", {"who": "press", "text": "8"}).status_code == 201
    assert callers.post(f"{path}/dice", "planner", {"who": "press", "text": "1234"}).status_code == 409
    assert callers.post(f"{path}/contributions/closing", "planner").status_code == 200
    assert callers.post(f"{path}/dice", "planner", {"who": "press", "text": "1234"}).status_code == 201
    assert callers.post(f"{path}/dice/closing", "planner").status_code == 200
    told = callers.post(f"{path}/witnesses", "inside").json
    assert [one["source"] for one in told["spoken"]] == ["contrib", "dice"]
    assert [one["commit"] for one in told["witnesses"]] == [draw.commit_hex]


def test_a_correction_over_the_api(callers: Callers, room: DrawRoom) -> None:
    source_id = room.committed().sources[-1]
    path = f"/random-values/{source_id}/entries"
    callers.post(path, "first", typed())
    other = " ".join(str(number) for number in range(2, 22))
    told = callers.post(path, "second", typed(typed=other)).json
    assert told["unequal"] is True
    wrong = f"{path}/{told['entries'][1]['id']}/correction"
    told = callers.post(wrong, "second", typed(reason="看错一个号码")).json
    signed = callers.post(f"{path}/{told['entries'][2]['id']}/witness", "inside").json
    assert (signed["state"], signed["unequal"]) == ("agreed", False)


@pytest.mark.parametrize(
    "changes", [{"picture": "not base64"}, {"picture": base64.b64encode(b"text").decode()}, {"typed": "1 2 3"}]
)
def test_what_is_typed_badly_is_told_by_field(callers: Callers, room: DrawRoom, changes) -> None:
    source_id = room.committed().sources[-1]
    answer = callers.post(f"/random-values/{source_id}/entries", "first", typed(**changes))
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(changes)


def test_lists_of_the_desk(callers: Callers, room: DrawRoom) -> None:
    draw = room.committed()
    room.drafted()
    assert len(callers.get("/draws", "planner").json["items"]) == 2
    assert [one["id"] for one in callers.get("/draws?state=committed", "planner").json["items"]] == [draw.public_id]
    assert callers.get("/random-values", "first").json["items"][0]["source_id"] == draw.sources[-1]
    assert callers.get("/draws").status_code == 401
    assert datetime.fromisoformat(callers.get("/lots").json["items"][0]["frozen_at"]).astimezone(UTC) == draw.frozen_at
