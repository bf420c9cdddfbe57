"""Cases in the browser: a lead, the list, the page of a case."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import event

from enforcement.audit.queries import entries_of
from enforcement.foundation.actor import system_actor
from enforcement.platform.database import db
from enforcement.rules.facts import State
from tests.support.desk import Desk, plain, text


@pytest.fixture
def desk(staged_app, staged_bureau):
    return Desk(staged_app, staged_bureau)


def lead(**changes):
    typed = {
        "source_kind": "report",
        "received_on": "2026-09-01",
        "source_text": "群众反映货架上有过期饼干",
        "party_kind": "organisation",
        "party_name": "云州市惠邻超市有限公司",
    }
    return typed | changes


# ---- lead and list ----


def test_an_officer_registers_a_lead_and_finds_it_in_the_list(desk) -> None:
    client = desk.at(date(2026, 9, 2), "lin")
    answer = client.post("/cases/new", data=lead())
    assert answer.status_code == 303
    page = plain(client.get(answer.location))
    assert "云州市惠邻超市有限公司涉嫌违法案" in page
    assert "指定承办人" in page
    assert "核查" in page
    assert "惠邻超市" in text(client.get("/cases?words=惠邻"))
    assert "没有符合条件的案件" in text(client.get("/cases?words=别的"))


def test_a_lead_with_a_wrong_code_keeps_what_was_typed(desk) -> None:
    client = desk.at(date(2026, 9, 2), "lin")
    answer = client.post("/cases/new", data=lead(party_uscc="123", received_on="2026-13-01"))
    assert answer.status_code == 422
    page = text(answer)
    assert "统一社会信用代码是 18 位" in page
    assert "例如 2026-11-22" in page
    assert "群众反映货架上有过期饼干" in page
    assert 'value="123"' in page


def test_another_agencys_case_is_answered_like_a_missing_one(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "yz-sthj.officer1")
    seen = [client.get(f"/cases/{key}{form}") for key in (walk.case, "nothing") for form in ("", "/state_facts")]
    assert {one.status_code for one in seen} == {404}
    assert "惠邻" not in text(client.get("/cases"))


def test_the_lists_files_hold_the_filtered_cases_and_no_formula(desk) -> None:
    desk.walk(State.LEAD)
    client = desk.at(date(2026, 9, 3), "lin")
    client.post("/cases/new", data=lead(title="=HYPERLINK(1)", party_name="乙店"))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/cases.xlsx").data))
    cells = [row[1] for row in book.active.iter_rows(values_only=True)]
    assert "=HYPERLINK(1)" in cells
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"} == {"s"}
    assert "'=HYPERLINK(1)" in client.get("/cases.csv").data.decode("utf-8-sig")
    assert "惠邻" not in client.get("/cases.csv?words=乙店").data.decode("utf-8-sig")


# ---- the page ----


def test_the_page_says_what_is_missing_with_its_article_and_the_way_there(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    page = text(desk.at(walk.day, "lin").get(f"/cases/{walk.case}"))
    assert "还没有现场笔录" in page
    assert "行政处罚法第五十五条" in page
    assert f"/cases/{walk.case}/record_scene" in page
    assert "为什么现在不能" in page


def test_who_is_not_in_charge_sees_why_the_button_is_grey(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    page = plain(desk.at(walk.day, "tang").get(f"/cases/{walk.case}"))
    assert "您不是本案的承办人" in page


def test_a_head_may_not_open_the_officers_form(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    assert desk.at(walk.day, "shen").get(f"/cases/{walk.case}/state_facts").status_code == 403


def test_a_deadline_opens_with_its_days(desk) -> None:
    walk = desk.walk(State.NOTIFIED)
    page = plain(desk.at(walk.day, "lin").get(f"/cases/{walk.case}"))
    assert "是这样算出的" in page
    assert "送达当日" in page or "不计" in page
    assert "陈述申辩期还没有届满" in page


def test_the_timeline_shows_people_or_the_system_alone(desk) -> None:
    walk = desk.walk(State.REVIEWED)
    client = desk.at(walk.day, "lin")
    people = plain(client.get(f"/cases/{walk.case}/timeline?show=people"))
    system = plain(client.get(f"/cases/{walk.case}/timeline?show=system"))
    assert "制作《现场笔录》" in people
    assert "已绑定" not in people
    assert "已绑定" in system
    assert "制作《现场笔录》" not in system


def test_a_paper_is_shown_and_the_look_recorded(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    address = re.search(r"/documents/\w+", text(client.get(f"/cases/{walk.case}?tab=documents"))).group()
    answer = client.get(address)
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")
    record = f"document:{address.rsplit('/', 1)[1]}"
    assert [one.action for one in entries_of(system_actor("测试"), record)][-1] == "document.viewed"
    assert desk.at(walk.day, "yz-sthj.officer1").get(address).status_code == 404


def test_every_form_of_the_table_opens_in_some_state(desk) -> None:
    walk = desk.walk(State.SERVED)
    officer = desk.at(walk.day, "lin")
    for name in ("record_payment", "settle_goods", "assign_handlers", "add_note", "propose", "record_inquiry"):
        assert officer.get(f"/cases/{walk.case}/{name}").status_code == 200, name
    assert officer.get(f"/cases/{walk.case}/something").status_code == 404


def test_the_pages_queries_do_not_grow_with_the_cases(desk) -> None:
    def queries_of(client) -> int:
        seen = []
        connection = db.session.connection()
        event.listen(connection, "before_cursor_execute", lambda *_: seen.append(1))
        client.get("/cases")
        return len(seen)

    client = desk.at(date(2026, 9, 2), "lin")
    client.post("/cases/new", data=lead())
    one = queries_of(client)
    for name in ("甲店", "乙店", "丙店"):
        client.post("/cases/new", data=lead(party_name=name))
    assert queries_of(client) <= one
