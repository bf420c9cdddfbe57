"""Telling up: a lower room publishes, higher rooms react in the same transaction.

A handler only creates a duty (a row). An error in it aborts the whole action, because a
decision without its duty to publish would be an unlawful record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something that happened; ids only."""


Handler = Callable[[Any, datetime], None]

_handlers: dict[type[Event], list[Handler]] = defaultdict(list)


def subscribe(event_type: type[Event], handler: Handler) -> None:
    """Register a handler; registering the same one twice changes nothing."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: Event, now: datetime) -> None:
    """Call every handler of the event's type, in order of registration."""
    for handler in _handlers[type(event)]:
        handler(event, now)
