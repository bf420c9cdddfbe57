"""Plan first: approved by another person, filed, public by 31 March; what is outside it stays visible."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.draws.models import Draw
from enforcement.draws.states import DrawState
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.inspection.commands.plans import AnswerPlan, CancelBatch, DraftOutside, DraftPlan, FilePlan, KeepBatch
from enforcement.inspection.queries.plans import batch_facts, due_batches
from enforcement.inspection.services import batches, plans
from enforcement.platform.database import db
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.plans import (
    BatchKind,
    BatchState,
    Origin,
    PaperReference,
    PlanState,
    PoolChoice,
    SpecialPapers,
)
from tests.domains.identity.people import actor_for, make_account
from tests.domains.inspection.library_world import CODE, TODAY, batch, make_world, rows_of
from tests.support.app import NOON


@pytest.fixture
def world(app):
    assert app is not None
    made = make_world()
    made.publish()
    return made


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def test_i03_a_plan_takes_its_number_and_its_last_day_from_the_rule_set(world):
    first, second = world.plan(), world.plan(year=2027)
    assert (first.no, first.public_until) == ("2026-P-001", date(2026, 3, 31))
    assert (second.no, second.public_until) == ("2027-P-001", date(2027, 3, 31))


def test_i03_a_plan_without_batches_is_not_handed_in(world):
    made = world.plan()
    with pytest.raises(Refused) as refusal:
        plans.submit_plan(world.planner, made.public_id, made.version, NOON)
    assert codes(refusal) == {"I03"}


def test_approval_drafts_and_approves_a_draw_for_every_batch_by_two_people(world):
    made = world.approved(batch(), batch(name="第二批"))
    assert made.state is PlanState.APPROVED
    for row in rows_of(made):
        assert row.state is BatchState.APPROVED
        draw = db.session.query(Draw).filter_by(public_id=row.draw_public_id).one()
        assert (draw.state, draw.matter, draw.grade) == (DrawState.APPROVED, f"batch:{row.public_id}", "A")
        assert (draw.drafted_by, draw.approved_by) == (world.planner.user_id, world.head.user_id)
        assert draw.plan_no == made.no


def test_d08_the_planner_does_not_approve_his_own_plan(world):
    both = replace(world.planner, grants=(*world.planner.grants, *world.head.grants))
    made = world.plan(batch())
    made = plans.submit_plan(both, made.public_id, made.version, NOON)
    with pytest.raises(Refused) as refusal:
        plans.answer_plan(both, AnswerPlan(made.public_id, made.version, agreed=True), NOON)
    assert codes(refusal) == {"D08"}


def test_a_returned_plan_is_a_draft_again_with_the_reason(world):
    made = world.plan(batch())
    made = plans.submit_plan(world.planner, made.public_id, made.version, NOON)
    with pytest.raises(Invalid):
        plans.answer_plan(world.head, AnswerPlan(made.public_id, made.version, agreed=False), NOON)
    made = plans.answer_plan(
        world.head, AnswerPlan(made.public_id, made.version, agreed=False, reason="比例偏高"), NOON
    )
    assert (made.state, made.return_reason) == (PlanState.DRAFT, "比例偏高")


def test_an_approved_plan_does_not_change(world):
    made = world.approved(batch())
    with pytest.raises(Refused):
        plans.keep_batch(world.planner, KeepBatch(made.public_id, "", 0, batch(name="补的")), NOON)
    row = rows_of(made)[0]
    with pytest.raises(Refused):
        plans.keep_batch(world.planner, KeepBatch(made.public_id, row.public_id, row.version, batch()), NOON)


def test_i04_the_receipt_of_filing_comes_after_approval(world):
    made = world.plan(batch())
    filing = FilePlan(made.public_id, made.version, "省局", "备1号", TODAY)
    with pytest.raises(Refused) as refusal:
        plans.file_plan(world.planner, filing, NOON)
    assert codes(refusal) == {"I04"}
    approved = world.approved(batch())
    with pytest.raises(Invalid):
        plans.file_plan(
            world.planner,
            replace(filing, public_id=approved.public_id, version=approved.version, filed_on=date(2026, 9, 2)),
            NOON,
        )


def test_i01_a_batch_with_an_item_that_is_not_published_is_not_saved(world):
    with pytest.raises(Refused) as refusal:
        world.plan(batch(item_codes=("XX-404",)))
    assert codes(refusal) == {"I01"}
    world.publish(code="SCJG-002", valid_from=TODAY + timedelta(days=2))
    with pytest.raises(Refused):
        world.plan(batch(item_codes=("SCJG-002",), draw_on=TODAY + timedelta(days=1)), year=2027)
    assert rows_of(world.plan(batch(item_codes=("SCJG-002",), draw_on=TODAY + timedelta(days=2))))


def test_d03_an_undirected_draw_has_no_filter(world):
    filters = (PoolChoice("INDUSTRY", "食品"),)
    with pytest.raises(Refused) as refusal:
        world.plan(batch(filters=filters))
    assert codes(refusal) == {"D03"}
    assert rows_of(world.plan(batch(kind=BatchKind.DIRECTIONAL, filters=filters)))


def test_d04_a_batch_stays_within_the_proportions_of_a_general_item(world):
    with pytest.raises(Refused) as refusal:
        world.plan(batch(ratios={"A": 300, "B": 1000, "C": 2000, "D": 3001}))
    assert codes(refusal) == {"D04"}
    with pytest.raises(Refused):
        world.plan(batch(ratios={"A": 300, "B": 200, "C": 2000, "D": 3000}))


def test_d04_a_key_item_has_no_ceiling(world):
    whole = {"A": 2000, "B": 5000, "C": 10000, "D": 10000}
    world.publish(code="SCJG-KEY", kind=ItemKind.KEY, ratios=whole)
    assert rows_of(world.plan(batch(item_codes=("SCJG-KEY",), ratios=whole)))


def test_versions_of_batch_and_plan_are_compared(world):
    made = world.plan(batch())
    row = rows_of(made)[0]
    with pytest.raises(Stale):
        plans.keep_batch(world.planner, KeepBatch(made.public_id, row.public_id, row.version + 1, batch()), NOON)
    with pytest.raises(Stale):
        plans.submit_plan(world.planner, made.public_id, made.version + 5, NOON)


def test_a_dropped_batch_stays_as_cancelled(world):
    made = world.plan(batch(), batch(name="不要的"))
    row = rows_of(made)[1]
    plans.drop_batch(world.planner, made.public_id, row.public_id, row.version, NOON)
    assert row.state is BatchState.CANCELLED
    made = plans.submit_plan(world.planner, made.public_id, made.version, NOON)
    made = plans.answer_plan(world.head, AnswerPlan(made.public_id, made.version, agreed=True), NOON)
    assert [one.state for one in rows_of(made)] == [BatchState.APPROVED, BatchState.CANCELLED]


def outside(world, **changes):
    given = {"origin": Origin.AD_HOC, "content": batch(), "reason": "上级交办"} | changes
    return DraftOutside(world.bureau.id, **given)


def test_i03_a_task_outside_the_plan_needs_a_reason_and_the_head(world):
    with pytest.raises(Refused) as refusal:
        batches.draft_outside(world.planner, outside(world, reason=" "), NOON)
    assert codes(refusal) == {"I03"}
    row = batches.draft_outside(world.planner, outside(world), NOON)
    assert due_batches(TODAY + timedelta(days=1)) == ()
    answer = AnswerPlan(row.public_id, row.version, agreed=True)
    with pytest.raises(Forbidden):
        batches.answer_outside(world.planner, answer, NOON)
    row = batches.answer_outside(world.head, answer, NOON)
    assert due_batches(TODAY) == ()
    assert due_batches(TODAY + timedelta(days=1)) == (row.public_id,)
    facts = batch_facts(row.public_id)
    assert facts.outside_plan
    assert facts.plan_no == "2026-T-001"


def test_a_refused_task_stays_visible_with_the_reason(world):
    row = batches.draft_outside(world.planner, outside(world), NOON)
    row = batches.answer_outside(
        world.head, AnswerPlan(row.public_id, row.version, agreed=False, reason="没有必要"), NOON
    )
    assert (row.state, row.hindrance) == (BatchState.CANCELLED, "没有必要")
    with pytest.raises(Refused):
        batches.answer_outside(world.head, AnswerPlan(row.public_id, row.version, agreed=True), NOON)


PAPERS = SpecialPapers(
    PaperReference("批1号", date(2026, 8, 1)),
    PaperReference("备1号", date(2026, 9, 1)),
    PaperReference("告1号", date(2026, 9, 1)),
)


def test_i06_a_special_campaign_needs_three_documents_in_time(world):
    special = outside(world, origin=Origin.SPECIAL, papers=replace(PAPERS, filing=None))
    with pytest.raises(Refused) as refusal:
        batches.draft_outside(world.planner, special, NOON)
    assert codes(refusal) == {"I06"}
    late = replace(PAPERS, filing=PaperReference("备1号", date(2026, 9, 2)))
    with pytest.raises(Refused):
        batches.draft_outside(world.planner, replace(special, papers=late), NOON)
    assert batches.draft_outside(world.planner, replace(special, papers=PAPERS), NOON).state is BatchState.PLANNED


def test_i05_a_special_campaign_on_a_planned_draw_needs_a_reason(world):
    world.plan(batch())
    special = outside(world, origin=Origin.SPECIAL, papers=PAPERS)
    with pytest.raises(Refused) as refusal:
        batches.draft_outside(world.planner, special, NOON)
    assert codes(refusal) == {"I05"}
    apart = batch(
        draw_on=TODAY + timedelta(days=21), visit_from=TODAY + timedelta(days=21), visit_to=TODAY + timedelta(days=30)
    )
    batches.draft_outside(world.planner, replace(special, content=apart), NOON)
    batches.draft_outside(world.planner, replace(special, stacking_reason="国务院部署"), NOON)


def test_only_in_scope(world):
    stranger = actor_for(make_account("stranger", world.city.east_bureau, "planner"))
    made = world.plan(batch())
    with pytest.raises(NotFound):
        plans.submit_plan(stranger, made.public_id, made.version, NOON)
    with pytest.raises(Forbidden):
        plans.draft_plan(world.head, DraftPlan(world.bureau.id, 2026, ""), NOON)
    with pytest.raises(Invalid):
        plans.draft_plan(world.planner, DraftPlan(world.bureau.id, 2028, ""), NOON)
    with pytest.raises(Invalid):
        world.plan(batch(departments=("没有的局",), joint=True))
    assert CODE in rows_of(made)[0].item_codes


def test_an_approved_batch_is_cancelled_by_the_head_with_a_reason_and_stays_visible(world):
    made = world.public_plan(batch())
    (row,) = rows_of(made)
    for reason, error in ((" ", Invalid), ("机构改革，职责划出", None)):
        command = CancelBatch(row.public_id, row.version, reason)
        with pytest.raises(Forbidden):
            batches.cancel_batch(world.planner, command, NOON)
        if error is not None:
            with pytest.raises(error):
                batches.cancel_batch(world.head, command, NOON)
    cancelled = batches.cancel_batch(world.head, command, NOON)
    assert (cancelled.state, cancelled.hindrance) == (BatchState.CANCELLED, "取消：机构改革，职责划出")
    draw = db.session.query(Draw).filter_by(public_id=cancelled.draw_public_id).one()
    assert (draw.state, draw.commit_hex) == (DrawState.VOID, None)
    assert not due_batches(TODAY + timedelta(days=30))
    assert [one.public_id for one in rows_of(made)] == [row.public_id]
    with pytest.raises(Refused):
        batches.cancel_batch(world.head, CancelBatch(row.public_id, cancelled.version, "再取消"), NOON)


def test_d05_a_batch_is_not_cancelled_once_its_pool_is_frozen(world):
    (row,) = rows_of(world.public_plan(batch()))
    row.state = BatchState.FROZEN
    db.session.commit()
    with pytest.raises(Refused) as refusal:
        batches.cancel_batch(world.head, CancelBatch(row.public_id, row.version, "不想抽了"), NOON)
    assert codes(refusal) == {"D05"}
