"""Jobs of checks: open what a draw selected, remind, end complete tasks, publish what is told and checked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.errors import DomainError
from enforcement.inspection.queries.checks import publishable_checks, tasks_in, unpublished_tasks
from enforcement.inspection.services.results import publish_result
from enforcement.inspection.services.tasks import close_task, note_published, open_task_checks, remind_task
from enforcement.inspection.task_states import TaskState

log = logging.getLogger(__name__)


def open_checks(now: datetime) -> None:
    """The checks of every task whose draw was published, some in each transaction."""
    _each(tasks_in(TaskState.OPENING), _open_all, system_actor("生成检查"), now)


def remind_tasks(now: datetime) -> None:
    """Tasks near their last day."""
    _each(tasks_in(TaskState.OPEN), remind_task, system_actor("检查提醒"), now)


def close_tasks(now: datetime) -> None:
    """End the tasks in which every object has a checked result (P02); the others stay and show what is missing."""
    _each(tasks_in(TaskState.OPEN, complete=True), close_task, system_actor("任务完成"), now)


def publish_results(now: datetime) -> None:
    """Publish what is told and checked: of tasks that ended, and of checks outside the draw (P01)."""
    actor = system_actor("结果公示")
    _each(publishable_checks(), publish_result, actor, now)
    _each(unpublished_tasks(), note_published, actor, now)


def _open_all(actor: Actor, public_id: str, now: datetime) -> None:
    while open_task_checks(actor, public_id, now):
        pass


def _each(
    public_ids: Iterable[str], act: Callable[[Actor, str, datetime], object], actor: Actor, now: datetime
) -> None:
    for public_id in public_ids:
        try:
            act(actor, public_id, now)
        except DomainError as error:
            log.warning("%s waits: %s", public_id, error)
