"""What comes in for service and signatures, and what goes out."""

from __future__ import annotations

import base64
import io

import pytest
from marshmallow import ValidationError

from enforcement.documents.queries import documents_of
from enforcement.documents.services import serve
from enforcement.rules.service import ServiceMode
from enforcement.schemas.documents import DATA_URL, DocumentSchema, PngField, ServiceFields
from tests.domains.documents.house import MATTER, direct_service, issue_one, picture
from tests.support.app import NOON


def test_signature_comes_as_data_url_base64_or_file():
    drawn = picture()
    text = base64.b64encode(drawn).decode()
    for value in (DATA_URL + text, text, io.BytesIO(drawn)):
        assert PngField().deserialize(value) == drawn
    with pytest.raises(ValidationError, match="请重新签名"):
        PngField().deserialize(DATA_URL + "***")


def test_service_needs_mode_day_and_place_in_chinese():
    with pytest.raises(ValidationError) as problem:
        ServiceFields().load({"mode": "pigeon", "served_on": "yesterday"})
    assert problem.value.messages == {
        "mode": ["请从列表中选择送达方式。"],
        "served_on": ["“送达日期”请写成年-月-日，例如2026-11-22。"],
        "place": ["请填写“送达地点”。"],
    }
    assert ServiceFields().load({"mode": "lien", "served_on": "2026-09-01", "place": "x"})["mode"] is ServiceMode.LIEN


def test_paper_is_shown_with_its_service(house):
    notice = issue_one(house, "penalty_notice")
    issue_one(house, "discussion_record")
    serve(house.handler, direct_service(house, notice), NOON)
    shown = {row["form"]: row for row in DocumentSchema(many=True).dump(documents_of(house.handler, MATTER))}
    assert shown["penalty_notice"]["served_on"] == "2026-09-01"
    assert shown["penalty_notice"]["service_mode"] == "direct"
    assert shown["penalty_notice"]["form_name"] == "行政处罚告知书"
    assert "served_on" not in shown["discussion_record"]
