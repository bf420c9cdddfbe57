"""A published draw opens its task and checks without anyone's hand; replacements, voids, the end (P01, P02)."""

import pytest

from enforcement.draws import services as draws
from enforcement.draws.commands import ReplaceObject
from enforcement.draws.queries import draw, result_facts
from enforcement.draws.states import ObjectReason
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Refused
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.queries.checks import CheckFilter, checks_of_object, task, tasks, tasks_in
from enforcement.inspection.queries.checks import checks as find_checks
from enforcement.inspection.register import results as register
from enforcement.inspection.services import answers, checks
from enforcement.inspection.services import tasks as task_services
from enforcement.inspection.services.tasks import close_task, open_task_checks, remind_task
from enforcement.inspection.task_states import TaskState
from enforcement.jobs.inspection_checks import close_tasks, open_checks, publish_results
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState, Origin, RequestKind
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.support.app import NOON

START = NOON + 5 * DAY
"""The first day of the batch's visits."""


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def checks_of(found):
    return db.session.query(Check).filter_by(task_id=found.id).order_by(Check.id).all()


def whole(world, check, now=START):
    """Visited, entered, checked, told."""
    check = world.arrive(world.notify(check, now), now + HOUR)
    check = world.finish(world.fill(check, now + HOUR), now + 2 * HOUR)
    check = world.review(world.enter(check, now=now + 3 * HOUR), now + 3 * HOUR)
    return world.tell(check, now + 3 * HOUR)


def test_a_published_draw_opens_one_check_per_object_with_the_drawn_team(world):
    found = world.drawn()
    drawn = result_facts(found.draw_public_id)
    made = checks_of(found)
    assert {one.uscc for one in made} == {one.object_id for one in drawn.selected}
    for check in made:
        assert tuple(one.officer_public_id for one in check.officers) == drawn.teams[check.uscc]
        assert (check.origin, check.state) == (Origin.DRAW, CheckState.ASSIGNED)
        assert check.source_document == found.draw_no
    assert found.state is TaskState.OPEN
    assert open_task_checks(SYSTEM, found.public_id, START) == 0
    open_checks(START)
    assert len(checks_of(found)) == len(made)


def test_o04_drawn_officers_are_not_named(world):
    check = checks_of(world.drawn())[0]
    command = commands.NameOfficers(check.public_id, officer_ids=tuple(world.team[:2]), reason="方便")
    with pytest.raises(Refused) as refusal:
        checks.name_officers(world.head, command, START)
    assert codes(refusal) == {"O04"}


def test_o05_recusal_brings_the_next_in_rank(world):
    found = world.drawn()
    check = checks_of(found)[0]
    old = check.officers[0].officer_public_id
    ask = commands.AskHead(
        check.public_id, kind=RequestKind.RECUSAL, subject=old, reason="与经营者是亲属", reason_code="relation"
    )
    request = answers.ask_head(world.actor(check), ask, START)
    answer = commands.AnswerHead(check.public_id, request=request.public_id, granted=True)
    check = answers.answer_head(world.head, answer, START)
    present = {one.officer_public_id for one in check.officers if one.removed_at is None}
    assert old not in present
    assert present == set(result_facts(found.draw_public_id).teams[check.uscc])
    assert len(present) == 2


def test_p02_a_task_with_an_object_without_result_is_not_closed(world):
    found = world.drawn()
    first, *rest = checks_of(found)
    whole(world, first)
    for check in rest[:-1]:
        whole(world, check)
    with pytest.raises(Refused) as refusal:
        close_task(world.head, found.public_id, START + DAY)
    assert codes(refusal) == {"P02"}
    assert rest[-1].name in refusal.value.reasons[0].message
    assert tasks_in(TaskState.OPEN, complete=True) == []
    whole(world, rest[-1])
    close_tasks(START + DAY)
    db.session.refresh(found)
    assert (found.state, found.closed_on) == (TaskState.CLOSED, civil_date(START + DAY))
    assert found.publish_due_on is not None
    publish_results(START + DAY)
    db.session.refresh(found)
    assert found.published_at == START + DAY
    shown, rows = register.public_task(found.public_id, civil_date(START + DAY))
    assert (shown.total, shown.public, shown.overdue) == (len(rows), len(rows), False)


def test_p01_overdue_tasks_are_listed_for_everybody(world):
    found = world.drawn()
    assert not register.public_tasks(found.due_on)
    (late,) = register.public_tasks(found.due_on + DAY)
    assert late.overdue
    ((row, total, done),) = tasks(SYSTEM)
    assert (row.public_id, total, done) == (found.public_id, len(checks_of(found)), 0)


def test_a_reminder_comes_once(world):
    found = world.drawn()
    assert not remind_task(SYSTEM, found.public_id, START)
    near = START + 12 * DAY
    assert remind_task(SYSTEM, found.public_id, near)
    assert not remind_task(SYSTEM, found.public_id, near + DAY)


def test_a_replaced_object_is_not_visited_and_the_next_one_is(world):
    found = world.drawn(40)
    check = checks_of(found)[0]
    before = {one.uscc for one in checks_of(found)}
    command = ReplaceObject(found.draw_public_id, check.uscc, ObjectReason.DEREGISTERED, "登记机关注销通知", ())
    draws.replace_object(world.head, command, START)
    open_checks(START)
    after = {one.uscc for one in checks_of(found) if one.state is not CheckState.VOID}
    assert check.state is CheckState.VOID
    assert len(after) == len(before)
    assert check.uscc not in after


def test_sealed_checks_are_seen_by_their_own_officers_only(world):
    found = world.drawn(sealed=True)
    check = checks_of(found)[0]
    inside = world.actor(check)
    names = {one.officer_public_id for one in check.officers}
    today = civil_date(START)
    seen = {one.public_id for one in find_checks(inside, CheckFilter(), today).items}
    assert check.public_id in seen
    outside = next(world.actors[one] for one in world.team if one not in names)
    assert check.public_id not in {one.public_id for one in find_checks(outside, CheckFilter(), today).items}
    assert check.public_id not in {one.public_id for one in find_checks(world.head, CheckFilter(), today).items}
    assert task(world.head, found.public_id).sealed


def test_the_handler_makes_one_task_only(world):
    found = world.drawn()
    assert db.session.query(InspectionTask).count() == 1
    assert found.agency_name == world.world.bureau.name


def test_a_sealed_draw_is_opened_when_the_task_ends(world):
    found = world.drawn(sealed=True)
    for check in checks_of(found):
        whole(world, check)
    close_task(world.head, found.public_id, START + DAY)
    assert draw(SYSTEM, found.draw_public_id).opened_at == START + DAY


def test_the_object_hears_of_no_check_before_its_notice(world):
    check = checks_of(world.drawn())[0]
    assert checks_of_object(check.uscc) == ()
    world.notify(check, START)
    assert [one.public_id for one in checks_of_object(check.uscc)] == [check.public_id]


def test_a_task_opens_its_checks_in_pieces(world, monkeypatch):
    monkeypatch.setattr(task_services, "OPENED_AT_ONCE", 2)
    found = world.drawn()
    assert (len(checks_of(found)), found.state) == (2, TaskState.OPENING)
    open_checks(START)
    db.session.refresh(found)
    assert found.state is TaskState.OPEN
    assert len(checks_of(found)) == len(result_facts(found.draw_public_id).selected)
