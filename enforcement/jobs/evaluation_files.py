"""The job of case files: what this system's agencies closed is taken in, so that every plan finds it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from enforcement.evaluation.services.files import take_in_closed_cases
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date

log = logging.getLogger(__name__)
LOOKED_BACK = timedelta(days=100)
"""Archiving, publication and corrections follow the closing within a quarter; each change is a new version."""


def take_in_closed(now: datetime) -> None:
    """Take in what was closed in the last quarter; a case that can't be exported is told and stops no other."""
    today = civil_date(now)
    for one in take_in_closed_cases(system_actor("案卷入库"), None, today - LOOKED_BACK, today, now):
        if one.errors:
            log.warning("case %s is not taken in: %s", one.name, one.errors)
