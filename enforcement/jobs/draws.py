"""Jobs of the draws: compute and publish without anyone's hand, remind, open what was sealed, verify every night."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.draws import queries, services
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.inspection.queries.task_days import tasks_to_open
from enforcement.inspection.services.tasks import open_visited_draw
from enforcement.rules.draws.hashing import DrawFault

log = logging.getLogger(__name__)


def advance_draws(now: datetime) -> None:
    """Seed and publish every draw whose values are all there."""
    actor = system_actor("抽取计算")
    for public_id in queries.waiting_draws():
        try:
            services.advance_draw(actor, public_id, now)
        except (DomainError, DrawFault) as error:
            log.warning("draw %s waits: %s", public_id, error)


def remind_typists(now: datetime) -> None:
    """Announced values that nobody has typed, or only one."""
    services.remind_typists(now)


def open_sealed_draws(now: datetime) -> None:
    """Open K once no visit is to come, at the latest on its last day; later the draw is void, with the alarm.

    Between the last visit and the last day lie some days (rule set), so that a scheduler that was down opens late.
    """
    actor, today = system_actor("密封名单公开"), civil_date(now)
    for task in tasks_to_open(today):
        try:
            open_visited_draw(actor, task, now)
        except DomainError as error:
            log.warning("sealed draw of task %s is not opened: %s", task, error)
    for draw in queries.sealed_draws_due(today):
        public_id, late = draw.public_id, draw.open_on is not None and draw.open_on < today
        act = services.expire_sealed_draw if late else services.open_due_draw
        try:
            act(actor, public_id, now)
        except DomainError as error:
            log.warning("sealed draw %s is not opened: %s", public_id, error)


def verify_draws(now: datetime) -> None:
    """Verify every draw with a result again."""
    actor = system_actor("抽取复核")
    for public_id in queries.draws_to_verify():
        try:
            services.verify_draw(actor, public_id, now)
        except DomainError as error:
            log.warning("draw %s is not verified: %s", public_id, error)
