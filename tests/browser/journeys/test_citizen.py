"""Somebody who reads: portal, search, a decision, its verification, without signing in and without scripts. On SQLite."""

from __future__ import annotations

import re

import pytest

from enforcement.rules.facts import State
from tests.support.journey import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def published(office):
    """One decision on the public register; gives its number."""
    walk = office.walk(State.SERVED)
    with office.app.app_context():
        walk.publish(office.bureau.actor("gong"), office.bureau.actor("pan"))
    return office


def test_from_the_portal_to_the_decision_and_its_verification_without_scripts(published) -> None:
    reader = published.sit(size=PHONE, scripts=False)
    reader.open("/")
    reader.page.get_by_role("searchbox").fill("饼干")
    reader.press("查询")
    assert "查到 1 件" in reader.words
    reader.click(reader.page.get_by_role("link", name="惠邻超市").first)
    assert "决定书全文" in reader.words
    assert "申请行政复议" in reader.words
    code = re.search(r"核验码 ?([0-9A-Z]{4}-[0-9A-Z]{4})", reader.words).group(1)
    reader.open("/")
    reader.write({"公示页上的 8 位核验码": code})
    reader.click(reader.page.get_by_role("button", name="核验", exact=True))
    assert "惠邻超市" in reader.words


def test_an_empty_result_offers_to_drop_each_condition(published) -> None:
    reader = published.sit()
    reader.open("/decisions?q=饼干&fine_from=60000")
    assert "没有查到" in reader.words
    reader.click(reader.page.get_by_role("link", name=re.compile("去掉.*不少于")))
    assert "查到 1 件" in reader.words


def test_a_reader_finds_no_case_and_no_desk(published) -> None:
    reader = published.sit()
    for path in ("/cases", "/reviews", "/publicity/", "/supervision", "/approvals"):
        reader.open(path)
        assert "/sign-in" in reader.page.url, path
