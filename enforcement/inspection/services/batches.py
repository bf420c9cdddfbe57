"""Batches: what they may say, tasks outside the plan, and how far each has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from enforcement.audit import services as audit
from enforcement.catalogue.law import current_calendar
from enforcement.draws import services as draws
from enforcement.draws.commands import AnswerVoid, AskVoid, DraftDraw
from enforcement.draws.lotteries import announced_last
from enforcement.draws.states import Subject
from enforcement.foundation.actor import Actor, Grant, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.foundation.identifiers import new_public_id
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts, organisations_coded
from enforcement.inspection.commands.plans import AnswerPlan, BatchContent, CancelBatch, DraftOutside, RenewDays
from enforcement.inspection.loading import locked_batch, number, refuse, require_version
from enforcement.inspection.mapping import batch_facts_of, choices_to, papers_to
from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan
from enforcement.inspection.policies import Action, require
from enforcement.inspection.pool_rules import POOL_RULES
from enforcement.inspection.queries.libraries import item_facts
from enforcement.inspection.queries.plans import batch_of_matter, matter_of, planned_between
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.snapshots import TeamNeeds
from enforcement.rules.inspection.items import use_reasons
from enforcement.rules.inspection.plans import (
    BatchFacts,
    BatchState,
    Origin,
    batch_reasons,
    outside_plan_reasons,
    stacked,
    window_reasons,
)
from enforcement.rules.inspection.pool import choice_reasons
from enforcement.rules.inspection.ratios import batch_ratio_reasons
from enforcement.rules.inspection.visits import off_site_reasons
from enforcement.rules.inspection.windows import too_late_reasons

OPEN_DAYS = "inspection.sealed.open_days"
SEPARATE = "双随机抽查职责分离：经办与批准由不同的人办理"
_SYSTEM = system_actor("抽查批次")
ORDER = (BatchState.PLANNED, BatchState.APPROVED, BatchState.FROZEN, BatchState.DRAWN, BatchState.RUNNING)


def new_batch(
    actor: Actor, agency: OrganisationFacts, plan: InspectionPlan | None, no: int, content: BatchContent, now: datetime
) -> InspectionBatch:
    """A batch as a row, judged but not yet kept. Errors: ``Refused`` with every reason, ``Invalid`` for departments."""
    row = InspectionBatch(
        public_id=new_public_id(),
        org_id=agency.org_id,
        org_path=agency.path,
        plan_id=None if plan is None else plan.id,
        no=no,
        state=BatchState.PLANNED,
        origin=Origin.PLAN,
        papers={},
        reason="",
        drafted_by=actor.user_id,
        drafted_by_name=actor.name,
        drafted_at=now,
    )
    write_content(row, agency, content)
    refuse(content_reasons(batch_facts_of(row, plan, agency), agency))
    return row


def write_content(row: InspectionBatch, agency: OrganisationFacts, content: BatchContent) -> None:
    """Copy what the planner wrote; the initiator leads the departments. Errors: ``Invalid``."""
    others = [code for code in dict.fromkeys(content.departments) if code != agency.code]
    unknown = sorted(set(others) - set(organisations_coded(others)))
    if unknown:
        raise Invalid({"departments": [f"没有编码为{'、'.join(unknown)}的部门"]})
    row.name, row.scope_text, row.frequency = content.name, content.scope_text, content.frequency
    row.item_codes, row.kind = list(content.item_codes), content.kind
    row.filters, row.exclusions = choices_to(content.filters), choices_to(content.exclusions)
    row.ratios, row.planned_count = dict(content.ratios), content.planned_count
    row.departments, row.joint, row.sealed = [agency.code, *others], content.joint, content.sealed
    row.draw_on, row.visit_from, row.visit_to = content.draw_on, content.visit_from, content.visit_to
    row.off_site = {way.value: why.strip() for way, why in content.off_site.items()}
    row.team_size, row.algorithm, row.sources = content.team_size, content.algorithm.value, list(content.sources)


def content_reasons(facts: BatchFacts, agency: OrganisationFacts) -> list[Reason]:
    """Everything that stands against a batch as written (I01, I02, D03, D04, D09, D10)."""
    items = item_facts(agency.org_id, facts.item_codes, facts.draw_on)
    found = [
        *batch_reasons(facts),
        *choice_reasons(facts.kind, facts.filters, facts.exclusions, POOL_RULES),
        *use_reasons(facts.item_codes, items, facts.draw_on),
        *batch_ratio_reasons(facts.ratios, items),
    ]
    if facts.origin is Origin.PLAN:
        days = number("inspection.window.working_days", agency, facts.draw_on).whole
        found += window_reasons(facts.draw_on, days, current_calendar())
    return found


def draft_outside(actor: Actor, command: DraftOutside, now: datetime) -> InspectionBatch:
    """A task outside the plan or a special campaign, waiting for the head; it stays visible as such.

    Errors: ``NotFound``; ``Invalid`` for an origin of the plan; ``Refused`` with every reason (I05, I06 too).
    """
    agency = organisation_facts(command.org_id)
    require(actor, Action.DRAFT_PLAN, agency.path)
    if command.origin is Origin.PLAN:
        raise Invalid({"origin": ["计划内的批次写在年度计划里"]})
    with transaction():
        row = new_batch(actor, agency, None, _next_outside(agency, command.content.draw_on.year), command.content, now)
        row.origin, row.reason = command.origin, command.reason.strip()
        row.papers, row.stacking_reason = papers_to(command.papers), command.stacking_reason.strip()
        facts = batch_facts_of(row, None, agency)
        refuse(outside_reasons(facts, agency, row.stacking_reason))
        db.session.add(row)
        db.session.flush()
        _noted(actor, "inspection.task_drafted", row, now, reason=row.reason)
    return row


def outside_reasons(facts: BatchFacts, agency: OrganisationFacts, stacking_reason: str) -> list[Reason]:
    """What stands against a task outside the plan (I03, I05, I06, C03)."""
    months = number("inspection.special.filing_months", agency, facts.draw_on).whole
    found = [*outside_plan_reasons(facts, months), *off_site_reasons(facts.off_site)]
    laid_on = stacked(facts, planned_between(agency.path, facts.visit_from, facts.visit_to))
    if laid_on and not stacking_reason:
        names = "、".join(one.name for one in laid_on)
        found.append(
            Reason(
                "I05",
                f"同一时期已有计划内的随机抽查（{names}），不再叠加专项检查",
                "津政规〔2025〕1号第四条",
                "并入计划内的抽查；确需单独开展的，写明理由由负责人批准",
            )
        )
    return found


def answer_outside(actor: Actor, command: AnswerPlan, now: datetime) -> InspectionBatch:
    """The head approves a task outside the plan, or refuses it with a reason; both stay visible.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Refused`` for the planner himself or a batch already answered.
    """
    with transaction():
        row = locked_batch(command.public_id)
        require(actor, Action.APPROVE_PLAN, row.org_path)
        require_version(row, command.version)
        if row.state is not BatchState.PLANNED or row.plan_id is not None:
            raise Refused([Reason("answered", "这项任务已经答复，或者随年度计划批准", SEPARATE)])
        require_other_person(actor, row.drafted_by)
        if not command.agreed:
            if not command.reason.strip():
                raise Invalid({"reason": ["请填写不批准的理由"]})
            row.state, row.hindrance = BatchState.CANCELLED, command.reason.strip()
            _noted(actor, "inspection.task_refused", row, now, reason=row.hindrance)
            return row
        agency = organisation_facts(row.org_id)
        facts = batch_facts_of(row, None, agency)
        refuse([*content_reasons(facts, agency), *outside_reasons(facts, agency, row.stacking_reason)])
        approve_batch(actor, row, facts, now)
        _noted(actor, "inspection.task_approved", row, now)
    return row


def cancel_batch(actor: Actor, command: CancelBatch, now: datetime) -> InspectionBatch:
    """The head takes an approved batch back before its pool is frozen; batch, draw and reason stay visible.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Invalid`` without a reason; ``Refused`` before the approval and
    once the pool is frozen (D05: from then on the draw is made void, in public).
    """
    with transaction():
        row = locked_batch(command.public_id)
        require(actor, Action.APPROVE_PLAN, row.org_path)
        require_version(row, command.version)
        refuse(cancel_reasons(row))
        if not command.reason.strip():
            raise Invalid({"reason": ["请写明取消的理由，理由会公开"]})
        reason = f"取消：{command.reason.strip()}"
        draw_id = row.draw_public_id or ""
        draws.ask_void(_planner(row), AskVoid(draw_id, reason), now)
        draws.answer_void(actor, AnswerVoid(draw_id, agreed=True), now)
        row.state, row.hindrance = BatchState.CANCELLED, reason
        _noted(actor, "inspection.batch_cancelled", row, now, reason=reason)
    return row


def renew_days(actor: Actor, command: RenewDays, now: datetime) -> InspectionBatch:
    """The head approves new days for a batch before its freeze; its draw is prepared anew, the old draft stays public.

    Errors: ``NotFound``, ``Forbidden``, ``Stale``; ``Invalid`` without a reason or for days that can't be;
    ``Refused`` outside the time between approval and freeze (D05), for who drafted the batch (D08), for days that
    would be over before the draw is made (D09), and for a campaign that would lie on a planned draw (I05).
    """
    with transaction():
        row = locked_batch(command.public_id)
        require(actor, Action.APPROVE_PLAN, row.org_path)
        require_version(row, command.version)
        refuse(renew_reasons(row))
        require_other_person(actor, row.drafted_by)
        today = civil_date(now)
        errors = {} if command.reason.strip() else {"reason": ["请写明改期的理由，理由会公开"]}
        if not today <= command.visit_from <= command.visit_to:
            errors["visit_to"] = ["检查期间从今天或者以后开始，最后一天不早于第一天"]
        if errors:
            raise Invalid(errors)
        refuse(too_late_reasons(command.visit_to, today, announced_last(row.sources, now)))
        before, draw_id = _visits(row), row.draw_public_id or ""
        row.visit_from, row.visit_to, row.draw_public_id, row.hindrance = command.visit_from, command.visit_to, None, ""
        db.session.flush()
        agency = organisation_facts(row.org_id)
        facts = batch_facts_of(row, row.plan, agency)
        refuse([one for one in outside_reasons(facts, agency, row.stacking_reason) if one.code == "I05"])
        reason = f"检查期间由{before}改为{_visits(row)}：{command.reason.strip()}"
        draws.ask_void(_planner(row), AskVoid(draw_id, reason), now)
        draws.answer_void(actor, AnswerVoid(draw_id, agreed=True), now)
        approve_batch(actor, row, facts, now)
        _noted(actor, "inspection.batch_days_renewed", row, now, reason=reason)
    return row


def renew_reasons(row: InspectionBatch) -> list[Reason]:
    """Why a batch can't get new days as it stands."""
    if row.state is BatchState.APPROVED:
        return []
    lift = "名录冻结以后，对没有按期检查的各户分别决定" if row.frozen_at else "没有批准的批次，在草稿中修改"
    return [Reason("D05", f"批次的状态是“{row.state.words}”，不能改期", "国办发〔2015〕58号：计划执行留痕", lift)]


