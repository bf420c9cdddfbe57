"""The publishers: one proposes what to hide, another confirms. On SQLite."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def open_duty(person) -> None:
    person.open("/publicity/")
    person.click(person.page.get_by_role("link", name="惠邻超市"))


def test_article_48_two_people_publish_with_the_clock_in_sight(office) -> None:
    office.walk(State.SERVED)
    gong, pan = office.sit("gong"), office.sit("pan")
    open_duty(gong)
    clock = gong.page.locator("details.due").filter(has_text="公示期限")
    expect(clock.get_by_role("row").last).to_contain_text("第7日")
    gong.press("提出隐去建议")
    hidden = gong.page.locator(".tick").all_inner_texts()
    assert any("周某平" in one for one in hidden)
    gong.write({"还要隐去的文字": "江畔路66号"})
    gong.press("加进正文看看（不提交）")
    assert any("江畔路66号" in one for one in gong.page.locator(".tick").all_inner_texts())
    gong.press("提交，等第二人确认")
    assert "不能由提出的人" in gong.words or "另一名" in gong.words
    assert gong.button("确认并公示").get_attribute("aria-disabled") == "true"
    open_duty(pan)
    pan.press("确认并公示")
    visitor = office.sit()
    visitor.open("/")
    visitor.click(visitor.page.get_by_role("link", name="惠邻超市").first)
    assert "江畔路66号" not in visitor.words
    assert "周某平" not in visitor.words
    expect(visitor.page.get_by_role("table", name="为什么有些内容看不到")).to_be_visible()


def test_a_proposal_sent_back_returns_to_the_first_person_with_its_reason(office) -> None:
    office.walk(State.SERVED)
    gong, pan = office.sit("gong"), office.sit("pan")
    open_duty(gong)
    gong.press("提出隐去建议")
    gong.press("提交，等第二人确认")
    open_duty(pan)
    pan.click(pan.page.get_by_text("不同意，退回"))
    pan.write({"退回理由": "地址也要隐去"})
    pan.press("退回")
    open_duty(gong)
    assert "地址也要隐去" in gong.words
    assert gong.button("提交，等第二人确认").is_visible()
