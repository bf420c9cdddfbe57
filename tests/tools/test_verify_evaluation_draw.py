"""The sealed draw of an evaluation plan, as a stranger verifies it: when it is fixed, while it is scored, once opened."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.draws.register import bundle_of
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.services.closing import close_finished
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.draws.verification import verify
from tests.support.app import NOON
from tests.support.desk import plain
from tests.support.evaluation import Round, faults
from tools import verify_draw as tool

PROGRAM = Path(tool.__file__)
SEALED = {"tickets", "selected_root", "ranking", "key_commitment"}
"""Steps that need what is published only after scoring."""


@pytest.fixture
def made(app_with_store):
    assert app_with_store is not None
    move_clock_to(NOON)
    round_ = Round()
    round_.fill(bureau=8, east=6)
    return round_


@pytest.fixture
def stranger(app_with_store):
    return app_with_store.test_client()


def address(made, plan):
    draw = made.draw_of(plan)
    return f"/lots/{draw.agency}/{draw.draw_no}"


def published(made, plan, stranger):
    answer = stranger.get(f"{address(made, plan)}.json")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def run(tmp_path, text, *arguments):
    """The program alone, outside the house, as a stranger has it."""
    path = tmp_path / "bundle.json"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", str(PROGRAM), str(path), *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert answer.stderr == ""
    return answer.returncode, answer.stdout


def states(text):
    return {(one.step, one.subject): one.state for one in tool.Draw(json.loads(text)).verify()}


def steps(text, state):
    return {step for (step, _subject), found in states(text).items() if found == state}


def secrets(plan):
    """Who scores: accounts and names of evaluators, their seats. The pool is public, what was drawn of it is not."""
    seats = [seat for file in plan.files for seat in file.seats]
    return {word for seat in seats for word in (seat.evaluator, seat.evaluator_name, seat.public_id)}


def test_before_the_result_the_commitment_is_public_without_the_list(made, stranger, tmp_path):
    plan = made.committed()
    draw = made.draw_of(plan)
    bundle = json.loads(published(made, plan, stranger))
    assert bundle["commit"] == draw.commit_hex
    assert set(bundle) == {"v", "commit_json", "commit"}
    assert not [one["file"] for one in plan.pool if one["file"] in json.dumps(bundle)]
    page = plain(stranger.get(address(made, plan)))
    assert draw.commit_hex[:8] in page
    assert run(tmp_path, json.dumps(bundle))[0] in {0, 2}


def test_while_it_is_scored_all_that_is_published_holds_and_tells_no_assignment(made, stranger, tmp_path):
    plan = made.scoring()
    text = published(made, plan, stranger)
    code, output = run(tmp_path, text)
    assert code == 0, output
    assert "FAILED" not in output
    assert not steps(text, tool.FAILED)
    assert steps(text, tool.NOT_PUBLISHED) >= SEALED
    assert {"commit", "seed", "source_order"} <= steps(text, tool.OK)
    bundle = json.loads(text)
    assert (bundle["sealed_key"], bundle["officers"]) == (None, None)
    assert {(one["threshold"], one["selected"]) for one in bundle["classes"]} == {(None, None)}
    drawn = plan.files[0].case_file_public_id
    assert "outcome: not published" in run(tmp_path, text, "--id", drawn)[1]
    hidden = secrets(plan)
    shown = stranger.get(address(made, plan)).get_data(as_text=True)
    for where in (text, shown, stranger.get(f"{address(made, plan)}/verify").get_data(as_text=True)):
        assert not [word for word in hidden if word in where]


def test_after_scoring_the_whole_list_verifies_and_every_file_finds_itself(made, stranger, tmp_path):
    plan = made.scoring()
    before = json.loads(published(made, plan, stranger))
    disputed = plan.files[0]
    for number, seat in enumerate(made.seats(disputed)):
        made.sign(seat, faults(standard_of(plan.standard), 30 * number))
    made.sign_all(plan)
    assert close_finished(plan.public_id, made.start(plan) + timedelta(days=3))
    text = published(made, plan, stranger)
    code, output = run(tmp_path, text)
    assert code == 0, output
    assert "FAILED" not in output
    assert not steps(text, tool.NOT_PUBLISHED)
    opened = json.loads(text)
    for name in ("commit", "commit_json", "selected_root"):
        assert opened[name] == before[name], name
    assert {step.state for step in verify(bundle_of(made.draw_of(plan)))} == {"ok"}
    drawn = {file.case_file_public_id for file in plan.files}
    for one in plan.pool[:4]:
        code, output = run(tmp_path, text, "--id", one["file"])
        assert code == 0
        assert ("outcome: drawn" in output) == (one["file"] in drawn)
    teams = dict(opened["officers"]["assigned"])
    assert teams[disputed.case_file_public_id] == [one.evaluator for one in made.seats(disputed)[:2]]


def test_an_assignment_other_than_the_sealed_one_fails(made, stranger, tmp_path):
    plan = made.scoring()
    made.sign_all(plan)
    close_finished(plan.public_id, made.start(plan) + timedelta(days=3))
    bundle = json.loads(published(made, plan, stranger))
    assigned = bundle["officers"]["assigned"]
    other = next(place for place, one in enumerate(assigned) if one[1] != assigned[0][1])
    assigned[0][1], assigned[other][1] = assigned[other][1], assigned[0][1]
    code, output = run(tmp_path, json.dumps(bundle))
    assert code == 1
    assert "FAILED" in output
