"""The yearly plan: drafted by one person, approved by another, filed, published; batches only change as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Stale
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.commands.plans import AddBatches, AnswerPlan, DraftPlan, FilePlan, KeepBatch
from enforcement.inspection.loading import locked_plan, refuse, require_version
from enforcement.inspection.mapping import batch_facts_of
from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan
from enforcement.inspection.policies import Action, require
from enforcement.inspection.services.batches import (
    approve_batch,
    content_reasons,
    new_batch,
    require_other_person,
    write_content,
)
from enforcement.inspection.services.reminders import public_until, settle_plan
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.plans import BatchFacts, BatchState, PlanState
from enforcement.rules.inspection.visits import off_site_reasons

CONTENT = "北京市优化营商环境条例第六十七条：抽查计划写明检查主体、对象范围、方式、项目和比例"


def draft_plan(actor: Actor, command: DraftPlan, now: datetime) -> InspectionPlan:
    """Begin the plan of a year; its number is the agency's next. Errors: ``NotFound``, ``Forbidden``, ``Invalid``."""
    agency = organisation_facts(command.org_id)
    require(actor, Action.DRAFT_PLAN, agency.path)
    today = civil_date(now)
    if not today.year <= command.year <= today.year + 1:
        raise Invalid({"year": [f"只能编制{today.year}年或者{today.year + 1}年的计划"]})
    until, basis = public_until(agency, command.year, today)
    with transaction():
        count = db.session.scalar(
            select(func.count()).where(InspectionPlan.org_id == agency.org_id, InspectionPlan.year == command.year)
        )
        row = InspectionPlan(
            org_id=agency.org_id,
            org_path=agency.path,
            org_name=agency.name,
            year=command.year,
            no=f"{command.year}-P-{(count or 0) + 1:03d}",
            title=command.title.strip() or f"{agency.name}{command.year}年度随机抽查工作计划",
            state=PlanState.DRAFT,
            drafted_by=actor.user_id,
            drafted_by_name=actor.name,
            drafted_at=now,
            public_until=until,
            public_until_basis=basis,
        )
        db.session.add(row)
        try:
            db.session.flush()
        except IntegrityError as error:
            raise Stale("刚有别人起草了同一年度的计划，请重新打开") from error
        _noted(actor, "inspection.plan_drafted", row, now)
    return row


def keep_batch(actor: Actor, command: KeepBatch, now: datetime) -> InspectionBatch:
    """Write a batch of a plan in draft, a new one or one that stands there.

    Errors: ``Refused`` with every reason of the rules, ``Invalid``, ``Stale``.
    """
    with transaction():
        plan = _draft(actor, command.plan_public_id, None)
        agency = organisation_facts(plan.org_id)
        if not command.public_id:
            row = new_batch(actor, agency, plan, _next_no(plan), command.content, now)
            refuse(_year_reasons(plan, row))
            plan.batches.append(row)
        else:
            row = _batch_of(plan, command.public_id)
            require_version(row, command.version)
            write_content(row, agency, command.content)
            # Who wrote what stands there now is the one who may not approve it (D08).
            row.drafted_by, row.drafted_by_name = actor.user_id, actor.name
            facts = batch_facts_of(row, plan, agency)
            refuse([*content_reasons(facts, agency), *_year_reasons(plan, row)])
        db.session.flush()
        _noted(actor, "inspection.batch_kept", plan, now, name=row.name)
    return row


def add_batches(actor: Actor, command: AddBatches, now: datetime) -> tuple[InspectionBatch, ...]:
    """Add all batches of an imported table, or none. Errors: ``Refused`` with every reason; ``Stale``."""
    with transaction():
        plan = _draft(actor, command.plan_public_id, command.version)
        agency = organisation_facts(plan.org_id)
        rows = []
        for at, content in enumerate(command.contents):
            row = new_batch(actor, agency, plan, _next_no(plan) + at, content, now)
            refuse(_year_reasons(plan, row))
            rows.append(row)
        plan.batches.extend(rows)
        db.session.flush()
        _noted(actor, "inspection.batches_imported", plan, now, name=str(len(rows)))
    return tuple(rows)


def drop_batch(actor: Actor, plan_public_id: str, batch_public_id: str, version: int, now: datetime) -> None:
    """Take a batch out of a plan in draft; the row stays as cancelled. Errors: ``Refused``, ``Stale``."""
    with transaction():
        plan = _draft(actor, plan_public_id, None)
        row = _batch_of(plan, batch_public_id)
        require_version(row, version)
        row.state = BatchState.CANCELLED
        _noted(actor, "inspection.batch_dropped", plan, now, name=row.name)


