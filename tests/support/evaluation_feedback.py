"""A round of evaluation after scoring, at the browsers of the planner, the head and the agency."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationObjection, EvaluationRectification, EvaluationReport
from enforcement.evaluation.services.closing import close_finished
from enforcement.identity.models import Organisation, User
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.evaluation.sheets import Reference, Sheet, VetoMark
from tests.domains.documents.house import put_seal
from tests.domains.identity.people import make_account
from tests.support.bureau import cheap_hashing
from tests.support.desk import plain
from tests.support.draws import picture
from tests.support.evaluation import faults
from tests.support.evaluation_desk import Desks

POINTS = 20


class Feedback:
    """A plan whose only judged agency is the bureau; every file has lost the same points, or has a veto."""

    def __init__(self, desks: Desks, files: int = 1, *, failed: bool = False) -> None:
        self.desks, made = desks, desks.round
        put_seal(made.justice)
        for _ in range(files):
            made.take_in(made.city.bureau)
        self.plan: EvaluationPlan = made.scoring()
        standard = standard_of(self.plan.standard)
        veto = VetoMark(standard.vetoes_of("general")[0].no, "执法主体不合法", Reference("行政处罚决定书", "第1页落款"))
        sheet = Sheet(vetoes=(veto,)) if failed else faults(standard, POINTS)
        for file in self.plan.files:
            for seat in made.seats(file):
                made.sign(seat, sheet)
        self.pass_days(0, since=made.start(self.plan) + timedelta(days=2))
        close_finished(self.plan.public_id, current_instant())
        self.agency_user = self.head_account("agency.head", made.city.bureau)

    @staticmethod
    def head_account(name: str, agency: Organisation) -> User:
        """The head of an agency that is judged."""
        with cheap_hashing():
            return make_account(name, agency, "agency_head")

    @property
    def agency(self) -> FlaskClient:
        """The browser of the bureau's head, signed in today."""
        return self.desks.browser(self.agency_user)

    def pass_days(self, days: int, since: Any = None) -> None:
        """The clock goes on."""
        move_clock_to((since or current_instant()) + timedelta(days=days))

    def of(self, name: str) -> FlaskClient:
        """The planner, the head, the deputy, or the agency's head."""
        return self.agency if name == "agency" else self.desks.of(name)

    def board(self, rest: str = "") -> str:
        """Addresses of the plan's feedback."""
        return f"/evaluation/plans/{self.plan.public_id}/feedback/{rest}"

    def issued(self) -> EvaluationReport:
        """The planner sends the report out."""
        answer = self.of("planner").post(self.board("reports"), data={"version": self.plan.version})
        assert answer.status_code == 303, plain(answer)
        return db.session.query(EvaluationReport).one()

    def subject(self) -> str:
        """Where the agency objects to its first point."""
        page = self.agency.get(self.report_address()).get_data(as_text=True)
        return next(part.split('"')[0] for part in page.split('href="') if "/files/" in part.split('"')[0])

    def report_address(self, rest: str = "") -> str:
        """The report's page."""
        return f"/evaluation/reports/{db.session.query(EvaluationReport).one().public_id}{rest}"

    def objected(self, grounds: str = "案卷第12页有检查时间") -> EvaluationObjection:
        """The agency objects to its first point."""
        answer = self.agency.post(self.subject(), data={"grounds": grounds, "uploads": proof()})
        assert answer.status_code == 303, plain(answer)
        return db.session.query(EvaluationObjection).one()

    def frozen(self) -> EvaluationRectification:
        """The agency has nothing to object, the head fixes the results; the first thing to put right."""
        report = self.issued()
        self.agency.post(self.report_address("/waiver"), data={"version": report.version})
        db.session.refresh(self.plan)
        answer = self.of("head").post(self.board("results"), data={"version": self.plan.version})
        assert answer.status_code == 303, plain(answer)
        found = db.session.query(EvaluationRectification).order_by(EvaluationRectification.id).first()
        assert found is not None
        return found


def proof(name: str = "证明.png") -> tuple[io.BytesIO, str]:
    """A small picture as a browser sends it."""
    return io.BytesIO(picture()), name
