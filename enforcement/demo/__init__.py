"""Demo data of one city, made through the services so that each record is lawful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """A person of the demo: how to sign in, and who that is (in Chinese)."""

    username: str
    password: str
    title: str


ACCOUNTS: tuple[Account, ...] = ()
"""The people that `make run` tells about, in the order of the tour."""


def load(say: Callable[[str], None]) -> None:
    """Fill an empty database; `say` is told each step. Needs an application context and the store."""
    say("nothing yet")
