"""Random published draws: `make_bundle` for one from a number; `tests/support/tampering.py` changes them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from enforcement.rules.draws.bundle import BundleParts, build_bundle, withheld
from enforcement.rules.draws.commitment import commit_digest, commit_json
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.lines import (
    ExclusionLine,
    OfficerLine,
    PoolLine,
    encoded,
    pool_counts,
    sorted_lines,
)
from enforcement.rules.draws.officers import (
    Assignment,
    ObjectSnapshot,
    OfficerSnapshot,
    TeamNeeds,
    Vacancy,
    assign,
    next_officer,
)
from enforcement.rules.draws.seed import KEY_BYTES, key_commitment, sealed_seed, seed
from enforcement.rules.draws.sources import GAMES, ordered
from enforcement.rules.draws.tickets import ClassDraw, ranked, select
from enforcement.rules.draws.tree import root
from tests.support.tampering import tamperings

__all__ = ["make_bundle", "tamperings"]

DAY = "2026-12-01"
ITEMS = ("M01", "M02")
AREAS = ("/1/2/", "/1/3/")
DEPARTMENTS = ("d1", "d2", "市局")
REASONS = ("deregistered", "merged", "wrong_jurisdiction", "cap_reached", "joint_task")
FAR = "ﾀ𝒳é"


def make_bundle(seed: int, algorithm: Algorithm | str = Algorithm.SHA256) -> dict[str, Any]:
    """One published draw, the same for the same number.

    Among them: empty pools and classes that nothing is drawn from, ids beyond the basic plane, sealed draws not
    opened and opened, officers withheld, joint tasks, objects without a lawful team, recusals, replacements.
    """
    return _Maker(_chance(f"{seed} {algorithm}"), Algorithm(algorithm)).bundle()


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - examples, the same for the same number


class _Maker:
    def __init__(self, chance: random.Random, algorithm: Algorithm) -> None:
        self.chance = chance
        self.algorithm = algorithm
        self.points = {name: chance.choice((0, 1, 500, 3333, 5000, 10000)) for name in "ABCD"}
        names = self._names(chance.choice((0, 1, 2, 3, 8, 20, 40)))
        kept_out = {name for name in names if chance.random() < 0.2}
        self.pool = [
            PoolLine(name, chance.choice("ABCD"), chance.choice((1, 1, 2, 16)))
            for name in names
            if name not in kept_out
        ]
        self.exclusions = [
            ExclusionLine(name, rule, chance.choice(("", "2", "2026-03-01")))
            for name in sorted(kept_out)
            for rule in chance.sample(("CAP", "THIS_YEAR", "CHAIN"), chance.choice((1, 1, 2)))
        ]
        self.officers = [self._officer(number) for number in range(chance.choice((1, 3, 6, 9, 12)))]
        self.needs = TeamNeeds(
            size=chance.choice((2, 2, 3)),
            planned_days=(DAY,),
            qualified_items=chance.choice(((), (), ("M01",))),
            departments=chance.choice(((), (), ("d1",), ("d1", "d2"))),
        )
        self.key = chance.randbytes(KEY_BYTES) if chance.random() < 0.3 else None

    def bundle(self) -> dict[str, Any]:
        """The draw from its frozen lists to what is published."""
        values = self._values()
        pool, exclusions = sorted_lines(self.pool), sorted_lines(self.exclusions)
        officer_lines = sorted_lines([OfficerLine(one.officer_id, one.department) for one in self.officers])
        content = commit_json(
            algorithm=self.algorithm,
            agency=self.chance.choice(("330100-TEST", '云州市"市场\\监管"局')),
            draw_no="2026-0007",
            plan=self.chance.choice(("2026-P-012", "")),
            frozen_at=self.chance.choice(("2026-11-20T17:00:00+08:00", "2026-11-20T09:00:00.123456Z")),
            n=pool_counts(self.pool, self.points),
            pool_root=root(self.algorithm, encoded(pool)),
            exclude_root=root(self.algorithm, encoded(exclusions)),
            officer_root=root(self.algorithm, encoded(officer_lines)),
            sources=[name for name, _ in values],
            prev=self.chance.randbytes(32).hex(),
            kc=key_commitment(self.algorithm, self.key) if self.key else None,
        )
        commit = commit_digest(self.algorithm, content)
        open_seed = seed(self.algorithm, commit, values)
        s = sealed_seed(self.algorithm, open_seed, self.key) if self.key else open_seed
        draws = select(self.algorithm, s, self.pool, self.points)
        events, teams = self._afterwards(s, draws)
        shown = self.chance.random() < 0.85
        bundle = build_bundle(
            BundleParts(
                commit_json=content,
                commit=commit,
                values=values,
                seed=open_seed,
                pool=pool,
                exclusions=exclusions,
                draws=draws,
                officer_lines=officer_lines if shown else None,
                assignment=teams if shown else None,
                key=self.key,
                events=events,
            )
        )
        unopened = self.key and self.chance.random() < 0.5
        return withheld(bundle) | {"events": []} if unopened else bundle

    def _names(self, count: int) -> list[str]:
        numbers = self.chance.sample(range(10_000), count)
        return [f"91330100{self.chance.choice(('TEST', FAR, '企业'))}{number:04d}" for number in numbers]

    def _officer(self, number: int) -> OfficerSnapshot:
        chance = self.chance
        return OfficerSnapshot(
            officer_id=f"z{number:03d}",
            department=chance.choice(DEPARTMENTS),
            certificate_days_missing=(DAY,) if chance.random() < 0.1 else (),
            items=ITEMS if chance.random() < 0.9 else ITEMS[:1],
            areas=("/1/",) if chance.random() < 0.8 else AREAS[:1],
            qualified_items=("M01",) if chance.random() < 0.5 else (),
            leave=(("2026-11-30", DAY),) if chance.random() < 0.1 else (),
            conflicts=tuple(line.object_id for line in self.pool if chance.random() < 0.05),
            past_partners=tuple((line.object_id, f"z{number // 2:03d}") for line in self.pool if chance.random() < 0.2),
            load_limit=chance.choice((2, 100, 100)),
        )

    def _object(self, object_id: str) -> ObjectSnapshot:
        chance = _chance(object_id)
        return ObjectSnapshot(object_id, chance.choice(AREAS), ITEMS if chance.random() < 0.7 else ITEMS[1:])

    def _values(self) -> list[tuple[str, str]]:
        chance = self.chance
        room = [kind for kind in ("contrib", "dice") if chance.random() < 0.5]
        outside = [
            f"{kind}:2026{chance.randrange(1, 310):03d}"
            for kind in chance.sample(list(GAMES), chance.choice((1, 1, 2)))
        ]
        return [(name, self._value(name)) for name in ordered([*room, *outside])]

    def _value(self, name: str) -> str:
        if name == "contrib":
            return "".join(
                f"{who}:{self.chance.randrange(999)}日出/"
                for who in ("监督", "press", "商会")[: self.chance.choice((1, 3))]
            )
        if name == "dice":
            return f"{self.chance.randrange(10**20):020d}/"
        groups = [sorted(self.chance.sample(range(1, one.highest + 1), one.count)) for one in GAMES[name[:3]].groups]
        return "".join("".join(f"{number}." for number in group) + "/" for group in groups)

    def _afterwards(self, s: bytes, draws: Sequence[ClassDraw]) -> tuple[list[dict[str, Any]], Assignment]:
        """The teams, a recusal here and there, and an object replaced by the next of its class with its team."""
        drawn = [one.object_id for draw in draws for one in draw.selected]
        teams = assign(self.algorithm, s, [self._object(name) for name in drawn], self.officers, self.needs)
        events = [self._recusal(s, object_id, team) for object_id, team in teams.assigned if self.chance.random() < 0.2]
        for draw in draws:
            if draw.selected and self.chance.random() < 0.3:
                following = ranked(self.algorithm, s, self.pool, draw.class_name)[draw.k : draw.k + 1]
                new = following[0].object_id if following else ""
                old = self.chance.choice(draw.selected).object_id
                events.append(_event("replacement", old, old, new, self.chance.choice(REASONS)))
                if new:
                    more = assign(self.algorithm, s, [self._object(new)], self.officers, self.needs)
                    teams = Assignment(
                        teams.assigned + more.assigned, teams.skips + more.skips, teams.infeasible + more.infeasible
                    )
        if self.chance.random() < 0.1:
            events.append(_event("void", "", "", "", "程序错误"))
        return events, teams

    def _recusal(self, s: bytes, object_id: str, team: tuple[str, ...]) -> dict[str, Any]:
        leaving = self.chance.choice(team)
        vacancy = Vacancy(tuple(one.officer_id for one in self.officers), team, leaving)
        found = next_officer(self.algorithm, s, self._object(object_id), self.officers, self.needs, vacancy)
        kind = self.chance.choice(("recusal", "absence"))
        event = _event(kind, object_id, leaving, found.officer_id or "", "interest")
        return event | {"skips": [list(skip[1:]) for skip in found.skips]}


def _event(kind: str, object_id: str, old: str, new: str, reason: str) -> dict[str, Any]:
    at = "2026-11-21T09:30:00+08:00"
    return {"at": at, "kind": kind, "object": object_id, "from": old, "to": new, "reason": reason}
