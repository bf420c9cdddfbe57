"""The officer: each refusal comes with its article, and what was typed stays. On SQLite; the rules don't ask the database."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from enforcement.rules.facts import State
from tests.support.journey import PHONE

pytestmark = pytest.mark.browser


def test_article_42_one_officer_alone_makes_no_record_and_the_signature_stays(office) -> None:
    walk = office.walk(State.VERIFYING)
    lin = office.sit("lin", size=PHONE)
    lin.open(f"/cases/{walk.case}/record_scene")
    lin.choice("许某").uncheck()
    lin.mark("已主动出示执法证件", "已告知陈述")
    lin.write({"现场情况": "货架第二层有过期饼干38件"})
    lin.sign()
    lin.press("完成现场笔录")
    assert "行政处罚法第四十二条" in lin.words
    assert lin.field("现场情况").input_value() == "货架第二层有过期饼干38件"
    lin.mark("许某")
    lin.press("完成现场笔录")
    expect(lin.page.get_by_text("现场笔录已制作")).to_be_visible()


def test_article_42_an_expired_certificate_is_refused(office) -> None:
    walk = office.walk(State.LEAD)
    lin = office.sit("lin")
    lin.open(f"/cases/{walk.case}/assign_handlers")
    lin.mark("林某", "常某")
    lin.press("指定承办人")
    assert "常某" in lin.words
    assert "行政处罚法第四十二条" in lin.words
    lin.open(f"/cases/{walk.case}")
    assert "林某、常某" not in lin.words


def test_article_44_the_notice_waits_for_the_review(office) -> None:
    walk = office.walk(State.CONCLUDED)
    lin = office.sit("lin")
    lin.open(f"/cases/{walk.case}/issue_notice")
    assert "现在还不能制作告知书" in lin.words
    lin.press("制作告知书")
    assert "案件现在处于" in lin.words
    assert "行政处罚法第四十四条" in lin.words


def test_article_58_the_page_says_why_review_and_discussion_are_due_and_a_hearing_is_not(office) -> None:
    walk = office.walk(State.CONCLUDED)
    lin = office.sit("lin", size=PHONE)
    lin.open(f"/cases/{walk.case}?tab=facts")
    due = lin.page.get_by_label("须经的程序")
    for words in ("须法制审核", "须集体讨论", "不必听证", "50,000", "100,000"):
        expect(due).to_contain_text(words)


def test_a_step_is_taken_without_scripts(office) -> None:
    walk = office.walk(State.VERIFYING)
    lin = office.sit("lin", size=PHONE, scripts=False)
    lin.open(f"/cases/{walk.case}")
    lin.press("制作现场笔录")
    lin.mark("已主动出示执法证件", "已告知陈述")
    lin.write({"现场情况": "货架第二层有过期饼干38件"})
    lin.press("完成现场笔录")
    assert "处需要修改" in lin.words
    lin.write({"拒绝签名的情况": "当事人拒绝签名，见证人李某在场"})
    photo = {"name": "xu.png", "mimeType": "image/png", "buffer": walk.signature}
    lin.page.set_input_files("[name=colleague_png]", photo)
    lin.press("完成现场笔录")
    expect(lin.page.get_by_text("现场笔录已制作")).to_be_visible()


def test_article_67_payment_closes_the_duty_and_the_volume_is_bound(office) -> None:
    walk = office.walk(State.SERVED)
    lin, shen = office.sit("lin", size=PHONE), office.sit("shen")
    lin.open(f"/cases/{walk.case}")
    assert "15" in lin.words
    lin.later("+1 天")
    lin.open(f"/cases/{walk.case}/record_payment")
    lin.write({"缴款书": "9902026"})
    lin.press("登记缴款")
    lin.open(f"/cases/{walk.case}/settle_goods")
    lin.write({"处理方式和结果": "全部销毁，许某见证"})
    lin.press("登记处理")
    lin.open(f"/cases/{walk.case}")
    lin.press("提请结案")
    lin.press("提请结案")
    shen.open(f"/cases/{walk.case}/answer_approval")
    shen.mark("同意")
    shen.press("提交意见")
    lin.open(f"/cases/{walk.case}")
    lin.press("归档")
    lin.press("归档")
    for paper in ("卷宗封面", "卷内文件目录", "卷内备考表"):
        assert paper in lin.words, paper
