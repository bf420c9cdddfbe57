"""Officers at the door: a bureau with a drawn task or a check outside the draw, on its way through the services."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from enforcement.demo.signatures import draw_demo_signature
from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.draws import services as draws
from enforcement.draws.commands import TypeValue
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.identity import services as identity
from enforcement.identity.commands import IssueCertificate, RegisterOfficer
from enforcement.identity.models import Organisation
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.commands.libraries import KeepOfficer
from enforcement.inspection.commands.visits import AnswerVisit, AskVisit
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.queries.plans import batch_facts
from enforcement.inspection.services import answers, arrivals, checks, officers, results, tasks
from enforcement.inspection.services.approvals import answer_visit, ask_visit
from enforcement.inspection.services.freezing import freeze_batch
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import Origin
from enforcement.rules.inspection.items import StandardEntry
from enforcement.rules.inspection.results import ResultCode
from enforcement.rules.inspection.visits import KIND_OF_ORIGIN, OffSite, TaskSource
from enforcement.rules.officers import OfficerKind
from tests.domains.identity.people import FIRST_DAY, LAST_DAY, SYSTEM, actor_for, make_account
from tests.domains.inspection.library_world import CODE, World, batch, credit_code, make_world, rows_of
from tests.support.app import NOON
from tests.support.bureau import cheap_hashing
from tests.support.draws import KL8, picture

USCC = credit_code(7)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MORE = "SCJG-002"
STANDARD = (
    StandardEntry(1, "是否经营超过保质期的食品", "食品安全法第三十四条", ("符合", "不符合", "不涉及")),
    StandardEntry(2, "是否建立进货查验记录", "食品安全法第五十三条", ("符合", "不符合", "不涉及")),
)


@dataclass
class CheckWorld:
    """The bureau with four officers who have accounts, its heads and its enterprises."""

    world: World
    second_head: Actor
    team: list[str] = field(default_factory=list)
    """Public ids of officers."""
    actors: dict[str, Actor] = field(default_factory=dict)
    """Officer public id -> actor."""

    @property
    def head(self) -> Actor:
        """The head of the agency."""
        return self.world.head

    def actor(self, check: Check, index: int = 0) -> Actor:
        """One of the present team."""
        names = [one.officer_public_id for one in check.officers if one.removed_at is None]
        return self.actors[names[index]]

    def open(self, now: datetime = NOON, **changes: Any) -> Check:
        """A check after a complaint, by the first two officers, approved."""
        today = civil_date(now)
        command = commands.OpenCaseCheck(
            org_id=self.world.bureau.id,
            origin=Origin.COMPLAINT,
            reason="消费者投诉买到过期食品",
            source_document="12315-2026-00123",
            uscc=USCC,
            item_codes=(CODE,),
            officer_ids=tuple(self.team[:2]),
            window_from=today,
            window_to=today + timedelta(days=20),
        )
        return checks.open_case_check(self.head, replace(command, **changes), now)

    def approve_visit(self, check: Check, now: datetime = NOON) -> None:
        """The form of approval for a check outside the draw (C03, C04)."""
        actor = self.actor(check)
        form = AskVisit(
            org_id=check.org_id,
            uscc=check.uscc,
            name=check.name,
            kind=KIND_OF_ORIGIN[check.origin],
            purpose="核查投诉反映的问题",
            items=tuple(item["code"] for item in check.items),
            source=TaskSource.COMPLAINT,
            officers=tuple(one.officer_public_id for one in check.officers if one.removed_at is None),
            planned_from=max(check.window_from, civil_date(now)),
            planned_to=check.window_to,
            off_site=dict.fromkeys(OffSite, "需要查看现场的实际情况，书面材料不能证明"),
            source_document=check.source_document,
        )
        asked = ask_visit(actor, form, now)
        answer_visit(self.second_head, AnswerVisit(asked.public_id, asked.version, agreed=True), now + HOUR / 60)

    def notify(self, check: Check, now: datetime = NOON) -> Check:
        """The notice, for today or the first day of the window."""
        if check.task_id is None:
            self.approve_visit(check, now)
        command = commands.GiveNotice(
            check.public_id,
            check.version,
            visit_on=max(check.window_from, civil_date(now)),
            arrival_address="https://example.test/inspection/arrive?code=",
        )
        return checks.give_notice(self.actor(check), command, now + 2 * HOUR / 60)

    def arrive(self, check: Check, now: datetime = NOON + HOUR, **changes: Any) -> Check:
        """The whole team scans."""
        names = tuple(one.officer_public_id for one in check.officers if one.removed_at is None)
        return arrivals.scan_arrival(
            self.actor(check), replace(commands.ScanArrival(check.code, names), **changes), now
        )

    def fill(self, check: Check, now: datetime = NOON + HOUR, answer: str = "符合", note: str = "") -> Check:
        """Every entry with the same answer."""
        rows = tuple((item["code"], entry["no"], answer, note) for item in check.items for entry in item["standard"])
        command = commands.AnswerChecklist(check.public_id, check.version, answers=rows)
        return answers.answer_checklist(self.actor(check), command, now)

    def finish(self, check: Check, now: datetime = NOON + 2 * HOUR, **changes: Any) -> Check:
        """The record, signed."""
        command = commands.FinishRecord(
            check.public_id,
            check.version,
            ended_at=now,
            findings="货架和仓库均已查看。",
            opinion="无异议",
            person="王某",
            person_role="店长",
            certificate_shown=True,
            rights_told=True,
            signature_png=draw_demo_signature(),
        )
        return answers.finish_record(self.actor(check), replace(command, **changes), now)

    def recorded(self, now: datetime = NOON, answer: str = "符合", note: str = "", **changes: Any) -> Check:
        """A case check whose record is finished."""
        check = self.arrive(self.notify(self.open(now, **changes), now), now + HOUR)
        return self.finish(self.fill(check, now + HOUR, answer, note), now + 2 * HOUR)

    def enter(self, check: Check, *codes: ResultCode, now: datetime = NOON + 3 * HOUR, text: str = "见笔录") -> Check:
        """The result."""
        command = commands.EnterResult(
            check.public_id,
            check.version,
            codes=codes or (ResultCode.NO_FINDING,),
            text=text,
            fixed_on=civil_date(now),
        )
        return results.enter_result(self.actor(check), command, now)

    def review(self, check: Check, now: datetime = NOON + 3 * HOUR, *, passed: bool = True, reason: str = "") -> Check:
        """The second person."""
        command = commands.ReviewResult(check.public_id, check.version, passed=passed, reason=reason)
        return results.review_result(self.head, command, now)

    def tell(self, check: Check, now: datetime = NOON + 3 * HOUR) -> Check:
        """On the spot."""
        command = commands.TellResult(check.public_id, check.version, way="当场告知", told_to="王某")
        return results.tell_result(self.actor(check), command, now)

    def drawn(self, count: int = 20, **changes: Any) -> InspectionTask:
        """The task of a published draw over a library of so many enterprises, its checks open."""
        self.world.fill(count, item_codes=CODE)
        (planned,) = rows_of(self.world.public_plan(batch(sources=("kl8",), **changes)))
        frozen_at = NOON + DAY
        freeze_batch(SYSTEM, planned.public_id, frozen_at)
        draw_id = batch_facts(planned.public_id).draw_public_id
        found = draws.advance_draw(SYSTEM, draw_id, frozen_at)
        after = frozen_at + 2 * DAY
        for name in ("first", "second"):
            with cheap_hashing():
                typist = actor_for(make_account(f"typist-{name}", self.world.bureau, "typist"))
            draws.type_value(typist, TypeValue(found.sources[-1], KL8, picture()), after)
        draws.advance_draw(SYSTEM, draw_id, after)
        task = db.session.scalars(select(InspectionTask).where(InspectionTask.draw_public_id == draw_id)).one()
        tasks.open_task_checks(SYSTEM, task.public_id, after)
        return task


def make_check_world() -> CheckWorld:
    """In the present database and store."""
    world = make_world()
    world.publish(standard=STANDARD, yearly_cap=None)
    world.publish(standard=STANDARD, code=MORE, name="计量监督检查", yearly_cap=None)
    with cheap_hashing():
        made = CheckWorld(world, actor_for(make_account("second-head", world.bureau, "agency_head")))
        for name in ("lin", "xu", "tang", "gu"):
            public_id, actor = with_account(name, world)
            made.actors[public_id] = actor
            made.team.append(public_id)
            command = KeepOfficer(public_id, 0, (CODE, MORE), (), (), (), 30, active=True)
            officers.keep_officer(world.planner, command, NOON)
    seal = RegisterSeal(world.bureau.id, world.bureau.name, draw_demo_seal(world.bureau.name), date(2026, 1, 1))
    register_seal(SYSTEM, seal, NOON)
    world.fill(12, item_codes=f"{CODE}、{MORE}")
    return made


def with_account(name: str, world: World, bureau: Organisation | None = None) -> tuple[str, Actor]:
    """An officer with a certificate and an account that may conduct checks: public id and actor."""
    home = bureau or world.bureau
    user = make_account(name, home, "officer")
    command = RegisterOfficer(home.public_id, f"{name}某", OfficerKind.OFFICER, account=user.public_id)
    officer = identity.register_officer(SYSTEM, command, NOON)
    paper = IssueCertificate(officer.public_id, f"证-{name}", "云岭省人民政府", FIRST_DAY, LAST_DAY, ("市场监督管理",))
    identity.issue_certificate(SYSTEM, paper, NOON)
    return officer.public_id, actor_for(user)
