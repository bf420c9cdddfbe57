"""The menu of those who see much: one line on a desk, folds that open without scripts, no barrier. On SQLite."""

from __future__ import annotations

import pytest

from tests.support.journey import DESK, PHONE

pytestmark = pytest.mark.browser

ONE_LINE = 60


def test_a_long_menu_stands_on_one_line_and_its_folds_open_without_scripts(office) -> None:
    for username in ("su", "shen", "lin"):
        person = office.sit(username, size=DESK, scripts=False)
        person.open("/home")
        assert person.page.locator("header.bar").bounding_box()["height"] < ONE_LINE, username
        person.page.locator(".bar-nav summary", has_text="抽查检查").click()
        person.press("行政检查")
        assert "/inspection/checks" in person.page.url


def test_a_fold_closes_on_escape_and_when_another_place_is_pressed(office) -> None:
    su = office.sit("su")
    su.open("/home")
    fold = su.page.locator(".bar-nav summary", has_text="执法监督")
    fold.click()
    assert su.button("操作日志").is_visible()
    assert su.barriers() == ""
    su.page.keyboard.press("Escape")
    assert not su.button("操作日志").is_visible()
    assert fold.evaluate("one => one === document.activeElement")
    fold.click()
    su.page.locator("footer").click()
    assert not su.button("操作日志").is_visible()


def test_a_phone_shows_all_entries_in_one_menu(office) -> None:
    su = office.sit("su", size=PHONE, scripts=False)
    su.open("/home")
    su.page.locator(".bar-menu > summary").click()
    assert su.button("入企检查").is_visible()
    assert su.button("操作日志").is_visible()
    assert su.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
