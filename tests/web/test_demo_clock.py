"""The demo's clock goes forward by days and working days, for everyone, and only in a demo."""

from datetime import UTC, datetime, timedelta

import pytest

from enforcement.catalogue.law import current_calendar
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.platform.demo_clock import current_instant, move_clock_to
from tests.domains.identity.people import PASSWORD, make_account, make_city
from tests.support.app import build_app, let_go
from tests.support.databases import UNREACHABLE

TUESDAY = datetime(2027, 3, 2, 2, 30, tzinfo=UTC)
"""Half past ten in China, far enough ahead of the real clock to be moved to."""
SECOND = timedelta(seconds=2)


@pytest.fixture
def on_tuesday(app):
    move_clock_to(TUESDAY)
    return app.test_client()


@pytest.mark.parametrize("tenths", range(1, 11))
def test_the_clock_is_never_short_of_the_instant_it_was_moved_to(app, tenths):
    instant = datetime.now(UTC) + timedelta(days=9, seconds=tenths / 10)
    move_clock_to(instant)
    assert instant <= current_instant() < instant + SECOND


def test_one_day_keeps_the_time_of_day(on_tuesday):
    answer = on_tuesday.post("/demo/shift", data={"days": "1", "next": "/healthz"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/healthz"
    assert abs(current_instant() - (TUESDAY + timedelta(days=1))) < SECOND


def test_five_working_days_pass_over_the_weekend_and_keep_the_time_of_day(on_tuesday):
    on_tuesday.post("/demo/shift", data={"working_days": "5"})
    now = current_instant()
    assert civil_date(now) == current_calendar().add_working_days(civil_date(TUESDAY), 5)
    assert now.astimezone(SHANGHAI).hour == TUESDAY.astimezone(SHANGHAI).hour


@pytest.mark.parametrize(
    "sent", [{}, {"days": "2"}, {"working_days": "50"}, {"days": "1", "working_days": "5"}, {"days": "-1"}]
)
def test_other_jumps_are_refused(on_tuesday, sent):
    assert on_tuesday.post("/demo/shift", data=sent).status_code == 422
    assert abs(current_instant() - TUESDAY) < SECOND


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(on_tuesday, elsewhere):
    answer = on_tuesday.post("/demo/shift", data={"days": "1", "next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.fixture
def walker(on_tuesday):
    make_account("walker", make_city().bureau, "officer")
    on_tuesday.post("/sign-in", data={"username": "walker", "password": PASSWORD})
    return on_tuesday


def test_a_jump_signs_nobody_out(walker):
    assert walker.get("/account/").status_code == 200
    walker.post("/demo/shift", data={"working_days": "5"})
    assert walker.get("/account/").status_code == 200


def test_the_banner_tells_the_day_of_the_demo(walker):
    page = walker.get("/account/").get_data(as_text=True)
    assert "演示环境" in page
    assert "2027年3月2日（周二）" in page


def test_the_form_needs_its_token(on_tuesday, app):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert on_tuesday.post("/demo/shift", data={"days": "1"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_outside_a_demo_there_is_no_such_address(copies):
    real = build_app(copies.make("sqlite"), UNREACHABLE, demo=False)
    assert real.test_client().post("/demo/shift", data={"days": "1"}).status_code == 404
    with real.app_context():
        assert abs(current_instant() - datetime.now(UTC)) < SECOND
    let_go(real)
