"""Seats over the API: the head decides recusals and replaces who doesn't come; what can't be blinded is entered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.states import SeatState
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.platform.storage import current_store
from tests.api.test_evaluation import Callers
from tests.support.app import NOON
from tests.support.evaluation import Round

PDF = b"%PDF-1.7 scanned"


@pytest.fixture
def made(app_with_store: Flask) -> Round:
    assert app_with_store is not None
    move_clock_to(NOON)
    return Round()


@pytest.fixture
def callers(app_with_store: Flask, made: Round) -> Callers:
    return Callers(app_with_store, made)


@pytest.fixture
def seats(made, callers):
    assert callers is not None
    made.take_in(made.city.bureau, volume_key=current_store().put(PDF, "application/pdf").key)
    plan = made.scoring(agencies=(made.city.bureau.code,))
    move_clock_to(made.start(plan) + timedelta(hours=1))
    return made.seats(plan.files[0])


def test_an_evaluator_reads_the_own_notices_and_nobody_elses(made, callers, seats) -> None:
    first, second = seats
    (told,) = callers.call("get", "/evaluation-seats/notices", made.actor(first)).json
    assert (told["kind"], "请您评分" in told["text"]) == ("seat_opened", True)
    made.sign(first)
    assert callers.call("get", "/evaluation-seats/notices", made.actor(first)).json == []
    assert len(callers.call("get", "/evaluation-seats/notices", made.actor(second)).json) == 1
    assert callers.get("/evaluation-seats/notices", "head").status_code == 403


def test_the_head_reads_and_decides_a_request_to_recuse(made, callers, seats) -> None:
    seat = seats[0]
    path = f"/evaluation-seats/{seat.public_id}"
    assert callers.post(f"{path}/recusal-answer", "head", {"answer": "agree"}).status_code == 409
    asked = {"reason_code": "relation", "text": "亲属"}
    assert callers.call("post", f"{path}/recusal", made.actor(seat), asked).status_code == 204
    (shown,) = callers.get("/evaluation-recusals", "head").json
    assert (shown["id"], shown["evaluator"], shown["text"]) == (seat.public_id, seat.evaluator_name, "亲属")
    assert callers.get("/evaluation-recusals", "planner").status_code == 403
    assert callers.post(f"{path}/recusal-answer", "planner", {"answer": "agree"}).status_code == 403
    assert callers.post(f"{path}/recusal-answer", "head", {"answer": "refuse"}).status_code == 422
    assert callers.post(f"{path}/recusal-answer", "head", {"answer": "agree"}).status_code == 204
    db.session.refresh(seat)
    assert seat.state is SeatState.RECUSED
    assert callers.get("/evaluation-recusals", "head").json == []


def test_the_head_replaces_somebody_who_is_late(made, callers, seats) -> None:
    seat, plan = seats[0], seats[0].file.plan.public_id
    late = f"/evaluation-plans/{plan}/late-seats"
    assert callers.get(late, "head").json == []
    move_clock_to(made.start(seat.file.plan) + (seat.strict_on - seat.started_on) + timedelta(days=1))
    found = {one["id"]: one["evaluator"] for one in callers.get(late, "head").json}
    assert found[seat.public_id] == seat.evaluator_name
    path, body = f"/evaluation-seats/{seat.public_id}/replacement", {"reason_code": "leave", "text": "病假条"}
    assert callers.post(path, "planner", body).status_code == 403
    assert callers.post(path, "head", {**body, "text": " "}).status_code == 422
    assert callers.post(path, "head", body).status_code == 204
    assert callers.post(path, "head", body).status_code == 409
    assert len(made.seats(seat.file)) == 2


def test_the_volume_is_handed_out_to_its_evaluator_and_entered(made, callers, seats) -> None:
    first, second = seats
    path = f"/evaluation-seats/{first.public_id}"
    answer = callers.call("post", f"{path}/volume", made.actor(first))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert callers.call("post", f"{path}/volume", made.actor(second)).status_code == 404
    assert callers.call("post", f"{path}/recordings/0", made.actor(first)).status_code == 404
    entered = select(AuditEntry).where(AuditEntry.action == "evaluation.unblinded_opened")
    assert [one.record for one in db.session.scalars(entered)] == [f"evaluation_seat:{first.public_id}"]
