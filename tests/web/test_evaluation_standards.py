"""Pages of standards: versions, the editor, what changed, publication by another person, never a change afterwards."""

from __future__ import annotations

import re

import pytest

from enforcement.evaluation.models.core import EvaluationStandard
from enforcement.evaluation.states import StandardState
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.schemas.evaluation_forms import editable
from tests.support.app import NOON
from tests.support.desk import plain, text
from tests.support.evaluation_desk import Desks


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


@pytest.fixture
def draft(desks):
    data = {
        "organisation": desks.round.justice.public_id,
        "base": desks.round.standard().public_id,
        "version_no": "2026.3",
    }
    made = desks.of("planner").post("/evaluation/standards/new", data=data)
    assert made.status_code == 303
    row = db.session.query(EvaluationStandard).filter_by(version_no="2026.3").one()
    assert made.location == f"/evaluation/standards/{row.public_id}/edit"
    return row


def typed(row, **changes):
    return editable(row.content) | {"version-read": row.version} | changes


def test_a_published_version_shows_its_items_and_no_editor(desks):
    standard = desks.round.standard()
    client = desks.of("planner")
    assert standard.public_id in text(client.get("/evaluation/standards/"))
    page = plain(client.get(f"/evaluation/standards/{standard.public_id}"))
    assert standard.content["items"][0]["title"] in page
    assert "修改草稿" not in page
    assert client.get(f"/evaluation/standards/{standard.public_id}/edit").status_code == 409


def test_the_editor_gives_every_field_back_unchanged(desks, draft):
    before = draft.content
    answer = desks.of("planner").post(f"/evaluation/standards/{draft.public_id}/edit", data=typed(draft))
    assert answer.status_code == 303
    db.session.refresh(draft)
    assert draft.content == before


def test_what_is_edited_shows_as_a_difference(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}"
    item = draft.content["items"][0]
    new = {
        "new/0/code": "ZZ-1", "new/0/text": "立案审批表没有编号", "new/0/points": "0.5", "new/0/most": "1", "new/0/per": "each",
    }  # fmt: skip
    changed = typed(draft, **{"items/0/title": "改过的项目名称", "drop/items/0/deductions/0": "true"}, **new)
    answer = client.post(f"{where}/edit", data=changed)
    assert answer.status_code == 303, plain(answer)
    page = plain(client.get(where))
    assert "改过的项目名称" in page
    assert item["title"] in page
    assert "立案审批表没有编号" in page
    assert item["deductions"][0]["text"] in page


NEW_ITEM = {
    "new/item/no": "P1-9", "new/item/section": "P1", "new/item/points": "1", "new/item/title": "立案报告附件",
    "new/item/basis": "某规定第一条", "new/item/condition": "", "new/item/kinds": ["general", "no_penalty"],
    "new/item/deduction/code": "P1-9-1", "new/item/deduction/text": "没有附件清单",
    "new/item/deduction/points": "1", "new/item/deduction/most": "", "new/item/deduction/per": "once",
}  # fmt: skip
NEW_VETO = {
    "new/veto/no": "V99", "new/veto/group": "程序", "new/veto/text": "没有立案就作出决定",
    "new/veto/basis": "行政处罚法第五十四条", "new/veto/effect": "zero", "new/veto/condition": "",
}  # fmt: skip


def room(draft, points):
    """Section P1 made larger or smaller by points, for its two kinds of files."""
    place = next(place for place, one in enumerate(draft.content["sections"]) if one["id"] == "P1")
    made = {f"sections/{place}/points/{kind}": str(8 + points) for kind in ("general", "no_penalty")}
    kinds = {one["id"]: number for number, one in enumerate(draft.content["kinds"])}
    return made | {f"kinds/{kinds[kind]}/points": str(100 + points) for kind in ("general", "no_penalty")}


def test_an_item_and_a_veto_are_added_and_show_as_differences(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}"
    answer = client.post(f"{where}/edit", data=typed(draft, **room(draft, 1), **NEW_ITEM, **NEW_VETO))
    assert answer.status_code == 303, plain(answer)
    db.session.refresh(draft)
    numbers = [one["no"] for one in draft.content["items"] if one["section"] == "P1"]
    assert numbers[-1] == "P1-9"
    added = next(one for one in draft.content["items"] if one["no"] == "P1-9")
    assert added["kinds"] == ["general", "no_penalty"]
    assert (added["deductions"][0]["code"], added["deductions"][0]["most"]) == ("P1-9-1", "1")
    assert "V99" in {one["no"] for one in draft.content["vetoes"]}
    page = plain(client.get(where))
    for words in ("立案报告附件（1 分）", "没有立案就作出决定"):
        assert words in page


