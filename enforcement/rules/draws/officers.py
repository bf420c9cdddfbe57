"""Who goes where: for each object the officers are ranked by hash and walked until the team is lawful.

The walk is told in words in `docs/draw-protocol.md`; its rules stand in `eligibility`. No lawful team means
infeasible, never filled by hand (民营经济促进法第五十二条: 随机选派执法检查人员).
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import NamedTuple

from enforcement.rules.draws.eligibility import (
    CERT,
    DEPT,
    ITEM,
    SAMEPAIR,
    Moment,
    complete,
    lacking_departments,
    lacking_items,
    rule_against,
)
from enforcement.rules.draws.hashing import DIGEST_BYTES, Algorithm, lp, tag_state
from enforcement.rules.draws.snapshots import ObjectSnapshot, OfficerSnapshot, TeamNeeds, from_plain, to_plain

__all__ = [
    "Assignment",
    "ObjectSnapshot",
    "OfficerSnapshot",
    "Skip",
    "Successor",
    "TeamNeeds",
    "Vacancy",
    "assign",
    "from_plain",
    "next_officer",
    "ranking",
    "to_plain",
]

TAG = "DRAW-OFFICER-v1"
POSITION_BYTES = 4


class Skip(NamedTuple):
    """An officer who was passed over for an object, and the rule."""

    object_id: str
    officer_id: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Teams in the order of the objects, members in rank order; who was passed over and why; objects without a team."""

    assigned: tuple[tuple[str, tuple[str, ...]], ...]
    skips: tuple[Skip, ...]
    infeasible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A member of a team who recused or is absent.

    `pool`: the committed officers. `team`: the members now, `leaving` among them. `gone`: who left this team before.
    `loads`: objects each officer holds at present.
    """

    pool: tuple[str, ...]
    team: tuple[str, ...]
    leaving: str
    gone: tuple[str, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)


class Successor(NamedTuple):
    """Who takes the place, or None when nobody lawfully can; who was passed over on the way, in rank order."""

    officer_id: str | None
    skips: tuple[Skip, ...]


def ranking(algorithm: Algorithm, s: bytes, object_id: str, officer_ids: Collection[str]) -> tuple[str, ...]:
    """All officers for one object by T("DRAW-OFFICER-v1", s, object, officer), equal digests by the bytes of the id."""
    ids = sorted(officer_ids)
    return tuple(ids[position] for position in _Ranks(algorithm, s, ids).of(object_id))


def assign(
    algorithm: Algorithm,
    s: bytes,
    objects: Sequence[ObjectSnapshot],
    officers: Sequence[OfficerSnapshot],
    needs: TeamNeeds,
    loads: Mapping[str, int] | None = None,
) -> Assignment:
    """The team of every object, `objects` in the order (class, ticket). Loads count in that order.

    `officers`: a snapshot of every officer of the pool. `loads`: objects held before the first of these (needed only
    when a replacement object is given its team).
    """
    pool = sorted(officers, key=lambda officer: officer.officer_id)
    ranks = _Ranks(algorithm, s, [officer.officer_id for officer in pool])
    partners = _partners(pool)
    held = Counter(loads or {})
    assigned: list[tuple[str, tuple[str, ...]]] = []
    skips: list[Skip] = []
    infeasible: list[str] = []
    for target in objects:
        start = Moment(target, needs, (), held, partners.get(target.object_id, {}))
        team, passed = _team(start, _Reread(pool[position] for position in ranks.of(target.object_id)))
        skips += (Skip(target.object_id, *pair) for pair in passed)
        if team is None:
            infeasible.append(target.object_id)
            continue
        names = tuple(member.officer_id for member in team)
        assigned.append((target.object_id, names))
        held.update(names)
    return Assignment(tuple(assigned), tuple(skips), tuple(infeasible))


def next_officer(
    algorithm: Algorithm,
    s: bytes,
    target: ObjectSnapshot,
    officers: Sequence[OfficerSnapshot],
    needs: TeamNeeds,
    vacancy: Vacancy,
) -> Successor:
    """Who follows in the same ranking when a member recused or is absent (行政处罚法第四十三条).

    The first after the leaving one who passes the rules today and with whom the team is lawful again. `officers`:
    snapshots of today; an officer of the pool without one is passed over with CERT. Members of the team and those
    who left it before are not asked again.
    """
    today = {officer.officer_id: officer for officer in officers}
    stay = tuple(today[name] for name in vacancy.team if name != vacancy.leaving and name in today)
    partners = _partners(officers).get(target.object_id, {})
    at = Moment(target, needs, stay, vacancy.loads, partners)
    order = ranking(algorithm, s, target.object_id, vacancy.pool)
    skips: list[Skip] = []
    for name in dropwhile(lambda name: name != vacancy.leaving, order):
        if name in vacancy.team or name in vacancy.gone:
            continue
        rule_id = _rule_against_successor(today[name], at) if name in today else CERT
        if not rule_id:
            return Successor(name, tuple(skips))
        skips.append(Skip(target.object_id, name, rule_id))
    return Successor(None, tuple(skips))


class _Ranks:
    """Rankings of one pool. The least digest is taken off a heap: a walk seldom goes far down."""

    def __init__(self, algorithm: Algorithm, s: bytes, ids: Sequence[str]) -> None:
        self.state = tag_state(algorithm, TAG, s)
        # A digest and a position joined sort by digest, equal ones by position, which is the order of ids.
        self.fields = [(lp(name.encode()), place.to_bytes(POSITION_BYTES)) for place, name in enumerate(ids)]

    def of(self, object_id: str) -> Iterator[int]:
        """Positions in the pool, the first in rank first."""
        before = self.state.copy()
        before.update(lp(object_id.encode()))
        heap: list[bytes] = []
        for name, place in self.fields:
            state = before.copy()
            state.update(name)
            heap.append(state.digest() + place)
        heapq.heapify(heap)
        while heap:
            yield int.from_bytes(heapq.heappop(heap)[DIGEST_BYTES:])


class _Reread:
    """What an iterator gave, to be walked again from anywhere, fetched once and only as far as it is asked."""

    def __init__(self, source: Iterator[OfficerSnapshot]) -> None:
        self.source = source
        self.read: list[OfficerSnapshot] = []

    def since(self, position: int) -> Iterator[OfficerSnapshot]:
        """What stands at `position` and after it."""
        while True:
            if position == len(self.read):
                following = next(self.source, None)
                if following is None:
                    return
                self.read.append(following)
            yield self.read[position]
            position += 1


_Passed = list[tuple[str, str]]


def _team(start: Moment, ranked: _Reread) -> tuple[tuple[OfficerSnapshot, ...] | None, _Passed]:
    """The first lawful team in rank order, and who was passed over; None and everybody's rule if there is none.

    Only SAMEPAIR depends on who is in the team. Where the plain walk fails and nobody met here before, or would fail
    even if nobody had, there is no lawful team; otherwise one of a pair may have to be passed over for the other.
    Those whom the failed walk took are passed over too: by ITEM when an item stayed without its officer, else DEPT.
    """
    end, passed = _walk(start, ranked)
    if complete(end):
        return end.team, passed
    if any(rule_id == SAMEPAIR for _, rule_id in passed) and complete(_walk(replace(start, partners={}), ranked)[0]):
        found = _search(start, ranked, 0, [])
        if found:
            return found
    released = ITEM if lacking_items(end) and not lacking_departments(end) else DEPT
    rules = dict(passed)
    return None, [(officer.officer_id, rules.get(officer.officer_id, released)) for officer in ranked.since(0)]


def _walk(at: Moment, ranked: _Reread) -> tuple[Moment, _Passed]:
    """Take whoever passes, until the team is complete or nobody is left."""
    passed: _Passed = []
    for officer in ranked.since(0):
        rule_id = rule_against(officer, at)
        if rule_id:
            passed.append((officer.officer_id, rule_id))
            continue
        at = replace(at, team=(*at.team, officer))
        if complete(at):
            break
    return at, passed


def _search(
    at: Moment, ranked: _Reread, position: int, passed: _Passed
) -> tuple[tuple[OfficerSnapshot, ...], _Passed] | None:
    """The walk that also tries to pass over one who met another here before (SAMEPAIR)."""
    for officer in ranked.since(position):
        position += 1
        rule_id = rule_against(officer, at)
        if not rule_id:
            larger = replace(at, team=(*at.team, officer))
            if complete(larger):
                return larger.team, passed
            if officer.officer_id not in at.partners:
                at = larger
                continue
            found = _search(larger, ranked, position, list(passed))
            if found:
                return found
            rule_id = SAMEPAIR
        passed.append((officer.officer_id, rule_id))
    return None


def _rule_against_successor(officer: OfficerSnapshot, at: Moment) -> str:
    rule_id = rule_against(officer, at)
    if rule_id:
        return rule_id
    if complete(replace(at, team=(*at.team, officer))):
        return ""
    return DEPT if at.needs.joint else ITEM


def _partners(officers: Sequence[OfficerSnapshot]) -> dict[str, dict[str, set[str]]]:
    """Object -> officer -> those who were there with him last time, told by either of the two."""
    met: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for officer in officers:
        for object_id, other in officer.past_partners:
            met[object_id][officer.officer_id].add(other)
            met[object_id][other].add(officer.officer_id)
    return met
