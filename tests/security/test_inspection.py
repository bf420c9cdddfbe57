"""Ways around the law of inspections, each tried by people who hold the roles for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceObject
from enforcement.draws.queries import draw, result_facts
from enforcement.draws.states import ObjectReason
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.commands.plans import AnswerPlan, KeepBatch
from enforcement.inspection.models.checks import Check
from enforcement.inspection.queries.visits import standing, usccs_at_cap
from enforcement.inspection.services import answers, arrivals, checks, tasks
from enforcement.inspection.services import plans as plan_services
from enforcement.inspection.services.voiding import give_up_check
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState, RequestKind
from enforcement.rules.inspection.plans import PlanState
from enforcement.schemas.casework import RegisterLeadSchema
from enforcement.schemas.checks import OpenCaseCheckSchema
from enforcement.schemas.credit_codes import CreditCode
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.library_world import CODE, batch, credit_code, rows_of
from tests.support.app import NOON

START = NOON + 5 * DAY


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def codes(act, *arguments):
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return {reason.code for reason in refusal.value.reasons}


def checks_of(found):
    return db.session.query(Check).filter_by(task_id=found.id).order_by(Check.id).all()


def late_entry(world, check, arrived_at, now):
    names = tuple(one.officer_public_id for one in check.officers if one.removed_at is None)
    command = commands.EnterLate(check.public_id, arrived_at=arrived_at, reason="现场没有网络", officer_ids=names)
    return arrivals.enter_late(world.actor(check), command, now)


def test_c06_a_late_entry_is_not_put_before_the_notice(world):
    check = world.notify(world.open())
    assert codes(late_entry, world, check, check.notified_at - timedelta(minutes=1), NOON + HOUR) == {"C06"}
    late_entry(world, check, check.notified_at, NOON + HOUR)
    assert check.state is CheckState.ARRIVED


def recuse(world, check, officer_id, now):
    asker = next(actor for public_id, actor in world.actors.items() if public_id in present(check))
    ask = commands.AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=officer_id, reason="与经营者是亲属", reason_code="relation"
    )
    request = answers.ask_head(asker, ask, now)
    answer = commands.AnswerHead(check.public_id, request=request.public_id, granted=True)
    return answers.answer_head(world.head, answer, now)


def present(check):
    return [one.officer_public_id for one in check.officers if one.removed_at is None]


def test_o04_a_drawn_team_that_can_t_be_complete_is_not_filled_by_hand(world):
    check = checks_of(world.drawn())[0]
    first = present(check)[0]
    while len(present(check)) == 2:
        check = recuse(world, check, present(check)[0], START)
    (left,) = present(check)
    for named in ((first, left), world.team[:2]):
        command = commands.NameOfficers(check.public_id, officer_ids=tuple(named), reason="没有可行的人员")
        assert codes(checks.name_officers, world.head, command, START) == {"O04"}
    assert present(check) == [left]


def test_o04_without_a_lawful_team_the_head_ends_the_check(world):
    found = world.drawn()
    check, *others = checks_of(found)
    give_up = commands.GiveUpCheck(check.public_id, reason="名单上的人员都应当回避")
    assert codes(give_up_check, world.head, give_up, START) == {"team-is-there"}
    while len(present(check)) == 2:
        check = recuse(world, check, present(check)[0], START)
    give_up = commands.GiveUpCheck(check.public_id, check.version, reason=" ")
    with pytest.raises(Invalid):
        give_up_check(world.head, give_up, START)
    assert check.uscc in result_facts(found.draw_public_id).infeasible
    give_up_check(world.head, replace(give_up, reason="名单上的人员都应当回避"), START)
    assert (check.state, check.void_reason[:14]) == (CheckState.VOID, "没有合法的执法人员组合，本次")
    assert all(one.state is CheckState.ASSIGNED for one in others)


def test_o04_a_check_outside_the_draw_is_not_ended_for_want_of_officers(world):
    check = world.open()
    give_up = commands.GiveUpCheck(check.public_id, check.version, reason="没有人")
    assert codes(give_up_check, world.head, give_up, NOON) == {"not-drawn"}


def test_what_was_visited_is_not_exchanged_for_another_object(world):
    found = world.drawn(40)
    check = world.arrive(world.notify(checks_of(found)[0], START), START + HOUR)
    before = [one.object_id for one in result_facts(found.draw_public_id).selected]
    gone = ReplaceObject(found.draw_public_id, check.uscc, ObjectReason.CAP_REACHED, "已达上限", ())
    assert codes(draws.replace_object, world.head, gone, START + HOUR) == {"visited"}
    assert [one.object_id for one in result_facts(found.draw_public_id).selected] == before
    assert not draw(SYSTEM, found.draw_public_id).events
    assert check.state is CheckState.ARRIVED


def test_d08_who_wrote_the_last_words_of_a_batch_does_not_approve_it(world):
    """A head who may also plan changes the batch of another, who hands it in."""
    at = world.world
    plan = at.plan(batch())
    (row,) = rows_of(plan)
    both = replace(at.head, grants=(*at.head.grants, *at.planner.grants))
    plan_services.keep_batch(
        both, KeepBatch(plan.public_id, row.public_id, row.version, batch(name="只查一条街")), NOON
    )
    plan = plan_services.submit_plan(at.planner, plan.public_id, plan.version, NOON)
    answer = AnswerPlan(plan.public_id, plan.version, agreed=True)
    assert codes(plan_services.answer_plan, both, answer, NOON) == {"D08"}
    assert plan_services.answer_plan(world.second_head, answer, NOON).state is PlanState.APPROVED


# ---- a sealed list before the visit --------------------------------------------------------------------------------


@pytest.fixture
def sealed(world):
    return world.drawn(sealed=True)


def test_neither_the_cap_nor_the_exclusions_of_another_draw_tell_a_sealed_list(world, sealed):
    on = civil_date(START)
    names = {one.uscc for one in checks_of(sealed)}
    org = world.world.bureau.id
    assert {standing(org, uscc, on).reserved for uscc in names} == {0}
    world.world.publish(valid_from=on, yearly_cap=1)
    assert usccs_at_cap(org, names, on, (CODE,)) == frozenset()
    check = checks_of(sealed)[0]
    world.arrive(world.notify(check, START), START + HOUR)
    assert usccs_at_cap(org, names, on, (CODE,)) == {check.uscc}


def test_the_refusal_to_end_a_task_does_not_tell_a_sealed_list(world, sealed):
    first, *rest = checks_of(sealed)
    world.arrive(world.notify(first, START), START + HOUR)
    with pytest.raises(Refused) as refusal:
        tasks.close_task(world.head, sealed.public_id, START + DAY)
    (reason,) = refusal.value.reasons
    assert first.name in reason.message
    assert [one.name for one in rest if one.name in reason.message] == []
    assert str(1 + len(rest)) in reason.message


def test_an_officer_who_was_not_drawn_learns_of_a_sealed_check_only_once_its_list_is_open(world, sealed):
    check = checks_of(sealed)[0]
    stranger = next(actor for public_id, actor in world.actors.items() if public_id not in present(check))
    ask = commands.AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=present(check)[0], reason="亲属", reason_code="relation"
    )
    with pytest.raises(NotFound):
        answers.ask_head(stranger, ask, START)
    draws.open_sealed_draw(SYSTEM, sealed.draw_public_id, START, finished=True)
    assert codes(answers.ask_head, stranger, ask, START) == {"O04"}


def test_the_refusal_to_end_a_task_names_its_objects_once_the_list_is_open(world, sealed):
    draws.open_sealed_draw(SYSTEM, sealed.draw_public_id, START, finished=True)
    with pytest.raises(Refused) as refusal:
        tasks.close_task(world.head, sealed.public_id, START + DAY)
    (reason,) = refusal.value.reasons
    assert checks_of(sealed)[0].name in reason.message


def test_the_audit_record_does_not_tell_a_sealed_list(world, sealed):
    found = checks_of(sealed)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.in_(OPENING))).all()
    assert {one.action for one in entries} == set(OPENING)
    told = json.dumps([[one.before, one.after] for one in entries], ensure_ascii=False)
    assert [one.uscc for one in found if one.uscc in told] == []


OPENING = ("check.opened", "visit.approval_noted")


@pytest.mark.parametrize("code", ["91330100MA27XW1N4X\n", "91330100ma27xw1n4x", " 91330100MA27XW1N4X", ""])
def test_c01_no_second_way_to_write_a_code_that_would_be_counted_apart(code):
    assert "uscc" in OpenCaseCheckSchema(1).validate({"uscc": code})
    assert not code or "party_uscc" in RegisterLeadSchema(1).validate({"party_uscc": code})


def test_c01_every_way_to_type_a_code_is_read_as_one():
    code = credit_code(1)
    assert {CreditCode().deserialize(typed) for typed in (code, code.lower(), f" {code}\n")} == {code}
