"""The administrator: accounts and certificates, and no case at all. On SQLite."""

from __future__ import annotations

import pytest

from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def test_the_administrator_manages_people_and_sees_no_case(office) -> None:
    walk = office.walk(State.SERVED)
    admin = office.sit("admin")
    admin.open("/home")
    menu = admin.page.get_by_role("navigation").first.inner_text()
    assert "组织与人员" in menu
    assert "案件" not in menu
    admin.press("组织与人员")
    assert "云州市市场监督管理局" in admin.words
    for path in (f"/cases/{walk.case}", "/cases", "/reviews", "/supervision"):
        answer = admin.page.goto(path)
        assert answer.status in {403, 404}, path
        assert "惠邻" not in admin.words
