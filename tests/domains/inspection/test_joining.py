"""Two departments draw one enterprise within days: one joint visit is proposed once (D10)."""

from datetime import timedelta

import pytest

from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.draws import services as draws
from enforcement.draws.commands import TypeValue
from enforcement.draws.models import Draw
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.inspection.check_overview import act_reasons, joint_agencies
from enforcement.inspection.commands.checks import GiveNotice
from enforcement.inspection.commands.plans import AnswerProposal
from enforcement.inspection.library_states import ProposalState
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.queries.plans import batch_facts, proposals
from enforcement.inspection.services import checks, joining, tasks
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.plans import BatchState
from tests.domains.identity.people import SYSTEM, actor_for, make_account
from tests.domains.inspection.library_world import TODAY, World, batch, make_world, rows_of
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.draws import VALUES, picture

WHOLE = {"A": 10_000, "B": 10_000, "C": 10_000, "D": 10_000}
DRAW = NOON + timedelta(days=1)
LATER = DRAW + timedelta(days=4)


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_world()


def beside(world):
    """The market bureau of the county, with people of its own."""
    org = world.city.east_bureau
    with cheap_hashing():
        planner = actor_for(make_account("east_planner", org, "planner"))
        head = actor_for(make_account("east_head", org, "agency_head"))
    return Other(world.city, planner, head)


class Other(World):
    """The same city, seen from the county's bureau."""

    @property
    def bureau(self):
        """The agency that inspects."""
        return self.city.east_bureau


def frozen(world, **changes):
    """A batch over its whole library on its draw day: its public id."""
    world.publish(kind=ItemKind.KEY, ratios=WHOLE)
    world.staff()
    world.fill(6)
    (row,) = rows_of(world.public_plan(batch(ratios=WHOLE, **changes)))
    return freeze_batch(SYSTEM, row.public_id, DRAW).public_id


def draw_all(typists, *public_ids):
    """The random values are typed once, then every draw is made."""
    found = [db.session.query(Draw).filter_by(matter=f"batch:{public_id}").one() for public_id in public_ids]
    for source in dict.fromkeys(source for draw in found for source in draw.sources):
        for typist in typists:
            draws.type_value(typist, TypeValue(source, VALUES[source.split(":")[0]], picture()), LATER)
    for draw in found:
        draws.advance_draw(SYSTEM, draw.public_id, LATER)


@pytest.fixture
def typists(world):
    with cheap_hashing():
        return [actor_for(make_account(name, world.city.city, "typist")) for name in ("first", "second")]


def test_d10_one_proposal_for_each_enterprise_and_only_once(world, typists):
    other = beside(world)
    first, second = frozen(world), frozen(other)
    draw_all(typists, first)
    assert batch_facts(first).state is BatchState.DRAWN
    assert proposals(world.planner) == []
    draws.advance_draw(SYSTEM, batch_facts(second).draw_public_id, LATER)
    assert len(proposals(world.planner)) == 6
    assert joining.propose_joint_visits(LATER) == 0
    found = proposals(world.planner)
    assert {one.state for one in found} == {ProposalState.OPEN}
    assert len(proposals(other.planner)) == 6
    row = found[0]
    with pytest.raises(Invalid):
        joining.answer_proposal(world.planner, AnswerProposal(row.public_id, row.version, join=False), LATER)
    stranger = actor_for(make_account("stranger", world.city.west, "planner"))
    officer = actor_for(make_account("officer", world.city.bureau, "officer"))
    with pytest.raises(NotFound):
        joining.answer_proposal(stranger, AnswerProposal(row.public_id, row.version, join=True), LATER)
    with pytest.raises(Forbidden):
        joining.answer_proposal(officer, AnswerProposal(row.public_id, row.version, join=True), LATER)
    row = joining.answer_proposal(other.planner, AnswerProposal(row.public_id, row.version, join=True), LATER)
    assert row.state is ProposalState.JOINED
    with pytest.raises(Refused):
        joining.answer_proposal(world.planner, AnswerProposal(row.public_id, row.version, join=True), LATER)


def test_d10_a_sealed_draw_is_not_told_to_another_department(world, typists):
    draw_all(typists, frozen(world, sealed=True), frozen(beside(world)))
    assert joining.propose_joint_visits(LATER) == 0
    assert proposals(world.planner) == []


def test_d10_batches_whose_days_lie_far_apart_are_not_proposed(world, typists):
    far = {"visit_from": TODAY + timedelta(days=80), "visit_to": TODAY + timedelta(days=90)}
    draw_all(typists, frozen(world), frozen(beside(world), **far))
    assert proposals(world.planner) == []


