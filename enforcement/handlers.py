"""Which room reacts to which event: the one place where they are connected."""

from __future__ import annotations


def connect_handlers() -> None:
    """Subscribe every room's handlers. Called once per process, before the first request."""
