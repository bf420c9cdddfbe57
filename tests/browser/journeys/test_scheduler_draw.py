"""A draw that the scheduler makes alone, and a visitor who believes neither it nor a changed file. On SQLite."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.support.draws import KL8, SSQ
from tests.support.inspection_journey import (
    BATCH,
    Scheduler,
    make_announcement,
    open_drawn_check,
    path_of,
    plan_batch,
    type_number,
)
from tests.support.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_the_scheduler_draws_alone_and_people_only_type_public_numbers(office, tmp_path) -> None:
    office.begin()
    with office.app.app_context():
        plan_batch(office.bureau, ("ssq", "kl8"))
    scheduler, qin = Scheduler(office.app), office.sit("qin")
    scheduler.look()
    qin.open("/draws/")
    qin.press(BATCH)
    draw = path_of(qin.page)
    assert "名单还没有封存" in qin.words
    qin.later("+1 天")
    scheduler.look()
    qin.open(draw)
    assert "2026-0001" in qin.words
    assert "9月3日 21:15 开奖" in qin.words
    qin.later("+1 天")
    scheduler.look()
    qin.open("/draws/")
    assert "双色球第2026102期已经公布，等待两人录入" in qin.words
    assert qin.barriers() == ""
    announcement = make_announcement(tmp_path)
    for username in ("lei", "wen"):
        typist = office.sit(username, size=PHONE)
        type_number(typist, "双色球", SSQ, announcement)
        type_number(typist, "快乐8", KL8, announcement)
    scheduler.look_until(lambda: "任何人可复算" in shown(qin, draw) and "抽出 7 户" in qin.words)
    assert "A 级随机" in qin.words
    assert_published(office, draw)
    assert_tasks_open(office)


def shown(person, path: str) -> str:
    person.open(path)
    return person.words


def assert_published(office, draw: str) -> None:
    """Nobody pressed anything, and everybody sees the list."""
    shen = office.sit("shen")
    shen.open(draw)
    assert "没有要人办的" in shen.words or "现在计算并公布" not in shen.words
    visitor = office.sit()
    visitor.open("/lots")
    visitor.press("2026-0001")
    expect(visitor.page.locator("[data-row]")).to_have_count(7)
    assert "更新于 2026年9月1日" in visitor.words
    assert visitor.barriers() == ""


def assert_tasks_open(office) -> None:
    """The checks are there for the officers who were drawn."""
    shen = office.sit("shen", size=PHONE)
    shen.open("/inspection/checks?which=open")
    expect(shen.page.locator(".work-list li")).to_have_count(7)
    assert shen.barriers() == ""


def test_a_visitor_recomputes_the_draw_then_a_changed_file_and_one_enterprise_itself(office, tmp_path) -> None:
    office.begin()
    check = open_drawn_check(office.app, office.bureau)
    visitor = office.sit()
    visitor.open(check.draw_path)
    visitor.press("在我的浏览器里重算")
    expect(visitor.page.locator("[data-finished=ok]")).to_be_visible()
    with visitor.page.expect_download() as download:
        visitor.press("这次抽取的数据包")
    bundle = json.loads(download.value.path().read_text())
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(swapped(bundle, check.uscc), ensure_ascii=False))
    visitor.open("/lots/verify")
    visitor.page.set_input_files("#bundle", changed)
    failed = visitor.page.locator("[data-finished=failed]")
    expect(failed).to_be_visible()
    first = visitor.page.locator("li[data-state=failed]").first
    assert first.get_attribute("data-step") == "tickets"
    expect(visitor.page.locator("[data-lots-line]")).to_contain_text(first.get_attribute("data-title"))
    assert visitor.barriers() == ""
    owner = office.sit(size=PHONE)
    owner.open(check.draw_path)
    owner.page.get_by_label("统一社会信用代码").fill(check.uscc)
    owner.press("查在不在名单里，给出证明")
    expect(owner.page.locator("[data-proof].done")).to_be_visible()
    assert "抽中" in owner.words
    assert owner.barriers() == ""


def swapped(bundle: dict, uscc: str) -> dict:
    """Somebody's friend is taken off the list, another enterprise of the class is put in his place."""
    group = next(one for one in bundle["classes"] if uscc in one["selected"])
    lines = [line.split("|") for line in bundle["pool"]]
    other = next(line[0] for line in lines if line[1] == group["class"] and line[0] not in group["selected"])
    group["selected"] = [other if one == uscc else one for one in group["selected"]]
    return bundle
