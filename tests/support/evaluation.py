"""A round of evaluation in any state, made by the people whom the law asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from enforcement.draws import services as draws
from enforcement.draws.commands import TypeValue
from enforcement.draws.models import Draw
from enforcement.evaluation.commands.plans import AnswerPlan, ConfirmAnswers, DraftPlan, PlanContent
from enforcement.evaluation.commands.sheets import SaveDraft, SignSheet
from enforcement.evaluation.installation import installed_standards
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat, EvaluationStandard
from enforcement.evaluation.models.files import EvaluationCaseFile, PrecheckFinding
from enforcement.evaluation.services import drawing, plans, sheets, standards
from enforcement.evaluation.states import PlanState, SeatState
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import content_digest
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.models import Organisation, User
from enforcement.platform.database import db, transaction
from enforcement.platform.storage import current_store
from enforcement.rules.casefile.reading import case_file_from
from enforcement.rules.evaluation.applicability import kind_of
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet
from tests.domains.identity.people import SYSTEM, City, actor_for, grant, make_city, make_officer, organisation
from tests.support.app import NOON
from tests.support.casefiles import clean_file
from tests.support.draws import KL8, SCHEDULER, person, picture

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
DRAW_ON = date(2026, 9, 2)
OPEN_ON = date(2026, 12, 20)
COMMIT = NOON + timedelta(days=1)
NOTHING = Sheet()
ASKED_OF_ALL = ("", "scene", "inquiry", "documents")
"""Conditions that hold for every sample file."""


@dataclass
class Round:
    """A justice bureau that evaluates two agencies, with evaluators of its own and one of an agency."""

    city: City = field(default_factory=make_city)
    people: dict[str, Actor] = field(default_factory=dict)
    evaluators: dict[str, User] = field(default_factory=dict)
    numbers: int = 0
    typed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.justice = organisation("云城市司法局", self.city.city, OrganisationLevel.CITY, OrganisationKind.JUSTICE)
        posts = (
            ("planner", "evaluation_planner", self.justice),
            ("planner2", "evaluation_planner", self.justice),
            ("head", "agency_head", self.justice),
            ("deputy", "agency_head", self.justice),
            ("agency", "agency_head", self.city.bureau),
            ("first", "typist", self.justice),
            ("second", "typist", self.justice),
        )
        for number, (name, role, org) in enumerate(posts, start=2001):
            self.people[name] = person(number, name, role, org)
        for number in range(1, 7):
            self.add_evaluator(f"pc{number}")
        standards.seed_standards(SYSTEM, installed_standards(), NOON)

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def add_evaluator(self, name: str, home: Organisation | None = None) -> User:
        """An evaluator of the justice bureau's rounds, at home there or elsewhere."""
        org = home or self.justice
        # A row, and not the service: nobody signs in here, and hashing a password takes a second.
        user = User(
            username=name,
            name=f"{name}的姓名",
            org_id=org.id,
            org_path=org.path,
            password_hash="",
            password_changed_at=NOON,
            created_at=NOON,
        )
        with transaction():
            db.session.add(user)
        grant(user, "evaluator", self.justice)
        db.session.refresh(user, ["grants"])
        self.evaluators[user.public_id] = user
        self.people[name] = actor_for(user)
        return user

    def certify(self, user: User, number: str) -> None:
        """The person of an account stands on a staff list and holds a certificate."""
        officer = make_officer(user.name, self.justice, number=number)
        officer.user_id = user.id
        db.session.flush()

    def standard(self, code: str = "penalty-100") -> EvaluationStandard:
        wanted = select(EvaluationStandard).where(EvaluationStandard.code == code).order_by(EvaluationStandard.id)
        return db.session.scalars(wanted.limit(1)).one()

    def take_in(self, agency: Organisation, **changes: Any) -> EvaluationCaseFile:
        """A case file of an agency, as the take-in leaves it."""
        self.numbers += 1
        content = clean_file(self.numbers)
        file = case_file_from(content)
        blob = current_store().put(json.dumps(content, ensure_ascii=False).encode(), "application/json")
        row = EvaluationCaseFile(
            org_id=agency.id,
            org_path=agency.path,
            file_no=f"案{self.numbers:04d}",
            title=file.case.title,
            kind=kind_of(file),
            matter_id=None,
            closed_on=date(2026, 5, 1),
            content_key=blob.key,
            sha256=content_digest(content),
            volume_key=None,
            batch="",
            traits=[],
            people=[{"role": "承办人", "name": f"承办{self.numbers}", "numbers": [f"ZJ{self.numbers:05d}"]}],
            imported_by_name="测试",
            imported_at=NOON,
        )
        for name, value in changes.items():
            setattr(row, name, value)
        with transaction():
            db.session.add(row)
        return row

    def finding(self, file: EvaluationFile, rule: str = "PC07") -> str:
        """A finding of the machine in a drawn file; its public id."""
        wanted = select(EvaluationCaseFile).where(EvaluationCaseFile.public_id == file.case_file_public_id)
        row = PrecheckFinding(
            file_id=db.session.scalars(wanted).one().id,
            no=1,
            rule=rule,
            article="行政处罚法第四十四条",
            documents=["D1"],
            explanation="告知晚于决定",
            rule_version="测试",
            found_at=NOON,
        )
        db.session.add(row)
        db.session.commit()
        return row.public_id

    def fill(self, bureau: int = 12, east: int = 6) -> None:
        """Closed files of both agencies; one of the first's is a major penalty."""
        for number in range(bureau):
            self.take_in(self.city.bureau, traits=[] if number else [MustDraw.MAJOR_PENALTY.value])
        for _ in range(east):
            self.take_in(self.city.east_bureau)

    def content(self, **changes: Any) -> PlanContent:
        made = PlanContent(
            title="2026年上半年行政处罚案卷评查",
            period_from=PERIOD[0],
            period_to=PERIOD[1],
            standard=self.standard().public_id,
            agencies=(self.city.bureau.code, self.city.east_bureau.code),
            must_kinds=(MustDraw.MAJOR_PENALTY,),
            ratio_bp=1000,
            least=5,
            draw_on=DRAW_ON,
            open_on=OPEN_ON,
            load_limit=10,
        )
        return replace(made, **changes)

    def drafted(self, **changes: Any) -> EvaluationPlan:
        return plans.draft_plan(self["planner"], DraftPlan(self.justice.id, self.content(**changes)), NOON)

    def approve(self, plan: EvaluationPlan, now: datetime = NOON, head: str = "head") -> EvaluationPlan:
        return plans.answer_plan(self[head], AnswerPlan(plan.public_id, plan.version, agreed=True), now)

    def approved(self, **changes: Any) -> EvaluationPlan:
        return self.approve(self.drafted(**changes))

    def committed(self, **changes: Any) -> EvaluationPlan:
        return drawing.commit_plan(SYSTEM, self.approved(**changes).public_id, COMMIT)

    def draw_of(self, plan: EvaluationPlan) -> Draw:
        return db.session.scalars(select(Draw).where(Draw.public_id == plan.draw_public_id)).one()

    def drawn(self, **changes: Any) -> EvaluationPlan:
        plan = self.committed(**changes)
        draw = self.draw_of(plan)
        assert draw.outside_at is not None
        for source in draw.sources:
            # Two rounds of a day share their value.
            for name in () if source in self.typed else ("first", "second"):
                draws.type_value(self[name], TypeValue(source, KL8, picture()), draw.outside_at)
            self.typed.add(source)
        draws.advance_draw(SCHEDULER, draw.public_id, draw.outside_at)
        return plan

    def opened(self, **changes: Any) -> EvaluationPlan:
        """Files and seats are there, answers not yet confirmed."""
        plan = self.drawn(**changes)
        drawing.open_files(plan.public_id, self.start(plan))
        return plan

    def scoring(self, **changes: Any) -> EvaluationPlan:
        """Answers confirmed: evaluators may score."""
        plan = self.opened(**changes)
        for file in plan.files:
            self.confirm(file)
        return plan

    def start(self, plan: EvaluationPlan) -> datetime:
        """When scoring begins: an hour after the value was announced."""
        announced = self.draw_of(plan).outside_at
        assert announced is not None
        return announced + timedelta(hours=1)

    def confirm(self, file: EvaluationFile, **answers: bool) -> EvaluationFile:
        """As the machine proposes, yes where it doesn't."""
        holds = {name: answer is not False for name, answer in file.answers.items()} | answers
        now = self.start(file.plan)
        return drawing.confirm_answers(
            self["planner"], ConfirmAnswers(file.public_id, file.answers_version, holds), now
        )

    def seats(self, file: EvaluationFile) -> list[EvaluationSeat]:
        """Seats still held, by place."""
        db.session.expire(file, ["seats"])
        return sorted((one for one in file.seats if one.state is not SeatState.RECUSED), key=lambda one: one.place)

    def actor(self, seat: EvaluationSeat) -> Actor:
        """The evaluator of a seat."""
        return actor_for(self.evaluators[seat.evaluator])

    def sign(self, seat: EvaluationSeat, sheet: Sheet = NOTHING, now: datetime | None = None) -> None:
        """Save and sign."""
        at = now or self.start(seat.file.plan) + timedelta(days=1)
        saved = sheets.save_draft(self.actor(seat), SaveDraft(seat.public_id, seat.sheet.version, sheet), at)
        sheets.sign_sheet(self.actor(seat), SignSheet(seat.public_id, saved.version), at)

    def sign_all(self, plan: EvaluationPlan) -> None:
        """Everybody finds nothing."""
        for file in plan.files:
            for seat in self.seats(file):
                if seat.state is SeatState.ACTIVE:
                    self.sign(seat)

    def at(self, state: PlanState, **changes: Any) -> EvaluationPlan:
        """A plan in a state before closing."""
        makers = {
            PlanState.DRAFT: self.drafted,
            PlanState.APPROVED: self.approved,
            PlanState.COMMITTED: self.committed,
            PlanState.DRAWN: self.drawn,
            PlanState.SCORING: self.scoring,
        }
        return makers[state](**changes)


def faults(standard: Any, points: int, kind: str = "general") -> Sheet:
    """A sheet of whole items lost that every sample file is asked for, about as many points as asked."""
    lost, found = 0, []
    for item in standard.items_of(kind):
        worst = next((one for one in item.deductions if one.points == item.points), None)
        if item.condition not in ASKED_OF_ALL or worst is None or lost + int(item.points) > points:
            continue
        found.append(Fault(worst.code, Reference("现场笔录", "第2页第3行")))
        lost += int(item.points)
    return Sheet(tuple(found))
