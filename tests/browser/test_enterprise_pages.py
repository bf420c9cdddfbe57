"""An enterprise at its phone rates and complains; the pages of visits and oversight are clean for axe."""

import re

import pytest

from enforcement.foundation.actor import system_actor
from enforcement.inspection.queries import alarms
from enforcement.inspection.queries.alarms import AlarmFilter
from enforcement.inspection.services.alarms import raise_alarms
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.noticed import CODE, make_check
from tests.domains.inspection.visiting import MINUTE, make_place
from tests.support.app import NOON
from tests.support.axe import violations

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def addresses(committed_app):
    """Addresses of the officer's and the supervisor's pages."""
    with committed_app.app_context():
        place = make_place()
        make_check(place)
        make_check(place, "EARLIER1", codes=["05"])
        place.whole_visit(NOON)
        place.visit(NOON + 5 * MINUTE, scanned=False)
        row = place.ask(
            NOON + 5 * MINUTE, urgent=True, urgent_reason="有人食物中毒，已电话报告局长", exempt_reason="urgent"
        )
        move_clock_to(NOON + 10 * MINUTE)
        raise_alarms(system_actor("测试"), NOON + 10 * MINUTE)
        alarm = alarms.alarms(place.supervisor, AlarmFilter()).items[0]
        return {
            "officer": [
                "/inspection/visits/", "/inspection/visits/approvals/new", "/inspection/visits/other",
                f"/inspection/visits/approvals/{row.public_id}", "/inspection/statistics/",
            ],
            "supervisor": [
                "/supervision/alarms", f"/supervision/alarms/{alarm.public_id}", "/supervision/ratings",
                "/supervision/complaints", "/inspection/statistics/",
            ],
        }  # fmt: skip


def assert_clean(page, path):
    """Called when something of the page itself has been seen: then its styles are waited for."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} runs over the edge"
    assert violations(page) == [], path


def sign_in(page, username):
    page.goto("/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main button")


def test_an_enterprise_rates_and_complains_on_its_phone(page, addresses):
    page.set_viewport_size(PHONE)
    page.goto("/e")
    assert_clean(page, "/e")
    page.fill("[name=code]", CODE)
    page.click("main button")
    page.wait_for_url(f"**/e/{CODE}")
    assert_clean(page, "/e/<code>")
    page.click("text=匿名评价")
    page.check("input[name=stars][value='4']")
    assert_clean(page, "rate")
    page.click("main form button")
    page.wait_for_selector("text=已经匿名保存")
    page.click("text=我要投诉")
    page.select_option("[name=category]", "too-often")
    page.fill("[name=text]", "一周来了三次")
    assert_clean(page, "complain")
    page.click("main form button")
    page.wait_for_selector("text=投诉已收到")
    assert_clean(page, "received")
    number, code = (page.locator(f"tr:has-text('{row}') td").inner_text() for row in ("投诉编号", "查询码"))
    page.click("text=查办理结果")
    page.fill("[name=number]", number)
    page.fill("[name=query_code]", re.sub(r"\W", "", code))
    page.click("main form button")
    page.wait_for_selector("text=办理中")
    assert_clean(page, "follow")


@pytest.mark.parametrize("username", ["officer", "supervisor"])
def test_pages_of_visits_are_clean_at_both_widths(page, addresses, username):
    sign_in(page, username)
    for path in addresses[username]:
        for size in (PHONE, {"width": 1280, "height": 800}):
            page.set_viewport_size(size)
            page.goto(path)
            assert_clean(page, f"{path} at {size['width']}")
