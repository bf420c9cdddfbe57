"""What is public over the API: no token, nothing that is hidden; duties only for whoever holds them."""

from __future__ import annotations

import pytest

from enforcement.catalogue.seeding import seed_items
from enforcement.foundation.actor import system_actor
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.permissions import Permission
from enforcement.publicity import services
from enforcement.publicity.commands import Withdraw
from enforcement.rules.facts import State
from enforcement.rules.publicity import Ground
from tests.domains.identity.people import make_city
from tests.domains.publicity.decisions import DUE_ON, at, published, publisher
from tests.support.bureau import START

HIDDEN = ("张卫国", "李小红", "13800138000", "王强", "ZJ0102001", "3301 0401")


@pytest.fixture
def bureau(app):
    return make_city().bureau


def test_a_decision_is_found_and_its_digest_can_be_computed_again(client, bureau) -> None:
    record = published(bureau)
    found = client.get("/api/v1/decisions?q=保质期&fine_from=50000").json
    assert [one["code"] for one in found["items"]] == [record.code]
    assert client.get("/api/v1/decisions?fine_from=50000.01").json["items"] == []
    told = client.get(f"/api/v1/decisions/{record.code}")
    assert content_digest(told.json["content"]) == told.json["content_sha256"] == record.digest
    assert told.json["intact"] is True
    assert not any(word in told.get_data(as_text=True) for word in HIDDEN)


def test_a_withdrawn_decision_keeps_number_and_reason_and_loses_its_text(client, bureau) -> None:
    record = published(bureau)
    command = Withdraw(record.code, Ground.REVOKED, DUE_ON, "行政复议撤销")
    services.withdraw(publisher(bureau), command, at(DUE_ON, 6))
    row = client.get("/api/v1/decisions?state=withdrawn").json["items"][0]
    assert (row["document_number"], row["withdrawn_reason"]) == (record.document_number, "行政复议撤销")
    assert client.get(f"/api/v1/decisions/{record.code}").json["content"]["paragraphs"] == []


@pytest.mark.parametrize("sort", ["published", "decided", "fine"])
def test_pages_of_the_register_lose_nothing_in_every_order(client, bureau, sort) -> None:
    codes = {published(bureau, f"case{no}", fine_fen=5_000_000 + no % 2).code for no in range(5)}
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/decisions?sort={sort}&limit=2&cursor={cursor}").json
        found += [one["code"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(found) == len(codes)
    assert set(found) == codes


@pytest.mark.parametrize(
    "query",
    ["sort=best", "decided_from=0001-01-01", "published_from=0001-01-01", "fine_from=viel", "cursor=W251bGwsMV0",
     "cursor=WyIwMDAxLTAxLTAxVDAwOjAwIiwxXQ", "limit=0"],
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_told(client, bureau, query) -> None:
    answer = client.get(f"/api/v1/decisions?{query}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_the_catalogue_is_open_and_pages_hold_every_item_once(client) -> None:
    seed_items(system_actor("测试"), START)
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/catalogue/items?limit=20&cursor={cursor}").json
        found += [one["code"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(found) == len(set(found)) > 60
    versions = client.get("/api/v1/catalogue/items/FOOD-124-1-5").json["items"]
    assert versions[0]["penalty"]["law"]
    for name in ("benchmarks", "review-catalogues", "recording-lists"):
        assert client.get(f"/api/v1/catalogue/{name}").status_code == 200
        assert client.get(f"/api/v1/catalogue/{name}/nothing").status_code == 404


def test_lists_of_the_agency_are_open(programs) -> None:
    stranger = programs.app.test_client()
    for name in ("benchmarks", "review-catalogues", "recording-lists"):
        rows = stranger.get(f"/api/v1/catalogue/{name}").json["items"]
        one = stranger.get(f"/api/v1/catalogue/{name}/{rows[0]['public_id']}").json
        assert one["title"] == rows[0]["title"]


def test_duties_need_a_token_and_stay_in_scope(programs) -> None:
    walk = programs.bureau.at(State.DISCUSSED)
    walk.decide()
    assert programs.app.test_client().get("/api/v1/duties").status_code == 401
    name = next(
        name for name, actor in programs.bureau.actors.items()
        if actor.org_id == programs.bureau.org_id and any("publication:read" in grant.permissions for grant in actor.grants)
    )  # fmt: skip
    holder = programs.of(name, walk.day)
    duty = next(one for one in holder.get("/duties?which=all").json["items"] if one["case_id"] == walk.case)
    assert duty["state"] == "due"
    assert duty["basis"]
    assert holder.get(f"/duties/{duty['id']}").json["due_on"] == duty["due_on"]
    assert holder.get("/duties?cursor=WyJub3doZXJlIiwxXQ").status_code == 422
    reader = programs.of(name, walk.day, Permission.CASE_READ)
    assert reader.get(f"/duties/{duty['id']}").status_code == 403
    stranger = programs.of("yz-sthj.officer1", walk.day)
    theirs, missing = stranger.get(f"/duties/{duty['id']}"), stranger.get("/duties/nothing")
    assert (theirs.status_code, theirs.json["detail"]) == (missing.status_code, missing.json["detail"])
