"""Jobs of libraries and plans: check uploads, freeze on the plan's day, propose joint visits, remind planners."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError
from enforcement.inspection.queries.plans import due_batches
from enforcement.inspection.services import freezing, importing, joining, reminders

log = logging.getLogger(__name__)


def check_uploads(now: datetime) -> None:
    """The dry run of every uploaded library file."""
    actor = system_actor("名录库校验")
    for public_id in importing.waiting_imports(now):
        try:
            importing.check_import(actor, public_id, now)
        except DomainError as error:
            log.warning("upload %s is not checked yet: %s", public_id, error)


def freeze_due_batches(now: datetime) -> None:
    """Freeze and commit every batch whose day has come; what stands against one is kept for its planner.

    A batch that could not be frozen on its day is tried again at each later run.
    """
    actor = system_actor("抽取调度")
    for public_id in due_batches(civil_date(now)):
        try:
            freezing.freeze_batch(actor, public_id, now)
        except DomainError as error:
            freezing.note_hindrance(public_id, error)
            log.warning("batch %s is not frozen: %s", public_id, error)


def propose_joint_visits(now: datetime) -> None:
    """Compare what departments drew, and propose one visit where two lie close together."""
    joining.propose_joint_visits(now)


def remind_planners(now: datetime) -> None:
    """Plans that are not public before their last day, libraries that grow old."""
    reminders.raise_reminders(now)
