"""Pages of plans: written, approved by another, answers confirmed, recusals decided, scoring ended, results read."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from enforcement.draws.services.voids import expire_sealed_draw
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.states import FileState, PlanState, SeatState
from enforcement.foundation.clock import SHANGHAI
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.desks import counted_questions
from tests.support.evaluation import SYSTEM, faults
from tests.support.evaluation_desk import Desks


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


def form(desks, **changes):
    made = desks.round
    return {
        "organisation": made.justice.public_id,
        "title": "2026年上半年案卷评查",
        "period_from": "2026-01-01",
        "period_to": "2026-06-30",
        "standard": made.standard().public_id,
        "agencies": [made.city.bureau.code, made.city.east_bureau.code],
        "must_kinds": ["major_penalty"],
        "ratio_bp": "10",
        "least": "5",
        "draw_on": "2026-09-02",
        "open_on": "2026-12-20",
        "load_limit": "10",
        "sources": ["kl8"],
        **changes,
    }


def scoring(desks, files=1):
    for _ in range(files):
        desks.round.take_in(desks.round.city.bureau)
    plan = desks.round.scoring()
    move_clock_to(desks.round.start(plan) + timedelta(hours=2))
    return plan


def address(plan, rest=""):
    return f"/evaluation/plans/{plan.public_id}{rest}"


def test_a_plan_is_written_previewed_and_approved_by_another_person(desks):
    desks.round.fill()
    planner = desks.of("planner")
    page = text(planner.get("/evaluation/plans/new"))
    assert desks.round.city.bureau.name in page
    made = planner.post("/evaluation/plans/new", data=form(desks))
    assert made.status_code == 303
    shown = plain(planner.get(made.location))
    assert "按今天的案卷，方案会抽取的件数" in shown
    assert desks.round.city.east_bureau.name in shown
    plan = db.session.query(EvaluationPlan).one()
    assert planner.post(address(plan, "/answer"), data={"answer": "agree"}).status_code == 403
    head = desks.of("head")
    data = {"answer": "agree", "version": plan.version}
    assert head.post(address(plan, "/answer"), data=data).status_code == 303
    assert plan.state is PlanState.APPROVED
    assert f"/draws/{plan.draw_public_id}" in text(planner.get(made.location))


def test_a_plan_below_the_least_ratio_comes_back_with_the_rule(desks):
    answer = desks.of("planner").post("/evaluation/plans/new", data=form(desks, ratio_bp="9"))
    assert answer.status_code == 409
    assert "低于最低比例" in plain(answer)
    assert "2026年上半年案卷评查" in text(answer)


def test_a_plan_is_given_back_with_a_reason_and_written_anew(desks):
    desks.round.fill()
    plan = desks.round.drafted()
    head = desks.of("head")
    data = {"answer": "refuse", "version": plan.version, "reason": ""}
    assert head.post(address(plan, "/answer"), data=data).status_code == 422
    head.post(address(plan, "/answer"), data=data | {"reason": "期间太短"})
    planner = desks.of("planner")
    assert "期间太短" in plain(planner.get(address(plan)))
    edited = planner.post(address(plan, "/edit"), data=form(desks, title="改过的方案", version=plan.version))
    assert edited.status_code == 303
    assert plan.title == "改过的方案"


def test_the_answers_on_applicability_are_confirmed_once_with_the_machines_proposal(desks):
    desks.round.take_in(desks.round.city.bureau)
    plan = desks.round.opened()
    move_clock_to(desks.round.start(plan) + timedelta(hours=1))
    (file,) = plan.files
    planner = desks.of("planner")
    where = address(plan, f"/files/{file.public_id}")
    assert where in text(planner.get(address(plan)))
    assert "机器建议" in plain(planner.get(where))
    lacking = planner.post(where, data={"version": file.answers_version})
    assert lacking.status_code == 422
    assert "请回答" in plain(lacking)
    given = {f"holds-{name}": "no" if answer is False else "yes" for name, answer in file.answers.items()}
    assert planner.post(where, data=given | {"version": file.answers_version}).status_code == 303
    assert file.state is FileState.SCORING
    assert "已经确认" in plain(planner.get(where))


def test_progress_tells_numbers_and_no_names(desks):
    plan = scoring(desks)
    (file,) = plan.files
    first, second = desks.round.seats(file)
    desks.round.sign(first)
    for name in ("planner", "head"):
        page = plain(desks.of(name).get(address(plan)))
        assert "1 / 2" in page
        assert not [one for one in (first, second) if one.evaluator_name in page]


def test_a_recusal_is_decided_by_the_head_and_the_next_takes_the_seat(desks):
    plan = scoring(desks)
    (file,) = plan.files
    seat = desks.round.seats(file)[0]
    asked = {"reason_code": "interest", "text": "当事人是我的亲属"}
    assert desks.evaluator(seat).post(f"/evaluation/seats/{seat.public_id}/recusal", data=asked).status_code == 303
    head = desks.of("head")
    assert "当事人是我的亲属" in plain(head.get("/evaluation/recusals"))
    assert desks.of("planner").get("/evaluation/recusals").status_code == 403
    where = f"/evaluation/recusals/{seat.public_id}"
    assert head.post(where, data={"answer": "agree"}).status_code == 303
    db.session.refresh(seat)
    assert seat.state is SeatState.RECUSED
    assert len(desks.round.seats(file)) == 2
    assert head.get(where).status_code == 404


def test_a_draft_is_withdrawn_by_its_drafter_on_a_page_that_says_what_it_means(desks):
    desks.round.fill()
    planner, head = desks.of("planner"), desks.of("head")
    assert planner.post("/evaluation/plans/new", data=form(desks)).status_code == 303
    plan = db.session.query(EvaluationPlan).one()
    assert "撤回方案" in plain(planner.get(address(plan)))
    assert head.get(address(plan, "/withdrawal")).status_code == 403
    assert "不能恢复" in plain(planner.get(address(plan, "/withdrawal")))
    assert planner.post(address(plan, "/withdrawal"), data={"version": plan.version}).status_code == 303
    shown = plain(planner.get(address(plan)))
    assert "已撤回" in shown
    assert "没有可以评查的已结案卷" not in shown
    assert "撤回方案" not in shown


def test_an_approved_plan_is_cancelled_and_a_committed_one_says_how_its_draw_becomes_void(desks):
    desks.round.fill()
    head, planner = desks.of("head"), desks.of("planner")
    plan = desks.round.approved()
    assert planner.get(address(plan, "/cancellation")).status_code == 403
    assert head.post(address(plan, "/cancellation"), data={"version": plan.version}).status_code == 422
    data = {"version": plan.version, "reason": "本轮评查改期"}
    assert head.post(address(plan, "/cancellation"), data=data).status_code == 303
    shown = plain(head.get(address(plan)))
    assert "已取消" in shown
    assert "本轮评查改期" in shown
    committed = desks.round.committed()
    assert "由一人提出作废、另一名负责人批准" in plain(head.get(address(committed)))
    refused = head.post(address(committed, "/cancellation"), data={**data, "version": committed.version})
    assert refused.status_code == 409
    assert "一人不能取消" in plain(refused)


def test_sheets_of_a_void_draw_are_read(desks):
    plan = scoring(desks)
    first, _second = desks.round.seats(plan.files[0])
    desks.round.sign(first)
    after = datetime.combine(plan.open_on + timedelta(days=1), time(9), SHANGHAI)
    expire_sealed_draw(SYSTEM, plan.draw_public_id, after)
    move_clock_to(after)
    planner = desks.of("planner")
    assert "看已签名的评分表" in plain(planner.get(address(plan)))
    assert planner.get(address(plan, "/results/")).status_code == 200
    assert first.evaluator_name in plain(planner.get(address(plan, f"/results/{plan.files[0].public_id}")))


def test_scoring_is_not_closed_while_sheets_are_open(desks):
    plan = scoring(desks)
    planner = desks.of("planner")
    assert "为什么现在不能" in plain(planner.get(address(plan)))
    refused = planner.post(address(plan, "/closing"), data={"version": plan.version})
    assert refused.status_code == 409
    assert "还有评分表没有签名" in plain(refused)
    desks.round.sign_all(plan)
    assert planner.post(address(plan, "/closing"), data={"version": plan.version}).status_code == 303
    assert plan.state is PlanState.CLOSED


def test_results_are_read_only_after_closing_with_every_sheet(desks):
    plan = scoring(desks)
    (file,) = plan.files
    first, second = desks.round.seats(file)
    planner = desks.of("planner")
    for rest in ("/results/", f"/results/{file.public_id}"):
        blind = planner.get(address(plan, rest))
        assert blind.status_code == 409
        assert first.evaluator_name not in plain(blind)
    desks.round.sign(first, faults(standard_of(plan.standard), 20))
    desks.round.sign(second)
    desks.round.sign(desks.round.seats(file)[2])
    assert close_finished(plan.public_id, desks.round.start(plan) + timedelta(days=2))
    listed = plain(planner.get(address(plan, "/results/")))
    assert first.evaluator_name in listed
    assert "Kappa" in listed
    page = plain(planner.get(address(plan, f"/results/{file.public_id}")))
    assert "为什么由第三名评查员评分" in page
    assert "不计入最终结果" in page
    assert "第2页第3行" in page


def twin(row, **changes):
    """A row like another, with ids of its own."""
    columns = {one.key: getattr(row, one.key) for one in row.__table__.columns if one.key not in ("id", "public_id")}
    made = type(row)(**columns | changes)
    db.session.add(made)
    db.session.flush()
    return made


@pytest.mark.parametrize("rest", ["", "/results/"])
def test_a_plan_with_more_files_asks_the_database_no_more(desks, rest):
    plan = scoring(desks)
    (file,) = plan.files
    desks.round.sign_all(plan)
    close_finished(plan.public_id, desks.round.start(plan) + timedelta(days=2))
    client = desks.of("planner")
    client.get(address(plan, rest))
    with counted_questions() as few:
        client.get(address(plan, rest))
    for number in range(4):
        other = twin(file, case_file_public_id=f"{number:020}")
        for seat in desks.round.seats(file):
            twin(seat.sheet, seat_id=twin(seat, file_id=other.id).id)
    db.session.expire_all()
    with counted_questions() as many:
        assert client.get(address(plan, rest)).status_code == 200
    assert len(many) == len(few)


def test_a_plan_of_another_organ_and_none_at_all_answer_alike(desks):
    desks.round.fill()
    plan = desks.round.drafted()
    stranger = desks.agency_head()
    foreign, missing = stranger.get(address(plan)), stranger.get(f"/evaluation/plans/{'0' * 20}")
    assert (foreign.status_code, plain(foreign)) == (404, plain(missing))
