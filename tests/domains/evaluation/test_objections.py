"""异议 (广东省行政执法案卷评查办法第十二条第七项): item by item, within ten working days, answered in writing within ten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from enforcement.evaluation.commands.feedback import AnswerObjection, FileObjection
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.models.core import ScoreSheet
from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection
from enforcement.evaluation.queries import feedback as queries
from enforcement.evaluation.queries.plans import notices
from enforcement.evaluation.services.objections import answer_objection, file_objection
from enforcement.evaluation.states import DecisionKind, NoticeKind, ObjectionAnswer, SeatState
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale, Unavailable
from enforcement.platform.database import db
from enforcement.platform.storage import Store
from enforcement.rules.evaluation.sheets import Sheet, VetoMark
from tests.domains.documents.house import picture
from tests.domains.evaluation.told import FAULTS, Told, at, failed_round, told_round
from tests.domains.identity.people import actor_for, grant

PICTURE = Upload("签名页.png", picture())


@pytest.fixture
def told(made) -> Told:
    return told_round(made)


def codes(error):
    return [one.code for one in error.value.reasons]


def test_art_12_7_on_the_tenth_working_day_an_objection_is_taken_and_on_the_eleventh_refused(told):
    assert told.report.due_on == told.report.strict_on
    late = at(told.report.due_on + timedelta(days=1), 0)
    with pytest.raises(Refused) as refusal:
        told.object(now=late)
    assert codes(refusal) == ["window-closed"]
    (reason,) = refusal.value.reasons
    assert f"{told.report.due_on.month}月{told.report.due_on.day}日" in reason.message
    assert "第十二条第七项" in reason.basis
    assert told.object(now=at(told.report.due_on, 23)).filed_by_name == told.made["agency"].name


def test_art_12_7_the_term_is_ten_working_days_from_the_day_after_the_report(told):
    counted = [one["counted_to"] for one in told.report.explanation if one["counted_to"]]
    assert counted[-1] == 10
    assert told.report.started_on == civil_date(told.now)


def test_art_12_7_the_answer_is_due_ten_working_days_after_the_objection_and_given_late_too(told):
    row = told.object()
    assert [one["counted_to"] for one in row.explanation if one["counted_to"]][-1] == 10
    late = at(row.due_on + timedelta(days=1))
    assert told.answer(row, now=late).answered_at == late


@pytest.mark.parametrize("reader", ["planner", "head", "agency"])
def test_both_sides_read_an_objection(told, reader):
    row = told.object()
    view = queries.objection(told.made[reader], row.public_id)
    assert (view.row.public_id, view.subject.subject, view.file_label) == (row.public_id, "item:P1.1", told.file.label)
    assert [one.row.public_id for one in queries.objections(told.made[reader], told.plan.public_id)] == [row.public_id]


def test_another_agency_finds_neither_report_nor_objection_nor_file(told):
    row, east = told.object(), told.made["east"]
    for look in (
        lambda: queries.report(east, told.report.public_id, civil_date(told.now)),
        lambda: queries.report_paper(east, told.report.public_id, told.now),
        lambda: queries.objection(east, row.public_id),
        lambda: told.object("item:P2.3", by="east"),
        lambda: told.answer(row, by="east"),
    ):
        with pytest.raises(NotFound):
            look()
    foreign = FileObjection(told.other.public_id, told.file.public_id, "item:P2.3", "不是我们的案卷")
    with pytest.raises(NotFound):
        file_objection(east, foreign, told.now)
    assert queries.objections(east, told.plan.public_id) == ()
    assert [one.public_id for one in queries.reports(east)] == [told.other.public_id]


def test_who_evaluates_does_not_object_and_an_agency_does_not_answer(told):
    with pytest.raises(Forbidden):
        told.object(by="planner")
    row = told.object()
    with pytest.raises(Forbidden):
        told.answer(row, by="head")
    with pytest.raises(NotFound):
        told.answer(row, by="agency")


@pytest.mark.parametrize("subject", ["item:P1.2", "item:NOWHERE", "veto:V04", "P1.1", ""])
def test_only_what_was_found_can_be_objected_to(told, subject):
    with pytest.raises(NotFound):
        told.object(subject)


def test_one_objection_to_a_subject_and_grounds_are_needed(told):
    told.object()
    with pytest.raises(Refused) as refusal:
        told.object()
    assert codes(refusal) == ["already-filed"]
    told.object("item:P2.3")
    empty = FileObjection(told.report.public_id, told.file.public_id, "item:P2.3", " \n ")
    with pytest.raises(Invalid) as invalid:
        file_objection(told.made["agency"], empty, told.now)
    assert list(invalid.value.errors) == ["grounds"]


def test_upheld_the_points_come_back_and_nothing_that_was_signed_changes(told):
    before = [(one.signed, one.digest) for one in db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id))]
    first = dict(told.file.result)
    assert told.final().result.points == "96.81"
    row = told.answer(told.object())
    assert (row.answer, row.fallen) == (ObjectionAnswer.UPHELD, ["P1.1a"])
    final = told.final()
    assert (final.result.points, final.before_objections.points) == ("98.94", "96.81")
    assert [(one.kind, one.source) for one in final.decisions] == [(DecisionKind.OBJECTION, row.public_id)]
    assert [one.subject for one in final.standing] == ["item:P2.3"]
    assert [one.subject for one in final.told] == ["item:P1.1", "item:P2.3"]
    db.session.expire_all()
    after = [(one.signed, one.digest) for one in db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id))]
    assert (after, told.file.result, told.file.points) == (before, first, "96.81")


def test_a_second_upheld_objection_adds_to_the_first(told):
    told.answer(told.object())
    told.answer(told.object("item:P2.3"))
    final = told.final()
    assert [one.result.points for one in final.decisions] == ["98.94", "100.00"]
    assert final.standing == ()
    assert final.result.points == "100.00"


def test_only_some_deductions_of_an_item_may_fall_and_none_of_another(told):
    row = told.object()
    with pytest.raises(Invalid) as invalid:
        told.answer(row, "P2.3b")
    assert list(invalid.value.errors) == ["fallen"]
    shown = queries.answer_preview(told.made["planner"], row.public_id, ["P1.1a"])
    assert (shown.before.points, shown.after.points) == ("96.81", "98.94")
    assert db.session.scalar(select(EvaluationDecision.id)) is None
    with pytest.raises(NotFound):
        queries.answer_preview(told.made["agency"], row.public_id, [])


def test_rejected_with_reasons_the_result_stands(told):
    row = told.object()
    with pytest.raises(Invalid) as invalid:
        told.answer(row, upheld=False, reasons=" ")
    assert list(invalid.value.errors) == ["reasons"]
    told.answer(row, upheld=False)
    assert (row.answer, row.fallen, told.final().decisions) == (ObjectionAnswer.REJECTED, [], ())
    assert told.final().result.points == "96.81"


def test_a_veto_falls_and_the_points_come_back(made):
    told = failed_round(made, Sheet(FAULTS.faults, (VetoMark("V04", "主要事实没有证据"),)))
    row = told.answer(told.object("veto:V04"))
    assert row.fallen == ["V04"]
    final = told.final()
    assert (final.result.vetoes, final.result.band.failed, final.result.points) == ((), False, "96.81")
    assert not final.fallen.deductions


def test_whoever_scored_the_file_does_not_answer_an_objection_to_it(told):
    made = told.made
    user = made.evaluators[made.seats(told.file)[0].evaluator]
    grant(user, "evaluation_planner", made.justice)
    db.session.refresh(user, ["grants"])
    made.people["judge"] = actor_for(user)
    row = told.object()
    with pytest.raises(Refused) as refusal:
        told.answer(row, by="judge")
    assert codes(refusal) == ["own-file"]
    assert codes_of(queries.objection(made["judge"], row.public_id).answer_reasons) == ["own-file"]
    told.answer(row, by="planner2")


def codes_of(reasons):
    return [one.code for one in reasons]


def test_an_answer_is_given_once(told):
    row = told.object()
    version = row.version
    told.answer(row)
    with pytest.raises(Stale):
        told.answer(row, upheld=False, by="planner2", version=version)
    with pytest.raises(Refused) as refusal:
        told.answer(row, upheld=False, by="planner2")
    assert codes(refusal) == ["answered"]
    assert len(told.final().decisions) == 1


def test_an_answered_objection_never_changes(told):
    row = told.answer(told.object())
    for statement in ("UPDATE evaluation_objections SET reasons = ''", "DELETE FROM evaluation_objections"):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(statement))
    assert row.reasons


def test_the_agency_that_has_nothing_more_to_say_can_not_object_but_is_answered(told):
    row = told.object()
    told.waive(told.report, "agency")
    with pytest.raises(Refused) as refusal:
        told.object("item:P2.3")
    assert codes(refusal) == ["window-waived"]
    with pytest.raises(Refused):
        told.waive(told.report, "agency")
    told.answer(row)
    with pytest.raises(NotFound):
        told.waive(told.other, "agency")


def test_both_are_told(told):
    assert NoticeKind.OBJECTIONS_OPEN in kinds(told, "agency")
    row = told.object()
    assert NoticeKind.OBJECTION_WAITING in kinds(told, "planner")
    assert NoticeKind.OBJECTION_WAITING not in kinds(told, "agency")
    told.answer(row)
    assert NoticeKind.OBJECTION_WAITING not in kinds(told, "planner")
    assert NoticeKind.OBJECTION_ANSWERED in kinds(told, "agency")
    assert NoticeKind.OBJECTION_ANSWERED not in kinds(told, "east")


def kinds(told, who):
    return {one.kind for one in notices(told.made[who])}


def test_bytes_are_kept_before_rows_and_strangers_keep_none(told, monkeypatch):
    row = told.object(uploads=(PICTURE,))
    assert [(one["name"], one["mime"]) for one in row.attachments] == [("签名页.png", "image/png")]
    kept = []
    put = Store.put
    monkeypatch.setattr(Store, "put", lambda *values, **named: kept.append(1) or put(*values, **named))
    with pytest.raises(NotFound):
        told.object("item:P2.3", by="east", uploads=(PICTURE,))
    with pytest.raises(Refused):
        told.object(uploads=(PICTURE,))
    assert kept == []

    def away(*_values, **_named):
        raise Unavailable("存储不可用")

    monkeypatch.setattr(Store, "put", away)
    with pytest.raises(Unavailable):
        told.object("item:P2.3", uploads=(PICTURE,))
    assert len(db.session.scalars(select(EvaluationObjection)).all()) == 1


def test_an_objection_that_is_not_there_is_not_found(told):
    command = AnswerObjection("0" * 20, 1, upheld=True, reasons="无")
    with pytest.raises(NotFound):
        answer_objection(told.made["planner"], command, told.now)
    with pytest.raises(NotFound):
        queries.objection(told.made["planner"], "0" * 20)


def test_a_report_shows_each_point_with_its_faults_and_who_may_object(told):
    row = told.object()
    today = civil_date(told.now)
    view = queries.report(told.made["agency"], told.report.public_id, today)
    (file,) = view.files
    assert (view.may_answer, view.window_reasons, view.frozen) == (True, (), False)
    assert (file.public_id, file.points, file.failed, file.re_evaluated) == (told.file.public_id, "96.81", False, False)
    first, second = file.subjects
    assert (first.subject, first.lost_text, first.objection.public_id) == ("item:P1.1", "扣 2 分", row.public_id)
    assert (second.anchor, second.objection, second.reasons) == ("item-P2.3", None, ())
    assert [(one.document, one.passage, one.page) for one in second.faults] == [("现场笔录", "第2页第3行", 2)]
    assert [(code, points) for code, _text, points in second.codes] == [("P2.3b", "扣 1 分")]
    assert not queries.report(told.made["planner"], told.report.public_id, today).may_answer
    after = told.report.due_on + timedelta(days=1)
    closed = queries.report(told.made["agency"], told.report.public_id, after)
    assert codes_of(closed.files[0].subjects[1].reasons) == ["window-closed"]
    names = {one.evaluator_name for one in told.made.seats(told.file) if one.state is SeatState.SIGNED}
    assert not any(name in repr(file) for name in names)
