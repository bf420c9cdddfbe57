"""Cases in the browser: the list, the page, and the forms, as officer, head and stranger."""

from __future__ import annotations

import base64
import io
import re
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from enforcement.audit.queries import entries_of
from enforcement.casework import queries
from enforcement.casework.holdings import holdings_of
from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity import passwords
from enforcement.identity import services as identity
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.facts import State
from tests.support.bureau import PASSWORD, make_bureau


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch) -> None:
    """The accounts of a bureau need no strong password."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def bureau(app_with_store):
    return make_bureau()


@pytest.fixture
def desk(app_with_store, bureau):
    return Desk(app_with_store, bureau)


class Desk:
    """People of the bureau at their browsers, on the day a walk has reached."""

    def __init__(self, app, bureau) -> None:
        self.app, self.bureau = app, bureau

    def walk(self, state, day=date(2026, 9, 2), **changes):
        walk = self.bureau.walk(day, **changes)
        walk.to(state)
        return walk

    def at(self, day, username, hour=18):
        now = datetime.combine(day, time(hour), tzinfo=SHANGHAI).astimezone(UTC)
        move_clock_to(now)
        opened = identity.sign_in(username, PASSWORD, "127.0.0.1", "test", now)
        client = self.app.test_client()
        client.set_cookie(SESSION_COOKIE, opened.token)
        return client

    def case(self, public_id):
        db.session.expire_all()
        return queries.case(system_actor("测试"), public_id)

    def version(self, public_id) -> str:
        return str(self.case(public_id).version)


def text(answer) -> str:
    return answer.get_data(as_text=True)


def plain(answer) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


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


# ---- forms of investigation ----


def facts_typed(desk, walk, **changes):
    typed = {
        "version": desk.version(walk.case),
        "item_code": "FOOD-124-1-5",
        "acted_on": walk.day.isoformat(),
        "discovered_on": walk.day.isoformat(),
        "place": "云州市临江区江畔路66号",
        "facts_text": "货架上陈列待售的饼干38件超过保质期",
        "goods_value_fen": "966.40",
        "illegal_income_fen": "0",
    }
    return typed | changes


def test_facts_are_saved_with_amounts_in_yuan(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(desk, walk, goods_value_fen="￥1,126.40")
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed).status_code == 303
    case = desk.case(walk.case)
    assert case.goods_value_fen == 112_640
    assert case.illegal_income_fen == 0
    assert case.title == "云州市惠邻超市有限公司经营超过保质期的食品案" or "超过保质期" in case.title


@pytest.mark.parametrize("typed", ["五万", "1.234", "50,00", "-5", "1e5"])
def test_an_amount_that_is_none_is_told_and_kept(desk, typed) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    answer = client.post(f"/cases/{walk.case}/state_facts", data=facts_typed(desk, walk, goods_value_fen=typed))
    assert answer.status_code == 422
    assert "金额" in plain(answer)
    assert f'value="{typed}"' in text(answer)
    assert "货架上陈列待售的饼干38件超过保质期" in text(answer)


def test_a_stale_form_says_who_changed_what_and_keeps_everything(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(desk, walk)
    other = desk.at(walk.day, "xu")
    assert other.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "别处"}).status_code == 303
    answer = client.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "这里"})
    assert answer.status_code == 409
    assert "许某" in plain(answer)
    assert "填写案情" in plain(answer)
    assert 'value="这里"' in text(answer)
    assert desk.case(walk.case).place == "别处"
    again = re.search(r'name="version" value="(\d+)"', text(answer)).group(1)
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "这里", "version": again}).location
    assert desk.case(walk.case).place == "这里"


def record_typed(desk, walk, **changes):
    start = datetime.combine(walk.day, time(16), tzinfo=SHANGHAI)
    officers = [str(one) for one in walk.crew.officer_ids]
    typed = {
        "version": desk.version(walk.case),
        "started_at": f"{start:%Y-%m-%dT%H:%M}",
        "ended_at": f"{start + timedelta(minutes=40):%Y-%m-%dT%H:%M}",
        "place": "云州市临江区江畔路66号",
        "officer_ids": officers,
        "certificate_shown": "true",
        "rights_told": "true",
        "respondent": "张卫国",
        "content": "货架上有过期饼干38件",
    }
    return typed | changes


def signature(desk):
    return (io.BytesIO(desk.bureau.signature), "signature.png", "image/png")


def test_article_42_a_record_of_one_officer_is_refused_and_nothing_is_lost(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = record_typed(desk, walk, officer_ids=[str(walk.crew.officer_ids[0])])
    answer = client.post(f"/cases/{walk.case}/record_scene", data=typed | {"signature_png": signature(desk)})
    assert answer.status_code == 409
    assert "第四十二条" in plain(answer)
    assert "货架上有过期饼干38件" in text(answer)
    kept = re.search(r'name="signature_png-kept" value="([^"]+)"', text(answer)).group(1)
    assert base64.b64decode(kept.split(",")[1]) == desk.bureau.signature
    again = record_typed(desk, walk) | {"signature_png-kept": kept}
    assert client.post(f"/cases/{walk.case}/record_scene", data=again).status_code == 303
    record = holdings_of(desk.case(walk.case)).records[0]
    assert record.signed


def test_article_55_a_refused_signature_is_noted(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    neither = client.post(f"/cases/{walk.case}/record_scene", data=record_typed(desk, walk))
    assert neither.status_code == 422
    typed = record_typed(desk, walk, refusal="当事人拒绝签名，见证人李某在场")
    assert client.post(f"/cases/{walk.case}/record_scene", data=typed).status_code == 303


def test_questions_and_answers_grow_by_rows_and_come_back(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    typed = record_typed(desk, walk, refusal="拒签") | {
        "exchanges-0-question": "是否属实？",
        "exchanges-0-answer": "属实。",
        "exchanges-1-question": "何时进货？",
    }
    more = client.post(f"/cases/{walk.case}/record_inquiry", data=typed | {"more": "exchanges"})
    assert more.status_code == 200
    assert "exchanges-3-question" in text(more)
    assert "属实。" in text(more)
    lacking = client.post(f"/cases/{walk.case}/record_inquiry", data=typed)
    assert lacking.status_code == 422
    assert "第 2 行的问和答都要填写" in plain(lacking)
    typed["exchanges-1-answer"] = "七月。"
    assert client.post(f"/cases/{walk.case}/record_inquiry", data=typed).status_code == 303
    record = holdings_of(desk.case(walk.case)).records[-1]
    assert record.content == "问：是否属实？\n答：属实。\n问：何时进货？\n答：七月。"


def test_evidence_is_listed_checked_and_excluded_with_its_reason(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    base = f"/cases/{walk.case}"
    typed = {"kind": "书证", "title": "进货票据", "proves": "货值金额", "collected_on": walk.day.isoformat()}
    assert client.post(f"{base}/add_evidence", data=typed | {"version": desk.version(walk.case)}).status_code == 303
    row = holdings_of(desk.case(walk.case)).evidence[-1].row
    verified = client.post(f"{base}/verify_evidence/{row.public_id}", data={"version": desk.version(walk.case)})
    assert verified.status_code == 303
    assert "查证属实" in plain(client.get(f"{base}?tab=evidence"))
    without = client.post(f"{base}/exclude_evidence/{row.public_id}", data={"version": desk.version(walk.case)})
    assert without.status_code == 422
    typed = {"reason": "来源不明", "version": desk.version(walk.case)}
    assert client.post(f"{base}/exclude_evidence/{row.public_id}", data=typed).status_code == 303
    assert "来源不明" in plain(client.get(f"{base}?tab=evidence"))


def test_a_proposal_below_the_range_is_shown_with_its_problem(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    page = plain(client.get(f"/cases/{walk.case}/propose"))
    assert "法定幅度" in page
    assert "5万元以上10万元以下" in page
    typed = {
        "version": desk.version(walk.case), "kinds": ["罚款"], "fine_fen": "40,000", "grade": "lighter",
        "grade_reasons": "货值小，配合调查",
    }  # fmt: skip
    assert client.post(f"/cases/{walk.case}/propose", data=typed).status_code == 303
    page = plain(client.get(f"/cases/{walk.case}?tab=facts"))
    assert "低于法定下限" in page
    typed |= {"fine_fen": "50000", "version": desk.version(walk.case)}
    client.post(f"/cases/{walk.case}/propose", data=typed)
    page = plain(client.get(f"/cases/{walk.case}?tab=facts"))
    assert "低于法定下限" not in page
    assert "须 法制审核" in page or "须法制审核" in page
    assert "须集体讨论" in page.replace("须 ", "须")
    assert "不必听证" in page.replace("不必 ", "不必")


# ---- approvals, notice, decision ----


def test_the_head_approves_the_filing_and_ninety_days_begin(desk) -> None:
    walk = desk.walk(State.FILING_ASKED)
    client = desk.at(walk.day, "shen")
    page = plain(client.get(f"/cases/{walk.case}/answer_approval"))
    assert "批准立案" in page
    without = client.post(
        f"/cases/{walk.case}/answer_approval", data={"version": desk.version(walk.case), "answer": "return"}
    )
    assert without.status_code == 422
    assert "退回时请写明理由" in plain(without)
    typed = {"version": desk.version(walk.case), "answer": "agree"}
    assert client.post(f"/cases/{walk.case}/answer_approval", data=typed).status_code == 303
    assert desk.case(walk.case).state is State.INVESTIGATING
    assert "90" in plain(client.get(f"/cases/{walk.case}"))
    twice = client.post(f"/cases/{walk.case}/answer_approval", data=typed)
    assert twice.status_code == 409


def test_article_45_the_decision_is_refused_with_all_reasons_and_kept(desk) -> None:
    walk = desk.walk(State.NOTIFIED)
    client = desk.at(walk.day, "shen")
    page = plain(client.get(f"/cases/{walk.case}/decide"))
    assert "陈述申辩期还没有届满" in page
    assert "将要作出的决定" in page
    typed = {"version": desk.version(walk.case), "opinion": "同意，照此办理"}
    answer = client.post(f"/cases/{walk.case}/decide", data=typed)
    assert answer.status_code == 409
    page = plain(answer)
    assert "第四十五条" in page
    assert "第五十七条第二款" in page
    assert "解除：" in page
    assert "同意，照此办理" in page


def test_article_44_an_amount_above_the_notice_is_refused(desk) -> None:
    walk = desk.walk(State.DISCUSSED)
    client = desk.at(walk.day, "shen")
    typed = {"version": desk.version(walk.case), "opinion": "同意", "fine_fen": "50,001"}
    answer = client.post(f"/cases/{walk.case}/decide", data=typed)
    assert answer.status_code == 409
    assert "高于告知的" in plain(answer)
    assert desk.case(walk.case).state is State.DISCUSSED


def test_the_heads_discuss_and_decide_and_the_officer_serves(desk) -> None:
    walk = desk.walk(State.NOTIFIED)
    walk.pass_days(6)
    head = desk.at(walk.day, "shen")
    assert head.get(f"/cases/{walk.case}/hold_discussion").status_code == 200
    opinions = {}
    for number, name in enumerate(("沈某", "方某", "田某")):
        opinions |= {f"opinions-{number}-name": name, f"opinions-{number}-opinion": "同意"}
    typed = {
        "version": desk.version(walk.case), "held_at": f"{walk.day}T10:00", "place": "会议室", "chair": "沈某",
        "recorder": "施某", "answer": "agree", "conclusion": "同意处罚建议", **opinions,
    }  # fmt: skip
    assert head.post(f"/cases/{walk.case}/hold_discussion", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "opinion": "同意"}
    assert head.post(f"/cases/{walk.case}/decide", data=typed).status_code == 303
    assert desk.case(walk.case).state is State.DECIDED
    officer = desk.at(walk.day, "lin", hour=19)
    typed = {
        "version": desk.version(walk.case), "mode": "direct", "served_on": walk.day.isoformat(), "place": "店内",
        "server_ids": [str(one) for one in walk.crew.officer_ids], "recipient": "张卫国", "relation": "法定代表人",
    }  # fmt: skip
    unsigned = officer.post(f"/cases/{walk.case}/serve_decision", data=typed)
    assert unsigned.status_code == 409
    assert "送达回证没有签收人签名" in plain(unsigned)
    signed = officer.post(f"/cases/{walk.case}/serve_decision", data=typed | {"signature_png": signature(desk)})
    assert signed.status_code == 303
    assert desk.case(walk.case).state is State.SERVED


def test_article_58_the_page_says_which_change_voided_the_pass(desk) -> None:
    walk = desk.walk(State.REVIEWED)
    case = desk.case(walk.case)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(
        desk, walk, acted_on=case.acted_on.isoformat(), discovered_on=case.discovered_on.isoformat(),
        facts_text=case.facts_text.replace("38件", "39件"),
    )  # fmt: skip
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed).status_code == 303
    page = plain(client.get(f"/cases/{walk.case}?tab=review"))
    assert "审核失效" in page
    assert "查明的事实" in page
    assert "【8】" in page
    assert "【9】" in page
    assert desk.case(walk.case).state is State.CONCLUDED


def test_payment_closes_the_duty_and_the_case_goes_to_the_archive(desk) -> None:
    walk = desk.walk(State.SERVED)
    walk.pass_days(2)
    officer = desk.at(walk.day, "lin")
    base = f"/cases/{walk.case}"
    assert 'value="50000"' in text(officer.get(f"{base}/record_payment"))
    typed = {
        "version": desk.version(walk.case), "paid_on": walk.day.isoformat(), "amount_fen": "50,000.00",
        "slip_no": "A1", "channel": "代收银行",
    }  # fmt: skip
    assert officer.post(f"{base}/record_payment", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "settled_on": walk.day.isoformat(), "how": "全部销毁"}
    assert officer.post(f"{base}/settle_goods", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "opinion": "执行完毕"}
    assert officer.post(f"{base}/ask_closing", data=typed).status_code == 303
    head = desk.at(walk.day, "shen", hour=19)
    typed = {"version": desk.version(walk.case), "answer": "agree"}
    assert head.post(f"{base}/answer_approval", data=typed).status_code == 303
    officer = desk.at(walk.day, "lin", hour=20)
    assert officer.post(f"{base}/archive", data={"version": desk.version(walk.case)}).status_code == 303
    page = plain(officer.get(f"{base}?tab=documents"))
    assert "已归档" in page
    assert "卷内文件目录" in page


def test_a_note_is_added_and_an_empty_one_is_not(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    assert client.post(f"/cases/{walk.case}/add_note", data={"text": "店长下午回来"}).status_code == 303
    assert "店长下午回来" in plain(client.get(f"/cases/{walk.case}"))
    assert client.post(f"/cases/{walk.case}/add_note", data={"text": " "}).status_code == 422
