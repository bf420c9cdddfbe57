"""Complaints: to the supervision organ alone, within a term, followed by number and query code."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.foundation.errors import Invalid, NotFound, Stale
from enforcement.inspection.commands.visits import AnswerComplaint, MakeComplaint
from enforcement.inspection.oversight_states import ComplaintOutcome, ComplaintState
from enforcement.inspection.queries import ratings as queries
from enforcement.inspection.services.complaints import answer_complaint, complaint_of_codes, make_complaint
from enforcement.platform.database import db
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import make_place
from tests.support.app import NOON

DAYS = 60


@pytest.fixture
def place(app):
    found = make_place()
    make_check(found)
    return found


def complain(**changes):
    command = {"code": CODE, "category": "too-often", "text": "一周来了三次", "contact": "13800000000"} | changes
    return make_complaint(MakeComplaint(**command), NOON)


def test_a_complaint_has_a_term_with_its_explanation(place):
    row, _ = complain()
    assert row.due_on >= NOON.date() + timedelta(days=DAYS)
    assert row.explanation
    assert row.basis


def test_a_complaint_is_followed_with_number_and_query_code(place):
    row, query_code = complain()
    assert query_code not in row.query_digest
    assert complaint_of_codes(row.number.lower(), query_code.lower()).id == row.id
    for number, code in ((row.number, "WRONG123"), ("TS20260901-NOTHING0", query_code)):
        with pytest.raises(NotFound):
            complaint_of_codes(number, code)


def test_a01_the_agency_sees_neither_the_complaint_nor_its_trace(place):
    row, _ = complain()
    for actor in (place.head, place.officer, place.other_head):
        assert queries.complaints(actor, None).items == []
        with pytest.raises(NotFound):
            queries.complaint(actor, row.number)
        with pytest.raises(NotFound):
            answer_complaint(actor, AnswerComplaint(row.number, 1, ComplaintOutcome.UNFOUNDED, "没有"), NOON)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "complaint.made")).one()
    assert (entry.org_path, entry.after) == ("/", None)


def test_the_supervisor_answers_once(place):
    row, query_code = complain()
    found = queries.complaint(place.supervisor, row.number)
    seen = found.version
    with pytest.raises(Invalid):
        answer_complaint(place.supervisor, AnswerComplaint(row.number, seen, ComplaintOutcome.UPHELD, " "), NOON)
    answer_complaint(place.supervisor, AnswerComplaint(row.number, seen, ComplaintOutcome.UPHELD, "已责令改正"), NOON)
    after = complaint_of_codes(row.number, query_code)
    assert (after.state, after.answers[0].text) == (ComplaintState.ANSWERED, "已责令改正")
    with pytest.raises(Stale):
        answer_complaint(place.supervisor, AnswerComplaint(row.number, seen, ComplaintOutcome.UPHELD, "再答"), NOON)


def test_late_from_the_day_after_the_last(place):
    row, _ = complain()
    last = NOON + (row.due_on - NOON.date())
    assert queries.open_complaints(place.supervisor, last) == (1, 0)
    assert queries.open_complaints(place.supervisor, last + timedelta(days=1)) == (1, 1)


@pytest.mark.parametrize(("changes", "field"), [({"category": "x"}, "category"), ({"text": " "}, "text")])
def test_what_is_missing_is_said(place, changes, field):
    with pytest.raises(Invalid) as invalid:
        complain(**changes)
    assert field in invalid.value.errors


def test_a_wrong_code_complains_of_nothing(place):
    with pytest.raises(NotFound):
        complain(code="WRONG123")
