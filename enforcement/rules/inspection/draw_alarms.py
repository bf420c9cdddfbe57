"""Alarms about what became of draws (A02): drawn objects that were exchanged, and pools that were chosen first.

Beside the alarms of ``alarms``, in the same words: numbers from the rule set, named by their facts, nobody ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enforcement.foundation.canonical import content_digest
from enforcement.rules.inspection.alarms import PERCENT, PREFIX, Alarm, Limits

DRAW_LIMITS = ("objects", "objects_share", "directed_pool", "directed_share")


@dataclass(frozen=True)
class Exchange:
    """One drawn object that was taken out. ``words``: number of the draw and reason; ``decider``: name of the head."""

    draw: str
    words: str
    decider: str


@dataclass(frozen=True)
class DirectedDraw:
    """A draw of a pool that a published condition had narrowed first. ``pool`` and ``drawn`` in objects."""

    draw: str
    words: str
    pool: int
    drawn: int


@dataclass(frozen=True)
class DrawYear:
    """What became of an organ's draws of a year. ``drawn``: objects as they came out of all draws."""

    org_id: int
    org_path: str
    agency_name: str
    year: int
    drawn: int = 0
    exchanged: tuple[Exchange, ...] = ()
    directed: tuple[DirectedDraw, ...] = ()


def draw_alarms(years: Iterable[DrawYear], limits: Limits) -> list[Alarm]:
    """Alarms from the draws of a year, organ by organ."""
    return [alarm for organ in years for alarm in (*_exchanged(organ, limits), *_chosen_first(organ, limits))]


def _exchanged(organ: DrawYear, limits: Limits) -> list[Alarm]:
    """More objects exchanged than a few, and more than a share of the drawn; again when the share doubles."""
    count = len(organ.exchanged)
    share = PERCENT * count // organ.drawn if organ.drawn else 0
    few, limit = limits["objects"], limits["objects_share"]
    if few.allows(count) or limit.allows(share):
        return []
    deciders = Counter(one.decider for one in organ.exchanged)
    by = "，".join(f"{name}决定{deciders[name]}户" for name in sorted(deciders))
    line = f"预警线{few.whole}户且{limit.whole}%"
    message = f"{organ.year}年抽中{organ.drawn}户，更换检查对象{count}户，占{share}%，{line}；{by}"
    numbers = {"count": count, "of": organ.drawn, "percent": share, "limit": limit.whole}
    records = [("draw", one.draw, one.words) for one in organ.exchanged]
    step = share // max(limit.whole, 1)
    return [_alarm("objects", organ, message, numbers, limit.basis, records, step)]


def _chosen_first(organ: DrawYear, limits: Limits) -> list[Alarm]:
    """先定后抽: a small pool, narrowed by a condition, of which nearly everything is drawn."""
    small, limit = limits["directed_pool"], limits["directed_share"]
    found = []
    for one in organ.directed:
        share = PERCENT * one.drawn // one.pool if one.pool else 0
        if not one.pool or not small.allows(one.pool) or limit.allows(share):
            continue
        message = f"{one.words}：定向抽查范围{one.pool}户，抽中{one.drawn}户，占{share}%，预警线{limit.whole}%"
        numbers = {"count": one.drawn, "of": one.pool, "percent": share, "limit": limit.whole}
        records = [("draw", one.draw, one.words)]
        found.append(_alarm("chosen-first", organ, message, numbers, limit.basis, records, one.draw))
    return found


def _alarm(
    name: str,
    organ: DrawYear,
    message: str,
    numbers: dict[str, int],
    basis: str,
    records: Sequence[tuple[str, str, str]],
    fact: object,
) -> Alarm:
    key = content_digest([name, str(organ.org_id), str(organ.year), str(fact)])
    return Alarm(f"{PREFIX}{name}", key, organ.org_path, organ.agency_name, message, numbers, basis, tuple(records))
