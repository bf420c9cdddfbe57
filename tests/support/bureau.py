"""One market supervision bureau for tests: organisation, officers, lists, and a crew to walk cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

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
from enforcement.identity.actors import actor_of_user
from enforcement.platform.media import make_demo_mp4

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PASSWORD = "Bright-Harbor-42"
SECOND = "YZ-STHJ"


@dataclass
class Bureau:
    """The bureau of the tests and its people."""

    org_id: int
    other_org_id: int
    people: DemoPeople
    film: bytes
    signature: bytes

    def actor(self, username: str) -> Actor:
        """An account as actor, with the grants it holds at the start."""
        user = self.people.named(username).user
        assert user is not None
        return actor_of_user(user, "127.0.0.1", START)

    def crew(self) -> Crew:
        """The officers, head and reviewer of the tour."""
        return Crew(
            self.actor("lin"), self.actor("xu"), self.actor("shen"), self.actor("ji"),
            ("沈某", "方某", "田某"),
        )  # fmt: skip

    def walk(self, day: date = date(2026, 9, 2), **changes: object) -> Walk:
        """A case of the tour, ready to go."""
        return Walk(
            self.crew(), story(**changes), self.org_id, self.film, self.signature, day
        )


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


def make_bureau() -> Bureau:
    """Create it in the present database and store."""
    actor = system_actor("测试")
    places = create_places(actor, START)
    people = DemoPeople()
    maker = _Maker(actor, places, civil_date(START), START, PASSWORD)
    for code, posts in ((TOUR_BUREAU, POSTS[TOUR_BUREAU]), (SECOND, POSTS[SECOND]), ("YZ-SFJ", JUSTICE_POSTS)):
        for number, post in enumerate(posts):
            name = post.name or f"{code}{number}"
            people.people.append(
                maker.fill(post, name, code, post.number or f"云T-{code[3:]}{number:03d}")
            )
    seed_items(actor, START)
    seed_agency_lists(actor, {code: (place.id, place.name) for code, place in places.items()}, START)
    bureau = places[TOUR_BUREAU]
    seal = draw_demo_seal(bureau.name)
    register_seal(actor, RegisterSeal(bureau.id, bureau.name, seal, civil_date(START)), START)
    return Bureau(
        bureau.id, places[SECOND].id, people, make_demo_mp4(1, "现场检查"), draw_demo_signature()
    )

