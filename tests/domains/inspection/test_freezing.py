"""The plan's day: the machine alone evaluates the pool and commits to it (D01, D03, D05; A03; I03, I04)."""

from datetime import date, timedelta

import pytest

from enforcement.draws.models import Draw
from enforcement.draws.states import DrawState
from enforcement.foundation.errors import Forbidden, Refused
from enforcement.inspection.commands.libraries import Conflict, KeepOfficer, Leave
from enforcement.inspection.queries.libraries import officer_snapshots
from enforcement.inspection.queries.plans import batch as find_batch
from enforcement.inspection.queries.plans import batch_facts, due_batches
from enforcement.inspection.services import applying, batches, officers
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.jobs.inspection_plans import freeze_due_batches
from enforcement.platform.database import db
from enforcement.rules.inspection.plans import BatchKind, BatchState, PoolChoice
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.library_world import (
    CODE,
    TODAY,
    batch,
    credit_code,
    make_world,
    row,
    rows_of,
    workbook,
)
from tests.support.app import NOON

DAY = timedelta(days=1)
DRAW = NOON + DAY


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_world()
    made.publish()
    made.staff()
    return made


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def draw_of(frozen):
    return db.session.query(Draw).filter_by(public_id=frozen.draw_public_id).one()


def test_the_job_freezes_on_the_day_without_anyones_hand(world):
    world.fill(40)
    (planned,) = rows_of(world.public_plan(batch()))
    freeze_due_batches(NOON)
    assert batch_facts(planned.public_id).state is BatchState.APPROVED
    freeze_due_batches(DRAW)
    frozen = find_batch(SYSTEM, planned.public_id)
    draw = draw_of(frozen)
    assert (frozen.state, draw.state) == (BatchState.FROZEN, DrawState.COMMITTED)
    assert draw.commit_json["n"] == [["A", 10, 300], ["B", 10, 1000], ["C", 10, 2000], ["D", 10, 3000]]
    assert draw.commit_json["plan"] == "2026-P-001"
    assert (frozen.pool_size, frozen.excluded, frozen.filtered_out) == (40, 0, 0)
    assert draw.library_age["version"] == 1
    freeze_due_batches(DRAW + DAY)
    assert draw_of(find_batch(SYSTEM, planned.public_id)).commit_hex == draw.commit_hex


def test_d01_exclusions_of_the_table_are_applied_and_counted(world):
    rows = [row(number) for number in range(20)]
    rows[0] = row(0, registration_state="注销")
    rows[1] = row(1, registered_on=date(2026, 8, 30))
    rows[2] = row(2, industry="药品零售")
    checked = world.upload(workbook(rows))
    applying.apply_import(world.planner, checked.public_id, NOON)
    chosen = batch(
        kind=BatchKind.DIRECTIONAL,
        filters=(PoolChoice("INDUSTRY", "食品"),),
        exclusions=(PoolChoice("REGISTERED_AFTER", "2026-06-30"),),
    )
    (planned,) = rows_of(world.public_plan(chosen))
    frozen = freeze_batch(SYSTEM, planned.public_id, DRAW)
    assert (frozen.pool_size, frozen.excluded, frozen.filtered_out) == (17, 2, 1)


def test_only_objects_of_the_batchs_items_are_in_the_pool(world):
    world.publish(code="SCJG-002")
    rows = [row(number, item_codes=CODE if number % 2 else "SCJG-002") for number in range(20)]
    applying.apply_import(world.planner, world.upload(workbook(rows)).public_id, NOON)
    (planned,) = rows_of(world.public_plan(batch()))
    assert freeze_batch(SYSTEM, planned.public_id, DRAW).pool_size == 10


def test_d05_a_batch_is_drawn_once(world):
    world.fill(20)
    (planned,) = rows_of(world.public_plan(batch()))
    freeze_batch(SYSTEM, planned.public_id, DRAW)
    with pytest.raises(Refused) as refusal:
        freeze_batch(SYSTEM, planned.public_id, DRAW)
    assert "D05" in codes(refusal)


def test_d09_not_before_the_day(world):
    world.fill(20)
    (planned,) = rows_of(world.public_plan(batch()))
    with pytest.raises(Refused) as refusal:
        freeze_batch(SYSTEM, planned.public_id, NOON)
    assert codes(refusal) == {"D09"}


