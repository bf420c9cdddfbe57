"""What follows a round of the demo: reports, an objection that is upheld, frozen results, rectifications."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image, ImageDraw

from enforcement.demo.check_walks import hour_of
from enforcement.evaluation.commands.feedback import (
    AnswerObjection,
    FileObjection,
    FreezeResults,
    IssueReports,
    WaiveObjections,
)
from enforcement.evaluation.commands.rectifications import RecheckRectification, SubmitRectification
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.queries.feedback import objections, report, reports
from enforcement.evaluation.queries.plans import plan
from enforcement.evaluation.queries.rectifications import rectifications
from enforcement.evaluation.services.feedback import freeze_results, issue_reports, waive_objections
from enforcement.evaluation.services.objections import answer_objection, file_objection
from enforcement.evaluation.services.rectifications import recheck_rectification, submit_rectification
from enforcement.foundation.actor import Actor

MORNING, AFTERNOON = 9, 15
GROUNDS = "卷内另附有补充说明，评查时没有看到；现附照片，请予核实。"
REASONS = "经核实，卷内确有该材料，评查意见不成立，予以采纳。"
HANDED_IN = "已经对照评查意见改正，并组织承办人员学习；改正后的文书照片附后。"


@dataclass(frozen=True)
class Feedback:
    """The days after scoring; ``heads`` answer for their agencies, by code, ``tour`` is the one that objects."""

    plan: str
    planner: Actor
    head: Actor
    heads: Mapping[str, Actor]
    tour: str

    def follow(self, day: date) -> None:
        """A step a day, from the reports on ``day`` to the re-check five days later."""
        row = plan(self.planner, self.plan)
        issue_reports(self.planner, IssueReports(row.public_id, row.version), hour_of(day, AFTERNOON))
        self._object(day + timedelta(days=1))
        self._answer(day + timedelta(days=2))
        row = plan(self.head, self.plan)
        freeze_results(self.head, FreezeResults(row.public_id, row.version), hour_of(day + timedelta(days=3), MORNING))
        self._hand_in(day + timedelta(days=4))
        self._recheck(day + timedelta(days=5))

    def _object(self, day: date) -> None:
        """The agency of the tour doubts its first point; nobody else objects to anything."""
        now = hour_of(day, MORNING)
        for code, head in self.heads.items():
            for row in reports(head):
                if code == self.tour:
                    file, subject = next(
                        (file, subject) for file in report(head, row.public_id, day).files for subject in file.subjects
                    )
                    command = FileObjection(
                        row.public_id, file.public_id, subject.subject, GROUNDS, (picture("supplement"),)
                    )
                    file_objection(head, command, now)
                waive_objections(head, WaiveObjections(row.public_id, row.version), now)

    def _answer(self, day: date) -> None:
        for one in objections(self.planner, self.plan):
            command = AnswerObjection(one.row.public_id, one.row.version, upheld=True, reasons=REASONS)
            answer_objection(self.planner, command, hour_of(day, MORNING))

    def _hand_in(self, day: date) -> None:
        """Each agency hands in the first of what it has to put right; the rest is still open."""
        for head in self.heads.values():
            for one in rectifications(head, self.plan, day)[:1]:
                command = SubmitRectification(one.row.public_id, one.row.version, HANDED_IN, (picture("rectified"),))
                submit_rectification(head, command, hour_of(day, MORNING))

    def _recheck(self, day: date) -> None:
        waiting = [one for one in rectifications(self.planner, self.plan, day) if not one.recheck_reasons]
        for one in waiting[: len(waiting) // 2]:
            command = RecheckRectification(one.row.public_id, one.row.version, passed=True, reasons="")
            recheck_rectification(self.planner, command, hour_of(day, MORNING))


def picture(words: str) -> Upload:
    """A picture that stands for the photo of a paper."""
    image = Image.new("RGB", (480, 320), "white")
    ImageDraw.Draw(image).text((24, 40), f"DEMO {words}", fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return Upload(f"{words}.png", out.getvalue())
