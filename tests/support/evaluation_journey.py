"""The bureau of the tests with case files to evaluate, and what people do at their desks in an evaluation."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from enforcement.demo.places import TOUR_BUREAU
from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.commands.plans import ConfirmAnswers
from enforcement.evaluation.commands.sheets import SaveDraft, SignSheet
from enforcement.evaluation.models.core import EvaluationFile, EvaluationPlan, EvaluationSeat
from enforcement.evaluation.services import drawing, files, sheets
from enforcement.evaluation.states import SeatState
from enforcement.foundation.actor import Actor, system_actor
from enforcement.identity.models import Organisation, User
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.evaluation.sheets import Reference, Sheet, VetoMark
from tests.support.app import NOON
from tests.support.bureau import FIRST_DAY, Bureau
from tests.support.casefiles import Json, clean_file
from tests.support.faults import FAULTS
from tests.support.journey import PATIENCE_MS, Person

EVALUATORS = ("bai", "ning", "yue", "he")
TITLE = "2026年上半年食品行政处罚案卷评查"
DRAW_ON = FIRST_DAY + timedelta(days=1)
CLEAN = (1, 5, 6, 10, 12, 14)
"""Of these six five are drawn; the spoilt file is evaluated because somebody complained."""
PLANTED = ("certificate_showing_unwritten", "decision_served_late", "tier_without_reasons", "register_skips_a_number")


VETOED = Sheet((), (VetoMark("V04", "主要事实没有证据", Reference("d02 现场笔录", "全文")),))


def stock_files(bureau: Bureau) -> None:
    """Seven closed files of the bureau, one spoilt and complained about, and a seal for who evaluates them."""
    planner = bureau.actor("cen")
    organ = db.session.get_one(Organisation, planner.org_id)
    seal = RegisterSeal(organ.id, organ.name, draw_demo_seal(organ.name), FIRST_DAY)
    register_seal(system_actor("测试"), seal, NOON)
    for number in CLEAN:
        files.take_in(planner, TakeIn(_of_the_bureau(clean_file(number))), NOON)
    spoilt, random = deepcopy(clean_file(0)), Random(1)  # noqa: S311 -- every run plants the same
    for fault in FAULTS:
        if fault.kind in PLANTED:
            assert fault.plant(spoilt, random) is not None, fault.kind
    files.take_in(planner, TakeIn(_of_the_bureau(spoilt), traits=(MustDraw.COMPLAINT,)), NOON)


def _of_the_bureau(content: Json) -> bytes:
    content["agency"]["code"] = TOUR_BUREAU
    return json.dumps(content, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Round:
    """The one plan of the journey, looked up afresh: browsers change it."""

    app: Flask
    bureau: Bureau

    def plan(self) -> EvaluationPlan:
        """The plan; inside an application context."""
        return db.session.scalars(select(EvaluationPlan)).one()

    def contested(self) -> EvaluationFile:
        """The file that somebody complained about."""
        return next(one for one in self.plan().files if one.must_kinds)

    def evaluators_of_contested(self) -> dict[str, str]:
        """Account -> seat, of those who score the contested file now."""
        with self.app.app_context():
            open_seats = [one for one in self.contested().seats if one.state is SeatState.ACTIVE]
            return {self._username(one): one.public_id for one in open_seats}

    def confirm_others(self) -> None:
        """The planner confirms what the machine proposes for the files nobody looks at here."""
        with self.app.app_context():
            for file in self._others():
                holds = {name: answer is not False for name, answer in file.answers.items()}
                command = ConfirmAnswers(file.public_id, file.answers_version, holds)
                drawing.confirm_answers(self.bureau.actor("cen"), command, current_instant())

    def sign_others(self) -> None:
        """Evaluators find nothing in the files nobody looks at here, but in one the two agree on a veto."""
        with self.app.app_context():
            failing, *others = self._others()
            self._sign_all([failing], VETOED)
            self._sign_all(others, Sheet())

    def re_evaluate(self) -> None:
        """Who evaluates the failed file again finds nothing."""
        with self.app.app_context():
            self._sign_all(self._others(), Sheet())

    def seats_open(self) -> int:
        """How many sheets are still to be signed."""
        with self.app.app_context():
            return sum(one.state is SeatState.ACTIVE for file in self.plan().files for one in file.seats)

    def _sign_all(self, files: Sequence[EvaluationFile], sheet: Sheet) -> None:
        now = current_instant()
        for seat in [one for file in files for one in file.seats if one.state is SeatState.ACTIVE]:
            actor = self._actor(seat)
            saved = sheets.save_draft(actor, SaveDraft(seat.public_id, seat.sheet.version, sheet), now)
            sheets.sign_sheet(actor, SignSheet(seat.public_id, saved.version), now)

    def _others(self) -> list[EvaluationFile]:
        return [one for one in sorted(self.plan().files, key=lambda one: one.label) if not one.must_kinds]

    def _username(self, seat: EvaluationSeat) -> str:
        return db.session.scalars(select(User.username).where(User.public_id == seat.evaluator)).one()

    def _actor(self, seat: EvaluationSeat) -> Actor:
        return self.bureau.actor(self._username(seat))

    def secrets(self) -> tuple[str, ...]:
        """What would tell who scores what: names and public ids of the evaluators."""
        with self.app.app_context():
            wanted = select(User).where(User.username.in_(EVALUATORS))
            return tuple(word for one in db.session.scalars(wanted) for word in (one.name, one.public_id))


def see(person: Person, words: str) -> None:
    """Wait until the page that a press leads to says so."""
    expect(person.page.locator("main")).to_contain_text(words, timeout=PATIENCE_MS)


def write_plan(planner: Person) -> None:
    """A plan for the files of one bureau, handed to the head."""
    planner.open("/evaluation/plans/")
    planner.press("起草评查方案")
    planner.select("机关", "司法局")
    planner.write({"方案名称": TITLE})
    planner.select("评查标准", "行政处罚案卷评查标准")
    days = {"评查期间起": date(2026, 1, 1), "评查期间止": date(2026, 6, 30), "抽取日期": DRAW_ON}
    for label, day in (days | {"名单最迟公开日期": date(2026, 12, 20)}).items():
        planner.page.get_by_label(label).fill(day.isoformat())
    planner.mark("云州市市场监督管理局")
    planner.page.get_by_label("每名评查员最多件数").fill("10")
    assert planner.barriers() == ""
    planner.press("提交审批")
    see(planner, "方案已提交审批")


def approve_plan(head: Person, path: str) -> None:
    """The head, who did not write it, approves the plan and with it the list of files."""
    head.open(path)
    head.press("批准或者退回")
    see(head, "审批评查方案")
    assert head.barriers() == ""
    head.mark("同意")
    head.press("提交意见")
    see(head, "意见已提交")


def show_sheet(evaluator: Person) -> None:
    """On a phone the sheet lies behind the file."""
    tab = evaluator.page.locator("label", has=evaluator.page.locator("#pane-items"))
    if tab.is_visible():
        tab.click()


def deduct(evaluator: Person, code: str, document: str, passage: str) -> None:
    """Take points for a fault, with the paper and the words where it stands; the next press keeps them."""
    show_sheet(evaluator)
    item = evaluator.page.locator("details.score-item").filter(has=_taking(evaluator, code))
    if item.get_attribute("open") is None:
        item.locator("summary").click()
    _taking(evaluator, code).click()
    row = evaluator.page.locator("fieldset.score-row").filter(
        has=evaluator.page.locator(f"input[name=fault-deduction][value='{code}']")
    )
    expect(row).to_be_visible(timeout=PATIENCE_MS)
    row.get_by_label("卷内文书").fill(document)
    row.get_by_label("位置或者原文").fill(passage)


def _taking(evaluator: Person, code: str) -> Locator:
    return evaluator.page.locator(f"button[value='fault:{code}']")


def save(evaluator: Person) -> None:
    """Keep the draft and wait for the page that says so."""
    evaluator.press("保存草稿")
    expect(evaluator.page.locator("#saved-line")).to_contain_text("已保存", timeout=PATIENCE_MS)


def answer_finding(evaluator: Person, title: str, *, accepted: bool, note: str = "") -> None:
    """Say of something the machine found whether it holds."""
    tab = evaluator.page.locator("label", has=evaluator.page.locator("#pane-file"))
    if tab.is_visible():
        tab.click()
    finding = evaluator.page.locator(".finding").filter(has_text=title)
    finding.get_by_label("理由").fill(note)
    finding.get_by_role("button", name="采纳" if accepted else "不采纳", exact=True).click()
    answered = evaluator.page.locator(".finding").filter(has_text=title).locator(".status")
    expect(answered).to_contain_text("已采纳" if accepted else "不采纳", timeout=PATIENCE_MS)


def sign_sheet(evaluator: Person) -> str:
    """Look at what would be signed, and sign; the words of the page before."""
    show_sheet(evaluator)
    evaluator.press("核对并签名")
    see(evaluator, "签名以后，这份评分表不能再改")
    words = evaluator.words
    evaluator.press("签名，不再修改")
    see(evaluator, "评分表已经签名，不能再改")
    return words


def points_shown(evaluator: Person) -> float:
    """The running score on the desk."""
    show_sheet(evaluator)
    shown = evaluator.page.locator(".score-points b").first.inner_text()
    return float(re.sub(r"[^\d.]", "", shown))


def steps_of(visitor: Person) -> dict[str, str]:
    """What the visitor's browser found: step -> ok, failed or not published."""
    expect(visitor.page.locator("[data-finished]")).to_be_visible(timeout=PATIENCE_MS)
    rows: list[list[Any]] = visitor.page.locator("[data-step]").evaluate_all(
        "rows => rows.map((row) => [row.dataset.step, row.dataset.state])"
    )
    return {str(step): str(state) for step, state in rows}
