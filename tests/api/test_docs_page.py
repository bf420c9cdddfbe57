"""The page of the API in a real browser: no barrier, no sideways scrolling, nothing from elsewhere."""

import pytest

from tests.support.app import served
from tests.support.axe import faults_at

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


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
    found = faults_at(page, (width,), height=900)
    context.close()
    assert found == []
    assert faults == []
    assert all(url.startswith(address) for url in asked)
