"""Plans: never below the ratio, one standard, approved by another person together with its list of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.draws.states import DrawState
from enforcement.evaluation.commands.plans import AnswerPlan, EditPlan
from enforcement.evaluation.commands.standards import DraftStandard
from enforcement.evaluation.figuring import head_of
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.standards import standard_of
from enforcement.evaluation.services.plans import advance_plan, answer_plan, edit_plan
from enforcement.evaluation.services.standards import draft_standard
from enforcement.evaluation.states import NoticeKind, PlanState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.rules.evaluation.applicability import NO_PENALTY, SIMPLIFIED
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.standard import content
from enforcement.rules.rulesets import BY_DEFAULT
from tests.domains.identity.people import SYSTEM
from tests.support.app import NOON


def codes(error):
    return [one.code for one in error.value.reasons]


def test_ratio_below_ten_percent_is_refused_with_its_basis_and_ten_is_not(made):
    with pytest.raises(Refused) as refusal:
        made.drafted(ratio_bp=999)
    assert codes(refusal) == ["ratio-low"]
    assert refusal.value.reasons[0].basis == f"{BY_DEFAULT}（行政执法监督条例第十五条没有规定比例）"
    assert made.drafted(ratio_bp=1000).ratio_bp == 1000


def test_fewer_than_five_files_of_an_agency_is_refused_and_five_is_not(made):
    with pytest.raises(Refused) as refusal:
        made.drafted(least=4)
    assert codes(refusal) == ["least-low"]
    assert made.drafted(least=5).least == 5


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("period_to", {"period_to": date(2025, 12, 31)}),
        ("draw_on", {"draw_on": date(2026, 6, 30)}),
        ("open_on", {"open_on": date(2026, 9, 2)}),
        ("agencies", {"agencies": ()}),
        ("agencies", {"agencies": ("不存在",)}),
        ("agencies", {"agencies": ("云岭省",)}),
        ("standard", {"standard": "nothing"}),
        ("load_limit", {"load_limit": 0}),
        ("ratio_bp", {"ratio_bp": 10001}),
        ("title", {"title": " "}),
    ],
)
def test_what_a_plan_cannot_say_is_named_by_field(made, field, change):
    with pytest.raises(Invalid) as invalid:
        made.drafted(**change)
    assert list(invalid.value.errors) == [field]


def test_a_draft_standard_is_no_standard_of_a_plan(made):
    known = content(standard_of(made.standard()))
    draft = draft_standard(made["planner"], DraftStandard(made.justice.id, {**known, "version": "9"}), NOON)
    with pytest.raises(Invalid) as invalid:
        made.drafted(standard=draft.public_id)
    assert list(invalid.value.errors) == ["standard"]


def test_the_head_approves_and_the_list_with_it(filled):
    plan = filled.approved()
    assert (plan.state, plan.approved_by_name) == (PlanState.APPROVED, "head")
    shares = {one["agency"]: one for one in plan.shares}
    bureau, east = shares[filled.city.bureau.code], shares[filled.city.east_bureau.code]
    assert (bureau["closed"], len(bureau["must"]), bureau["pool"], bureau["draw"]) == (12, 1, 11, 5)
    assert (east["closed"], east["must"], east["pool"], east["draw"]) == (6, [], 6, 5)
    draw = filled.draw_of(plan)
    assert (draw.state, draw.sealed, draw.drafted_by_name) == (DrawState.APPROVED, True, "planner")
    assert dict(draw.classes)[f"M-{filled.city.bureau.code}"] == 10000


def test_the_planner_does_not_approve_his_own_plan(filled):
    plan = filled.drafted()
    both = replace(filled["head"], user_id=filled["planner"].user_id)
    with pytest.raises(Refused) as refusal:
        answer_plan(both, AnswerPlan(plan.public_id, plan.version, agreed=True), NOON)
    assert codes(refusal) == ["own-plan"]


def test_the_head_gives_a_plan_back_with_a_reason(filled):
    plan = filled.drafted()
    with pytest.raises(Invalid):
        answer_plan(filled["head"], AnswerPlan(plan.public_id, plan.version, agreed=False), NOON)
    answer_plan(filled["head"], AnswerPlan(plan.public_id, plan.version, agreed=False, reason="期间写错"), NOON)
    assert (plan.state, plan.hindrance) == (PlanState.DRAFT, "期间写错")


def test_a_period_must_be_over_before_its_files_are_fixed(filled):
    plan = filled.drafted(period_to=date(2026, 9, 1))
    with pytest.raises(Refused) as refusal:
        filled.approve(plan, NOON)
    assert codes(refusal) == ["period-open"]
    assert filled.approve(plan, NOON + timedelta(days=1)).state is PlanState.APPROVED


def test_without_files_there_is_nothing_to_approve(made):
    with pytest.raises(Refused) as refusal:
        made.approved()
    assert codes(refusal) == ["no-files"]


@pytest.mark.parametrize(("limit", "refused"), [(3, True), (4, False)])
def test_evaluators_must_be_enough_for_two_sheets_of_every_file(filled, limit, refused):
    # 11 files, 22 seats: six evaluators with three files each hold 18, with four 24.
    plan = filled.drafted(load_limit=limit)
    if refused:
        with pytest.raises(Refused) as refusal:
            filled.approve(plan)
        assert codes(refusal) == ["few-evaluators"]
    else:
        assert filled.approve(plan).state is PlanState.APPROVED


def test_kinds_of_file_that_the_standard_does_not_judge_are_excluded_by_name(filled):
    filled.take_in(filled.city.bureau, kind=SIMPLIFIED, file_no="简易1")
    plan = filled.approved(standard=filled.standard("mee24").public_id)
    kept_out = [one for one in plan.pool if one["excluded"]]
    assert {one["kind"] for one in kept_out} >= {SIMPLIFIED}
    assert {one["excluded"] for one in kept_out} == {"KIND"}
    assert {one["kind"] for one in plan.pool if not one["excluded"]} <= {"general", NO_PENALTY}


def test_must_draw_kinds_are_those_of_the_plan(filled):
    plan = filled.approved(must_kinds=(MustDraw.COMPLAINT,))
    assert all(not one["must"] for one in plan.shares)


def test_a_file_outside_the_period_is_not_in_the_pool(filled):
    first, last = (filled.take_in(filled.city.bureau, closed_on=day) for day in (date(2026, 1, 1), date(2026, 6, 30)))
    before = filled.take_in(filled.city.bureau, closed_on=date(2025, 12, 31))
    after = filled.take_in(filled.city.bureau, closed_on=date(2026, 7, 1))
    pool = {one["file"] for one in filled.approved().pool}
    assert {first.public_id, last.public_id} <= pool
    assert not {before.public_id, after.public_id} & pool


def test_an_approved_plan_is_not_edited(filled):
    plan = filled.approved()
    with pytest.raises(Refused) as refusal:
        edit_plan(filled["planner"], EditPlan(plan.public_id, plan.version, filled.content()), NOON)
    assert codes(refusal) == ["wrong-state"]


def test_two_tabs_do_not_overwrite_each_other(made):
    plan = made.drafted()
    version = plan.version
    edit_plan(made["planner"], EditPlan(plan.public_id, version, made.content(title="甲")), NOON)
    with pytest.raises(Stale):
        edit_plan(made["planner"], EditPlan(plan.public_id, version, made.content(title="乙")), NOON)


def test_whoever_may_not_sees_nothing(made):
    plan = made.drafted()
    for name in ("agency", "pc1"):
        with pytest.raises(NotFound):
            queries.plan(made[name], plan.public_id)
    with pytest.raises(Forbidden):
        answer_plan(made["planner2"], AnswerPlan(plan.public_id, plan.version, agreed=True), NOON)
    assert queries.plan(made["planner2"], plan.public_id) is plan


def test_the_head_is_told_that_a_plan_waits_until_it_is_answered(filled):
    plan = filled.drafted()
    assert [one.kind for one in queries.notices(filled["head"])] == [NoticeKind.PLAN_WAITING]
    filled.approve(plan)
    assert not queries.notices(filled["head"])


def test_feedback_is_not_begun_before_scoring_is_closed(made):
    plan = made.drafted()
    with pytest.raises(Refused):
        advance_plan(plan.public_id, PlanState.FEEDBACK, NOON, SYSTEM)


def test_plan_numbers_go_on(made):
    assert [made.drafted().plan_no, made.drafted().plan_no] == ["2026-E-001", "2026-E-002"]


def test_the_list_stays_sealed_long_enough_for_a_third_sheet(made):
    # Drawn on 2 September; twenty working days from the 3rd end on 8 October, and twenty more on 4 November.
    with pytest.raises(Invalid) as refused:
        made.drafted(open_on=date(2026, 11, 4))
    assert "2026年11月4日" in refused.value.errors["open_on"][0]
    assert made.drafted(open_on=date(2026, 11, 5)).open_on == date(2026, 11, 5)


def test_an_agency_without_a_closed_file_stays_in_the_list_that_is_approved(made):
    for _ in range(6):
        made.take_in(made.city.bureau)
    plan = made.drafted()
    told = [(one.agency, one.closed, one.draw) for one in queries.pool_preview(made["head"], plan.public_id).shares]
    assert told == [(made.city.bureau.code, 6, 5), (made.city.east_bureau.code, 0, 0)]
    made.approve(plan)
    assert [(one["agency"], one["closed"]) for one in plan.shares] == [(one[0], one[1]) for one in told]
    assert head_of(plan).without_files == (made.city.east_bureau.name,)
