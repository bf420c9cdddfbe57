"""Chromium for tests: the one of the system, else the one playwright has installed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE_MS = 30_000
"""A busy machine may be slow to show what a test waits for; what never comes still fails."""
TOLD_MS = 2_000
TOLD_CHARACTERS = 1_500

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def open_pages(browser: Browser) -> str:
    """What stands on the pages of a browser, for the report of a test that failed: address and first words of each."""
    return "\n".join(_told(page) for context in browser.contexts for page in context.pages)


def _told(page: Page) -> str:
    try:
        words = page.locator("body:not(:has(main)), main").first.text_content(timeout=TOLD_MS) or ""
    except BrowserError as error:
        words = f"(can't be read: {error.message})"
    line = re.sub(r"\s+", " ", words)
    return f"{page.url}: {line[:TOLD_CHARACTERS]}"
