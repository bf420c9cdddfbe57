"""Pages after scoring: reports sent out, objections filed and answered, re-evaluations, the results fixed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from enforcement.evaluation.models.feedback import EvaluationDecision, EvaluationObjection, EvaluationReport
from enforcement.evaluation.services.re_evaluation import open_re_evaluations
from enforcement.evaluation.states import FileState, ObjectionAnswer, PlanState
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.evaluation_desk import Desks
from tests.support.evaluation_feedback import Feedback


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


@pytest.fixture
def feedback(desks):
    return Feedback(desks)


def answer_form(row, **changes):
    return {"decision": "upheld", "reasons": "卷内确有记载", "version": row.version, **changes}


def test_a_report_is_issued_and_the_agency_reads_every_point_with_its_place(feedback):
    assert "发出评查组报告" in plain(feedback.of("planner").get(feedback.board()))
    report = feedback.issued()
    listed = plain(feedback.agency.get("/evaluation/reports/"))
    assert report.report_no in listed
    assert "异议期内" in listed
    assert "是这样算出的" in listed
    page = plain(feedback.agency.get(feedback.report_address()))
    assert "现场笔录" in page
    assert "第2页第3行" in page
    assert "提出异议" in page
    paper = feedback.agency.get(feedback.report_address("/paper.pdf"))
    assert paper.data.startswith(b"%PDF")
    assert paper.headers["Cache-Control"] == "private, no-store"


def test_an_objection_is_filed_with_its_proof_and_both_sides_open_it(feedback):
    feedback.issued()
    row = feedback.objected("案卷第12页有检查时间")
    assert row.grounds == "案卷第12页有检查时间"
    page = text(feedback.agency.get(feedback.report_address()))
    assert f"/evaluation/objections/{row.public_id}" in page
    for name in ("planner", "agency"):
        shown = text(feedback.of(name).get(f"/evaluation/objections/{row.public_id}"))
        assert "案卷第12页有检查时间" in shown
        assert "证明.png" in shown
        file = feedback.of(name).get(f"/evaluation/objections/{row.public_id}/files/1")
        assert file.status_code == 200
        assert file.data.startswith(b"\x89PNG")
    assert feedback.agency.get(f"/evaluation/objections/{row.public_id}/files/2").status_code == 404


def test_what_was_typed_is_kept_when_grounds_or_files_are_wrong(feedback):
    feedback.issued()
    where = feedback.subject()
    empty = feedback.agency.post(where, data={"grounds": " "})
    assert empty.status_code == 422
    assert "请填写异议的理由" in plain(empty)
    bad = feedback.agency.post(where, data={"grounds": "写了很久的理由", "uploads": (io.BytesIO(b"MZ"), "坏.exe")})
    assert bad.status_code == 422
    assert "写了很久的理由" in text(bad)
    assert "附件需要重新选择" in plain(bad)


def test_after_the_last_day_objecting_is_grey_and_refused_with_article_and_date(feedback):
    report = feedback.issued()
    where = feedback.subject()
    feedback.pass_days((report.due_on - current_instant().date()).days)
    assert "为什么现在不能" not in plain(feedback.agency.get(feedback.report_address()))
    feedback.pass_days(1)
    page = plain(feedback.agency.get(feedback.report_address()))
    assert "为什么现在不能" in page
    late = feedback.agency.post(where, data={"grounds": "晚了一天"})
    assert late.status_code == 409
    for shown in (page, plain(late)):
        assert "广东省行政执法案卷评查办法第十二条" in shown
        assert f"{report.due_on.year}年{report.due_on.month}月{report.due_on.day}日" in shown
    assert "晚了一天" in text(late)
    assert db.session.query(EvaluationObjection).count() == 0


def test_no_objection_ends_the_window_early(feedback):
    report = feedback.issued()
    where = feedback.subject()
    asked = feedback.agency.get(feedback.report_address("/waiver"))
    assert "异议期提前结束" in plain(asked)
    told = feedback.agency.post(feedback.report_address("/waiver"), data={"version": report.version})
    assert told.status_code == 303
    assert "已表示没有（其他）异议" in plain(feedback.agency.get(feedback.report_address()))
    assert feedback.agency.post(where, data={"grounds": "后悔了"}).status_code == 409


def test_a_point_is_objected_to_once(feedback):
    feedback.issued()
    where = feedback.subject()
    feedback.objected()
    again = feedback.agency.post(where, data={"grounds": "再说一次"})
    assert again.status_code == 409
    assert "再说一次" in text(again)


def test_an_upheld_objection_changes_the_points_after_a_preview_that_keeps_nothing(feedback):
    feedback.issued()
    row = feedback.objected()
    (file,) = feedback.plan.files
    where = f"/evaluation/objections/{row.public_id}/answer"
    planner = feedback.of("planner")
    seen = plain(planner.post(f"{where}/preview", data=answer_form(row)))
    assert f"现在 {file.points}" in seen
    assert "答复以后" in seen
    assert db.session.query(EvaluationObjection).one().answer is None
    told = planner.post(where, data=answer_form(row))
    assert told.status_code == 303, plain(told)
    db.session.refresh(row)
    assert row.answer is ObjectionAnswer.UPHELD
    shown = plain(feedback.agency.get(f"/evaluation/objections/{row.public_id}"))
    assert "异议成立" in shown
    assert "卷内确有记载" in shown
    assert "异议成立" in plain(feedback.agency.get(feedback.report_address()))
    results = plain(planner.get(f"/evaluation/plans/{feedback.plan.public_id}/results/{file.public_id}"))
    assert "现在的结果" in results
    assert f"首次结果 {file.points}" in results
    (decision,) = db.session.query(EvaluationDecision)
    overview = plain(planner.get(f"/evaluation/plans/{feedback.plan.public_id}/results/"))
    assert f"{decision.points} 首次 {file.points}" in overview
    assert f"平均分 {decision.points}" in overview
    assert "复评或者异议后改定 1" in overview


def test_an_answer_without_reasons_comes_back_with_what_was_chosen(feedback):
    feedback.issued()
    row = feedback.objected()
    where = f"/evaluation/objections/{row.public_id}/answer"
    answer = feedback.of("planner").post(where, data=answer_form(row, decision="rejected", reasons=""))
    assert answer.status_code == 422
    assert 'value="rejected" checked' in text(answer).replace(' id="field-decision"', "")
    assert "案卷第12页有检查时间" in text(answer)


def test_everybody_does_only_what_is_theirs(feedback):
    feedback.issued()
    where = feedback.subject()
    row = feedback.objected()
    assert feedback.of("planner").get(where).status_code == 403
    assert feedback.of("planner").post(feedback.report_address("/waiver")).status_code == 403
    assert feedback.agency.get(f"/evaluation/objections/{row.public_id}/answer").status_code == 403
    assert feedback.agency.get(feedback.board()).status_code == 404
    assert feedback.agency.get(feedback.board("reports")).status_code == 403
    assert feedback.of("planner").get(feedback.board("results")).status_code == 403


def test_the_report_of_another_agency_and_none_at_all_answer_alike(feedback):
    report = feedback.issued()
    row = feedback.objected()
    user = feedback.head_account("east.head", feedback.desks.round.city.east_bureau)
    stranger = feedback.desks.browser(user)
    for path, kind in (("/evaluation/reports/{}", report), ("/evaluation/objections/{}", row)):
        for rest in ("", "/paper.pdf", "/waiver", "/files/1"):
            foreign, missing = (
                stranger.get(path.format(kind.public_id) + rest),
                stranger.get(path.format("0" * 20) + rest),
            )
            assert (foreign.status_code, plain(foreign)) == (404, plain(missing))
    assert report.report_no not in plain(stranger.get("/evaluation/reports/"))


def test_reports_wait_for_the_re_evaluation_and_the_plan_tells_no_name(desks):
    feedback = Feedback(desks, failed=True)
    open_re_evaluations(feedback.plan.public_id, current_instant())
    (file,) = feedback.plan.files
    db.session.refresh(file)
    assert file.state is FileState.RE_EVALUATION
    evaluator = next(one for one in desks.round.seats(file) if one.place == 4)
    for name in ("planner", "head"):
        board = plain(feedback.of(name).get(feedback.board()))
        assert "等待复评" in board
        assert evaluator.evaluator_name not in board
        plan_page = plain(feedback.of(name).get(f"/evaluation/plans/{feedback.plan.public_id}"))
        assert "复评还差 1 件" in plan_page
        assert evaluator.evaluator_name not in plan_page
    assert "为什么现在不能" in plain(feedback.of("planner").get(feedback.board()))
    refused = feedback.of("planner").post(feedback.board("reports"), data={"version": feedback.plan.version})
    assert refused.status_code == 409
    assert db.session.query(EvaluationReport).count() == 0
    desks.round.sign(evaluator, now=current_instant())
    feedback.issued()
    assert "经过复评" in plain(feedback.agency.get(feedback.report_address()))


def test_results_are_fixed_by_the_head_once_windows_are_over_and_objections_answered(feedback):
    report = feedback.issued()
    row = feedback.objected()
    head = feedback.of("head")
    assert "为什么现在不能" in plain(head.get(feedback.board()))
    db.session.refresh(feedback.plan)
    early = head.post(feedback.board("results"), data={"version": feedback.plan.version})
    assert early.status_code == 409
    where = f"/evaluation/objections/{row.public_id}/answer"
    feedback.of("planner").post(where, data=answer_form(row, decision="rejected"))
    move_clock_to(current_instant() + timedelta(days=(report.due_on - current_instant().date()).days + 1))
    head = feedback.of("head")
    assert "为什么现在不能" not in plain(head.get(feedback.board()))
    fixed = head.post(feedback.board("results"), data={"version": feedback.plan.version})
    assert fixed.status_code == 303
    db.session.refresh(feedback.plan)
    assert feedback.plan.state is PlanState.FROZEN
