"""The signature pad: what is drawn is what the form sends, and who can't draw chooses a photo."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "enforcement" / "web" / "static" / "js" / "signature.js"
FORM = """
<!doctype html><meta charset="utf-8"><style>canvas { width: 300px; height: 160px; display: block; }</style>
<form><div data-signature="mark"><input class="input" type="file" id="field-mark" name="mark"></div></form>
"""
READ = """async () => {
  const file = document.querySelector("input").files[0];
  return file ? [...new Uint8Array(await file.arrayBuffer())] : null;
}"""


@pytest.fixture
def pad(browser):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    # Whoever listens turns the choosing of files over to the test; the round trips before the first key let it arrive.
    page.on("filechooser", lambda _chooser: None)
    page.set_content(FORM)
    page.add_script_tag(path=SCRIPT)
    yield page
    context.close()


def draw(page) -> None:
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=5)
    page.mouse.up()


def signature(page) -> Image.Image | None:
    data = page.evaluate(READ)
    return Image.open(io.BytesIO(bytes(data))).convert("L") if data else None


def test_what_is_drawn_is_sent_as_a_picture(pad):
    assert signature(pad) is None
    draw(pad)
    expect(pad.get_by_text("已签名")).to_be_visible()
    picture = signature(pad)
    assert picture.getextrema() == (0, 255)
    dark = [x for x in range(picture.width) if any(picture.getpixel((x, y)) < 128 for y in range(picture.height))]
    assert dark[0] == pytest.approx(40, abs=4)
    assert dark[-1] == pytest.approx(200, abs=4)


def test_writing_again_begins_with_nothing(pad):
    draw(pad)
    expect(pad.get_by_text("已签名")).to_be_visible()
    pad.get_by_text("重写").click()
    assert signature(pad) is None
    expect(pad.get_by_text("还没有签名")).to_be_visible()


def test_signature_keeps_when_the_screen_is_turned(pad):
    draw(pad)
    pad.set_viewport_size({"width": 800, "height": 390})
    assert pad.evaluate("document.querySelector('canvas').getContext('2d').getImageData(120, 90, 1, 1).data[0]") < 128


def test_keyboard_reaches_the_choice_of_a_photo(pad, tmp_path):
    photo = tmp_path / "签名照片.jpg"
    Image.new("RGB", (60, 30)).save(photo)
    draw(pad)
    expect(pad.get_by_text("已签名")).to_be_visible()
    pad.keyboard.press("Tab")
    pad.keyboard.press("Tab")
    expect(pad.get_by_role("button", name="选择签名照片")).to_be_focused()
    with pad.expect_file_chooser() as chosen:
        pad.keyboard.press("Enter")
    chosen.value.set_files(photo)
    expect(pad.get_by_text("已选择 签名照片.jpg")).to_be_visible()
    assert signature(pad).size == (60, 30)