def opened(matter_batch):
    """The checks of a drawn batch."""
    task = db.session.query(InspectionTask).filter_by(batch_public_id=matter_batch).one()
    tasks.open_task_checks(SYSTEM, task.public_id, LATER)
    return {one.uscc: one for one in db.session.query(Check).filter_by(task_id=task.id)}


def joined(world, row):
    return joining.answer_proposal(world.planner, AnswerProposal(row.public_id, row.version, join=True), LATER)


def test_d10_joined_checks_have_one_window_and_one_key_also_when_opened_later(world, typists):
    days = {"visit_from": TODAY + timedelta(days=10), "visit_to": TODAY + timedelta(days=30)}
    first, second = frozen(world), frozen(beside(world), **days)
    draw_all(typists, first, second)
    ours = opened(first)
    row, separate = proposals(world.planner)[:2]
    joined(world, row)
    theirs = opened(second)
    mine, beside_it = ours[row.uscc], theirs[row.uscc]
    assert mine.joint_key == beside_it.joint_key != ""
    common = (TODAY + timedelta(days=10), TODAY + timedelta(days=20))
    for check in (mine, beside_it):
        assert (check.window_from, check.window_to) == common
        approval = db.session.query(VisitApproval).filter_by(check_public_id=check.public_id).one()
        assert (approval.planned_from, approval.planned_to) == common
    assert joint_agencies(mine) == [world.city.east_bureau.name]
    assert joint_agencies(beside_it) == [world.bureau.name]
    assert ours[separate.uscc].joint_key == theirs[separate.uscc].joint_key == ""


def test_d10_a_visit_that_an_enterprise_was_told_of_is_not_joined_any_more(world, typists):
    first, second = frozen(world), frozen(beside(world))
    draw_all(typists, first, second)
    ours, theirs = opened(first), opened(second)
    row, early = proposals(world.planner)[:2]
    ours[row.uscc].state = CheckState.NOTIFIED
    db.session.commit()
    with pytest.raises(Refused):
        joined(world, row)
    assert theirs[row.uscc].joint_key == ""
    joined(world, early)
    assert ours[early.uscc].joint_key == theirs[early.uscc].joint_key != ""


def noticed(check, now=LATER):
    """The notice of a visit, as far as D10 goes."""
    command = GiveNotice(check.public_id, None, visit_on=max(check.window_from, civil_date(now)), arrival_address="/")
    return checks.give_notice(SYSTEM, command, now)


def codes_against(check):
    with pytest.raises(Refused) as refused:
        noticed(check)
    return [one.code for one in refused.value.reasons]


def test_d10_no_visit_of_its_own_while_a_proposal_waits(world, typists):
    seal = RegisterSeal(world.bureau.id, world.bureau.name, draw_demo_seal(world.bureau.name), TODAY)
    register_seal(SYSTEM, seal, NOON)
    first, second = frozen(world), frozen(beside(world))
    draw_all(typists, first, second)
    ours, theirs = opened(first), opened(second)
    row, other, third = proposals(world.planner)[:3]
    assert codes_against(ours[row.uscc]) == codes_against(theirs[row.uscc]) == ["D10"]
    assert "D10" in {one.code for one in act_reasons(SYSTEM, ours[row.uscc], "notice", TODAY)}
    separate = AnswerProposal(row.public_id, row.version, join=False, reason="一家为夜间检查")
    joining.answer_proposal(world.planner, separate, LATER)
    assert noticed(ours[row.uscc]).state is CheckState.NOTIFIED
    joined(world, other)
    assert noticed(ours[other.uscc]).state is CheckState.NOTIFIED
    theirs[third.uscc].state = CheckState.VOID
    db.session.commit()
    assert noticed(ours[third.uscc]).state is CheckState.NOTIFIED


def test_d10_a_visit_waits_also_for_the_organ_whose_checks_are_not_open_yet(world, typists):
    first, second = frozen(world), frozen(beside(world))
    draw_all(typists, first, second)
    row = proposals(world.planner)[0]
    assert codes_against(opened(first)[row.uscc]) == ["D10"]


def test_d10_a_draw_that_was_voided_holds_nobody_up(world, typists):
    seal = RegisterSeal(world.bureau.id, world.bureau.name, draw_demo_seal(world.bureau.name), TODAY)
    register_seal(SYSTEM, seal, NOON)
    first, second = frozen(world), frozen(beside(world))
    draw_all(typists, first, second)
    ours = opened(first)
    tasks.void_task(SYSTEM, batch_facts(second).draw_public_id, LATER)
    assert noticed(ours[proposals(world.planner)[0].uscc]).state is CheckState.NOTIFIED
