"""The evaluator's pages: drafts, deductions with their place, findings, signature, recusal; nobody else's sheet."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest

from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.models.core import FindingAnswer
from enforcement.evaluation.models.files import EvaluationCaseFile, PrecheckFinding
from enforcement.evaluation.services.closing import escalate
from enforcement.evaluation.states import SeatState
from enforcement.foundation.clock import SHANGHAI
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.support.desk import plain, text
from tests.support.desks import counted_questions
from tests.support.evaluation import faults
from tests.support.evaluation_desk import Desks


@pytest.fixture
def desks(app_with_store):
    return Desks(app_with_store)


@pytest.fixture
def file(desks):
    desks.round.take_in(desks.round.city.bureau)
    plan = desks.round.scoring()
    move_clock_to(desks.round.start(plan) + timedelta(hours=2))
    (only,) = plan.files
    return only


@pytest.fixture
def seat(desks, file):
    return desks.round.seats(file)[0]


def address(seat, rest=""):
    return f"/evaluation/seats/{seat.public_id}{rest}"


def deduction(seat, *, missing=False, per=None):
    items = standard_of(seat.file.plan.standard).items_of(seat.file.kind)
    found = (one for item in items if not item.condition for one in item.deductions)
    return next(one for one in found if one.missing is missing and (per is None or one.per.value == per))


def typed(seat, **fields):
    db.session.refresh(seat.sheet)
    return {"version": seat.sheet.version, "remark": "", **fields}


def row(code, **values):
    return {
        "fault-deduction": code, "fault-times": "1", "fault-document": "", "fault-page": "", "fault-passage": "",
        "fault-remark": "", **{f"fault-{name}": value for name, value in values.items()},
    }  # fmt: skip


def test_the_list_leads_to_the_desk_with_its_items(desks, seat):
    client = desks.evaluator(seat)
    listed = text(client.get("/evaluation/seats/"))
    assert address(seat) in listed
    page = plain(client.get(address(seat)))
    assert seat.file.label in page
    assert "100.00" in page
    assert standard_of(seat.file.plan.standard).items_of(seat.file.kind)[0].title in page


def test_a_deduction_is_added_placed_and_taken_out_again(desks, seat):
    client, one = desks.evaluator(seat), deduction(seat, per="once")
    added = client.post(address(seat), data=typed(seat, act=f"fault:{one.code}"))
    assert (added.status_code, added.location) == (303, f"{address(seat)}#faults-0")
    placed = row(one.code, document="d01 立案审批表", page="2", passage="没有签名")
    client.post(address(seat), data=typed(seat, **placed))
    db.session.refresh(seat.sheet)
    (kept,) = seat.sheet.draft["faults"]
    assert kept["reference"] == {"document": "d01 立案审批表", "page": 2, "passage": "没有签名"}
    assert "没有签名" in text(client.get(address(seat)))
    client.post(address(seat), data=typed(seat, **placed, act="drop-fault:0"))
    db.session.refresh(seat.sheet)
    assert seat.sheet.draft["faults"] == []


def test_what_cannot_be_counted_comes_back_with_what_was_typed(desks, seat):
    client, one = desks.evaluator(seat), deduction(seat, per="once")
    doubled = {name: [value, value] for name, value in row(one.code, passage="第三行").items()}
    answer = client.post(address(seat), data=typed(seat, **doubled))
    assert answer.status_code == 422
    page = text(answer)
    assert "这个扣分项只扣一次" in page
    assert page.count("第三行") == 2


def test_a_row_with_lacking_fields_is_refused_and_nothing_is_lost(desks, seat):
    answer = desks.evaluator(seat).post(address(seat), data=typed(seat, **{"fault-deduction": "x"}))
    assert answer.status_code == 422
    assert "请重新打开" in plain(answer)


def test_a_draft_of_another_tab_is_not_overwritten(desks, seat):
    client = desks.evaluator(seat)
    stale = typed(seat, remark="第二个页面")
    client.post(address(seat), data=typed(seat, remark="第一个页面"))
    answer = client.post(address(seat), data=stale)
    assert answer.status_code == 409
    assert "在另一个页面保存过" in plain(answer)
    assert "第二个页面" in text(answer)
    db.session.refresh(seat.sheet)
    assert seat.sheet.remark == "第一个页面"


def test_conditions_corrected_meanwhile_refuse_the_old_pages_and_keep_what_was_typed(desks, seat):
    client, round_ = desks.evaluator(seat), desks.round
    client.post(address(seat), data=typed(seat, remark="已经保存"))
    db.session.refresh(seat.sheet)
    reviewed, stale = seat.sheet.version, typed(seat, remark="还没有保存")
    changed = next(name for name, yes in seat.file.answers.items() if yes)
    round_.confirm(seat.file, **{changed: False})
    signing = client.post(address(seat, "/signature"), data={"version": reviewed})
    assert signing.status_code == 409
    assert "适用条件更正了" in plain(signing)
    assert seat.state is SeatState.ACTIVE
    saving = client.post(address(seat), data=stale)
    assert saving.status_code == 409
    assert "适用条件更正了" in plain(saving)
    assert "还没有保存" in text(saving)
    again = re.search(r'id="sheet-version" value="(\d+)"', text(saving))
    assert again is not None
    assert client.post(address(seat), data=stale | {"version": again[1]}).status_code == 303
    db.session.refresh(seat.sheet)
    assert seat.sheet.remark == "还没有保存"


def test_saving_by_itself_answers_with_the_new_version(desks, seat):
    answer = desks.evaluator(seat).post(address(seat), data=typed(seat, remark="好"), headers={"HX-Request": "true"})
    db.session.refresh(seat.sheet)
    assert answer.status_code == 200
    assert re.search(rf'id="sheet-version" value="{seat.sheet.version}"', text(answer))


def test_a_veto_asks_for_a_written_reason_before_signing(desks, seat):
    client = desks.evaluator(seat)
    veto = next(one for one in standard_of(seat.file.plan.standard).vetoes_of("general") if not one.condition)
    client.post(address(seat), data=typed(seat, act=f"veto:{veto.no}"))
    review = client.get(address(seat, "/signature"))
    assert "认定一票否决必须写明理由" in plain(review)
    assert 'aria-disabled="true"' in text(review)
    refused = client.post(address(seat, "/signature"), data=typed(seat))
    assert refused.status_code == 422
    assert seat.state is SeatState.ACTIVE


def test_a_sheet_is_signed_after_it_was_shown_step_by_step(desks, seat):
    client, one = desks.evaluator(seat), deduction(seat, per="once")
    placed = row(one.code, document="d01 立案审批表", page="2", passage="没有签名")
    client.post(address(seat), data=typed(seat, act=f"fault:{one.code}"))
    client.post(address(seat), data=typed(seat, **placed))
    page = plain(client.get(address(seat, "/signature")))
    assert "总分 =" in page
    assert client.post(address(seat, "/signature"), data=typed(seat)).status_code == 303
    db.session.refresh(seat)
    assert seat.state is SeatState.SIGNED
    shown = text(client.get(address(seat)))
    assert "不能再改" in shown
    assert "d01 立案审批表　第 2 页　没有签名" in shown
    for field in ('value="fault:', 'name="fault-', 'value="drop-', 'name="remark"'):
        assert field not in shown
    assert client.post(address(seat), data=typed(seat)).status_code == 409


def test_a_finding_is_rejected_only_with_a_reason(desks, seat, found):
    client = desks.evaluator(seat)
    assert "机器提示还有 1 条没有答复" in plain(client.get(address(seat, "/signature")))
    answer = client.post(address(seat), data=typed(seat, act=f"reject:{found}"))
    assert answer.status_code == 422
    assert "不采纳机器提示的，请写明理由" in plain(answer)
    client.post(address(seat), data=typed(seat, act=f"reject:{found}") | {f"note-{found}": "日期是补填的"})
    (kept,) = db.session.query(FindingAnswer)
    assert (kept.accepted, kept.rule, kept.note) == (False, "PC07", "日期是补填的")
    assert "没有答复" not in plain(client.get(address(seat, "/signature")))
    client.post(address(seat), data=typed(seat, act=f"accept:{found}"))
    db.session.refresh(kept)
    assert kept.accepted
    assert client.post(address(seat), data=typed(seat, act="accept:nothing")).status_code == 404


@pytest.fixture
def found(seat):
    row = db.session.query(EvaluationCaseFile).filter_by(public_id=seat.file.case_file_public_id).one()
    one = PrecheckFinding(
        file_id=row.id, no=1, rule="PC07", article="行政处罚法第六十条", documents=["d01"],
        explanation="决定超过期限", rule_version="1", found_at=row.imported_at,
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    return one.public_id


def test_an_evaluator_reads_what_he_is_told_until_it_is_done(desks, file, seat):
    escalate(file.plan.public_id, datetime.combine(seat.strict_on, time(9), SHANGHAI))
    client = desks.evaluator(seat)
    told = plain(client.get("/evaluation/seats/"))
    assert "有一件案卷请您评分" in told
    assert "有一件案卷的评分" in told
    desks.round.sign(seat)
    assert "有一件案卷" not in plain(client.get("/evaluation/seats/"))


def test_recusal_is_asked_with_a_reason_and_stops_the_scoring(desks, seat):
    client = desks.evaluator(seat)
    assert client.post(address(seat, "/recusal"), data={"reason_code": "interest", "text": ""}).status_code == 422
    asked = client.post(address(seat, "/recusal"), data={"reason_code": "interest", "text": "当事人是我的亲属"})
    assert asked.status_code == 303
    assert "负责人决定以前不能评分" in plain(client.get(address(seat)))


def test_another_evaluators_seat_and_none_at_all_answer_alike(desks, file):
    first, second = desks.round.seats(file)
    client = desks.evaluator(second)
    for rest in ("", "/signature", "/recusal"):
        foreign, missing = client.get(address(first, rest)), client.get(f"/evaluation/seats/{'0' * 20}{rest}")
        assert (foreign.status_code, plain(foreign)) == (404, plain(missing))
    assert client.post(address(first), data={"version": "1"}).status_code == 404
    assert desks.of("planner").get(address(first)).status_code == 403


def test_a_longer_sheet_asks_the_database_no_more(desks, seat):
    client = desks.evaluator(seat)
    client.get(address(seat))
    with counted_questions() as few:
        client.get(address(seat))
    sheet = faults(standard_of(seat.file.plan.standard), 30)
    rows = [row(one.deduction, passage="第一行") for one in sheet.faults]
    many = {name: [one[name] for one in rows] for name in rows[0]}
    assert client.post(address(seat), data=typed(seat, **many)).status_code == 303
    with counted_questions() as more:
        client.get(address(seat))
    assert len(more) == len(few)
