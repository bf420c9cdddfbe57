"""Pages of standards: versions, the editor, what changed, publication by another person, never a change afterwards."""

from __future__ import annotations

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
        "version_no": "2026.2",
    }
    made = desks.of("planner").post("/evaluation/standards/new", data=data)
    assert made.status_code == 303
    row = db.session.query(EvaluationStandard).filter_by(version_no="2026.2").one()
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
