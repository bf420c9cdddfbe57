"""Results: entered, checked by a second person, told in time, published (C08, P01, P03, P05)."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from enforcement.documents.queries import document_facts
from enforcement.foundation.errors import Invalid, Refused
from enforcement.inspection.register import results as register
from enforcement.inspection.register.results import ResultFilter
from enforcement.inspection.services.results import publish_result
from enforcement.jobs.inspection_checks import publish_results
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState
from enforcement.rules.inspection.results import EntryState, FollowUpKind, ResultCode
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, USCC, make_check_world
from tests.support.app import NOON

LATER = NOON + 4 * HOUR


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def test_p03_no_finding_stands_alone_and_fits_the_checklist(world):
    check = world.recorded()
    with pytest.raises(Refused) as refusal:
        world.enter(check, ResultCode.NO_FINDING, ResultCode.CORRECTED)
    assert codes(refusal) == {"P03"}
    assert world.enter(check).codes == ["01"]


def test_p03_a_finding_needs_words(world):
    check = world.recorded(answer="不符合", note="三件过期饼干")
    with pytest.raises(Refused):
        world.enter(check)
    with pytest.raises(Invalid):
        world.enter(check, ResultCode.CORRECTED, text="")
    check = world.enter(check, ResultCode.CORRECTED)
    assert check.results[-1].items[0]["result"] == "发现问题已责令改正"


def test_c08_the_term_to_tell_is_five_working_days(world):
    check = world.enter(world.recorded())
    # Tuesday 1 September: Wednesday is the first working day, Tuesday the fifth.
    assert (check.result_fixed_on, check.tell_due_on) == (date(2026, 9, 1), date(2026, 9, 8))


def test_c08_told_with_a_sealed_paper(world):
    check = world.recorded()
    with pytest.raises(Refused) as refusal:
        world.tell(check)
    assert codes(refusal) == {"P02"}
    check = world.tell(world.enter(check))
    paper = document_facts(check.public_id)[-1]
    assert (check.state, paper.form, paper.sealed) == (CheckState.TOLD, "inspection_result", True)
    assert paper.data["result"] == "未发现问题"


def test_the_second_person_is_not_of_the_team(world):
    check = world.enter(world.recorded())
    with pytest.raises(Invalid):
        world.review(check, passed=False)
    check = world.review(check, passed=False, reason="请写明日期")
    assert check.entry_state is EntryState.RETURNED
    check = world.review(world.enter(check))
    assert check.entry_state is EntryState.CHECKED
    with pytest.raises(Refused):
        world.enter(check)
    assert [one.step.value for one in check.results] == ["entered", "returned", "entered", "checked"]


def test_another_result_after_telling_is_told_again(world):
    check = world.tell(world.enter(world.recorded(answer="不符合", note="三件"), ResultCode.CORRECTED))
    check = world.review(check, passed=False, reason="应当立案")
    check = world.enter(check, ResultCode.TO_BE_HANDLED)
    assert (check.state, check.told_at) == (CheckState.RECORDED, None)


def test_p01_published_only_when_checked_and_told(world):
    check = world.enter(world.recorded())
    with pytest.raises(Refused) as refusal:
        publish_result(SYSTEM, check.public_id, LATER)
    assert codes(refusal) == {"P01"}
    world.review(check)
    with pytest.raises(Refused):
        publish_result(SYSTEM, check.public_id, LATER)
    world.tell(check)
    publish_results(LATER)
    db.session.refresh(check)
    assert (check.state, check.published_at) == (CheckState.PUBLISHED, LATER)
    publish_results(LATER + DAY)
    assert check.published_at == LATER


def test_the_public_sees_result_items_and_officers_but_no_contacts(world):
    check = world.tell(world.review(world.enter(world.recorded())))
    publish_results(LATER)
    (found,) = register.public_results(ResultFilter()).items
    assert (found.uscc, found.result, found.checked_on) == (USCC, "未发现问题", date(2026, 9, 1))
    assert [one["item"] for one in found.items] == ["食品销售监督检查"]
    assert found.officers == (("lin某", "证-lin"), ("xu某", "证-xu"))
    assert not {"phone", "contact", "legal_representative"} & set(vars(found))
    assert register.count_results(ResultFilter(code="01")) == 1
    assert register.count_results(ResultFilter(code="05")) == 0
    assert register.count_results(ResultFilter(text=check.name)) == 1


def test_p05_who_was_not_found_goes_to_the_abnormal_list_in_ten_working_days(world):
    check = world.enter(world.recorded(answer="不涉及"), ResultCode.NOT_FOUND)
    assert not check.follow_ups
    check = world.review(check)
    (row,) = check.follow_ups
    assert (row.kind, row.due_on) == (FollowUpKind.ABNORMAL_LIST, date(2026, 9, 15))


def test_steps_of_a_result_are_added_never_changed(world):
    world.enter(world.recorded())
    with pytest.raises(DatabaseError, match="keeps its rows"):
        db.session.execute(text("UPDATE check_results SET text = 'x'"))
