"""Feedback: a sealed report to each agency, the window for objections, and the result that is fixed at the end.

广东省行政执法案卷评查办法第十二条、第十三条.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from enforcement.documents import services as documents
from enforcement.documents.commands import IssueDocument
from enforcement.evaluation.commands.feedback import FreezeResults, IssueReports, WaiveObjections
from enforcement.evaluation.group_paper import group_report_content
from enforcement.evaluation.loading import locked_plan, locked_report, refuse, require_version, write_down
from enforcement.evaluation.models.core import EvaluationPlan
from enforcement.evaluation.models.feedback import EvaluationReport
from enforcement.evaluation.notices import clear, tell
from enforcement.evaluation.outcome import freeze_reasons, issue_reasons, settling_reasons, window_over, window_reasons
from enforcement.evaluation.policies import Action, require_answering
from enforcement.evaluation.queries.final import FinalFile, final_files
from enforcement.evaluation.services.plans import advance_plan
from enforcement.evaluation.services.rectifications import open_rectifications
from enforcement.evaluation.states import NoticeKind, PlanState
from enforcement.evaluation.terms import OBJECTION, set_term
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.identifiers import new_public_id
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db, transaction

__all__ = [
    "freeze_reasons",
    "freeze_results",
    "issue_reasons",
    "issue_reports",
    "waive_objections",
    "window_over",
    "window_reasons",
]


def issue_reports(actor: Actor, command: IssueReports, now: datetime) -> tuple[EvaluationReport, ...]:
    """One numbered and sealed report to each agency, all or none; received when issued, so the term begins today.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` while a re-evaluation is open, and without a registered
    seal; ``Unavailable`` when the store is away: no number is taken then.
    """
    with transaction():
        plan = locked_plan(actor, Action.PLAN, command.plan, command.version)
        refuse(issue_reasons(plan, civil_date(now)))
        files = sorted(final_files(plan.public_id), key=lambda one: one.decided.agency_org_id)
        reports = tuple(
            _issue(actor, plan, list(own), now)
            for _agency, own in groupby(files, key=lambda one: one.decided.agency_org_id)
        )
        advance_plan(plan.public_id, PlanState.FEEDBACK, now, actor)
    return reports


def waive_objections(actor: Actor, command: WaiveObjections, now: datetime) -> EvaluationReport:
    """The agency has nothing (more) to object: its window ends today; what it filed is answered all the same.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` when the window is over.
    """
    with transaction():
        row = locked_report(command.report)
        require_answering(actor, row.agency_path, row.plan.org_path)
        require_version(row, command.version)
        refuse(window_reasons(row, civil_date(now)))
        row.waived_at, row.waived_by_name = now, actor.name
        clear(NoticeKind.OBJECTIONS_OPEN, f"report:{row.public_id}", now)
        write_down(actor, "objections_waived", f"report:{row.public_id}", row.plan.org_path, now)
    return row


def freeze_results(actor: Actor, command: FreezeResults, now: datetime) -> EvaluationPlan:
    """The head fixes the results; what still stands is to be put right, and agencies are told.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` with ``freeze_reasons``, also for the planner himself,
    and with ``settling_reasons``.
    """
    with transaction():
        plan = locked_plan(actor, Action.APPROVE, command.plan, command.version)
        refuse(freeze_reasons(plan, civil_date(now), actor) or settling_reasons(plan, now))
        advance_plan(plan.public_id, PlanState.FROZEN, now, actor)
        opened = open_rectifications(plan, now)
        clear(NoticeKind.FREEZE_POSSIBLE, f"plan:{plan.public_id}", now)
        reports: Sequence[EvaluationReport] = db.session.scalars(
            select(EvaluationReport).where(EvaluationReport.plan_id == plan.id)
        ).all()
        for one in reports:
            clear(NoticeKind.OBJECTIONS_OPEN, f"report:{one.public_id}", now)
            text = f"《{plan.title}》的结果已经确定，请查看结果和需要整改的问题"
            tell(NoticeKind.RESULTS_FROZEN, f"report:{one.public_id}", one.agency_path, text, now)
        after = {"rectifications": opened}
        write_down(actor, "results_frozen", f"plan:{plan.public_id}", plan.org_path, now, after=after)
    return plan


def _issue(actor: Actor, plan: EvaluationPlan, files: Sequence[FinalFile], now: datetime) -> EvaluationReport:
    agency = files[0].decided
    row = EvaluationReport(
        public_id=new_public_id(),
        plan=plan,
        agency_org_id=agency.agency_org_id,
        agency_path=agency.agency_path,
        agency_name=agency.agency_name,
        issued_by=actor.user_id,
        issued_by_name=actor.name,
        issued_at=now,
    )
    set_term(row, OBJECTION, plan, civil_date(now))
    paper = documents.issue(
        actor,
        IssueDocument(
            matter_id=row.public_id,
            org_id=plan.org_id,
            form="evaluation_group_report",
            title=f"{row.agency_name}行政执法案卷评查组报告",
            data=group_report_content(row, files),
            seal=True,
            permission=Permission.EVALUATION_PLAN,
        ),
        now,
    )
    row.report_no, row.document = paper.number, paper.public_id
    db.session.add(row)
    db.session.flush()
    last = f"{row.due_on.year}年{row.due_on.month}月{row.due_on.day}日"
    text = f"《{plan.title}》评查组报告已经发出；有异议的，请在{last}前逐项提出"
    tell(NoticeKind.OBJECTIONS_OPEN, f"report:{row.public_id}", row.agency_path, text, now)
    after = {"number": row.report_no, "document": row.document, "due_on": row.due_on.isoformat()}
    write_down(actor, "report_issued", f"report:{row.public_id}", plan.org_path, now, after=after)
    return row
