"""Evaluations among what waits for a head: plans to approve, recusals to decide."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from enforcement.evaluation.queries.plans import recusals
from enforcement.evaluation.queries.waiting import plans_waiting
from enforcement.foundation.actor import Actor
from enforcement.web.filters import day
from enforcement.web.inspection_desks import HeadLine


def evaluations_for_head(actor: Actor) -> Iterator[HeadLine]:
    """Plans, then requests to recuse, the oldest first."""
    for plan in plans_waiting(actor):
        href = url_for("evaluation_plans.plan", plan_id=plan.public_id)
        period = f"{day(plan.period_from)}–{day(plan.period_to)}"
        facts = (plan.plan_no, period, plan.drafted_by_name)
        yield HeadLine(_("评查方案"), plan.title, facts, plan.drafted_at, href)
    for seat in recusals(actor):
        href = url_for("evaluation_files.answer_recusal", seat_id=seat.public_id)
        facts = (seat.file.label, seat.evaluator_name, seat.asked_text)
        yield HeadLine(_("评查员回避"), seat.file.plan.title, facts, seat.asked_at, href)