def cancel_reasons(row: InspectionBatch) -> list[Reason]:
    """Why a batch can't be cancelled as it stands."""
    if row.state is BatchState.APPROVED:
        return []
    lift = "名录冻结以后，由两人办理抽取作废" if row.frozen_at else "没有批准的批次，从计划草稿中去掉"
    return [Reason("D05", f"批次的状态是“{row.state.words}”，不能取消", "国办发〔2015〕58号：计划执行留痕", lift)]


def require_other_person(actor: Actor, drafted_by: int | None) -> None:
    """Errors: ``Refused`` when the planner would approve his own plan (D08)."""
    if actor.user_id is not None and actor.user_id == drafted_by:
        raise Refused([Reason("D08", "起草人不能批准自己起草的计划", SEPARATE, "由另一名负责人批准")])


def approve_batch(actor: Actor, row: InspectionBatch, facts: BatchFacts, now: datetime) -> None:
    """Approve a batch together with its draw, so that the scheduler can freeze on the day without anyone's hand.

    The draw's drafter is who wrote the batch: nothing but the batch stands in it.
    """
    drafted = draws.draft_draw(_planner(row), draw_of(facts), now)
    draws.approve_draw(actor, drafted.public_id, now)
    row.state, row.draw_public_id = BatchState.APPROVED, drafted.public_id
    row.approved_by, row.approved_by_name, row.approved_at = actor.user_id, actor.name, now


