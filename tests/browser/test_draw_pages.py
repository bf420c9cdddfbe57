"""The pages of draws in a real browser: no barrier at two widths, and the draw recomputed by the visitor. On SQLite."""

from __future__ import annotations

import copy
import json
from datetime import timedelta

import pytest

from enforcement.draws import services
from enforcement.draws.register import bundle_of
from enforcement.platform.demo_clock import move_clock_to
from tests.support.app import build_app, let_go, served
from tests.support.bureau import make_bureau
from tests.support.draw_desk import make_draw_desk
from tests.support.draws import FREEZE, SCHEDULER, SSQ_OUT
from tests.support.journey import PHONE, WIDTHS, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

OPEN_ON = (FREEZE + timedelta(days=40)).date()
LATER = SSQ_OUT + timedelta(hours=1)


def staged():
    """Draws in several states, in the present database; their ids, public addresses and contents."""
    desk = make_draw_desk(make_bureau())
    room = desk.room
    draws = {
        "drafted": desk.drafted(title="起草中的抽取"),
        "waiting": desk.committed(title="餐饮服务单位双随机抽查（第四批）", sources=("contrib", "dice", "dlt")),
        "ceremony": desk.committed(),
        "sealed": desk.published(title="药品零售企业飞行检查", sealed=True, open_on=OPEN_ON),
        "published": desk.published(title="特种设备使用单位双随机抽查"),
        "void": desk.published(title="化妆品经营者双随机抽查"),
    }
    ceremony, published = draws["ceremony"], draws["published"]
    room.speak(ceremony)
    for name in ("outside", "press"):
        services.sign_witness(room[name], ceremony.public_id, FREEZE + timedelta(minutes=9))
    room.void(draws["void"], FREEZE + timedelta(days=1), "名录里混入了外市的企业")
    room.type_all(ceremony)
    services.advance_draw(SCHEDULER, ceremony.public_id, LATER)
    services.verify_draw(SCHEDULER, published.public_id, LATER)
    move_clock_to(LATER)
    bundle = bundle_of(published)
    addresses = {name: (draw.public_id, f"/lots/{draw.agency}/{draw.draw_no}") for name, draw in draws.items()}
    drawn = next(one["selected"][0] for one in bundle["classes"] if one["selected"])
    return {**addresses, "bundle": bundle, "drawn": drawn, "source": draws["waiting"].sources[-1]}


@pytest.fixture(scope="module")
def stage(copies, s3):
    """The address of an application with staged draws, and what they are called."""
    app = build_app(copies.make("sqlite"), s3.environment())
    with app.app_context():
        found = staged()
    let_go(app)
    with served(app) as address:
        yield address, found
    let_go(app)


@pytest.fixture
def sit(browser, stage):
    people = []

    def person(username="", **options):
        people.append(Person(browser, stage[0], username, **options))
        return people[-1]

    yield person
    for one in people:
        one.context.close()


def check(person, *paths):
    found = []
    for path in paths:
        person.open(path)
        for width, height in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": height})
            person.size = (width, height)
            if barriers := person.barriers():
                found.append(f"{path} at {width}: {barriers}")
    assert found == []


def test_public_pages_have_no_barrier(stage, sit):
    _, one = stage
    pages = [one[name][1] for name in ("waiting", "ceremony", "sealed", "published", "void")]
    proof = f"{one['published'][1]}/proof?id={one['drawn']}"
    more = (
        "/lots",
        "/lots/values",
        "/lots/verify",
        f"{one['published'][1]}/verify",
        f"{one['ceremony'][1]}/live",
        proof,
    )
    check(sit(), *pages, *more)


def test_pages_of_the_desk_have_no_barrier(stage, sit):
    _, one = stage
    names = ("drafted", "waiting", "ceremony", "sealed", "published", "void")
    pages = [f"/draws/{one[name][0]}" for name in names]
    check(sit("qin"), "/draws/", *pages, f"/draws/{one['waiting'][0]}/ceremony", "/randomness/")
    check(sit("lei"), f"/randomness/{one['source']}/type")


def test_the_visitor_recomputes_the_draw_and_nothing_is_sent(stage, sit):
    _, one = stage
    visitor = sit(size=PHONE)
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url) if request.resource_type == "fetch" else None)
    visitor.open(f"{one['published'][1]}/verify")
    visitor.page.wait_for_selector("[data-finished=ok]")
    assert "每一步都对得上" in visitor.words
    visitor.page.fill("#id", one["drawn"])
    visitor.press("查这一户")
    visitor.page.wait_for_selector("[data-lots-answer] table")
    assert "抽中：签号不大于中签线" in visitor.words
    assert [url.rsplit("/", 1)[1] for url in asked] == [f"{one['published'][1].rsplit('/', 1)[1]}.json"]


def test_a_tampered_file_is_named_by_its_step_without_a_server(stage, sit):
    _, one = stage
    visitor = sit()
    visitor.open("/lots/verify")
    visitor.context.set_offline(True)
    bundle = copy.deepcopy(one["bundle"])
    drawn = bundle["classes"][0]["selected"]
    drawn[0] = next(line for line in bundle["pool"] if not line.startswith(drawn[0])).split("|")[0]
    file = {"name": "changed.json", "mimeType": "application/json", "buffer": json.dumps(bundle).encode()}
    visitor.page.set_input_files("#bundle", file)
    visitor.page.wait_for_selector("[data-finished=failed]")
    failed = visitor.page.locator("[data-state=failed]").evaluate_all("all => all.map((one) => one.dataset.step)")
    assert failed[0] == "tickets"
    file["buffer"] = b"{}"
    visitor.page.set_input_files("#bundle", file)
    visitor.page.wait_for_selector("text=缺少这一项")


def test_the_browser_follows_the_proof_of_one_enterprise(stage, sit):
    _, one = stage
    visitor = sit()
    visitor.open(f"{one['published'][1]}/proof?id={one['drawn']}")
    visitor.page.wait_for_selector("[data-proof].done")
    assert "证明合到了封存的名单摘要" in visitor.words


def test_the_screen_in_the_room_renews_itself(stage, sit):
    _, one = stage
    room = sit(size=(1280, 800))
    room.open(f"{one['ceremony'][1]}/live")
    assert room.page.evaluate("document.documentElement.scrollHeight") <= 800
    assert "抽中名单" in room.words
    silent = sit(scripts=False)
    silent.open(f"{one['ceremony'][1]}/live")
    assert "抽中名单" in silent.words
