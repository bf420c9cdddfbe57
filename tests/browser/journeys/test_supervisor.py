"""The justice bureau's supervisor: sees what is overdue and the case behind it, and works none. On SQLite."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def test_an_overdue_duty_leads_to_its_case_which_the_supervisor_only_reads(office) -> None:
    walk = office.walk(State.VERIFYING)
    office.begin(walk.day + timedelta(days=30))
    su = office.sit("su")
    su.open("/supervision")
    row = su.page.get_by_role("row", name="云州市市场监督管理局")
    su.click(row.get_by_role("link", name="1").last)
    assert "案源核查期限" in su.words
    su.click(su.page.get_by_role("link", name="惠邻超市"))
    assert "等待其他人员办理" in su.words or "不是本案的承办人" in su.words or "权" in su.words
    su.open(f"/cases/{walk.case}/state_facts", status=403)
    assert "权限" in su.words


def test_the_supervisor_is_offered_no_approval_and_no_publication(office) -> None:
    su = office.sit("su")
    su.open("/home")
    menu = su.page.get_by_role("navigation", name="主导航").first.inner_text()
    assert "监督" in menu
    assert "审批" not in menu
    assert "我的工作台" not in menu
