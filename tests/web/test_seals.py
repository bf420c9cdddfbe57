"""The administrator's pages about seals."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest

from enforcement.documents.queries import seal_on
from enforcement.documents.services import draw_demo_seal
from enforcement.platform.demo_clock import current_instant
from tests.domains.identity.people import PASSWORD, make_account, make_city


@pytest.fixture
def city(app_with_store):
    return make_city()


@pytest.fixture
def desk(app_with_store, city):
    make_account("boss", city.city, "administrator")
    client = app_with_store.test_client()
    assert client.post("/sign-in", data={"username": "boss", "password": PASSWORD}).status_code == 303
    return client


def typed(city, **changes):
    image = (io.BytesIO(draw_demo_seal(city.bureau.name)), "seal.png")
    values = {
        "organisation": city.bureau.public_id,
        "name": city.bureau.name,
        "valid_from": "2026-01-01",
        "image_png": image,
    }
    return values | changes


def test_seal_is_registered_listed_and_ended(desk, city):
    assert "没有登记印章" in desk.get("/administration/seals/").text
    answer = desk.post("/administration/seals/new", data=typed(city))
    assert (answer.status_code, answer.location) == (303, "/administration/seals/")
    assert seal_on(city.bureau.id, date(2026, 1, 1)).name == city.bureau.name
    page = desk.get("/administration/seals/").text
    assert "在用" in page
    href = re.search(r"/administration/seals/\w+/end", page)[0]
    version = re.search(r'name="version"[^>]*value="(\d+)"', desk.get(href).text)[1]
    ended = {"version": version, "valid_to": "2026-02-01", "reason": "换发新印章"}
    assert desk.post(href, data=ended).status_code == 303
    assert seal_on(city.bureau.id, date(2026, 2, 1)) is not None
    assert seal_on(city.bureau.id, date(2026, 2, 2)) is None
    stale = desk.post(href, data=ended)
    assert stale.status_code == 409


def test_form_comes_back_with_what_is_wrong(desk, city):
    answer = desk.post("/administration/seals/new", data=typed(city, image_png=(io.BytesIO(b"GIF89a"), "seal.gif")))
    assert answer.status_code == 422
    assert "不是完整的 PNG 图片" in answer.text
    answer = desk.post("/administration/seals/new", data=typed(city, name="", valid_from="soon"))
    assert "请填写“印章名称”" in answer.text
    assert seal_on(city.bureau.id, current_instant().date()) is None


def test_agency_out_of_scope_is_not_found(desk, city):
    assert (
        desk.post("/administration/seals/new", data=typed(city, organisation=city.province.public_id)).status_code
        == 404
    )
    assert desk.get("/administration/seals/nothing/end").status_code == 404
