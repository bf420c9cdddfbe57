"""Signatures at once, with real commits: a file is settled once, a third is called once, a sheet is signed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.commands.sheets import SaveDraft, SignSheet
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationFile, EvaluationNotice, EvaluationSeat, ScoreSheet
from enforcement.evaluation.services.empty_seats import fill_empty_seats
from enforcement.evaluation.services.sheets import save_draft, sign_sheet
from enforcement.evaluation.states import FileState, NoticeKind, SeatState
from enforcement.foundation.actor import Actor
from enforcement.identity.models import RoleGrant
from enforcement.platform.database import db, transaction
from enforcement.rules.evaluation.sheets import Sheet
from tests.domains.draws.test_together import together
from tests.support.evaluation import NOTHING, Round, faults


@dataclass(frozen=True)
class Ready:
    """A saved sheet, its owner and the moment: everything a thread needs to sign."""

    actor: Actor
    seat: str
    version: int
    at: datetime

    def sign(self) -> None:
        sign_sheet(self.actor, SignSheet(self.seat, self.version), self.at)


@dataclass
class Scene:
    """One file of a plan whose two sheets are saved."""

    plan: str
    sheets: tuple[Ready, Ready]
    others: list[int]
    at: datetime


@pytest.fixture
def scene(committed_app: Flask) -> Callable[[int], Scene]:
    """Saved sheets of two evaluators, the second of whom finds faults for about so many points."""

    def make(points: int) -> Scene:
        with committed_app.app_context():
            made = Round()
            made.take_in(made.city.bureau)
            plan = made.scoring()
            (file,) = plan.files
            seats = made.seats(file)
            at = made.start(plan) + timedelta(days=1)
            found = (NOTHING, faults(standard_of(plan.standard), points) if points else NOTHING)
            first, second = (saved(made, seat, sheet, at) for seat, sheet in zip(seats, found, strict=True))
            seated = {one.user_id for one in seats}
            others = [one.id for one in made.evaluators.values() if one.id not in seated]
            return Scene(plan.public_id, (first, second), others, at)

    return make


def saved(made: Round, seat: EvaluationSeat, sheet: Sheet, at: datetime) -> Ready:
    command = SaveDraft(seat.public_id, seat.sheet.version, sheet)
    return Ready(made.actor(seat), seat.public_id, save_draft(made.actor(seat), command, at).version, at)


def settled() -> tuple[FileState, int, int]:
    """State of the file, seats that are there, sheets that are signed."""
    file = db.session.scalars(select(EvaluationFile)).one()
    signed = db.session.scalar(select(func.count()).where(ScoreSheet.signed_at.is_not(None)))
    return file.state, len(file.seats), signed or 0


def count(action: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def test_two_who_agree_and_sign_at_once_settle_the_file(committed_app: Flask, scene: Callable[[int], Scene]) -> None:
    made = scene(0)
    assert together(committed_app, *(one.sign for one in made.sheets)) == []
    with committed_app.app_context():
        assert settled() == (FileState.DECIDED, 2, 2)
        assert db.session.scalars(select(EvaluationFile)).one().points == "100.00"


def test_two_who_disagree_and_sign_at_once_call_one_third(committed_app: Flask, scene: Callable[[int], Scene]) -> None:
    made = scene(30)
    assert together(committed_app, *(one.sign for one in made.sheets)) == []
    with committed_app.app_context():
        assert settled() == (FileState.THIRD, 3, 2)
        third = db.session.scalars(select(EvaluationSeat).where(EvaluationSeat.place == 3)).one()
        assert third.state is SeatState.ACTIVE
        told = (EvaluationNotice.kind == NoticeKind.SEAT_OPENED, EvaluationNotice.user_id == third.user_id)
        assert db.session.scalar(select(func.count()).where(*told)) == 1


def test_a_double_click_signs_once_and_settles_once(committed_app: Flask, scene: Callable[[int], Scene]) -> None:
    first, second = scene(30).sheets
    refused = together(committed_app, first.sign, second.sign, second.sign, second.sign)
    assert {one.code for one in refused} <= {"refused", "stale"}
    assert len(refused) == 2
    with committed_app.app_context():
        assert settled() == (FileState.THIRD, 3, 2)
        assert count("evaluation.sheet_signed") == 2


def test_a_draft_saved_while_the_sheet_is_signed_never_changes_what_was_signed(
    committed_app: Flask, scene: Callable[[int], Scene]
) -> None:
    first, _second = scene(0).sheets

    def save() -> None:
        save_draft(first.actor, SaveDraft(first.seat, first.version, NOTHING, "另一个标签页"), first.at)

    refused = together(committed_app, first.sign, save)
    assert len(refused) == 1
    with committed_app.app_context():
        sheet = db.session.scalars(
            select(ScoreSheet).join(EvaluationSeat).where(EvaluationSeat.public_id == first.seat)
        ).one()
        assert (sheet.signed is None) == (sheet.remark == "另一个标签页")


def test_two_schedulers_at_once_call_one_missing_third(committed_app: Flask, scene: Callable[[int], Scene]) -> None:
    made = scene(30)
    available(committed_app, made.others, made.at)
    assert together(committed_app, *(one.sign for one in made.sheets)) == []
    with committed_app.app_context():
        assert settled() == (FileState.THIRD, 2, 2)
    available(committed_app, made.others, None)
    assert together(committed_app, *[lambda: fill_empty_seats(made.plan, made.at)] * 3) == []
    with committed_app.app_context():
        assert settled() == (FileState.THIRD, 3, 2)


def available(app: Flask, users: list[int], revoked_at: datetime | None) -> None:
    """Take the grants of these back, or give them again."""
    with app.app_context(), transaction():
        for row in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id.in_(users))):
            row.revoked_at = revoked_at
