"""A frozen plan with rectifications of one agency, as rows: how they come about, test_freezing shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from enforcement.evaluation.commands.rectifications import RecheckRectification, SubmitRectification
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationRectification, EvaluationReport
from enforcement.evaluation.services.rectifications import recheck_rectification, submit_rectification
from enforcement.evaluation.states import PlanState, RectificationState
from enforcement.evaluation.terms import OBJECTION, RECTIFICATION, set_term
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.platform.database import db
from tests.support.evaluation import Round

PROOF = Upload("整改报告.pdf", b"%PDF-1.7\n%%EOF\n")
RECEIVED = datetime(2026, 9, 15, 4, 0, tzinfo=UTC)
"""Thirty days on is a Thursday at work, so that the term does not roll over."""
DONE = "已经补正送达回证，并对承办人员进行培训"


@dataclass
class Rectified:
    """A plan whose results were fixed at ``RECEIVED``; ``rows`` are the agency's rectifications."""

    made: Round
    plan: EvaluationPlan
    report: EvaluationReport
    rows: list[EvaluationRectification]

    def day(self, number: int) -> datetime:
        """Nine o'clock of a day of the term; 0 is the day of the receipt."""
        return at(civil_date(RECEIVED) + timedelta(days=number))

    def submit(self, row: EvaluationRectification, now: datetime, by: str = "agency") -> EvaluationRectification:
        return submit_rectification(self.made[by], self.handed_in(row), now)

    def handed_in(self, row: EvaluationRectification) -> SubmitRectification:
        return SubmitRectification(row.public_id, row.version, DONE, (PROOF,))

    def recheck(
        self, row: EvaluationRectification, now: datetime, *, passed: bool, by: str = "planner"
    ) -> EvaluationRectification:
        command = RecheckRectification(row.public_id, row.version, passed, "" if passed else "缺少签收日期")
        return recheck_rectification(self.made[by], command, now)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a civil day."""
    return datetime.combine(day, time(hour), SHANGHAI)


def frozen(made: Round, subjects: int = 1) -> Rectified:
    """The plan with as many rectifications of one file."""
    made.take_in(made.city.bureau)
    plan = made.opened(agencies=(made.city.bureau.code,))
    plan.state = PlanState.FROZEN
    report = EvaluationReport(
        plan=plan,
        agency_org_id=made.city.bureau.id,
        agency_path=made.city.bureau.path,
        agency_name=made.city.bureau.name,
        report_no="云司评〔2026〕1号",
        document="d" * 20,
        issued_by=made["planner"].user_id,
        issued_by_name="planner",
        issued_at=RECEIVED,
    )
    set_term(report, OBJECTION, plan, civil_date(RECEIVED))
    rows = [_row(report, plan, number) for number in range(1, subjects + 1)]
    db.session.add_all([report, *rows])
    db.session.commit()
    return Rectified(made, plan, report, rows)


def _row(report: EvaluationReport, plan: EvaluationPlan, number: int) -> EvaluationRectification:
    row = EvaluationRectification(
        report=report,
        file=plan.files[0],
        subject=f"item:{number}",
        title=f"第{number}项 送达",
        problem="送达回证没有签收日期",
        article="行政处罚法第六十一条",
        state=RectificationState.OPEN,
        received_at=RECEIVED,
    )
    set_term(row, RECTIFICATION, plan, civil_date(RECEIVED))
    return row
