"""A sealed list: the supervision organ looks at it behind a warning, and every look is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enforcement.audit.models import AuditEntry
from enforcement.draws import queries
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.support.desks import signed_in, text_of
from tests.support.draw_desk import make_draw_desk
from tests.support.draws import FREEZE

LATER = FREEZE + timedelta(days=30)


@pytest.fixture
def desk(founded_bureau):
    made = make_draw_desk(founded_bureau)
    move_clock_to(FREEZE + timedelta(minutes=5))
    return made


def looks():
    return db.session.query(AuditEntry).filter_by(action="draw.viewed").count()


def test_a_supervisor_looks_behind_a_warning_and_each_look_is_written_down(founded_app, desk):
    draw = desk.published(sealed=True, open_on=LATER.date())
    page = f"/draws/{draw.public_id}/sealed-list"
    drawn = [row.object_id for row in queries.result_facts(draw.public_id).selected]
    su = signed_in(founded_app, "su")
    assert page in text_of(su, f"/draws/{draw.public_id}")
    warning = text_of(su, page)
    assert "每次查看都记入操作日志" in warning
    assert not [one for one in drawn if one in warning]
    assert looks() == 0
    for number in (1, 2):
        answer = su.post(page)
        assert answer.status_code == 200
        assert [one for one in drawn if one not in answer.get_data(as_text=True)] == []
        assert "no-store" in answer.headers["Cache-Control"]
        assert looks() == number


@pytest.mark.parametrize("username", ["qin", "shen", "lin", "lian"])
def test_nobody_of_the_agency_looks(founded_app, desk, username):
    draw = desk.published(sealed=True, open_on=LATER.date())
    client = signed_in(founded_app, username)
    assert "sealed-list" not in text_of(client, f"/draws/{draw.public_id}")
    for answer in (
        client.get(f"/draws/{draw.public_id}/sealed-list"),
        client.post(f"/draws/{draw.public_id}/sealed-list"),
    ):
        assert answer.status_code == 403
    assert looks() == 0


def test_an_open_list_has_no_such_page(founded_app, desk):
    draw = desk.published()
    su = signed_in(founded_app, "su")
    assert "sealed-list" not in text_of(su, f"/draws/{draw.public_id}")
    assert su.post(f"/draws/{draw.public_id}/sealed-list").status_code == 404


def test_what_the_ceremony_still_misses_is_one_sentence(desk):
    draw = desk.committed()
    missing = queries.missing_for_seed(draw, FREEZE + timedelta(minutes=5))
    assert [one.code for one in missing].count("ceremony-open") == 1
    assert "、" in next(one.message for one in missing if one.code == "ceremony-open")
