"""Tasks: the duty a published draw makes, its checks, reminders, its end and the publication of its results."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from enforcement.audit import services as audit
from enforcement.draws import services as draws
from enforcement.draws.queries import result_facts, unopened_draws
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound, Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.models.checks import Check, InspectionTask
from enforcement.inspection.on_site import leave_trace, team
from enforcement.inspection.queries.libraries import item_facts, object_facts
from enforcement.inspection.queries.plans import batch_facts
from enforcement.inspection.queries.task_days import publish_term
from enforcement.inspection.services.batches import mark_finished, mark_running
from enforcement.inspection.services.checks import (
    REPLACED,
    DrawnObject,
    add_officers,
    bare_object,
    open_check_from_draw,
)
from enforcement.inspection.services.joining import join_opened_checks
from enforcement.inspection.services.voiding import void_check
from enforcement.inspection.task_states import TaskState
from enforcement.inspection.terms import nearness
from enforcement.platform import scopes
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.inspection.checks import BEFORE_ARRIVAL, NOT_MADE, CheckState
from enforcement.rules.inspection.plans import BatchFacts
from enforcement.rules.inspection.results import EntryState, reasons_against_closing_task

_MACHINE = system_actor("抽查任务")
CHECKED = (EntryState.CHECKED, EntryState.PUBLISHED)
OPENED_AT_ONCE = 200
"""Checks opened in one transaction, so that a large draw does not hold the database."""


def make_task(actor: Actor, draw_public_id: str, draw_no: str, batch: BatchFacts, now: datetime) -> InspectionTask:
    """The duty behind a published draw; one draw makes one task, however often it is told."""
    with transaction():
        there = select(InspectionTask).where(InspectionTask.draw_public_id == draw_public_id)
        task = db.session.scalars(there).one_or_none()
        if task is not None:
            return task
        task = InspectionTask(
            batch_public_id=batch.public_id,
            draw_public_id=draw_public_id,
            state=TaskState.OPENING,
            org_id=batch.org_id,
            org_path=batch.org_path,
            domain=batch.org_domain,
            region_name=batch.region_name,
            agency_name=batch.org_name,
            title=batch.name,
            draw_no=draw_no,
            plan_no=batch.plan_no,
            plan_title=batch.name,
            kind=batch.kind.value,
            sealed=batch.sealed,
            window_from=batch.visit_from,
            due_on=batch.visit_to,
            made_at=now,
        )
        db.session.add(task)
        db.session.flush()
        _trace(actor, task, "task_made", now)
    return task


def open_task_checks(actor: Actor, public_id: str, now: datetime) -> int:
    """Open the checks of a task that are not there yet, some at a time. Returns how many were opened.

    The task is open when every selected object has its check. Safe to repeat.
    """
    with transaction():
        task = _locked(actor, Permission.CHECK_CONDUCT, public_id)
        if task.state is not TaskState.OPENING:
            return 0
        drawn = result_facts(task.draw_public_id)
        there = set(db.session.scalars(select(Check.uscc).where(Check.task_id == task.id)))
        missing = [one for one in drawn.selected if one.object_id not in there]
        batch = batch_facts(task.batch_public_id)
        items = item_facts(task.org_id, batch.item_codes, civil_date(now))
        agency = organisation_facts(task.org_id)
        known = object_facts(task.org_id, [one.object_id for one in missing[:OPENED_AT_ONCE]])
        for one in missing[:OPENED_AT_ONCE]:
            # An object that left the library since is still drawn: what the draw says of it must do.
            found = known.get(one.object_id) or bare_object(agency, one.object_id, one.label, "")
            mine = [item for item in items if item.code in found.item_codes] or list(items)
            team_then = drawn.teams.get(one.object_id, ())
            open_check_from_draw(actor, task, batch, DrawnObject(found, mine, team_then), now)
        join_opened_checks(actor, batch.public_id, [one.object_id for one in missing[:OPENED_AT_ONCE]], now)
        if len(missing) <= OPENED_AT_ONCE:
            task.state, task.opened_at = TaskState.OPEN, now
            mark_running(task.batch_public_id, now)
            _trace(actor, task, "task_opened", now)
    return min(len(missing), OPENED_AT_ONCE)


def close_task(actor: Actor, public_id: str, now: datetime) -> InspectionTask:
    """End a task; its results are due within the term from here, at the latest from its last day (P01).

    Safe to repeat.

    Errors: ``Refused`` (P02) while an object has no result, or one is not checked by a second person.
    """
    with transaction():
        task = _locked(actor, Permission.CHECK_APPROVE, public_id)
        if task.state is TaskState.CLOSED:
            return task
        if task.state is not TaskState.OPEN:
            raise Refused((_NOT_OPEN,))
        rows = db.session.execute(
            select(Check.name, Check.state, Check.entry_state).where(
                Check.task_id == task.id, Check.state.not_in(NOT_MADE)
            )
        ).all()
        sealed = task.draw_public_id in unopened_draws()
        reasons = reasons_against_closing_task(
            [
                _SEALED_NAME if sealed and state in BEFORE_ARRIVAL else name
                for name, state, entry in rows
                if entry not in CHECKED
            ]
        )
        if reasons:
            raise Refused(reasons)
        task.state, task.closed_at, task.closed_on = TaskState.CLOSED, now, civil_date(now)
        task.publish_due_on = publish_term(task).due
        mark_finished(task.batch_public_id, now)
        if sealed:
            draws.open_sealed_draw(_MACHINE, task.draw_public_id, now, finished=True)
        _trace(actor, task, "task_closed", now)
    return task


def open_visited_draw(actor: Actor, public_id: str, now: datetime) -> bool:
    """Open the sealed draw of a task to which no visit is to come any more. Safe to repeat.

    Errors: ``Unavailable`` when K does not fit; ``Refused`` when its day is over.
    """
    with transaction():
        task = _locked(actor, Permission.CHECK_APPROVE, public_id)
        today = civil_date(now)
        to_come = select(Check.id).where(
            Check.task_id == task.id, Check.state.in_(BEFORE_ARRIVAL), Check.window_to >= today
        )
        waits = task.draw_public_id in unopened_draws() and task.state in (TaskState.OPEN, TaskState.CLOSED)
        if not waits or db.session.scalar(to_come.limit(1)) is not None:
            return False
        draws.open_sealed_draw(_MACHINE, task.draw_public_id, now, finished=True)
    return True


def remind_task(actor: Actor, public_id: str, now: datetime) -> bool:
    """Once, some days before the last day of the visits (rule set), while an object was not visited.

    From then on the head's desk shows the task; the desks of its officers show each visit as near by the same number.
    """
    with transaction():
        task = _locked(actor, Permission.CHECK_CONDUCT, public_id)
        today = civil_date(now)
        to_come = select(Check.id).where(Check.task_id == task.id, Check.state.in_(BEFORE_ARRIVAL))
        if task.reminded_on is not None or nearness(task.due_on, today, task.domain, task.region_name) == "ok":
            return False
        if db.session.scalar(to_come.limit(1)) is None:
            return False
        task.reminded_on = today
        _trace(actor, task, "task_reminded", now)
    return True


def note_published(actor: Actor, public_id: str, now: datetime) -> InspectionTask:
    """A closed task whose checks are all public is public. Safe to repeat."""
    with transaction():
        task = _locked(actor, Permission.CHECK_APPROVE, public_id)
        open_checks = select(Check.id).where(
            Check.task_id == task.id, Check.state.not_in(NOT_MADE), Check.published_at.is_(None)
        )
        if task.state is TaskState.CLOSED and task.published_at is None and not db.session.scalar(open_checks.limit(1)):
            task.published_at = now
            _trace(actor, task, "task_published", now)
    return task


def void_task(actor: Actor, draw_public_id: str, now: datetime) -> None:
    """The draw is void: its checks that have not begun are not made."""
    with transaction():
        task = _task_of(draw_public_id)
        if task is None:
            return
        for check in db.session.scalars(select(Check).where(Check.task_id == task.id)):
            void_check(actor, check, "抽取作废", now)
        task.state, task.closed_at = TaskState.VOID, now
        _trace(actor, task, "task_voided", now)


def replace_member(actor: Actor, draw_public_id: str, object_id: str, old: str, new: str, now: datetime) -> None:
    """The draw replaced an officer; ``new`` is empty when nobody of the ranking passed."""
    with transaction():
        check = _check_of(draw_public_id, object_id)
        if check is None:
            return
        for one in team(check):
            if one.officer_public_id == old:
                one.removed_at, one.removed_reason = now, "回避或者不能参加，按名次递补"
        add_officers(check, [new] if new else [], REPLACED, now)
        leave_trace(actor, check, "officer_replaced", now, {"new": new}, before={"old": old})


def replace_object(actor: Actor, draw_public_id: str, old: str, reason: str, now: datetime) -> None:
    """The draw replaced an object: its check is not made, the new object's is opened by the job.

    Errors: ``Refused`` once the officers have arrived: what they found can't be exchanged for another object.
    """
    with transaction():
        task = _task_of(draw_public_id)
        check = db.session.scalars(
            select(Check).where(Check.draw_public_id == draw_public_id, Check.uscc == old)
        ).one_or_none()
        if check is not None:
            if check.state not in (*BEFORE_ARRIVAL, CheckState.VOID):
                raise Refused((_VISITED,))
            void_check(actor, check, f"检查对象已经更换（{reason}），由下一个签号递补", now)
        if task is not None and task.state is TaskState.OPEN:
            task.state = TaskState.OPENING


_SEALED_NAME = "（密封名单中的一户）"
_VISITED = Reason(
    "visited",
    "检查人员已经到场，不能再更换检查对象",
    "国办发〔2015〕58号：全程留痕；抽取规程：更换只在检查以前",
    "按实际情况录入检查结果",
)
_NOT_OPEN = Reason("P02", "任务的检查还没有全部生成，或者抽取已经作废", "国办发〔2015〕58号", "请等系统生成检查后再办")


def _locked(actor: Actor, permission: Permission, public_id: str) -> InspectionTask:
    task = locked(select(InspectionTask).where(InspectionTask.public_id == public_id))
    scopes.require(actor, permission, task.org_path, reading=Permission.CHECK_READ)
    return task


def _task_of(draw_public_id: str) -> InspectionTask | None:
    statement = select(InspectionTask).where(InspectionTask.draw_public_id == draw_public_id)
    try:
        return locked(statement)
    except NotFound:
        return None


def _check_of(draw_public_id: str, object_id: str) -> Check | None:
    statement = select(Check).where(
        Check.draw_public_id == draw_public_id,
        Check.uscc == object_id,
        Check.state.in_((*BEFORE_ARRIVAL, CheckState.ARRIVED)),
    )
    return db.session.scalars(statement).one_or_none()


def _trace(actor: Actor, task: InspectionTask, action: str, now: datetime) -> None:
    after = {"state": task.state.value, "draw": task.draw_public_id}
    audit.record(actor, f"inspection.{action}", f"task:{task.public_id}", org_path=task.org_path, now=now, after=after)
