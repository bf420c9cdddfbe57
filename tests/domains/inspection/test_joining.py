"""Two departments draw one enterprise within days: one joint visit is proposed once (D10)."""

from datetime import timedelta

import pytest

from enforcement.draws import services as draws
from enforcement.draws.commands import TypeValue
from enforcement.draws.models import Draw
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused
from enforcement.inspection.commands.plans import AnswerProposal
from enforcement.inspection.library_states import ProposalState
from enforcement.inspection.queries.plans import batch_facts, proposals
from enforcement.inspection.services import batches, joining
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.platform.database import db
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.plans import BatchState
from tests.domains.identity.people import SYSTEM, actor_for, make_account
from tests.domains.inspection.library_world import World, batch, make_world, rows_of
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


def drawn(world, typists, **changes):
    """A batch that drew its whole library."""
    world.publish(kind=ItemKind.KEY, ratios=WHOLE)
    world.staff()
    world.fill(6)
    (row,) = rows_of(world.public_plan(batch(ratios=WHOLE, **changes)))
    frozen = freeze_batch(SYSTEM, row.public_id, DRAW)
    draw = db.session.query(Draw).filter_by(public_id=frozen.draw_public_id).one()
    for source in draw.sources:
        for typist in typists:
            draws.type_value(typist, TypeValue(source, VALUES[source.split(":")[0]], picture()), LATER)
    draws.advance_draw(SYSTEM, draw.public_id, LATER)
    batches.mark_drawn(f"batch:{row.public_id}", draw.public_id, LATER)
    return row.public_id


@pytest.fixture
def typists(world):
    with cheap_hashing():
        return [actor_for(make_account(name, world.city.city, "typist")) for name in ("first", "second")]


def test_d10_one_proposal_for_each_enterprise_and_only_once(world, typists):
    first = drawn(world, typists)
    assert batch_facts(first).state in (BatchState.DRAWN, BatchState.RUNNING)
    assert joining.propose_joint_visits(LATER) == 0
    other = beside(world)
    drawn(other, [])
    assert joining.propose_joint_visits(LATER) == 6
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
    drawn(world, typists, sealed=True)
    drawn(beside(world), [])
    assert joining.propose_joint_visits(LATER) == 0
