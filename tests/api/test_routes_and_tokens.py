"""Every operation on a record with tokens of every role: a stranger learns nothing, a reader changes nothing."""

from __future__ import annotations

import re

import pytest

from enforcement.casework import queries as casework
from enforcement.documents.queries import document_facts
from enforcement.doors.access import required_permissions
from enforcement.legal_review import queries as reviews
from enforcement.publicity import queries as publicity
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts import State
from tests.support.records import inspection_records

STRANGERS = ("yz-sthj.officer1", "yz-sthj.head", "yz-sthj.reviewer", "yz-sthj.publisher1")
MISSING = "0" * 20
REFUSED = {403, 404}
BODIES = {
    "take_step": {"step": "add_note", "text": "看看"},
    "begin_upload": {
        "filename": "a.mp4", "size": 9, "recorded_from_at": "2026-09-02T09:00", "recorded_to_at": "2026-09-02T09:10",
    },
    "link_parts": {"numbers": [1]},
    "complete_upload": {"sha256": "0" * 64},
    "abandon_upload": {"reason": "看看"},
    "open_recording": {"reason": "看看"},
    "add_mark": {"at": "0:00", "text": "看看"},
    "save_review_items": {"result_facts": "ok"},
    "add_review_comment": {"item": "facts", "text": "看看"},
    "close_contributions": {}, "close_dice": {}, "approve_draw": {}, "sign_witness": {}, "advance_draw": {},
    "open_sealed_draw": {}, "look_at_list": {},
    "add_contribution": {"who": "甲", "text": "红"},
    "roll_dice": {"who": "甲", "text": "123456"},
    "ask_void": {"reason": "看看"},
    "answer_void": {"answer": "agree"},
    "do_act": {"act": "recusal", "subject": "1", "reason_code": "kin", "reason": "看看"},
    "conclude_review": {"opinion": "agree", "reasons": "看看", "digest": "0" * 64},
}  # fmt: skip
"""For each operation that writes, a body that can be read."""
SHARED = {"source_id", "uscc"}
"""What belongs to no agency: public random numbers, and how often an enterprise was visited."""


@pytest.fixture
def walk(programs):
    return programs.bureau.at(State.SERVED)


@pytest.fixture
def records(programs, walk):
    """Argument of an operation -> a record of the bureau."""
    case = casework.case(walk.crew.officer, walk.case)
    return {
        "case_id": case.public_id,
        "document_id": document_facts(case.public_id)[0].public_id,
        "recording_id": recording_facts(case.public_id)[0].public_id,
        "review_id": reviews.rounds_of(walk.crew.reviewer, case.public_id)[0].public_id,
        "duty_id": publicity.duties_of_matter(programs.bureau.actor("gong"), case.public_id)[0].public_id,
        **{f"{kind}_id": record for kind, record in inspection_records(programs.bureau).items()},
    }


def operations(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and rule.arguments and required_permissions(rule.endpoint):
            room, name = rule.endpoint.split(".")
            if room.startswith("api_evaluation") or SHARED & rule.arguments:
                continue
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule.rule.removeprefix("/api/v1"), method, name, next(iter(rule.arguments))


def ask(program, path, method, name, record):
    address = re.sub(r"<\w+>", record, path)
    answer = program.get(address) if method == "GET" else program.post(address, BODIES[name], 1)
    told = answer.json if answer.is_json or "problem" in answer.content_type else {}
    return answer.status_code, {key: value for key, value in told.items() if key not in {"instance", "request_id"}}


@pytest.mark.parametrize("username", STRANGERS)
def test_another_agencys_record_answers_exactly_like_a_missing_one(programs, walk, records, username) -> None:
    stranger = programs.of(username, walk.day)
    for path, method, name, argument in operations(programs.app):
        theirs = ask(stranger, path, method, name, records[argument])
        assert theirs == ask(stranger, path, method, name, MISSING), (method, path)
        assert theirs[0] in REFUSED, (method, path, theirs)


def test_the_administrators_token_reaches_no_case_no_paper_no_film(programs, walk, records) -> None:
    admin = programs.of("admin", walk.day)
    for path, method, name, argument in operations(programs.app):
        assert ask(admin, path, method, name, records[argument])[0] in REFUSED, (method, path)


def test_the_supervisors_token_reads_and_changes_nothing(programs, walk, records) -> None:
    """But says why it looks at a recording, looks at sealed lists, and is a witness of draws."""
    supervisor = programs.of("su", walk.day)
    for path, method, name, argument in operations(programs.app):
        if method == "POST" and name not in {"open_recording", "look_at_list", "sign_witness"}:
            assert ask(supervisor, path, method, name, records[argument])[0] in REFUSED, path
    assert ask(supervisor, "/cases/<case_id>", "GET", "get_case", records["case_id"])[0] == 200


def test_without_a_token_every_operation_that_is_not_public_answers_401(programs, records) -> None:
    nobody = programs.app.test_client()
    for path, method, _name, argument in operations(programs.app):
        address = f"/api/v1{re.sub(r'<.+?>', records[argument], path)}"
        assert nobody.open(address, method=method, json={}).status_code == 401, (method, path)
