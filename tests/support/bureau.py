"""One market supervision bureau for tests: organisation, officers, lists, and cases on their way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from argon2 import PasswordHasher

from enforcement.catalogue.seeding import seed_agency_lists, seed_items
from enforcement.demo.enterprises import TOUR_ENTERPRISE
from enforcement.demo.people import JUSTICE_POSTS, POSTS, DemoPeople, _Maker
from enforcement.demo.places import TOUR_BUREAU, create_places
from enforcement.demo.signatures import draw_demo_signature
from enforcement.demo.stories import Story
from enforcement.demo.walking import Crew, Walk
from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.identity import passwords
from enforcement.identity.actors import actor_of_user
from enforcement.platform.media import make_demo_mp4
from enforcement.rules.facts import State

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 9, 2)
PASSWORD = "Bright-Harbor-42"
SECOND = "YZ-STHJ"
STAGED = (
    State.VERIFYING,
    State.FILING_ASKED,
    State.IN_REVIEW,
    State.REVIEWED,
    State.NOTICE_READY,
    State.NOTIFIED,
    State.DISCUSSED,
    State.SERVED,
)


@dataclass
class Bureau:
    """The bureau of the tests: actors by account, officers' ids, and a case in each staged state."""

    org_id: int
    other_org_id: int
    actors: dict[str, Actor]
    certificates: dict[str, str]
    """Account -> public id of the certificate."""
    expired_officer_id: int
    film: bytes
    signature: bytes
    staged: dict[State, Walk] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """An account as actor, with the grants it holds at the start."""
        return self.actors[username]

    def crew(self) -> Crew:
        """The officers, head and reviewer of the tour."""
        officers = (self.actor("lin"), self.actor("xu"))
        return Crew(*officers, self.actor("shen"), self.actor("ji"), ("沈某", "方某", "田某"))

    def walk(self, day: date = FIRST_DAY, **changes: object) -> Walk:
        """A new case of the tour, ready to go."""
        return Walk(self.crew(), story(**changes), self.org_id, self.film, self.signature, day)

    def at(self, state: State) -> Walk:
        """A case that stands in a state; what the test does with it is undone with the test."""
        return replace(self.staged[state])


def story(**changes: object) -> Story:
    """The supermarket with food past its date: 50,000 yuan, the minimum of the range."""
    contents: dict[str, object] = {
        "party": TOUR_ENTERPRISE,
        "item_code": "FOOD-124-1-5",
        "act": "经营超过保质期的食品",
        "source_kind": "inspection",
        "kinds": ("没收非法财物", "罚款"),
        "fine_fen": 5_000_000,
        "grade": "lighter",
        "grade_reasons": "货值金额不足一千元，当事人配合调查",
        "goods": "“麦田”牌牛奶味饼干等3种超过保质期的食品38件",
        "goods_value_fen": 96_640,
    }
    return Story(**{**contents, **changes})  # type: ignore[arg-type]


@contextmanager
def cheap_hashing() -> Iterator[None]:
    """Hash passwords without the cost that keeps thieves out: a test signs in often."""
    strong = passwords._HASHER, passwords._NOBODY
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._NOBODY = passwords._HASHER.hash("nobody's password")
    try:
        yield
    finally:
        passwords._HASHER, passwords._NOBODY = strong


def make_bureau(*, staged: bool = False) -> Bureau:
    """Create it in the present database and store; ``staged``: with a case in each staged state."""
    with cheap_hashing():
        made = _make_people_and_lists()
    if staged:
        for number, state in enumerate(STAGED):
            walk = made.walk(FIRST_DAY + timedelta(days=number))
            walk.to(state)
            made.staged[state] = walk
    return made


def _make_people_and_lists() -> Bureau:
    actor = system_actor("测试")
    places = create_places(actor, START)
    people = DemoPeople()
    maker = _Maker(actor, places, civil_date(START), START, PASSWORD)
    for code, posts in ((TOUR_BUREAU, POSTS[TOUR_BUREAU]), (SECOND, POSTS[SECOND]), ("YZ-SFJ", JUSTICE_POSTS)):
        for number, post in enumerate(posts):
            name = post.name or f"{code}{number}"
            people.people.append(maker.fill(post, name, code, post.number or f"云T-{code[3:]}{number:03d}"))
    seed_items(actor, START)
    seed_agency_lists(actor, {code: (place.id, place.name) for code, place in places.items()}, START)
    bureau = places[TOUR_BUREAU]
    seal = draw_demo_seal(bureau.name)
    register_seal(actor, RegisterSeal(bureau.id, bureau.name, seal, civil_date(START)), START)
    return Bureau(
        org_id=bureau.id,
        other_org_id=places[SECOND].id,
        actors={one.username: actor_of_user(one.user, "127.0.0.1", START) for one in people.people if one.user},
        certificates={one.username: one.certificate.public_id for one in people.people if one.certificate},
        expired_officer_id=next(one.officer.id for one in people.people if one.condition == "expired" and one.officer),
        film=make_demo_mp4(1, "现场检查"),
        signature=draw_demo_signature(),
    )
