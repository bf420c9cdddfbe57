"""Every route, every role, own and other agency: who enters, and what a stranger learns (nothing).

A record of another agency must answer exactly like one that does not exist: same status, same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from enforcement.casework import queries as casework
from enforcement.documents.queries import document_facts
from enforcement.doors.access import SESSION_COOKIE, required_permissions
from enforcement.identity import services as identity
from enforcement.legal_review import queries as reviews
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.publicity import queries as publicity
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts import State
from tests.support.bureau import PASSWORD, Bureau
from tests.support.evaluation_records import evaluation_records
from tests.support.records import inspection_records

OWN = {
    "officer": "lin",
    "unit_head": "zhou",
    "agency_head": "shen",
    "reviewer": "ji",
    "publisher": "gong",
    "planner": "qin",
    "typist": "lei",
    "witness": "lian",
    "supervisor": "su",
    "evaluation_planner": "cen",
    "evaluator": "bai",
    "administrator": "admin",
}
OTHER = {
    "officer": "yz-sthj.officer1",
    "agency_head": "yz-sthj.head",
    "reviewer": "yz-sthj.reviewer",
    "publisher": "yz-sthj.publisher1",
    "planner": "yz-sthj.planner",
}
MISSING = "0" * 20
SIGN_IN = 303
REFUSED = 403
NOT_THERE = 404
CSRF = re.compile(rb'name="csrf_token"[^>]*')


@dataclass
class Town:
    """The staged bureau, its records by kind, and a browser per account."""

    app: Flask
    bureau: Bureau
    ids: dict[str, str]

    def client(self, username: str) -> FlaskClient:
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", current_instant())
        client = self.app.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client


@pytest.fixture
def town(staged_app: Flask, staged_bureau: Bureau) -> Town:
    served = staged_bureau.at(State.SERVED)
    move_clock_to(served.now())
    return Town(staged_app, staged_bureau, ids_of(staged_bureau))


def ids_of(bureau: Bureau) -> dict[str, str]:
    walk = bureau.at(State.SERVED)
    case = casework.case(walk.crew.officer, walk.case)
    return {
        "case_id": case.public_id,
        "matter_id": case.public_id,
        "document": document_facts(case.public_id)[0].public_id,
        "recording": recording_facts(case.public_id)[0].public_id,
        "review": reviews.rounds_of(walk.crew.reviewer, case.public_id)[0].public_id,
        "duty": publicity.duties_of_matter(bureau.actor("gong"), case.public_id)[0].public_id,
        **inspection_records(bureau),
        **evaluation_records(bureau),
    }


def kind_of(rule: Rule) -> str | None:
    """Which record the first argument of a rule names, if it is one of a case."""
    if "case_id" in rule.arguments:
        return "case_id"
    if "matter_id" in rule.arguments:
        return "matter_id"
    blueprint = rule.endpoint.split(".")[0]
    if rule.endpoint in BY_ENDPOINT:
        return BY_ENDPOINT[rule.endpoint]
    return BY_BLUEPRINT.get(blueprint) if RECORDS & rule.arguments else None


RECORDS = {
    "public_id", "plan_id", "alarm", "complaint", "seat_id", "standard_id", "report_id", "rectification_id",
}  # fmt: skip
BY_BLUEPRINT = {
    "documents": "document", "draws": "draw", "recordings": "recording", "reviews": "review", "uploads": "recording",
    "publicity": "duty", "library_items": "item", "libraries": "import", "inspection_plans": "plan",
    "inspection_batches": "batch", "check_lists": "task", "checks": "check", "visits": "visit",
    "scoring": "seat", "evaluation_plans": "evaluation_plan", "evaluation_files": "evaluation_plan",
    "evaluation_results": "evaluation_plan", "evaluation_reports": "evaluation_plan",
    "evaluation_outcome": "evaluation_plan", "evaluation_feedback": "evaluation_report",
    "evaluation_rectifications": "rectification",
    "evaluation_standards": "evaluation_standard",
}  # fmt: skip
BY_ENDPOINT = {
    "libraries.inspector": "inspector", "inspection_batches.new": "plan", "inspection_batches.edit": "plan",
    "inspection_batches.drop": "plan", "inspection_batches.proposal": "joint", "oversight.alarm": "alarm",
    "oversight.complaint": "complaint", "evaluation_files.answer_recusal": "seat",
    "evaluation_reports.sheet": "seat",
}  # fmt: skip
"""Blueprint or endpoint -> the kind of record that its addresses name."""


def address(rule: Rule, record: str) -> str:
    """The rule's address with the record; other arguments take a lawful or any value."""
    given = {"act": "add_note", "name": "notice", "record": "1" * 20, "form": "json"}
    numbered = re.sub(r"<int:\w+>", "1", rule.rule)
    filled = re.sub(r"<(?:any\(([^)]*)\):)?(\w+)>", lambda m: fill(m, record, given), numbered)
    return re.sub(r"<[^>]+>", record, filled)


