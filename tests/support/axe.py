"""What axe finds wrong with a page that stands in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"


def violations(page: Page) -> list[tuple[str, str]]:
    """Rule and first place of each fault. The script stays in the page, for another look at another width."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def faults_at(page: Page, widths: tuple[int, ...], height: int = 800) -> list[object]:
    """Faults of the page at each width, and the widths that it does not fit."""
    faults: list[object] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [(width, *one) for one in violations(page)]
        faults += [(width, f"the page is {wide} wide")] if wide > width else []
    return faults
