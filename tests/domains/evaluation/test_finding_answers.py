"""What an evaluator said to the findings of the machine is signed with the sheet: the database keeps it from then on."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from enforcement.evaluation.commands.sheets import AnswerFinding
from enforcement.evaluation.models.core import FindingAnswer
from enforcement.evaluation.services.sheets import answer_finding
from enforcement.platform.database import db

LATER = (
    "INSERT INTO finding_answers (seat_id, finding, rule, accepted, note, at)"
    " VALUES (:seat, 'later', 'PC08', :yes, '', CURRENT_TIMESTAMP)"
)


@pytest.fixture
def file(made):
    made.take_in(made.city.bureau)
    (only,) = made.scoring().files
    return only


@pytest.fixture
def finding(made, file):
    return made.finding(file)


def answer(made, seat, finding):
    command = AnswerFinding(seat.public_id, finding, accepted=True)
    answer_finding(made.actor(seat), command, made.start(seat.file.plan))


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE finding_answers SET accepted = :no WHERE seat_id = :seat",
        "UPDATE finding_answers SET seat_id = :other WHERE seat_id = :seat",
        "UPDATE finding_answers SET seat_id = :seat, finding = 'moved' WHERE seat_id = :other",
        "DELETE FROM finding_answers WHERE seat_id = :seat",
        LATER,
    ],
)
def test_the_database_keeps_the_answers_of_a_signed_sheet(made, file, finding, act):
    seat, other = made.seats(file)
    answer(made, seat, finding)
    answer(made, other, finding)
    made.sign(seat)
    values = {"seat": seat.id, "other": other.id, "no": False, "yes": True}
    with pytest.raises(DBAPIError, match="keeps its rows"), db.session.begin_nested():
        db.session.execute(text(act), {name: value for name, value in values.items() if f":{name}" in act})


def test_until_the_signature_an_answer_may_change(made, file, finding):
    seat, _other = made.seats(file)
    answer(made, seat, finding)
    row = db.session.scalars(select(FindingAnswer)).one()
    row.accepted = False
    db.session.flush()
    db.session.delete(row)
    db.session.flush()
    assert db.session.scalars(select(FindingAnswer)).all() == []
