"""事前公开 on both databases: what the public sees, downloads, checks; what the filing form finds."""

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import event

from enforcement.catalogue import queries, services
from enforcement.catalogue.commands import EndItem, PublishItems
from enforcement.catalogue.seeding import read_items, seed_agency_lists
from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.identity.commands import SuspendCertificate
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant
from enforcement.web.sheets import safe_cell
from tests.domains.catalogue.catalogue_city import NOW, SYSTEM
from tests.domains.identity.people import PASSWORD, make_account, make_city, make_officer

PAGES = ("/catalogue/", "/catalogue/powers", "/catalogue/benchmarks", "/catalogue/review-catalogues",
         "/catalogue/recording-lists", "/catalogue/officers")  # fmt: skip
FOOD = "FOOD-124-1-5"


@pytest.fixture
def city(app):
    services.publish_items(SYSTEM, PublishItems(read_items()), NOW)
    made = make_city()
    seed_agency_lists(SYSTEM, {"YZ-SCJG": (made.bureau.id, made.bureau.name)}, NOW)
    return made


def text_of(response):
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_open_and_say_why_they_are_empty(client, address):
    page = text_of(client.get(address))
    assert '<html lang="zh-CN">' in page
    assert len(re.findall("<h1", page)) == 1


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_open_without_sign_in_and_set_no_cookie(client, address):
    response = client.get(address)
    text_of(response)
    assert "Set-Cookie" not in response.headers


@pytest.mark.usefixtures("city")
def test_the_overview_counts_what_applies_today(client):
    page = re.sub("<[^>]+>", " ", text_of(client.get("/catalogue/")))
    assert re.search(r"行政处罚事项与依据\s+92\s", page)
    assert re.search(r"行政处罚裁量基准\s+2\s", page)


@pytest.mark.usefixtures("city")
def test_article_39_an_item_shows_its_bases_with_rank_and_version(client):
    page = text_of(client.get(f"/catalogue/powers/{FOOD}"))
    for words in ("《食品安全法》第一百二十四条第一款第五项", "《食品安全法》第三十四条第十项", "法律", "2025年9月12日",
                  "50,000 元以上 100,000 元以下", "货值金额 10 倍以上 20 倍以下", "吊销许可证件"):  # fmt: skip
        assert words in page


@pytest.mark.usefixtures("city")
def test_article_37_an_item_of_a_repealed_statute_points_to_its_successor(client):
    page = text_of(client.get("/catalogue/powers/AIR-99-2"))
    assert "不适用于今天的违法行为" in page
    assert "/catalogue/powers/ENV-1107" in page
    assert "不适用于今天的违法行为" not in text_of(client.get("/catalogue/powers/ENV-1107"))


@pytest.mark.usefixtures("city")
def test_article_37_the_list_shows_what_was_in_force_on_the_day_asked(client):
    words = "超标排放油烟"
    assert "AIR-118-1" in text_of(client.get("/catalogue/powers", query_string={"words": words, "on": "2026-08-14"}))
    after = text_of(client.get("/catalogue/powers", query_string={"words": words, "on": "2026-08-15"}))
    assert "AIR-118-1" not in after
    assert "ENV-1132-1" in after


@pytest.mark.usefixtures("city")
def test_a_filter_that_can_not_be_read_is_told(client):
    assert "请按 2026-11-22 的样子填写日期" in text_of(client.get("/catalogue/powers?on=yesterday"))
    assert client.get("/catalogue/powers?cursor=nonsense").status_code == 422


