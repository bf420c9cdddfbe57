"""People with accounts around the draws of the bureau of the tests, so that they can sign in and look at pages."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.demo.enterprises import enterprise_seeds
from enforcement.demo.people import Post, _Maker
from enforcement.demo.places import TOUR_BUREAU
from enforcement.draws import services
from enforcement.draws.courses import outside_values
from enforcement.draws.models import Draw
from enforcement.foundation.actor import system_actor
from enforcement.foundation.clock import civil_date
from enforcement.identity.actors import actor_of_user
from enforcement.identity.models import Officer, Organisation
from enforcement.platform.database import db
from enforcement.rules.draws.lines import PoolLine
from enforcement.rules.draws.snapshots import OfficerSnapshot
from tests.domains.identity.people import City
from tests.support.bureau import PASSWORD, START, Bureau, cheap_hashing
from tests.support.draws import KL8_OUT, SCHEDULER, DrawRoom

JUSTICE = "YZ-SFJ"
DEPUTY = Post("副局长", "fang", "agency_head", name="方某", kind=None)
ACCOUNTS = {"planner": "qin", "first": "lei", "second": "wen", "inside": "lian", "press": "mei"}
CLASSES = "AAAAAABBBBCCCDDA"
ROOM_SOURCES = ("contrib", "dice", "ssq")
RATIOS = (("A", 1000), ("B", 2000), ("C", 5000), ("D", 10000))


@dataclass
class DrawDesk:
    """The bureau and the room of its draws; ``room[...]`` gives actors that have accounts."""

    bureau: Bureau
    room: DrawRoom

    def drafted(self, **changes: object) -> Draw:
        """A draft with ceremony and classes A to D."""
        return self.room.drafted(**self._plan(changes))

    def committed(self, **changes: object) -> Draw:
        """Frozen on Friday evening."""
        draw = self.room.approved(**self._plan(changes))
        names = [one.name for one in enterprise_seeds(60) if one.kind == "organisation"]
        labels = {line.object_id: names[i] for i, line in enumerate(self.room.pool)}
        return self.room.freeze(draw, labels=labels)

    def published(self, **changes: object) -> Draw:
        """Drawn by the scheduler alone, from kl8."""
        draw = self.committed(sources=("kl8",), **changes)
        if not outside_values(draw):
            self.room.type_all(draw)
        return services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)

    def _plan(self, changes: dict[str, object]) -> dict[str, object]:
        plan = {"title": "食品销售者双随机抽查（第三批）", "sources": ROOM_SOURCES, "classes": RATIOS}
        return {**plan, **changes}


def make_draw_desk(bureau: Bureau) -> DrawDesk:
    """Give the bureau the people of its draws, and a pool of sixteen enterprises."""
    places = {code: _place(code) for code in (TOUR_BUREAU, JUSTICE)}
    home = places[TOUR_BUREAU]
    room = DrawRoom(City(home, home, home, home, home, places[JUSTICE]))
    with cheap_hashing():
        maker = _Maker(system_actor("测试"), places, civil_date(START), START, PASSWORD)
        account = maker.fill(DEPUTY, DEPUTY.name, TOUR_BUREAU, "").user
    assert account is not None
    room.people["deputy"] = actor_of_user(account, "127.0.0.1", START)
    room.people |= {name: bureau.actor(username) for name, username in ACCOUNTS.items()}
    room.people |= {"head": bureau.actor("shen"), "outside": bureau.actor("su"), "officer": bureau.actor("lin")}
    uscc = [one.uscc for one in enterprise_seeds(60) if one.kind == "organisation"]
    room.pool = tuple(PoolLine(uscc[i], name, 1) for i, name in enumerate(CLASSES))
    room.officers = tuple(
        OfficerSnapshot(one, TOUR_BUREAU, items=("FOOD",), areas=("",), load_limit=20) for one in _officers(home)
    )
    return DrawDesk(bureau, room)


def _place(code: str) -> Organisation:
    return db.session.query(Organisation).filter_by(code=code).one()


def _officers(home: Organisation) -> list[str]:
    rows = db.session.query(Officer).filter_by(org_id=home.id, kind="officer").order_by(Officer.id)
    return [one.public_id for one in rows.limit(6)]
