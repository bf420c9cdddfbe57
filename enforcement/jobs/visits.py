"""What time does about visits: the supervision organ's alarms, and the papers of approvals."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import DomainError
from enforcement.inspection.queries.visits import approvals_without_form
from enforcement.inspection.services import alarms
from enforcement.inspection.services.approval_forms import issue_form

log = logging.getLogger(__name__)


def raise_visit_alarms(now: datetime) -> None:
    """Hold the visits, draws and results of the year against the numbers of the rule set."""
    alarms.raise_alarms(system_actor("入企检查预警"), now)


def issue_approval_forms(now: datetime) -> None:
    """The paper of every approval that a head gave; of a drawn check with its notice."""
    actor = system_actor("制作审批表")
    for public_id in approvals_without_form():
        try:
            issue_form(actor, public_id, now)
        except DomainError as error:
            log.warning("the form of approval %s waits: %s", public_id, error)
