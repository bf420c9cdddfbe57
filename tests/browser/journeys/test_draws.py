"""A whole draw with a ceremony: the desk, the typists and the screen in the room, each at a browser. On SQLite."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.draws import KL8, SSQ
from tests.support.inspection_journey import (
    BATCH,
    DRAW_DAY,
    Scheduler,
    approve_plan,
    file_plan,
    make_announcement,
    path_of,
    stock_libraries,
    type_number,
    write_plan,
)
from tests.support.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

RENEWED_MS = 60_000
"""The screen asks every few seconds; the rows of the list then arrive one by one."""


def test_a_draw_with_a_ceremony_on_three_screens(office, tmp_path) -> None:
    office.begin()
    with office.app.app_context():
        stock_libraries(office.bureau)
    scheduler = Scheduler(office.app)
    qin, shen = office.sit("qin"), office.sit("shen")
    write_plan(qin, ("contrib", "dice", "ssq", "kl8"))
    assert qin.barriers() == ""
    approve_plan(shen, path_of(qin.page))
    file_plan(qin)
    batch = commit(qin, shen, scheduler)
    room, draw = screen_in_the_room(office, qin)
    speak_and_roll(qin, room, draw)
    witness(office, draw)
    typing(office, qin, draw, tmp_path)
    scheduler.look_until(lambda: "抽出 7 户" in shown(qin, draw))
    list_arrives(room)
    published(office, qin, batch, draw)


def commit(qin, shen, scheduler) -> str:
    """Nothing is frozen before the plan's day; on the day, by itself."""
    qin.press(BATCH)
    batch = path_of(qin.page)
    scheduler.look()
    qin.open(batch)
    expect(qin.page.get_by_text("看抽取")).to_be_visible()
    qin.press("看抽取")
    assert "名单还没有封存" in qin.words
    shen.later("+1 天")
    scheduler.look()
    qin.open(batch)
    assert "抽取范围" in qin.words
    assert qin.barriers() == ""
    qin.press("看抽取")
    return batch


def screen_in_the_room(office, qin):
    draw = path_of(qin.page)
    room = office.sit("lian")
    room.open(f"{draw}/ceremony")
    expect(room.page.locator(".board-commit")).to_be_visible()
    assert room.barriers() == ""
    return room, draw


def speak_and_roll(qin, room, draw: str) -> None:
    """What is said and thrown stands on the screen without anybody touching it."""
    assert qin.barriers() == ""
    for who, words in (("监督员", "7f3a"), ("企业代表王某", "秋天的风")):
        qin.write({"发言人": who, "所说的字词": words})
        qin.press("登记")
    expect(room.page.get_by_text("秋天的风")).to_be_visible(timeout=RENEWED_MS)
    qin.press("截止在场发言")
    qin.write({"掷骰人": "特邀监督员梅某", "点数": "63454660390103169462"})
    qin.press("登记")
    expect(room.page.get_by_text("63454 66039 01031 69462")).to_be_visible(timeout=RENEWED_MS)
    qin.press("截止掷骰")
    assert qin.barriers() == ""
    assert room.barriers() == ""
    qin.open(draw)


def witness(office, draw: str) -> None:
    for username in ("lian", "mei"):
        one = office.sit(username)
        one.open(draw)
        one.press("见证签字")
        assert "已签字" in one.page.content()


def typing(office, qin, draw: str, folder) -> None:
    """Two people type what was announced, each without seeing the other; one is wrong at first."""
    lei, wen = office.sit("lei", size=PHONE), office.sit("wen")
    lei.open("/randomness/")
    assert lei.barriers() == ""
    qin.open(draw)
    qin.later("+1 天")
    announcement = make_announcement(folder)
    type_number(lei, "双色球", SSQ, announcement)
    assert "一致才生效" in lei.page.content()
    wen.open("/randomness/")
    assert SSQ.replace(" ", "") not in wen.words.replace(" ", "")
    assert wen.barriers() == ""
    qin.open(draw)
    assert "抽出" not in qin.page.locator("main ol").first.inner_text()
    type_number(wen, "双色球", SSQ, announcement)
    for typist in (wen, lei):
        type_number(typist, "快乐8", KL8, announcement)
    assert wen.barriers() == ""


def shown(person, path: str) -> str:
    person.open(path)
    return person.words


def list_arrives(room) -> None:
    rows = room.page.locator("[data-row]")
    expect(rows).to_have_count(7, timeout=RENEWED_MS)
    expect(rows.last.locator("td").last).to_be_visible()
    expect(room.page.locator(".arriving")).to_have_count(0)
    foot = room.page.locator(".board-foot").bounding_box()
    seed = room.page.locator(".digest-lines.seed").bounding_box()
    assert seed["y"] + seed["height"] < foot["y"], "four sources and the seed stand above the foot"
    assert room.barriers() == ""


def published(office, qin, batch: str, draw: str) -> None:
    """The desk, the public page and a phone that recomputes it say the same."""
    qin.open(draw)
    assert qin.barriers() == ""
    href = qin.page.get_by_role("link", name="公开页").last.get_attribute("href")
    visitor = office.sit(size=PHONE)
    visitor.open(href)
    assert BATCH in visitor.words
    assert visitor.barriers() == ""
    visitor.press("在我的浏览器里重算")
    expect(visitor.page.locator("[data-finished=ok]")).to_be_visible()
    assert visitor.barriers() == ""
    qin.open(batch)
    assert DRAW_DAY.strftime("%Y年") in qin.words
