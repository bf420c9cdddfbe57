"""Pages of visits: list, sheet, approval form, the head's answer, visits under other names."""

import pytest

from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.inspection.queries import visits as queries
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.rules.inspection.visits import ApprovalState, VisitKind
from tests.domains.inspection.visiting import ITEM, USCC, WHY, make_place, sign_in
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.desks import counted_questions


@pytest.fixture
def place(app):
    found = make_place()
    move_clock_to(NOON)
    return found


def form(place, **changes):
    today = civil_date(current_instant()).isoformat()
    return {
        "uscc": USCC,
        "name": "麦田超市",
        "kind": "case",
        "source": "complaint",
        "source_document": "12345〔2026〕8号",
        "purpose": "核查投诉反映的问题",
        "items": [ITEM],
        "off_site_paper": WHY,
        "off_site_data": WHY,
        "off_site_smart": WHY,
        "officers": list(place.officers[:2]),
        "assistants": "0",
        "planned_from": today,
        "planned_to": today,
        **changes,
    }


def test_c04_from_the_form_to_the_heads_answer(app, place):
    officer, head = sign_in(app, "officer"), sign_in(app, "head")
    assert "行政检查审批表" in text(officer.get("/inspection/visits/approvals/new"))
    sent = officer.post("/inspection/visits/approvals/new", data=form(place))
    assert sent.status_code == 303
    waiting = plain(officer.get(sent.location))
    assert "等待行政机关负责人审批" in waiting
    assert "提交意见" not in waiting
    page = text(head.get(sent.location))
    assert "年度上限" in page
    assert "提交意见" in page
    answered = head.post(sent.location, data={"version": "1", "agreed": "true", "note": ""})
    assert answered.status_code == 303
    assert queries.approvals(place.head).items[0].state is ApprovalState.APPROVED
    assert "沈" not in plain(head.get("/inspection/visits/approvals?state=asked"))


def test_c03_what_is_missing_comes_back_with_what_was_typed(app, place):
    answer = sign_in(app, "officer").post(
        "/inspection/visits/approvals/new", data=form(place, off_site_data="", officers=[place.officers[0]])
    )
    shown = plain(answer)
    assert answer.status_code == 409
    assert "没有写明为什么信息共享不足以查清情况" in shown
    assert "执法人员不少于2人，现在是1人" in shown
    assert "核查投诉反映的问题" in text(answer)


def test_fields_are_named_in_chinese_when_they_are_wrong(app, place):
    answer = sign_in(app, "officer").post("/inspection/visits/approvals/new", data=form(place, uscc="9111", kind="x"))
    assert answer.status_code == 422
    assert "统一社会信用代码是18位数字和字母，现在是4位" in plain(answer)


@pytest.mark.parametrize("address", ["approvals/new", "other"])
def test_a_credit_code_with_a_wrong_check_character_is_told(app, place, address):
    officer = sign_in(app, "officer")
    sent = {**form(place), "kind": "observation", "visited_at": "2026-09-01T10:00", "uscc": f"{USCC[:-1]}A"}
    answer = officer.post(f"/inspection/visits/{address}", data=sent)
    assert answer.status_code == 422
    assert "校验码不对" in plain(answer)
    told = plain(officer.post(f"/inspection/visits/{address}", data={**sent, "uscc": f" {USCC.lower()} "}))
    assert "校验码" not in told.replace("最后一位是校验码", "")


def test_the_list_shows_every_visit_and_its_sheet_the_same(app, place):
    place.whole_visit(NOON)
    place.visit(NOON, kind=VisitKind.SURVEY, scanned=False)
    head = sign_in(app, "head")
    shown = plain(head.get("/inspection/visits/"))
    assert "个案检查" in shown
    assert "调研" in shown
    assert "个案检查" not in plain(head.get("/inspection/visits/?which=other")).split("入企记录")[1]
    sheet = head.get("/inspection/visits/list.csv?which=other").get_data().decode("utf-8-sig")
    assert sheet.count("麦田超市") == 1
    assert head.get("/inspection/visits/list.xlsx").status_code == 200


def test_c11_a_visit_under_another_name_is_recorded(app, place):
    data = {
        "uscc": USCC, "name": "麦田超市", "kind": "observation", "visited_at": "2026-09-01T10:00",
        "officers": [place.officers[0]], "purpose": "观摩先进管理经验",
    }  # fmt: skip
    officer = sign_in(app, "officer")
    assert officer.get("/inspection/visits/other").status_code == 200
    assert officer.post("/inspection/visits/other", data=data).status_code == 303
    assert queries.standing(place.bureau.id, USCC, NOON.date()).other_names == 1


def test_strangers_and_supervisors_neither_ask_nor_answer(app, place):
    row = place.ask()
    address = f"/inspection/visits/approvals/{row.public_id}"
    assert sign_in(app, "other_head").get(address).status_code == 404
    supervisor = sign_in(app, "supervisor")
    assert supervisor.get(address).status_code == 200
    assert supervisor.post(address, data={"version": "1", "agreed": "true"}).status_code == 403
    assert supervisor.get("/inspection/visits/approvals/new").status_code == 403


def test_statistics_say_the_same_in_chart_table_and_sheet(app, place):
    place.whole_visit(NOON)
    supervisor = sign_in(app, "supervisor")
    page = text(supervisor.get("/inspection/statistics/"))
    assert 'class="months"' in page
    assert "各月检查次数" in page
    sheet = supervisor.get("/inspection/statistics/figures.csv").get_data().decode("utf-8-sig")
    assert place.bureau.name in sheet
    assert "个案检查占比" in page
    assert next(line for line in sheet.splitlines() if place.bureau.name in line).endswith(",1,1,100.0%")
    assert supervisor.get("/inspection/statistics/figures.xlsx?year=abcd").status_code == 200
    assert "执法人员组合" not in text(sign_in(app, "head").get("/inspection/statistics/"))


def test_no_page_asks_more_because_it_shows_more(app, place):
    supervisor = sign_in(app, "supervisor")
    pages = (
        "/inspection/visits/", "/inspection/visits/approvals?state=all", "/inspection/statistics/",
        "/supervision/alarms", "/supervision/ratings", "/supervision/complaints",
    )  # fmt: skip

    def asked():
        counts = []
        for page in pages:
            with counted_questions() as questions:
                assert supervisor.get(page).status_code == 200
            counts.append(len(questions))
        return counts

    place.whole_visit(NOON)
    place.visit(NOON, scanned=False)
    raise_alarms(system_actor("测试"), NOON)
    few = asked()
    for number in range(8):
        place.visit(NOON, f"9111000010000000{number:02d}", scanned=False)
        place.ask(NOON, f"9111000010000000{number:02d}")
    raise_alarms(system_actor("测试"), NOON)
    assert asked() == few