def submit_plan(actor: Actor, public_id: str, version: int, now: datetime) -> InspectionPlan:
    """Hand the plan to the head.

    Errors: ``Refused`` without batches, or for a batch that does not say why off-site means are not enough (C03);
    ``Stale``.
    """
    with transaction():
        plan = _draft(actor, public_id, version)
        if not _open(plan):
            refuse([Reason("I03", "计划里还没有批次", CONTENT, "添加批次，或者导入批次表")])
        agency = organisation_facts(plan.org_id)
        refuse(_silent([batch_facts_of(row, plan, agency) for row in _open(plan)]))
        plan.state, plan.return_reason = PlanState.SUBMITTED, ""
        plan.drafted_by, plan.drafted_by_name = actor.user_id, actor.name
        _noted(actor, "inspection.plan_submitted", plan, now)
    return plan


def answer_plan(actor: Actor, command: AnswerPlan, now: datetime) -> InspectionPlan:
    """The head approves the plan with all its batches and their draws, or sends it back with a reason.

    Errors: ``Refused`` for the planner himself (D08), or with every reason that has come up since; ``Stale``.
    """
    with transaction():
        plan = locked_plan(actor, Action.APPROVE_PLAN, command.public_id, command.version)
        _require_state(plan, PlanState.SUBMITTED, "批准")
        require_other_person(actor, plan.drafted_by)
        if not command.agreed:
            if not command.reason.strip():
                raise Invalid({"reason": ["请填写退回的理由"]})
            plan.state, plan.return_reason = PlanState.DRAFT, command.reason.strip()
            _noted(actor, "inspection.plan_returned", plan, now, reason=plan.return_reason)
            return plan
        agency = organisation_facts(plan.org_id)
        facts = [(row, batch_facts_of(row, plan, agency)) for row in _open(plan)]
        refuse([reason for _, one in facts for reason in content_reasons(one, agency)])
        refuse(_silent([one for _, one in facts]))
        for row, one in facts:
            require_other_person(actor, row.drafted_by)
            approve_batch(actor, row, one, now)
        plan.state, plan.approved_at = PlanState.APPROVED, now
        plan.approved_by, plan.approved_by_name = actor.user_id, actor.name
        _noted(actor, "inspection.plan_approved", plan, now)
    return plan


def publish_plan(actor: Actor, public_id: str, version: int, now: datetime) -> InspectionPlan:
    """Put an approved plan on the public page; late is better than never and stays marked (I03)."""
    with transaction():
        plan = locked_plan(actor, Action.APPROVE_PLAN, public_id, version)
        _require_state(plan, PlanState.APPROVED, "公布")
        plan.state, plan.published_at = PlanState.PUBLISHED, now
        settle_plan(plan.org_id, plan.year, now)
        _noted(actor, "inspection.plan_published", plan, now)
    return plan


def file_plan(actor: Actor, command: FilePlan, now: datetime) -> InspectionPlan:
    """Note the receipt of filing (I04), once the plan is approved. Errors: ``Refused``, ``Invalid``, ``Stale``."""
    with transaction():
        plan = locked_plan(actor, Action.DRAFT_PLAN, command.public_id, command.version)
        if plan.state not in (PlanState.APPROVED, PlanState.PUBLISHED):
            refuse([Reason("I04", "计划批准后才能备案", "国市监信〔2019〕38号", "先由负责人批准")])
        if command.filed_on > civil_date(now):
            raise Invalid({"filed_on": ["备案日期不能晚于今天"]})
        plan.filed_with, plan.filing_receipt = command.filed_with, command.receipt
        plan.filed_on = command.filed_on
        _noted(actor, "inspection.plan_filed", plan, now, name=command.receipt)
    return plan


def _draft(actor: Actor, public_id: str, version: int | None) -> InspectionPlan:
    plan = locked_plan(actor, Action.DRAFT_PLAN, public_id, version)
    _require_state(plan, PlanState.DRAFT, "修改")
    return plan


def _require_state(plan: InspectionPlan, state: PlanState, act: str) -> None:
    if plan.state is not state:
        refuse(
            [Reason("plan-state", f"计划的状态是“{plan.state.words}”，现在不能{act}", CONTENT, "批准后的计划不再改动")]
        )


def _open(plan: InspectionPlan) -> list[InspectionBatch]:
    return [row for row in plan.batches if row.state is BatchState.PLANNED]


def _batch_of(plan: InspectionPlan, public_id: str) -> InspectionBatch:
    for row in _open(plan):
        if row.public_id == public_id:
            return row
    raise NotFound


def _silent(batches: Sequence[BatchFacts]) -> list[Reason]:
    return [reason for one in batches for reason in off_site_reasons(one.off_site, one.name)]


def _next_no(plan: InspectionPlan) -> int:
    return max((row.no for row in plan.batches), default=0) + 1


def _year_reasons(plan: InspectionPlan, row: InspectionBatch) -> list[Reason]:
    if row.draw_on.year == plan.year:
        return []
    return [Reason("I03", f"抽取日期不在{plan.year}年内", CONTENT, "改正抽取日期")]


def _noted(actor: Actor, action: str, plan: InspectionPlan, now: datetime, *, name: str = "", reason: str = "") -> None:
    audit.record(
        actor,
        action,
        f"inspection_plan:{plan.public_id}",
        org_path=plan.org_path,
        now=now,
        after={"no": plan.no, "state": plan.state.value, "name": name},
        reason=reason,
    )
