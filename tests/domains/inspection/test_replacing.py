"""A drawn object that can't be checked: five reasons, before arrival, by the head; the next ticket follows."""

from dataclasses import replace

import pytest

from enforcement.draws import register
from enforcement.draws.models import Draw
from enforcement.draws.queries import result_facts
from enforcement.draws.states import ObjectReason
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, Refused, Stale
from enforcement.inspection.commands.checks import FinishFollowUp, ReplaceDrawnObject
from enforcement.inspection.models.checks import Check
from enforcement.inspection.queries.checks import open_follow_ups
from enforcement.inspection.queries.visits import standing
from enforcement.inspection.register.enterprise import enterprise_view
from enforcement.inspection.services.follow_up import finish_follow_up
from enforcement.inspection.services.replacing import replace_drawn_object
from enforcement.jobs.inspection_checks import open_checks
from enforcement.platform.database import db
from enforcement.rules.draws.verification import verify
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.results import FollowUpKind
from enforcement.schemas.checks import OpenFollowUpSchema
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.support.app import NOON

START = NOON + 5 * DAY
"""The first day of the batch's visits."""


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def checks_of(found):
    return db.session.query(Check).filter_by(task_id=found.id).order_by(Check.id).all()


def wanted(check):
    return ReplaceDrawnObject(
        check.public_id, check.version, reason_code=ObjectReason.DEREGISTERED, evidence="注销登记通知书"
    )


def test_the_next_ticket_of_the_class_is_checked_in_place_of_a_deregistered_object(world):
    found = world.drawn(40)
    check = checks_of(found)[0]
    before = {one.object_id: one for one in result_facts(found.draw_public_id).selected}
    replace_drawn_object(world.head, wanted(check), START)
    assert check.state is CheckState.VOID
    open_checks(START)
    (new,) = {one.uscc for one in checks_of(found)} - set(before)
    following = next(one for one in result_facts(found.draw_public_id).selected if one.object_id == new)
    old = before[check.uscc]
    assert following.class_name == old.class_name
    assert following.ticket > max(one.ticket for one in before.values() if one.class_name == old.class_name)
    made = next(one for one in checks_of(found) if one.uscc == new)
    assert made.state is CheckState.ASSIGNED
    team = tuple(one.officer_public_id for one in made.officers)
    assert team == result_facts(found.draw_public_id).teams[new]
    assert len(team) == 2
    draw = db.session.query(Draw).filter_by(public_id=found.draw_public_id).one()
    bundle = register.bundle_of(draw)
    (event,) = bundle["events"]
    assert (event["kind"], event["from"], event["to"], event["reason"]) == (
        "replacement",
        check.uscc,
        new,
        "deregistered",
    )
    assert {one.state for one in verify(bundle)} == {"ok"}


def test_only_the_head_with_evidence_and_before_arrival(world):
    check = checks_of(world.drawn(40))[0]
    with pytest.raises(Forbidden):
        replace_drawn_object(world.actor(check), wanted(check), START)
    with pytest.raises(Invalid):
        replace_drawn_object(world.head, replace(wanted(check), evidence=" "), START)
    with pytest.raises(Stale):
        replace_drawn_object(world.head, replace(wanted(check), version=check.version + 1), START)
    check = world.arrive(world.notify(check, START), START + HOUR)
    with pytest.raises(Refused) as refusal:
        replace_drawn_object(world.head, wanted(check), START + HOUR)
    assert [one.code for one in refusal.value.reasons] == ["check.state"]
    assert check.state is CheckState.ARRIVED


def test_an_object_that_was_not_drawn_has_no_next(world):
    check = world.open()
    with pytest.raises(Refused) as refusal:
        replace_drawn_object(world.head, wanted(check), NOON)
    assert [one.code for one in refusal.value.reasons] == ["not-drawn"]


def test_who_had_the_notice_is_told_that_nobody_comes(world):
    check = world.notify(checks_of(world.drawn(40))[0], START)
    officer = world.actor(check)
    replace_drawn_object(world.head, wanted(check), START + HOUR)
    seen = enterprise_view(check.code, START + HOUR).check
    assert seen.void_reason == "检查对象已经更换（已经注销），由下一个签号递补"
    ((duty, of),) = open_follow_ups(officer, mine=True)
    assert (duty.kind, of.uscc) == (FollowUpKind.WITHDRAWAL, check.uscc)
    assert check.notice_number in duty.text
    assert duty.due_on == civil_date(START + DAY)
    command = FinishFollowUp(
        check.public_id, check.version, follow_up=duty.public_id, outcome="电话告知王某，收回通知书"
    )
    finish_follow_up(officer, command, START + HOUR)
    assert open_follow_ups(officer, mine=True) == []


def test_c01_a_check_that_is_not_made_holds_no_place_in_the_cap(world):
    check = checks_of(world.drawn(40))[0]
    day = civil_date(START)
    assert standing(check.org_id, check.uscc, day).reserved == 1
    replace_drawn_object(world.head, wanted(check), START)
    assert standing(check.org_id, check.uscc, day).reserved == 0


def test_who_had_no_notice_is_owed_no_word(world):
    check = checks_of(world.drawn(40))[0]
    replace_drawn_object(world.head, wanted(check), START)
    assert open_follow_ups(world.actor(check), mine=True) == []


def test_the_word_that_is_owed_is_no_choice_for_a_result():
    assert "kind" in OpenFollowUpSchema().validate({"kind": "withdrawal", "text": "告知"})
