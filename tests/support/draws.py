"""A draw in any state, made by the people whom the protocol asks for."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from enforcement.draws import register, services
from enforcement.draws.commands import (
    AddContribution,
    AnswerVoid,
    AskVoid,
    CommitDraw,
    DraftDraw,
    RollDice,
    TypeValue,
)
from enforcement.draws.models import Draw
from enforcement.draws.states import DrawState, Subject, ValueState
from enforcement.foundation.actor import Actor, Grant, system_actor
from enforcement.identity.models import Organisation
from enforcement.identity.roles import ROLES
from enforcement.rules.draws.lines import ExclusionLine, PoolLine
from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot, TeamNeeds
from tests.domains.identity.people import City

FREEZE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""Friday 17:00 in China."""
SSQ_OUT = datetime(2026, 11, 22, 13, 15, tzinfo=UTC)
KL8_OUT = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
SSQ, KL8 = "3 9 14 22 27 31 / 8", " ".join(str(number) for number in range(1, 21))
VALUES = {"ssq": SSQ, "kl8": KL8}
VISIT_DAY = "2026-12-01"
OPEN_ON = date(2026, 12, 20)
SCHEDULER = system_actor("抽取计算")


def picture(mark: str = "开奖") -> bytes:
    """A small picture of an announcement."""
    image = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(image).text((4, 8), mark.encode("ascii", "ignore").decode() or "8", fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def person(number: int, name: str, role: str, org: Organisation, home: Organisation | None = None) -> Actor:
    """Somebody with a role on an organisation, at home there or elsewhere."""
    lives = home or org
    return Actor(
        user_id=number,
        name=name,
        org_id=lives.id,
        org_path=lives.path,
        grants=(Grant(ROLES[role].permissions, org_path=org.path),),
    )


@dataclass
class DrawRoom:
    """The people of one agency's draws, and libraries small enough to look at."""

    city: City
    number: int = 0
    pool: tuple[PoolLine, ...] = tuple(
        PoolLine(f"91330100TEST{number:04d}XX", "A" if number <= 8 else "B", 1) for number in range(1, 13)
    )
    exclusions: tuple[ExclusionLine, ...] = (ExclusionLine("91330100TEST0099XX", "CAP", "2"),)
    officers: tuple[OfficerSnapshot, ...] = tuple(
        OfficerSnapshot(f"z{number:03d}", "YZ-SCJ", items=("FOOD",), areas=("",), load_limit=20)
        for number in range(1, 6)
    )
    people: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bureau, west = self.city.bureau, self.city.west
        posts = (
            ("planner", "planner", bureau, bureau),
            ("head", "agency_head", bureau, bureau),
            ("deputy", "agency_head", bureau, bureau),
            ("first", "typist", bureau, bureau),
            ("second", "typist", bureau, bureau),
            ("third", "typist", bureau, bureau),
            ("inside", "witness", bureau, bureau),
            ("outside", "witness", bureau, west),
            ("press", "witness", bureau, west),
            ("officer", "officer", bureau, bureau),
            ("stranger", "agency_head", west, west),
        )
        for number, (name, role, org, home) in enumerate(posts, start=1001):
            self.people[name] = person(number, name, role, org, home)

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def command(self, **changes: Any) -> DraftDraw:
        """A draw of grade A that the scheduler can make alone."""
        self.number += 1
        made = DraftDraw(
            org_id=self.city.bureau.id,
            matter=f"lot:{self.number}",
            subject=Subject.INSPECTION,
            title=f"第{self.number}批食品经营单位抽查",
            plan_no="2026-P-012",
            classes=(("A", 2500), ("B", 5000)),
            sources=("kl8",),
            needs=TeamNeeds(planned_days=(VISIT_DAY,)),
        )
        return replace(made, **changes)

    def drafted(self, **changes: Any) -> Draw:
        return services.draft_draw(self["planner"], self.command(**changes), FREEZE - timedelta(days=2))

    def approved(self, **changes: Any) -> Draw:
        draw = self.drafted(**changes)
        return services.approve_draw(self["head"], draw.public_id, FREEZE - timedelta(days=1))

    def freeze(self, draw: Draw, now: datetime = FREEZE, **changes: Any) -> Draw:
        command = CommitDraw(
            public_id=draw.public_id,
            pool=self.pool,
            exclusions=self.exclusions,
            officers=self.officers,
            objects={one.object_id: ObjectSnapshot(one.object_id, "/1/", ("FOOD",)) for one in self.pool},
            labels={one.object_id: f"企业{one.object_id[12:16]}" for one in self.pool},
            library_age={"objects_days": 3},
        )
        return services.commit_draw(self["planner"], replace(command, **changes), now)

    def committed(self, **changes: Any) -> Draw:
        return self.freeze(self.approved(**changes))

    def speak(self, draw: Draw, now: datetime = FREEZE + timedelta(minutes=5)) -> None:
        """Contributions, then dice, both closed."""
        planner = self["planner"]
        services.add_contribution(planner, AddContribution(draw.public_id, "supervisor", "7f3a"), now)
        services.close_contributions(planner, draw.public_id, now)
        services.roll_dice(planner, RollDice(draw.public_id, "press", "63454660390103169462"), now)
        services.close_dice(planner, draw.public_id, now)

    def type_all(self, draw: Draw, now: datetime | None = None) -> None:
        """Both typists type every outside value that is still open."""
        for source_id in draw.sources:
            kind = source_id.partition(":")[0]
            if kind in VALUES and register.value_records(source_id).state is ValueState.OPEN:
                for name in ("first", "second"):
                    self.type(source_id, name, now=now)

    def type(self, source_id: str, name: str, typed: str = "", now: datetime | None = None) -> None:
        kind = source_id.partition(":")[0]
        command = TypeValue(source_id, typed or VALUES[kind], picture())
        services.type_value(self[name], command, now or {"ssq": SSQ_OUT, "kl8": KL8_OUT}[kind])

    def published(self, **changes: Any) -> Draw:
        draw = self.committed(**changes)
        self.type_all(draw)
        return services.advance_draw(SCHEDULER, draw.public_id, KL8_OUT)

    def void(self, draw: Draw, now: datetime = FREEZE, reason: str = "方案有误") -> Draw:
        services.ask_void(self["planner"], AskVoid(draw.public_id, reason), now)
        return services.answer_void(self["head"], AnswerVoid(draw.public_id, agreed=True), now)

    def at(self, state: DrawState, **changes: Any) -> Draw:
        """A draw in a state; SEEDED can't be held from outside."""
        makers = {
            DrawState.DRAFT: self.drafted,
            DrawState.APPROVED: self.approved,
            DrawState.COMMITTED: self.committed,
            DrawState.PUBLISHED: self.published,
        }
        if state is DrawState.VOID:
            return self.void(self.committed(**changes))
        return makers[state](**changes)
