"""Pages of feedback and rectification in a browser: no accessibility fault, no sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from enforcement.doors.access import SESSION_COOKIE
from enforcement.evaluation.models.feedback import EvaluationRectification
from enforcement.identity import services as identity
from enforcement.platform.database import db
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.domains.identity.people import PASSWORD
from tests.support.app import NOON, SeparateClient
from tests.support.axe import faults_at
from tests.support.bureau import cheap_hashing
from tests.support.evaluation_desk import Desks
from tests.support.evaluation_feedback import Feedback, proof

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WIDTHS = (1280, 390, 360)


def token_of(user):
    with cheap_hashing():
        return identity.sign_in(user.username, PASSWORD, "127.0.0.1", "test", current_instant()).token


def look(page: Page, live_server: str, user, addresses: list[str]) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(user), "url": live_server}])
    for address in addresses:
        page.goto(address)
        for one in page.locator("main details:not([open]) > summary").all()[:1]:
            one.click()
        assert faults_at(page, WIDTHS) == [], address


def test_pages_of_feedback_have_no_accessibility_fault_and_fit_a_phone(page: Page, committed_app, live_server):
    committed_app.test_client_class = SeparateClient
    with committed_app.app_context():
        move_clock_to(NOON)
        desks = Desks(committed_app)
        feedback = Feedback(desks)
        planner, head, agency = desks.users["planner"], desks.users["head"], feedback.agency_user
        look(page, live_server, planner, [feedback.board(), feedback.board("reports")])
        report = feedback.issued()
        point = feedback.subject()
        look(page, live_server, agency, ["/evaluation/reports/", feedback.report_address(), point])
        row = feedback.objected()
        objection = f"/evaluation/objections/{row.public_id}"
        look(page, live_server, agency, [feedback.report_address(), feedback.report_address("/waiver"), objection])
        look(page, live_server, planner, [feedback.board(), objection, f"{objection}/answer"])
        answer = {"decision": "upheld", "reasons": "卷内确有记载", "version": row.version}
        feedback.of("planner").post(f"{objection}/answer", data=answer)
        feedback.pass_days((report.due_on - current_instant().date()).days + 1)
        look(page, live_server, agency, [feedback.report_address(), objection])
        look(page, live_server, head, [feedback.board(), feedback.board("results")])
        feedback.of("head").post(feedback.board("results"), data={"version": feedback.plan.version})
        todo = db.session.query(EvaluationRectification).first()
        where = f"/evaluation/rectifications/{todo.public_id}"
        look(page, live_server, agency, ["/evaluation/rectifications/", where, f"{where}/submission"])
        sent = {"text": "已经补正", "uploads": proof(), "version": todo.version}
        feedback.agency.post(f"{where}/submission", data=sent)
        look(page, live_server, planner, [where, f"{where}/recheck", feedback.board(), "/evaluation/reports/"])
