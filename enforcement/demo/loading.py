"""Loads the demo city into an empty database, step by step, through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from enforcement.catalogue.seeding import seed_agency_lists, seed_items
from enforcement.demo.people import JUSTICE_POSTS, TOUR_POSTS, create_people
from enforcement.demo.places import create_places
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date

PASSWORD = "Bright-Harbor-42"  # noqa: S105 -- the demo tells it to everybody
ACCOUNTS = tuple(
    (post.username, f"{post.name} {post.position}") for post in (*TOUR_POSTS, *JUSTICE_POSTS) if post.username
)
"""User name and person (in Chinese) of the people of the tour; all have the one password."""


def load(say: Callable[[str], None], now: datetime) -> None:
    """Fill an empty database; `say` is told each step. Needs an application context and the store."""
    actor = system_actor("演示数据")
    say("organisations 机关")
    places = create_places(actor, now)
    say("officers and accounts 人员与账号")
    create_people(actor, places, civil_date(now), now, PASSWORD)
    say("power items, benchmarks, catalogues 执法事项、裁量基准、目录")
    seed_items(actor, now)
    seed_agency_lists(actor, {code: (place.id, place.name) for code, place in places.items()}, now)
