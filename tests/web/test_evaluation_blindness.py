"""What an evaluator can reach while scoring names no handler, no other evaluator, no other sheet, no assignment.

Every page and every answer of the API that an evaluator may open is opened, with every id of the round in every place.
The one exception can't be blinded and is no GET: scans and recordings (`test_evaluation_unblinded`).
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import product

import pytest

from enforcement.doors.access import required_permissions
from enforcement.evaluation.commands.sheets import SaveDraft, SignSheet
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.files import EvaluationCaseFile, PrecheckFinding
from enforcement.evaluation.services.sheets import save_draft, sign_sheet
from enforcement.foundation.permissions import Permission
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueToken
from enforcement.identity.roles import ROLES
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.platform.storage import current_store
from tests.domains.identity.people import actor_for
from tests.support.evaluation import faults
from tests.support.evaluation_desk import POSTS, Desks

OTHERS_WORDS = "另一份评分表的评语"
UNBLINDED = (
    "scoring.open_volume", "scoring.open_recording",
    "api_evaluation_seats.open_evaluation_volume", "api_evaluation_seats.open_evaluation_recording",
)  # fmt: skip
OWN = (Permission.EVALUATION_SCORE, Permission.SELF, Permission.CATALOGUE_READ)


@pytest.fixture
def desks(app_with_store):
    return Desks(app_with_store)


@pytest.fixture
def file(desks):
    scan = current_store().put(b"%PDF-1.7", "application/pdf").key
    row = desks.round.take_in(desks.round.city.bureau, volume_key=scan)
    officer = content_of(row)["officers"][0]["name"]
    plan = desks.round.scoring()
    finding = PrecheckFinding(
        file_id=row.id, no=1, rule="PC07", article="行政处罚法第四十二条", documents=["d02"],
        explanation=f"{officer}的证件当日无效", rule_version="1", found_at=row.imported_at,
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    move_clock_to(desks.round.start(plan) + timedelta(days=1))
    (only,) = plan.files
    return only


@pytest.fixture
def seats(desks, file):
    """The one who looks, and the other, who has signed."""
    first, second = desks.round.seats(file)
    actor, now = desks.round.actor(second), current_instant()
    sheet = faults(standard_of(file.plan.standard), 4)
    saved = save_draft(actor, SaveDraft(second.public_id, second.sheet.version, sheet, OTHERS_WORDS), now)
    sign_sheet(actor, SignSheet(second.public_id, saved.version), now)
    return first, second


def content_of(row):
    return json.loads(current_store().get(row.content_key))


def secrets_of(desks, file, seats):
    """What must not be seen, by what it is."""
    first, second = seats
    row = db.session.query(EvaluationCaseFile).filter_by(public_id=file.case_file_public_id).one()
    officers = content_of(row)["officers"]
    everybody = {one.name for one in desks.round.evaluators.values()} - {first.evaluator_name}
    return {
        "handlers": {one["name"] for one in officers} | {one["name"] for one in row.people},
        "certificates": {card["number"] for one in officers for card in one.get("certificates", [])},
        "evaluators": everybody | {one for one in desks.round.evaluators if one != first.evaluator},
        "the other sheet": {second.public_id, second.sheet.digest, OTHERS_WORDS},
    }


def addresses(app, ids, held=OWN):
    """Every address that opens to somebody with the permissions, with every id in every place."""
    for rule in app.url_map.iter_rules():
        asked = required_permissions(rule.endpoint)
        if "GET" not in rule.methods or asked is None or (asked and not set(asked) & set(held)):
            continue
        for given in product(ids, repeat=len(rule.arguments)) if rule.arguments else [()]:
            filled = iter(given)
            yield re.sub(r"<[^>]+>", lambda _match, filled=filled: next(filled), rule.rule)


def reached(desks, user, ids, held=OWN):
    """Address -> answer of everything that opens, in a browser and for a program."""
    browser = desks.browser(user)
    scopes = tuple(str(one) for one in held if one is not Permission.SELF)
    token = identity.issue_token(actor_for(user), IssueToken("评分", scopes, 30), current_instant())[1]
    program = desks.app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    for address in dict.fromkeys(addresses(desks.app, ids, held)):
        answer = program.get(address, headers=headers) if address.startswith("/api/") else browser.get(address)
        yield address, answer.status_code, answer.data.decode(errors="replace") if answer.status_code == 200 else ""


def test_nothing_that_an_evaluator_reaches_tells_who_handled_or_who_else_scores(desks, file, seats):
    first, second = seats
    ids = [
        first.public_id, second.public_id, file.public_id, file.case_file_public_id, file.plan.public_id,
        file.plan.draw_public_id, file.plan.standard.public_id,
    ]  # fmt: skip
    secrets, evaluator = secrets_of(desks, file, seats), desks.round.evaluators[first.evaluator]
    opened = {address: text for address, status, text in reached(desks, evaluator, ids) if status == 200}
    desk = opened[f"/evaluation/seats/{first.public_id}"]
    assert "承办人甲" in desk
    assert "的证件当日无效" in desk
    assert "打开扫描件" in desk
    assert f"/api/v1/evaluation-seats/{first.public_id}" in opened
    found = [
        (address, kind, word)
        for address, text in opened.items()
        for kind, words in secrets.items()
        for word in words
        # the address itself holds the ids that were put into it
        if word in text.replace(address, "")
    ]
    assert found == []


@pytest.mark.parametrize("name", ["planner", "head"])
def test_nothing_that_runs_the_round_tells_who_scores_what_or_what_was_signed(desks, file, seats, name):
    ids = [file.public_id, file.case_file_public_id, file.plan.public_id, file.plan.draw_public_id]
    ids += [one.public_id for one in seats]
    held = [one for one in ROLES[POSTS[name]].permissions if one.startswith(("evaluation:", "draw:"))]
    opened = {address: text for address, status, text in reached(desks, desks.users[name], ids, held) if status == 200}
    assert f"/api/v1/draws/{file.plan.draw_public_id}/bundle" in opened
    assert f"/evaluation/plans/{file.plan.public_id}" in opened
    secrets = {one.name for one in desks.round.evaluators.values()} | set(desks.round.evaluators)
    secrets |= {seats[1].sheet.digest, OTHERS_WORDS}
    assert [(one, word) for one, text in opened.items() for word in secrets if word in text.replace(one, "")] == []


def test_what_cannot_be_blinded_is_never_opened_by_an_address_alone(desks):
    rules = {one.endpoint: one.methods for one in desks.app.url_map.iter_rules()}
    for endpoint in UNBLINDED:
        assert "GET" not in rules[endpoint]
        assert set(required_permissions(endpoint)) == {Permission.EVALUATION_SCORE}


def test_after_the_other_has_signed_the_desk_shows_the_same_as_before(desks, file):
    first, second = desks.round.seats(file)
    client = desks.evaluator(first)
    client.get("/evaluation/seats/")

    def seen():
        page = client.get(f"/evaluation/seats/{first.public_id}").get_data(as_text=True)
        return re.sub(r'name="csrf_token"[^>]*', "", page)

    before = seen()
    desks.round.sign(second, faults(standard_of(file.plan.standard), 20))
    assert seen() == before
