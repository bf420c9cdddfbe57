"""How often objects were drawn for an item in a year (D04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import NOT_MADE


def times_drawn(org_id: int, item_codes: Sequence[str], year: int) -> Counter[tuple[str, str]]:
    """(object, item) -> drawn checks of an agency in a year, made or to be made. Internal; one query.

    A check of a sealed draw counts from its visit on: the public exclusions of another draw would tell of it.
    """
    rows = db.session.execute(
        select(Check.uscc, Check.items_key)
        .join(InspectionTask, InspectionTask.id == Check.task_id)
        .where(
            Check.org_id == org_id,
            Check.state.not_in(NOT_MADE),
            Check.window_to.between(date(year, 1, 1), date(year, 12, 31)),
            or_(InspectionTask.sealed.is_(False), Check.arrived_at.is_not(None)),
        )
    )
    return Counter((uscc, code) for uscc, key in rows for code in item_codes if f"|{code}|" in key)
