"""The windows after the reports: who is reminded when, what is noted when they close, when results can be fixed.

广东省行政执法案卷评查办法第十二条第七项: ten working days for objections, ten for their answers.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from enforcement.evaluation.models.feedback import EvaluationObjection
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.services.windows import watch_windows
from enforcement.evaluation.states import NoticeKind, ObjectionAnswer, PlanState
from enforcement.evaluation.terms import ANSWER, set_term
from enforcement.platform.database import db
from tests.domains.evaluation.rectified import RECEIVED, Rectified, at, frozen
from tests.support.draws import person

REMINDER, CLOSED = NoticeKind.OBJECTION_REMINDER, NoticeKind.WINDOW_CLOSED
ANSWER_SOON, ANSWER_LATE = NoticeKind.ANSWER_REMINDER, NoticeKind.ANSWER_LATE
FREEZE = NoticeKind.FREEZE_POSSIBLE
ABOUT = (REMINDER, CLOSED, ANSWER_SOON, ANSWER_LATE, FREEZE)
LAST = date(2026, 9, 29)
"""Ten working days after the fifteenth: the 20th, a Sunday at work, and the holiday of the 25th are in between."""


@pytest.fixture
def world(made) -> Rectified:
    """Reports are out, nothing is objected yet."""
    found = frozen(made, subjects=0)
    found.plan.state = PlanState.FEEDBACK
    db.session.flush()
    return found


def objection(world) -> EvaluationObjection:
    """Filed on the day of the report."""
    row = EvaluationObjection(
        report=world.report,
        file=world.plan.files[0],
        subject="item:1",
        grounds="送达回证有签收日期",
        attachments=[],
        filed_by=world.made["agency"].user_id,
        filed_by_name="agency",
        filed_at=RECEIVED,
    )
    with db.session.no_autoflush:
        set_term(row, ANSWER, world.plan, RECEIVED.date())
    db.session.add(row)
    db.session.flush()
    return row


def told(world, name: str) -> dict[NoticeKind, str]:
    """What stands for somebody: kind -> text; of each kind there is one at most."""
    found = [one for one in queries.notices(world.made[name]) if one.kind in ABOUT]
    assert len({one.kind for one in found}) == len(found)
    return {one.kind: one.text for one in found}


def watch(world, now: datetime) -> None:
    for _ in range(2):
        watch_windows(world.plan.public_id, now)


def test_the_term_of_objections_is_ten_working_days(world):
    assert world.report.due_on == LAST


def test_the_agency_is_reminded_before_its_window_closes_and_nobody_else(world):
    watch(world, RECEIVED)
    assert told(world, "agency") == {}
    for days, word in ((2, "临近到期"), (1, "即将到期"), (0, "即将到期")):
        watch(world, at(LAST - timedelta(days=days)))
        found = told(world, "agency")
        assert list(found) == [REMINDER]
        assert f"{word}：2026年9月29日前" in found[REMINDER]
    world.made.people["east"] = person(2051, "east", "agency_head", world.made.city.east_bureau)
    assert told(world, "east") == told(world, "planner") == told(world, "head") == {}


def test_on_the_last_day_the_window_is_open_and_on_the_next_it_is_closed_and_told(world):
    watch(world, at(LAST, 23))
    assert told(world, "planner") == {}
    watch(world, at(LAST + timedelta(days=1), 0))
    assert told(world, "agency") == {}
    assert told(world, "planner").keys() == told(world, "head").keys() == {CLOSED, FREEZE}
    assert "异议期已届满，提出异议 0 件" in told(world, "planner")[CLOSED]


def test_a_waiver_closes_the_window_at_once(world):
    world.report.waived_at = RECEIVED
    watch(world, RECEIVED)
    assert "已表示没有异议" in told(world, "planner")[CLOSED]
    assert FREEZE in told(world, "head")


def test_an_objection_without_answer_calls_the_planner_then_the_head_too_and_holds_the_results_open(world):
    row = objection(world)
    watch(world, at(row.strict_on))
    assert told(world, "planner").keys() == {ANSWER_SOON}
    after = at(row.strict_on + timedelta(days=1))
    watch(world, after)
    assert told(world, "planner").keys() == told(world, "head").keys() == {ANSWER_LATE, CLOSED}
    assert "有 1 件异议超过答复期限" in told(world, "head")[ANSWER_LATE]
    watch(world, after + timedelta(days=1))
    row.answer, row.answered_at, row.answered_by_name = ObjectionAnswer.REJECTED, after, "planner"
    db.session.flush()
    watch(world, after + timedelta(days=1))
    assert told(world, "head").keys() == {CLOSED, FREEZE}


def test_a_provisional_window_is_counted_again_once_its_calendar_is_there(world):
    world.report.provisional, world.report.strict_on = True, LAST + timedelta(days=9)
    watch(world, RECEIVED)
    assert (world.report.provisional, world.report.strict_on) == (False, LAST)
    watch(world, at(LAST + timedelta(days=1)))
    assert CLOSED in told(world, "planner")


def test_a_plan_out_of_feedback_is_left_alone(world):
    world.plan.state = PlanState.FROZEN
    watch(world, at(LAST + timedelta(days=1)))
    assert told(world, "planner") == {}
