"""People at their browsers: they press what they read, fill in by label, and sign on the screen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, Response, expect
from playwright.sync_api import TimeoutError as TooLate
from pypdf import PdfReader

from enforcement.identity import passwords
from enforcement.jobs.recordings import verify_recordings
from enforcement.platform.demo_clock import current_instant
from tests.support.axe import faults_at
from tests.support.bureau import PASSWORD

DESK = (1280, 800)
PHONE = (390, 844)
WIDTHS = (DESK, PHONE)
PATIENCE_MS = 30_000

MARK_LEAVING = """
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const here = link.href.split("#")[0] === location.href.split("#")[0];
  if (!here || !link.hash) window.leaving = true;
});
addEventListener("submit", (event) => { if (!event.defaultPrevented) window.leaving = true; });
"""
"""A page knows, from the click on, that another will take its place; the browser tells it only when that begins."""
ARRIVED = "() => !window.leaving && document.readyState === 'complete'"


class Person:
    """Somebody with a browser of their own; signed in when ``username`` is given."""

    def __init__(
        self, browser: Browser, address: str, username: str = "", *, size: tuple[int, int] = DESK, scripts: bool = True
    ) -> None:
        self.size = size
        self.scripts = scripts
        self.context = browser.new_context(
            base_url=address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
        )
        self.context.add_init_script(MARK_LEAVING)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        if username:
            self._sign_in(username)

    def _sign_in(self, username: str) -> None:
        self.open("/sign-in")
        self.write({"用户名": username, "密码": PASSWORD})
        self.press("登录")
        assert "/sign-in" not in self.page.url, self.words

    def open(self, path: str, status: int = 200) -> Response:
        """Go to a path, which must answer with a status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, (path, answer.status, self.words[:600])
        return answer

    @property
    def words(self) -> str:
        """What stands in the main part of the page, folded parts too, on one line."""
        self.settle()
        return re.sub(r"\s+", " ", self.page.locator("main").text_content() or "")

    def button(self, words: str) -> Locator:
        """The first visible link or button with exactly these words."""
        exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
        return self.page.locator("a:visible, button:visible").filter(has_text=exact).first

    def settle(self) -> None:
        """Wait until the page to which a click leads, if to any, stands there whole with its styles and scripts."""
        if self.scripts:
            self.page.wait_for_function(ARRIVED, polling=50, timeout=PATIENCE_MS)
        else:
            self.page.wait_for_load_state()

    def click(self, target: Locator) -> None:
        """Click something once the page stands, and wait for the page to which it leads."""
        self.settle()
        if self.scripts:
            target.click(timeout=PATIENCE_MS)
            self.settle()
        else:
            with self.page.expect_navigation():
                target.click(timeout=PATIENCE_MS)

    def press(self, words: str) -> None:
        """Press the link or button that says so, and wait for the page to which it leads."""
        try:
            self.click(self.button(words))
        except TooLate as error:
            raise AssertionError(f"no “{words}” on {self.page.url}, or no page after it") from error

    def field(self, label: str) -> Locator:
        """The text field whose label begins so."""
        return self.page.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}")).first

    def write(self, values: Mapping[str, str]) -> None:
        """Fill text fields, by label."""
        for label, value in values.items():
            self.field(label).fill(value)

    def select(self, label: str, option: str) -> None:
        """Choose the first entry of a list whose words contain ``option``."""
        box = self.page.get_by_role("combobox", name=re.compile(rf"^{re.escape(label)}")).first
        entry = box.locator("option").filter(has_text=option).first
        box.select_option(value=entry.get_attribute("value"))

    def choice(self, label: str) -> Locator:
        """The box or choice whose words begin so."""
        words = re.compile(rf"^\s*{re.escape(label)}")
        return self.page.locator("label.choice").filter(has_text=words).first.locator("input")

    def mark(self, *labels: str) -> None:
        """Mark boxes or choices, by the beginning of their words."""
        for label in labels:
            self.choice(label).check()

    def sign(self) -> None:
        """Draw a signature on each pad, once they listen, and wait until all are taken."""
        self.settle()
        self.page.locator("canvas.signature-pad").first.wait_for()
        pads = self.page.locator("canvas.signature-pad").all()
        for number, pad in enumerate(pads, start=1):
            self._draw(pad)
            expect(self.page.get_by_text("已签名", exact=True)).to_have_count(number)

    def _draw(self, pad: Locator) -> None:
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + 40)
        mouse.down()
        for across, down in ((90, 90), (60, 110), (150, 50), (220, 100)):
            mouse.move(box["x"] + across, box["y"] + down, steps=3)
        mouse.up()

    def later(self, button: str = "+5 个工作日") -> None:
        """Move the demo's clock forward from the banner."""
        self.press(button)

    def read_pdf(self, path: str) -> str:
        """The words of the PDF at a path, without spaces."""
        answer = self.context.request.get(path)
        assert answer.status == 200, (path, answer.status)
        assert answer.headers["content-type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.body())).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    def barriers(self) -> str:
        """What axe and the width find wrong with the page; empty when nothing."""
        self.settle()
        return "\n".join(str(one) for one in faults_at(self.page, (self.size[0],), self.size[1]))

    def close(self) -> None:
        """Put the browser away; a fault of a script fails the test here."""
        self.context.close()
        assert self.faults == []


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Hash passwords without the cost that keeps thieves out: a test signs in often."""
    strong = passwords._HASHER
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    try:
        yield
    finally:
        passwords._HASHER = strong


def verify_uploads(app: Flask) -> None:
    """Do what the scheduler does for recordings, once."""
    with app.app_context():
        verify_recordings(current_instant())


def make_photo(folder: Path, words: str) -> Path:
    """A JPEG as a phone would take it."""
    path = folder / f"{words}.jpg"
    picture = Image.new("RGB", (640, 480), "#d8dde0")
    pen = ImageDraw.Draw(picture)
    for shelf in range(3):
        pen.rectangle(
            (40, 60 + shelf * 130, 600, 150 + shelf * 130),
            outline="#445",
            fill=("#b9c7b0", "#c9b8a6", "#aab8c9")[shelf],
        )
    picture.save(path, quality=80)
    return path
