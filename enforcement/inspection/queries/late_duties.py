"""What is owed on checks after the visit and was not done in its days: word of the result, follow-ups, publication."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from enforcement.inspection.models.checks import Check, CheckFollowUp
from enforcement.inspection.terms import PUBLISH_CASE, deadline_of
from enforcement.platform.database import db
from enforcement.rules.inspection.alarms import LateDuty
from enforcement.rules.inspection.checks import NOT_MADE
from enforcement.rules.inspection.results import KIND_NAMES


def late_duties(year: int, today: date) -> dict[int, list[LateDuty]]:
    """By organ, duties whose last day lay in a year and before ``today``. Internal."""
    found: dict[int, list[LateDuty]] = defaultdict(list)
    for org_id, duty in (*_untold(today), *_follow_ups(today), *_unpublished(today)):
        if duty.due_on.year == year:
            found[org_id].append(duty)
    return found


def _untold(today: date) -> list[tuple[int, LateDuty]]:
    rows = db.session.scalars(
        select(Check)
        .where(Check.tell_due_on < today, Check.told_at.is_(None), Check.state.not_in(NOT_MADE))
        .order_by(Check.id)
    )
    return [
        (row.org_id, LateDuty("untold", row.public_id, row.public_id, f"向{row.name}告知检查结果", row.tell_due_on))
        for row in rows
        if row.tell_due_on is not None
    ]


def _follow_ups(today: date) -> list[tuple[int, LateDuty]]:
    rows = db.session.execute(
        select(CheckFollowUp, Check)
        .join(Check, Check.id == CheckFollowUp.check_id)
        .where(CheckFollowUp.due_on < today, CheckFollowUp.done_at.is_(None))
        .order_by(CheckFollowUp.id)
    ).tuples()
    return [
        (
            check.org_id,
            LateDuty(
                "follow-up-late", row.public_id, check.public_id, f"{check.name}：{KIND_NAMES[row.kind]}", row.due_on
            ),
        )
        for row, check in rows
        if row.due_on is not None
    ]


def _unpublished(today: date) -> list[tuple[int, LateDuty]]:
    """Checks outside the draw: those of a task are due with it."""
    rows = db.session.scalars(
        select(Check)
        .where(
            Check.task_id.is_(None),
            Check.result_fixed_on < today,
            Check.published_at.is_(None),
            Check.state.not_in(NOT_MADE),
        )
        .order_by(Check.id)
    )
    found = []
    for row in rows:
        if row.result_fixed_on is not None:
            due = deadline_of(PUBLISH_CASE, row.result_fixed_on, row.domain, row.region_name).due
            words = f"{row.name}的检查结果（{row.source_document}）"
            if due < today:
                found.append((row.org_id, LateDuty("overdue", row.public_id, row.public_id, words, due)))
    return found
