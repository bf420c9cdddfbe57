"""The record is compared with its digests."""

from __future__ import annotations

import logging
from datetime import datetime

from enforcement.audit.services import tell_altered
from enforcement.foundation.actor import system_actor

log = logging.getLogger(__name__)


def verify_record(now: datetime) -> None:
    """Say which entries were changed past the database's triggers."""
    for number in tell_altered(system_actor("记录核对"), now):
        log.error("audit entry %s does not match its digest", number)
