"""A round whose agencies have their reports: faults on both sheets of the bureau's first file, the rest clean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from enforcement.evaluation.commands.feedback import (
    AnswerObjection,
    FileObjection,
    IssueReports,
    WaiveObjections,
    WaiveReEvaluation,
)
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationObjection, EvaluationReport
from enforcement.evaluation.queries.final import FinalFile, final_file
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.feedback import issue_reports, waive_objections
from enforcement.evaluation.services.objections import answer_objection, file_objection
from enforcement.evaluation.services.re_evaluation import open_re_evaluations, waive_re_evaluation
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity.models import User
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet
from tests.domains.documents.house import put_seal
from tests.support.app import NOON
from tests.support.draws import person
from tests.support.evaluation import Round

HERE = Reference("现场笔录", "第2页第3行", 2)
FAULTS = Sheet((Fault("P1.1a", HERE), Fault("P2.3b", HERE, 2)))
"""Two points of P1.1 and one of P2.3."""


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


@dataclass
class Told:
    made: Round
    plan: EvaluationPlan
    now: datetime
    """When the reports were issued."""
    reports: dict[int, EvaluationReport] = field(default_factory=dict)

    @property
    def file(self) -> EvaluationFile:
        """The one with faults."""
        return next(one for one in self.plan.files if one.points != "100.00")

    @property
    def report(self) -> EvaluationReport:
        return self.reports[self.made.city.bureau.id]

    @property
    def other(self) -> EvaluationReport:
        return self.reports[self.made.city.east_bureau.id]

    def final(self) -> FinalFile:
        return final_file(self.plan.public_id, self.file.public_id)

    def object(
        self,
        subject: str = "item:P1.1",
        now: datetime | None = None,
        by: str = "agency",
        uploads: tuple[Upload, ...] = (),
    ) -> EvaluationObjection:
        command = FileObjection(self.report.public_id, self.file.public_id, subject, "笔录中有当事人签名", uploads)
        return file_objection(self.made[by], command, now or self.now)

    def answer(
        self,
        row: EvaluationObjection,
        *fallen: str,
        upheld: bool = True,
        by: str = "planner",
        now: datetime | None = None,
        version: int | None = None,
        reasons: str = "经核对，扣分不当",
    ) -> EvaluationObjection:
        wanted = row.version if version is None else version
        command = AnswerObjection(row.public_id, wanted, upheld, reasons, fallen)
        return answer_objection(self.made[by], command, now or self.now)

    def waive(self, report: EvaluationReport, by: str, now: datetime | None = None) -> EvaluationReport:
        return waive_objections(self.made[by], WaiveObjections(report.public_id, report.version), now or self.now)

    def waive_all(self) -> None:
        self.waive(self.report, "agency")
        self.waive(self.other, "east")


def closed_round(made: Round, sheet: Sheet = FAULTS) -> tuple[EvaluationPlan, datetime]:
    """Scoring is over: one file of the bureau with this sheet twice, one of the east bureau without faults."""
    made.take_in(made.city.bureau)
    made.take_in(made.city.east_bureau)
    made.people["east"] = person(2050, "east", "unit_head", made.city.east_bureau)
    put_seal(made.justice)
    account(made, "planner")
    plan = made.scoring()
    faulty = next(one for one in plan.files if one.agency_org_id == made.city.bureau.id)
    for seat in made.seats(faulty):
        made.sign(seat, sheet)
    made.sign_all(plan)
    now = made.start(plan) + timedelta(days=2)
    assert close_finished(plan.public_id, now)
    return plan, now


def account(made: Round, name: str) -> None:
    """The row behind an actor: a paper names the account that issued it."""
    actor, home = made[name], made.justice
    if db.session.get(User, actor.user_id) is not None:
        return
    with transaction():
        db.session.add(
            User(
                id=actor.user_id,
                username=name,
                name=actor.name,
                org_id=home.id,
                org_path=home.path,
                password_hash="",
                password_changed_at=NOON,
                created_at=NOON,
            )
        )


def told_round(made: Round, sheet: Sheet = FAULTS) -> Told:
    """Reports are issued."""
    plan, now = closed_round(made, sheet)
    rows = issue_reports(made["planner"], IssueReports(plan.public_id, plan.version), now)
    return Told(made, plan, now, {one.agency_org_id: one for one in rows})


def failed_round(made: Round, sheet: Sheet) -> Told:
    """Reports about a failed file that the head decided not to have evaluated again, since nobody is left."""
    plan, now = closed_round(made, sheet)
    failed = next(one for one in plan.files if one.agency_org_id == made.city.bureau.id)
    held = {one.evaluator for one in made.seats(failed)}
    with transaction():
        for public_id, user in made.evaluators.items():
            if public_id not in held:
                user.disabled_at = now
    open_re_evaluations(plan.public_id, now)
    waive_re_evaluation(made["head"], WaiveReEvaluation(failed.public_id, failed.version, "没有别的评查员"), now)
    rows = issue_reports(made["planner"], IssueReports(plan.public_id, plan.version), now)
    return Told(made, plan, now, {one.agency_org_id: one for one in rows})
