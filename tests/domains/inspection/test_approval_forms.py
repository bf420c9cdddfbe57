"""行政检查审批表: a paper for every approval that a head gave outside the draw, made once (C03, C04)."""

import pytest

from enforcement.documents import queries as documents
from enforcement.inspection.commands.visits import AnswerVisit
from enforcement.inspection.queries.visits import approvals_without_form
from enforcement.inspection.services.approval_forms import issue_form
from enforcement.inspection.services.approvals import answer_visit
from enforcement.jobs.visits import issue_approval_forms
from enforcement.platform.database import db
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.visiting import MINUTE, USCC, make_place
from tests.support.app import NOON

LATER = NOON + 2 * MINUTE


@pytest.fixture
def place(app_with_store):
    assert app_with_store is not None
    return make_place()


def test_c04_the_form_of_an_approved_visit_is_printed_once_with_reasons_frequency_and_head(place):
    row = place.approve(place.ask(), NOON + MINUTE)
    issue_approval_forms(LATER)
    db.session.refresh(row)
    paper, pdf = documents.open_document(SYSTEM, row.document_id, LATER)
    assert pdf.startswith(b"%PDF")
    assert (paper.form, paper.matter_id, paper.sealed) == ("inspection_approval", row.public_id, False)
    assert paper.data["object_uscc"] == USCC
    assert paper.data["head_opinion"]["name"] == place.head.name
    assert len(paper.data["officers"]) == 2
    assert all(one["why"] for one in paper.data["off_site"])
    assert issue_form(SYSTEM, row.public_id, LATER).document_id == paper.public_id
    assert not approvals_without_form()


def test_a_request_that_waits_or_was_refused_has_no_form(place):
    waiting, refused = place.ask(), place.ask(NOON + MINUTE)
    answer_visit(place.head, AnswerVisit(refused.public_id, refused.version, agreed=False, note="先做书面核查"), LATER)
    issue_approval_forms(LATER)
    assert (waiting.document_id, refused.document_id) == ("", "")
