"""Deadlines that are computed again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.casework.deadlines import start_deadline
from enforcement.casework.models import Case, CaseDeadline
from enforcement.catalogue.law import current_calendar
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.deadlines import Extension
from enforcement.rules.rulesets import Unit


def recompute_provisional(now: datetime) -> int:
    """Compute open deadlines again whose years have a holiday notice by now; gives how many.

    The earlier computation stays on file; the new one says why it was made.
    """
    rows = db.session.execute(
        select(CaseDeadline.id, CaseDeadline.due_on)
        .where(CaseDeadline.provisional.is_(True), CaseDeadline.current.is_(True), CaseDeadline.met_on.is_(None))
        .order_by(CaseDeadline.id)
    ).all()
    return sum(_recompute(number, now) for number, due_on in rows if not current_calendar().is_provisional(due_on))


def _recompute(deadline_id: int, now: datetime) -> bool:
    with transaction():
        row = locked(select(CaseDeadline).where(CaseDeadline.id == deadline_id))
        if not row.current or row.met_on is not None:
            return False
        case = db.session.get_one(Case, row.case_id)
        extensions = [Extension(int(one["length"]), Unit(one["unit"])) for one in row.extensions]
        start_deadline(case, row.kind, row.started_on, now, reason="放假安排已经公布，重新计算", extensions=extensions)
        return True
