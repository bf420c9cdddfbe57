"""Public pages: no sign-in, no cookie, permanent addresses; what is hidden is in none of their forms."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest
from defusedxml import ElementTree
from sqlalchemy import Engine, event

from enforcement.doors.limits import limiter
from enforcement.publicity import services
from enforcement.publicity.commands import Withdraw
from enforcement.rules.publicity import Ground
from tests.domains.identity.people import make_city
from tests.domains.publicity.decisions import DECIDED_ON, DUE_ON, at, published, publisher

HIDDEN = ("张卫国", "330106199003075253", "李小红", "13800138000", "王强", "ZJ0102001", "3301 0401")


@pytest.fixture
def bureau(app):
    return make_city().bureau


@pytest.fixture
def record(bureau):
    return published(bureau)


@pytest.fixture
def count_queries(app):
    """Counts the statements that the database gets."""

    @contextmanager
    def counting():
        count = SimpleNamespace(count=0, statements=[])

        def note(_connection, _cursor, statement, *_rest):
            count.count += 1
            count.statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield count
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


def text_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def withdraw(bureau, record):
    command = Withdraw(record.code, Ground.REVOKED, DUE_ON, "行政复议决定撤销原处罚")
    services.withdraw(publisher(bureau), command, at(DUE_ON))


def test_an_empty_portal_says_why_it_is_empty(app, client):
    assert "还没有公示的决定" in text_of(client, "/")
    assert "还没有公示的决定" in text_of(client, "/decisions")


def test_the_portal_shows_the_latest_decision(client, record):
    page = text_of(client, "/")
    assert "云城市惠邻超市有限公司" in page
    assert f"/p/{record.code}" in page


@pytest.mark.parametrize("address", ["/", "/decisions", "/verify", "/p/{code}", "/p/{code}.json", "/decisions.csv"])
def test_no_cookie_is_set(client, record, address):
    assert "Set-Cookie" not in client.get(address.format(code=record.code)).headers


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/decisions?q=食品",
        "/decisions.json",
        "/decisions.csv",
        "/decisions.atom",
        "/p/{code}",
        "/p/{code}.json",
        "/verify?code={code}",
    ],
)
def test_50_hidden_words_are_in_no_public_answer(client, record, address):
    text = text_of(client, address.format(code=record.code))
    assert [word for word in HIDDEN if word in text] == []


@pytest.mark.parametrize("word", HIDDEN)
def test_50_hidden_words_find_nothing(client, record, word):
    page = text_of(client, f"/decisions?q={word}")
    assert "没有查到" in page
    assert f"去掉</b>“检索词：{word}”" in page or f"去掉“检索词：{word}”" in page.replace("\n", "")


def test_two_characters_of_the_text_find_it_and_are_marked(client, record):
    page = text_of(client, "/decisions?q=货架")
    assert "<mark>货架</mark>" in page
    assert record.code in page


def test_an_amount_can_be_written_in_wan(client, record):
    assert record.code in text_of(client, "/decisions?fine_from=5万&fine_to=50,000.00")
    assert record.code not in text_of(client, "/decisions?fine_from=50000.01")


def test_an_empty_result_offers_to_drop_each_filter(client, record):
    page = text_of(client, "/decisions?q=货架&kind=警告&region=东山县")
    assert "没有查到" in page
    assert page.count("去掉“") == 3


@pytest.mark.parametrize(
    "question",
    [
        "fine_from=many",
        "decided_from=2026-13-01",
        "state=secret",
        "cursor=x",
        "cursor=WyJ4IiwxXQ",
        "q=甲 乙 丙 丁 戊 己 庚 辛 壬",
        "sort=alphabet",
    ],
)
def test_a_question_that_can_not_be_answered_says_so(client, record, question):
    page = text_of(client, f"/decisions?{question}", 422)
    assert "处需要修改" in page


def test_the_decision_page_explains_each_redaction(client, record):
    page = text_of(client, f"/p/{record.code}")
    for words in (
        "公示中",
        "隐去 证件号码",
        "为什么有些内容看不到",
        "《中华人民共和国个人信息保护法》",
        "与公示时的存证一致",
    ):
        assert words in page
    assert "2027年9月23日" in page


def test_a_changed_row_is_seen_on_the_page(client, record):
    record.penalty_text = "罚款1元"
    assert "与公示时的存证不一致" in text_of(client, f"/p/{record.code}")


def test_the_digest_can_be_repeated_by_anyone(client, record):
    answer = json.loads(text_of(client, f"/p/{record.code}.json"))
    plain = json.dumps(answer["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(plain.encode()).hexdigest() == answer["content_sha256"]


def test_a_code_typed_by_hand_leads_to_the_permanent_address(client, record):
    typed = f"{record.code[:4].lower()}-{record.code[4:]}"
    answer = client.get(f"/p/{typed}")
    assert (answer.status_code, answer.location) == (301, f"/p/{record.code}")


def test_an_unknown_code_is_not_found(client, app):
    assert "没有这个核验码" in text_of(client, "/p/00000000", 404)
    assert "没有这个核验码" in text_of(client, "/verify?code=00000000", 404)


def test_48_a_withdrawn_decision_keeps_its_address_and_reason_without_the_text(client, bureau, record):
    withdraw(bureau, record)
    page = text_of(client, f"/p/{record.code}")
    for words in ("已撤下", "行政复议决定撤销原处罚", "第四十八条第二款", "云市监处罚〔2026〕128号", "noindex"):
        assert words in page
    for words in ("惠邻超市", "保质期"):
        assert words not in page
        assert words not in text_of(client, f"/p/{record.code}.json")
    assert "行政复议决定撤销原处罚" in text_of(client, "/decisions?state=withdrawn")


def test_expired_decisions_are_in_no_list(client, bureau, record):
    last = date(2027, 9, 24)
    services.take_down_expired(publisher(bureau), record.code, at(last))
    assert record.code not in text_of(client, "/decisions")
    assert "公示期满" in text_of(client, f"/p/{record.code}")


def test_csv_has_one_row_each_and_runs_no_formula(client, bureau):
    published(bureau, party_name="=cmd|' /C calc'!A0")
    answer = client.get("/decisions.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["文号"] for row in rows] == ["云市监处罚〔2026〕128号"]
    assert rows[0]["当事人"].startswith("'=")
    assert rows[0]["罚款（元）"] == "50000"


def test_json_list_follows_the_question(client, bureau, record):
    published(bureau, "case2", document_number="云市监处罚〔2026〕129号")
    assert json.loads(text_of(client, "/decisions.json"))["count"] == 2
    found = json.loads(text_of(client, "/decisions.json?number=129"))
    assert [item["document_number"] for item in found["items"]] == ["云市监处罚〔2026〕129号"]


def test_a_search_can_be_followed_as_a_feed(client, record):
    feed = ElementTree.fromstring(text_of(client, "/decisions.atom?q=货架"))
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:id", None, names) for entry in feed.findall("a:entry", names)] == [
        f"http://localhost/p/{record.code}"
    ]
    empty = ElementTree.fromstring(text_of(client, "/decisions.atom?q=不存在"))
    assert empty.findall("a:entry", names) == []


def test_verify_by_digest_says_equal_or_not(client, record):
    assert "就是云城市市场监督管理局送达的" in text_of(client, f"/verify?sha256={record.document_sha256.upper()}")
    assert "没有一致的" in text_of(client, f"/verify?sha256={'0' * 64}")
    assert "64 位十六进制" in text_of(client, "/verify?sha256=xyz", 422)


def test_paging_keeps_the_question(client, bureau):
    for number in range(22):
        published(bureau, f"case{number}", document_number=f"云市监处罚〔2026〕{number}号")
    page = text_of(client, "/decisions?q=货架")
    address = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "q=%E8%B4%A7%E6%9E%B6" in address
    assert "本页 2 件" in text_of(client, address)


def test_the_qr_code_and_robots(client, record):
    assert client.get(f"/p/{record.code}/qr.svg").mimetype == "image/svg+xml"
    assert "Allow: /p/" in text_of(client, "/robots.txt")


def test_queries_do_not_grow_with_rows(client, bureau, count_queries):
    published(bureau, "one", decided_on=DECIDED_ON)
    with count_queries() as few:
        text_of(client, "/decisions?q=货架")
    for number in range(12):
        published(bureau, f"case{number}")
    with count_queries() as many:
        text_of(client, "/decisions?q=货架")
    assert many.count == few.count


def test_whole_lists_are_slowed_down_reading_is_not(app, record):
    app.config["RATELIMIT_ENABLED"] = True
    try:
        client = app.test_client()
        answers = [client.get("/decisions.json?q=货架").status_code for _ in range(31)]
        assert answers == [200] * 30 + [429]
        assert "请过一会儿再试" in client.get("/decisions.csv").text
        assert client.get("/decisions").status_code == 200
    finally:
        app.config["RATELIMIT_ENABLED"] = False
        limiter.reset()


@pytest.mark.parametrize(
    "address", ["/", "/decisions?q=货架", "/decisions.csv", "/decisions.atom", "/p/{code}", "/verify?code={code}"]
)
def test_public_pages_read_the_register_alone(client, record, count_queries, address):
    with count_queries() as asked:
        text_of(client, address.format(code=record.code))
    tables = {table for statement in asked.statements for table in re.findall(r"(?:FROM|JOIN)\s+(\w+)", statement)}
    # The front page names the last draws; they have a register of their own.
    draws = {"draws"} if address == "/" else set()
    assert tables - draws <= {"public_records", "public_changes", "public_search", "public_search_fts", "demo_clock"}
