"""What time does about visits: the supervision organ's alarms."""

from __future__ import annotations

from datetime import datetime

from enforcement.foundation.actor import system_actor
from enforcement.inspection.services import alarms


def raise_visit_alarms(now: datetime) -> None:
    """Hold the visits, draws and results of the year against the numbers of the rule set."""
    alarms.raise_alarms(system_actor("入企检查预警"), now)