def _planner(row: InspectionBatch) -> Actor:
    """Who wrote the batch, as the one who leads its draw."""
    return Actor(
        user_id=row.drafted_by,
        name=row.drafted_by_name,
        org_path=row.org_path,
        grants=(Grant(frozenset({Permission.DRAW_DRAFT, Permission.DRAW_READ}), org_path=row.org_path),),
    )


def draw_of(facts: BatchFacts) -> DraftDraw:
    """The draw of a batch: its proportions, sources, and what each team needs."""
    qualified = [one.code for one in item_facts(facts.org_id, facts.item_codes, facts.draw_on) if one.qualification]
    return DraftDraw(
        org_id=facts.org_id,
        matter=matter_of(facts.public_id),
        subject=Subject.INSPECTION,
        title=facts.name,
        plan_no=facts.plan_no,
        classes=tuple(sorted(facts.ratios.items())),
        sources=facts.sources,
        needs=TeamNeeds(
            size=facts.team_size,
            planned_days=tuple(day.isoformat() for day in facts.planned_days),
            qualified_items=tuple(qualified),
            departments=facts.departments if facts.joint else (),
        ),
        algorithm=Algorithm(facts.algorithm),
        sealed=facts.sealed,
        open_on=_open_on(facts) if facts.sealed else None,
    )


