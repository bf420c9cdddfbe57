"""A01: an enterprise rates without leaving a trace; the agency sees averages of enough answers."""

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.inspection.commands.visits import RateVisit
from enforcement.inspection.models.visits import Rating, RatingCode
from enforcement.inspection.queries import ratings as queries
from enforcement.inspection.services.ratings import rate_visit
from enforcement.platform.database import db
from enforcement.rules.inspection.voices import QUESTIONS
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import make_place
from tests.support.app import NOON

YES = dict.fromkeys(QUESTIONS, True)
LEAST = 5


@pytest.fixture
def place(app):
    found = make_place()
    make_check(found)
    return found


def rate(code=CODE, stars=5, text=""):
    rate_visit(RateVisit(code, stars, YES, text), NOON)


def average(actor, place):
    found = queries.averages(actor, NOON.year, NOON.date())
    return next(one for one in found if one.org_id == place.bureau.id)


def test_a01_a_rating_holds_nothing_that_leads_to_who_gave_it(place):
    entries = db.session.query(AuditEntry).count()
    rate(text="态度很好")
    row = db.session.scalars(select(Rating)).one()
    assert {column.name for column in Rating.__table__.columns} == {
        "public_id", "org_id", "org_path", "month", "stars", "answers", "text",
    }  # fmt: skip
    assert row.month == NOON.date().replace(day=1)
    assert {column.name for column in RatingCode.__table__.columns} == {"code_digest"}
    assert CODE not in db.session.scalars(select(RatingCode)).one().code_digest
    assert db.session.query(AuditEntry).count() == entries


def test_a01_once_per_code(place):
    rate()
    with pytest.raises(Refused) as refused:
        rate(code=CODE.lower())
    assert refused.value.reasons[0].code == "rated"


def test_a01_a_wrong_code_is_not_found_and_an_unvisited_one_waits(place):
    with pytest.raises(NotFound):
        rate(code="WRONG123")
    make_check(place, "SOON2345", arrived_at=None)
    with pytest.raises(Refused) as refused:
        rate(code="SOON2345")
    assert refused.value.reasons[0].code == "not-visited"


@pytest.mark.parametrize("stars", [0, 6])
def test_stars_go_from_one_to_five(place, stars):
    with pytest.raises(Invalid):
        rate(stars=stars)


def test_a01_the_agency_sees_an_average_from_enough_answers_on(place):
    for number in range(LEAST - 1):
        make_check(place, f"CODE000{number}")
        rate(f"CODE000{number}", stars=4)
    assert (average(place.head, place).count, average(place.head, place).hundredths) == (None, None)
    rate(stars=5)
    assert (average(place.head, place).count, average(place.head, place).hundredths) == (5, 420)


def test_a01_single_answers_are_for_who_may_read_ratings(place):
    rate(text="态度很好")
    assert [row.text for row in queries.single_ratings(place.supervisor).items] == ["态度很好"]
    assert queries.single_ratings(place.head).items == []


def test_a_rating_stays_as_it_was_given(place):
    rate()
    db.session.scalars(select(Rating)).one().stars = 1
    with pytest.raises(Exception, match="keeps its rows"):
        db.session.flush()
    db.session.rollback()