def test_i03_i04_not_before_the_plan_is_public_and_filed(world):
    world.fill(20)
    (planned,) = rows_of(world.approved(batch()))
    with pytest.raises(Refused) as refusal:
        freeze_batch(SYSTEM, planned.public_id, DRAW)
    assert codes(refusal) == {"I03", "I04"}


def test_a03_an_old_library_blocks_and_the_page_says_why(world):
    world.fill(20)
    day = TODAY + timedelta(days=91)
    later = batch(draw_on=day, visit_from=day, visit_to=day + timedelta(days=10))
    (planned,) = rows_of(world.public_plan(later))
    freeze_due_batches(NOON + timedelta(days=91))
    blocked = find_batch(SYSTEM, planned.public_id)
    assert blocked.state is BatchState.APPROVED
    assert "91天没有更新" in blocked.hindrance
    world.fill(20, now=NOON + timedelta(days=91))
    freeze_due_batches(NOON + timedelta(days=92))
    assert find_batch(SYSTEM, planned.public_id).state is BatchState.FROZEN


def test_a03_the_last_day_of_the_limit_still_counts(world):
    world.fill(20)
    day = TODAY + timedelta(days=90)
    later = batch(draw_on=day, visit_from=day, visit_to=day + timedelta(days=10))
    (planned,) = rows_of(world.public_plan(later))
    assert freeze_batch(SYSTEM, planned.public_id, NOON + timedelta(days=90)).state is BatchState.FROZEN


def test_a03_an_empty_library_blocks(world):
    (planned,) = rows_of(world.public_plan(batch()))
    with pytest.raises(Refused) as refusal:
        freeze_batch(SYSTEM, planned.public_id, DRAW)
    assert codes(refusal) == {"A03"}


def test_a_head_does_not_freeze_by_hand(world):
    (planned,) = rows_of(world.public_plan(batch()))
    with pytest.raises(Forbidden):
        freeze_batch(world.head, planned.public_id, DRAW)


def test_a_batch_goes_on_to_drawn_running_finished_and_never_back(world):
    world.fill(20)
    (planned,) = rows_of(world.public_plan(batch()))
    frozen = freeze_batch(SYSTEM, planned.public_id, DRAW)
    matter = f"batch:{frozen.public_id}"
    for mark in (batches.mark_finished, batches.mark_running):
        mark(frozen.public_id, DRAW)
    batches.mark_drawn(matter, frozen.draw_public_id, DRAW)
    assert batch_facts(frozen.public_id).state is BatchState.FINISHED
    batches.mark_drawn("evaluation:other", "x", DRAW)


def test_a_void_draw_ends_the_batch(world):
    world.fill(20)
    (planned,) = rows_of(world.public_plan(batch()))
    frozen = freeze_batch(SYSTEM, planned.public_id, DRAW)
    batches.mark_void(f"batch:{frozen.public_id}", "名录有误", DRAW)
    assert batch_facts(frozen.public_id).state is BatchState.CANCELLED
    assert due_batches(TODAY + timedelta(days=30)) == ()


def test_snapshots_say_leave_conflicts_qualification_and_missing_certificate_days(world):
    first = world.officers[0]
    command = KeepOfficer(
        first,
        1,
        (CODE,),
        (),
        ("食品",),
        (CODE,),
        5,
        active=True,
        leaves=(Leave(TODAY, TODAY + DAY, "年休假"),),
        conflicts=(Conflict(credit_code(3), "配偶任职"),),
    )
    officers.keep_officer(world.planner, command, NOON)
    days = (date(2029, 2, 28), date(2029, 3, 1))
    snapshot = next(one for one in officer_snapshots([world.bureau.id], days, TODAY) if one.officer_id == first)
    assert snapshot.department == world.bureau.code
    assert snapshot.certificate_days_missing == ("2029-03-01",)
    assert snapshot.leave == (("2026-09-01", "2026-09-02"),)
    assert snapshot.conflicts == (credit_code(3),)
    assert (snapshot.items, snapshot.qualified_items, snapshot.load_limit) == ((CODE,), (CODE,), 5)
    assert snapshot.areas == (world.bureau.path,)
