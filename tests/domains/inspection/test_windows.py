"""A check that was not made in its days: new days or an end, in public; the others wait for nobody (P01, P02)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.documents.models import Document
from enforcement.draws.queries import draw
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Refused
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.models.visits import Visit, VisitAlarm, VisitApproval
from enforcement.inspection.queries.checks import checks_of_object
from enforcement.inspection.queries.statistics import statistics
from enforcement.inspection.queries.task_days import public_decisions, publish_term
from enforcement.inspection.queries.visits import standing
from enforcement.inspection.register import results as register
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.inspection.services.windows import end_missed_check, extend_days
from enforcement.inspection.task_states import TaskState
from enforcement.inspection.terms import PUBLISH, deadline_of
from enforcement.jobs.draws import open_sealed_draws
from enforcement.jobs.inspection_checks import close_tasks, publish_results
from enforcement.jobs.visits import issue_approval_forms
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.results import FollowUpKind
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.test_tasks import START, checks_of, codes, whole


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


@pytest.fixture
def missed(world):
    """A task of which the first two were not visited until its last day: (task, never told of, told of, the others)."""
    found = world.drawn()
    first, second, *rest = checks_of(found)
    second = world.notify(second, START)
    for check in rest:
        whole(world, check)
    return found, first, second, rest


def over(found):
    """The noon after the last day."""
    return START + (found.due_on - civil_date(START) + DAY)


def end(check, reason="执法人员被抽调抢险"):
    return commands.EndMissedCheck(check.public_id, check.version, reason=reason)


def extend(check, until, reason="执法人员被抽调抢险"):
    return commands.ExtendDays(check.public_id, check.version, until=until, reason=reason)


def alarms(rule):
    return db.session.query(VisitAlarm).filter_by(rule_id=f"visit.alarm.{rule}").all()


def test_p01_a_result_is_public_though_another_object_of_its_task_was_never_visited(missed):
    found, _first, _second, rest = missed
    publish_results(START + DAY)
    assert all(one.published_at == START + DAY for one in rest)
    assert found.state is TaskState.OPEN
    shown, rows = register.public_task(found.public_id, civil_date(START))
    assert (shown.public, len(rows)) == (len(rest), len(rest))


def test_p01_an_unfinished_task_raises_alarms_and_is_not_in_time(world, missed):
    found = missed[0]
    raise_alarms(SYSTEM, over(found) - DAY)
    assert alarms("unvisited") == alarms("overdue") == []
    raise_alarms(SYSTEM, over(found))
    (alarm,) = alarms("unvisited")
    assert found.title in alarm.message
    later = over(found) + 40 * DAY
    raise_alarms(SYSTEM, later)
    assert len(alarms("unvisited")) == len(alarms("overdue")) == 1
    figures = {one.name: one for one in statistics(SYSTEM, 2026, civil_date(later)).organs}[found.agency_name]
    assert (figures.in_time.part, figures.in_time.whole) == (0, 1)
    early = {one.name: one for one in statistics(SYSTEM, 2026, civil_date(over(found))).organs}[found.agency_name]
    assert early.in_time.whole == 0
    assert world is not None


def test_p02_the_head_ends_what_was_not_visited_and_the_task_ends_too(world, missed):
    found, first, second, rest = missed
    at = over(found)
    with pytest.raises(Refused) as refusal:
        end_missed_check(world.head, end(first), at - DAY)
    assert codes(refusal) == {"P02"}
    with pytest.raises(Invalid):
        end_missed_check(world.head, end(first, " "), at)
    end_missed_check(world.head, end(first), at)
    end_missed_check(world.head, end(second), at)
    assert (first.state, second.state) == (CheckState.MISSED, CheckState.MISSED)
    db.session.refresh(second)
    assert [one.kind for one in second.follow_ups] == [FollowUpKind.WITHDRAWAL]
    close_tasks(at)
    publish_results(at)
    db.session.refresh(found)
    assert (found.state, found.published_at) == (TaskState.CLOSED, at)
    shown, rows = register.public_task(found.public_id, civil_date(at))
    assert (shown.total, shown.public, len(rows)) == (len(rest) + 2, len(rest), len(rest))
    decisions = public_decisions(found.public_id)
    assert {(one.name, one.until, one.reason) for one in decisions} == {
        (one.name, None, "未按期检查：执法人员被抽调抢险") for one in (first, second)
    }
    raise_alarms(SYSTEM, at)
    assert len(alarms("missed")) == 2
    figures = {one.name: one for one in statistics(SYSTEM, 2026, civil_date(at + 60 * DAY)).organs}[found.agency_name]
    assert (figures.completed.part, figures.completed.whole) == (len(rest), len(rest) + 2)
    assert (figures.in_time.part, figures.in_time.whole) == (0, 1)


def test_p01_the_term_of_a_task_that_ends_late_began_on_its_last_day(world, missed):
    found, first, second, _rest = missed
    at = over(found) + 30 * DAY
    end_missed_check(world.head, end(first), at)
    end_missed_check(world.head, end(second), at)
    close_tasks(at)
    db.session.refresh(found)
    assert found.closed_on == civil_date(at)
    assert found.publish_due_on == deadline_of(PUBLISH, found.due_on, found.domain, found.region_name).due
    assert publish_term(found).due == found.publish_due_on


def test_p02_a_missed_check_takes_no_place_under_the_cap_and_the_object_is_not_told_of_it(world, missed):
    found, first, _second, _rest = missed
    end_missed_check(world.head, end(first), over(found))
    assert checks_of_object(first.uscc) == ()
    assert standing(first.org_id, first.uscc, first.window_from, []).counted == 0


def test_p02_new_days_of_a_check_are_approved_public_and_used(world, missed):
    found, first, second, _rest = missed
    at = over(found)
    until = civil_date(at) + 4 * DAY
    with pytest.raises(Invalid):
        extend_days(world.head, extend(first, found.due_on), at)
    extend_days(world.head, extend(first, until), at)
    approval = db.session.scalars(select(VisitApproval).filter_by(check_public_id=first.public_id)).one()
    assert (approval.planned_to, approval.decided_at, approval.decided_by_name) == (until, at, world.head.name)
    whole(world, first, at + HOUR)
    visit = db.session.scalars(select(Visit).filter_by(check_public_id=first.public_id)).one()
    assert visit.approval_id == approval.id
    old_notice, old_code = second.notice_document, second.code
    issue_approval_forms(at)
    approval = db.session.scalars(select(VisitApproval).filter_by(check_public_id=second.public_id)).one()
    old_form = approval.document_id
    assert old_form
    extend_days(world.head, extend(second, until), at)
    assert (second.state, second.notified_at, len(second.follow_ups)) == (CheckState.ASSIGNED, None, 1)
    issue_approval_forms(at)
    assert approval.document_id == ""
    whole(world, second, at + HOUR)
    issue_approval_forms(at + DAY)
    assert approval.document_id not in ("", old_form)
    assert second.notice_document != old_notice
    assert second.code != old_code
    assert db.session.query(Document).filter_by(matter_id=second.public_id, form="inspection_notice").count() == 2
    assert [(one.name, one.until) for one in public_decisions(found.public_id)] == [
        (first.name, until), (second.name, until),
    ]  # fmt: skip
    close_tasks(at + DAY)
    db.session.refresh(found)
    assert found.state is TaskState.CLOSED


def test_c01_new_days_are_refused_when_the_cap_was_reached_meanwhile(world):
    found = world.drawn()
    first = checks_of(found)[0]
    world.recorded(START, uscc=first.uscc)
    world.recorded(over(found), uscc=first.uscc)
    with pytest.raises(Refused) as refusal:
        extend_days(world.head, extend(first, found.due_on + 9 * DAY), over(found) + 3 * HOUR)
    assert codes(refusal) == {"cap-reached"}
    assert first.window_to == found.due_on


def test_p02_who_is_on_the_team_decides_neither(world, missed):
    found, first, _second, _rest = missed
    member = world.actor(first)
    both = world.head.__class__(
        user_id=world.head.user_id, name="兼任", org_path=world.head.org_path, grants=world.head.grants,
        officer_id=member.officer_id,
    )  # fmt: skip
    for act, command in ((end_missed_check, end(first)), (extend_days, extend(first, found.due_on + 9 * DAY))):
        with pytest.raises(Refused) as refusal:
            act(both, command, over(found))
        assert "P02" in codes(refusal)


def test_k_is_opened_after_the_last_visit_and_not_in_the_morning_of_the_last_day(world):
    found = world.drawn(sealed=True)
    first, *rest = checks_of(found)
    made = draw(SYSTEM, found.draw_public_id)
    assert made.open_on == found.due_on + 5 * DAY
    for check in rest:
        whole(world, check)
    last_day = over(found) - DAY
    open_sealed_draws(last_day - 11 * HOUR)
    assert made.opened_at is None
    publish_results(last_day)
    assert not any(one.published_at for one in rest)
    whole(world, first, last_day)
    open_sealed_draws(last_day + 5 * HOUR)
    assert made.opened_at == last_day + 5 * HOUR
    publish_results(last_day + 5 * HOUR)
    assert all(one.published_at for one in checks_of(found))


@pytest.mark.parametrize(("days", "opened"), [(0, False), (1, True), (5, True), (6, False)])
def test_k_of_a_draw_with_an_unvisited_object_is_opened_when_its_days_are_over(world, days, opened):
    found = world.drawn(sealed=True)
    made = draw(SYSTEM, found.draw_public_id)
    whole(world, checks_of(found)[0])
    open_sealed_draws(over(found) + timedelta(days=days - 1))
    assert (made.opened_at is not None) is opened


def test_a_sealed_list_keeps_the_name_of_a_missed_object_until_it_is_opened(world):
    found = world.drawn(sealed=True)
    first, second, *_rest = checks_of(found)
    made = draw(SYSTEM, found.draw_public_id)
    at = over(found)
    with pytest.raises(Refused) as refusal:
        extend_days(world.head, extend(first, made.open_on), at)
    assert codes(refusal) == {"P02"}
    extend_days(world.head, extend(first, made.open_on - DAY), at)
    end_missed_check(world.head, end(second), at)
    open_sealed_draws(at)
    assert made.opened_at is None
    assert {one.name for one in public_decisions(found.public_id)} == {"（密封名单中的一户）"}
    assert {one.reason for one in public_decisions(found.public_id)} == {""}
    raise_alarms(SYSTEM, at)
    assert not any(second.name in one.message for one in alarms("missed"))
    open_sealed_draws(at + 5 * DAY)
    assert {one.name for one in public_decisions(found.public_id)} == {first.name, second.name}
