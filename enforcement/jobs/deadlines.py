"""Deadlines that rested on an unpublished holiday arrangement."""

from __future__ import annotations

from datetime import datetime

from enforcement.casework.services import recompute_provisional


def recompute_deadlines(now: datetime) -> None:
    """Compute them again once the notice of their year is loaded."""
    recompute_provisional(now)
