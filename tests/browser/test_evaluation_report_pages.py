"""Pages of reports in a browser: no accessibility fault, no sideways scrolling, at a desk and on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from enforcement.platform.demo_clock import move_clock_to
from tests.browser.test_evaluation_pages import token_of, visit
from tests.support.app import NOON
from tests.support.evaluation import NOTHING
from tests.support.evaluation_desk import Desks
from tests.support.evaluation_reports import LAST_HALF, agency_id, closed, frozen, lossy, vetoed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def pages(committed_app):
    with committed_app.app_context():
        move_clock_to(NOON)
        desks = Desks(committed_app)
        made = desks.round
        plan = closed(made, (lossy(made), NOTHING, vetoed(made)))
        old = frozen(made, closed(made, **LAST_HALF))
        move_clock_to(made.start(plan) + timedelta(days=40))
        base = f"/evaluation/plans/{plan.public_id}"
        unit = f"{base}/agencies/{agency_id(plan, made.city.bureau.name)}/report/"
        yield token_of(desks.users["planner"]), [
            f"{base}/report/", unit, f"{base}/results/", "/evaluations/", f"/evaluations/{old.public_id}",
        ]  # fmt: skip


def test_reports_have_no_accessibility_fault_and_fit_a_phone(page: Page, pages, live_server):
    visit(page, live_server, *pages)
