"""A check whose notice bears a code, as rows: how it comes about is tested with the checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from enforcement.foundation.clock import civil_date
from enforcement.inspection.models.checks import Check
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState, Origin
from tests.domains.inspection.visiting import ITEM, USCC, Place
from tests.support.app import NOON

CODE = "7K3M92QF"


def make_check(place: Place, code: str | None = CODE, **changes: Any) -> Check:
    """A check of the bureau at the supermarket; the officers have arrived."""
    today = civil_date(NOON)
    values: dict[str, Any] = {
        "origin": Origin.COMPLAINT,
        "source_reason": "投诉",
        "source_document": "12345〔2026〕8号",
        "state": CheckState.TOLD,
        "org_id": place.bureau.id,
        "org_path": place.bureau.path,
        "agency_name": place.bureau.name,
        "domain": "市场监督管理",
        "region_name": "",
        "uscc": USCC,
        "name": "麦田超市",
        "address": "江畔路1号",
        "library": {},
        "items": [{"code": ITEM, "name": "食品经营者监督检查", "sub_item": "", "bases": [], "standard": []}],
        "items_key": f"|{ITEM}|",
        "items_digest": "0" * 64,
        "window_from": today,
        "window_to": today + timedelta(days=10),
        "code": code,
        "arrived_at": NOON,
        "arrived_on": today,
        "codes": ["01"],
        "result_fixed_on": today,
        "told_at": NOON,
        "opened_at": NOON,
        "touched_at": NOON,
        "touched_by": "测试",
    }
    row = Check(**{**values, **changes})
    db.session.add(row)
    db.session.commit()
    return row
