"""Pages of the list, the libraries, plans and batches in a browser: no accessibility fault, no sideways scrolling."""

import pytest
from playwright.sync_api import Page

from enforcement.doors.access import SESSION_COOKIE
from enforcement.identity import services as identity
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.domains.identity.people import PASSWORD
from tests.domains.inspection.library_world import batch, make_world, row, rows_of, workbook
from tests.support.app import NOON
from tests.support.axe import faults_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def pages(committed_app):
    """The addresses of every page, with something on each, and the planner's session."""
    with committed_app.app_context():
        move_clock_to(NOON)
        world = make_world()
        item = world.publish()
        world.staff()
        world.fill(12)
        bad = world.upload(workbook([row(1), row(2, risk_class="E", name=None)]))
        plan = world.public_plan(batch(), batch(name="第四季度食品销售抽查"))
        draft = world.plan(batch(name="起草中的批次"))
        (one, _) = rows_of(plan)
        token = identity.sign_in("planner", PASSWORD, "127.0.0.1", "test", current_instant()).token
        staff = (
            "items", f"items/{item.public_id}", f"items/{item.public_id}/edit", "objects", "imports/new",
            f"imports/{bad.public_id}", "officers", f"officers/{world.officers[0]}", "plans",
            f"plans/{plan.public_id}", f"plans/{draft.public_id}", f"plans/{draft.public_id}/batches/new",
            f"plans/{draft.public_id}/import", "batches", f"batches/{one.public_id}",
        )  # fmt: skip
        public = ("plans", f"plans/{plan.public_id}", "items")
        return [*(f"/inspection/{name}" for name in staff), *(f"/inspections/{name}" for name in public)], token


def test_pages_have_no_accessibility_fault_and_fit_a_phone(page: Page, pages, live_server):
    addresses, token = pages
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": live_server}])
    for address in addresses:
        page.goto(address)
        assert faults_at(page, (1280, 360)) == [], address
