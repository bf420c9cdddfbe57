"""Visits of one bureau to one supermarket, up to its cap and beyond (C01-C04, C11)."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from enforcement.catalogue import law
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.inspection.commands.visits import AnswerVisit, BatchApproval
from enforcement.inspection.queries import visits as queries
from enforcement.inspection.services.approvals import answer_visit, note_batch_approval
from enforcement.platform.database import db
from enforcement.rules.inspection.visits import ApprovalState, VisitKind
from tests.domains.inspection.visiting import ITEM, MINUTE, USCC, make_place, publish_item
from tests.support.app import NOON

DAY = timedelta(days=1)
OTHER = "91110000100000001W"


@pytest.fixture
def place(app):
    return make_place()


def refusals(act, *given, **changes):
    with pytest.raises(Refused) as refused:
        act(*given, **changes)
    return [reason.code for reason in refused.value.reasons]


def standing(place, uscc=USCC, now=NOON):
    return queries.standing(place.bureau.id, uscc, now.date())


def test_c01_the_visit_after_the_cap_is_refused_when_asked(place):
    place.whole_visit(NOON)
    place.whole_visit(NOON + DAY)
    assert standing(place).counted == 2
    assert refusals(place.ask, NOON + 2 * DAY) == ["cap-reached"]


def test_c01_approved_visits_take_their_place_under_the_cap(place):
    place.approve(place.ask(), NOON + MINUTE)
    first, second = place.ask(NOON + MINUTE), place.ask(NOON + MINUTE)
    place.approve(first, NOON + 2 * MINUTE)
    assert refusals(place.approve, second, NOON + 2 * MINUTE) == ["cap-reached"]


def test_c01_the_cap_is_per_enterprise_organ_and_year(place):
    place.whole_visit(NOON)
    place.whole_visit(NOON + DAY)
    assert place.whole_visit(NOON, OTHER).counted
    next_year = NOON.replace(year=2027)
    assert place.whole_visit(next_year).counted
    assert queries.standing(place.other.id, USCC, NOON.date()).counted == 0


def test_c01_the_total_over_all_organs_is_shown(place):
    place.whole_visit(NOON)
    assert queries.standing(place.other.id, USCC, NOON.date()).total == 1


def test_c01_a_published_cap_of_an_item_comes_before_the_default(place):
    publish_item(place.bureau, "YZ-FOOD-02", yearly_cap=1)
    known = queries.standing(place.bureau.id, USCC, NOON.date(), ["YZ-FOOD-02"])
    assert known.cap == 1
    assert "公布" in known.cap_basis
    assert queries.standing(place.bureau.id, USCC, NOON.date(), [ITEM]).cap == 2


def test_c01_enterprises_at_the_cap_are_named_for_the_pool(place):
    place.whole_visit(NOON)
    assert queries.usccs_at_cap(place.bureau.id, [USCC, OTHER], NOON.date()) == frozenset()
    place.approve(place.ask(NOON + DAY, planned_to=(NOON + DAY).date()), NOON + DAY + MINUTE)
    assert queries.usccs_at_cap(place.bureau.id, [USCC, OTHER], (NOON + DAY).date()) == {USCC}
    assert queries.usccs_at_cap(place.bureau.id, [OTHER], (NOON + DAY).date()) == frozenset()


def test_c01_a_reason_outside_the_cap_needs_its_paper_and_the_head(place):
    place.whole_visit(NOON)
    place.whole_visit(NOON + DAY)
    assert refusals(place.ask, NOON + 2 * DAY, exempt_reason="complaint") == ["exemption-document"]
    asked = place.ask(NOON + 2 * DAY, exempt_reason="complaint", source_document="12345〔2026〕8号")
    assert not asked.counted
    assert refusals(place.visit, NOON + 2 * DAY + MINUTE) == ["not-approved"]
    place.approve(asked, NOON + 2 * DAY + MINUTE)
    visit = place.visit(NOON + 2 * DAY + 2 * MINUTE)
    assert (visit.counted, visit.exempt_reason) == (False, "complaint")


def test_c02_visits_outside_the_cap_are_counted_apart(place):
    place.whole_visit(NOON, exempt_reason="complaint", source_document="12345〔2026〕8号")
    known = standing(place)
    assert (known.counted, known.exempt, known.total) == (0, 1, 1)


def test_c03_without_reasons_against_off_site_means_nothing_is_asked(place):
    assert refusals(place.ask, off_site={}) == ["off-site-first"]


def test_c04_a_visit_without_approval_is_refused(place):
    assert refusals(place.visit, NOON) == ["not-approved"]
    asked = place.ask()
    assert refusals(place.visit, NOON + MINUTE) == ["not-approved"]
    place.approve(asked, NOON + 2 * MINUTE)
    assert refusals(place.visit, NOON + 3 * MINUTE, visited_at=NOON + 2 * MINUTE) == ["not-approved"]
    assert place.visit(NOON + 3 * MINUTE).approval_id == asked.id


def test_c04_an_approval_is_used_up_by_its_visit_and_holds_for_its_days(place):
    place.whole_visit(NOON)
    assert refusals(place.visit, NOON + 5 * MINUTE) == ["not-approved"]
    place.approve(place.ask(), NOON + MINUTE)
    assert refusals(place.visit, NOON + DAY) == ["not-approved"]


def test_c04_the_one_who_asks_does_not_approve(place):
    asked = place.ask()
    asked.asked_by = place.head.user_id
    db.session.commit()
    assert refusals(place.approve, asked, NOON) == ["own-request"]
    assert place.approve(asked, NOON, place.second_head).state is ApprovalState.APPROVED


def test_c04_an_urgent_visit_begins_at_once_and_has_a_term_for_its_papers(place):
    asked = place.ask(urgent=True, urgent_reason="有人食物中毒，已电话报告局长")
    assert asked.due_on == (NOON + DAY).date()
    assert asked.explanation
    assert place.visit(NOON).approval_id == asked.id
    assert place.approve(asked, NOON + DAY).state is ApprovalState.APPROVED


def test_c04_an_urgent_visit_says_why(place):
    with pytest.raises(Invalid) as invalid:
        place.ask(urgent=True)
    assert "urgent_reason" in invalid.value.errors


def test_a_refusal_says_why_and_a_second_answer_is_stale(place):
    asked = place.ask()
    with pytest.raises(Invalid):
        answer_visit(place.head, AnswerVisit(asked.public_id, asked.version, agreed=False), NOON)
    seen = asked.version
    answer_visit(place.head, AnswerVisit(asked.public_id, seen, agreed=False, note="可以书面核查"), NOON)
    with pytest.raises(Stale):
        answer_visit(place.head, AnswerVisit(asked.public_id, seen, agreed=True), NOON)


def test_only_a_head_of_the_organ_answers(place):
    asked = place.ask()
    with pytest.raises(Forbidden):
        place.approve(asked, NOON, place.officer)
    with pytest.raises(NotFound):
        place.approve(asked, NOON, place.other_head)
    with pytest.raises(NotFound):
        queries.approval(place.other_head, asked.public_id)


def test_i01_an_item_that_is_not_published_is_not_inspected(place):
    with pytest.raises(Invalid) as invalid:
        place.ask(items=("YZ-SECRET",))
    assert "items" in invalid.value.errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"planned_from": (NOON - DAY).date()}, "planned_from"),
        ({"planned_to": NOON.date().replace(year=2027)}, "planned_to"),
        ({"purpose": " "}, "purpose"),
        ({"officers": ("nobody",)}, "officers"),
    ],
)
def test_what_makes_no_sense_is_said_field_by_field(place, changes, field):
    with pytest.raises(Invalid) as invalid:
        place.ask(**changes)
    assert field in invalid.value.errors


def test_c11_visits_under_other_names_are_recorded_and_counted_apart(place):
    visit = place.visit(NOON, kind=VisitKind.OBSERVATION, purpose="观摩先进管理经验")
    assert not visit.counted
    known = standing(place)
    assert (known.counted, known.exempt, known.other_names, known.total) == (0, 0, 1, 1)


def test_c06_a_visit_entered_afterwards_is_counted_beyond_the_cap_and_without_approval(place):
    for day in range(3):
        visit = place.visit(NOON + 9 * DAY, visited_at=NOON + day * DAY, scanned=False)
    assert (visit.counted, visit.approval_id, visit.late_days) == (True, None, 7)
    assert standing(place).counted == 3


def test_the_same_check_counts_once(place):
    place.approve(place.ask(), NOON + MINUTE)
    first = place.visit(NOON + 2 * MINUTE, check_public_id="c1")
    assert place.visit(NOON + 3 * MINUTE, check_public_id="c1").id == first.id
    assert standing(place).counted == 1


def batch_approval(place, **changes):
    command = BatchApproval(
        org_id=place.bureau.id,
        batch_public_id="b1",
        check_public_id="c1",
        uscc=USCC,
        name="麦田超市",
        items=(ITEM,),
        officers=place.officers[:2],
        planned_from=NOON.date(),
        planned_to=(NOON + DAY).date(),
        approved_by="沈某",
        approved_at=NOON - DAY,
    )
    return note_batch_approval(place.officer, replace(command, **changes), NOON)


def test_c04_a_drawn_check_has_its_approval_with_the_plan(place):
    assert refusals(place.visit, NOON, kind=VisitKind.DAILY, check_public_id="c1") == ["not-approved"]
    noted = batch_approval(place)
    assert batch_approval(place).id == noted.id
    assert place.visit(NOON, kind=VisitKind.DAILY, check_public_id="c1").approval_id == noted.id


def test_the_approval_of_a_drawn_check_is_not_listed_before_the_visit(place):
    noted = batch_approval(place)
    assert queries.approvals(place.head).items == []
    with pytest.raises(NotFound):
        queries.approval(place.head, noted.public_id)


def test_visits_are_listed_within_scope(place):
    place.whole_visit(NOON)
    assert [row.uscc for row in queries.visits(place.supervisor, queries.VisitFilter()).items] == [USCC]
    assert queries.visits(place.other_head, queries.VisitFilter()).items == []
    found = queries.visits(place.head, queries.VisitFilter(text="麦田", which="exempt"))
    assert found.items == []


def test_a_visit_stays_as_it_was_recorded(place):
    visit = place.whole_visit(NOON)
    visit.counted = False
    with pytest.raises(Exception, match="keeps its rows"):
        db.session.flush()
    db.session.rollback()


def test_c01_two_officers_at_once_at_the_cap(committed_app):
    with committed_app.app_context():
        place = make_place()
        law.current_rulesets()
        place.whole_visit(NOON)
        rows = [place.ask(NOON + DAY), place.ask(NOON + DAY)]
        wanted = [AnswerVisit(row.public_id, row.version, agreed=True) for row in rows]
    answers, gate = [], threading.Barrier(2)

    def answer(command):
        with committed_app.app_context():
            gate.wait()
            try:
                answers.append(answer_visit(place.head, command, NOON + DAY + MINUTE).state)
            except Refused as refused:
                answers.append(refused.reasons[0].code)

    threads = [threading.Thread(target=answer, args=(command,)) for command in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [ApprovalState.APPROVED, "cap-reached"]
