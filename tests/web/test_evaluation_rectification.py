"""Pages of rectification: what stands is put right with proof, re-checked, returned or passed; late stays late."""

from __future__ import annotations

import pytest

from enforcement.evaluation.models.feedback import EvaluationRectification
from enforcement.evaluation.states import RectificationState
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.evaluation_desk import Desks
from tests.support.evaluation_feedback import Feedback, proof

WHERE = "/evaluation/rectifications"


@pytest.fixture
def feedback(app_with_store):
    move_clock_to(NOON)
    return Feedback(Desks(app_with_store))


def submit(feedback, row, said="已经补正并归档"):
    data = {"text": said, "uploads": proof("补正.png"), "version": row.version}
    return feedback.agency.post(f"{WHERE}/{row.public_id}/submission", data=data)


def recheck(feedback, row, **given):
    db.session.refresh(row)
    data = {"decision": "passed", "version": row.version, **given}
    return feedback.of("planner").post(f"{WHERE}/{row.public_id}/recheck", data=data)


def test_what_stands_is_listed_with_its_last_day_and_how_it_was_counted(feedback):
    row = feedback.frozen()
    for name in ("agency", "planner"):
        page = plain(feedback.of(name).get(f"{WHERE}/"))
        assert row.title in page
        assert "待整改" in page
        assert "是这样算出的" in page
    shown = plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))
    assert "第2页第3行" in shown
    assert "提交整改情况" in shown


def test_proof_is_handed_in_opened_by_both_sides_and_passed(feedback):
    row = feedback.frozen()
    assert submit(feedback, row).status_code == 303
    page = text(feedback.of("planner").get(f"{WHERE}/{row.public_id}"))
    assert "已经补正并归档" in page
    where = f"{WHERE}/{row.public_id}/steps/1/files/1"
    assert where in page
    for name in ("planner", "agency"):
        assert feedback.of(name).get(where).data.startswith(b"\x89PNG")
    assert feedback.agency.get(f"{WHERE}/{row.public_id}/steps/1/files/2").status_code == 404
    assert recheck(feedback, row).status_code == 303
    assert "整改通过" in plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))


def test_what_was_typed_is_kept_when_the_proof_is_lacking(feedback):
    row = feedback.frozen()
    data = {"text": "写了很久的整改情况", "version": row.version}
    answer = feedback.agency.post(f"{WHERE}/{row.public_id}/submission", data=data)
    assert answer.status_code == 422
    assert "写了很久的整改情况" in text(answer)
    assert "请附上能够证明整改的材料" in plain(answer)


def test_a_return_needs_reasons_and_the_agency_hands_in_again(feedback):
    row = feedback.frozen()
    submit(feedback, row)
    lacking = recheck(feedback, row, decision="returned", reasons="")
    assert lacking.status_code == 422
    assert recheck(feedback, row, decision="returned", reasons="缺少归档记录").status_code == 303
    page = plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))
    assert "缺少归档记录" in page
    assert "退回重新整改" in page
    db.session.refresh(row)
    assert submit(feedback, row, "补上归档记录").status_code == 303


def test_late_is_marked_and_stays_after_handing_in(feedback):
    row = feedback.frozen()
    feedback.pass_days((row.due_on - current_instant().date()).days)
    assert "已经超过整改期限" not in plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))
    feedback.pass_days(1)
    assert "逾期" in plain(feedback.agency.get(f"{WHERE}/?state=late"))
    assert "已经超过整改期限" in plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))
    submit(feedback, row)
    assert "已经超过整改期限" in plain(feedback.agency.get(f"{WHERE}/{row.public_id}"))


def test_a_plan_is_done_when_everything_has_passed(feedback):
    feedback.frozen()
    rows = db.session.query(EvaluationRectification).all()
    for row in rows:
        assert "整改完毕" not in plain(feedback.of("planner").get(feedback.board()))
        submit(feedback, row)
        recheck(feedback, row)
    assert {one.state for one in rows} == {RectificationState.PASSED}
    assert "整改完毕" in plain(feedback.of("planner").get(feedback.board()))


def test_each_side_does_its_part_only(feedback):
    row = feedback.frozen()
    assert feedback.agency.get(f"{WHERE}/{row.public_id}/recheck").status_code == 403
    assert feedback.of("planner").get(f"{WHERE}/{row.public_id}/submission").status_code == 403
    early = recheck(feedback, row)
    assert early.status_code == 409
    assert "没有等待复核的材料" in plain(early)


def test_anothers_rectification_and_none_at_all_answer_alike(feedback):
    row = feedback.frozen()
    submit(feedback, row)
    user = feedback.head_account("east.head", feedback.desks.round.city.east_bureau)
    stranger = feedback.desks.browser(user)
    for rest in ("", "/submission", "/steps/1/files/1"):
        foreign = stranger.get(f"{WHERE}/{row.public_id}{rest}")
        missing = stranger.get(f"{WHERE}/{'0' * 20}{rest}")
        assert (foreign.status_code, plain(foreign)) == (404, plain(missing))
    assert row.title not in plain(stranger.get(f"{WHERE}/"))
