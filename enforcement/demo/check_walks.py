"""Officers of the demo at the door: notice, scan, checklist, record, result, follow-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from enforcement.demo.signatures import draw_demo_signature
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date, start_of_day
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.commands.visits import MakeComplaint, RateVisit
from enforcement.inspection.queries.checks import checks_of_task, tasks
from enforcement.inspection.services import answers, arrivals, checks, follow_up, results
from enforcement.inspection.services.complaints import make_complaint
from enforcement.inspection.services.ratings import rate_visit
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.results import FollowUpKind, ResultCode
from enforcement.rules.inspection.voices import QUESTIONS

if TYPE_CHECKING:
    from enforcement.inspection.models.checks import Check

SEED = 990300
NOTICE_HOUR, ARRIVAL_HOUR, END_HOUR, OFFICE_HOUR = 9, 10, 11, 15
ADDRESS = "/inspection/arrive?code="
FINDING = "3 号货架有 2 袋面粉超过保质期"
PERSON, ROLE = "王某", "店长"
COMPLAINT_AT = 3
"""After so many checks one enterprise complains."""


def hour_of(day: date, hour: int) -> datetime:
    """A full hour of a day in China."""
    return start_of_day(day) + timedelta(hours=hour)


class CheckWalk:
    """Takes every open check on its day; ``reviewer`` passes results of the bureau of the tour, ``other`` elsewhere."""

    def __init__(self, of_officer: Callable[[str], Actor], reviewer: Actor, other: Actor) -> None:
        self.of_officer = of_officer
        self.reviewers = (reviewer, other)
        self.random = Random(SEED)
        self.days: dict[str, date] = {}
        self.finished = 0

    def through(self, day: date) -> None:
        """What happens on a day: notices for it, visits on it."""
        for reviewer in self.reviewers:
            for task, _, _ in tasks(reviewer):
                for check in checks_of_task(reviewer, task):
                    if check.state is CheckState.ASSIGNED and check.officers and self._day_of(check) == day:
                        self._visit(check, reviewer, day)

    def close(self, day: date) -> None:
        """End what was published and has nothing left to be done."""
        for reviewer in self.reviewers:
            for task, _, _ in tasks(reviewer, "done"):
                for check in checks_of_task(reviewer, task):
                    done = all(one.done_at is not None for one in check.follow_ups)
                    if check.state is CheckState.PUBLISHED and done:
                        team = [one.officer_public_id for one in check.officers if one.removed_at is None]
                        now = hour_of(day, OFFICE_HOUR + 4)
                        follow_up.close_check(self.of_officer(team[0]), check.public_id, check.version, now)

    def _day_of(self, check: Check) -> date:
        if check.public_id not in self.days:
            length = (check.window_to - check.window_from).days
            self.days[check.public_id] = check.window_from + timedelta(days=self.random.randint(0, max(length - 1, 0)))
        return self.days[check.public_id]

    def _visit(self, check: Check, reviewer: Actor, day: date) -> None:
        team = tuple(one.officer_public_id for one in check.officers if one.removed_at is None)
        actor = self.of_officer(team[0])
        notice = commands.GiveNotice(
            check.public_id,
            check.version,
            visit_on=day,
            arrival_address=ADDRESS,
            papers=("营业执照", "进货查验记录"),
            contact_name=actor.name,
        )
        check = checks.give_notice(actor, notice, hour_of(day, NOTICE_HOUR))
        check = arrivals.scan_arrival(actor, commands.ScanArrival(check.code or "", team), hour_of(day, ARRIVAL_HOUR))
        wrong = self.random.random() < 0.25
        check = self._answer(actor, check, hour_of(day, ARRIVAL_HOUR), wrong=wrong)
        check = self._finish(actor, check, hour_of(day, END_HOUR), wrong=wrong)
        self._tell(actor, check, reviewer, hour_of(day, OFFICE_HOUR), wrong=wrong)
        self.finished += 1

    def _answer(self, actor: Actor, check: Check, now: datetime, *, wrong: bool) -> Check:
        rows = [(item["code"], entry["no"], "符合", "") for item in check.items for entry in item["standard"]]
        if wrong:
            rows[-1] = (*rows[-1][:2], "不符合", FINDING)
        command = commands.AnswerChecklist(check.public_id, check.version, answers=tuple(rows))
        return answers.answer_checklist(actor, command, now)

    def _finish(self, actor: Actor, check: Check, now: datetime, *, wrong: bool) -> Check:
        command = commands.FinishRecord(
            check.public_id,
            check.version,
            ended_at=now,
            findings=FINDING if wrong else "逐项查看，未发现不符合的情况。",
            opinion="属实，立即改正" if wrong else "无异议",
            person=PERSON,
            person_role=ROLE,
            certificate_shown=True,
            rights_told=True,
            signature_png=draw_demo_signature(),
        )
        return answers.finish_record(actor, command, now)

    def _tell(self, actor: Actor, check: Check, reviewer: Actor, now: datetime, *, wrong: bool) -> None:
        code = ResultCode.CORRECTED if wrong else ResultCode.NO_FINDING
        result = commands.EnterResult(
            check.public_id, check.version, codes=(code,), text=FINDING if wrong else "", fixed_on=civil_date(now)
        )
        check = results.enter_result(actor, result, now)
        check = results.review_result(reviewer, commands.ReviewResult(check.public_id, check.version, passed=True), now)
        told = commands.TellResult(check.public_id, check.version, way="当场告知", told_to=PERSON)
        check = results.tell_result(actor, told, now)
        if wrong:
            due = civil_date(now) + timedelta(days=15)
            opened = commands.OpenFollowUp(
                check.public_id, check.version, kind=FollowUpKind.CORRECTION, text="下架并清点同批次食品", due_on=due
            )
        else:
            opened = commands.OpenFollowUp(check.public_id, check.version, kind=FollowUpKind.NONE)
        follow_up.open_follow_up(actor, opened, now)
        self._speak(check.code or "", now + timedelta(hours=1), wrong=wrong)

    def _speak(self, code: str, now: datetime, *, wrong: bool) -> None:
        """What the enterprise says about it: a rating, and once a complaint."""
        rate_visit(RateVisit(code, 4 if wrong else 5, dict.fromkeys(QUESTIONS, True), "讲解清楚，没有耽误营业。"), now)
        if self.finished == COMPLAINT_AT:
            make_complaint(MakeComplaint(code, "disturbing", "检查正值午间高峰，店内顾客等候较久。"), now)
