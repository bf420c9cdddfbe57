"""The legal reviewer: returns, comments, passes, and sees what voided a pass. On SQLite."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from enforcement.rules.facts import State
from tests.support.journey import PHONE

pytestmark = pytest.mark.browser


def test_article_58_an_item_with_a_fault_bars_the_pass_and_a_return_goes_to_the_officer(office) -> None:
    walk = office.walk(State.IN_REVIEW)
    ji = office.sit("ji")
    ji.open("/reviews")
    ji.click(ji.page.get_by_role("link", name="惠邻超市"))
    assert "为什么须法制审核" in ji.words
    ji.page.locator("details.review-item").filter(has_text="事实和证据").first.get_by_label("有问题，可补正").check()
    ji.press("保存审核事项")
    assert "有问题的事项请写明问题" in ji.words
    ji.page.get_by_label("说明（事实和证据）").fill("没有写明生产日期")
    ji.press("保存审核事项")
    assert "为什么现在不能“同意”" in ji.words
    ji.select("审核事项", "事实和证据")
    ji.write({"批注": "请附产品标签照片"})
    ji.press("保存批注")
    ji.page.locator("#conclusion").get_by_role("textbox").fill("请补充生产日期")
    ji.press("建议补充调查")
    lin = office.sit("lin", size=PHONE)
    lin.open(f"/cases/{walk.case}?tab=review")
    assert "请补充生产日期" in lin.words
    assert "退回" in lin.words


def test_who_has_no_business_with_reviews_finds_no_desk(office) -> None:
    office.walk(State.IN_REVIEW)
    stranger = office.sit("yz-sthj.reviewer")
    stranger.open("/reviews")
    assert "没有待审核的案件" in stranger.words


def test_article_58_a_change_after_the_pass_voids_it_and_the_desk_says_which(office) -> None:
    walk = office.walk(State.REVIEWED)
    lin, ji = office.sit("lin"), office.sit("ji")
    lin.open(f"/cases/{walk.case}/state_facts")
    facts = lin.field("查明的事实").input_value()
    lin.write({"查明的事实": facts.replace("38件", "39件", 1)})
    lin.press("保存案情")
    ji.open("/reviews?which=done")
    assert "同意，后因改动失效" in ji.words
    ji.click(ji.page.get_by_role("link", name=re.compile("惠邻超市")))
    assert "这一轮的同意已经失效" in ji.words
    changed = ji.page.get_by_role("table", name="使审核失效的改动")
    expect(changed.get_by_role("row", name="查明的事实")).to_be_visible()
    assert changed.locator("del").inner_text() == "8"
    assert changed.locator("ins").inner_text() == "9"
