"""Several at once, with real commits: one answer counts, no correction is lost, nothing is filed or issued twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from enforcement.evaluation.commands.feedback import (
    AnswerObjection,
    FileObjection,
    FreezeResults,
    IssueReports,
    WaiveObjections,
)
from enforcement.evaluation.models.core import EvaluationPlan, EvaluationSeat
from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection, EvaluationReport
from enforcement.evaluation.seating import RE_EVALUATION
from enforcement.evaluation.services.feedback import freeze_results, issue_reports, waive_objections
from enforcement.evaluation.services.objections import answer_objection, file_objection
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.evaluation.states import PlanState
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Refused, Stale
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.evaluation.test_rectification_together import together
from tests.domains.evaluation.told import FAULTS, closed_round, told_round
from tests.support.evaluation import Round


@dataclass(frozen=True)
class Ids:
    """A round whose agencies have their reports, without rows of any session."""

    people: Mapping[str, Actor]
    now: datetime
    report: str
    file: str

    def filing(self, subject: str) -> EvaluationObjection:
        command = FileObjection(self.report, self.file, subject, "笔录中有签名")
        return file_objection(self.people["agency"], command, self.now)

    def filed(self, *subjects: str) -> list[tuple[str, int]]:
        rows = [self.filing(one) for one in subjects]
        return [(one.public_id, one.version) for one in rows]

    def answering(self, who: str, row: tuple[str, int], *, upheld: bool) -> Callable[[], object]:
        command = AnswerObjection(*row, upheld, "经核对")
        return lambda: answer_objection(self.people[who], command, self.now)


@pytest.fixture
def ids(committed_app: Flask) -> Ids:
    with committed_app.app_context():
        told = told_round(Round())
        return Ids(told.made.people, told.now, told.report.public_id, told.file.public_id)


def test_of_two_answers_at_once_one_counts_and_the_other_is_stale(committed_app: Flask, ids: Ids) -> None:
    with committed_app.app_context():
        (row,) = ids.filed("item:P1.1")
    acts = [ids.answering("planner", row, upheld=True), ids.answering("planner2", row, upheld=False)]
    assert [type(one) for one in together(committed_app, *acts)] == [Stale]
    with committed_app.app_context():
        answered = db.session.scalars(select(EvaluationObjection)).one()
        decisions = db.session.scalar(select(func.count(EvaluationDecision.id)))
        assert decisions == (1 if answered.fallen else 0)


def test_two_objections_to_one_file_answered_at_once_both_count(committed_app: Flask, ids: Ids) -> None:
    with committed_app.app_context():
        rows = ids.filed("item:P1.1", "item:P2.3")
    acts = [ids.answering(who, row, upheld=True) for who, row in zip(("planner", "planner2"), rows, strict=True)]
    assert together(committed_app, *acts) == []
    with committed_app.app_context():
        decisions = db.session.scalars(select(EvaluationDecision).order_by(EvaluationDecision.no)).all()
        assert [one.no for one in decisions] == [1, 2]
        assert decisions[-1].points == "100.00"


def test_a_double_click_files_once(committed_app: Flask, ids: Ids) -> None:
    refused = together(committed_app, *[lambda: ids.filing("item:P1.1")] * 3)
    assert [type(one) for one in refused] == [Refused, Refused]
    with committed_app.app_context():
        assert db.session.scalar(select(func.count(EvaluationObjection.id))) == 1


def test_an_objection_being_filed_keeps_the_head_from_fixing_the_results(committed_app: Flask, ids: Ids) -> None:
    filed, ended = Event(), Event()
    with committed_app.app_context():
        report = db.session.scalars(select(EvaluationReport).where(EvaluationReport.public_id == ids.report)).one()
        other = db.session.scalars(select(EvaluationReport).where(EvaluationReport.id != report.id)).one()
        waive_objections(ids.people["east"], WaiveObjections(other.public_id, other.version), ids.now)
        plan, version, after = report.plan.public_id, report.plan.version, report.due_on - ids.now.date()

    def file() -> None:
        with transaction():
            ids.filing("item:P1.1")
            filed.set()
            ended.wait(2)

    def freeze() -> None:
        filed.wait()
        try:
            freeze_results(ids.people["head"], FreezeResults(plan, version), ids.now + after + timedelta(days=1))
        finally:
            ended.set()

    (refused,) = together(committed_app, file, freeze)
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.reasons] == ["objections-open"]
    with committed_app.app_context():
        assert db.session.scalars(select(EvaluationPlan.state)).one() is PlanState.FEEDBACK
        assert db.session.scalar(select(func.count(EvaluationObjection.id))) == 1


def closed(app: Flask, sheet: Sheet) -> tuple[Round, str, int, datetime]:
    with app.app_context():
        made = Round()
        plan, now = closed_round(made, sheet)
        return made, plan.public_id, plan.version, now


def test_a_double_click_issues_once(committed_app: Flask) -> None:
    made, plan, version, now = closed(committed_app, FAULTS)
    actor, command = made["planner"], IssueReports(plan, version)
    refused = together(committed_app, *[lambda: issue_reports(actor, command, now)] * 2)
    assert [type(one) for one in refused] == [Stale]
    with committed_app.app_context():
        numbers = db.session.scalars(select(EvaluationReport.report_no).order_by(EvaluationReport.id)).all()
        assert numbers == ["云城市评查〔2026〕1号", "云城市评查〔2026〕2号"]


def test_two_schedulers_at_once_open_one_re_evaluation(committed_app: Flask) -> None:
    failed = Sheet((), (VetoMark("V04", "主要事实没有证据"),))
    _made, plan, _version, now = closed(committed_app, failed)
    assert together(committed_app, *[lambda: open_re_evaluations(plan, now)] * 3) == []
    with committed_app.app_context():
        again = select(func.count(EvaluationSeat.id)).where(EvaluationSeat.place == RE_EVALUATION)
        assert db.session.scalar(again) == 1
