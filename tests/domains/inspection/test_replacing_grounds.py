"""A head takes a drawn object out: what our own rows deny is no ground, what was taken out is told to the supervisor."""

import pytest

from enforcement.draws.states import ObjectReason
from enforcement.foundation.errors import Refused
from enforcement.inspection.commands.checks import ReplaceDrawnObject, ReplaceSealedObject
from enforcement.inspection.commands.visits import RecordVisit
from enforcement.inspection.models.checks import Check
from enforcement.inspection.models.plans import InspectionBatch
from enforcement.inspection.models.visits import VisitAlarm
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.inspection.services.replacing import replace_drawn_object, replace_sealed_object
from enforcement.inspection.services.visits import record_visit
from enforcement.jobs.inspection_checks import open_checks
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.plans import BatchKind
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, make_check_world
from tests.support.app import NOON

START = NOON + 5 * DAY


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def drawn_checks(found):
    wanted = db.session.query(Check).filter_by(task_id=found.id, state=CheckState.ASSIGNED)
    return wanted.order_by(Check.id).all()


def take_out(world, check, ground):
    command = ReplaceDrawnObject(check.public_id, check.version, reason_code=ground, evidence="检查台账")
    return replace_drawn_object(world.head, command, START)


def visited(world, check, at, kind=VisitKind.DAILY):
    """A visit that was entered afterwards."""
    officers = tuple(world.team[:2])
    late = RecordVisit(check.org_id, check.uscc, check.name, kind, at, None, officers, scanned=False)
    return record_visit(SYSTEM, late, START)


def refused(act, *arguments):
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return [one.code for one in refusal.value.reasons]


def test_a02_a_cap_that_is_not_reached_is_no_ground(world):
    check = drawn_checks(world.drawn(40))[0]
    assert refused(take_out, world, check, ObjectReason.CAP_REACHED) == ["A02"]
    for number in range(2):
        visited(world, check, NOON + number * DAY)
    assert take_out(world, check, ObjectReason.CAP_REACHED).state is CheckState.VOID


def test_a02_a_joint_visit_that_there_is_not_is_no_ground(world):
    check, other = drawn_checks(world.drawn(40))[:2]
    assert refused(take_out, world, check, ObjectReason.JOINT_TASK) == ["A02"]
    check.joint_key = other.joint_key = "joint"
    other.uscc = check.uscc
    other.draw_public_id = "another-draw"
    db.session.commit()
    assert take_out(world, check, ObjectReason.JOINT_TASK).state is CheckState.VOID


def test_a02_nor_is_it_in_a_list_that_is_sealed(world):
    found = world.drawn(40, sealed=True)
    uscc = drawn_checks(found)[0].uscc
    command = ReplaceSealedObject(found.draw_public_id, uscc, ObjectReason.CAP_REACHED, "检查台账")
    assert refused(replace_sealed_object, world.head, command, START) == ["A02"]


def alarms():
    return {one.rule_id.removeprefix("visit.alarm."): one for one in db.session.query(VisitAlarm)}


def test_a02_three_objects_taken_out_are_told_to_the_supervisor_two_are_not(world):
    found = world.drawn(40)
    for _ in range(2):
        take_out(world, drawn_checks(found)[0], ObjectReason.DEREGISTERED)
        open_checks(START)
    raise_alarms(SYSTEM, START + DAY)
    assert "objects" not in alarms()
    take_out(world, drawn_checks(found)[0], ObjectReason.MERGED)
    raise_alarms(SYSTEM, START + DAY)
    raised = alarms()["objects"]
    assert raised.org_path == world.world.bureau.path
    assert f"{world.head.name}决定3户" in raised.message
    assert [one["words"].split()[1] for one in raised.records] == ["已经注销", "已经注销", "已经合并"]


def test_a02_a_small_directed_pool_drawn_whole_is_told_to_the_supervisor(world):
    found = world.drawn(12)
    row = db.session.query(InspectionBatch).filter_by(public_id=found.batch_public_id).one()
    drawn = len(drawn_checks(found))
    row.kind, row.pool_size = BatchKind.DIRECTIONAL, drawn * 2
    db.session.commit()
    raise_alarms(SYSTEM, START)
    assert "chosen-first" not in alarms()
    row.pool_size = drawn
    db.session.commit()
    raise_alarms(SYSTEM, START)
    assert alarms()["chosen-first"].numbers == {"count": drawn, "of": drawn, "percent": 100, "limit": 80}
