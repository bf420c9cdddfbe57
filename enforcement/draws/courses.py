"""Where a draw stands on its way to the seed: what is closed, who took part, which values are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from enforcement.draws.models import Draw, RandomEntry, RandomValue
from enforcement.draws.states import DrawState, ValueState
from enforcement.foundation.errors import Reason
from enforcement.platform.database import db
from enforcement.rules.draw_roles import Watcher, witnesses_missing
from enforcement.rules.draws.sources import OUTSIDE, canonical_value, title_of

SPOKEN, DICE = "contrib", "dice"
_PROTOCOL = "抽取规程：承诺所列的来源全部有值以后取种"


def closed_at(draw: Draw, source: str, now: datetime) -> datetime | None:
    """When a part of the ceremony ended: when people closed it, or at the latest when the outside value came out."""
    said = draw.contributions_closed_at if source == SPOKEN else draw.dice_closed_at
    if said is not None or draw.outside_at is None or now < draw.outside_at:
        return said
    return draw.outside_at


def leading_of(draws: Iterable[Draw]) -> set[int]:
    """Drafters and approvers."""
    return {one for draw in draws for one in (draw.drafted_by, draw.approved_by) if one is not None}


def watching_of(draws: Iterable[Draw]) -> set[int]:
    """Who signed as a witness."""
    return {one.user_id for draw in draws for one in draw.witnesses if one.user_id is not None}


def typists_of(draw: Draw) -> set[int]:
    """Who typed a value that the draw waits for."""
    statement = (
        select(RandomEntry.typed_by)
        .join(RandomValue, RandomValue.id == RandomEntry.value_id)
        .where(RandomValue.source_id.in_(draw.sources))
    )
    return {one for one in db.session.scalars(statement) if one is not None}


def draws_waiting_for(source_id: str) -> Sequence[Draw]:
    """Draws with a commit that names the value and have no seed yet."""
    waiting = db.session.scalars(select(Draw).where(Draw.commit_hex.is_not(None), Draw.seed_hex.is_(None)))
    return [draw for draw in waiting if source_id in draw.sources]


def spoken_value(draw: Draw, source: str) -> str:
    """The canonical value of contributions or dice; empty while there is none."""
    rows = [one for one in draw.spoken if one.source == source]
    if not rows:
        return ""
    joined = (
        "".join(f"{one.who}:{one.text}/" for one in rows) if source == SPOKEN else "".join(one.text for one in rows)
    )
    return canonical_value(source, joined if source == SPOKEN else f"{joined}/")


def outside_values(draw: Draw) -> dict[str, str]:
    """Agreed values of the outside sources by id."""
    rows = db.session.scalars(
        select(RandomValue).where(RandomValue.source_id.in_(draw.sources), RandomValue.state == ValueState.AGREED)
    )
    return {one.source_id: one.value for one in rows}


def values_of(draw: Draw, now: datetime) -> list[list[str]]:
    """``[[source id, value], …]`` in the order of the commit; only what is closed and agreed."""
    outside = outside_values(draw)
    found: list[list[str]] = []
    for source in draw.sources:
        if _is_outside(source):
            value = outside.get(source, "")
        else:
            value = spoken_value(draw, source) if closed_at(draw, source, now) else ""
        if value:
            found.append([source, value])
    return found


def missing_for_seed(draw: Draw, now: datetime) -> tuple[Reason, ...]:
    """What the draw still waits for; empty when it can be seeded. Void ones need no witness for the would-be list."""
    there = {source for source, _ in values_of(draw, now)}
    missing = _values_missing(draw, [source for source in draw.sources if source not in there], now)
    if draw.state is not DrawState.VOID:
        watchers = [Watcher(one.user_id, one.outside) for one in draw.witnesses]
        unwatched = witnesses_missing(draw.grade, draw.source_kinds, watchers)
        if unwatched is not None:
            missing.append(unwatched)
    return tuple(missing)


def _values_missing(draw: Draw, sources: Sequence[str], now: datetime) -> list[Reason]:
    """A sentence for the parts of the ceremony still open, one for those left empty, one for each outside value."""
    inside = [source for source in sources if not _is_outside(source)]
    still_open = "、".join(title_of(one) for one in inside if closed_at(draw, one, now) is None)
    empty = "、".join(title_of(one) for one in inside if closed_at(draw, one, now) is not None)
    found = []
    if still_open:
        found.append(Reason("ceremony-open", f"{still_open}还没有截止", _PROTOCOL, f"由经办人截止{still_open}"))
    if empty:
        words = f"{empty}在公开随机数公布以前没有登记内容"
        found.append(Reason("ceremony-empty", words, _PROTOCOL, "本次抽取只能作废"))
    return found + [
        Reason("value-missing", f"{title_of(one)}还没有两人一致的录入", _PROTOCOL, "公布以后由两人分别录入")
        for one in sources
        if _is_outside(one)
    ]


def _is_outside(source: str) -> bool:
    return source.partition(":")[0] in OUTSIDE
