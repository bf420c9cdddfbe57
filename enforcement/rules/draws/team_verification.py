"""The last two steps of a verification: nobody was jumped over, and what happened afterwards follows the ranking.

The bundle shows who was passed over and by which rule, not the facts behind the rule; so what is checked is that
every officer before the last member of a team is a member or has a skip, in the order of the walk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enforcement.rules.draws.eligibility import RULE_IDS
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lines import PoolLine
from enforcement.rules.draws.officers import ranking
from enforcement.rules.draws.reading import Published, PublishedOfficers, instant_of
from enforcement.rules.draws.results import StepResult, failed, not_published, ok
from enforcement.rules.draws.snapshots import SMALLEST_TEAM
from enforcement.rules.draws.tickets import ranked

EVENT_KEYS = frozenset(("at", "kind", "object", "from", "to", "reason"))
OFFICER_EVENTS = frozenset(("recusal", "absence"))
OBJECT_EVENT = "replacement"
OTHER_EVENTS = frozenset(("void", "correction", "opened"))
REPLACEMENT_REASONS = frozenset(("deregistered", "merged", "wrong_jurisdiction", "cap_reached", "joint_task"))
_NO_RANKING = "种子、密钥或者人员有误，无法排序"


@dataclass(frozen=True)
class Walked:
    """A bundle with what both steps take from it; `pool` and `officer_ids` are None when their lines are faulty."""

    bundle: Published
    pool: Sequence[PoolLine] | None
    officer_ids: Sequence[str] | None

    def ranks(self, object_id: str) -> dict[str, int]:
        """Officer -> place in the ranking of one object, 0 first. Raises DrawFault when it can't be computed."""
        s = self.bundle.s
        if self.officer_ids is None or s is None:
            raise DrawFault(_NO_RANKING)
        order = ranking(self.bundle.algorithm, s, object_id, self.officer_ids)
        return {name: place for place, name in enumerate(order)}

    def objects(self) -> list[str]:
        """Everything that asks for a team: drawn in the order (class, ticket), then replacements as they came."""
        drawn = [object_id for one in self.bundle.classes for object_id in one.selected or ()]
        later = [event.get("to") for event in self.bundle.events if event.get("kind") == OBJECT_EVENT]
        return drawn + [new for new in later if isinstance(new, str) and new]


def ranking_and_skips(walked: Walked) -> StepResult:
    """Teams, skips and infeasible objects follow the rankings."""
    officers = walked.bundle.officers
    if officers is None:
        return not_published("ranking")
    try:
        _check_teams(walked, officers)
    except DrawFault as fault:
        return failed("ranking", str(fault))
    return ok("ranking")


def events(walked: Walked) -> StepResult:
    """Every event is well formed, in order of time, and takes the next in rank."""
    story = _Story(walked)
    try:
        for event in walked.bundle.events:
            story.take(event)
    except DrawFault as fault:
        return failed("events", str(fault))
    return not_published("events") if story.withheld else ok("events")


def _check_teams(walked: Walked, officers: PublishedOfficers) -> None:
    if walked.officer_ids is None or walked.bundle.s is None:
        raise DrawFault(_NO_RANKING)
    teams = dict(officers.assigned)
    asked = walked.objects()
    if len(teams) != len(officers.assigned) or sorted([*teams, *officers.infeasible]) != sorted(asked):
        raise DrawFault("每个抽中的对象须且只须分派一次，或者列为无法分派")
    if list(teams) != [name for name in asked if name in teams]:
        raise DrawFault("分派没有按对象的抽取顺序")
    if list(officers.infeasible) != [name for name in asked if name not in teams]:
        raise DrawFault("无法分派的对象没有按抽取顺序")
    skips: dict[str, dict[str, str]] = defaultdict(dict)
    for object_id, officer_id, rule_id in officers.skips:
        if object_id not in asked or officer_id in skips[object_id] or rule_id not in RULE_IDS:
            raise DrawFault(f"跳过记录有误：{object_id}、{officer_id}、{rule_id}")
        skips[object_id][officer_id] = rule_id
    order = [object_id for object_id in asked for _ in skips.get(object_id, ())]
    if order != [skip[0] for skip in officers.skips]:
        raise DrawFault("跳过记录没有按对象的抽取顺序")
    for object_id in asked:
        _check_walk(object_id, walked.ranks(object_id), teams.get(object_id), skips.get(object_id, {}))


def _check_walk(object_id: str, ranks: Mapping[str, int], team: Sequence[str] | None, skips: Mapping[str, str]) -> None:
    for name in [*(team or ()), *skips]:
        if name not in ranks:
            raise DrawFault(f"{object_id}：{name} 不在人员名单")
    if not _ascending(ranks[name] for name in skips):
        raise DrawFault(f"{object_id}：跳过记录没有按排序")
    if team is not None:
        _check_team(object_id, ranks, team, skips)
    elif len(ranks) - len(skips) >= SMALLEST_TEAM:
        raise DrawFault(f"{object_id}：列为无法分派，却有 {SMALLEST_TEAM} 人以上没有跳过记录")


