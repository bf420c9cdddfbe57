"""The style page in a real browser: no barrier, no sideways scrolling, forms that are kind."""

import pytest
from playwright.sync_api import expect

from tests.support.app import served
from tests.support.axe import violations

PAGES = ("/kit/", "/kit/portal")
WIDTHS = (360, 390, 768, 1280)


@pytest.fixture(scope="module")
def address(shared_apps):
    with served(shared_apps("sqlite")) as address:
        yield address


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def opened(path="/kit/", width=1280, *, scripts=True):
        context = browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        answer = page.goto(path)
        assert answer.status == 200
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_parts_have_no_barrier_and_fit_the_width(open_page, path, width):
    page = open_page(path, width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []


def test_an_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click("#error-summary a[href='#field-source']")
    assert page.evaluate("document.activeElement.id") == "field-source"


def test_a_double_click_sends_a_form_once(open_page):
    page = open_page()
    sent = []

    def swallow(route):
        """Keep the first answer away, as a slow server does."""
        if route.request.method == "POST":
            sent.append(route.request.url)
        else:
            route.continue_()

    page.route("**/*", swallow)
    button = page.get_by_role("button", name="完成现场笔录")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    for _ in range(3):
        # the mouse does not wait for the answer, as an impatient hand does not
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(200)
    assert len(sent) == 1


def test_a_grey_button_sends_nothing_and_stays_reachable(open_page):
    page = open_page()
    grey = page.get_by_role("button", name="作出行政处罚决定")
    grey.focus()
    assert page.evaluate("document.activeElement.textContent").strip() == "作出行政处罚决定"
    described = page.locator(f"#{grey.get_attribute('aria-describedby')}")
    assert "解除：" in described.inner_text()


def test_an_unsent_draft_comes_back_and_can_be_dropped(open_page):
    page = open_page()
    line = page.locator("form[data-draft=kit-note] [data-draft-line]")
    page.fill("#field-note_text", "店长次日下午再来。")
    expect(line).to_contain_text("已存本机")
    page.reload()
    assert page.input_value("#field-note_text") == "店长次日下午再来。"
    line.get_by_role("button", name="不用草稿").click()
    page.reload()
    assert page.input_value("#field-note_text") == ""


def test_after_a_refusal_the_form_shows_what_the_server_gave_back(open_page):
    page = open_page()
    page.evaluate("localStorage.setItem('draft:7:kit', JSON.stringify({at: 0, values: {reason: '旧的草稿'}}))")
    page.reload()
    assert page.input_value("#field-reason") == "货值小，配合调查。"


def test_a_phone_shows_only_the_steps_around_now(open_page):
    page = open_page(width=390)
    titles = page.locator(".steps b:visible").all_inner_texts()
    assert titles == ["事先告知", "陈述申辩", "集体讨论", "作出决定"]
    assert page.locator(".dock").is_visible()


def test_menu_and_deadlines_open_without_scripts(open_page):
    page = open_page(width=390, scripts=False)
    page.locator(".bar-menu summary").click()
    assert page.get_by_role("link", name="法制审核").first.is_visible()
    page.locator("details.due summary").nth(1).click()
    assert page.get_by_text("暂定：该年度放假安排还没有发布").is_visible()