@pytest.mark.usefixtures("city")
def test_paging_shows_every_item_once(client):
    seen, address = [], "/catalogue/powers?on=2026-09-01"
    while address:
        page = text_of(client.get(address))
        seen += re.findall(r'href="/catalogue/powers/([A-Z0-9-]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following.group(1).replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 92


@pytest.mark.usefixtures("city")
def test_csv_and_json_carry_the_same_filter(client):
    asked = {"domain": "食品", "on": "2026-09-01"}
    raw = client.get("/catalogue/powers.csv", query_string=asked).get_data()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    data = client.get("/catalogue/powers.json", query_string=asked).get_json()
    assert len(rows) - 1 == data["count"] == len(data["items"]) == 10
    assert {item["domain"] for item in data["items"]} == {"食品"}
    assert data["items"][0]["penalty"]["kind"] == "法律"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("name", ["benchmarks", "review-catalogues", "recording-lists"])
def test_every_list_can_be_taken_home(client, name):
    assert client.get(f"/catalogue/{name}.csv").mimetype == "text/csv"
    assert client.get(f"/catalogue/{name}.json").get_json()["count"] >= 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_a_cell_is_never_run_by_a_spreadsheet(text):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("罚款") == "罚款"


def test_article_34_a_benchmark_shows_grades_conditions_and_standards(client, city):
    shown = queries.benchmark_on(city.bureau.id, FOOD, date(2026, 9, 1))
    page = text_of(client.get(f"/catalogue/benchmarks/{shown.public_id}"))
    for words in ("从轻处罚", "处5万元以上6.5万元以下罚款", "第 27 项", "云市监规〔2025〕6号", "第 1 版"):
        assert words in page


def test_article_58_a_review_catalogue_shows_whether_the_sum_itself_counts(client, city):
    shown = queries.review_catalogue_on(city.bureau.id, date(2026, 9, 1))
    page = text_of(client.get(f"/catalogue/review-catalogues/{shown.public_id}"))
    assert "3. 对法人或者其他组织罚款50,000元以上" in page
    assert "含本数" in page


def test_gb118_a_recording_list_shows_what_must_be_recorded(client, city):
    shown = queries.recording_list_on(city.bureau.id, date(2026, 9, 1))
    page = text_of(client.get(f"/catalogue/recording-lists/{shown.public_id}"))
    assert "现场检查全过程" in page
    assert "应当记录" in page


@pytest.mark.parametrize("address", ["powers/NO-SUCH", "benchmarks/0", "review-catalogues/0", "recording-lists/0"])
def test_what_was_never_published_is_not_found(client, address):
    assert client.get(f"/catalogue/{address}").status_code == 404


def test_article_55_a_certificate_is_found_by_name_and_number_together_only(client, city):
    make_officer("林某", city.bureau, number="云A-0127")
    asked = {"name": "林某", "number": "云A-0127"}
    page = text_of(client.get("/catalogue/officers", query_string=asked))
    assert "证件有效" in page
    assert city.bureau.name in page
    for wrong in ({**asked, "name": "许某"}, {**asked, "number": "云A-0128"}):
        page = text_of(client.get("/catalogue/officers", query_string=wrong))
        assert "没有找到" in page
        assert city.bureau.name not in page


def test_article_42_a_suspended_certificate_is_told(client, city):
    officer = make_officer("马某", city.bureau, number="云A-0200")
    db.session.refresh(officer, ["certificates"])
    suspension = SuspendCertificate(officer.certificates[0].public_id, date(2026, 8, 1), "年度考核不合格")
    identity.suspend_certificate(SYSTEM, suspension, NOW)
    page = text_of(client.get("/catalogue/officers", query_string={"name": "马某", "number": "云A-0200"}))
    assert "现在不能凭此证执法" in page
    assert "暂扣" in page


def test_an_incomplete_check_keeps_what_was_typed(client):
    response = client.get("/catalogue/officers", query_string={"name": "林某", "number": ""})
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "请填写执法证号" in page
    assert 'value="林某"' in page


def signed_in(client, city):
    make_account("lin", city.bureau, "officer")
    opened = identity.sign_in("lin", PASSWORD, "127.0.0.1", "test", current_instant())
    client.set_cookie(SESSION_COOKIE, opened.token)


def test_the_filing_form_finds_items_of_its_field_in_force_on_the_day_of_the_act(client, city):
    signed_in(client, city)
    found = client.get("/catalogue/items", query_string={"q": "保质期", "field": "市场监督管理", "on": "2026-09-01"})
    assert [item["code"] for item in found.get_json()["items"]] == [FOOD]
    fragment = client.get("/catalogue/items?q=保质期", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert f'value="{FOOD}"' in fragment
    assert "<html" not in fragment
    services.end_item(SYSTEM, EndItem(FOOD, date(2026, 9, 30), "", "修法"), NOW)
    after = client.get("/catalogue/items", query_string={"q": "保质期", "on": "2026-10-01"})
    assert after.get_json()["items"] == []


def test_the_look_up_asks_for_sign_in(client):
    assert client.get("/catalogue/items?q=食品").status_code != 200


@pytest.mark.usefixtures("city")
def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    assert _count(client, "/catalogue/powers?words=超过保质期&on=2026-09-01") == _count(
        client, "/catalogue/powers?on=2026-09-01"
    )


def _count(client, address):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        text_of(client.get(address))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)