def fill(match: re.Match[str], record: str, given: dict[str, str]) -> str:
    choices, name = match.group(1), match.group(2)
    if choices:
        return choices.split(",")[0].strip()
    return given.get(name, record)


def rules_of_records(app: Flask) -> list[Rule]:
    """Pages of records; the API takes tokens and is walked by its own tests."""
    pages = (rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/"))
    return [rule for rule in pages if kind_of(rule) and required_permissions(rule.endpoint)]


def ask(client: FlaskClient, method: str, path: str) -> tuple[int, bytes]:
    answer = client.open(path, method=method, data={"text": "看看"} if method == "POST" else None)
    return answer.status_code, CSRF.sub(b"", answer.data)


@pytest.mark.parametrize("role", list(OTHER))
def test_another_agencys_record_answers_exactly_like_a_missing_one(town: Town, role: str) -> None:
    client = town.client(OTHER[role])
    for rule in rules_of_records(town.app):
        real = town.ids[kind_of(rule) or ""]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            theirs = ask(client, method, address(rule, real))
            missing = ask(client, method, address(rule, MISSING))
            assert theirs[0] == missing[0], (role, method, rule.rule)
            assert theirs[1].replace(real.encode(), b"") == missing[1].replace(MISSING.encode(), b""), rule.rule
            assert theirs[0] in {NOT_THERE, REFUSED, 400, 422}, (role, method, rule.rule, theirs[0])


def test_nobody_signed_in_is_sent_to_sign_in_whatever_the_address(town: Town) -> None:
    client = town.app.test_client()
    for rule in town.app.url_map.iter_rules():
        if not required_permissions(rule.endpoint) or rule.rule.startswith("/api/"):
            continue
        answer = client.get(address(rule, MISSING))
        if "GET" in (rule.methods or set()):
            assert answer.status_code == SIGN_IN, rule.rule
            assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("role", list(OWN))
def test_a_role_enters_exactly_where_it_holds_a_permission(town: Town, role: str) -> None:
    actor, client = town.bureau.actor(OWN[role]), town.client(OWN[role])
    for rule in town.app.url_map.iter_rules():
        wanted = required_permissions(rule.endpoint)
        if not wanted or "GET" not in (rule.methods or set()) or rule.rule.startswith("/api/"):
            continue
        kind = kind_of(rule)
        status, _ = ask(client, "GET", address(rule, town.ids[kind] if kind else MISSING))
        holds = any(actor.may_anywhere(one) for one in wanted)
        if not holds:
            assert status == REFUSED, (role, rule.rule, status)
        assert status < 500, (role, rule.rule, status)


def test_the_administrator_reaches_no_case_no_paper_no_film(town: Town) -> None:
    client = town.client("admin")
    for rule in rules_of_records(town.app):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            status, _ = ask(client, method, address(rule, town.ids[kind_of(rule) or ""]))
            assert status in {REFUSED, NOT_THERE}, (method, rule.rule, status)


def test_the_supervisor_reads_and_changes_nothing(town: Town) -> None:
    """But answers alarms and complaints, which are the supervision organ's own."""
    client = town.client("su")
    for rule in rules_of_records(town.app):
        if rule.endpoint.startswith("oversight."):
            continue
        if "POST" in (rule.methods or set()) and not rule.endpoint.endswith((".look", ".preview")):
            status, _ = ask(client, "POST", address(rule, town.ids[kind_of(rule) or ""]))
            assert status in {REFUSED, NOT_THERE}, (rule.rule, status)
