"""The sealed draw of a plan: verifiable before and after opening, never one's own agency or case, seats made once."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from enforcement.draws import queries as draw_queries
from enforcement.draws import register
from enforcement.draws.states import DrawState
from enforcement.evaluation.commands.plans import ConfirmAnswers
from enforcement.evaluation.models.core import EvaluationFile
from enforcement.evaluation.pool import closed_of, evaluators_of, snapshots
from enforcement.evaluation.services import drawing
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.states import FileState, PlanState
from enforcement.foundation.errors import Invalid, NotFound, Refused, Stale
from enforcement.platform.database import db
from tests.domains.identity.people import SYSTEM, grant
from tests.support.app import NOON
from tests.support.evaluation import COMMIT, DRAW_ON


def verified(draw, folder):
    """What the tool for everybody says about the public bundle."""
    path = folder / "bundle.json"
    path.write_text(json.dumps(register.bundle_of(draw), ensure_ascii=False), encoding="utf-8")
    return subprocess.run([sys.executable, "tools/verify_draw.py", path], capture_output=True, text=True, check=False)


def test_the_list_is_fixed_on_its_day_and_not_before(filled):
    plan = filled.approved()
    with pytest.raises(Refused) as refusal:
        drawing.commit_plan(SYSTEM, plan.public_id, NOON)
    assert [one.code for one in refusal.value.reasons] == ["too-early"]
    assert drawing.commit_plan(SYSTEM, plan.public_id, COMMIT).state is PlanState.COMMITTED
    with pytest.raises(Refused):
        drawing.commit_plan(SYSTEM, plan.public_id, COMMIT)


def test_a_file_taken_in_after_the_approval_belongs_to_the_next_round(filled):
    plan = filled.approved()
    late = filled.take_in(filled.city.bureau)
    drawing.commit_plan(SYSTEM, plan.public_id, COMMIT)
    assert filled.draw_of(plan).pool_size == 18
    assert late.public_id not in {one["file"] for one in plan.pool}


def test_the_draw_verifies_before_and_after_opening_and_tells_nobody_before(filled, tmp_path):
    plan = filled.scoring()
    draw = filled.draw_of(plan)
    before = verified(draw, tmp_path)
    assert before.returncode == 0, before.stdout + before.stderr
    told = json.dumps({name: value for name, value in register.bundle_of(draw).items() if name != "pool"})
    assert not [one.evaluator for file in plan.files for one in file.seats if one.evaluator in told]
    filled.sign_all(plan)
    assert close_finished(plan.public_id, filled.start(plan) + timedelta(days=2))
    assert draw.opened_at is not None
    after = verified(draw, tmp_path)
    assert after.returncode == 0, after.stdout + after.stderr
    told = json.dumps(register.bundle_of(draw))
    assert all(one.evaluator in told for file in plan.files for one in file.seats)


def test_every_drawn_file_has_two_seats_of_its_team_and_must_draw_files_are_all_there(filled):
    plan = filled.opened()
    result = draw_queries.result_facts(plan.draw_public_id)
    assert {file.case_file_public_id for file in plan.files} == {one.object_id for one in result.selected}
    for file in plan.files:
        assert [one.evaluator for one in filled.seats(file)] == list(result.teams[file.case_file_public_id])
        assert [one.place for one in filled.seats(file)] == [1, 2]
    must = {one["file"] for one in plan.pool if one["must"]}
    assert must
    assert must == {file.case_file_public_id for file in plan.files if file.must_kinds}
    assert len(plan.files) == 11


def test_seats_are_made_once_however_often_the_job_comes(filled):
    plan = filled.drawn()
    now = filled.start(plan)
    assert drawing.open_files(plan.public_id, now) == 11
    assert drawing.open_files(plan.public_id, now) == 0
    plan.state = PlanState.DRAWN
    db.session.flush()
    assert drawing.open_files(plan.public_id, now) == 0
    assert db.session.query(EvaluationFile).count() == 11


def test_nobody_scores_a_file_of_the_own_agency(filled):
    own = {filled.add_evaluator(f"bureau{number}", filled.city.bureau).public_id for number in range(4)}
    plan = filled.opened(ratio_bp=10000, load_limit=40)
    seats = [(file, one.evaluator) for file in plan.files for one in filled.seats(file)]
    assert not [one for file, one in seats if file.agency_path == filled.city.bureau.path and one in own]
    files = closed_of(plan)
    drawn = snapshots(plan, files, DRAW_ON, load_limit=40)
    barred = {one.public_id for one in files if one.org_code == filled.city.bureau.code}
    assert barred < {one.public_id for one in files}
    assert [set(one.conflicts) for one in drawn if one.officer_id in own] == [barred] * len(own)


@pytest.mark.parametrize("role", ["evaluation_planner", "agency_head", "supervisor", "auditor"])
def test_who_runs_rounds_or_reads_their_audit_by_another_role_is_not_drawn(filled, role):
    user = filled.add_evaluator("both")
    grant(user, role, filled.justice)
    plan = filled.approved(load_limit=40)
    known = {one.public_id for one in evaluators_of(plan, DRAW_ON)}
    assert known == set(filled.evaluators) - {user.public_id}


@pytest.mark.parametrize("role", ["reviewer", "officer", "planner"])
def test_who_may_open_the_original_cases_of_an_agency_scores_only_those_of_others(filled, role):
    user = filled.add_evaluator("reader")
    grant(user, role, filled.city.bureau)
    plan = filled.approved(load_limit=40)
    files = closed_of(plan)
    drawn = snapshots(plan, files, DRAW_ON, load_limit=40)
    kept = {one.officer_id: set(one.conflicts) for one in drawn if one.conflicts}
    assert kept == {user.public_id: {one.public_id for one in files if one.org_code == filled.city.bureau.code}}


@pytest.mark.parametrize("how", ["name", "number"])
def test_nobody_scores_a_file_on_which_he_worked(made, how):
    handler = made.evaluators[next(iter(made.evaluators))]
    person = {"role": "审核人", "name": "　".join(handler.name) if how == "name" else "改过的名字", "numbers": []}
    if how == "number":
        made.certify(handler, "证-0001")
        person["numbers"] = ["证-0001"]
    for _ in range(8):
        made.take_in(made.city.bureau, people=[person])
    made.take_in(made.city.east_bureau)
    plan = made.opened(ratio_bp=10000)
    seats = [(file.agency_path, one.evaluator) for file in plan.files for one in made.seats(file)]
    assert len(seats) == 18
    assert (made.city.bureau.path, handler.public_id) not in seats


def test_a_file_that_nobody_lawful_can_score_is_told_and_never_filled_by_hand(made):
    names = [{"role": "承办人", "name": one.name, "numbers": []} for one in list(made.evaluators.values())[:5]]
    made.take_in(made.city.bureau, people=names)
    plan = made.opened()
    (file,) = plan.files
    assert (file.state, made.seats(file)) == (FileState.INFEASIBLE, [])


def test_a_void_draw_ends_the_plan(filled):
    plan = filled.committed()
    drawing.mark_void(plan.public_id, COMMIT)
    assert plan.state is PlanState.VOID


def test_checks_began_once_seats_are_there(filled):
    draw = filled.draw_of(filled.opened())
    assert (draw.state, draw.checks_began_at is not None) == (DrawState.PUBLISHED, True)


def test_scoring_of_a_file_begins_when_its_answers_are_confirmed(filled):
    plan = filled.opened()
    file = plan.files[0]
    assert file.state is FileState.WAITING
    assert all(one.started_on is None for one in filled.seats(file))
    filled.confirm(file)
    assert (file.state, file.answers_by_name) == (FileState.SCORING, "planner")
    # 20 working days from 2 September 2026, over Mid-Autumn and the National Day.
    assert all(one.due_on is not None and one.explanation for one in filled.seats(file))
    assert filled.seats(plan.files[1])[0].started_on is None


def test_every_question_must_be_answered_and_none_may_be_added(filled):
    file = filled.opened().files[0]
    for answers in ({}, dict.fromkeys(file.answers, True) | {"other": True}):
        with pytest.raises(Invalid):
            drawing.confirm_answers(
                filled["planner"], ConfirmAnswers(file.public_id, file.answers_version, answers), NOON
            )


def test_answers_are_the_same_for_both_sheets_and_fixed_once_somebody_signed(filled):
    plan = filled.scoring()
    file = plan.files[0]
    filled.confirm(file, fine=False)
    filled.sign(filled.seats(file)[0])
    with pytest.raises(Refused) as refusal:
        filled.confirm(file)
    assert [one.code for one in refusal.value.reasons] == ["signed"]


def test_answers_are_the_planners_and_an_old_version_is_told(filled):
    file = filled.opened().files[0]
    holds = dict.fromkeys(file.answers, True)
    with pytest.raises(NotFound):
        drawing.confirm_answers(filled["pc1"], ConfirmAnswers(file.public_id, file.answers_version, holds), NOON)
    with pytest.raises(Stale):
        drawing.confirm_answers(
            filled["planner"], ConfirmAnswers(file.public_id, file.answers_version + 1, holds), NOON
        )


def test_whoever_plans_or_approves_the_round_does_not_score_in_it(filled):
    user = next(iter(filled.evaluators.values()))
    filled.people["planner"] = replace(filled["planner"], user_id=user.id)
    plan = filled.opened()
    assert user.public_id not in {one.evaluator for file in plan.files for one in filled.seats(file)}
