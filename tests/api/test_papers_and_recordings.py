"""Papers, recordings and reviews over the API: what is looked at is entered first."""

from __future__ import annotations

import hashlib

import pytest
import requests

from enforcement.audit.queries import entries_of
from enforcement.foundation.actor import system_actor
from enforcement.rules.facts import State
from enforcement.rules.legal_review import ITEMS


def actions(record):
    return [entry.action for entry in entries_of(system_actor("测试"), record)]


def test_a_paper_is_given_with_its_digest_and_the_look_is_recorded(programs) -> None:
    walk = programs.bureau.at(State.NOTIFIED)
    officer = programs.of("lin", walk.day)
    paper = next(one for one in officer.get(f"/cases/{walk.case}").json["documents"] if one["form"] == "penalty_notice")
    looks = actions(f"document:{paper['public_id']}").count("document.viewed")
    told = officer.get(f"/documents/{paper['public_id']}").json
    assert told["number"] == paper["number"]
    assert actions(f"document:{paper['public_id']}").count("document.viewed") == looks
    file = officer.get(f"/documents/{paper['public_id']}/file")
    assert file.content_type == "application/pdf"
    assert hashlib.sha256(file.data).hexdigest() == paper["sha256"]
    assert file.headers["Cache-Control"] == "private, no-store"
    assert actions(f"document:{paper['public_id']}").count("document.viewed") == looks + 1


def test_papers_and_recordings_of_another_agency_are_missing(programs) -> None:
    walk = programs.bureau.at(State.NOTIFIED)
    officer, stranger = programs.of("lin", walk.day), programs.of("yz-sthj.officer1", walk.day)
    paper = officer.get(f"/cases/{walk.case}").json["documents"][0]["public_id"]
    film = officer.get(f"/cases/{walk.case}/recordings").json["items"][0]["id"]
    for path in (f"/documents/{paper}", f"/documents/{paper}/file", f"/recordings/{film}", f"/recordings/{film}/parts"):
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"/recordings/{film}/opening", {"reason": "看看"}).status_code == 404
    assert "recording.opened" not in actions(f"recording:{film}")


def test_a_recording_is_sent_in_parts_straight_to_the_store_and_opened_on_record(programs) -> None:
    walk = programs.bureau.at(State.VERIFYING)
    officer, film = programs.of("lin", walk.day), programs.bureau.film
    told = {
        "filename": "现场.mp4", "content_type": "video/mp4", "size": len(film), "title": "现场检查",
        "recorded_from_at": f"{walk.day}T09:00", "recorded_to_at": f"{walk.day}T09:10", "list_item": 1,
        "party_told": True, "head_sha256": hashlib.sha256(film[: 2**20]).hexdigest(),
    }  # fmt: skip
    begun = officer.post(f"/cases/{walk.case}/recordings", told)
    assert begun.status_code == 201, begun.json
    number = begun.json["id"]
    assert officer.post(f"/cases/{walk.case}/recordings", told).json["id"] == number
    early = officer.post(f"/recordings/{number}/completion", {"sha256": hashlib.sha256(film).hexdigest()})
    assert (early.status_code, early.json["reasons"][0]["code"]) == (409, "parts-missing")
    links = officer.post(f"/recordings/{number}/parts", {"numbers": [1]}).json["links"]
    assert requests.put(links[0]["url"], data=film, timeout=30).status_code == 200
    assert officer.get(f"/recordings/{number}/parts").json == {"received": [1]}
    done = officer.post(f"/recordings/{number}/completion", {"sha256": hashlib.sha256(film).hexdigest()})
    assert (done.status_code, done.json["state"]) == (200, "uploaded")
    opened = officer.post(f"/recordings/{number}/opening", {"reason": "核对"})
    assert requests.get(opened.json["url"], timeout=30).content == film
    assert "recording.opened" in actions(f"recording:{number}")
    mark = officer.post(f"/recordings/{number}/marks", {"at": "0:00", "text": "出示证件"})
    assert (mark.status_code, mark.json["at_ms"]) == (201, 0)
    assert officer.get(f"/recordings/{number}").json["marks"][0]["text"] == "出示证件"


def test_a_review_is_conducted_over_the_api_at_the_version_and_digest_read(programs) -> None:
    walk = programs.bureau.at(State.IN_REVIEW)
    reviewer = programs.of("ji", walk.day)
    waiting = reviewer.get("/reviews").json["items"]
    number = next(one["id"] for one in waiting if one["case_id"] == walk.case)
    shown = reviewer.get(f"/reviews/{number}")
    version = shown.headers["ETag"].strip('"')
    items = {f"result_{code}": "ok" for code in ITEMS}
    assert reviewer.post(f"/reviews/{number}/items", items).status_code == 428
    saved = reviewer.post(f"/reviews/{number}/items", items, version)
    assert saved.status_code == 200, saved.json
    assert {one["result"] for one in saved.json["items"]} == {"ok"}
    assert reviewer.post(f"/reviews/{number}/items", items, version).status_code == 412
    comment = {"item": "facts", "text": "货值已核对"}
    assert reviewer.post(f"/reviews/{number}/comments", comment).status_code == 201
    digest, version = shown.json["content_digest"], saved.headers["ETag"].strip('"')
    words = {"opinion": "agree", "reasons": "事实清楚，证据充分，程序合法。"}
    other = reviewer.post(f"/reviews/{number}/conclusion", {**words, "digest": "0" * 64}, version)
    assert other.status_code == 409, other.json
    ended = reviewer.post(f"/reviews/{number}/conclusion", {**words, "digest": digest}, version)
    assert ended.status_code == 200, ended.json
    assert (ended.json["review"]["opinion_name"], ended.json["review"]["digest"]) == ("同意", digest)
    assert reviewer.get(f"/cases/{walk.case}").json["case"]["state"] == "reviewed"


@pytest.mark.parametrize("path", ["/documents/a%00b", "/cases/a%00b", "/recordings/%00", "/decisions/%00"])
def test_a_name_that_no_database_keeps_is_missing(programs, path) -> None:
    assert programs.of("lin", programs.bureau.at(State.VERIFYING).day).get(path).status_code == 404