def _check_team(object_id: str, ranks: Mapping[str, int], team: Sequence[str], skips: Mapping[str, str]) -> None:
    if len(team) < SMALLEST_TEAM:
        raise DrawFault(f"{object_id}：分派不足 {SMALLEST_TEAM} 人")
    if not _ascending(ranks[name] for name in team):
        raise DrawFault(f"{object_id}：分派的人员没有按排序或者重复")
    last = ranks[team[-1]]
    for name, place in ranks.items():
        if place <= last and (name in team) == (name in skips):
            raise DrawFault(f"{object_id}：第 {place + 1} 位 {name} 被越过而没有跳过记录，或者既分派又跳过")
        if place > last and name in skips:
            raise DrawFault(f"{object_id}：组成以后又跳过 {name}")


def _ascending(places: Iterable[int]) -> bool:
    listed = list(places)
    return listed == sorted(set(listed))


class _Story:
    """What happened after the draw, event by event."""

    def __init__(self, walked: Walked) -> None:
        self.walked = walked
        self.withheld = False
        self.last = instant_of(walked.bundle.commit_json.get("frozen_at"))
        officers = walked.bundle.officers
        self.teams = {name: list(team) for name, team in officers.assigned} if officers else {}
        self.passed: dict[str, set[str]] = defaultdict(set)
        for object_id, officer_id, _ in officers.skips if officers else ():
            self.passed[object_id].add(officer_id)
        self.gone: dict[str, set[str]] = defaultdict(set)
        self.standing = {object_id: one.name for one in walked.bundle.classes for object_id in one.selected or ()}
        self.used = set(self.standing)

    def take(self, event: Mapping[str, Any]) -> None:
        """Check one event and go on from it. Raises DrawFault."""
        if set(event) - {"skips"} != EVENT_KEYS or not all(isinstance(event[key], str) for key in EVENT_KEYS):
            raise DrawFault(f"事件应有且只有 {'、'.join(sorted(EVENT_KEYS))}，均为文字")
        at = instant_of(event["at"])
        if at is None or (self.last is not None and at < self.last):
            raise DrawFault(f"事件的时间 {event['at']} 不合格式，或者早于承诺、早于前一事件")
        self.last = at
        kind = event["kind"]
        if kind in OFFICER_EVENTS:
            self._officer(event)
        elif kind == OBJECT_EVENT:
            self._object(event)
        elif kind not in OTHER_EVENTS:
            raise DrawFault(f"没有名为 {kind} 的事件")
        if "skips" in event and kind not in OFFICER_EVENTS:
            raise DrawFault(f"{kind} 事件不含跳过记录")

    def _officer(self, event: Mapping[str, Any]) -> None:
        object_id, leaving, following = event["object"], event["from"], event["to"]
        skips = self._skips(event)
        if not event["reason"]:
            raise DrawFault(f"{object_id}：{leaving} 的更换没有理由")
        if self.walked.bundle.officers is None:
            self.withheld = True
            return
        team, ranks = self.teams.get(object_id, []), self.walked.ranks(object_id)
        if leaving not in team:
            raise DrawFault(f"{object_id}：{leaving} 不在该组，无从更换")
        if following and (following not in ranks or following in team or following in self.gone[object_id]):
            raise DrawFault(f"{object_id}：{following} 不在人员名单、已在该组或者已退出该组")
        end = ranks[following] if following else len(ranks)
        if end <= ranks[leaving]:
            raise DrawFault(f"{object_id}：{following} 排在 {leaving} 之前，不是下一位")
        explained = {*team, *self.gone[object_id], *self.passed[object_id], *skips}
        for name, place in ranks.items():
            if ranks[leaving] < place < end and name not in explained:
                raise DrawFault(f"{object_id}：更换时第 {place + 1} 位 {name} 被越过而没有跳过记录")
        if any(not ranks[leaving] < ranks.get(name, -1) < end for name in skips):
            raise DrawFault(f"{object_id}：更换的跳过记录不在 {leaving} 与 {following} 之间")
        team.remove(leaving)
        self.gone[object_id].add(leaving)
        if following:
            team.append(following)

    def _skips(self, event: Mapping[str, Any]) -> list[str]:
        skips = event.get("skips", [])
        sound = isinstance(skips, list) and all(
            isinstance(skip, list) and len(skip) == 2 and isinstance(skip[0], str) and skip[1] in RULE_IDS  # noqa: PLR2004
            for skip in skips
        )
        if not sound:
            raise DrawFault(f"{event['object']}：更换的跳过记录应为 [人员, 规则]")
        return [skip[0] for skip in skips]

    def _object(self, event: Mapping[str, Any]) -> None:
        old, new = event["object"], event["to"]
        if event["reason"] not in REPLACEMENT_REASONS or event["from"] != old:
            raise DrawFault(f"{old}：更换对象的理由须为 {'、'.join(sorted(REPLACEMENT_REASONS))}")
        if self.walked.bundle.unopened:
            self.withheld = True
            return
        if old not in self.standing:
            raise DrawFault(f"{old} 没有抽中或者已经更换")
        name = self.standing.pop(old)
        if self._next(name) != new:
            raise DrawFault(f"类别 {name} 中的下一个对象不是 {new}")
        if new:
            self.standing[new] = name
            self.used.add(new)

    def _next(self, class_name: str) -> str:
        """The first of the class in the order of tickets that was neither drawn nor taken as a replacement."""
        bundle, pool = self.walked.bundle, self.walked.pool
        if bundle.s is None or pool is None:
            raise DrawFault("种子、密钥或者对象池有误，无法计算下一个对象")
        order = ranked(bundle.algorithm, bundle.s, pool, class_name)
        return next((one.object_id for one in order if one.object_id not in self.used), "")
