"""The page of the API in a real browser: no barrier, no sideways scrolling, nothing from elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.app import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(shared_apps):
    with served(shared_apps("sqlite")) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1280])
def test_it_has_no_barrier_and_loads_only_what_is_ours(browser, address, width):
    context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": width, "height": 900})
    page, faults, asked = context.new_page(), [], []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/v1/docs#take_step")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    found = Axe().run(page)
    fits = page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert fits
    assert faults == []
    assert all(url.startswith(address) for url in asked)
