"""事前公开 in a real browser, with data on it: no barrier and no sideways scrolling, from the overview to one grade."""

import pytest
from playwright.sync_api import expect

from enforcement.catalogue import queries
from enforcement.catalogue.seeding import seed_agency_lists, seed_items
from enforcement.foundation.clock import civil_date
from tests.domains.catalogue.catalogue_city import NOW, SYSTEM
from tests.domains.identity.people import make_city, make_officer
from tests.support.axe import faults_at

WIDTHS = (390, 1280)


@pytest.fixture
def addresses(committed_app):
    """One address of every kind of page."""
    with committed_app.app_context():
        bureau = make_city().bureau
        make_officer("林某", bureau, number="云A-0127")
        seed_items(SYSTEM, NOW)
        seed_agency_lists(SYSTEM, {"YZ-SCJG": (bureau.id, bureau.name)}, NOW)
        today = civil_date(NOW)
        benchmark = queries.benchmark_on(bureau.id, "FOOD-124-1-5", today)
        review = queries.review_catalogue_on(bureau.id, today)
        recording = queries.recording_list_on(bureau.id, today)
    return (
        "/catalogue/",
        "/catalogue/powers",
        "/catalogue/powers?words=没有这样的事项",
        "/catalogue/powers/FOOD-124-1-5",
        "/catalogue/powers/AIR-99-2",
        "/catalogue/benchmarks",
        f"/catalogue/benchmarks/{benchmark.public_id}",
        "/catalogue/review-catalogues",
        f"/catalogue/review-catalogues/{review.public_id}",
        f"/catalogue/recording-lists/{recording.public_id}",
        "/catalogue/officers?name=林某&number=云A-0127",
        "/catalogue/officers?name=林某&number=",
    )


def test_no_page_of_the_catalogue_has_a_barrier_at_either_width(page, addresses):
    for address in addresses:
        page.goto(address)
        assert faults_at(page, WIDTHS) == [], address


def test_from_the_overview_to_the_grade_of_a_fine_without_scripts(browser, live_server, addresses):
    context = browser.new_context(base_url=live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses[0])
    page.get_by_label("违法行为、法律名称或者条款").fill("食品安全法 保质期")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="经营超过保质期的食品").click()
    page.get_by_role("complementary").get_by_role("listitem").filter(has_text="第 27 项").get_by_role("link").click()
    expect(page.get_by_role("row", name="从轻处罚").first.get_by_text("处5万元以上6.5万元以下罚款")).to_be_visible()
    context.close()
