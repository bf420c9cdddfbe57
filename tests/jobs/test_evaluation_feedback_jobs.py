"""The scheduler alone after scoring: failed files are scored again, windows close, late rectifications are told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from enforcement.evaluation.commands.feedback import FreezeResults, IssueReports
from enforcement.evaluation.outcome import SETTLING
from enforcement.evaluation.queries import plans as queries
from enforcement.evaluation.queries.rectifications import rectifications
from enforcement.evaluation.seating import RE_EVALUATION
from enforcement.evaluation.services.feedback import freeze_results, issue_reports
from enforcement.evaluation.states import FileState, NoticeKind, PlanState
from enforcement.jobs.evaluation import close_plans, remind_evaluators
from enforcement.jobs.evaluation_feedback import escalate_rectifications, open_re_evaluations, watch_windows
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.evaluation.told import FAULTS, at, closed_round
from tests.support.evaluation import Round

FAILED = Sheet((), (VetoMark("V04", "主要事实没有证据"),))


@pytest.fixture
def made(app_with_store) -> Round:
    assert app_with_store is not None
    return Round()


def kinds(made: Round, name: str) -> set[NoticeKind]:
    return {one.kind for one in queries.notices(made[name])}


def twice(job, now: datetime) -> None:
    for _ in range(2):
        job(now)


def test_from_the_end_of_scoring_to_the_late_rectification(made):
    plan, now = closed_round(made, FAULTS)
    twice(open_re_evaluations, now)
    assert {one.state for one in plan.files} == {FileState.DECIDED}
    issued = issue_reports(made["planner"], IssueReports(plan.public_id, plan.version), now)
    twice(watch_windows, now)
    assert NoticeKind.FREEZE_POSSIBLE not in kinds(made, "head")
    assert NoticeKind.OBJECTIONS_OPEN in kinds(made, "agency")
    over = at(issued[0].due_on + timedelta(days=1), 0)
    twice(watch_windows, over)
    assert {NoticeKind.FREEZE_POSSIBLE, NoticeKind.WINDOW_CLOSED} <= kinds(made, "head")
    assert NoticeKind.OBJECTIONS_OPEN not in kinds(made, "agency")
    freeze_results(made["head"], FreezeResults(plan.public_id, plan.version), over + SETTLING)
    assert NoticeKind.FREEZE_POSSIBLE not in kinds(made, "head")
    twice(escalate_rectifications, over)
    first = rectifications(made["agency"], plan.public_id, over.date())[0]
    assert first.row.started_on == at(over.date()).date()
    twice(escalate_rectifications, at(first.row.strict_on + timedelta(days=1)))
    assert NoticeKind.RECTIFICATION_LATE in kinds(made, "agency")
    assert NoticeKind.RECTIFICATIONS_LATE in kinds(made, "head")


def test_a_failed_file_is_given_to_a_further_evaluator_who_is_reminded(made):
    made.take_in(made.city.bureau)
    plan = made.scoring(agencies=(made.city.bureau.code,))
    (file,) = plan.files
    for seat in made.seats(file):
        made.sign(seat, FAILED)
    now = made.start(plan) + timedelta(days=2)
    close_plans(now)
    assert plan.state is PlanState.CLOSED
    twice(open_re_evaluations, now)
    *_, again = made.seats(file)
    assert (len(made.seats(file)), file.state) == (3, FileState.RE_EVALUATION)
    assert again.place == RE_EVALUATION
    twice(remind_evaluators, at(again.strict_on + timedelta(days=1)))
    assert NoticeKind.SEAT_LATE in {one.kind for one in queries.notices(made.actor(again))}
    assert NoticeKind.SCORING_LATE in kinds(made, "head")
