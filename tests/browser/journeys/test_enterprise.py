"""An officer with a phone at the door, and the enterprise that rates, complains and gets its answer. On SQLite."""

from __future__ import annotations

import re

import pytest

from tests.domains.inspection.library_world import CODE
from tests.support.inspection_journey import open_drawn_check, path_of
from tests.support.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

ANSWER = "经核实，检查人员未出示通知书，已责令检查机关改正并向您道歉"


def test_a_check_at_the_door_then_the_voice_of_the_enterprise(office) -> None:
    office.begin()
    check = open_drawn_check(office.app, office.bureau)
    officer = office.sit(check.team[0], size=PHONE)
    code = give_notice(officer, check)
    owner = office.sit(size=PHONE)
    look_before_the_visit(owner, code)
    visit(officer, code)
    tell(officer)
    rate(owner, code)
    number, query = complain(owner, code)
    answer(office, number)
    follow(owner, number, query)


def give_notice(officer, check) -> str:
    """The check of the draw, found in the own list; the notice carries its code."""
    officer.open("/inspection/checks")
    assert officer.barriers() == ""
    officer.click(officer.page.locator(f"a[href$='/{check.public_id}']"))
    assert officer.barriers() == ""
    officer.press("制发检查通知书")
    officer.write({"联系电话": "0999-5550001", "请企业准备的材料": "营业执照\n进货查验记录"})
    officer.press("制发检查通知书")
    assert "通知书已制发" in officer.words
    assert officer.barriers() == ""
    panel = officer.page.locator("section.panel", has=officer.page.get_by_role("heading", name="检查码"))
    return re.sub(r"\W", "", panel.locator(".digest").inner_text())


def look_before_the_visit(owner, code: str) -> None:
    """The enterprise reads who will come and why; it can't rate what has not been."""
    owner.open(f"/inspection/arrive?code={code}")
    assert path_of(owner.page) == f"/e/{code}"
    assert "尚未到场" in owner.words
    assert "检查人员到场扫码以后可以评价" in owner.words
    assert owner.barriers() == ""
    owner.open("/e/AAAAAAAA", status=404)


def visit(officer, code: str) -> None:
    """Scan, answer the locked checklist, write the record and have it signed."""
    officer.open(f"/inspection/arrive?code={code}")
    assert officer.barriers() == ""
    officer.press("登记到场")
    assert "到场已登记" in officer.words
    for number, found in (("1", "不符合"), ("2", "符合")):
        officer.page.locator(f"[name='answer-{CODE}-{number}'][value='{found}']").check()
    officer.page.locator(f"[name='note-{CODE}-1']").fill("货架上有三件过期饼干")
    assert officer.barriers() == ""
    officer.press("保存检查表")
    officer.press("完成检查笔录")
    officer.write({"检查情况": "货架上有三件过期饼干，当场下架", "现场人员": "王某", "身份": "店长"})
    officer.mark("已出示行政执法证件", "已告知陈述")
    officer.sign()
    assert officer.barriers() == ""
    officer.press("完成检查笔录")
    assert "检查笔录已完成" in officer.words


def tell(officer) -> None:
    officer.press("录入检查结果")
    officer.mark("05")
    officer.write({"具体情况": "货架上有三件过期饼干，已责令下架"})
    officer.press("录入检查结果")
    officer.press("告知检查结果")
    officer.select("告知方式", "当场告知")
    officer.write({"被告知人": "王某"})
    officer.press("告知检查结果")
    assert "结果告知书已制发" in officer.words
    assert officer.barriers() == ""


def rate(owner, code: str) -> None:
    """Once; afterwards the page says so."""
    owner.open("/e")
    assert owner.barriers() == ""
    owner.page.get_by_label("检查通知书上的 8 位检查码").fill(code.lower())
    owner.press("查看")
    assert "1 / 2 次" in owner.words
    owner.press("匿名评价")
    owner.mark("4星", "到场的执法人员不少于两人", "只检查了通知中写明的事项")
    assert owner.barriers() == ""
    owner.press("提交评价")
    assert "评价已经匿名保存" in owner.page.content()
    assert owner.barriers() == ""


def complain(owner, code: str) -> tuple[str, str]:
    """The number and the code to ask with, told once."""
    owner.open(f"/e/{code}")
    owner.press("我要投诉")
    owner.press("提交投诉")
    assert "处需要修改" in owner.words
    owner.select("投诉的事项", "没有出示检查通知")
    owner.write({"事实": "一名检查人员进门时没有出示检查通知"})
    owner.press("提交投诉")
    assert owner.barriers() == ""
    number, query = (owner.page.locator(f"tr:has-text('{row}') td").inner_text() for row in ("投诉编号", "查询码"))
    return number, re.sub(r"\W", "", query)


def answer(office, number: str) -> None:
    """The supervision organ answers; the agency that was complained about does not see it."""
    su = office.sit("su")
    su.open("/supervision/complaints")
    assert su.barriers() == ""
    su.press(number)
    assert su.barriers() == ""
    su.press("看这次检查")
    assert "货架上有三件过期饼干" in su.words
    su.page.go_back()
    su.page.locator("[name=outcome]").first.check()
    su.write({"答复": ANSWER})
    su.press("答复投诉人")
    assert "已答复" in su.page.content()
    assert su.barriers() == ""
    office.sit("shen").open("/supervision/complaints", status=403)


def follow(owner, number: str, query: str) -> None:
    owner.open("/e/complaints")
    owner.write({"投诉编号": number, "查询码": "AAAAAAAA"})
    owner.press("查询")
    assert "没有找到" in owner.words
    owner.write({"投诉编号": number, "查询码": query})
    owner.press("查询")
    assert ANSWER in owner.words
    assert owner.barriers() == ""
