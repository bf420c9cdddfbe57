"""The head of the agency: approves, discusses, decides, and is refused with the article. On SQLite."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def decide(head, case: str, opinion: str = "同意，照此办理", fine: str = "") -> None:
    head.open(f"/cases/{case}/decide")
    head.write({"负责人意见": opinion, "罚款": fine})
    head.press("作出处罚决定")


def test_ninety_days_begin_with_the_approval_and_the_page_shows_how_they_are_counted(office) -> None:
    walk = office.walk(State.FILING_ASKED)
    shen = office.sit("shen")
    shen.open("/approvals")
    shen.click(shen.page.get_by_role("link", name="批准或者退回"))
    shen.press("提交意见")
    assert "处需要修改" in shen.words
    shen.mark("退回")
    shen.press("提交意见")
    assert "退回时请写明理由" in shen.words
    shen.mark("同意")
    shen.press("提交意见")
    shen.open(f"/cases/{walk.case}")
    due = shen.page.locator("details.due").filter(has_text="办案期限")
    expect(due).to_contain_text("90")
    expect(due).to_contain_text("是这样算出的")


def test_article_44_nothing_is_decided_without_notice_and_review(office) -> None:
    walk = office.walk(State.CONCLUDED)
    shen = office.sit("shen")
    decide(shen, walk.case)
    for words in ("未经法制审核", "第五十八条", "第四十四条", "第五十七条"):
        assert words in shen.words, words
    assert shen.field("负责人意见").input_value() == "同意，照此办理"


def test_article_45_the_term_of_the_statement_is_waited_for(office) -> None:
    walk = office.walk(State.NOTIFIED)
    shen = office.sit("shen")
    decide(shen, walk.case)
    assert "陈述申辩期还没有届满" in shen.words
    assert "第四十五条" in shen.words
    shen.later()
    decide(shen, walk.case)
    assert "陈述申辩期还没有届满" in shen.words, "the fifth working day belongs to the party"
    shen.later("+1 天")
    decide(shen, walk.case)
    assert "陈述申辩期还没有届满" not in shen.words
    assert "还没有集体讨论" in shen.words
    assert "第五十七条第二款" in shen.words


def test_article_44_an_amount_above_the_notice_is_refused(office) -> None:
    walk = office.walk(State.DISCUSSED)
    shen = office.sit("shen")
    decide(shen, walk.case, fine="50,001")
    assert "高于告知的" in shen.words
    assert shen.field("罚款").input_value() == "50,001"
    shen.write({"罚款": "50,000"})
    shen.press("作出处罚决定")
    expect(shen.page.get_by_text("处罚决定书已编号、用印")).to_be_visible()


def test_who_may_not_decide_is_told_so(office) -> None:
    walk = office.walk(State.DISCUSSED)
    lin = office.sit("lin")
    lin.open(f"/cases/{walk.case}/decide", status=403)
    lin.open(f"/cases/{walk.case}")
    assert "作出处罚决定" in lin.words
