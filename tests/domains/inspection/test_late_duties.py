"""Word of a result, follow-ups and the publication of checks outside the draw: who is late is told of, once (A02)."""

from datetime import date, datetime, timedelta

import pytest

from enforcement.foundation.clock import SHANGHAI
from enforcement.inspection.commands.checks import FinishFollowUp, OpenFollowUp
from enforcement.inspection.models.visits import VisitAlarm
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.inspection.services.follow_up import finish_follow_up, open_follow_up
from enforcement.inspection.services.results import publish_result
from enforcement.platform.database import db
from enforcement.rules.inspection.results import FollowUpKind, ResultCode
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.support.app import NOON

TOLD_BY = date(2026, 9, 8)
"""Five working days after 1 September."""
PUBLIC_BY = date(2026, 9, 29)
"""Twenty: the Sunday before the holiday is worked, Mid-Autumn Festival is not."""
CORRECTED_BY = date(2026, 9, 20)


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def morning(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def told_of(day, rule):
    """What the alarms of a rule say on the morning of a day, raised twice."""
    for _ in range(2):
        raise_alarms(SYSTEM, morning(day))
    found = db.session.query(VisitAlarm).filter_by(rule_id=f"visit.alarm.{rule}").all()
    return [(one.message, [(record["kind"], record["public_id"]) for record in one.records]) for one in found]


def entered(world):
    return world.review(world.enter(world.recorded(), ResultCode.NO_FINDING))


def test_c08_a_result_that_was_not_told_in_its_days(world):
    check = entered(world)
    assert check.tell_due_on == TOLD_BY
    assert told_of(TOLD_BY, "untold") == []
    late = f"向{check.name}告知检查结果应当在2026年9月8日前办理，已经逾期"
    assert told_of(TOLD_BY + DAY, "untold") == [(late, [("check", check.public_id)])]


def test_c08_a_result_that_was_told_raises_nothing(world):
    world.tell(entered(world))
    assert told_of(TOLD_BY + DAY, "untold") == []


@pytest.mark.parametrize("reviewed", [True, False])
def test_p01_a_result_outside_the_draw_that_is_not_public_in_twenty_working_days(world, reviewed):
    check = world.enter(world.recorded(), ResultCode.NO_FINDING)
    if reviewed:
        world.tell(world.review(check))
    assert told_of(PUBLIC_BY, "overdue") == []
    ((message, records),) = told_of(PUBLIC_BY + DAY, "overdue")
    assert message == f"{check.name}的检查结果（{check.source_document}）应当在2026年9月29日前办理，已经逾期"
    assert records == [("check", check.public_id)]


def test_p01_a_public_result_raises_nothing(world):
    publish_result(SYSTEM, world.tell(entered(world)).public_id, NOON + 4 * HOUR)
    assert told_of(PUBLIC_BY + DAY, "overdue") == []


def test_p04_a_follow_up_that_was_not_done_in_its_days(world):
    check = world.tell(
        world.review(world.enter(world.recorded(answer="不符合", note="三件过期饼干"), ResultCode.CORRECTED))
    )
    for text in ("限期改正", "另行改正"):
        command = OpenFollowUp(check.public_id, kind=FollowUpKind.CORRECTION, text=text, due_on=CORRECTED_BY)
        open_follow_up(world.actor(check), command, NOON + 4 * HOUR)
    assert told_of(CORRECTED_BY, "follow-up-late") == []
    late = f"{check.name}：责令改正并复查应当在2026年9月20日前办理，已经逾期"
    assert told_of(CORRECTED_BY + DAY, "follow-up-late") == [(late, [("check", check.public_id)])] * 2


def test_p04_a_follow_up_that_is_done_raises_nothing(world):
    check = world.tell(
        world.review(world.enter(world.recorded(answer="不符合", note="三件过期饼干"), ResultCode.CORRECTED))
    )
    command = OpenFollowUp(check.public_id, kind=FollowUpKind.OTHER, text="提醒", due_on=CORRECTED_BY)
    row = open_follow_up(world.actor(check), command, NOON + 4 * HOUR)
    done = FinishFollowUp(check.public_id, follow_up=row.public_id, outcome="已提醒", link="")
    finish_follow_up(world.actor(check), done, NOON + timedelta(days=1))
    assert told_of(CORRECTED_BY + DAY, "follow-up-late") == []
