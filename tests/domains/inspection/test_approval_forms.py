"""行政检查审批表: a paper for every approval that a head gave, of drawn checks with the batch's reasons (C03, C04)."""

import pytest

from enforcement.documents import queries as documents
from enforcement.foundation.errors import Refused
from enforcement.inspection.commands.plans import DraftOutside
from enforcement.inspection.commands.visits import AnswerVisit
from enforcement.inspection.models.checks import Check
from enforcement.inspection.models.visits import VisitApproval
from enforcement.inspection.on_site import team
from enforcement.inspection.queries.visits import approvals_without_form
from enforcement.inspection.services import batches, plans
from enforcement.inspection.services.approval_forms import issue_form
from enforcement.inspection.services.approvals import answer_visit
from enforcement.jobs.visits import issue_approval_forms
from enforcement.platform.database import db
from enforcement.rules.inspection.plans import Origin
from enforcement.rules.inspection.visits import OffSite
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, make_check_world
from tests.domains.inspection.library_world import batch, make_world
from tests.domains.inspection.visiting import MINUTE, USCC, WHY, make_place
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


def test_c03_the_form_of_a_drawn_check_has_the_reasons_of_its_batch_and_is_printed_with_the_notice(app_with_store):
    world = make_check_world()
    task = world.drawn()
    first, second = db.session.query(Check).filter_by(task_id=task.id).order_by(Check.id).limit(2)
    issue_approval_forms(NOON + 5 * DAY)
    assert not approvals_without_form()
    check = world.notify(first, NOON + 5 * DAY)
    issue_approval_forms(NOON + 5 * DAY)
    row = db.session.query(VisitApproval).filter_by(check_public_id=check.public_id).one()
    paper, _pdf = documents.open_document(SYSTEM, row.document_id, NOON + 5 * DAY)
    assert paper.matter_id == check.public_id
    assert {one["why"] for one in paper.data["off_site"]} == {WHY}
    assert [one["name"] for one in paper.data["officers"]] == [one.name for one in team(check)]
    assert all(one["certificate_no"] for one in paper.data["officers"])
    assert task.plan_no in paper.data["asked"]["text"]
    assert paper.data["asked"]["name"] == world.world.planner.name
    assert paper.data["head_opinion"]["name"] == world.head.name
    assert db.session.query(VisitApproval).filter_by(check_public_id=second.public_id).one().document_id == ""


def test_c03_the_form_of_a_sealed_check_waits_for_the_visit(app_with_store):
    world = make_check_world()
    check = db.session.query(Check).filter_by(task_id=world.drawn(sealed=True).id).order_by(Check.id).first()
    check = world.notify(check, NOON + 5 * DAY)
    assert not approvals_without_form()
    world.arrive(check, NOON + 5 * DAY + HOUR)
    assert len(approvals_without_form()) == 1


def test_c03_a_batch_without_reasons_is_not_handed_in_nor_approved(app_with_store):
    world = make_world()
    world.publish()
    plan = world.plan(batch(off_site={OffSite.PAPER: WHY, OffSite.DATA: WHY, OffSite.SMART: " 太短 "}))
    with pytest.raises(Refused) as refused:
        plans.submit_plan(world.planner, plan.public_id, plan.version, NOON)
    (reason,) = refused.value.reasons
    assert (reason.code, "智慧监管" in reason.message, "书面核查" in reason.message) == ("off-site-first", True, False)
    outside = DraftOutside(world.bureau.id, Origin.AD_HOC, batch(off_site={}), "上级交办")
    with pytest.raises(Refused) as refused:
        batches.draft_outside(world.planner, outside, NOON)
    assert [one.code for one in refused.value.reasons] == ["off-site-first"]
