"""Blind double scoring: one's own seat only, drafts that tabs don't overwrite, a signature for ever, a third."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from enforcement.audit.models import AuditEntry
from enforcement.evaluation.commands.sheets import AnswerFinding, SaveDraft, SignSheet
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.queries import sheets as queries
from enforcement.evaluation.queries.plans import drawn_files, notices
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.sheets import answer_finding, save_draft, sign_sheet
from enforcement.evaluation.states import FileState, NoticeKind, PlanState, SeatState
from enforcement.foundation.errors import Invalid, NotFound, Refused, Stale
from enforcement.platform.database import db
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet, VetoMark
from tests.support.evaluation import NOTHING, faults


@pytest.fixture
def plan(made):
    """One file of one agency is enough to score."""
    made.take_in(made.city.bureau)
    return made.scoring()


@pytest.fixture
def file(plan):
    (only,) = plan.files
    return only


def codes(error):
    return [one.code for one in error.value.reasons]


def save(made, seat, sheet=NOTHING, version=None):
    now = made.start(seat.file.plan) + timedelta(hours=1)
    wanted = seat.sheet.version if version is None else version
    return save_draft(made.actor(seat), SaveDraft(seat.public_id, wanted, sheet), now)


def close(made, plan):
    return close_finished(plan.public_id, made.start(plan) + timedelta(days=2))


def test_an_evaluator_sees_and_writes_on_his_own_seat_only(made, file):
    first, second = made.seats(file)
    for name in ("planner", "head", "agency"):
        with pytest.raises(NotFound):
            queries.own_desk(made[name], first.public_id)
    with pytest.raises(NotFound):
        queries.own_desk(made.actor(second), first.public_id)
    now = made.start(file.plan)
    for act in (
        lambda: save_draft(made.actor(second), SaveDraft(first.public_id, 1, NOTHING), now),
        lambda: sign_sheet(made.actor(second), SignSheet(first.public_id, 1), now),
        lambda: answer_finding(made.actor(second), AnswerFinding(first.public_id, "f", accepted=True), now),
    ):
        with pytest.raises(NotFound):
            act()
    assert [one.public_id for one in queries.own_seats(made.actor(first))] == [first.public_id]


def test_nothing_at_the_desk_tells_of_the_other_sheet(made, file):
    first, second = made.seats(file)
    made.sign(first, faults(standard_of(file.plan.standard), 10))
    desk = queries.own_desk(made.actor(second), second.public_id)
    told = repr(desk)
    assert first.evaluator_name not in told
    assert first.public_id not in told
    assert (desk.running.points, desk.result) == (Decimal("100.00"), ())
    assert not any(hasattr(desk.seat, name) for name in ("place", "file", "seats"))


def test_nobody_reads_sheets_before_scoring_is_closed(made, file):
    for seat in made.seats(file):
        made.sign(seat)
    assert file.state is FileState.DECIDED
    for read in (queries.results, queries.agreement_of, queries.finding_counts):
        with pytest.raises(Refused) as refusal:
            read(made["planner"], file.plan.public_id)
        assert codes(refusal) == ["still-blind"]
    (shown,) = drawn_files(made["planner"], file.plan.public_id)
    assert (shown.state, shown.points) == (FileState.SCORING, "")


def test_a_draft_in_a_second_tab_is_not_overwritten(made, file):
    seat = made.seats(file)[0]
    version = seat.sheet.version
    save(made, seat, faults(standard_of(file.plan.standard), 5))
    with pytest.raises(Stale) as stale:
        save(made, seat, version=version)
    assert stale.value.changed_at is not None
    assert len(queries.own_desk(made.actor(seat), seat.public_id).sheet.faults) > 0


def test_a_draft_may_lack_passages_and_a_signed_sheet_may_not(made, file):
    seat = made.seats(file)[0]
    whole = next(
        one for one in faults(standard_of(file.plan.standard), 20).faults if not _missing(file.plan, one.deduction)
    )
    saved = save(made, seat, Sheet((Fault(whole.deduction, Reference("现场笔录")),)))
    with pytest.raises(Invalid) as invalid:
        sign_sheet(made.actor(seat), SignSheet(seat.public_id, saved.version), made.start(file.plan))
    assert list(invalid.value.errors) == ["faults.0.reference.passage"]
    assert seat.state is SeatState.ACTIVE


def _missing(plan, code):
    items = standard_of(plan.standard).items
    return next(one.missing for item in items for one in item.deductions if one.code == code)


def test_a_veto_without_a_written_reason_is_not_signed(made, file):
    seat = made.seats(file)[0]
    veto = next(one for one in standard_of(file.plan.standard).vetoes_of("general") if not one.condition)
    saved = save(made, seat, Sheet(vetoes=(VetoMark(veto.no, " "),)))
    with pytest.raises(Invalid) as invalid:
        sign_sheet(made.actor(seat), SignSheet(seat.public_id, saved.version), made.start(file.plan))
    assert list(invalid.value.errors) == ["vetoes.0.reason"]


def test_a_signed_sheet_is_never_written_on_again(made, file):
    seat = made.seats(file)[0]
    made.sign(seat)
    with pytest.raises(Refused) as refusal:
        save(made, seat)
    assert codes(refusal) == ["signed"]
    assert seat.sheet.signed["score"]["points"] == "100.00"
    assert seat.sheet.digest


@pytest.mark.parametrize(
    "act",
    ["UPDATE score_sheets SET remark = 'x' WHERE seat_id = :id", "DELETE FROM score_sheets WHERE seat_id = :id"],
)
def test_the_database_keeps_a_signed_sheet(made, file, act):
    seat = made.seats(file)[0]
    made.sign(seat)
    with pytest.raises(DBAPIError, match="keeps its rows"), db.session.begin_nested():
        db.session.execute(text(act), {"id": seat.id})


def test_nobody_scores_before_the_answers_are_confirmed(made):
    made.take_in(made.city.bureau)
    (file,) = made.opened().files
    with pytest.raises(Refused) as refusal:
        save(made, made.seats(file)[0])
    assert codes(refusal) == ["answers-open"]


def test_an_item_that_the_case_does_not_ask_takes_no_deduction(made):
    made.take_in(made.city.bureau)
    (file,) = made.opened().files
    made.confirm(file, testing=False)
    item = next(one for one in standard_of(file.plan.standard).items if one.condition == "testing")
    with pytest.raises(Invalid) as invalid:
        save(made, made.seats(file)[0], Sheet((Fault(item.deductions[0].code, Reference("一", "二")),)))
    assert list(invalid.value.errors) == ["faults.0.deduction"]


def test_two_sheets_that_agree_give_their_mean(made, file):
    for seat in made.seats(file):
        made.sign(seat)
    assert (file.state, file.points, file.grade) == (FileState.DECIDED, "100.00", "excellent")
    assert len(made.seats(file)) == 2


@pytest.mark.parametrize(("lost", "third"), [(4, False), (5, True)])
def test_more_than_five_points_apart_calls_a_third_from_the_same_ranking(made, file, lost, third):
    first, second = made.seats(file)
    sheet = faults(standard_of(file.plan.standard), lost)
    made.sign(first)
    made.sign(second, sheet)
    score = Decimal(second.sheet.signed["score"]["points"])
    # Points lost count more than their number, since items that the case does not ask leave the sum.
    assert (100 - score > 5) is third
    assert (file.state is FileState.THIRD) is third
    assert len(made.seats(file)) == 2 + third


def test_a_lone_veto_calls_a_third_who_decides_with_whom_he_agrees(made, file):
    first, second = made.seats(file)
    veto = next(one for one in standard_of(file.plan.standard).vetoes_of("general") if not one.condition)
    vetoed = Sheet(vetoes=(VetoMark(veto.no, "没有立案审批，先行调查处罚"),))
    made.sign(first, vetoed)
    made.sign(second)
    third = made.seats(file)[2]
    assert third.evaluator not in {first.evaluator, second.evaluator}
    assert third.due_on is not None
    assert {"third-for-veto", "third-for-points"} <= {one["code"] for one in file.third_reasons}
    assert queries.own_desk(made.actor(third), third.public_id).sheet == NOTHING
    made.sign(third, vetoed)
    assert (file.state, file.grade, file.points) == (FileState.DECIDED, "fail", "0.00")
    assert file.result["counted"] == [0, 2]
    assert [one.state for one in made.seats(file)] == [SeatState.SIGNED] * 3


def test_a_rejected_finding_says_why_and_answers_are_signed_with_the_sheet(made, file):
    first, second = made.seats(file)
    now, finding = made.start(file.plan), made.finding(file)
    with pytest.raises(Invalid):
        answer_finding(made.actor(first), AnswerFinding(first.public_id, finding, accepted=False), now)
    with pytest.raises(NotFound):
        answer_finding(made.actor(first), AnswerFinding(first.public_id, "of another", accepted=True), now)
    for seat, accepted in ((first, True), (second, False)):
        command = AnswerFinding(seat.public_id, finding, accepted=accepted, note="日期是补填的")
        answer_finding(made.actor(seat), command, now)
        made.sign(seat)
        assert [one["accepted"] for one in seat.sheet.signed["findings"]] == [accepted]
    with pytest.raises(Refused):
        answer_finding(made.actor(first), AnswerFinding(first.public_id, finding, accepted=True), now)
    assert close(made, file.plan)
    assert queries.finding_counts(made["planner"], file.plan.public_id) == (queries.FindingCount("PC07", 1, 1),)


def test_what_the_planner_corrects_after_the_review_is_not_signed_unseen(made, file):
    seat, other = made.seats(file)
    saved = save(made, seat, faults(standard_of(file.plan.standard), 5))
    flipped = next(name for name, yes in file.answers.items() if yes)
    reviewed = saved.version
    made.confirm(file, **{flipped: False})
    name = next(one.name for one in standard_of(file.plan.standard).conditions if one.id == flipped)
    for act in (
        lambda: sign_sheet(made.actor(seat), SignSheet(seat.public_id, reviewed), made.start(file.plan)),
        lambda: save(made, seat, version=reviewed),
    ):
        with pytest.raises(Stale) as stale:
            act()
        assert f"适用条件更正了（“{name}”改为否）" in stale.value.message
    for one in (seat, other):
        assert NoticeKind.CONDITIONS_CHANGED in {told.kind for told in notices(made.actor(one))}
    kept = queries.own_desk(made.actor(seat), seat.public_id)
    assert kept.sheet.faults
    made.sign(seat, kept.sheet)
    assert seat.sheet.signed["holds"][flipped] is False
    assert NoticeKind.CONDITIONS_CHANGED not in {told.kind for told in notices(made.actor(seat))}


def test_what_is_confirmed_again_without_a_change_leaves_reviewed_sheets_alone(made, file):
    seat = made.seats(file)[0]
    saved = save(made, seat)
    made.confirm(file)
    assert sign_sheet(made.actor(seat), SignSheet(seat.public_id, saved.version), made.start(file.plan)).signed


def test_an_answer_to_a_finding_after_the_review_is_not_signed_unseen(made, file):
    seat, other = made.seats(file)
    now, finding = made.start(file.plan), made.finding(file)
    reviewed, others = save(made, seat).version, save(made, other).version
    later = now + timedelta(hours=2)
    answer = AnswerFinding(seat.public_id, finding, accepted=True)
    answer_finding(made.actor(seat), answer, later)
    with pytest.raises(Stale) as stale:
        sign_sheet(made.actor(seat), SignSheet(seat.public_id, reviewed), later)
    assert "对机器提示的答复" in stale.value.message
    version = queries.own_desk(made.actor(seat), seat.public_id).version
    answer_finding(made.actor(seat), answer, later)
    assert sign_sheet(made.actor(seat), SignSheet(seat.public_id, version), later).signed["findings"]
    assert sign_sheet(made.actor(other), SignSheet(other.public_id, others), later).signed["findings"] == []


def test_after_closing_everything_is_read_with_who_signed(made, plan, file):
    first, second = made.seats(file)
    for seat in (first, second):
        made.sign(seat)
    assert close(made, plan)
    assert plan.state is PlanState.CLOSED
    (result,) = queries.results(made["planner"], plan.public_id)
    assert [one.evaluator_name for one in result.decided.sheets] == [first.evaluator_name, second.evaluator_name]
    assert result.result.points == "100.00"
    found = queries.agreement_of(made["head"], plan.public_id)
    assert (found.files, found.equal_grades) == (1, 1)
    assert queries.own_desk(made.actor(first), first.public_id).result
    with pytest.raises(NotFound):
        queries.results(made.actor(first), plan.public_id)


def test_the_record_says_that_somebody_signed_and_not_which_file(made, file):
    seat = made.seats(file)[0]
    made.sign(seat)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "evaluation.sheet_signed")).one()
    assert entry.record == f"evaluation_seat:{seat.public_id}"
    assert not [one for one in (file.public_id, file.case_file_public_id) if one in repr(entry.after)]