def test_an_item_and_a_veto_are_removed_and_show_as_differences(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}"
    client.post(f"{where}/edit", data=typed(draft, **room(draft, 1), **NEW_ITEM, **NEW_VETO))
    db.session.refresh(draft)
    place = next(place for place, one in enumerate(draft.content["items"]) if one["no"] == "P1-9")
    veto = draft.content["vetoes"][0]
    drops = {f"drop/items/{place}": "true", "drop/vetoes/0": "true"}
    answer = client.post(f"{where}/edit", data=typed(draft, **room(draft, 0), **drops))
    assert answer.status_code == 303, plain(answer)
    db.session.refresh(draft)
    assert "P1-9" not in {one["no"] for one in draft.content["items"]}
    assert veto["no"] not in {one["no"] for one in draft.content["vetoes"]}
    page = plain(client.get(where))
    assert veto["text"] in page
    assert "立案报告附件" not in page


def test_an_item_without_room_names_the_section_and_both_sums_and_keeps_what_was_typed(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}/edit"
    answer = client.post(where, data=typed(draft, **NEW_ITEM, **{"drop/vetoes/0": "true"}))
    assert answer.status_code == 422
    assert "部分 P1：普通程序处罚案卷的项目合计 9 分，与写明的 8 分不符" in plain(answer)
    assert "部分 P1：不予处罚案卷的项目合计 9 分，与写明的 8 分不符" in plain(answer)
    assert 'value="立案报告附件"' in text(answer)
    assert re.search(r'name="drop/vetoes/0" value="true" checked', text(answer))
    assert desks.round.standard().content["vetoes"][0]["text"] in text(answer)


def test_with_the_last_item_that_asks_it_a_condition_is_taken_out_too(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}/edit"
    content = draft.content
    place, item = next((place, one) for place, one in enumerate(content["items"]) if one["condition"] == "preservation")
    condition = next(place for place, one in enumerate(content["conditions"]) if one["id"] == "preservation")
    users = [one for one in (*content["items"], *content["vetoes"]) if one["condition"] == "preservation"]
    assert users == [item]
    section = next(place for place, one in enumerate(content["sections"]) if one["id"] == item["section"])
    points = {}
    for number, kind in enumerate(content["kinds"]):
        if kind["id"] in content["sections"][section]["points"] and (not item["kinds"] or kind["id"] in item["kinds"]):
            was = int(content["sections"][section]["points"][kind["id"]])
            points[f"sections/{section}/points/{kind['id']}"] = str(was - int(item["points"]))
            points[f"kinds/{number}/points"] = str(int(kind["points"]) - int(item["points"]))
    drop = {f"drop/items/{place}": "true"}
    answer = client.post(where, data=typed(draft, **points, **drop))
    assert answer.status_code == 422
    assert "没有项目或者一票否决用到这个适用条件" in plain(answer)
    answer = client.post(where, data=typed(draft, **points, **drop, **{f"drop/conditions/{condition}": "true"}))
    assert answer.status_code == 303, plain(answer)


def test_a_new_entry_without_a_number_is_told_and_not_lost(desks, draft):
    where = f"/evaluation/standards/{draft.public_id}/edit"
    answer = desks.of("planner").post(where, data=typed(draft, **(NEW_VETO | {"new/veto/no": ""})))
    assert answer.status_code == 422
    assert "编号 应为文字" in plain(answer)
    assert 'value="没有立案就作出决定"' in text(answer)


def test_points_that_do_not_add_up_come_back_with_what_was_typed(desks, draft):
    answer = desks.of("planner").post(
        f"/evaluation/standards/{draft.public_id}/edit", data=typed(draft, **{"items/0/points": "77"})
    )
    assert answer.status_code == 422
    assert 'value="77"' in text(answer)


def test_a_draft_edited_elsewhere_is_not_overwritten(desks, draft):
    client, where = desks.of("planner"), f"/evaluation/standards/{draft.public_id}/edit"
    stale = typed(draft, name="第二个页面")
    client.post(where, data=typed(draft, name="第一个页面"))
    answer = client.post(where, data=stale)
    assert answer.status_code == 409
    db.session.refresh(draft)
    assert draft.name == "第一个页面"


def test_another_person_publishes_and_nothing_changes_afterwards(desks, draft):
    where = f"/evaluation/standards/{draft.public_id}"
    planner, head = desks.of("planner"), desks.of("head")
    assert planner.post(f"{where}/publication", data={"version": draft.version}).status_code == 403
    assert head.post(f"{where}/publication", data={"version": draft.version}).status_code == 303
    db.session.refresh(draft)
    assert draft.state is StandardState.PUBLISHED
    assert planner.post(f"{where}/edit", data=typed(draft, name="再改")).status_code == 409
