"""An item's own cap holds at the notice too, beside the organ's (C01)."""

import pytest

from enforcement.foundation.errors import Refused
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.models.visits import Visit, VisitAlarm, VisitApproval
from enforcement.inspection.queries.visits import YearCaps, cap_of
from enforcement.inspection.register.enterprise import enterprise_view
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, MORE, USCC, make_check_world
from tests.domains.inspection.library_world import TODAY
from tests.support.app import NOON

CAPPED = "SCJG-003"


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    made.world.publish(code=CAPPED, name="特种设备监督检查", yearly_cap=1)
    return made


def visited_once(world, **changes):
    """A visit of the year that counts, made since the approval."""
    values = {
        "org_id": world.world.bureau.id, "org_path": world.world.bureau.path, "agency_name": world.world.bureau.name,
        "uscc": USCC, "name": "第7号超市", "year": 2026, "visited_at": NOON, "visited_on": TODAY, "kind": "daily",
        "counted": True, "exempt_reason": "", "officers": world.team[:2], "pair_key": "", "scanned": True,
        "recorded_at": NOON, "late_days": 0, "items": 1, "joint_key": "one", "purpose": "",
    }  # fmt: skip
    db.session.add(Visit(**values | changes))
    db.session.commit()


@pytest.mark.parametrize(("code", "allowed"), [(MORE, True), (CAPPED, False)])
def test_c01_the_notice_is_held_against_the_lowest_cap_of_its_items(world, code, allowed):
    check = world.open(item_codes=(code,))
    world.approve_visit(check)
    visited_once(world)
    world.approve_visit = lambda *_: None
    if allowed:
        assert world.notify(check, NOON + HOUR).state is CheckState.NOTIFIED
        return
    with pytest.raises(Refused) as refusal:
        world.notify(check, NOON + HOUR)
    assert [reason.code for reason in refusal.value.reasons] == ["cap-reached"]
    assert check.state is CheckState.ASSIGNED


def drawn_visits(world, yearly_cap, times):
    """Counted visits for an item with a cap of its own, each approved and scanned."""
    world.world.publish(code="SCJG-004", name="计量器具检查", yearly_cap=yearly_cap)
    check = world.open(item_codes=("SCJG-004",))
    world.approve_visit(check)
    (approval,) = db.session.query(VisitApproval).all()
    for number in range(times):
        visited_once(world, visited_on=TODAY + number * 31 * DAY, joint_key=str(number), approval_id=approval.id)
    return check


@pytest.mark.parametrize(("yearly_cap", "times", "told"), [(4, 3, []), (4, 4, []), (1, 1, []), (1, 2, [(2, 1)])])
def test_c01_the_alarm_asks_for_the_cap_that_the_notice_asked_for(world, yearly_cap, times, told):
    drawn_visits(world, yearly_cap, times)
    raise_alarms(SYSTEM, NOON + 120 * DAY)
    found = db.session.query(VisitAlarm).filter_by(rule_id="visit.alarm.cap").all()
    assert [(one.numbers["count"], one.numbers["limit"]) for one in found] == told


def test_c01_a_cap_holds_from_the_day_on_which_it_was_published(world):
    world.world.publish(code="SCJG-004", name="计量器具检查", yearly_cap=1, valid_from=TODAY + 31 * DAY)
    place, caps = organisation_facts(world.world.bureau.id), YearCaps(TODAY.year)
    for on, value in ((TODAY + 30 * DAY, 2), (TODAY + 31 * DAY, 1)):
        assert caps.value(place, on, ("SCJG-004",)) == cap_of(place, on, ("SCJG-004",)).value == value


@pytest.mark.parametrize(("code", "cap"), [(MORE, 2), (CAPPED, 1)])
def test_c01_the_enterprise_reads_the_cap_of_its_notice(world, code, cap):
    check = world.notify(world.open(item_codes=(code,)))
    assert enterprise_view(check.code, NOON + HOUR).standing.cap == cap