def _visits(row: InspectionBatch) -> str:
    return f"{row.visit_from.isoformat()}至{row.visit_to.isoformat()}"


def _open_on(facts: BatchFacts) -> date:
    """The last day for opening a sealed list: some days (rule set) after the last visit."""
    days = number(OPEN_DAYS, organisation_facts(facts.org_id), facts.draw_on).whole
    return facts.visit_to + timedelta(days=days)


def mark_drawn(matter: str, draw_public_id: str, now: datetime) -> None:
    """The draw of a batch is published. Idempotent; nothing for a draw of another kind."""
    facts = batch_of_matter(matter)
    if facts is not None:
        _advance(facts.public_id, BatchState.DRAWN, now, draw_public_id)


def mark_running(batch_public_id: str, now: datetime) -> None:
    """The checks of a batch are open. Idempotent."""
    _advance(batch_public_id, BatchState.RUNNING, now)


def mark_finished(batch_public_id: str, now: datetime) -> None:
    """Every drawn object has a result. Idempotent."""
    _advance(batch_public_id, BatchState.FINISHED, now)


def mark_void(matter: str, reason: str, now: datetime) -> None:
    """The draw of a batch was voided: the batch is over, never drawn again (D05); a new task needs approval."""
    facts = batch_of_matter(matter)
    if facts is None:
        return
    with transaction():
        row = locked_batch(facts.public_id)
        row.state, row.hindrance = BatchState.CANCELLED, f"抽取作废：{reason}"
        _noted(_SYSTEM, "inspection.batch_voided", row, now, reason=reason)


def _advance(public_id: str, state: BatchState, now: datetime, draw_public_id: str = "") -> None:
    with transaction():
        row = locked_batch(public_id)
        if row.state not in ORDER or (state in ORDER and ORDER.index(row.state) >= ORDER.index(state)):
            return
        if draw_public_id:
            row.draw_public_id = draw_public_id
        row.state, row.hindrance = state, ""
        _noted(_SYSTEM, f"inspection.batch_{state.value}", row, now)


def _next_outside(agency: OrganisationFacts, year: int) -> int:
    return 1 + (
        db.session.scalar(
            select(func.count()).where(
                InspectionBatch.org_id == agency.org_id,
                InspectionBatch.plan_id.is_(None),
                InspectionBatch.draw_on.between(date(year, 1, 1), date(year, 12, 31)),
            )
        )
        or 0
    )


def _noted(actor: Actor, action: str, row: InspectionBatch, now: datetime, reason: str = "") -> None:
    audit.record(
        actor,
        action,
        f"inspection_batch:{row.public_id}",
        org_path=row.org_path,
        now=now,
        after={"name": row.name, "state": row.state.value, "draw": row.draw_public_id or ""},
        reason=reason,
    )
