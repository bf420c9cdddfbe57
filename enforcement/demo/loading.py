"""Loads the demo city into an empty database, step by step, through the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from enforcement.casework.commands import RegisterParty
from enforcement.casework.services import register_party
from enforcement.catalogue.seeding import seed_agency_lists, seed_items
from enforcement.demo.cases import load_cases
from enforcement.demo.cast import Cast
from enforcement.demo.enterprises import EnterpriseSeed, enterprise_seeds
from enforcement.demo.evaluations import load_evaluations
from enforcement.demo.inspections import load_inspections
from enforcement.demo.people import JUSTICE_POSTS, TOUR_POSTS, DemoPeople, create_people
from enforcement.demo.places import create_places
from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date

if TYPE_CHECKING:
    from enforcement.identity.models import Organisation

PASSWORD = "Bright-Harbor-42"  # noqa: S105 -- the demo tells it to everybody
SEALED_SINCE = timedelta(days=365)
ACCOUNTS = tuple(
    (post.username, f"{post.name} {post.position}") for post in (*TOUR_POSTS, *JUSTICE_POSTS) if post.username
)
"""User name and person (in Chinese) of the people of the tour; all have the one password."""


@dataclass(frozen=True)
class City:
    """The demo city before anything has happened in it; places by the code of their organisation."""

    places: Mapping[str, Organisation]
    people: DemoPeople
    enterprises: Sequence[EnterpriseSeed]


def load(say: Callable[[str], None], now: datetime) -> None:
    """Fill an empty database; `say` is told each step. Needs an application context and the store."""
    city = found_city(say, now)
    made = load_cases(city.people, city.places, city.enterprises, civil_date(now), now, say)
    say(f"cases 案件 {made}")
    cast = Cast(city.people, now)
    load_inspections(cast, city.places, city.enterprises, now, say)
    load_evaluations(cast, city.places, now, say)


def found_city(say: Callable[[str], None], now: datetime) -> City:
    """Organisations, people, what agencies publish beforehand, seals, and the register of parties."""
    actor = system_actor("演示数据")
    start = civil_date(now)
    say("organisations 机关")
    places = create_places(actor, now)
    say("officers and accounts 人员与账号")
    people = create_people(actor, places, start, now, PASSWORD)
    say("power items, benchmarks, catalogues 执法事项、裁量基准、目录")
    seed_items(actor, now)
    seed_agency_lists(actor, {code: (place.id, place.name) for code, place in places.items()}, now)
    say("seals 印章")
    for place in places.values():
        seal = draw_demo_seal(place.name)
        register_seal(actor, RegisterSeal(place.id, place.name, seal, start - SEALED_SINCE), now)
    say("businesses 企业")
    enterprises = enterprise_seeds()
    for one in enterprises:
        register_party(actor, party_of(one), now)
    return City(places, people, enterprises)


def party_of(one: EnterpriseSeed) -> RegisterParty:
    """A business as an entry of the register of parties."""
    return RegisterParty(
        kind=one.kind,
        name=one.name,
        uscc=one.uscc,
        legal_representative=one.legal_representative,
        address=one.address,
        phone=one.phone,
        industry=one.industry,
        region_name=one.region_name,
    )
