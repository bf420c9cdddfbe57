"""The upload component in a real browser: pause, a closed page, the same file again, a store that goes away."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from enforcement.doors.access import SESSION_COOKIE
from enforcement.foundation.clock import SHANGHAI
from enforcement.identity import services as identity
from enforcement.jobs.recordings import verify_recordings
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.media import make_demo_mp4
from enforcement.recording.policy import POLICY
from enforcement.recording.queries import recordings_of
from tests.domains.identity.people import PASSWORD
from tests.domains.recording.filming import make_case, make_scene
from tests.support.axe import violations

pytestmark = pytest.mark.browser
PARTS = 5


@pytest.fixture(scope="module")
def clip() -> bytes:
    return make_demo_mp4(3, "现场检查")


@pytest.fixture
def film(tmp_path, clip):
    """A real clip with a box of other data behind it, which players skip: several parts to send."""
    filler = PARTS * POLICY.part_bytes - len(clip) - 1000
    path = tmp_path / "现场检查 A-0127.mp4"
    path.write_bytes(clip + (filler + 8).to_bytes(4, "big") + b"free" + bytes(filler))
    return path


@pytest.fixture
def matter(committed_app):
    with committed_app.app_context():
        scene = make_scene()
        return scene.officer, make_case(scene, current_instant())


@pytest.fixture
def token(committed_app, matter):
    with committed_app.app_context():
        return identity.sign_in("officer", PASSWORD, "127.0.0.1", "test", current_instant()).token


@pytest.fixture
def desk(page, live_server, token, matter):
    """The upload page of the case, signed in; counts the parts that are sent."""
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": live_server}])
    page.context.sent = []
    page.context.faults = []
    page.context.on(
        "requestfinished",
        lambda request: page.context.sent.append(request.url) if request.method == "PUT" else None,
    )
    page.context.on("weberror", lambda error: page.context.faults.append(str(error.error)))
    page.context.add_init_script(GATE)
    return opened(page, matter)


def opened(page: Page, matter) -> Page:
    page.goto(f"/matters/{matter[1]}/recordings")
    return page


def choose(page: Page, film) -> None:
    times = {}
    for name, ago in (("recorded_from_at", timedelta(hours=2)), ("recorded_to_at", timedelta(hours=1))):
        times[name] = (current_instant_of(page) - ago).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
        page.fill(f"#field-{name}", times[name])
    page.set_input_files("#field-file", film)
    page.click("form[enctype] button.primary")


def current_instant_of(page: Page):
    with page.application.app_context():
        return current_instant()


@pytest.fixture(autouse=True)
def _known_application(page, committed_app):
    page.application = committed_app


def part_numbers(page: Page) -> list[int]:
    return sorted(int(url.partition("partNumber=")[2].partition("&")[0]) for url in page.context.sent)


@pytest.fixture
def verifier(committed_app):
    """What the scheduler does, beside the page."""
    ended = threading.Event()

    def work():
        while not ended.wait(0.5):
            with committed_app.app_context():
                verify_recordings(current_instant())

    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join()


GATE = """
window.allowed = Infinity;
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
  if (window.allowed > 0) {
    window.allowed -= 1;
    send.call(this, body);
  } else {
    this.abort = () => this.dispatchEvent(new ProgressEvent("loadend"));
  }
};
"""
"""A network that lets so many parts pass and then says nothing more."""


def let_pass(page: Page, parts: int) -> None:
    page.evaluate(f"window.allowed = {parts}")


def let_all_pass(page: Page) -> None:
    page.evaluate("window.allowed = Infinity")


def wait_until_sent(page: Page, parts: int) -> None:
    for _ in range(200):
        if len(page.context.sent) == parts:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{len(page.context.sent)} parts were sent instead of {parts}")


def test_film_is_sent_in_parts_and_verified_by_the_server(desk, film, verifier, matter, committed_app):
    choose(desk, film)
    expect(desk.locator("[data-list] .status")).to_contain_text("已核验")
    assert part_numbers(desk) == list(range(1, PARTS + 1))
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    expect(desk.locator("[data-list] [data-line]")).to_contain_text(digest[:8])
    with committed_app.app_context():
        (recording,) = recordings_of(*matter)
        assert recording.server_sha256 == digest
    assert desk.context.faults == []


def test_page_closed_on_the_way_goes_on_with_the_same_file(desk, film, verifier, matter, committed_app):
    let_pass(desk, 2)
    choose(desk, film)
    wait_until_sent(desk, 2)
    context = desk.context
    desk.close()

    again = context.new_page()
    again.application = committed_app
    opened(again, matter)
    line = again.locator("[data-unfinished]")
    expect(line.locator(".status")).to_contain_text("已停在 40%")
    expect(line).to_contain_text("前面已收到 2 片，不会重传")
    expect(line.locator("button")).to_contain_text("选同一个文件")
    line.locator("input[type=file]").set_input_files(film)
    expect(line.locator(".status")).to_contain_text("已核验")
    assert part_numbers(again) == list(range(1, PARTS + 1))
    with committed_app.app_context():
        (recording,) = recordings_of(*matter)
        assert recording.server_sha256 == hashlib.sha256(film.read_bytes()).hexdigest()


def test_another_file_is_not_taken_for_the_unfinished_one(desk, film, matter, tmp_path, committed_app):
    let_pass(desk, 1)
    choose(desk, film)
    wait_until_sent(desk, 1)
    again = desk.context.new_page()
    opened(again, matter)
    other = tmp_path / "另一个.mp4"
    other.write_bytes(bytes(film.stat().st_size))
    line = again.locator("[data-unfinished]")
    expect(line.locator(".status")).to_contain_text("已停在")
    line.locator("input[type=file]").set_input_files(other)
    expect(line).to_contain_text("这不是原来那个文件")
    assert len(desk.context.sent) == 1


def test_pause_and_go_on(desk, film, verifier):
    let_pass(desk, 1)
    choose(desk, film)
    wait_until_sent(desk, 1)
    desk.locator("[data-list] button", has_text="暂停").click()
    expect(desk.locator("[data-list] .status")).to_contain_text("已停在 20%")
    let_all_pass(desk)
    desk.locator("[data-list] button", has_text="从断点继续").click()
    expect(desk.locator("[data-list] .status")).to_contain_text("已核验")
    assert part_numbers(desk) == list(range(1, PARTS + 1))


def test_store_that_goes_away_is_told_and_the_upload_succeeds_afterwards(desk, film, verifier, s3):
    let_pass(desk, 2)
    choose(desk, film)
    wait_until_sent(desk, 2)
    s3.stop()
    try:
        desk.locator("[data-list] button", has_text="暂停").click()
        let_all_pass(desk)
        desk.locator("[data-list] button", has_text="从断点继续").click()
        expect(desk.locator("[data-list] .status")).to_contain_text("网络中断，已停在 40%", timeout=60000)
        expect(desk.locator("[data-list] [data-problem]")).to_contain_text("存储服务没有响应")
    finally:
        s3.start()
    desk.locator("[data-list] button", has_text="从断点继续").click()
    expect(desk.locator("[data-list] .status")).to_contain_text("已核验")


def test_refusal_stands_at_the_form_with_what_was_typed(desk, film):
    desk.click("[data-rare] summary")
    desk.fill("#field-place", "云城市临江路66号")
    desk.fill("#field-recorded_from_at", "2026-01-05T10:00")
    desk.fill("#field-recorded_to_at", "2026-01-05T11:00")
    desk.set_input_files("#field-file", film)
    desk.click("form[enctype] button.primary")
    expect(desk.locator("[data-faults]")).to_contain_text("第四十七条")
    assert desk.input_value("#field-place") == "云城市临江路66号"
    assert desk.context.sent == []


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_have_no_barrier_and_fit_the_width(desk, clip, film, tmp_path, verifier, matter, width):
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip)
    choose(desk, path)
    expect(desk.locator("[data-list] .status")).to_contain_text("已核验")
    let_pass(desk, 1)
    choose(desk, film)
    wait_until_sent(desk, 2)
    opened(desk, matter)
    desk.set_viewport_size({"width": width, "height": 800})
    expect(desk.locator("[data-unfinished]")).to_contain_text("已停在 20%")
    check(desk, width)
    with desk.expect_navigation():
        desk.locator(".media-list a.media-picture").click()
    check(desk, width)
    with desk.expect_navigation():
        desk.click("#player button:has-text('打开')")
    check(desk, width)


def check(page: Page, width: int) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_recording_is_played_by_ranges_and_marks_move_the_player(desk, clip, tmp_path, verifier):
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip)
    choose(desk, path)
    expect(desk.locator("[data-list] .status")).to_contain_text("已核验")
    with desk.expect_navigation():
        desk.locator("[data-list] a", has_text="查看").click()
    desk.fill("#field-at", "0:02")
    desk.fill("#field-text", "出示证件")
    with desk.expect_navigation():
        desk.click("button:has-text('添加时间点')")
    with desk.expect_navigation():
        desk.click("#player button:has-text('打开')")
    desk.locator("[data-seek]").click()
    desk.wait_for_function("document.querySelector('video').currentTime >= 2")
    assert desk.evaluate("document.querySelector('video').error") is None
    expect(desk.locator("#custody")).to_contain_text("调阅")
