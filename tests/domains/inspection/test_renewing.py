"""A batch whose visits would be over before its draw is made is not frozen; the head approves new days (D09)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from enforcement.draws.models import Draw
from enforcement.draws.states import DrawState
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, Refused, Stale
from enforcement.inspection.commands.plans import DraftOutside, RenewDays
from enforcement.inspection.queries.plans import batch as find_batch
from enforcement.inspection.queries.plans import due_batches
from enforcement.inspection.services import batches
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.jobs.inspection_plans import freeze_due_batches
from enforcement.platform.database import db
from enforcement.rules.inspection.plans import BatchState, Origin
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.library_world import TODAY, batch, make_world, rows_of
from tests.support.app import NOON

DAY = timedelta(days=1)
LATE = NOON + 40 * DAY


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_world()
    made.publish()
    made.staff()
    made.fill(12)
    return made


@pytest.fixture
def planned(world):
    return rows_of(world.public_plan(batch(sources=("kl8",), sealed=True)))[0]


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def renew(row, **changes):
    on = civil_date(LATE)
    return replace(
        RenewDays(row.public_id, row.version, on + 5 * DAY, on + 20 * DAY, "系统停机，未能按期抽取"), **changes
    )


@pytest.mark.parametrize(("before_the_end", "refused"), [(1, False), (0, True), (-1, True)])
def test_d09_a_batch_is_frozen_only_while_a_day_is_left_after_its_numbers(world, planned, before_the_end, refused):
    # 快乐8 is drawn every evening.
    at = NOON + (planned.visit_to - TODAY) - before_the_end * DAY
    if not refused:
        assert freeze_batch(SYSTEM, planned.public_id, at).state is BatchState.FROZEN
        return
    with pytest.raises(Refused) as refusal:
        freeze_batch(SYSTEM, planned.public_id, at)
    assert codes(refusal) == {"D09"}
    assert world is not None


def test_d09_the_head_approves_new_days_and_the_batch_is_drawn(world, planned):
    freeze_due_batches(LATE)
    row = find_batch(SYSTEM, planned.public_id)
    assert (row.state, "检查期间已于" in row.hindrance) == (BatchState.APPROVED, True)
    old = row.draw_public_id
    with pytest.raises(Forbidden):
        batches.renew_days(world.planner, renew(row), LATE)
    with pytest.raises(Stale):
        batches.renew_days(world.head, renew(row, version=row.version - 1), LATE)
    command = renew(row)
    row = batches.renew_days(world.head, command, LATE)
    assert (row.state, row.hindrance, row.approved_at) == (BatchState.APPROVED, "", LATE)
    assert (row.visit_from, row.visit_to) == (command.visit_from, command.visit_to)
    draft = db.session.query(Draw).filter_by(public_id=old).one()
    assert (draft.state, draft.commit_hex) == (DrawState.VOID, None)
    assert "系统停机" in draft.void_reason
    fresh = db.session.query(Draw).filter_by(public_id=row.draw_public_id).one()
    assert (fresh.state, fresh.open_on) == (DrawState.APPROVED, command.visit_to + 5 * DAY)
    assert due_batches(civil_date(LATE)) == (row.public_id,)
    freeze_due_batches(LATE)
    assert find_batch(SYSTEM, planned.public_id).state is BatchState.FROZEN


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, Invalid),
        ({"visit_from": civil_date(LATE) - DAY}, Invalid),
        ({"visit_to": civil_date(LATE) + 4 * DAY}, Invalid),
        ({"visit_from": civil_date(LATE), "visit_to": civil_date(LATE)}, Refused),
    ],
)
def test_d09_new_days_have_a_reason_and_are_still_to_come(world, planned, changes, error):
    with pytest.raises(error):
        batches.renew_days(world.head, renew(planned, **changes), LATE)
    db.session.refresh(planned)
    assert planned.visit_to < civil_date(LATE)


def test_d05_a_batch_gets_no_new_days_once_its_pool_is_frozen(world, planned):
    row = freeze_batch(SYSTEM, planned.public_id, NOON + DAY)
    with pytest.raises(Refused) as refusal:
        batches.renew_days(world.head, renew(row), NOON + 2 * DAY)
    assert codes(refusal) == {"D05"}


def test_i03_a_task_that_nobody_approved_gets_no_new_days(world):
    command = DraftOutside(world.bureau.id, origin=Origin.AD_HOC, content=batch(), reason="上级交办")
    row = batches.draft_outside(world.planner, command, NOON)
    with pytest.raises(Refused) as refusal:
        batches.renew_days(world.head, renew(row), NOON)
    assert codes(refusal) == {"D05"}
