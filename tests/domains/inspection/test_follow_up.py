"""后续处置: every finding ends in a case, a receipt or a re-check (P04, P05)."""

from datetime import date, timedelta

import pytest

from enforcement.casework import queries as casework
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.inspection.commands.checks import FinishFollowUp, OpenFollowUp
from enforcement.inspection.queries.checks import open_follow_ups
from enforcement.inspection.services.follow_up import close_check, finish_follow_up, open_follow_up
from enforcement.inspection.services.results import publish_result
from enforcement.rules.inspection.checks import CheckState, Origin
from enforcement.rules.inspection.results import FollowUpKind, ResultCode
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, USCC, make_check_world
from tests.domains.inspection.library_world import credit_code
from tests.support.app import NOON

LATER = NOON + 4 * HOUR


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def follow(world, check, kind, text="责令十五日内改正", due_on=None, now=LATER):
    return open_follow_up(world.actor(check), OpenFollowUp(check.public_id, kind=kind, text=text, due_on=due_on), now)


def finish(world, check, row, outcome="已经办理", link="", now=LATER + DAY):
    command = FinishFollowUp(check.public_id, follow_up=row.public_id, outcome=outcome, link=link)
    return finish_follow_up(world.actor(check), command, now)


def close(world, check):
    return close_check(world.actor(check), check.public_id, None, LATER + 2 * DAY)


def published(world, *result, answer="不符合", note="三件过期饼干"):
    check = world.recorded(answer=answer, note=note)
    check = world.tell(world.review(world.enter(check, *result)))
    return publish_result(SYSTEM, check.public_id, LATER)


def test_no_finding_closes_when_it_is_said_that_nothing_is_needed(world):
    check = published(world, answer="符合", note="")
    with pytest.raises(Refused) as refusal:
        close(world, check)
    assert codes(refusal) == {"P04"}
    follow(world, check, FollowUpKind.NONE, "")
    assert close(world, check).state is CheckState.CLOSED


def test_p04_to_be_handled_closes_only_with_a_case(world):
    check = published(world, ResultCode.TO_BE_HANDLED)
    with pytest.raises(Invalid):
        follow(world, check, FollowUpKind.NONE, "")
    follow(world, check, FollowUpKind.DAILY, "")
    with pytest.raises(Refused) as refusal:
        close(world, check)
    assert codes(refusal) == {"P04"}
    row = follow(world, check, FollowUpKind.CASE_LEAD, "涉嫌经营超过保质期的食品")
    case = casework.case(SYSTEM, row.link)
    assert (case.party.uscc, case.source_kind) == (USCC, "inspection")
    assert check.notice_number in case.source_text
    assert close(world, check).state is CheckState.CLOSED


def test_p04_a_transfer_needs_its_receipt(world):
    check = published(world, ResultCode.TO_BE_HANDLED)
    row = follow(world, check, FollowUpKind.TRANSFER, "油烟排放问题移送生态环境局")
    with pytest.raises(Refused):
        close(world, check)
    with pytest.raises(Invalid) as wrong:
        finish(world, check, row)
    assert wrong.value.errors == {"link": ["请填写接收部门的回执编号"]}
    finish(world, check, row, link="云环收〔2026〕15号")
    assert close(world, check).state is CheckState.CLOSED


def test_a_correction_has_a_day_and_a_re_check(world):
    check = published(world, ResultCode.CORRECTED)
    for wrong in (None, date(2026, 8, 31)):
        with pytest.raises(Invalid):
            follow(world, check, FollowUpKind.CORRECTION, due_on=wrong)
    row = follow(world, check, FollowUpKind.CORRECTION, due_on=date(2026, 9, 16))
    ((waiting, _check),) = open_follow_ups(SYSTEM)
    assert waiting.public_id == row.public_id
    with pytest.raises(Invalid):
        finish(world, check, row)
    for unknown in ("x", "bcdfghjkmnpqrstvwxyz", "已经改好了"):
        with pytest.raises(Invalid):
            finish(world, check, row, link=unknown)
    finish(world, check, row, link="书面复查材料2026-3")
    assert not open_follow_ups(SYSTEM)
    with pytest.raises(NotFound):
        finish(world, check, row, link="x")
    assert close(world, check).state is CheckState.CLOSED


def test_p05_the_abnormal_list_ends_with_its_number(world):
    check = published(world, ResultCode.NOT_FOUND, answer="不涉及", note="")
    with pytest.raises(Refused) as refusal:
        close(world, check)
    assert codes(refusal) == {"P04"}
    finish(world, check, check.follow_ups[0], link="云市监异列〔2026〕2号", now=LATER + timedelta(days=3))
    assert close(world, check).state is CheckState.CLOSED


def test_p04_a_correction_ends_with_a_re_check_of_the_same_object_that_took_place(world):
    check = published(world, ResultCode.CORRECTED)
    row = follow(world, check, FollowUpKind.CORRECTION, due_on=date(2026, 9, 16))
    again = {"origin": Origin.RECHECK, "source_document": "云市监改〔2026〕3号", "reason": "复查改正情况"}
    elsewhere = world.open(LATER, **again, uscc=credit_code(8))
    other_reason = world.open(LATER)
    for wrong in (check, elsewhere, other_reason):
        with pytest.raises(Invalid):
            finish(world, check, row, link=wrong.public_id)
    recheck = world.open(LATER, **again)
    with pytest.raises(Invalid):
        finish(world, check, row, link=recheck.public_id)
    world.arrive(world.notify(recheck, LATER), LATER + HOUR)
    assert finish(world, check, row, link=recheck.notice_number).link == recheck.public_id
