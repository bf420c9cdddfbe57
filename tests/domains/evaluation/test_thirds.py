"""A third seat that nobody lawful could take waits until somebody can; the planner is told once, and of no file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationNotice
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.empty_seats import fill_empty_seats
from enforcement.evaluation.states import FileState, NoticeKind
from enforcement.identity.models import RoleGrant
from enforcement.jobs.evaluation import fill_seats
from enforcement.platform.database import db, transaction
from tests.support.evaluation import faults


@pytest.fixture
def file(made):
    made.take_in(made.city.bureau)
    (only,) = made.scoring().files
    return only


def others(made, file):
    """Whoever has no seat at the file."""
    seated = {one.evaluator for one in file.seats}
    return [user for name, user in made.evaluators.items() if name not in seated]


def available(users, at):
    """Whether these may score: their grants of the role run, or are taken back."""
    with transaction():
        for row in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id.in_([one.id for one in users]))):
            row.revoked_at = at


def disagree(made, file):
    first, second = made.seats(file)
    made.sign(first)
    made.sign(second, faults(standard_of(file.plan.standard), 30))


def told(made):
    return [one for one in queries.notices(made["planner"]) if one.kind is NoticeKind.NO_EVALUATOR]


def test_a_third_is_called_when_an_evaluator_becomes_available(made, file):
    away, now = others(made, file), made.start(file.plan)
    available(away, now)
    disagree(made, file)
    assert (file.state, len(made.seats(file))) == (FileState.THIRD, 2)
    fill_seats(now + timedelta(days=2))
    assert len(made.seats(file)) == 2
    back = away[0]
    available([back], None)
    for _ in range(2):
        fill_seats(now + timedelta(days=3))
    third = made.seats(file)[2]
    assert (third.place, third.evaluator) == (3, back.public_id)
    assert third.due_on is not None
    assert told(made) == []
    made.sign(third)
    assert file.state is FileState.DECIDED


def test_the_planner_is_told_once_and_of_no_file(made, file):
    now = made.start(file.plan)
    available(others(made, file), now)
    disagree(made, file)
    for day in range(2, 5):
        assert fill_empty_seats(file.plan.public_id, now + timedelta(days=day)) == 0
    (notice,) = told(made)
    assert notice.at == now + timedelta(days=1)
    for word in (file.label, file.agency_name, "第三名"):
        assert word not in notice.text
    assert len(db.session.scalars(select(EvaluationNotice).where(EvaluationNotice.id == notice.id)).all()) == 1


def test_nobody_is_called_where_the_third_seat_is_taken_or_none_is_needed(made, file):
    now = made.start(file.plan)
    assert fill_empty_seats(file.plan.public_id, now) == 0
    disagree(made, file)
    assert fill_empty_seats(file.plan.public_id, now + timedelta(days=2)) == 0
    assert len(made.seats(file)) == 3


def test_the_record_tells_of_a_third_and_of_the_result_only_after_closing(made, file):
    disagree(made, file)
    made.sign(made.seats(file)[2])
    named = select(AuditEntry).where(AuditEntry.record == f"evaluation_file:{file.public_id}").order_by(AuditEntry.id)
    assert [one.action for one in db.session.scalars(named)] == ["evaluation.answers_confirmed"]
    close_finished(file.plan.public_id, made.start(file.plan) + timedelta(days=3))
    last = db.session.scalars(named).all()[-1]
    assert (last.action, last.after["points"]) == ("evaluation.file_ended", file.points)
    assert "third-for-points" in last.after["third"]
