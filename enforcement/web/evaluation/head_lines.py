"""Evaluations among what waits for a head: plans, recusals, results to fix; reports and rectifications of an agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from enforcement.evaluation.queries.plans import recusals
from enforcement.evaluation.queries.waiting import plans_in_feedback, plans_waiting, reports_open, to_rectify
from enforcement.evaluation.services.feedback import freeze_reasons
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


def feedback_for_head(actor: Actor, today: date) -> Iterator[HeadLine]:
    """Results that can be fixed; then what an agency may object to and has to put right, the most urgent first."""
    for plan in plans_in_feedback(actor):
        if not freeze_reasons(plan, today, actor):
            href = url_for("evaluation_outcome.freeze", plan_id=plan.public_id)
            yield HeadLine(_("确定评查结果"), plan.title, (plan.plan_no, _("异议都已答复")), None, href)
    for row in reports_open(actor, today):
        href = url_for("evaluation_feedback.report", report_id=row.public_id)
        until = _("%(day)s前可以提出异议", day=day(row.due_on))
        yield HeadLine(_("评查组报告"), row.plan.title, (row.report_no, row.agency_name, until), row.issued_at, href)
    for one in to_rectify(actor):
        href = url_for("evaluation_rectifications.index", plan=one.plan)
        late = _("已经逾期") if today > one.first_due else _("最早 %(day)s前", day=day(one.first_due))
        yield HeadLine(_("评查整改"), one.plan_title, (one.agency_name, _("%(n)s 项", n=one.count), late), None, href)
