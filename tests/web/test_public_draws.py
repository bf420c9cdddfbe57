"""Draws for everyone: the chain, void ones, sealed ones, proofs, files. Nobody signs in."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.draws.models import DrawChain
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.draws.verification import verify
from tests.support.desks import counted_questions, text_of
from tests.support.draw_desk import make_draw_desk
from tests.support.draws import FREEZE, KL8_OUT

OPEN_ON = (FREEZE + timedelta(days=30)).date()
TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"


@pytest.fixture
def desk(founded_bureau):
    made = make_draw_desk(founded_bureau)
    move_clock_to(KL8_OUT + timedelta(minutes=5))
    return made


@pytest.fixture
def visitor(founded_app, desk):
    return founded_app.test_client()


def at(draw):
    return f"/lots/{draw.agency}/{draw.draw_no}"


def test_a_committed_draw_is_public_before_its_randomness_exists(desk, visitor):
    draw = desk.committed()
    shown = text_of(visitor, at(draw))
    assert draw.commit_hex in shown
    assert "随机数到齐后，名单由程序算出" in shown
    assert draw.draw_no in text_of(visitor, "/lots")
    assert "名单还没有产生" in text_of(visitor, f"{at(draw)}/verify")
    assert json.loads(text_of(visitor, f"{at(draw)}.json"))["commit"] == draw.commit_hex


def test_a_draft_is_on_no_public_page(desk, visitor):
    desk.drafted(title="起草中的抽取")
    assert "起草中的抽取" not in text_of(visitor, "/lots")
    assert "起草中的抽取" not in text_of(visitor, "/")


def test_a_published_draw_shows_everything_and_its_bundle_verifies(desk, visitor):
    draw = desk.published()
    shown = text_of(visitor, at(draw))
    bundle = json.loads(text_of(visitor, f"{at(draw)}.json"))
    assert {one.state for one in verify(bundle)} == {"ok"}
    for one in bundle["classes"]:
        for drawn in one["selected"]:
            assert drawn in shown
    for text in (draw.seed_hex[:16], draw.selected_root, "两人分别录入，一致", "A 级随机", "这是本机关的第一次"):
        assert text in shown


def test_a_draw_without_ceremony_asks_for_no_witness(desk, visitor):
    alone = text_of(visitor, at(desk.published(title="系统自动产生的抽取")))
    assert "没有现场环节，由系统按时自动产生" in alone
    assert "还没有见证人" not in alone
    assert "B级抽取须有2名外部见证人签名，现有0名" in text_of(visitor, at(desk.committed(title="有现场环节的抽取")))


def test_the_chain_names_the_draw_before_and_shows_a_missing_one(desk, visitor):
    first, second = desk.published(title="第一次"), desk.committed(title="第二次")
    assert "摘要相接" in text_of(visitor, at(second))
    assert at(second) in text_of(visitor, at(first))
    db.session.query(DrawChain).update({"head_hex": "f" * 64})
    assert "摘要接不上" in text_of(visitor, at(desk.committed(title="第三次")))


def test_a_void_draw_stays_with_reason_people_and_would_be_list(desk, visitor):
    draw = desk.published()
    desk.room.void(draw, KL8_OUT, "名录里混入了外市的企业")
    shown = text_of(visitor, at(draw))
    assert "名录里混入了外市的企业" in shown
    assert "秦某提出，沈某同意" in shown
    assert "本来会得到的名单" in shown
    assert "名录里混入了外市的企业" in text_of(visitor, "/lots?state=void")


def test_a_sealed_draw_shows_its_root_and_says_why_the_list_is_closed(desk, visitor):
    draw = desk.published(sealed=True, open_on=OPEN_ON)
    pool = [line.object_id for line in desk.room.pool]
    for path in (at(draw), f"{at(draw)}/live", f"{at(draw)}/live/board"):
        shown = text_of(visitor, path)
        assert draw.selected_root in shown
        assert not [one for one in pool if one in shown]
    assert "最迟2026年12月20日" in text_of(visitor, at(draw))
    assert "结果密封" in text_of(visitor, f"{at(draw)}/proof?id={pool[0]}")


def test_one_enterprise_finds_itself_drawn_not_drawn_excluded_or_absent(desk, visitor):
    draw = desk.published()
    drawn = {one for each in json.loads(text_of(visitor, f"{at(draw)}.json"))["classes"] for one in each["selected"]}
    other = next(line.object_id for line in desk.room.pool if line.object_id not in drawn)
    page = f"{at(draw)}/proof?id="
    assert "在名单里，抽中" in text_of(visitor, page + next(iter(drawn)).lower())
    assert "在名单里，没有抽中" in text_of(visitor, page + other)
    assert "CAP" in text_of(visitor, page + desk.room.exclusions[0].object_id)
    assert "这次抽取没有这一户" in text_of(visitor, page + "91330100NOBODY0000")


def test_lists_filter_and_leave_as_files(desk, visitor):
    draw = desk.published()
    assert "没有符合条件的抽取" in text_of(visitor, "/lots?year=2025")
    assert "请填写年份" in text_of(visitor, "/lots?year=abc", 422)
    assert draw.draw_no in text_of(visitor, f"/lots?agency={draw.agency}&year=2026")
    assert draw.commit_hex in text_of(visitor, "/lots.csv")
    (item,) = json.loads(text_of(visitor, "/lots.json?year=2026"))["items"]
    assert item["address"].endswith(at(draw))


def test_the_tool_is_served_as_it_stands(visitor):
    answer = visitor.get("/lots/verify_draw.py")
    assert hashlib.sha256(answer.data).digest() == hashlib.sha256(TOOL.read_bytes()).digest()


def test_values_show_entries_and_pictures_only_after_two_have_typed(desk, visitor):
    draw = desk.committed(sources=("kl8",))
    desk.room.type(draw.sources[0], "first")
    shown = text_of(visitor, "/lots/values")
    assert "还没有人录入" in shown
    assert "/lots/values/pictures/" not in shown
    desk.room.type(draw.sources[0], "second")
    shown = text_of(visitor, "/lots/values")
    picture = shown.split('href="/lots/values/pictures/')[1].split('"')[0]
    assert visitor.get(f"/lots/values/pictures/{picture}").mimetype == "image/png"


def test_unknown_draws_answer_alike(desk, visitor):
    draw = desk.published()
    for path in ("/lots/NOBODY/2026-0001", f"/lots/{draw.agency}/2026-9999", f"/lots/{draw.agency}/2026-9999.json"):
        assert visitor.get(path).status_code == 404


def test_pages_ask_the_same_with_few_draws_and_with_many(desk, visitor):
    draw = desk.published()
    paths = ("/lots", "/lots.csv", "/", "/lots/values", at(draw), f"{at(draw)}/proof?id={desk.room.pool[0].object_id}")

    def counts():
        found = {}
        for path in paths:
            text_of(visitor, path)
            with counted_questions() as asked:
                text_of(visitor, path)
            found[path] = len(asked)
        return found

    few = counts()
    for number in range(3):
        desk.published(title=f"又一次{number}")
    assert counts() == few
