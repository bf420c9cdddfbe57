"""Pages of evaluations in a browser: no accessibility fault, no sideways scrolling, a sheet that saves itself."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from enforcement.doors.access import SESSION_COOKIE
from enforcement.evaluation.commands.standards import DraftStandard
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.services.closing import close_finished
from enforcement.evaluation.services.standards import draft_standard
from enforcement.identity import services as identity
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.platform.storage import current_store
from tests.domains.identity.people import PASSWORD
from tests.support.app import NOON
from tests.support.axe import faults_at
from tests.support.bureau import cheap_hashing
from tests.support.evaluation import faults
from tests.support.evaluation_desk import Desks

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def token_of(user):
    with cheap_hashing():
        return identity.sign_in(user.username, PASSWORD, "127.0.0.1", "test", current_instant()).token


@pytest.fixture
def round_pages(committed_app):
    """Addresses by person, with something on each."""
    with committed_app.app_context():
        move_clock_to(NOON)
        desks = Desks(committed_app)
        made = desks.round
        made.take_in(made.city.bureau, volume_key=current_store().put(b"%PDF-1.7", "application/pdf").key)
        draft = made.drafted(title="起草中的方案")
        plan = made.scoring()
        base = made.standard()
        content = {**base.content, "version": "2026.3", "note": "改过的说明"}
        version = draft_standard(made["planner"], DraftStandard(made.justice.id, content), NOON)
        move_clock_to(made.start(plan) + timedelta(hours=2))
        (file,) = plan.files
        first, second = made.seats(file)
        evaluator = made.evaluators[first.evaluator]
        seat = f"/evaluation/seats/{first.public_id}"
        plans, standards = "/evaluation/plans", "/evaluation/standards"
        yield {
            "evaluator": (token_of(evaluator), ["/evaluation/seats/", seat, f"{seat}/signature", f"{seat}/recusal"]),
            "planner": (
                token_of(desks.users["planner"]),
                [
                    f"{plans}/", f"{plans}/new", f"{plans}/{draft.public_id}", f"{plans}/{plan.public_id}",
                    f"{plans}/{plan.public_id}/files/{file.public_id}", f"{plans}/{plan.public_id}/closing",
                    f"{standards}/", f"{standards}/{base.public_id}", f"{standards}/{version.public_id}",
                    f"{standards}/{version.public_id}/edit", "/evaluation/case-files/new",
                ],
            ),
            "head": (
                token_of(desks.users["head"]), [f"{plans}/{draft.public_id}/answer", "/evaluation/recusals", "/approvals"],
            ),
            "made": (made, plan, second),
        }  # fmt: skip


def visit(page: Page, live_server: str, token: str, addresses: list[str]) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": live_server}])
    for address in addresses:
        page.goto(address)
        assert faults_at(page, (1280, 360)) == [], address


def test_pages_have_no_accessibility_fault_and_fit_a_phone(page: Page, round_pages, live_server):
    for name in ("evaluator", "planner", "head"):
        visit(page, live_server, *round_pages[name])
    made, plan, second = round_pages["made"]
    made.sign(second, faults(standard_of(plan.standard), 20))
    made.sign_all(plan)
    close_finished(plan.public_id, made.start(plan) + timedelta(days=2))
    results = f"/evaluation/plans/{plan.public_id}/results/"
    visit(page, live_server, round_pages["planner"][0], [results, f"{results}{plan.files[0].public_id}"])


def test_a_sheet_saves_itself_and_a_click_afterwards_is_not_stale(page: Page, round_pages, live_server):
    token, addresses = round_pages["evaluator"]
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": live_server}])
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(addresses[1])
    page.locator(".score-item summary").first.click()
    with page.expect_navigation():
        page.locator("button[value^='fault:']").first.click()
    page.get_by_label("位置或者原文").fill("没有负责人签名")
    page.get_by_label("卷内文书").fill("立案审批表")
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true") as saved:
        page.get_by_label("评语（可不填）").fill("尚可")
        page.get_by_label("评语（可不填）").blur()
    assert saved.value.status == 200
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_label("位置或者原文")).to_have_value("没有负责人签名")
    expect(page.locator(".score-points")).not_to_contain_text("100.00")
    page.get_by_text("案卷", exact=True).locator("visible=true").last.click()
