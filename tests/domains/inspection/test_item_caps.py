"""An item's own cap holds at the notice too, beside the organ's (C01)."""

import pytest

from enforcement.foundation.errors import Refused
from enforcement.inspection.models.visits import Visit
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from tests.domains.inspection.checking import HOUR, MORE, USCC, make_check_world
from tests.domains.inspection.library_world import TODAY
from tests.support.app import NOON

CAPPED = "SCJG-003"


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    made = make_check_world()
    made.world.publish(code=CAPPED, name="特种设备监督检查", yearly_cap=1)
    return made


def visited_once(world):
    """A visit of the year that counts, made since the approval."""
    values = {
        "org_id": world.world.bureau.id, "org_path": world.world.bureau.path, "agency_name": world.world.bureau.name,
        "uscc": USCC, "name": "第7号超市", "year": 2026, "visited_at": NOON, "visited_on": TODAY, "kind": "daily",
        "counted": True, "exempt_reason": "", "officers": world.team[:2], "pair_key": "", "scanned": True,
        "recorded_at": NOON, "late_days": 0, "items": 1, "joint_key": "one", "purpose": "",
    }  # fmt: skip
    db.session.add(Visit(**values))
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
